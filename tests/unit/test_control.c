/* SPDX-License-Identifier: BSD-2-Clause */
/* What control rows hold: collectors on ports, rows of the budget; and how long they live. */
#include <string.h>

#include "fixture.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"

#define STATS_STATUS(index, n) VB_INTEGER(ether_stats_table, 21, index, n)
#define HOST_STATUS(index, n) VB_INTEGER(host_control_table, 6, index, n)
#define HOST_SOURCE(index, ifindex) VB_SOURCE(host_control_table, index, ifindex)
#define MATRIX_STATUS(index, n) VB_INTEGER(matrix_control_table, 6, index, n)
#define MATRIX_SOURCE(index, ifindex) VB_SOURCE(matrix_control_table, index, ifindex)
#define STATS_PKTS 5

/* Each port has two collectors of its own: its figures and their sources. */
#define OWN_GROUPS 2

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

static unsigned groups(const struct port *port)
{
	const struct group *group;
	unsigned count = 0;

	LIST_FOREACH(group, &port->groups, link)
		count++;
	return count - OWN_GROUPS;
}

/* Counting begins with valid, from 0, and ends with it. */
static void test_collector(void **state)
{
	struct fixture *f = *state;

	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, STATS_STATUS(1, 2), VB_SOURCE(ether_stats_table, 1, IFINDEX_0));
	assert_int_equal(groups(&f->ports[0]), 0);
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(get_integer(f, &ether_stats_table, STATS_PKTS, 1), 0);
	fixture_pass(f, 5);
	ACCEPTED(f, STATS_STATUS(1, 1));
	assert_int_equal(groups(&f->ports[0]), 1);
	assert_int_equal(groups(&f->ports[1]), 0);
	fixture_frame(f, 0, 1, 2);
	fixture_frame(f, 1, 1, 2);
	fixture_pass(f, 5);
	assert_int_equal(get_integer(f, &ether_stats_table, STATS_PKTS, 1), 1);
	assert_int_equal(get_integer(f, &ether_stats_table, 4, 1), 64);
	assert_int_equal(get_integer(f, &ether_stats2_table, 2, 1), 500); /* CreateTime */
	ACCEPTED(f, STATS_STATUS(1, 3));
	assert_int_equal(groups(&f->ports[0]), 0);
	assert_int_equal(get_integer(f, &ether_stats_table, STATS_PKTS, 1), 0);
	ACCEPTED(f, STATS_STATUS(1, 1), VB_SOURCE(ether_stats_table, 1, IFINDEX_1));
	assert_int_equal(groups(&f->ports[1]), 1);
	assert_int_equal(get_integer(f, &ether_stats_table, STATS_PKTS, 1), 0);
	assert_int_equal(get_integer(f, &ether_stats2_table, 2, 1), 1000);
	ACCEPTED(f, STATS_STATUS(1, 4));
	assert_int_equal(groups(&f->ports[1]), 0);
}

/* A row on a port without traffic is there from when it became valid, not from the last packet. */
static void test_create_time(void **state)
{
	struct fixture *f = *state;

	fixture_pass(f, 5);
	f->mib->now += 20 * SECOND; /* of which the port heard nothing */
	ACCEPTED(f, STATS_STATUS(1, 1), VB_SOURCE(ether_stats_table, 1, IFINDEX_0));
	assert_int_equal(get_integer(f, &ether_stats2_table, 2, 1), 2500);
}

/* A valid row that stays valid keeps its collector and what that counted. */
static void test_collector_stays(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, HOST_STATUS(1, 1), HOST_SOURCE(1, IFINDEX_0));
	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, VB_TEXT(host_control_table, 5, 1, "somebody else"), HOST_STATUS(1, 1));
	assert_int_equal(groups(&f->ports[0]), 1);
	assert_int_equal(instances(f, &host_table, 1), 2);
}

/* Several rows may watch one port, each for itself. */
static void test_many_collectors(void **state)
{
	struct fixture *f = *state;

	for (uint32_t i = 1; i <= 5; i++) {
		ACCEPTED(f, STATS_STATUS(i, 1), VB_SOURCE(ether_stats_table, i, IFINDEX_0));
		fixture_frame(f, 0, 1, 2);
	}
	f->clock += 10 * SECOND;
	for (uint32_t i = 1; i <= 5; i++)
		assert_int_equal(get_integer(f, &ether_stats_table, STATS_PKTS, i), 6 - i);
	assert_int_equal(groups(&f->ports[0]), 5);
	ACCEPTED(f, STATS_STATUS(3, 4));
	assert_int_equal(groups(&f->ports[0]), 4);
}

static uint64_t used(const struct fixture *f, enum budget_kind kind)
{
	return f->mib->budgets[kind].used;
}

