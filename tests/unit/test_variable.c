/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables of other agents: when they are asked for, and what comes of which answer. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "mibs/alarm.h"
#include "mibs/event.h"
#include "mibs/transaction.h"
#include "probe/alarm.h"

#define MS UINT64_C(1000000)
#define FOREIGN "1.3.6.1.2.1.1.3.0"
#define DELTA 2

/* One who is asked, and remembers the last question. */
struct asked {
	unsigned count;
	bool deaf;
	struct oid variable;
	struct asker asker;
	char sentence[128];
};

static bool ask(void *arg, const struct oid *variable, const struct asker *asker)
{
	struct asked *asked = arg;

	if (asked->deaf)
		return false;
	asked->count++;
	asked->variable = *variable;
	asked->asker = *asker;
	return true;
}

static void learn(void *arg, const char *sentence)
{
	struct asked *asked = arg;

	snprintf(asked->sentence, sizeof(asked->sentence), "%s", sentence);
}

static struct fixture *start(struct asked *asked)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	*asked = (struct asked){0};
	f->mib->ask = ask;
	f->mib->ask_arg = asked;
	f->mib->tell = learn;
	f->mib->tell_arg = asked;
	return f;
}

#define MAKE(f, interval, ...)                                                                     \
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),                                  \
	    VB_INTEGER(alarm_table, 2, 1, interval), VB_VARIABLE(alarm_table, 3, 1, FOREIGN),      \
	    ##__VA_ARGS__)

static void pass(struct fixture *f, uint64_t ms)
{
	f->mib->now += ms * MS;
	mib_run(f->mib);
}

static void answer(struct fixture *f, const struct asked *asked, uint32_t counter)
{
	const struct alarm_reading reading = {.kind = ALARM_COUNTER32, .counter = counter};

	mib_answer(f->mib, &asked->asker, ANSWER_VALUE, &reading);
}

static void test_what_may_be_set(void **state)
{
	static const char *const refused[] = {"1.3", "0.0", "1.40.1", "3.1.1", "0.50.1.1"};
	struct asked asked;
	struct fixture *f = start(&asked);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),
		    VB_INTEGER(alarm_table, 2, 1, 1), VB_VARIABLE(alarm_table, 3, 1, refused[i]));
	MAKE(f, 1);
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 2, STATUS_VALID), VB_INTEGER(alarm_table, 2, 2, 1),
	    VB_VARIABLE(alarm_table, 3, 2, "2.999.1"));
	f->mib->ask = NULL;
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, VB_INTEGER(alarm_table, 12, 3, STATUS_VALID),
	    VB_INTEGER(alarm_table, 2, 3, 1), VB_VARIABLE(alarm_table, 3, 3, FOREIGN));
	fixture_free(f);
}

static void test_absolute(void **state)
{
	const struct oid foreign = {9, {1, 3, 6, 1, 2, 1, 1, 3, 0}};
	struct asked asked;
	struct fixture *f = start(&asked);

	(void)state;
	MAKE(f, 2);
	pass(f, 1999);
	assert_int_equal(asked.count, 0);
	pass(f, 1);
	assert_int_equal(asked.count, 1);
	assert_int_equal(key_compare(asked.variable.sub, asked.variable.len, foreign.sub, 9), 0);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 0);
	answer(f, &asked, 7);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 7);
	/* Whoever cannot be asked now has no new value. */
	asked.deaf = true;
	pass(f, 2000);
	asked.deaf = false;
	pass(f, 2000);
	assert_int_equal(asked.count, 2);
	mib_answer(f->mib, &asked.asker, ANSWER_NONE, NULL);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 7);
	fixture_free(f);
}

/* Counter32: 2^32 - 10 to 5 are 15.  A reading that is missed makes three new ones needed. */
static void test_delta(void **state)
{
	struct asked asked;
	struct fixture *f = start(&asked);

	(void)state;
	MAKE(f, 2, VB_INTEGER(alarm_table, 4, 1, DELTA));
	pass(f, 0);
	answer(f, &asked, 4294967286);
	pass(f, 1000);
	answer(f, &asked, 5);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 0);
	pass(f, 1000);
	answer(f, &asked, 105);
	assert_int_equal(asked.count, 3);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 115);
	pass(f, 1000);
	mib_answer(f->mib, &asked.asker, ANSWER_NONE, NULL);
	for (uint32_t i = 0; i < 2; i++) {
		pass(f, 1000);
		answer(f, &asked, 1000 + i);
		assert_int_equal(get_integer(f, &alarm_table, 5, 1), 115);
	}
	pass(f, 1000);
	answer(f, &asked, 1002);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 2);
	fixture_free(f);
}

/*
 * Half-second deadlines met by a clock of as much that trembles: each is asked for once, none twice
 * at once.  What was missed by more is no reading.
 */
static void test_deadlines(void **state)
{
	struct asked asked;
	struct fixture *f = start(&asked);

	(void)state;
	MAKE(f, 1, VB_INTEGER(alarm_table, 4, 1, DELTA));
	pass(f, 0);
	answer(f, &asked, 100);
	/* 0.498, 1, 1.498, 2 s: the first is too early for 0.5 s, which then is asked for at 1 s. */
	for (uint32_t i = 1; i <= 20; i++) {
		unsigned before = asked.count;

		pass(f, i % 2 ? 498 : 502);
		assert_int_equal(asked.count, before + (i > 1));
		if (i > 1)
			answer(f, &asked, 100 * asked.count);
	}
	assert_int_equal(asked.count, 20);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 200);
	pass(f, 5000);
	assert_int_equal(asked.count, 21);
	answer(f, &asked, 1000000);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 200);
	fixture_free(f);
}

/* One that a SET made goes when its variable is not there; with a line in the log. */
static void test_missing(void **state)
{
	struct asked asked;
	struct fixture *f = start(&asked);

	(void)state;
	MAKE(f, 1);
	pass(f, 1000);
	mib_answer(f->mib, &asked.asker, ANSWER_MISSING, NULL);
	assert_false(exists(f, &alarm_table, 1, 1));
	assert_string_equal(
	    asked.sentence, "alarm 1 ends: its variable is not there, or no integer");
	MAKE(f, 1);
	pass(f, 1000);
	answer(f, &asked, 1);
	pass(f, 1000);
	mib_answer(f->mib, &asked.asker, ANSWER_MISSING, NULL);
	assert_false(exists(f, &alarm_table, 1, 1));
	assert_string_equal(asked.sentence, "alarm 1 ends: its variable is gone");
	fixture_free(f);
}

/* An answer for a row that is no more is not for one that has its place. */
static void test_late_answer(void **state)
{
	struct asked asked;
	struct asker old;
	struct fixture *f = start(&asked);

	(void)state;
	MAKE(f, 1);
	pass(f, 1000);
	old = asked.asker;
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_INVALID));
	mib_answer(f->mib, &old, ANSWER_MISSING, NULL);
	MAKE(f, 1);
	mib_answer(f->mib, &old, ANSWER_MISSING, NULL);
	assert_true(exists(f, &alarm_table, 1, 1));
	pass(f, 1000);
	answer(f, &asked, 3);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 3);
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_may_be_set),
	    cmocka_unit_test(test_absolute),
	    cmocka_unit_test(test_delta),
	    cmocka_unit_test(test_deadlines),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_late_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
