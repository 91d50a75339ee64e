/* SPDX-License-Identifier: BSD-2-Clause */
/* Walking through several columns of a table at once, merged into rows. */
#include "session_priv.h"

#include <stdlib.h>
#include <string.h>

#include "mibs/key.h"

/* Values that one request asks for; an agent answers with fewer when they do not fit. */
#define VALUES_MAX 100
#define REPETITIONS_FIRST 8 /* for a small table is soon at its end; more with each answer */

/* A column: what came of it and was not handed over yet, and where it goes on. */
struct lane {
	const struct oid *base;
	struct oid last; /* the latest name that came */
	bool ended;
	netsnmp_variable_list *head;
	netsnmp_variable_list *tail;
};

struct walking {
	struct session *session;
	const struct walk *walk;
	size_t repetitions;
	size_t repetitions_max; /* less once an answer was too large */
	struct lane lanes[SESSION_COLUMNS_MAX];
	struct varbind cells[SESSION_COLUMNS_MAX];
	bool used[SESSION_COLUMNS_MAX]; /* whether the lane's head is in this row */
};

static bool lane_asks(const struct lane *lane)
{
	return !lane->ended && !lane->head;
}

static void lane_drop(struct lane *lane)
{
	netsnmp_variable_list *head = lane->head;

	lane->head = head->next_variable;
	head->next_variable = NULL;
	snmp_free_var(head);
}

static bool is_exception(u_char type)
{
	return type == SNMP_ENDOFMIBVIEW || type == SNMP_NOSUCHOBJECT ||
	       type == SNMP_NOSUCHINSTANCE;
}

/* Takes the variable over, or frees it where the column is at its end. */
static enum outcome lane_take(
    struct session *session, struct lane *lane, netsnmp_variable_list *variable)
{
	struct varbind varbind;
	const struct oid *name = &varbind.name;
	const struct oid *base = lane->base;

	varbind_load(&varbind, variable);
	if (lane->ended || is_exception(variable->type) || name->len <= base->len ||
	    key_compare(name->sub, base->len, base->sub, base->len) != 0) {
		lane->ended = true;
		snmp_free_var(variable);
		return OUTCOME_GOOD;
	}
	if (key_compare(name->sub, name->len, lane->last.sub, lane->last.len) <= 0) {
		snmp_free_var(variable);
		return session_fail(session, name, "the agent's names do not increase");
	}
	lane->last = *name;
	if (lane->head)
		lane->tail->next_variable = variable;
	else
		lane->head = variable;
	lane->tail = variable;
	return OUTCOME_GOOD;
}

/* The next lane that was asked for, in a circle: a GETBULK's answer goes round and round. */
static size_t next_asked(const bool *asked, size_t count, size_t at)
{
	do
		at = (at + 1) % count;
	while (!asked[at]);
	return at;
}

static enum outcome deal(struct walking *walking, const bool *asked)
{
	netsnmp_pdu *answer = walking->session->answer;
	netsnmp_variable_list *variable = answer->variables;
	size_t count = walking->walk->count;
	size_t at = count - 1;
	enum outcome outcome = OUTCOME_GOOD;

	if (!variable)
		return session_fail(walking->session, NULL, "an answer without values");
	answer->variables = NULL;
	while (variable) {
		netsnmp_variable_list *next = variable->next_variable;

		variable->next_variable = NULL;
		at = next_asked(asked, count, at);
		if (outcome == OUTCOME_GOOD)
			outcome = lane_take(walking->session, &walking->lanes[at], variable);
		else
			snmp_free_var(variable);
		variable = next;
	}
	return outcome;
}

static netsnmp_pdu *pdu_make(struct walking *walking, bool *asked)
{
	bool bulk = !walking->session->no_bulk;
	netsnmp_pdu *pdu = snmp_pdu_create(bulk ? SNMP_MSG_GETBULK : SNMP_MSG_GETNEXT);
	size_t columns = 0;

	for (size_t i = 0; pdu && i < walking->walk->count; i++) {
		struct varbind name = {.present = true};

		asked[i] = lane_asks(&walking->lanes[i]);
		if (!asked[i])
			continue;
		columns++;
		name.name = walking->lanes[i].last;
		if (varbind_append(&pdu->variables, &name, false))
			continue;
		snmp_free_pdu(pdu);
		pdu = NULL;
	}
	if (pdu && bulk) {
		size_t fair = VALUES_MAX / columns ? VALUES_MAX / columns : 1;

		pdu->non_repeaters = 0;
		pdu->max_repetitions =
		    (long)(fair < walking->repetitions ? fair : walking->repetitions);
	}
	return pdu;
}

