/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions for variables of other agents: who asks, whether they can be asked, and answers. */
#include "query.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "loop.h"
#include "query_priv.h"

#define SECOND UINT64_C(1000000000)
#define FAILURES_MAX 3        /* in a row, then the session begins anew */
#define BACK_OFF_MAX 3        /* 2^3 s from one session to the next */
#define SILENCE (10 * SECOND) /* after which one failure is worth a line in the log */

static int order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_asker(const void *left, const void *right)
{
	const struct asker *a = &((const struct question *)left)->asker;
	const struct asker *b = &((const struct question *)right)->asker;
	int differ = order((uintptr_t)a->class, (uintptr_t)b->class);

	for (size_t i = 0; !differ && i < sizeof(a->index) / sizeof(a->index[0]); i++)
		differ = order(a->index[i], b->index[i]);
	return differ ? differ : order(a->life, b->life);
}

static const char *name(const struct query *query)
{
	return query->line ? query->line->peer.text : "the agent itself";
}

void question_answer(struct query *query, struct question *question, enum answer answer,
    const struct alarm_reading *reading)
{
	tdelete(question, &query->asked, by_asker);
	if (answer == ANSWER_NONE)
		query->mib->query_failures++;
	mib_answer(query->mib, &question->asker, answer, reading);
	free(question);
}

void questions_refuse(struct query *query, struct question *question)
{
	struct question *next;

	for (; question; question = next) {
		next = question->next;
		question_answer(query, question, ANSWER_NONE, NULL);
	}
}

/* What waits. */
static void refuse_all(struct query *query)
{
	struct question *first = query->first;

	query->first = NULL;
	query->last = &query->first;
	questions_refuse(query, first);
}

static bool ask(void *arg, const struct oid *variable, const struct asker *asker)
{
	struct query *query = arg;
	struct question *question = malloc(sizeof(*question));
	struct question *const *found = NULL;

	if (question) {
		*question = (struct question){.asker = *asker, .variable = *variable};
		found = tsearch(question, &query->asked, by_asker);
	}
	if (!found || *found != question) {
		free(question); /* the asker still waits for an answer, or there is no memory */
		query->mib->query_failures++;
		return false;
	}
	*query->last = question;
	query->last = &question->next;
	return true;
}

/* The session is to be closed, and opened again later and later. */
static void session_give_up(struct query *query)
{
	unsigned power = query->sessions < BACK_OFF_MAX ? query->sessions : BACK_OFF_MAX;

	if (query->broken)
		return;
	query->broken = true;
	query->sessions++;
	query->open_at = query->mib->now + (SECOND << power);
}

void query_note_failure(struct query *query, const char *why)
{
	query->failures++;
	if (!query->told &&
	    (query->failures >= FAILURES_MAX || query->mib->now - query->answered > SILENCE)) {
		query->told = true;
		log_warning(
		    "variables of other agents cannot be had from %s: %s", name(query), why);
	}
	if (query->failures >= FAILURES_MAX)
		session_give_up(query);
}

void query_note_answer(struct query *query)
{
	query->failures = query->sessions = 0;
	query->answered = query->mib->now;
	if (query->told)
		log_info("variables of other agents can be had from %s again", name(query));
	query->told = false;
}

void query_note_end(struct query *query, const char *why)
{
	query_note_failure(query, why);
	session_give_up(query);
}

void questions_put_back(struct query *query, struct question *first)
{
	struct question **end;

	if (!first)
		return;
	end = &first->next;
	while (*end)
		end = &(*end)->next;
	if (!query->first)
		query->last = end;
	*end = query->first;
	query->first = first;
}

bool query_is_preliminary(const struct query *query, int op, const netsnmp_pdu *pdu)
{
	return query->sending || op == NETSNMP_CALLBACK_OP_RESEND ||
	       (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu->command != SNMP_MSG_RESPONSE);
}

