/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows are kept before a SET is answered: when hooks run, what they see, and what if they fail. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/transaction.h"

#define HOST_STATUS(index, n) VB_INTEGER(host_control_table, 6, index, n)

/* A keeper that writes down what it is asked: p, c, u, f for the hooks. */
struct keeper {
	struct fixture *f;
	char calls[32];
	char rows[128]; /* what prepare was shown: "hostControlTable.1=1 " */
	bool prepare_fails;
	bool commit_fails;
};

static void note(struct keeper *keeper, char call)
{
	size_t len = strlen(keeper->calls);

	assert_true(len < sizeof(keeper->calls) - 1);
	keeper->calls[len] = call;
	keeper->calls[len + 1] = '\0';
}

static void see_row(void *arg, const struct control *row)
{
	struct keeper *keeper = arg;
	size_t len = strlen(keeper->rows);

	snprintf(keeper->rows + len, sizeof(keeper->rows) - len, "%.4s.%u=%d ", row->class->name,
	    row->index[0], row->status);
}

static bool prepare(void *arg, const struct mib *mib)
{
	struct keeper *keeper = arg;

	note(keeper, 'p');
	keeper->rows[0] = '\0';
	assert_ptr_equal(mib, keeper->f->mib);
	assert_true(transaction_rows(mib, see_row, keeper));
	return !keeper->prepare_fails;
}

/* The new state takes its place before the rows change. */
static bool commit(void *arg)
{
	struct keeper *keeper = arg;

	note(keeper, 'c');
	assert_null(store_find(mib_store(keeper->f->mib, &host_control), (uint32_t[]){9, 0}));
	return !keeper->commit_fails;
}

static void undo(void *arg)
{
	note(arg, 'u');
}

static void forget(void *arg)
{
	note(arg, 'f');
}

static int setup(void **state)
{
	static struct keeper keeper;

	keeper = (struct keeper){.f = fixture_new(FIXTURE_MEMORY)};
	keeper.f->mib->persist = (struct mib_persist){prepare, commit, undo, forget, &keeper};
	*state = &keeper;
	return 0;
}

static int teardown(void **state)
{
	struct keeper *keeper = *state;

	fixture_free(keeper->f);
	return 0;
}

static void assert_calls(struct keeper *keeper, const char *calls)
{
	assert_string_equal(keeper->calls, calls);
	keeper->calls[0] = '\0';
}

static void test_success(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	assert_int_equal(GATHER(f, HOST_STATUS(9, 2)), SNMP_OK);
	assert_calls(keeper, "p");
	assert_int_equal(transaction_check(f->mib), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	assert_calls(keeper, "c"); /* once, however many registrations */
	assert_true(exists(f, &host_control_table, 6, 9));
	transaction_finish(f->mib);
	assert_calls(keeper, "f");
	assert_int_equal(f->mib->state_writes, 1);
	assert_int_equal(f->mib->state_failures, 0);
}

static void test_what_is_seen(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	ACCEPTED(f, HOST_STATUS(5, 2), HOST_STATUS(3, 2),
	    VB_INTEGER(matrix_control_table, 6, 2, STATUS_VALID),
	    VB_SOURCE(matrix_control_table, 2, IFINDEX_0),
	    VB_INTEGER(history_control_table, 7, 65535, 2));
	assert_string_equal(keeper->rows, "hist.65535=3 host.3=3 host.5=3 matr.2=1 ");
	ACCEPTED(f, HOST_STATUS(5, 4), HOST_STATUS(4, 1),
	    VB_SOURCE(host_control_table, 4, IFINDEX_1),
	    VB_INTEGER(matrix_control_table, 6, 2, STATUS_UNDER_CREATION));
	assert_string_equal(keeper->rows, "hist.65535=3 host.3=3 host.4=1 matr.2=3 ");
	ACCEPTED(f, HOST_STATUS(8, 4)); /* no row, no effect */
	assert_string_equal(keeper->rows, "hist.65535=3 host.3=3 host.4=1 matr.2=3 ");
}

/* A refused SET does not reach the disk. */
static void test_refused(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	REFUSED(f, SNMP_WRONG_VALUE, 1, HOST_STATUS(9, 7));
	assert_null(strpbrk(keeper->calls, "pcu"));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, HOST_STATUS(9, 1));
	assert_null(strpbrk(keeper->calls, "pcu"));
	assert_int_equal(f->mib->state_writes, 0);
	assert_int_equal(f->mib->state_failures, 0);
}

static void test_prepare_fails(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	keeper->prepare_fails = true;
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, HOST_STATUS(9, 2), HOST_STATUS(8, 1),
	    VB_SOURCE(host_control_table, 8, IFINDEX_0));
	assert_null(strpbrk(keeper->calls, "cu"));
	assert_int_equal(f->mib->state_failures, 1);
	assert_int_equal(f->mib->state_writes, 0);
	assert_false(exists(f, &host_control_table, 6, 9));
	assert_false(exists(f, &host_control_table, 6, 8));
	assert_int_equal(f->mib->budgets[BUDGET_HOST].used, 0);
	keeper->prepare_fails = false;
	ACCEPTED(f, HOST_STATUS(9, 2));
}

static void test_commit_fails(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	keeper->commit_fails = true;
	assert_int_equal(
	    GATHER(f, HOST_STATUS(8, 1), VB_SOURCE(host_control_table, 8, IFINDEX_0)), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_COMMIT_FAILED);
	assert_false(exists(f, &host_control_table, 6, 8));
	transaction_undo(f->mib);
	assert_calls(keeper, "pcf"); /* nothing took the old state's place: no undo */
	assert_int_equal(f->mib->state_failures, 1);
	assert_int_equal(f->mib->state_writes, 0);
	assert_false(exists(f, &host_control_table, 6, 8));
	assert_int_equal(f->mib->budgets[BUDGET_HOST].used, 0);
}

static void test_undo(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	assert_int_equal(GATHER(f, HOST_STATUS(9, 2)), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	transaction_undo(f->mib);
	assert_calls(keeper, "pcuf");
	assert_int_equal(f->mib->state_writes, 0);
	assert_false(exists(f, &host_control_table, 6, 9));
}

static void test_drop(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	assert_int_equal(GATHER(f, HOST_STATUS(9, 2)), SNMP_OK);
	transaction_drop(f->mib);
	assert_calls(keeper, "pf");
	assert_int_equal(f->mib->state_writes, 0);
}

/* No rows, as at the start of a probe without any: nothing is kept, and that is no failure. */
static void test_empty(void **state)
{
	struct keeper *keeper = *state;
	struct fixture *f = keeper->f;

	keeper->commit_fails = true;
	assert_int_equal(fixture_gather(f, NULL, 0), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	transaction_finish(f->mib);
	assert_null(strpbrk(keeper->calls, "pcu"));
	assert_int_equal(f->mib->state_writes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_success, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_what_is_seen, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_prepare_fails, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_commit_fails, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_undo, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_drop, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
