/* SPDX-License-Identifier: BSD-2-Clause */
/* SET: net-snmp's phases, called for each registration, become one transaction a PDU. */
#include <stdint.h>

#include "handler_priv.h"
#include "mibs/transaction.h"

/* A varbind's place in its PDU is the same in all phases, its request may not be. */
static const void *request_tag(const netsnmp_request_info *request)
{
	return (const void *)(intptr_t)request->index;
}

static void set_error(
    netsnmp_agent_request_info *info, netsnmp_request_info *request, enum snmp_error error)
{
	/* By way of info: a request's own link to it may be stale in a subagent. */
	if (error)
		netsnmp_set_request_error(info, request, (int)error);
}

/* The transaction that the server's state is about is still there. */
static bool set_exists(const struct server *server)
{
	if (server->set == SET_COMMITTED)
		return server->mib->transaction != NULL;
	return server->set != SET_NONE &&
	       transaction_is(server->mib, server->set_session, server->set_id);
}

static bool set_is_open(const struct server *server, const netsnmp_agent_request_info *info)
{
	return set_exists(server) && server->set_session == (uintptr_t)info->asp->session &&
	       server->set_id == (uint64_t)info->asp->pdu->transid;
}

void set_roll_back(struct server *server)
{
	bool exists = set_exists(server);
	enum set_state set = server->set;

	server->set = SET_NONE;
	if (!exists)
		return;
	if (set == SET_COMMITTED)
		transaction_undo(server->mib);
	else
		transaction_drop(server->mib);
}

/* The first call of a PDU begins; a master that was not answered in time may send it again. */
static void set_begin(struct server *server, const netsnmp_agent_request_info *info)
{
	if (server->set != SET_NONE && server->set_pdu == server->pdu)
		return;
	set_roll_back(server);
	server->set = SET_GATHERED;
	server->set_session = (uintptr_t)info->asp->session;
	server->set_id = (uint64_t)info->asp->pdu->transid;
	server->set_pdu = server->pdu;
	transaction_begin(server->mib, server->set_session, server->set_id);
}

static void set_gather(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *requests)
{
	struct server *server = registration->server;
	uint32_t suffix[OID_MAX];
	struct value value;
	size_t len;

	set_begin(server, info);
	for (netsnmp_request_info *request = requests; request; request = request->next) {
		const netsnmp_variable_list *varbind = request->requestvb;

		varbind_take(&value, varbind);
		if (!name_suffix(
			registration->table, varbind->name, varbind->name_length, suffix, &len))
			len = 0;
		set_error(info, request,
		    transaction_add(server->mib, registration->table, suffix, len, &value,
			request_tag(request)));
	}
}

/* No varbind of the PDU is to blame for the transaction's error. */
static bool nobody_blamed(const struct server *server, const netsnmp_agent_request_info *info)
{
	for (int i = 0; i < info->asp->vbcount; i++) {
		if (transaction_error(server->mib, request_tag(&info->asp->requests[i])))
			return false;
	}
	return true;
}

static void set_check(
    struct server *server, netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	enum snmp_error error = SNMP_GEN_ERR;

	if (set_is_open(server, info)) {
		error = transaction_check(server->mib);
		if (!error)
			return;
		for (netsnmp_request_info *request = requests; request; request = request->next)
			set_error(
			    info, request, transaction_error(server->mib, request_tag(request)));
		if (!nobody_blamed(server, info))
			return;
	}
	set_error(info, requests, error);
}

static void set_commit(
    struct server *server, netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	if (!set_is_open(server, info))
		server->set = SET_FAILED;
	if (server->set == SET_GATHERED)
		server->set =
		    transaction_commit(server->mib) == SNMP_OK ? SET_COMMITTED : SET_FAILED;
	if (server->set == SET_FAILED)
		set_error(info, requests, SNMP_COMMIT_FAILED);
}

/* Whichever registration is called first ends it for all. */
static void set_end(struct server *server, const netsnmp_agent_request_info *info, bool keep)
{
	if (!set_is_open(server, info))
		return;
	if (keep && server->set == SET_COMMITTED) {
		server->set = SET_NONE;
		transaction_finish(server->mib);
	} else {
		set_roll_back(server);
	}
}

void handler_set(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *requests)
{
	struct server *server = registration->server;

	switch (info->mode) {
	case MODE_SET_RESERVE1:
		set_gather(registration, info, requests);
		break;
	case MODE_SET_RESERVE2:
		set_check(server, info, requests);
		break;
	case MODE_SET_ACTION:
		set_commit(server, info, requests);
		break;
	case MODE_SET_COMMIT:
		set_end(server, info, true);
		break;
	case MODE_SET_UNDO:
	case MODE_SET_FREE:
		set_end(server, info, false);
		break;
	default:
		break;
	}
}
