/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks over pretended agents: holes, lacking columns, short answers, SNMPv1, and agents that err. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/session_priv.h"
#include "mibs/key.h"
#include "mibs/table.h"

/* The agent: rows 1 .. ROWS of columns 1 .. 3 of table 1.3.9, column 2 only in even rows, and 1.3.10. */
#define ROWS 50
#define TABLE 1, 3, 9

static struct {
	size_t most;  /* values an answer has at most; 0: no limit */
	long too_big; /* refuses more repetitions than that; 0: never */
	long refusal; /* by this error-status */
	bool stuck;   /* gives the same name again */
	unsigned requests;
} agent;
static char seen[4096]; /* the rows of a walk, as "INDEX:VALUE,VALUE " */
static unsigned stop_after;

/* The next instance after a name; false: the end. */
static bool next(const struct oid *name, struct oid *found, int64_t *value)
{
	for (uint32_t column = 1; column <= 3; column++) {
		for (uint32_t row = 1; row <= ROWS; row++) {
			*found = (struct oid)OID_LITERAL(TABLE, column, row);
			*value = column * 100 + row;
			if ((column != 2 || row % 2 == 0) &&
			    key_compare(found->sub, found->len, name->sub, name->len) > 0)
				return true;
		}
	}
	*found = (struct oid)OID_LITERAL(1, 3, 10, 1);
	*value = 0;
	return key_compare(found->sub, found->len, name->sub, name->len) > 0;
}

static void answer_add(struct session *session, const struct oid *name, int64_t value, bool end)
{
	struct varbind varbind = {.name = *name, .present = true};
	netsnmp_variable_list *last;

	varbind_integer(&varbind, value);
	assert_true(varbind_append(&session->answer->variables, &varbind, !end));
	last = session->answer->variables;
	while (last->next_variable)
		last = last->next_variable;
	if (end)
		last->type = SNMP_ENDOFMIBVIEW;
}

/* One repetition; false: the answer is full. */
static bool repeat(struct session *session, struct oid *names, size_t count, size_t *values)
{
	for (size_t i = 0; i < count; i++) {
		struct oid found;
		int64_t value;
		bool there = next(&names[i], &found, &value);

		if (agent.most && *values == agent.most)
			return false;
		++*values;
		if (there && !agent.stuck)
			names[i] = found;
		answer_add(session, there ? &found : &names[i], value, !there);
	}
	return true;
}

static void answer(struct session *session, const netsnmp_pdu *pdu)
{
	struct oid names[SESSION_COLUMNS_MAX];
	size_t count = 0;
	size_t values = 0;
	long repetitions = pdu->command == SNMP_MSG_GETBULK ? pdu->max_repetitions : 1;

	for (netsnmp_variable_list *v = pdu->variables; v; v = v->next_variable) {
		struct varbind varbind;

		varbind_load(&varbind, v);
		names[count++] = varbind.name;
	}
	for (long i = 0; i < repetitions && repeat(session, names, count, &values); i++)
		;
	/* In SNMPv1 the end is an error, and the answer has the names of the request. */
	for (size_t i = 0; pdu->command == SNMP_MSG_GETNEXT && i < count; i++) {
		netsnmp_variable_list *v = session->answer->variables;

		for (size_t j = 0; j < i; j++)
			v = v->next_variable;
		if (v->type != SNMP_ENDOFMIBVIEW)
			continue;
		session->answer->errstat = SNMP_ERR_NOSUCHNAME;
		session->answer->errindex = (long)i + 1;
		return;
	}
}

/* In place of session.c. */
enum outcome session_request(struct session *session, netsnmp_pdu *pdu)
{
	if (session->answer)
		snmp_free_pdu(session->answer);
	session->answer = snmp_pdu_create(SNMP_MSG_RESPONSE);
	session->answer->errstat = SNMP_ERR_NOERROR;
	assert_true(++agent.requests < 1000);
	if (agent.too_big && pdu->max_repetitions > agent.too_big)
		session->answer->errstat = agent.refusal;
	else
		answer(session, pdu);
	snmp_free_pdu(pdu);
	return OUTCOME_GOOD;
}

