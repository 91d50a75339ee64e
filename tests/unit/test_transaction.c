/* SPDX-License-Identifier: BSD-2-Clause */
/* A SET as if simultaneous: over tables, in any order, all or nothing, undone without a trace. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/dump.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"

#define STATS_STATUS(index, n) VB_INTEGER(ether_stats_table, 21, index, n)
#define HISTORY_STATUS(index, n) VB_INTEGER(history_control_table, 7, index, n)
#define HISTORY_BUCKETS(index, n) VB_INTEGER(history_control_table, 3, index, n)
#define HISTORY_INTERVAL(index, n) VB_INTEGER(history_control_table, 5, index, n)
#define HOST_STATUS(index, n) VB_INTEGER(host_control_table, 6, index, n)
#define MATRIX_STATUS(index, n) VB_INTEGER(matrix_control_table, 6, index, n)

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

/* Everything that an NMS can read, as text. */
static char *all_objects(struct fixture *f)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	f->clock += 10 * SECOND; /* no aged view */
	dump(f->mib, out);
	fclose(out);
	return text;
}

static void assert_same_objects(struct fixture *f, const char *before)
{
	char *after = all_objects(f);

	assert_string_equal(after, before);
	free(after);
}

static void assert_same_budgets(const struct fixture *f, const struct budget *before)
{
	for (int i = 0; i < BUDGET_KINDS; i++)
		assert_int_equal(f->mib->budgets[i].used, before[i].used);
}

/* One valid row 1 in each table, one row 2 in underCreation, and some traffic. */
static void rows_make(struct fixture *f)
{
	ACCEPTED(f, STATS_STATUS(1, 1), VB_SOURCE(ether_stats_table, 1, IFINDEX_0),
	    HISTORY_STATUS(1, 1), VB_SOURCE(history_control_table, 1, IFINDEX_0),
	    HISTORY_INTERVAL(1, 1), HOST_STATUS(1, 1), VB_SOURCE(host_control_table, 1, IFINDEX_0),
	    MATRIX_STATUS(1, 1), VB_SOURCE(matrix_control_table, 1, IFINDEX_0));
	ACCEPTED(
	    f, STATS_STATUS(2, 2), HISTORY_STATUS(2, 2), HOST_STATUS(2, 2), MATRIX_STATUS(2, 2));
	for (uint16_t i = 0; i < 5; i++) {
		fixture_frame(f, 0, i, 100);
		fixture_pass(f, 1);
	}
}

/* What changes rows of every kind: new, deleted, deactivated, activated, live columns. */
static enum snmp_error gather_changes(struct fixture *f)
{
	return GATHER(f, STATS_STATUS(3, 1), VB_SOURCE(ether_stats_table, 3, IFINDEX_1),
	    STATS_STATUS(1, 4), HISTORY_BUCKETS(1, 2), HOST_STATUS(1, 3), HOST_STATUS(4, 2),
	    MATRIX_STATUS(2, 1), VB_SOURCE(matrix_control_table, 2, IFINDEX_1),
	    VB_TEXT(history_control_table, 6, 2, "new owner"), MATRIX_STATUS(1, 4));
}

static void test_any_order(void **state)
{
	struct fixture *f = *state;
	const struct varbind varbinds[4] = {
	    VB_SOURCE(history_control_table, 7, IFINDEX_1),
	    HISTORY_STATUS(7, STATUS_VALID),
	    HISTORY_INTERVAL(7, 30),
	    HOST_STATUS(7, STATUS_CREATE),
	};

	for (unsigned order = 0; order < 4 * 4 * 4 * 4; order++) {
		unsigned at[4] = {order & 3, order >> 2 & 3, order >> 4 & 3, order >> 6};
		struct varbind permuted[4];

		if ((1u << at[0] | 1u << at[1] | 1u << at[2] | 1u << at[3]) != 15)
			continue; /* no permutation */
		for (int i = 0; i < 4; i++)
			permuted[i] = varbinds[at[i]];
		assert_int_equal(fixture_set(f, permuted, 4), SNMP_OK);
		assert_int_equal(get_integer(f, &history_control_table, 7, 7), STATUS_VALID);
		assert_int_equal(get_integer(f, &history_control_table, 5, 7), 30);
		assert_int_equal(get_integer(f, &host_control_table, 6, 7), STATUS_UNDER_CREATION);
		ACCEPTED(f, HISTORY_STATUS(7, 4), HOST_STATUS(7, 4));
	}
}

