/* SPDX-License-Identifier: BSD-2-Clause */
/* A conversation with one agent: values asked for, walked through and set, over SNMPv1, v2c or v3. */
#ifndef CLIENT_SESSION_H
#define CLIENT_SESSION_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "mibs/value.h"

#define SESSION_COLUMNS_MAX 40 /* of one walk */

/* Types that RMON has no object of: kept as octets in a value. */
#define SYNTAX_IPADDRESS 0x40
#define SYNTAX_OPAQUE 0x44

/*
 * A name and its value.  More octets than octets_space holds, and all of a walk, lie in the answer:
 * they are gone with the session's next request, or when a walk's row() returns.
 */
struct varbind {
	struct oid name;
	bool present; /* false: the agent has no such object or instance */
	struct value value;
};

struct session;
struct snmp_session; /* net-snmp's: netsnmp_session */

/* How a request ended.  All but the first leave a sentence in session_error(). */
enum outcome {
	OUTCOME_GOOD,
	OUTCOME_REFUSED, /* the agent answered with an error-status */
	OUTCOME_FAILED,  /* no answer, or none that can be used */
	OUTCOME_STOPPED, /* a signal came */
};

struct session_options {
	const struct snmp_session
	    *settings; /* as snmp_parse_args() left them; outlives the session */
	const volatile sig_atomic_t *stop; /* not 0: give up */
	void (*opened)(void); /* called once, after the agent was found; NULL: nothing */
};

/* Nothing is sent before the first request.  NULL: no memory.  One freer: session_free(). */
struct session *session_new(const struct session_options *options);
void session_free(struct session *session);

const char *session_host(const struct session *session); /* as the user wrote it */
bool session_stopped(const struct session *session);     /* a signal came */
void session_persevere(struct session *session); /* from now on signals end nothing: tidying up */

/* What ended the latest request that was not good: "HOST: OBJECT: WHY", whole on one line. */
const char *session_error(const struct session *session);
/* The error-status of the latest OUTCOME_REFUSED, as RFC 3416 numbers it. */
unsigned session_error_status(const struct session *session);

/*
 * Fills in the values of the names given, in as many requests as the agent needs.  What is not
 * there is not present and no error.
 */
enum outcome session_get(struct session *session, struct varbind *varbinds, size_t count);

/* All of them in one request: as if simultaneous. */
enum outcome session_set(struct session *session, const struct varbind *varbinds, size_t count);

/*
 * Called for each row in the order of indexes, which are what follows the column's OID.  cells are
 * in the order of the columns asked for.  False: no more, please.
 */
typedef bool walk_row(void *arg, const struct oid *index, const struct varbind *cells);

struct walk {
	const struct oid *columns; /* each may end in the beginning of an index */
	size_t count;              /* 1 .. SESSION_COLUMNS_MAX */
	const struct oid *after;   /* only rows behind this index; NULL: all */
	walk_row *row;
	void *arg;
};

/*
 * Walks through the rows of some columns of a table with several columns a request, keeping no more
 * rows than one answer has.  A column that the agent lacks is not present in every row.
 */
enum outcome session_walk(struct session *session, const struct walk *walk);

#endif
