/* SPDX-License-Identifier: BSD-2-Clause */
/* Opens a session with an agent, sends a request and waits for its answer, and tells errors. */
#include "session_priv.h"

#include <errno.h>
#include <net-snmp/library/large_fd_set.h>
#include <stdlib.h>
#include <string.h>

#include "name.h"

/* One request under way. */
struct wait {
	struct session *session;
	int id;
	bool over;
	enum outcome outcome;
};

struct session *session_new(const struct session_options *options)
{
	struct session *session = calloc(1, sizeof(*session));

	if (!session)
		return NULL;
	session->options = *options;
	session->no_bulk = options->settings->version == SNMP_VERSION_1;
	return session;
}

static void answer_drop(struct session *session)
{
	if (session->answer)
		snmp_free_pdu(session->answer);
	session->answer = NULL;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	answer_drop(session);
	if (session->handle)
		snmp_sess_close(session->handle);
	free(session);
}

const char *session_host(const struct session *session)
{
	return session->options.settings->peername;
}

bool session_stopped(const struct session *session)
{
	return !session->perseveres && *session->options.stop;
}

void session_persevere(struct session *session)
{
	session->perseveres = true;
}

const char *session_error(const struct session *session)
{
	return session->error;
}

unsigned session_error_status(const struct session *session)
{
	return session->error_status;
}

enum outcome session_fail(struct session *session, const struct oid *name, const char *why)
{
	char text[256];

	if (name) {
		name_print(text, sizeof(text), name);
		snprintf(session->error, sizeof(session->error), "%s: %s: %s",
		    session_host(session), text, why);
	} else {
		snprintf(
		    session->error, sizeof(session->error), "%s: %s", session_host(session), why);
	}
	return OUTCOME_FAILED;
}

static enum outcome stopped(struct session *session)
{
	session_fail(session, NULL, "interrupted");
	return OUTCOME_STOPPED;
}

/* What net-snmp says of its latest error, which may end in a newline. */
static enum outcome library_fail(struct session *session, const char *text)
{
	char why[256];

	snprintf(why, sizeof(why), "%s", text);
	why[strcspn(why, "\n")] = '\0';
	return session_fail(session, NULL, why);
}

static enum outcome session_open(struct session *session)
{
	netsnmp_session settings = *session->options.settings;
	char *text = NULL;

	session->handle = snmp_sess_open(&settings);
	if (!session->handle) {
		snmp_error(&settings, NULL, NULL, &text);
		library_fail(session, text ? text : "cannot open a session");
		free(text);
		return OUTCOME_FAILED;
	}
	if (session->options.opened)
		session->options.opened();
	return OUTCOME_GOOD;
}

/* A report says why the agent's engine did not take the message. */
static void take_report(struct wait *wait, netsnmp_pdu *pdu)
{
	int type = snmpv3_get_report_type(pdu);

	/* The library asks again with the right time by itself. */
	if (type == SNMPERR_NOT_IN_TIME_WINDOW)
		return;
	wait->outcome = library_fail(wait->session, snmp_api_errstring(type));
	wait->over = true;
}

/* Agents keep silent about some mistakes of ours. */
static enum outcome timed_out(struct session *session)
{
	return session_fail(session, NULL,
	    session->options.settings->version == SNMP_VERSION_3
		? "Timeout: no answer; a wrong privacy passphrase gets none"
		: "Timeout: no answer; a wrong community gets none");
}

static void take_answer(struct wait *wait, netsnmp_pdu *pdu)
{
	wait->over = true;
	wait->session->answer = snmp_clone_pdu(pdu);
	if (wait->session->answer)
		wait->outcome = OUTCOME_GOOD;
	else
		wait->outcome = session_fail(wait->session, NULL, "no memory");
}

static int on_input(int operation, netsnmp_session *settings, int id, netsnmp_pdu *pdu, void *arg)
{
	struct wait *wait = arg;
	bool report =
	    operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu->command == SNMP_MSG_REPORT;

	(void)settings;
	/* What belongs to a request that was given up is not waited for any more. */
	if (!wait || wait->over || (id != wait->id && !report))
		return 1;
	switch (operation) {
	case NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE:
		if (report)
			take_report(wait, pdu);
		else if (pdu->command == SNMP_MSG_RESPONSE)
			take_answer(wait, pdu);
		break;
	case NETSNMP_CALLBACK_OP_TIMED_OUT:
		wait->outcome = timed_out(wait->session);
		wait->over = true;
		break;
	case NETSNMP_CALLBACK_OP_DISCONNECT:
		wait->outcome = session_fail(wait->session, NULL, "the connection was closed");
		wait->over = true;
		break;
	}
	return 1;
}

/* Lets net-snmp read what came, or send again what was not answered in time. */
static bool turn(void *handle)
{
	netsnmp_large_fd_set set;
	struct timeval timeout = {0, 0};
	int block = 1;
	int number = 0;
	int ready;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	snmp_sess_select_info2(handle, &number, &set, &timeout, &block);
	ready = netsnmp_large_fd_set_select(number, &set, NULL, NULL, block ? NULL : &timeout);
	if (ready > 0)
		snmp_sess_read2(handle, &set);
	else if (ready == 0)
		snmp_sess_timeout(handle);
	netsnmp_large_fd_set_cleanup(&set);
	return ready >= 0 || errno == EINTR;
}

static enum outcome await(struct session *session, struct wait *wait)
{
	while (!wait->over) {
		if (session_stopped(session))
			return stopped(session);
		if (!turn(session->handle))
			return library_fail(session, strerror(errno));
	}
	return wait->outcome;
}

enum outcome session_request(struct session *session, netsnmp_pdu *pdu)
{
	struct wait wait = {.session = session, .outcome = OUTCOME_FAILED};
	netsnmp_session *settings;
	enum outcome outcome = OUTCOME_GOOD;
	char *text = NULL;

	answer_drop(session);
	if (session_stopped(session))
		outcome = stopped(session);
	else if (!session->handle)
		outcome = session_open(session);
	if (outcome != OUTCOME_GOOD) {
		snmp_free_pdu(pdu);
		return outcome;
	}
	settings = snmp_sess_session(session->handle);
	settings->callback = on_input;
	settings->callback_magic = &wait;
	wait.id = snmp_sess_send(session->handle, pdu);
	if (wait.id) {
		outcome = await(session, &wait);
	} else {
		snmp_sess_error(session->handle, NULL, NULL, &text);
		outcome = library_fail(session, text ? text : "cannot send");
		free(text);
		snmp_free_pdu(pdu);
	}
	settings->callback_magic = NULL;
	return outcome;
}