/* One bad varbind, wherever it is, and no row of any table has changed. */
static void test_all_or_nothing(void **state)
{
	struct fixture *f = *state;
	struct budget budgets[BUDGET_KINDS];
	char *before;

	rows_make(f);
	before = all_objects(f);
	memcpy(budgets, f->mib->budgets, sizeof(budgets));
	REFUSED(
	    f, SNMP_WRONG_VALUE, 1, HISTORY_INTERVAL(1, 0), STATS_STATUS(1, 4), HOST_STATUS(9, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, STATS_STATUS(1, 4), HOST_STATUS(9, 2),
	    HOST_STATUS(2, 1));
	REFUSED(f, SNMP_INCONSISTENT_NAME, 3, HOST_STATUS(9, 1),
	    VB_SOURCE(host_control_table, 9, IFINDEX_0), HISTORY_BUCKETS(8, 5), STATS_STATUS(1, 4));
	REFUSED(f, SNMP_NO_CREATION, 2, STATS_STATUS(1, 4), STATS_STATUS(0, 2));
	assert_same_objects(f, before);
	assert_same_budgets(f, budgets);
	free(before);
}

/* Each column against the status that the row will have after the PDU. */
static void test_frozen(void **state)
{
	struct fixture *f = *state;

	rows_make(f);
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, HISTORY_INTERVAL(1, 5));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, HISTORY_STATUS(1, 1), HISTORY_INTERVAL(1, 5));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, VB_TEXT(history_control_table, 6, 1, "x"),
	    VB_SOURCE(history_control_table, 1, IFINDEX_1));
	ACCEPTED(f, HISTORY_INTERVAL(1, 1), VB_SOURCE(history_control_table, 1, IFINDEX_0));
	ACCEPTED(f, HISTORY_INTERVAL(1, 1), HISTORY_STATUS(1, 1), HISTORY_BUCKETS(1, 9),
	    VB_TEXT(history_control_table, 6, 1, "live"));
	assert_int_equal(get_integer(f, &history_control_table, 3, 1), 9);
	assert_int_equal(instances(f, &ether_history_table, 5), 5); /* never stopped */
	ACCEPTED(f, HISTORY_INTERVAL(1, 5), HISTORY_STATUS(1, 3));
	assert_int_equal(get_integer(f, &history_control_table, 5, 1), 5);
	assert_int_equal(instances(f, &ether_history_table, 5), 0);
	ACCEPTED(f, HISTORY_STATUS(1, 1), HISTORY_INTERVAL(1, 6));
	assert_int_equal(get_integer(f, &history_control_table, 5, 1), 6);
}

static void test_undo(void **state)
{
	struct fixture *f = *state;
	struct budget budgets[BUDGET_KINDS];
	char *before, *between;

	rows_make(f);
	before = all_objects(f);
	memcpy(budgets, f->mib->budgets, sizeof(budgets));
	assert_int_equal(gather_changes(f), SNMP_OK);
	assert_same_objects(f, before); /* nothing yet */
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	between = all_objects(f);
	assert_string_not_equal(before, between);
	free(between);
	transaction_undo(f->mib);
	assert_null(f->mib->transaction);
	assert_same_objects(f, before);
	assert_same_budgets(f, budgets);
	free(before);
	fixture_frame(f, 0, 1, 200); /* and the collectors still count */
	f->clock += 10 * SECOND;
	assert_int_equal(get_integer(f, &ether_stats_table, 5, 1), 6);
	assert_int_equal(get_integer(f, &host_control_table, 3, 1), 6 + 1);
}

static void test_drop(void **state)
{
	struct fixture *f = *state;
	struct budget budgets[BUDGET_KINDS];
	char *before;

	rows_make(f);
	before = all_objects(f);
	memcpy(budgets, f->mib->budgets, sizeof(budgets));
	assert_int_equal(gather_changes(f), SNMP_OK);
	transaction_drop(f->mib);
	assert_same_objects(f, before);
	assert_same_budgets(f, budgets);
	free(before);
}

