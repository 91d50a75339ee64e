/* SPDX-License-Identifier: BSD-2-Clause */
/* Sessions with the agent that is asked for variables; none of their functions waits for answers. */
#include "query_priv.h"

#include <net-snmp/library/lcd_time.h>
#include <net-snmp/library/snmp_transport.h>

#include <stdlib.h>
#include <string.h>

#define INTERNAL_TIMEOUT 1000000 /* us; the agent within may wait for a subagent of its own */

/* libnetsnmpagent's, of which no installed header tells: where requests to it are put. */
extern int callback_master_num;

/* To the agent within; no user or community of it gets any access from that. */
static netsnmp_session *internal_open(netsnmp_callback callback, void *arg)
{
	static const char community[] = "internal"; /* the transport wants one */
	netsnmp_session *session = netsnmp_callback_open(callback_master_num, callback, NULL, NULL);

	if (!session)
		return NULL;
	session->version = SNMP_VERSION_2c;
	free(session->community);
	session->community = (u_char *)strdup(community);
	session->community_len = session->community ? sizeof(community) - 1 : 0;
	session->callback_magic = arg;
	session->timeout = INTERNAL_TIMEOUT;
	session->retries = 0;
	return session;
}

netsnmp_pdu *query_session_pdu(const struct queryline *line)
{
	netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_GET);

	/* A flag of the library's, that no message has: views are not asked. */
	if (pdu && !line)
		pdu->flags |= UCD_MSG_FLAG_ALWAYS_IN_VIEW;
	return pdu;
}

static bool keys_make(netsnmp_session *session, const struct queryline *line)
{
	if (line->level < SNMP_SEC_LEVEL_AUTHNOPRIV)
		return true;
	session->securityAuthProto = sc_get_auth_oid(line->auth, &session->securityAuthProtoLen);
	session->securityAuthKeyLen = USM_AUTH_KU_LEN;
	if (generate_Ku(session->securityAuthProto, session->securityAuthProtoLen,
		(const u_char *)line->auth_passphrase, strlen(line->auth_passphrase),
		session->securityAuthKey, &session->securityAuthKeyLen) != SNMPERR_SUCCESS)
		return false;
	if (line->level < SNMP_SEC_LEVEL_AUTHPRIV)
		return true;
	session->securityPrivProto = sc_get_priv_oid(line->priv, &session->securityPrivProtoLen);
	session->securityPrivKeyLen = USM_PRIV_KU_LEN;
	return generate_Ku(session->securityAuthProto, session->securityAuthProtoLen,
		   (const u_char *)line->priv_passphrase, strlen(line->priv_passphrase),
		   session->securityPrivKey, &session->securityPrivKeyLen) == SNMPERR_SUCCESS;
}

/* The library copies what is put into it. */
static void engine_put(const struct engine_id *id, u_char **octets, size_t *len)
{
	if (id->len > 0)
		*octets = (u_char *)id->octets;
	*len = id->len;
}

static bool session_describe(netsnmp_session *session, const struct queryline *line)
{
	snmp_sess_init(session); /* its flag is that nothing is probed */
	session->version = line->version;
	session->peername = (char *)line->peer.text;
	session->timeout = line->timeout;
	session->retries = line->retries;
	if (line->version != SNMP_VERSION_3) {
		session->community = (u_char *)line->community;
		session->community_len = strlen(line->community);
		return true;
	}
	session->securityModel = SNMP_SEC_MODEL_USM;
	session->securityLevel = line->level;
	session->securityName = (char *)line->user;
	session->securityNameLen = strlen(line->user);
	if (line->context) {
		session->contextName = (char *)line->context;
		session->contextNameLen = strlen(line->context);
	}
	engine_put(
	    &line->security_engine, &session->securityEngineID, &session->securityEngineIDLen);
	engine_put(&line->context_engine, &session->contextEngineID, &session->contextEngineIDLen);
	return keys_make(session, line);
}

netsnmp_session *query_session_open(
    const struct queryline *line, netsnmp_callback callback, void *arg)
{
	netsnmp_session description, *session;
	netsnmp_transport *transport;

	if (!line)
		return internal_open(callback, arg);
	if (!session_describe(&description, line)) {
		snmp_errno = SNMPERR_USM_GENERICERROR;
		return NULL;
	}
	description.callback = callback;
	description.callback_magic = arg;
	if (line->peer.stream) {
		transport = peer_connect(&line->peer);
		session = transport ? snmp_add(&description, transport, NULL, NULL) : NULL;
	} else {
		session = snmp_open(&description);
	}
	/* The library would look for the engine with the first request, and wait. */
	if (session)
		session->flags |= SNMP_FLAGS_DONT_PROBE;
	return session;
}

bool query_session_has_engine(const netsnmp_session *session)
{
	return session->version != SNMP_VERSION_3 || session->securityEngineIDLen > 0;
}

/* RFC 3414, section 4: to a request of nobody to no engine. */
netsnmp_pdu *query_session_probe(void)
{
	netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_GET);

	if (!pdu)
		return NULL;
	pdu->version = SNMP_VERSION_3;
	pdu->securityLevel = SNMP_SEC_LEVEL_NOAUTH;
	pdu->securityModel = SNMP_SEC_MODEL_USM;
	pdu->securityName = strdup("");
	if (pdu->securityName)
		return pdu;
	snmp_free_pdu(pdu);
	return NULL;
}

bool query_session_begin(netsnmp_session *session, const struct queryline *line)
{
	if (session->version != SNMP_VERSION_3)
		return true;
	if (create_user_from_session(session) != SNMPERR_SUCCESS)
		return false;
	if (line->boots || line->time)
		set_enginetime(session->securityEngineID, (u_int)session->securityEngineIDLen,
		    line->boots, line->time, TRUE);
	return true;
}
