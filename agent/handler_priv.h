/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the handler share. */
#ifndef AGENT_HANDLER_PRIV_H
#define AGENT_HANDLER_PRIV_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include "clock.h"
#include "mibs/mib.h"

enum set_state {
	SET_NONE,
	SET_GATHERED,  /* varbinds are being added, or were checked */
	SET_COMMITTED, /* finish or undo is to come */
	SET_FAILED,    /* at the commit */
};

/*
 * net-snmp calls the handler once for each registration that a PDU touches, and in a SET once for
 * each of its phases; what tells one PDU from the next is here, shared by all registrations.
 */
struct server {
	struct mib *mib;
	const struct clock *clock;
	bool subagent;
	unsigned users; /* registrations that hold it */

	uint64_t pdu; /* counts PDUs */
	const netsnmp_agent_session *asp;
	long reqid;
	long transid;

	enum set_state set;
	uint64_t set_session;
	uint64_t set_id;
	uint64_t set_pdu; /* in which its varbinds were added */
};

struct registration {
	struct server *server;
	const struct table *table;
};

/* handler_value.c */
void varbind_put(netsnmp_variable_list *varbind, const struct value *value);
void varbind_take(struct value *value, const netsnmp_variable_list *varbind);

/*
 * What follows the table's entry in a name, as subidentifiers of ours; its length.  0 also if the
 * name comes before all of the table; false: it comes after all of it.
 */
bool name_suffix(const struct table *table, const oid *name, size_t name_len, uint32_t *suffix,
    size_t *suffix_len);

/*
 * handler_size.c: octets of a varbind with its answer, encoded by BER (an unsigned value may take
 * one less) or as AgentX has it; the most that a message takes beside its varbinds.
 */
size_t varbind_octets(const netsnmp_variable_list *varbind);
size_t varbind_octets_agentx(const netsnmp_variable_list *varbind);
size_t message_octets(const netsnmp_pdu *pdu);

/* handler_bulk.c: what varbinds of an answer to the request may take. */
size_t bulk_room(const netsnmp_pdu *pdu);

/* handler_walk.c: GETNEXT and GETBULK. */
void handler_walk(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *requests);

/* handler_set.c: one phase of a SET, and giving up the SET under way. */
void handler_set(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *requests);
void set_roll_back(struct server *server);

#endif