enum outcome session_fail(struct session *session, const struct oid *name, const char *why)
{
	(void)name;
	snprintf(session->error, sizeof(session->error), "%s", why);
	return OUTCOME_FAILED;
}

static bool see(void *arg, const struct oid *index, const struct varbind *cells)
{
	size_t count = *(size_t *)arg;
	size_t len = strlen(seen);

	assert_int_equal(index->len, 1);
	len += (size_t)snprintf(seen + len, sizeof(seen) - len, "%u:", index->sub[0]);
	for (size_t i = 0; i < count; i++) {
		if (cells[i].present)
			len += (size_t)snprintf(
			    seen + len, sizeof(seen) - len, "%d,", (int)cells[i].value.integer);
		else
			len += (size_t)snprintf(seen + len, sizeof(seen) - len, "-,");
	}
	snprintf(seen + len, sizeof(seen) - len, " ");
	return !stop_after || --stop_after;
}

static struct session session;

static enum outcome walk(const struct oid *columns, size_t count, const struct oid *after)
{
	const struct walk walk = {
	    .columns = columns, .count = count, .after = after, .row = see, .arg = &count};
	enum outcome outcome;

	*seen = '\0';
	agent.requests = 0;
	outcome = session_walk(&session, &walk);
	if (session.answer)
		snmp_free_pdu(session.answer);
	session.answer = NULL;
	return outcome;
}

static const struct oid three[] = {
    OID_LITERAL(TABLE, 1), OID_LITERAL(TABLE, 2), OID_LITERAL(TABLE, 3)};

/* What a walk of three columns over rows from .. to is to see. */
static const char *wanted(int from, int to)
{
	static char text[sizeof(seen)];
	size_t len = 0;

	*text = '\0';
	for (int i = from; i <= to; i++) {
		if (i % 2)
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, "%d:%d,-,%d, ", i, 100 + i, 300 + i);
		else
			len += (size_t)snprintf(text + len, sizeof(text) - len, "%d:%d,%d,%d, ", i,
			    100 + i, 200 + i, 300 + i);
	}
	return text;
}

static int setup(void **state)
{
	(void)state;
	memset(&agent, 0, sizeof(agent));
	memset(&session, 0, sizeof(session));
	stop_after = 0;
	return 0;
}

static void test_rows_with_holes(void **state)
{
	(void)state;
	assert_int_equal(walk(three, 3, NULL), OUTCOME_GOOD);
	assert_string_equal(seen, wanted(1, ROWS));
	assert_true(agent.requests < 10);
}

/* However few values an agent answers with. */
static void test_short_answers(void **state)
{
	(void)state;
	for (agent.most = 1; agent.most < 10; agent.most++) {
		assert_int_equal(walk(three, 3, NULL), OUTCOME_GOOD);
		assert_string_equal(seen, wanted(1, ROWS));
	}
}

static void test_too_big(void **state)
{
	static const long refusals[] = {SNMP_ERR_TOOBIG, SNMP_ERR_GENERR};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		agent.too_big = 3;
		agent.refusal = refusals[i];
		assert_int_equal(walk(three, 3, NULL), OUTCOME_GOOD);
		assert_string_equal(seen, wanted(1, ROWS));
		/* It does not ask for as much again: by two repetitions, and two requests too many. */
		assert_true(agent.requests <= ROWS / 2 + ROWS / 4 + 3);
	}
}

