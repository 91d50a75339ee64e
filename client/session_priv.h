/* SPDX-License-Identifier: BSD-2-Clause */
/* What the sources of a session share: one request, one answer. */
#ifndef CLIENT_SESSION_PRIV_H
#define CLIENT_SESSION_PRIV_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "session.h"
#include "varbind.h"

#define SESSION_ERROR_SIZE 512

struct session {
	struct session_options options;
	void *handle; /* of net-snmp; NULL: not opened yet */
	bool perseveres;
	bool no_bulk; /* SNMPv1 */
	netsnmp_pdu *answer;
	char error[SESSION_ERROR_SIZE];
	unsigned error_status;
	size_t error_index;
};

/*
 * Sends the PDU, which it frees, and waits.  The answer, whatever its error-status, is in
 * session->answer until the next request.
 */
enum outcome session_request(struct session *session, netsnmp_pdu *pdu);

/* Judges session->answer, for the sentence about an error with the name of its varbind. */
enum outcome session_judge(struct session *session);

/* Sets the sentence of session_error() and returns the outcome. */
enum outcome session_fail(struct session *session, const struct oid *name, const char *why);

#endif
