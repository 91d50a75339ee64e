/* SPDX-License-Identifier: BSD-2-Clause */
/* RowStatus: every cell of RFC 2579's table of states, and what is shown of them. */
#include "fixture.h"
#include "mibs/columns.h"

static const struct column status = CONTROL_ROW_STATUS(9, aStatus);
static const struct column entry_status = CONTROL_STATUS(9, anEntryStatus);

/* Requests in the order of the RFC's rows; what is not allowed is inconsistentValue: 0. */
static void test_state_table(void **state)
{
	static const struct {
		int32_t requested;
		int32_t no_row, under_creation, valid;
	} rows[] = {
	    {ROW_CREATE_AND_GO, STATUS_VALID, 0, 0},
	    {ROW_CREATE_AND_WAIT, STATUS_UNDER_CREATION, 0, 0},
	    {ROW_ACTIVE, 0, STATUS_VALID, STATUS_VALID},
	    {ROW_NOT_IN_SERVICE, 0, STATUS_UNDER_CREATION, STATUS_UNDER_CREATION},
	    {ROW_DESTROY, STATUS_INVALID, STATUS_INVALID, STATUS_INVALID},
	    {0, 0, STATUS_UNDER_CREATION, STATUS_VALID}, /* no row: never asked */
	    {ROW_NOT_READY, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(status_after(&status, 0, rows[i].requested), rows[i].no_row);
		assert_int_equal(status_after(&status, STATUS_UNDER_CREATION, rows[i].requested),
		    rows[i].under_creation);
		assert_int_equal(
		    status_after(&status, STATUS_VALID, rows[i].requested), rows[i].valid);
	}
}

/* notInService says that nothing is missing; createAndWait does not. */
static void test_complete(void **state)
{
	(void)state;
	assert_true(status_wants_complete(&status, STATUS_VALID, ROW_CREATE_AND_GO));
	assert_true(status_wants_complete(&status, STATUS_VALID, ROW_ACTIVE));
	assert_true(status_wants_complete(&status, STATUS_UNDER_CREATION, ROW_NOT_IN_SERVICE));
	assert_false(status_wants_complete(&status, STATUS_UNDER_CREATION, ROW_CREATE_AND_WAIT));
	assert_false(status_wants_complete(&status, STATUS_UNDER_CREATION, 0));
	assert_true(status_wants_complete(&entry_status, STATUS_VALID, STATUS_VALID));
	assert_false(status_wants_complete(&entry_status, STATUS_UNDER_CREATION, STATUS_CREATE));
}

static void test_shown(void **state)
{
	(void)state;
	assert_int_equal(status_shown(&status, STATUS_VALID, true), ROW_ACTIVE);
	assert_int_equal(status_shown(&status, STATUS_UNDER_CREATION, true), ROW_NOT_IN_SERVICE);
	assert_int_equal(status_shown(&status, STATUS_UNDER_CREATION, false), ROW_NOT_READY);
	assert_int_equal(status_shown(&entry_status, STATUS_VALID, true), STATUS_VALID);
	assert_int_equal(
	    status_shown(&entry_status, STATUS_UNDER_CREATION, true), STATUS_UNDER_CREATION);
}

/* What is asked for leads to what is wanted, in both kinds and whether the row is there or not. */
static void test_requests(void **state)
{
	static const int32_t wanted[] = {STATUS_VALID, STATUS_UNDER_CREATION, STATUS_INVALID};
	static const struct column *const columns[] = {&status, &entry_status};

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		const struct column *column = columns[i % 2];
		int32_t to = wanted[i / 2];

		for (int32_t now = 0; now <= STATUS_UNDER_CREATION; now++) {
			if (now != STATUS_CREATE)
				assert_int_equal(
				    status_after(column, now, status_request(column, to, now != 0)),
				    to);
		}
	}
}

static void test_told(void **state)
{
	(void)state;
	assert_int_equal(status_told(&status, ROW_ACTIVE), STATUS_VALID);
	assert_int_equal(status_told(&status, ROW_NOT_IN_SERVICE), STATUS_UNDER_CREATION);
	assert_int_equal(status_told(&status, ROW_NOT_READY), STATUS_UNDER_CREATION);
	assert_int_equal(status_told(&status, ROW_CREATE_AND_GO), 0);
	assert_int_equal(status_told(&status, ROW_CREATE_AND_WAIT), 0);
	assert_int_equal(status_told(&status, ROW_DESTROY), STATUS_INVALID);
	assert_int_equal(status_told(&status, 7), 7);
	assert_int_equal(status_told(&status, INT64_C(1) << 32), INT64_C(1) << 32);
	assert_int_equal(status_told(&entry_status, STATUS_CREATE), 0);
	assert_int_equal(status_told(&entry_status, 5), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_state_table),
	    cmocka_unit_test(test_complete),
	    cmocka_unit_test(test_shown),
	    cmocka_unit_test(test_requests),
	    cmocka_unit_test(test_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
