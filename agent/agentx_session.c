/* SPDX-License-Identifier: BSD-2-Clause */
/* Follows the subagent's session: what the master did not take, did not answer, or refuses. */
#include "agentx_priv.h"

#include <fcntl.h>
#include <net-snmp/library/snmp_transport.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "agentx_socket.h"
#include "log.h"

#define AGENTX_PROTOCOL 193         /* session version by which net-snmp knows AgentX */
#define DUPLICATE_REGISTRATION 263  /* RFC 2741 */
#define ANSWER_TIME 500000          /* us that a master may take to answer us */
#define ANSWER_TIME_IF_SILENT 10000 /* us, once it did not */
#define RETRY_SECONDS 30

/* A position in mib_tables; that of its end if there is no such table. */
static size_t table_at(const oid *name, size_t len)
{
	size_t i;

	for (i = 0; mib_tables[i]; i++) {
		const struct oid *entry = &mib_tables[i]->entry;
		size_t same = 0;

		while (same < len && same < entry->len && name[same] == entry->sub[same])
			same++;
		if (same == len && same == entry->len)
			break;
	}
	return i;
}

/* A master that hangs would hold the main thread: net-snmp waits for it. */
static int bound_waiting(int major, int minor, void *server_arg, void *client_arg)
{
	netsnmp_session *session = server_arg;

	(void)major;
	(void)minor;
	(void)client_arg;
	if (session->version == AGENTX_PROTOCOL) {
		session->timeout = ANSWER_TIME;
		session->retries = 0;
	}
	return SNMPERR_SUCCESS;
}

static int session_fd(netsnmp_session *session)
{
	netsnmp_transport *transport = snmp_sess_transport(snmp_sess_pointer(session));

	return transport ? transport->sock : -1;
}

static int session_began(int major, int minor, void *server_arg, void *client_arg)
{
	const struct timeval send_time = {.tv_usec = ANSWER_TIME};
	struct agentx *agentx = agentx_self();
	int fd;

	(void)major;
	(void)minor;
	(void)client_arg;
	if (!agentx)
		return SNMPERR_SUCCESS;
	agentx->session = server_arg;
	agentx->silent = false;
	agentx->problem = 0;
	agentx->told = 0;
	for (size_t i = 0; mib_tables[i]; i++)
		agentx->missing[i] = false;
	fd = session_fd(agentx->session);
	if (fd >= 0) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send_time, sizeof(send_time));
	}
	log_info("connected to the AgentX master at %s", agentx->address);
	return SNMPERR_SUCCESS;
}

static int session_ended(int major, int minor, void *server_arg, void *client_arg)
{
	struct agentx *agentx = agentx_self();

	(void)major;
	(void)minor;
	(void)server_arg;
	(void)client_arg;
	if (!agentx)
		return SNMPERR_SUCCESS;
	if (agentx->session)
		log_warning("lost the AgentX master at %s, will connect again", agentx->address);
	agentx->session = NULL;
	return SNMPERR_SUCCESS;
}

/* Runs after the library sent a registration and waited for its answer. */
static int registered(int major, int minor, void *server_arg, void *client_arg)
{
	const struct register_parameters *parameters = server_arg;
	struct agentx *agentx = agentx_self();
	size_t table;

	(void)major;
	(void)minor;
	(void)client_arg;
	if (!agentx || !agentx->session)
		return SNMPERR_SUCCESS;
	table = table_at(parameters->name, parameters->namelen);
	if (!mib_tables[table])
		return SNMPERR_SUCCESS;
	if (agentx->refusal) {
		agentx->refused_for = agentx->refusal;
		agentx->missing[table] = true;
		agentx->retry = RETRY_SECONDS;
	} else if (agentx->session->s_snmp_errno != SNMPERR_SUCCESS) {
		agentx->silent = true;
		agentx->session->timeout = ANSWER_TIME_IF_SILENT;
	} else {
		agentx->missing[table] = false;
	}
	agentx->refusal = 0;
	return SNMPERR_SUCCESS;
}

/* net-snmp tells some things by its log alone, and others in words that do not name the master. */
static bool reword(int priority, const char *text, void *arg)
{
	static const char refused[] = "registering pdu failed: ";
	static const char *const told_otherwise[] = {"AgentX subagent connected",
	    "AgentX master disconnected us", "attempted to be re-opened",
	    "failed to respond to ping"};
	struct agentx *agentx = arg;

	(void)priority;
	if (strncmp(text, refused, sizeof(refused) - 1) == 0) {
		agentx->refusal = strtol(text + sizeof(refused) - 1, NULL, 10);
		return true;
	}
	for (size_t i = 0; i < sizeof(told_otherwise) / sizeof(told_otherwise[0]); i++) {
		if (strstr(text, told_otherwise[i]))
			return true;
	}
	return false;
}

void agentx_follow(struct agentx *agentx)
{
	log_filter_agent(reword, agentx);
	snmp_register_callback(
	    SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_SESSION_INIT, bound_waiting, NULL);
	snmp_register_callback(
	    SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, session_began, NULL);
	snmp_register_callback(
	    SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, session_ended, NULL);
	netsnmp_register_callback(SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_REGISTER_OID,
	    registered, NULL, NETSNMP_CALLBACK_LOWEST_PRIORITY);
}

static void register_again(struct agentx *agentx)
{
	for (size_t i = 0; agentx->session && mib_tables[i]; i++) {
		const struct oid *entry = &mib_tables[i]->entry;
		struct register_parameters parameters = {
		    .namelen = entry->len, .priority = DEFAULT_MIB_PRIORITY};
		oid name[OID_MAX];

		if (!agentx->missing[i])
			continue;
		for (size_t j = 0; j < entry->len; j++)
			name[j] = entry->sub[j];
		parameters.name = name;
		snmp_call_callbacks(
		    SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_REGISTER_OID, &parameters);
	}
}

static void tell_missing(struct agentx *agentx)
{
	const char *example = NULL;
	unsigned count = 0;

	for (size_t i = 0; mib_tables[i]; i++) {
		if (agentx->missing[i] && count++ == 0)
			example = mib_tables[i]->name;
	}
	if (count == agentx->told)
		return;
	agentx->told = count;
	if (count == 0)
		log_info("the AgentX master at %s has all tables now", agentx->address);
	else if (agentx->refused_for == DUPLICATE_REGISTRATION)
		log_error("another agent of the AgentX master at %s has registered %s%s; trying "
			  "again every %d s",
		    agentx->address, example, count > 1 ? " and more" : "", RETRY_SECONDS);
	else
		log_error("the AgentX master at %s refuses %s%s with error %ld; trying again every "
			  "%d s",
		    agentx->address, example, count > 1 ? " and more" : "", agentx->refused_for,
		    RETRY_SECONDS);
}

static void tell_problem(struct agentx *agentx)
{
	int problem = agentx_socket_problem(agentx->address);
	char sentence[512];

	if (problem == agentx->problem)
		return;
	agentx->problem = problem;
	agentx_socket_explain(agentx->address, problem, sentence, sizeof(sentence));
	log_warning("%s", sentence);
}

void agentx_watch(struct agentx *agentx)
{
	if (!agentx->session) {
		tell_problem(agentx);
	} else if (agentx->silent) {
		/*
		 * It may yet do what it was asked; only a new session is sure to agree with it.  The
		 * library notices the end of the stream.
		 */
		agentx->silent = false;
		shutdown(session_fd(agentx->session), SHUT_RDWR);
	} else {
		if (agentx->retry > 0 && --agentx->retry == 0)
			register_again(agentx);
		if (agentx->session)
			tell_missing(agentx);
	}
}
