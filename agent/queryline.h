/* SPDX-License-Identifier: BSD-2-Clause */
/* The values of a `query-session` line: the agent that is asked for variables, and how. */
#ifndef AGENT_QUERYLINE_H
#define AGENT_QUERYLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "peer.h"

#define ENGINE_ID_MAX 32

struct engine_id {
	uint8_t octets[ENGINE_ID_MAX];
	size_t len; /* 0: not given */
};

/* All strings but text lie in text; NULL: not given. */
struct queryline {
	char *text;
	struct peer peer;
	long version; /* as net-snmp numbers them */
	const char *community;
	const char *user;
	const char *context;
	int level;      /* security level, as net-snmp numbers them */
	int auth, priv; /* protocols, likewise; 0: not given */
	const char *auth_passphrase;
	const char *priv_passphrase;
	struct engine_id security_engine;
	struct engine_id context_engine;
	uint32_t boots, time; /* of the security engine */
	long timeout;         /* us */
	int retries;
};

/*
 * What follows the word `query-session`: options as snmpcmd(1) has them, and an address.  NULL: error
 * says what was expected, and nothing that was secret.  queryline_free() frees it.
 */
struct queryline *queryline_parse(const char *line, char *error, size_t error_size);
void queryline_free(struct queryline *line); /* NULL: nothing */

#endif
