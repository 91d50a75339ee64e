/* SPDX-License-Identifier: BSD-2-Clause */
/* Sonda's own SNMPv1 and v2c sessions, by which notifications go to event-targets. */
#include "event_session.h"

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <net-snmp/agent/agent_trap.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

/* Beyond that an inform is not sent: each is kept, and sent again, until its last retry. */
#define UNANSWERED_MAX 1024

struct event_session {
	const struct event_target *target;
	struct mib *mib;
	netsnmp_session *session; /* NULL: not open */
	unsigned unanswered;      /* informs */
	bool sending;             /* the first time: the result of the call tells how it went */
	bool failed;              /* lately, and the log says so */
};

struct event_sessions {
	size_t count;
	struct event_session list[];
};

struct event_sessions *event_sessions_new(
    struct mib *mib, const struct event_target *targets, size_t count)
{
	struct event_sessions *sessions =
	    calloc(1, sizeof(*sessions) + count * sizeof(sessions->list[0]));

	if (!sessions)
		return NULL;
	sessions->count = count;
	for (size_t i = 0; i < count; i++)
		sessions->list[i] = (struct event_session){.target = &targets[i], .mib = mib};
	return sessions;
}

/* snmp_shutdown() has closed what is open. */
void event_sessions_free(struct event_sessions *sessions)
{
	free(sessions);
}

static bool is_meant(const struct event_session *session, const void *community, size_t len)
{
	const char *own = session->target->community;

	return strlen(own) == len && memcmp(own, community, len) == 0;
}

unsigned event_sessions_match(
    const struct event_sessions *sessions, const void *community, size_t len)
{
	unsigned count = 0;

	for (size_t i = 0; i < sessions->count; i++)
		count += is_meant(&sessions->list[i], community, len);
	return count;
}

/* Says so once until one gets through; error: errno, or 0. */
static void note_failure(struct event_session *session, const char *what, int error)
{
	session->mib->event_target_failed++;
	if (!session->failed)
		log_warning("event-target %s: %s%s%s", session->target->address, what,
		    error ? ": " : "", error ? strerror(error) : "");
	session->failed = true;
}

static void note_success(struct event_session *session)
{
	session->mib->event_target_sent++;
	session->failed = false;
}

/* What comes to a session that asks for nothing. */
static int ignore(int operation, netsnmp_session *from, int id, netsnmp_pdu *pdu, void *magic)
{
	(void)operation;
	(void)from;
	(void)id;
	(void)pdu;
	(void)magic;
	return 1;
}

/* A full socket is to lose a notification rather than to hold the main thread. */
static void set_flags(netsnmp_session *session)
{
	netsnmp_transport *transport = snmp_sess_transport(snmp_sess_pointer(session));

	if (!transport)
		return;
	fcntl(transport->sock, F_SETFD, FD_CLOEXEC);
	fcntl(transport->sock, F_SETFL, fcntl(transport->sock, F_GETFL) | O_NONBLOCK);
}

static bool session_open(struct event_session *session)
{
	const struct event_target *target = session->target;
	netsnmp_session config;

	if (session->session)
		return true;
	snmp_sess_init(&config);
	config.version = target->v1 ? SNMP_VERSION_1 : SNMP_VERSION_2c;
	config.community = (u_char *)target->community;
	config.community_len = strlen(target->community);
	config.timeout = target->timeout;
	config.retries = target->retries;
	config.callback = ignore;
	session->session = snmp_add(
	    &config, netsnmp_transport_open_client("snmptrap", target->address), NULL, NULL);
	if (session->session)
		set_flags(session->session);
	return session->session;
}

/* An inform's: once with how it ended, and before that whenever it was sent again. */
static int answered(int operation, netsnmp_session *from, int id, netsnmp_pdu *pdu, void *magic)
{
	struct event_session *session = magic;

	(void)from;
	(void)id;
	(void)pdu;
	if (session->sending || operation == NETSNMP_CALLBACK_OP_RESEND)
		return 1;
	session->unanswered--;
	if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE)
		note_success(session);
	else
		note_failure(session, "does not answer informs", 0);
	return 1;
}

/* The address in an SNMPv1 trap: as for the agent's own, but no name is looked up for it. */
static void put_agent_address(netsnmp_pdu *pdu)
{
	const char *configured =
	    netsnmp_ds_get_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_TRAP_ADDR);
	in_addr_t address;

	if (!configured || inet_pton(AF_INET, configured, &address) != 1)
		address = get_myaddr();
	memcpy(pdu->agent_addr, &address, sizeof(pdu->agent_addr));
}

static netsnmp_pdu *pdu_make(const netsnmp_variable_list *varbinds)
{
	static const oid sys_up_time[] = {1, 3, 6, 1, 2, 1, 1, 3, 0};
	netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_TRAP2);
	u_long up = netsnmp_get_agent_uptime();

	if (!pdu)
		return NULL;
	snmp_varlist_add_variable(
	    &pdu->variables, sys_up_time, OID_LENGTH(sys_up_time), ASN_TIMETICKS, &up, sizeof(up));
	if (pdu->variables)
		pdu->variables->next_variable =
		    snmp_clone_varbind((netsnmp_variable_list *)varbinds);
	if (pdu->variables && pdu->variables->next_variable)
		return pdu;
	snmp_free_pdu(pdu);
	return NULL;
}

static netsnmp_pdu *pdu_make_for(
    const struct event_target *target, const netsnmp_variable_list *varbinds)
{
	netsnmp_pdu *pdu = pdu_make(varbinds);
	netsnmp_pdu *v1;

	if (!pdu || !target->v1) {
		if (pdu && target->inform)
			pdu->command = SNMP_MSG_INFORM;
		return pdu;
	}
	v1 = convert_v2pdu_to_v1(pdu); /* RFC 3584 */
	snmp_free_pdu(pdu);
	if (v1)
		put_agent_address(v1);
	return v1;
}

static void session_send(struct event_session *session, const netsnmp_variable_list *varbinds)
{
	bool inform = session->target->inform;
	netsnmp_pdu *pdu;

	if (!session_open(session)) {
		note_failure(session, "cannot be opened", errno);
		return;
	}
	if (session->unanswered == UNANSWERED_MAX) {
		session->mib->event_target_dropped++;
		return;
	}
	pdu = pdu_make_for(session->target, varbinds);
	session->sending = true;
	if (!pdu || !snmp_async_send(session->session, pdu, inform ? answered : NULL, session)) {
		snmp_free_pdu(pdu);
		note_failure(session, "cannot be sent to", session->session->s_errno);
	} else if (inform) {
		session->unanswered++;
	} else {
		note_success(session);
	}
	session->sending = false;
}

void event_sessions_send(struct event_sessions *sessions, const void *community, size_t len,
    const netsnmp_variable_list *varbinds)
{
	for (size_t i = 0; i < sessions->count; i++) {
		if (is_meant(&sessions->list[i], community, len))
			session_send(&sessions->list[i], varbinds);
	}
}