static void test_version_1(void **state)
{
	const struct oid last[] = {OID_LITERAL(TABLE, 3), OID_LITERAL(1, 3, 10)};

	(void)state;
	session.no_bulk = true;
	assert_int_equal(walk(three, 3, NULL), OUTCOME_GOOD);
	assert_string_equal(seen, wanted(1, ROWS));
	/* The last column of all ends by an error. */
	assert_int_equal(walk(last, 2, NULL), OUTCOME_GOOD);
	assert_string_equal(seen, "1:301,0, 2:302,-, "
				  "3:303,-, 4:304,-, 5:305,-, 6:306,-, 7:307,-, 8:308,-, 9:309,-, "
				  "10:310,-, 11:311,-, 12:312,-, 13:313,-, 14:314,-, 15:315,-, "
				  "16:316,-, 17:317,-, 18:318,-, 19:319,-, 20:320,-, 21:321,-, "
				  "22:322,-, 23:323,-, 24:324,-, 25:325,-, 26:326,-, 27:327,-, "
				  "28:328,-, 29:329,-, 30:330,-, 31:331,-, 32:332,-, 33:333,-, "
				  "34:334,-, 35:335,-, 36:336,-, 37:337,-, 38:338,-, 39:339,-, "
				  "40:340,-, 41:341,-, 42:342,-, 43:343,-, 44:344,-, 45:345,-, "
				  "46:346,-, 47:347,-, 48:348,-, 49:349,-, 50:350,-, ");
}

static void test_lacking_column(void **state)
{
	const struct oid columns[] = {OID_LITERAL(TABLE, 2), OID_LITERAL(TABLE, 7)};

	(void)state;
	assert_int_equal(walk(columns, 2, &(struct oid)OID_LITERAL(46)), OUTCOME_GOOD);
	assert_string_equal(seen, "48:248,-, 50:250,-, ");
	assert_int_equal(walk(&columns[1], 1, NULL), OUTCOME_GOOD);
	assert_string_equal(seen, "");
}

static void test_part_of_it(void **state)
{
	(void)state;
	assert_int_equal(walk(three, 3, &(struct oid)OID_LITERAL(47)), OUTCOME_GOOD);
	assert_string_equal(seen, wanted(48, 50));
	stop_after = 2;
	assert_int_equal(walk(three, 3, NULL), OUTCOME_GOOD);
	assert_string_equal(seen, wanted(1, 2));
	assert_int_equal(walk(three, 3, &(struct oid)OID_LITERAL(50)), OUTCOME_GOOD);
	assert_string_equal(seen, "");
}

/* Nobody is asked for ever. */
static void test_names_do_not_increase(void **state)
{
	(void)state;
	agent.stuck = true;
	assert_int_equal(walk(three, 3, NULL), OUTCOME_FAILED);
	assert_string_equal(session.error, "the agent's names do not increase");
	assert_true(agent.requests < 3);
}

/* An agent that gives another type than the MIB says leaves nothing of an earlier value. */
static void test_types(void **state)
{
	static const uint8_t octets[] = "octets";
	struct varbind text = {.name = OID_LITERAL(1, 3, 1), .present = true};
	struct varbind number = text;
	struct varbind seen_one = text;
	netsnmp_variable_list *list = NULL;

	(void)state;
	varbind_octets(&text, octets, 6);
	varbind_integer(&number, 5);
	assert_true(varbind_append(&list, &text, true) && varbind_append(&list, &number, true));
	varbind_load(&seen_one, list);
	assert_int_equal(seen_one.value.octets_len, 6);
	assert_int_equal(varbind_number(&seen_one), 0);
	varbind_load(&seen_one, list->next_variable);
	assert_int_equal(seen_one.value.octets_len, 0);
	assert_null(seen_one.value.octets);
	assert_int_equal(varbind_number(&seen_one), 5);
	snmp_free_varbind(list);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_rows_with_holes, setup),
	    cmocka_unit_test_setup(test_short_answers, setup),
	    cmocka_unit_test_setup(test_too_big, setup),
	    cmocka_unit_test_setup(test_version_1, setup),
	    cmocka_unit_test_setup(test_lacking_column, setup),
	    cmocka_unit_test_setup(test_part_of_it, setup),
	    cmocka_unit_test_setup(test_names_do_not_increase, setup),
	    cmocka_unit_test(test_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