static void test_finish(void **state)
{
	struct fixture *f = *state;

	rows_make(f);
	assert_int_equal(gather_changes(f), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK); /* once a registration */
	transaction_finish(f->mib);
	assert_null(f->mib->transaction);
	transaction_finish(f->mib);
	assert_false(exists(f, &ether_stats_table, 21, 1));
	assert_int_equal(get_integer(f, &ether_stats_table, 21, 3), STATUS_VALID);
	assert_int_equal(get_integer(f, &history_control_table, 4, 1), 2);
	assert_int_equal(get_integer(f, &host_control_table, 6, 1), STATUS_UNDER_CREATION);
	assert_int_equal(get_integer(f, &host_control_table, 6, 4), STATUS_UNDER_CREATION);
	assert_int_equal(get_integer(f, &matrix_control_table, 6, 2), STATUS_VALID);
	assert_false(exists(f, &matrix_control_table, 6, 1));
	assert_int_equal(instances(f, &host_table, 4), 0);
	assert_int_equal(instances(f, &matrix_sd_table, 4), 0);
}

/* What was left over is taken back when the next SET begins, or the mib ends. */
static void test_left_over(void **state)
{
	struct fixture *f = *state;
	char *before;

	rows_make(f);
	before = all_objects(f);
	assert_int_equal(gather_changes(f), SNMP_OK);
	REFUSED(f, SNMP_WRONG_VALUE, 1, HISTORY_INTERVAL(1, 0));
	assert_same_objects(f, before);
	assert_int_equal(gather_changes(f), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	REFUSED(f, SNMP_WRONG_VALUE, 1, HISTORY_INTERVAL(1, 0));
	assert_same_objects(f, before);
	free(before);
	assert_int_equal(gather_changes(f), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	/* teardown ends the mib with it */
}

static void test_phases_out_of_order(void **state)
{
	struct fixture *f = *state;
	struct value value = {.syntax = SYNTAX_INTEGER, .integer = STATUS_CREATE};

	assert_int_equal(transaction_check(f->mib), SNMP_RESOURCE_UNAVAILABLE);
	assert_int_equal(transaction_commit(f->mib), SNMP_COMMIT_FAILED);
	transaction_undo(f->mib);
	transaction_finish(f->mib);
	transaction_drop(f->mib);
	transaction_begin(f->mib, 3, 4);
	assert_true(transaction_is(f->mib, 3, 4));
	assert_false(transaction_is(f->mib, 3, 5));
	assert_false(transaction_is(f->mib, 4, 4));
	assert_int_equal(
	    transaction_add(f->mib, &host_control_table, (uint32_t[]){6, 1}, 2, &value, "tag"),
	    SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_COMMIT_FAILED); /* not checked */
	transaction_finish(f->mib);
	assert_int_equal(transaction_check(f->mib), SNMP_OK);
	assert_int_equal(transaction_check(f->mib), SNMP_OK);
	assert_int_equal(
	    transaction_add(f->mib, &host_control_table, (uint32_t[]){6, 2}, 2, &value, "late"),
	    SNMP_GEN_ERR); /* was not judged */
	transaction_drop(f->mib);
	assert_false(transaction_is(f->mib, 3, 4));
	assert_false(exists(f, &host_control_table, 6, 1));
}

/* A GET right after a SET reads what was written, however young the view. */
static void test_read_what_you_wrote(void **state)
{
	struct fixture *f = *state;

	rows_make(f);
	assert_int_equal(instances(f, &ether_history_table, 5), 5);
	ACCEPTED(f, HISTORY_BUCKETS(1, 2));
	assert_int_equal(instances(f, &ether_history_table, 5), 2);
	assert_int_equal(instances(f, &host_table, 4), 6);
	ACCEPTED(f, HOST_STATUS(1, 3));
	assert_int_equal(instances(f, &host_table, 4), 0);
	assert_int_equal(get_integer(f, &host_control_table, 3, 1), 0);
	ACCEPTED(f, HOST_STATUS(1, 1));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(instances(f, &host_table, 4), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_any_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_all_or_nothing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_frozen, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_undo, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_drop, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_finish, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_left_over, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_phases_out_of_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_read_what_you_wrote, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
