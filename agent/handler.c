/* SPDX-License-Identifier: BSD-2-Clause */
/* The one net-snmp handler behind every declared table: registration, PDUs and GET. */
#include "handler_priv.h"

#include <net-snmp/agent/agent_callbacks.h>

#include <stdlib.h>

#include "loop.h"
#include "mibs/walk.h"
#include "reader.h"
#include "snmp.h"

#define STORE NETSNMP_DS_APPLICATION_ID
#define STORE_SLOT READER_SLOT(SLOT_SERVER)

#define AGENTX_ANSWER_MAX 65000u /* octets of varbinds; of a PDU there may be 65536 */

/* All that is answered in one PDU comes from one set of views and one time. */
static void pdu_begin(struct server *server, const netsnmp_agent_session *asp)
{
	const netsnmp_pdu *pdu = asp->pdu;

	if (server->asp == asp && server->reqid == pdu->reqid && server->transid == pdu->transid)
		return;
	server->asp = asp;
	server->reqid = pdu->reqid;
	server->transid = pdu->transid;
	server->pdu++;
	server->mib->pdu++;
	loop_set_time(server->mib, server->clock);
}

static void get_one(const struct registration *registration, netsnmp_agent_request_info *info,
    netsnmp_request_info *request)
{
	static const int missing[] = {
	    [WALK_NO_OBJECT] = SNMP_NOSUCHOBJECT,
	    [WALK_NO_INSTANCE] = SNMP_NOSUCHINSTANCE,
	};
	const netsnmp_variable_list *varbind = request->requestvb;
	enum walk_result result = WALK_NO_OBJECT;
	uint32_t suffix[OID_MAX];
	struct value value;
	size_t len;

	if (name_suffix(registration->table, varbind->name, varbind->name_length, suffix, &len))
		result =
		    walk_get(registration->server->mib, registration->table, suffix, len, &value);
	if (result == WALK_OK)
		varbind_put(request->requestvb, &value);
	else
		netsnmp_set_request_error(info, request, missing[result]);
}

/*
 * net-snmp's master takes no AgentX PDU that is longer, and would not answer for it: its manager is
 * told so instead.
 */
static void bound_answer(netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	const netsnmp_variable_list *varbind = info->asp->pdu->variables;
	size_t octets = 0;

	for (; varbind; varbind = varbind->next_variable)
		octets += varbind_octets_agentx(varbind);
	if (octets > AGENTX_ANSWER_MAX && requests)
		netsnmp_set_request_error(info, requests, SNMP_ERR_TOOBIG);
}

static int serve(netsnmp_mib_handler *handler, netsnmp_handler_registration *reginfo,
    netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	const struct registration *registration = handler->myvoid;

	(void)reginfo;
	pdu_begin(registration->server, info->asp);
	switch (info->mode) {
	case MODE_GET:
		for (netsnmp_request_info *request = requests; request; request = request->next) {
			if (!request->processed)
				get_one(registration, info, request);
		}
		break;
	case MODE_GETNEXT:
	case MODE_GETBULK:
		handler_walk(registration, info, requests);
		break;
	default:
		handler_set(registration, info, requests);
		return SNMP_ERR_NOERROR;
	}
	if (registration->server->subagent)
		bound_answer(info, requests);
	return SNMP_ERR_NOERROR;
}

static int session_stopped(int major, int minor, void *server_arg, void *client_arg)
{
	struct server *server = netsnmp_ds_get_void(STORE, STORE_SLOT);

	(void)major;
	(void)minor;
	(void)server_arg;
	(void)client_arg;
	if (server)
		set_roll_back(server);
	return SNMPERR_SUCCESS;
}

static void server_release(struct server *server)
{
	if (--server->users > 0)
		return;
	netsnmp_ds_set_void(STORE, STORE_SLOT, NULL);
	set_roll_back(server);
	free(server);
}

static void registration_free(void *arg)
{
	struct registration *registration = arg;

	server_release(registration->server);
	free(registration);
}

static bool table_register(struct server *server, const struct table *table, bool embedded)
{
	/* A table that cannot be written is registered alike, so that all errors are our own. */
	int modes = embedded ? HANDLER_CAN_RWRITE | HANDLER_CAN_GETBULK : HANDLER_CAN_RWRITE;
	struct registration *registration = malloc(sizeof(*registration));
	netsnmp_mib_handler *handler = netsnmp_create_handler(table->name, serve);
	oid name[OID_MAX];

	if (!registration || !handler) {
		free(registration);
		netsnmp_handler_free(handler);
		return false;
	}
	*registration = (struct registration){.server = server, .table = table};
	server->users++;
	handler->myvoid = registration;
	handler->data_free = registration_free;
	for (size_t i = 0; i < table->entry.len; i++)
		name[i] = table->entry.sub[i];
	return netsnmp_register_handler(netsnmp_handler_registration_create(
		   table->name, handler, name, table->entry.len, modes)) == MIB_REGISTERED_OK;
}

bool handler_register(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size)
{
	struct server *server = calloc(1, sizeof(*server));
	bool done = server != NULL;

	if (server) {
		server->mib = mib;
		server->clock = config->clock;
		server->subagent = config->subagent;
		server->users = 1;
		/* A master that is gone cannot tell how its SET ended: it then never happened. */
		netsnmp_ds_set_void(STORE, STORE_SLOT, server);
		snmp_register_callback(
		    SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, session_stopped, NULL);
		for (size_t i = 0; done && mib_tables[i]; i++) {
			done = table_register(server, mib_tables[i], !config->subagent);
			if (!done)
				snprintf(
				    error, error_size, "cannot register %s", mib_tables[i]->name);
		}
		server_release(server);
	} else {
		snprintf(error, error_size, "no memory");
	}
	return done;
}
