/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the query share: questions, requests, sessions. */
#ifndef AGENT_QUERY_PRIV_H
#define AGENT_QUERY_PRIV_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "clock.h"
#include "mibs/mib.h"
#include "probe/alarm.h"
#include "queryline.h"

#define QUERY_VARBINDS_MAX 32 /* in a request */

struct question {
	struct question *next;
	struct asker asker;
	struct oid variable;
};

struct request;

struct query {
	struct mib *mib;
	const struct clock *clock;
	const struct queryline *line; /* NULL: the agent within */
	netsnmp_session *session;     /* NULL: none */
	bool begun;                   /* requests can be built for it */
	bool probing;                 /* for the other's engine */
	bool broken;                  /* to be closed, which its own callbacks must not do */
	unsigned soon;                /* net-snmp's alarm, for a turn of its own; 0: none */
	bool sending;                 /* callbacks tell what the sender will see, too */

	void *asked; /* tsearch(3) of all questions, by asker */
	struct question *first;
	struct question **last; /* those that are not sent */
	unsigned requests;      /* under way */
	struct request *over;   /* no longer */

	unsigned most;      /* variables in a request */
	uint64_t disturbed; /* when one of several variables failed, or one alone did */
	unsigned failures;  /* in a row */
	unsigned sessions;  /* that ended since the last answer */
	uint64_t answered;  /* when that came */
	uint64_t open_at;   /* no session before */
	bool told;          /* that it fails */
};

/* query.c: answers and frees it; the row that asked may be no more afterwards. */
void question_answer(struct query *query, struct question *question, enum answer answer,
    const struct alarm_reading *reading);
void questions_refuse(struct query *query, struct question *first);   /* all: ANSWER_NONE */
void questions_put_back(struct query *query, struct question *first); /* before those that wait */

/* query.c: how it goes.  After an end, or some failures in a row, the session is closed. */
void query_note_answer(struct query *query);
void query_note_failure(struct query *query, const char *why);
void query_note_end(struct query *query, const char *why);

/*
 * query.c: whether a session's callback is called again, or its caller sees the same: a report is told
 * as received and as an error, in either order, or its request is sent once more.
 */
bool query_is_preliminary(const struct query *query, int op, const netsnmp_pdu *pdu);

/* query_request.c: sends what waits, as far as may be under way at once. */
void requests_send(struct query *query);
void requests_free(struct query *query); /* those that are over; not from a session's callback */

/* query_session.c */

/*
 * A session as line says, or with the agent within the daemon if it is NULL.  Its callback, with arg,
 * is told of a stream's end; the library then closes the session by itself.  NULL: snmp_errno, and
 * for a stream errno.
 */
netsnmp_session *query_session_open(
    const struct queryline *line, netsnmp_callback callback, void *arg);

/*
 * Requests can be built when the session has begun, and that can be when the other's engine is
 * known, as it always is without SNMPv3.
 */
bool query_session_has_engine(const netsnmp_session *session);
bool query_session_begin(netsnmp_session *session, const struct queryline *line);

/* A request that asks for the other's engine, which is answered by a report; NULL: no memory. */
netsnmp_pdu *query_session_probe(void);

/* A new GET for the session, which the agent within the daemon answers whole. */
netsnmp_pdu *query_session_pdu(const struct queryline *line);

#endif
