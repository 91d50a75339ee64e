/* SPDX-License-Identifier: BSD-2-Clause */
/* GETNEXT and GETBULK, with VACM asked about every varbind. */
#include <string.h>

#include "handler_priv.h"
#include "mibs/walk.h"

/*
 * One requested varbind on its way through a table.  net-snmp looks at the first varbind of a
 * GETBULK alone when a handler answers several, so what may be seen is decided here.
 */
struct stroll {
	struct walk walk;
	netsnmp_pdu *pdu;
	const netsnmp_request_info *request;
	size_t judged; /* position + 1 of the column that verdict is about; 0: none yet */
	int verdict;   /* VACM_SUCCESS: all of the column is in view; VACM_NOTINVIEW: nothing */
	size_t base;   /* subidentifiers of the table's entry in name */
	size_t len;
	oid name[OID_MAX]; /* of the instance stood on */
};

static void name_instance(struct stroll *stroll)
{
	uint32_t suffix[OID_MAX];
	size_t len = walk_suffix(&stroll->walk, suffix);

	for (size_t i = 0; i < len; i++)
		stroll->name[stroll->base + i] = suffix[i];
	stroll->len = stroll->base + len;
}

/* What VACM says of the column stood on; SNMPv1 has no Counter64 (RFC 3584). */
static int judge_column(struct stroll *stroll)
{
	const struct column *column = walk_column(&stroll->walk);

	if (stroll->judged == stroll->walk.column + 1)
		return stroll->verdict;
	stroll->judged = stroll->walk.column + 1;
	stroll->name[stroll->base] = column->number;
	if (stroll->pdu->version == SNMP_VERSION_1 && column->syntax == SYNTAX_COUNTER64)
		stroll->verdict = VACM_NOTINVIEW;
	else
		stroll->verdict =
		    netsnmp_acm_check_subtree(stroll->pdu, stroll->name, stroll->base + 1);
	return stroll->verdict;
}

static bool instance_in_view(struct stroll *stroll)
{
	return in_a_view(stroll->name, &stroll->len, stroll->pdu,
		   (int)walk_column(&stroll->walk)->syntax) == VACM_SUCCESS;
}

/* From where the walk stands on to an instance that may be seen; false: there is none. */
static bool find_visible(struct stroll *stroll, bool more)
{
	while (more) {
		switch (judge_column(stroll)) {
		case VACM_SUCCESS:
			name_instance(stroll);
			return true;
		case VACM_SUBTREE_UNKNOWN:
			name_instance(stroll);
			if (instance_in_view(stroll))
				return true;
			more = walk_step(&stroll->walk);
			break;
		default:
			more = walk_next_column(&stroll->walk);
			break;
		}
	}
	return false;
}

/* Another registration may begin within the table: what is from there on is not ours. */
static bool in_range(const struct stroll *stroll)
{
	const netsnmp_request_info *request = stroll->request;

	return !request->range_end || request->range_end_len == 0 ||
	       snmp_oid_compare(
		   stroll->name, stroll->len, request->range_end, request->range_end_len) < 0;
}

static bool stroll_start(struct stroll *stroll, const struct registration *registration,
    netsnmp_agent_request_info *info, const netsnmp_request_info *request)
{
	const struct table *table = registration->table;
	const netsnmp_variable_list *varbind = request->requestvb;
	uint32_t suffix[OID_MAX];
	size_t len;

	stroll->pdu = info->asp->pdu;
	stroll->request = request;
	stroll->judged = 0;
	stroll->base = table->entry.len;
	for (size_t i = 0; i < table->entry.len; i++)
		stroll->name[i] = table->entry.sub[i];
	if (!name_suffix(table, varbind->name, varbind->name_length, suffix, &len))
		return false;
	return find_visible(stroll, walk_seek(&stroll->walk, registration->server->mib, table,
					suffix, len, request->inclusive));
}

static void answer(const struct stroll *stroll, netsnmp_variable_list *varbind)
{
	struct value value;

	walk_value(&stroll->walk, &value);
	snmp_set_var_objid(varbind, stroll->name, stroll->len);
	varbind_put(varbind, &value);
}

/*
 * Moves the request on to the next repetition, which starts where this one ended: if it stays
 * empty net-snmp goes on from there in the next table.  False: there are no more.
 */
static bool repeat(netsnmp_request_info *request)
{
	const netsnmp_variable_list *done = request->requestvb;

	if (request->repeat <= 0 || !done->next_variable)
		return false;
	request->repeat--;
	request->inclusive = 0;
	request->requestvb = done->next_variable;
	snmp_set_var_objid(request->requestvb, done->name, done->name_length);
	request->requestvb->type = ASN_NULL;
	return true;
}

/* All repetitions of one request that the table has and room lets in. */
static void walk_request(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *request, size_t room)
{
	struct stroll stroll;
	bool more = stroll_start(&stroll, registration, info, request);

	while (more && in_range(&stroll)) {
		size_t octets;

		answer(&stroll, request->requestvb);
		if (info->mode != MODE_GETBULK)
			break;
		octets = varbind_octets(request->requestvb);
		if (octets > room)
			request->repeat = 0; /* the end of the answer is here or before */
		room -= octets;
		if (!repeat(request))
			break;
		more = find_visible(&stroll, walk_step(&stroll.walk));
	}
}

void handler_walk(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *requests)
{
	size_t room = info->mode == MODE_GETBULK ? bulk_room(info->asp->pdu) : 0;

	for (netsnmp_request_info *request = requests; request; request = request->next) {
		if (!request->processed)
			walk_request(registration, info, request, room);
	}
}
