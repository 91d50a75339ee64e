/* SPDX-License-Identifier: BSD-2-Clause */
/* historyControlBucketsRequested may change while a row is valid; what that grants and keeps. */
#include "fixture.h"
#include "mibs/history.h"
#include "mibs/transaction.h"

#define STATUS(index, n) VB_INTEGER(history_control_table, 7, index, n)
#define SOURCE(index) VB_SOURCE(history_control_table, index, IFINDEX_0)
#define INTERVAL(index, n) VB_INTEGER(history_control_table, 5, index, n)
#define REQUESTED(index, n) VB_INTEGER(history_control_table, 3, index, n)

static int setup(void **state)
{
	*state = fixture_new(FIXTURE_MEMORY);
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static int64_t requested(struct fixture *f)
{
	return get_integer(f, &history_control_table, 3, 1);
}

static int64_t granted(struct fixture *f)
{
	return get_integer(f, &history_control_table, 4, 1);
}

static struct budget *budget(struct fixture *f)
{
	return &f->mib->budgets[BUDGET_HISTORY];
}

static bool has_sample(struct fixture *f, uint32_t index)
{
	struct value value;

	f->mib->pdu++;
	return walk_get(f->mib, &ether_history_table, (uint32_t[]){6, 1, index}, 3, &value) ==
	       WALK_OK;
}

/* The samples are first .. last, and each has the packets of its second: as many as its index. */
static void assert_samples(struct fixture *f, uint32_t first, uint32_t last)
{
	struct value value;

	f->clock += 10 * SECOND;
	for (uint32_t i = first; i <= last; i++) {
		f->mib->pdu++;
		assert_int_equal(
		    walk_get(f->mib, &ether_history_table, (uint32_t[]){6, 1, i}, 3, &value),
		    WALK_OK);
		assert_int_equal(value.number, i);
	}
	assert_false(has_sample(f, first - 1));
	assert_false(has_sample(f, last + 1));
	assert_int_equal(instances(f, &ether_history_table, 6), last + 1 - first);
}

/* A second with so many packets. */
static void second(struct fixture *f, uint32_t packets)
{
	for (uint32_t i = 0; i < packets; i++)
		fixture_frame(f, 0, 1, 2);
	fixture_pass(f, 1);
}

static void test_live(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), SOURCE(1), INTERVAL(1, 1), REQUESTED(1, 8));
	assert_int_equal(granted(f), 8);
	assert_int_equal(budget(f)->used, 8);
	for (uint32_t i = 1; i <= 10; i++)
		second(f, i);
	assert_samples(f, 3, 10);
	ACCEPTED(f, REQUESTED(1, 4)); /* the oldest go at once */
	assert_int_equal(granted(f), 4);
	assert_int_equal(budget(f)->used, 4);
	assert_samples(f, 7, 10);
	ACCEPTED(f, REQUESTED(1, 6));
	assert_int_equal(granted(f), 6);
	assert_int_equal(budget(f)->used, 6);
	assert_samples(f, 7, 10);
	for (uint32_t i = 11; i <= 13; i++)
		second(f, i);
	assert_samples(f, 8, 13);
	ACCEPTED(f, REQUESTED(1, 6), STATUS(1, 1));
	assert_samples(f, 8, 13);
	ACCEPTED(f, STATUS(1, 4));
	assert_int_equal(budget(f)->used, 0);
}

static void test_undone(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), SOURCE(1), INTERVAL(1, 1), REQUESTED(1, 4));
	for (uint32_t i = 1; i <= 6; i++)
		second(f, i);
	for (int64_t change = 2; change <= 8; change += 6) {
		assert_int_equal(GATHER(f, REQUESTED(1, change)), SNMP_OK);
		transaction_drop(f->mib);
		assert_int_equal(GATHER(f, REQUESTED(1, change)), SNMP_OK);
		assert_int_equal(transaction_commit(f->mib), SNMP_OK);
		assert_int_equal(requested(f), change);
		transaction_undo(f->mib);
		assert_int_equal(requested(f), 4);
		assert_int_equal(granted(f), 4);
		assert_int_equal(budget(f)->used, 4);
		assert_samples(f, 3, 6);
	}
	second(f, 7);
	assert_samples(f, 4, 7);
}

/* Between the commit and the end of a SET others may read; what they saw does not outlive it. */
static void test_read_between(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), SOURCE(1), INTERVAL(1, 1), REQUESTED(1, 8));
	for (uint32_t i = 1; i <= 6; i++)
		second(f, i);
	assert_int_equal(GATHER(f, REQUESTED(1, 4)), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	assert_true(has_sample(f, 1));
	transaction_finish(f->mib);
	assert_false(has_sample(f, 2));
	assert_true(has_sample(f, 3));
}

/* Granted is what the budget gives: the fair part of a collector, however often it asks. */
static void test_fair(void **state)
{
	struct fixture *f = *state;

	budget(f)->fair = 100;
	ACCEPTED(f, STATUS(1, 2), SOURCE(1), REQUESTED(1, 1000));
	assert_int_equal(granted(f), 100); /* what it would get */
	assert_int_equal(budget(f)->used, 0);
	ACCEPTED(f, STATUS(1, 1));
	assert_int_equal(granted(f), 100);
	for (int64_t more = 1001; more < 1010; more++)
		ACCEPTED(f, REQUESTED(1, more));
	assert_int_equal(requested(f), 1009);
	assert_int_equal(granted(f), 100);
	assert_int_equal(budget(f)->used, 100);
	ACCEPTED(f, REQUESTED(1, 500)); /* less than before, more than there is */
	assert_int_equal(granted(f), 100);
	ACCEPTED(f, REQUESTED(1, 60));
	assert_int_equal(granted(f), 60);
	assert_int_equal(budget(f)->used, 60);
	ACCEPTED(f, REQUESTED(1, 65535));
	assert_int_equal(granted(f), 100);
	assert_int_equal(budget(f)->used, 100);
}

/* With nothing left a row keeps what it has, and loses none of it by asking. */
static void test_nothing_left(void **state)
{
	struct fixture *f = *state;
	uint64_t rest;

	ACCEPTED(f, STATUS(1, 1), SOURCE(1), INTERVAL(1, 1), REQUESTED(1, 20));
	rest = budget(f)->total - budget(f)->used;
	budget(f)->used += rest;
	ACCEPTED(f, REQUESTED(1, 50));
	assert_int_equal(requested(f), 50);
	assert_int_equal(granted(f), 20);
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, STATUS(2, 1), SOURCE(2));
	ACCEPTED(f, REQUESTED(1, 10));
	assert_int_equal(granted(f), 10);
	assert_int_equal(budget(f)->used, budget(f)->total - 10);
	budget(f)->used -= rest;
	ACCEPTED(f, STATUS(1, 3));
	assert_int_equal(budget(f)->used, 0);
}

static void test_range(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), SOURCE(1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, REQUESTED(1, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, REQUESTED(1, 65536));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTERVAL(1, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTERVAL(1, 3601));
	REFUSED(f, SNMP_NOT_WRITABLE, 1, VB_INTEGER(history_control_table, 4, 1, 50));
	ACCEPTED(f, REQUESTED(1, 1));
	assert_int_equal(granted(f), 1);
	ACCEPTED(f, STATUS(1, 3), INTERVAL(1, 3600));
	ACCEPTED(f, STATUS(1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_live, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_undone, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_read_between, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_fair, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_nothing_left, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_range, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