static void test_budget(void **state)
{
	struct fixture *f = *state;
	uint64_t granted;

	ACCEPTED(f, HOST_STATUS(1, 2), HOST_SOURCE(1, IFINDEX_0));
	assert_int_equal(used(f, BUDGET_HOST), 0);
	ACCEPTED(f, HOST_STATUS(1, 1));
	granted = used(f, BUDGET_HOST);
	assert_int_equal(granted, f->mib->budgets[BUDGET_HOST].fair);
	ACCEPTED(f, VB_TEXT(host_control_table, 5, 1, "me"));
	assert_int_equal(used(f, BUDGET_HOST), granted);
	ACCEPTED(f, HOST_STATUS(1, 3));
	assert_int_equal(used(f, BUDGET_HOST), 0);
	ACCEPTED(f, HOST_STATUS(1, 1));
	assert_int_equal(used(f, BUDGET_HOST), granted);
	ACCEPTED(f, HOST_STATUS(1, 4));
	assert_int_equal(used(f, BUDGET_HOST), 0);
}

/* Too little is left for one of two rows: neither is there, and nothing is taken. */
static void test_budget_empty(void **state)
{
	struct fixture *f = *state;
	struct budget *matrix = &f->mib->budgets[BUDGET_MATRIX];
	uint64_t before = matrix->total - 20;

	matrix->used = before;
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 3, HOST_STATUS(1, 1), HOST_SOURCE(1, IFINDEX_0),
	    MATRIX_STATUS(1, 1), MATRIX_SOURCE(1, IFINDEX_0));
	assert_int_equal(used(f, BUDGET_MATRIX), before);
	assert_int_equal(used(f, BUDGET_HOST), 0);
	assert_false(exists(f, &host_control_table, 6, 1));
	assert_false(exists(f, &matrix_control_table, 6, 1));
	assert_int_equal(groups(&f->ports[0]), 0);
	ACCEPTED(f, MATRIX_STATUS(1, 2), MATRIX_SOURCE(1, IFINDEX_0)); /* takes nothing yet */
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, MATRIX_STATUS(1, 1));
	assert_int_equal(get_integer(f, &matrix_control_table, 6, 1), STATUS_UNDER_CREATION);
	matrix->used = 0;
	ACCEPTED(f, MATRIX_STATUS(1, 1));
}

/* No manager fills the memory with control rows, not with one SET either. */
static void test_row_limit(void **state)
{
	struct fixture *f = *state;
	uint32_t count = 0;
	enum snmp_error error = SNMP_OK;

	while (!error && count < 65535) {
		error = SET(f, STATS_STATUS(count + 1, 2));
		count += !error;
	}
	assert_int_equal(error, SNMP_RESOURCE_UNAVAILABLE);
	assert_true(count >= 1000);
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, STATS_STATUS(65000, 2));
	ACCEPTED(f, STATS_STATUS(1, 4));
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, STATS_STATUS(65000, 2), STATS_STATUS(65001, 2));
	ACCEPTED(f, STATS_STATUS(65000, 2));
	assert_int_equal(instances(f, &ether_stats_table, 21), count);
}

/* An hour after it was last touched; a valid row never. */
static void test_ageing(void **state)
{
	struct fixture *f = *state;

	f->mib->now = 100 * SECOND;
	ACCEPTED(
	    f, STATS_STATUS(1, 2), HOST_STATUS(1, 2), HOST_STATUS(2, 1), HOST_SOURCE(2, IFINDEX_0));
	fixture_pass(f, 1800);
	ACCEPTED(f, HOST_STATUS(1, 3));
	fixture_pass(f, 1800);
	mib_tick(f->mib);
	assert_true(exists(f, &ether_stats_table, 21, 1));
	fixture_pass(f, 1);
	mib_tick(f->mib);
	assert_false(exists(f, &ether_stats_table, 21, 1));
	assert_true(exists(f, &host_control_table, 6, 1));
	fixture_pass(f, 1799);
	mib_tick(f->mib);
	assert_true(exists(f, &host_control_table, 6, 1));
	fixture_pass(f, 1);
	mib_tick(f->mib);
	assert_false(exists(f, &host_control_table, 6, 1));
	assert_true(exists(f, &host_control_table, 6, 2));
	assert_null(f->mib->transaction);
}

/* A row that was valid begins its hour when it stops being so. */
static void test_ageing_after_valid(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, HOST_STATUS(2, 1), HOST_SOURCE(2, IFINDEX_0));
	fixture_pass(f, 9000);
	ACCEPTED(f, HOST_STATUS(2, 3));
	fixture_pass(f, 3600);
	mib_tick(f->mib);
	assert_true(exists(f, &host_control_table, 6, 2));
	fixture_pass(f, 1);
	mib_tick(f->mib);
	assert_false(exists(f, &host_control_table, 6, 2));
}

/* All that are too old go, if not at once; one under change does not. */
static void test_ageing_of_many(void **state)
{
	struct fixture *f = *state;

	for (uint32_t i = 1; i <= 10; i++)
		ACCEPTED(f, HOST_STATUS(i, 2));
	fixture_pass(f, 3601);
	assert_int_equal(GATHER(f, HOST_STATUS(3, 3)), SNMP_OK);
	mib_tick(f->mib);
	assert_int_equal(instances(f, &host_control_table, 6), 10);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	transaction_finish(f->mib);
	for (int i = 0; i < 10; i++)
		mib_tick(f->mib);
	assert_int_equal(instances(f, &host_control_table, 6), 1);
	assert_true(exists(f, &host_control_table, 6, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_collector, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_create_time, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_collector_stays, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_many_collectors, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_budget, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_budget_empty, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_row_limit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_ageing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_ageing_after_valid, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_ageing_of_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
