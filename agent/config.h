/* SPDX-License-Identifier: BSD-2-Clause */
/* What sondad.conf says to Sonda itself; net-snmp's tokens in it are net-snmp's matter. */
#ifndef AGENT_CONFIG_H
#define AGENT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "event_target.h"
#include "probe/port.h"
#include "queryline.h"

#define CONFIG_MEMORY_LIMIT (256ULL << 20)

struct config_row {
	char *line;  /* what follows the word `row` */
	char *where; /* "/etc/sonda/sondad.conf: line 12" */
};

struct config {
	struct port_config *probes; /* in the order of the file */
	size_t probe_count;
	struct config_row *rows;
	size_t row_count;
	struct event_target *event_targets;
	size_t event_target_count;
	bool subagent; /* `agentx` */
	char *socket;  /* its argument; NULL: none */
	bool no_defaults;
	char *state_directory;   /* absolute; NULL: not given */
	uint64_t memory_limit;   /* octets */
	char *user;              /* NULL: not given */
	struct queryline *query; /* `query-session`; NULL: not given */
	char *place;             /* of the line being read */
};

/* The configuration of an empty file. */
void config_init(struct config *config);
void config_free(struct config *config);

/*
 * Reads Sonda's own tokens from exactly this file, by net-snmp's reader; those of others are not
 * looked at.  Everything that is wrong is logged with file and line, then it is false.  Before
 * net-snmp is initialised.
 */
bool config_read(struct config *config, const char *path);

/*
 * Makes Sonda's tokens known to net-snmp's reader as ones to pass over, for when it reads the
 * same file for its own.  Takes the log's filter of the readers: net-snmp's complains of each token
 * that stands alone on its line, as `no-defaults` may.
 */
void config_register_tokens(void);

#endif