/* SNMPv1 says that there is no next name by refusing the request. */
static bool end_by_error(struct walking *walking, const bool *asked)
{
	size_t index = walking->session->error_index;

	if (walking->session->error_status != SNMP_ERR_NOSUCHNAME)
		return false;
	for (size_t i = 0; i < walking->walk->count; i++) {
		if (asked[i] && index-- == 0) {
			walking->lanes[i].ended = true;
			return true;
		}
	}
	return false;
}

/* net-snmp's agent answers genErr where a GETBULK's answer does not fit into an encrypted message. */
static bool is_too_much(const struct session *session)
{
	return session->error_status == SNMP_ERR_TOOBIG || session->error_status == SNMP_ERR_GENERR;
}

/* Asks once for the columns of which nothing is left. */
static enum outcome ask(struct walking *walking)
{
	struct session *session = walking->session;
	bool asked[SESSION_COLUMNS_MAX];
	netsnmp_pdu *pdu = pdu_make(walking, asked);
	enum outcome outcome;

	if (!pdu)
		return session_fail(session, NULL, "no memory");
	outcome = session_request(session, pdu);
	if (outcome == OUTCOME_GOOD)
		outcome = session_judge(session);
	if (outcome == OUTCOME_GOOD) {
		if (2 * walking->repetitions <= walking->repetitions_max)
			walking->repetitions *= 2;
		return deal(walking, asked);
	}
	if (outcome != OUTCOME_REFUSED || end_by_error(walking, asked))
		return outcome == OUTCOME_REFUSED ? OUTCOME_GOOD : outcome;
	if (is_too_much(session) && walking->repetitions > 1) {
		walking->repetitions /= 2;
		walking->repetitions_max = walking->repetitions;
		return OUTCOME_GOOD;
	}
	return outcome;
}

/* The lowest index at hand; NULL: no column has any more. */
static const struct lane *lowest(const struct walking *walking, struct oid *index)
{
	const struct lane *found = NULL;

	for (size_t i = 0; i < walking->walk->count; i++) {
		const struct lane *lane = &walking->lanes[i];
		struct oid other = {.len = 0};

		if (!lane->head)
			continue;
		for (size_t j = lane->base->len; j < lane->head->name_length; j++)
			other.sub[other.len++] = (uint32_t)lane->head->name[j];
		if (found && key_compare(other.sub, other.len, index->sub, index->len) >= 0)
			continue;
		found = lane;
		*index = other;
	}
	return found;
}

/* Hands over one row; false: enough. */
static bool hand_over(struct walking *walking, const struct oid *index)
{
	bool more;

	for (size_t i = 0; i < walking->walk->count; i++) {
		struct varbind *cell = &walking->cells[i];
		struct lane *lane = &walking->lanes[i];
		struct oid name = *lane->base;

		oid_append_oid(&name, index);
		cell->present = false;
		walking->used[i] = false;
		if (lane->head) {
			varbind_load(cell, lane->head);
			walking->used[i] =
			    key_compare(cell->name.sub, cell->name.len, name.sub, name.len) == 0;
			cell->present = cell->present && walking->used[i];
		}
		cell->name = name;
	}
	more = walking->walk->row(walking->walk->arg, index, walking->cells);
	for (size_t i = 0; i < walking->walk->count; i++) {
		if (walking->used[i])
			lane_drop(&walking->lanes[i]);
	}
	return more;
}

static bool is_short(const struct walking *walking)
{
	for (size_t i = 0; i < walking->walk->count; i++) {
		if (lane_asks(&walking->lanes[i]))
			return true;
	}
	return false;
}

static enum outcome walk_on(struct walking *walking)
{
	struct oid index;

	for (;;) {
		while (is_short(walking)) {
			enum outcome outcome = ask(walking);

			if (outcome != OUTCOME_GOOD)
				return outcome;
		}
		if (!lowest(walking, &index) || !hand_over(walking, &index))
			return OUTCOME_GOOD;
	}
}

enum outcome session_walk(struct session *session, const struct walk *walk)
{
	struct walking *walking = calloc(1, sizeof(*walking));
	enum outcome outcome;

	if (!walking || walk->count > SESSION_COLUMNS_MAX) {
		free(walking);
		return session_fail(session, NULL, "no memory");
	}
	walking->session = session;
	walking->walk = walk;
	walking->repetitions = REPETITIONS_FIRST;
	walking->repetitions_max = 2 * VALUES_MAX;
	for (size_t i = 0; i < walk->count; i++) {
		walking->lanes[i].base = &walk->columns[i];
		walking->lanes[i].last = walk->columns[i];
		if (walk->after)
			oid_append_oid(&walking->lanes[i].last, walk->after);
	}
	outcome = walk_on(walking);
	for (size_t i = 0; i < walk->count; i++) {
		while (walking->lanes[i].head)
			lane_drop(&walking->lanes[i]);
	}
	free(walking);
	return outcome;
}
