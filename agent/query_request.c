/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests for variables of other agents: what is sent, and what their answers say. */
#include <stdlib.h>

#include "loop.h"
#include "query_priv.h"

#define REQUESTS_MAX 8                        /* under way, as a socket holds only so much */
#define DISTURBED (UINT64_C(60) * 1000000000) /* ns for which requests stay small */

struct request {
	struct request *next; /* of those that are over */
	struct query *query;
	struct question *first;
	unsigned count;
	bool over;
};

/* One variable may make all others of its request fail: they are asked for in smaller ones. */
static void note_disturbance(struct query *query, unsigned count)
{
	query->disturbed = query->mib->now;
	if (count > 1 && count <= query->most)
		query->most = count / 2;
}

static bool same_name(const netsnmp_variable_list *varbind, const struct oid *variable)
{
	if (varbind->name_length != variable->len)
		return false;
	for (size_t i = 0; i < variable->len; i++) {
		if (varbind->name[i] != variable->sub[i])
			return false;
	}
	return true;
}

static enum answer value_read(const netsnmp_variable_list *varbind, struct alarm_reading *reading)
{
	*reading = (struct alarm_reading){.kind = ALARM_INTEGER};
	switch (varbind->type) {
	case ASN_INTEGER:
		reading->integer = *varbind->val.integer;
		return ANSWER_VALUE;
	case ASN_GAUGE:
	case ASN_TIMETICKS:
		reading->integer = (uint32_t)*varbind->val.integer;
		return ANSWER_VALUE;
	case ASN_COUNTER:
		reading->kind = ALARM_COUNTER32;
		reading->counter = (uint32_t)*varbind->val.integer;
		return ANSWER_VALUE;
	case ASN_COUNTER64:
		reading->kind = ALARM_COUNTER64;
		reading->counter = (uint64_t)(uint32_t)varbind->val.counter64->high << 32 |
				   (uint32_t)varbind->val.counter64->low;
		return ANSWER_VALUE;
	default:
		return ANSWER_MISSING;
	}
}

static void values_take(
    struct query *query, struct question *question, const netsnmp_variable_list *varbind)
{
	struct alarm_reading reading = {0};
	struct question *next;

	for (; question; question = next) {
		enum answer answer = ANSWER_NONE;

		next = question->next;
		if (varbind && same_name(varbind, &question->variable))
			answer = value_read(varbind, &reading);
		question_answer(query, question, answer, &reading);
		varbind = varbind ? varbind->next_variable : NULL;
	}
}

/* The request's variable at this place, counted from 1, made it fail: the others are asked again. */
static void culprit_take(
    struct query *query, struct question *first, long place, enum answer answer)
{
	struct question **culprit = &first;
	struct question *taken;

	while (--place > 0)
		culprit = &(*culprit)->next;
	taken = *culprit;
	*culprit = taken->next;
	questions_put_back(query, first);
	question_answer(query, taken, answer, NULL);
}

static void response_take(
    struct query *query, const struct request *request, const netsnmp_pdu *pdu)
{
	bool missing = pdu->errstat == SNMP_ERR_NOSUCHNAME; /* SNMPv1 has no other word */

	if (pdu->errstat == SNMP_ERR_NOERROR || missing)
		query_note_answer(query);
	else
		query_note_failure(query, snmp_errstring((int)pdu->errstat));
	if (pdu->errstat == SNMP_ERR_NOERROR) {
		values_take(query, request->first, pdu->variables);
	} else if (pdu->errindex >= 1 && pdu->errindex <= (long)request->count) {
		culprit_take(
		    query, request->first, pdu->errindex, missing ? ANSWER_MISSING : ANSWER_NONE);
	} else {
		note_disturbance(query, request->count);
		questions_refuse(query, request->first);
	}
}

/* op, and the report if it tells of one; without a session that was closed, which was noted. */
static void request_failed(
    struct query *query, const struct request *request, int op, netsnmp_pdu *pdu)
{
	if (query->session && op == NETSNMP_CALLBACK_OP_TIMED_OUT) {
		query_note_failure(query, "no answer");
		note_disturbance(query, request->count);
	} else if (query->session && op == NETSNMP_CALLBACK_OP_SEC_ERROR) {
		query_note_end(query, snmp_api_errstring(snmpv3_get_report_type(pdu)));
	} else if (query->session) {
		query_note_end(query, snmp_api_errstring(query->session->s_snmp_errno));
	}
	questions_refuse(query, request->first);
}

/* The library may call once more for the same report: what is over is freed later. */
static void request_end(struct request *request)
{
	struct query *query = request->query;

	request->over = true;
	request->next = query->over;
	query->over = request;
	query->requests--;
}

void requests_free(struct query *query)
{
	struct request *next;

	for (struct request *request = query->over; request; request = next) {
		next = request->next;
		free(request);
	}
	query->over = NULL;
}

static int answered(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *arg)
{
	struct request *request = arg;
	struct query *query = request->query;

	(void)session;
	(void)id;
	if (request->over || query_is_preliminary(query, op, pdu))
		return 1;
	loop_set_time(query->mib, query->clock);
	request_end(request);
	if (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE)
		response_take(query, request, pdu);
	else
		request_failed(query, request, op, pdu);
	if (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE)
		requests_send(query);
	return 1;
}

/* As many questions as go into one request; false: no memory, and it is as it was. */
static bool request_fill(struct query *query, struct request *request, netsnmp_pdu *pdu)
{
	struct question **end = &query->first;
	oid wide[OID_MAX];

	for (; *end && request->count < query->most; end = &(*end)->next) {
		const struct oid *variable = &(*end)->variable;

		for (size_t i = 0; i < variable->len; i++)
			wide[i] = variable->sub[i];
		if (!snmp_add_null_var(pdu, wide, variable->len))
			return false;
		request->count++;
	}
	request->first = query->first;
	query->first = *end;
	if (!query->first)
		query->last = &query->first;
	*end = NULL;
	return true;
}

/* False: nothing can be sent now. */
static bool request_send(struct query *query)
{
	struct request *request = calloc(1, sizeof(*request));
	netsnmp_pdu *pdu = request ? query_session_pdu(query->line) : NULL;
	int id;

	if (!pdu || !request_fill(query, request, pdu)) {
		snmp_free_pdu(pdu);
		free(request);
		return false;
	}
	request->query = query;
	query->sending = true;
	id = snmp_async_send(query->session, pdu, answered, request);
	query->sending = false;
	if (id) {
		query->requests++;
		return true;
	}
	snmp_free_pdu(pdu);
	request_failed(query, request, NETSNMP_CALLBACK_OP_SEND_FAILED, NULL);
	free(request);
	return false;
}

void requests_send(struct query *query)
{
	if (query->most < QUERY_VARBINDS_MAX && query->mib->now - query->disturbed > DISTURBED)
		query->most = QUERY_VARBINDS_MAX;
	while (query->first && query->session && !query->broken && query->requests < REQUESTS_MAX) {
		if (!request_send(query))
			break;
	}
}