/* The stream ended; the library closes the session when this is over, and its requests then fail. */
static int ended(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *arg)
{
	struct query *query = arg;

	(void)id;
	(void)pdu;
	if (op != NETSNMP_CALLBACK_OP_DISCONNECT || session != query->session)
		return 1;
	loop_set_time(query->mib, query->clock);
	query_note_end(query, "the connection ended");
	query->session = NULL;
	query->broken = false;
	return 1;
}

/* Before those who wait would ask again. */
static void turn_soon(unsigned id, void *arg)
{
	struct query *query = arg;

	(void)id;
	query->soon = 0;
	loop_set_time(query->mib, query->clock);
	query_turn(query);
}

static int probed(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *arg)
{
	static const struct timeval soon = {.tv_usec = 1000};
	struct query *query = arg;

	(void)session;
	(void)id;
	if (query_is_preliminary(query, op, pdu))
		return 1;
	query->probing = false;
	/* A report is as it should be: when this is over the library has taken the engine from it. */
	if (op == NETSNMP_CALLBACK_OP_SEC_ERROR && pdu->securityEngineIDLen > 0) {
		query->soon = snmp_alarm_register_hr(soon, 0, turn_soon, query);
		return 1;
	}
	loop_set_time(query->mib, query->clock);
	if (query->session)
		query_note_failure(query, "no answer");
	refuse_all(query);
	return 1;
}

static bool probe(struct query *query)
{
	netsnmp_pdu *pdu = query_session_probe();
	int id;

	if (!pdu)
		return false;
	query->sending = true;
	id = snmp_async_send(query->session, pdu, probed, query);
	query->sending = false;
	query->probing = id != 0;
	if (!query->probing)
		snmp_free_pdu(pdu);
	return query->probing;
}

static bool session_open(struct query *query)
{
	if (query->mib->now < query->open_at)
		return false;
	query->session = query_session_open(query->line, ended, query);
	query->begun = query->probing = query->broken = false;
	if (query->session)
		return true;
	query_note_end(query, query->line && query->line->peer.stream
				  ? strerror(errno)
				  : snmp_api_errstring(snmp_errno));
	return false;
}

/* Its requests fail by that. */
static void session_close(struct query *query)
{
	netsnmp_session *session = query->session;

	query->session = NULL;
	query->broken = false;
	if (session)
		snmp_close(session);
}

/* Whether questions can be sent, or may be soon (*wait). */
static bool is_ready(struct query *query, bool *wait)
{
	*wait = false;
	if (!query->session && !session_open(query))
		return false;
	if (query->begun)
		return true;
	if (query_session_has_engine(query->session)) {
		query->begun = query_session_begin(query->session, query->line);
		if (!query->begun)
			query_note_end(query, "its user cannot be made");
		return query->begun;
	}
	*wait = query->probing || probe(query);
	if (!*wait)
		query_note_end(query, "its engine cannot be asked for");
	return false;
}

void query_turn(struct query *query)
{
	bool wait;

	requests_free(query);
	if (query->broken)
		session_close(query);
	if (!query->first)
		return;
	if (is_ready(query, &wait))
		requests_send(query);
	else if (!wait)
		refuse_all(query);
}

struct query *query_new(struct mib *mib, const struct clock *clock, const struct queryline *line)
{
	struct query *query = calloc(1, sizeof(*query));

	if (!query)
		return NULL;
	query->mib = mib;
	query->clock = clock;
	query->line = line;
	query->most = QUERY_VARBINDS_MAX;
	query->last = &query->first;
	mib->ask = ask;
	mib->ask_arg = query;
	return query;
}

void query_close(struct query *query)
{
	if (!query)
		return;
	query->mib->ask = NULL;
	session_close(query);
	if (query->soon)
		snmp_alarm_unregister(query->soon);
	query->soon = 0;
	refuse_all(query);
}

void query_free(struct query *query)
{
	if (!query)
		return;
	query_close(query);
	requests_free(query);
	free(query);
}
