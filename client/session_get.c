/* SPDX-License-Identifier: BSD-2-Clause */
/* GET and SET: what an agent's answer says, and asking again for what did not fit into one. */
#include "session_priv.h"

#include <string.h>

#define GET_MAX 40 /* names a request */

/* error-status in the words of RFC 3416 and, where it says little, what it means. */
static const char *const status_names[] = {
    [SNMP_ERR_TOOBIG] = "tooBig: the answer does not fit into a message",
    [SNMP_ERR_NOSUCHNAME] =
	"noSuchName: the agent has no such object, or does not let you write it",
    [SNMP_ERR_BADVALUE] = "badValue",
    [SNMP_ERR_READONLY] = "readOnly",
    [SNMP_ERR_GENERR] = "genErr: the agent failed",
    [SNMP_ERR_NOACCESS] = "noAccess: the agent does not let you write it",
    [SNMP_ERR_WRONGTYPE] = "wrongType",
    [SNMP_ERR_WRONGLENGTH] = "wrongLength",
    [SNMP_ERR_WRONGENCODING] = "wrongEncoding",
    [SNMP_ERR_WRONGVALUE] = "wrongValue",
    [SNMP_ERR_NOCREATION] = "noCreation: the agent does not make such rows",
    [SNMP_ERR_INCONSISTENTVALUE] = "inconsistentValue",
    [SNMP_ERR_RESOURCEUNAVAILABLE] = "resourceUnavailable: the agent has no room for it",
    [SNMP_ERR_COMMITFAILED] = "commitFailed",
    [SNMP_ERR_UNDOFAILED] = "undoFailed",
    [SNMP_ERR_AUTHORIZATIONERROR] = "authorizationError: this user or community may not do that",
    [SNMP_ERR_NOTWRITABLE] = "notWritable",
    [SNMP_ERR_INCONSISTENTNAME] = "inconsistentName",
};

static netsnmp_variable_list *variable_at(netsnmp_pdu *pdu, size_t index)
{
	netsnmp_variable_list *variable = pdu->variables;

	while (variable && index--)
		variable = variable->next_variable;
	return variable;
}

enum outcome session_judge(struct session *session)
{
	netsnmp_pdu *answer = session->answer;
	long status = answer->errstat;
	const char *why = "an error that no standard knows";
	netsnmp_variable_list *variable = NULL;
	struct varbind varbind;

	if (status == SNMP_ERR_NOERROR)
		return OUTCOME_GOOD;
	session->error_status = (unsigned)status;
	session->error_index = answer->errindex > 0 ? (size_t)answer->errindex - 1 : 0;
	if ((size_t)status < sizeof(status_names) / sizeof(status_names[0]) && status_names[status])
		why = status_names[status];
	if (answer->errindex > 0)
		variable = variable_at(answer, session->error_index);
	if (variable)
		varbind_load(&varbind, variable);
	session_fail(session, variable ? &varbind.name : NULL, why);
	return OUTCOME_REFUSED;
}

/*
 * A request for the varbinds, but for those that are known not to be there; NULL: no memory, which
 * was told.
 */
static netsnmp_pdu *pdu_make(
    struct session *session, int type, const struct varbind *varbinds, size_t count)
{
	netsnmp_pdu *pdu = snmp_pdu_create(type);

	for (size_t i = 0; pdu && i < count; i++) {
		if (!varbinds[i].present ||
		    varbind_append(&pdu->variables, &varbinds[i], type == SNMP_MSG_SET))
			continue;
		snmp_free_pdu(pdu);
		pdu = NULL;
	}
	if (!pdu)
		session_fail(session, NULL, "no memory");
	return pdu;
}

static enum outcome exchange(
    struct session *session, int type, const struct varbind *varbinds, size_t count)
{
	netsnmp_pdu *pdu = pdu_make(session, type, varbinds, count);
	enum outcome outcome = pdu ? session_request(session, pdu) : OUTCOME_FAILED;

	return outcome == OUTCOME_GOOD ? session_judge(session) : outcome;
}

enum outcome session_set(struct session *session, const struct varbind *varbinds, size_t count)
{
	return exchange(session, SNMP_MSG_SET, varbinds, count);
}

/* Octets of some length would be gone with the next request. */
static void octets_keep(struct value *value)
{
	if (value->octets_len > sizeof(value->octets_space))
		return;
	if (value->octets_len)
		memcpy(value->octets_space, value->octets, value->octets_len);
	value->octets = value->octets_space;
}

static enum outcome take(struct session *session, struct varbind *varbinds, size_t count)
{
	netsnmp_variable_list *variable = session->answer->variables;

	for (size_t i = 0; i < count; i++) {
		struct oid asked = varbinds[i].name;

		if (!varbinds[i].present)
			continue;
		if (!variable)
			return session_fail(session, &asked, "is missing in the answer");
		varbind_load(&varbinds[i], variable);
		varbinds[i].name = asked;
		if (variable->type == ASN_OCTET_STR || variable->type == ASN_IPADDRESS ||
		    variable->type == ASN_OPAQUE)
			octets_keep(&varbinds[i].value);
		variable = variable->next_variable;
	}
	return OUTCOME_GOOD;
}

/* The one that SNMPv1 refused the whole request for, because it is not there; NULL: none. */
static struct varbind *absent_one(
    const struct session *session, enum outcome outcome, struct varbind *varbinds, size_t count)
{
	size_t index = session->error_index;

	if (outcome != OUTCOME_REFUSED || session->error_status != SNMP_ERR_NOSUCHNAME)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (varbinds[i].present && index-- == 0)
			return &varbinds[i];
	}
	return NULL;
}

static bool is_anything_left(const struct varbind *varbinds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (varbinds[i].present)
			return true;
	}
	return false;
}

/* One request's worth. */
static enum outcome get_some(struct session *session, struct varbind *varbinds, size_t count)
{
	while (is_anything_left(varbinds, count)) {
		enum outcome outcome = exchange(session, SNMP_MSG_GET, varbinds, count);
		struct varbind *absent = absent_one(session, outcome, varbinds, count);

		if (absent)
			absent->present = false;
		else
			return outcome == OUTCOME_GOOD ? take(session, varbinds, count) : outcome;
	}
	return OUTCOME_GOOD;
}

enum outcome session_get(struct session *session, struct varbind *varbinds, size_t count)
{
	size_t most = GET_MAX;

	for (size_t i = 0; i < count; i++)
		varbinds[i].present = true;
	for (size_t done = 0; done < count;) {
		size_t some = count - done < most ? count - done : most;
		enum outcome outcome = get_some(session, varbinds + done, some);

		if (outcome == OUTCOME_REFUSED && session->error_status == SNMP_ERR_TOOBIG &&
		    some > 1)
			most = some / 2;
		else if (outcome != OUTCOME_GOOD)
			return outcome;
		else
			done += some;
	}
	return OUTCOME_GOOD;
}
