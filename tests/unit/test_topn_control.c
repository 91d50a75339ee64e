/* SPDX-License-Identifier: BSD-2-Clause */
/* hostTopN: reports that are asked for, collected, frozen, and gone with what they were of. */
#include <stdlib.h>

#include "fixture.h"
#include "mibs/host.h"
#include "mibs/topn.h"
#include "mibs/transaction.h"
#include "probe/topn.h"

#define HOST_STATUS(index, n) VB_INTEGER(host_control_table, 6, index, n)
#define HOST_SOURCE(index) VB_SOURCE(host_control_table, index, IFINDEX_0)

#define HOST(index, n) VB_INTEGER(host_top_n_control_table, 2, index, n)
#define BASE(index, n) VB_INTEGER(host_top_n_control_table, 3, index, n)
#define REMAINING(index, n) VB_INTEGER(host_top_n_control_table, 4, index, n)
#define REQUESTED(index, n) VB_INTEGER(host_top_n_control_table, 6, index, n)
#define STATUS(index, n) VB_INTEGER(host_top_n_control_table, 10, index, n)

static int setup(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	ACCEPTED(f, HOST_STATUS(1, 1), HOST_SOURCE(1));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 4), STATUS(2, 4));
	assert_int_equal(f->mib->budgets[BUDGET_TOPN].used, 0);
	fixture_free(f);
	return 0;
}

/* Time goes on; the ports are not told of it when they are not asked to tick. */
static void pass(struct fixture *f, uint64_t ns)
{
	f->mib->now += ns;
	mib_run(f->mib);
}

static void frames(struct fixture *f, uint16_t from, uint16_t to, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		fixture_frame(f, 0, from, to);
}

static int64_t remaining(struct fixture *f)
{
	return get_integer(f, &host_top_n_control_table, 4, 1);
}

static int64_t duration(struct fixture *f)
{
	return get_integer(f, &host_top_n_control_table, 5, 1);
}

static int64_t granted(struct fixture *f)
{
	return get_integer(f, &host_top_n_control_table, 7, 1);
}

static int64_t start_time(struct fixture *f)
{
	return get_integer(f, &host_top_n_control_table, 8, 1);
}

static size_t rows(struct fixture *f)
{
	assert_int_equal(instances(f, &host_top_n_high_capacity_table, 1), 0);
	return instances(f, &host_top_n_table, 4);
}

/* Report 1 has at this place the station 02:00:00:00:hi:lo with this rate. */
static void assert_row(struct fixture *f, uint32_t place, uint16_t station, int64_t rate)
{
	const uint8_t address[] = {0x02, 0, 0, 0, (uint8_t)(station >> 8), (uint8_t)station};
	struct value value;

	f->mib->pdu++;
	assert_int_equal(
	    walk_get(f->mib, &host_top_n_table, (uint32_t[]){3, 1, place}, 3, &value), WALK_OK);
	assert_int_equal(value.syntax, SYNTAX_OCTETS);
	assert_int_equal(value.octets_len, 6);
	assert_memory_equal(value.octets, address, 6);
	assert_int_equal(
	    walk_get(f->mib, &host_top_n_table, (uint32_t[]){4, 1, place}, 3, &value), WALK_OK);
	assert_int_equal(value.syntax, SYNTAX_INTEGER);
	assert_int_equal(value.integer, rate);
	assert_int_equal(
	    walk_get(f->mib, &host_top_n_table, (uint32_t[]){2, 1, place}, 3, &value), WALK_OK);
	assert_int_equal(value.integer, place);
}

/* Made step by step, asked for, counted down, frozen, asked for again. */
static void test_life(void **state)
{
	struct fixture *f = *state;

	frames(f, 10, 11, 100); /* before the interval */
	ACCEPTED(f, STATUS(1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, STATUS(1, 1));
	ACCEPTED(f, HOST(1, 1));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, STATUS(1, 1));
	ACCEPTED(f, BASE(1, TOPN_OUT_PKTS));
	ACCEPTED(f, STATUS(1, 1));
	assert_int_equal(remaining(f), 0);
	assert_int_equal(duration(f), 0);
	assert_int_equal(start_time(f), 0);
	assert_int_equal(get_integer(f, &host_top_n_control_table, 6, 1), 10);
	assert_int_equal(granted(f), 10);
	pass(f, 7 * SECOND);
	assert_int_equal(rows(f), 0);

	ACCEPTED(f, REMAINING(1, 5));
	assert_int_equal(remaining(f), 5);
	assert_int_equal(duration(f), 5);
	assert_int_equal(start_time(f), 700);
	frames(f, 12, 10, 2);
	frames(f, 11, 10, 3);
	pass(f, SECOND / 2);
	assert_int_equal(remaining(f), 5);
	pass(f, SECOND / 2);
	assert_int_equal(remaining(f), 4);
	pass(f, 3 * SECOND + SECOND / 2);
	assert_int_equal(remaining(f), 1);
	assert_int_equal(rows(f), 0);
	frames(f, 10, 12, 1);
	pass(f, SECOND / 2);
	assert_int_equal(remaining(f), 0);
	assert_int_equal(duration(f), 5);
	assert_int_equal(start_time(f), 700);
	assert_int_equal(rows(f), 3);
	assert_row(f, 1, 11, 3);
	assert_row(f, 2, 12, 2);
	assert_row(f, 3, 10, 1);

	frames(f, 10, 11, 50); /* after it: the report is frozen */
	pass(f, 100 * SECOND);
	assert_int_equal(remaining(f), 0);
	assert_int_equal(rows(f), 3);
	assert_row(f, 1, 11, 3);
	assert_row(f, 3, 10, 1);

	ACCEPTED(f, REMAINING(1, 1));
	assert_int_equal(rows(f), 0);
	assert_int_equal(duration(f), 1);
	assert_int_equal(start_time(f), 11200);
	pass(f, SECOND);
	assert_int_equal(rows(f), 3); /* none did anything: by address */
	assert_row(f, 1, 10, 0);
	assert_row(f, 2, 11, 0);
	assert_row(f, 3, 12, 0);
}

/* A SET during a run aborts it, even to the value that is shown; 0 asks for no other. */
static void test_restart(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_IN_PKTS), REMAINING(1, 10));
	assert_int_equal(start_time(f), 0);
	frames(f, 1, 2, 5);
	pass(f, 4 * SECOND);
	assert_int_equal(remaining(f), 6);
	ACCEPTED(f, REMAINING(1, 6));
	assert_int_equal(duration(f), 6);
	assert_int_equal(start_time(f), 400);
	frames(f, 1, 2, 3);
	pass(f, 5 * SECOND);
	assert_int_equal(remaining(f), 1);
	pass(f, SECOND);
	assert_int_equal(rows(f), 2);
	assert_row(f, 1, 2, 3);
	assert_row(f, 2, 1, 0);

	ACCEPTED(f, REMAINING(1, 0));
	assert_int_equal(rows(f), 0);
	assert_int_equal(duration(f), 0);
	ACCEPTED(f, REMAINING(1, 3));
	pass(f, SECOND);
	ACCEPTED(f, REMAINING(1, 0));
	assert_int_equal(remaining(f), 0);
	pass(f, 10 * SECOND);
	assert_int_equal(rows(f), 0);
	assert_int_equal(duration(f), 0);
	REFUSED(f, SNMP_WRONG_VALUE, 1, REMAINING(1, -1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, REQUESTED(1, -1));
}

/* An undone or refused SET leaves a run as it is. */
static void test_undone(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 4));
	frames(f, 1, 2, 5);
	pass(f, SECOND);
	assert_int_equal(GATHER(f, REMAINING(1, 9), REQUESTED(1, 300)), SNMP_OK);
	transaction_drop(f->mib);
	assert_int_equal(GATHER(f, REMAINING(1, 9), REQUESTED(1, 2)), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	pass(f, SECOND);
	transaction_undo(f->mib);
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, REMAINING(1, 9), BASE(1, TOPN_IN_PKTS));
	pass(f, SECOND);
	assert_int_equal(remaining(f), 1);
	assert_int_equal(duration(f), 4);
	assert_int_equal(granted(f), 10);
	pass(f, SECOND);
	assert_row(f, 1, 1, 5);
	assert_row(f, 2, 2, 0);
	assert_int_equal(rows(f), 2);
}

static void test_activation(void **state)
{
	struct fixture *f = *state;

	frames(f, 1, 2, 5);
	ACCEPTED(f, STATUS(1, 2), HOST(1, 1), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 3));
	pass(f, 10 * SECOND);
	assert_int_equal(remaining(f), 3);
	frames(f, 1, 2, 6);
	ACCEPTED(f, STATUS(1, 1)); /* only now it starts */
	assert_int_equal(start_time(f), 1000);
	assert_int_equal(duration(f), 3);
	frames(f, 1, 2, 7);
	pass(f, 3 * SECOND);
	assert_int_equal(rows(f), 2);
	assert_row(f, 1, 1, 7);
	ACCEPTED(f, STATUS(1, 3));
	assert_int_equal(rows(f), 0);
	ACCEPTED(f, STATUS(1, 1)); /* and not once more */
	assert_int_equal(remaining(f), 0);
	assert_int_equal(rows(f), 0);
	ACCEPTED(f, REMAINING(1, 3));
	pass(f, SECOND);
	ACCEPTED(f, STATUS(1, 3)); /* aborts a run */
	assert_int_equal(remaining(f), 0);
	ACCEPTED(f, STATUS(1, 1));
	pass(f, 10 * SECOND);
	assert_int_equal(rows(f), 0);
}

/* RequestedSize may change at any time; a report never has more rows than are granted. */
static void test_size(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(
	    f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_OUT_PKTS), REQUESTED(1, 3), REMAINING(1, 2));
	for (uint16_t station = 1; station <= 8; station++)
		frames(f, station, 9, station);
	pass(f, 2 * SECOND);
	assert_int_equal(rows(f), 3);
	assert_row(f, 1, 8, 8);
	assert_row(f, 3, 6, 6);
	ACCEPTED(f, REQUESTED(1, 2));
	assert_int_equal(granted(f), 2);
	assert_int_equal(rows(f), 2);
	assert_row(f, 2, 7, 7);
	ACCEPTED(f, REQUESTED(1, 7));
	assert_int_equal(granted(f), 7);
	assert_int_equal(rows(f), 2);
	ACCEPTED(f, REMAINING(1, 1));
	ACCEPTED(f, REQUESTED(1, 6)); /* during a run, which goes on */
	assert_int_equal(remaining(f), 1);
	frames(f, 4, 9, 1);
	pass(f, SECOND);
	assert_int_equal(rows(f), 6);
	assert_row(f, 1, 4, 1);
	assert_row(f, 2, 1, 0);
	assert_row(f, 6, 6, 0);
	ACCEPTED(f, REQUESTED(1, INT32_MAX));
	assert_int_equal(granted(f), 27962); /* 4 % of 64 MB in rows of 24, for 2 * 2 ports */
	ACCEPTED(f, REQUESTED(1, 0), REMAINING(1, 1));
	assert_int_equal(granted(f), 0);
	pass(f, SECOND);
	assert_int_equal(rows(f), 0);
}

/* What the budget cannot pay for is refused, and leaves a run as it is. */
static void test_budget(void **state)
{
	struct fixture *f = *state;
	struct budget *budget = &f->mib->budgets[BUDGET_TOPN];

	for (uint16_t station = 1; station < 40; station++)
		frames(f, station, 40, 1);
	ACCEPTED(f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 2));
	assert_int_equal(budget->used, 10 + 40);
	budget->fair = 39;
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, REMAINING(1, 9), REQUESTED(1, 20));
	REFUSED(
	    f, SNMP_RESOURCE_UNAVAILABLE, 1, STATUS(2, 1), HOST(2, 1), BASE(2, 1), REMAINING(2, 9));
	assert_int_equal(budget->used, 10 + 40);
	pass(f, 2 * SECOND);
	assert_int_equal(budget->used, 10);
	assert_int_equal(rows(f), 10);
	budget->total = budget->used;
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, STATUS(2, 1), HOST(2, 1), BASE(2, 1));
	ACCEPTED(f, STATUS(1, 4));
	assert_int_equal(budget->used, 0);
}

/* A report goes with its hostControl row, and does not come back with another. */
static void test_hosts_gone(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 1));
	frames(f, 1, 2, 1);
	pass(f, SECOND);
	assert_int_equal(rows(f), 2);
	ACCEPTED(f, HOST_STATUS(1, 3));
	assert_int_equal(rows(f), 0);
	ACCEPTED(f, HOST_STATUS(1, 1));
	assert_int_equal(rows(f), 0);
	pass(f, SECOND);
	assert_int_equal(rows(f), 0);

	ACCEPTED(f, REMAINING(1, 3)); /* dropped and learned anew while it is collected */
	frames(f, 1, 2, 1);
	ACCEPTED(f, HOST_STATUS(1, 4));
	pass(f, SECOND);
	assert_int_equal(remaining(f), 2);
	ACCEPTED(f, HOST_STATUS(1, 1), HOST_SOURCE(1));
	frames(f, 1, 2, 1);
	pass(f, 2 * SECOND);
	assert_int_equal(remaining(f), 0);
	assert_int_equal(rows(f), 0);

	ACCEPTED(f, HOST_STATUS(1, 4)); /* of no row at all */
	ACCEPTED(f, REMAINING(1, 1));
	assert_int_equal(remaining(f), 1);
	pass(f, SECOND);
	assert_int_equal(remaining(f), 0);
	assert_int_equal(rows(f), 0);
}

/* Both rows in one SET, as a configuration has them, in either order. */
static void test_together(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(1, 1), HOST(1, 3), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 2),
	    HOST_STATUS(3, 1), HOST_SOURCE(3));
	frames(f, 1, 2, 3);
	pass(f, 2 * SECOND);
	assert_int_equal(rows(f), 2);
	assert_row(f, 1, 1, 3);
	ACCEPTED(f, STATUS(1, 4));
	ACCEPTED(f, HOST_STATUS(4, 1), HOST_SOURCE(4), STATUS(1, 1), HOST(1, 4),
	    BASE(1, TOPN_OUT_PKTS), REMAINING(1, 2));
	frames(f, 1, 2, 4);
	pass(f, 2 * SECOND);
	assert_int_equal(rows(f), 2);
	assert_row(f, 1, 1, 4);
}

/* A full host table drops the least recently used: they leave, or count from their return. */
static void test_evicted(void **state)
{
	struct fixture *f = *state;

	f->mib->budgets[BUDGET_HOST].fair = 16;
	ACCEPTED(f, HOST_STATUS(2, 1), VB_SOURCE(host_control_table, 2, IFINDEX_0));
	frames(f, 1, 100, 9);
	frames(f, 2, 100, 9);
	for (uint16_t station = 3; station <= 15; station++)
		frames(f, station, 100, 1);
	ACCEPTED(
	    f, STATUS(1, 1), HOST(1, 2), BASE(1, TOPN_OUT_PKTS), REMAINING(1, 5), REQUESTED(1, 16));
	frames(f, 20, 100, 7); /* in place of 1 */
	frames(f, 1, 100, 2);  /* in place of 2 */
	frames(f, 5, 100, 3);
	pass(f, 5 * SECOND);
	assert_int_equal(get_integer(f, &host_control_table, 3, 2), 16);
	assert_int_equal(rows(f), 16);
	assert_row(f, 1, 20, 7);
	assert_row(f, 2, 5, 3);
	assert_row(f, 3, 1, 2); /* not 2 - 9 */
	assert_row(f, 4, 3, 0); /* 2 is not there */
	assert_row(f, 5, 4, 0);
	assert_row(f, 6, 6, 0);
	assert_row(f, 16, 100, 0);
}

static uint64_t high(struct fixture *f, uint32_t column, uint32_t place, enum syntax syntax)
{
	struct value value;

	f->mib->pdu++;
	assert_int_equal(walk_get(f->mib, &host_top_n_high_capacity_table,
			     (uint32_t[]){column, 1, place}, 3, &value),
	    WALK_OK);
	assert_int_equal(value.syntax, syntax);
	return value.number;
}

/* RFC 3273: a rate base from 8 on reports to the high capacity table alone. */
static void test_high_capacity(void **state)
{
	struct fixture *f = *state;
	struct value value;

	ACCEPTED(f, STATUS(1, 1), HOST(1, 1), BASE(1, TOPN_HC_OUT_OCTETS), REMAINING(1, 1));
	frames(f, 1, 2, 3);
	pass(f, SECOND);
	assert_int_equal(instances(f, &host_top_n_table, 1), 0);
	assert_int_equal(instances(f, &host_top_n_table, 4), 0);
	assert_int_equal(instances(f, &host_top_n_high_capacity_table, 1), 2);
	assert_int_equal(instances(f, &host_top_n_high_capacity_table, 4), 2);
	assert_int_equal(high(f, 2, 1, SYNTAX_GAUGE32), 3 * 64);
	assert_int_equal(high(f, 3, 1, SYNTAX_GAUGE32), 0);
	assert_int_equal(high(f, 4, 1, SYNTAX_COUNTER64), 3 * 64);
	assert_int_equal(high(f, 4, 2, SYNTAX_COUNTER64), 0);
	assert_int_equal(
	    walk_get(f->mib, &host_top_n_high_capacity_table, (uint32_t[]){1, 1, 1}, 3, &value),
	    WALK_OK);
	assert_memory_equal(value.octets, ((uint8_t[]){2, 0, 0, 0, 0, 1}), 6);
	REFUSED(f, SNMP_WRONG_VALUE, 2, STATUS(2, 2), BASE(2, 12));
	REFUSED(f, SNMP_WRONG_VALUE, 2, STATUS(2, 2), BASE(2, 0));
}

/* What a rate beyond 32 bits looks like: Integer32 at its maximum, and modulo and div 2^32. */
static void test_wide(void **state)
{
	static const struct topn_row row = {.rate = UINT64_C(0x580000003), .low = 0x80000003};
	struct fixture *f = *state;
	const struct table *table = &host_top_n_high_capacity_table;
	struct value value;

	column_load(table_column(&host_top_n_table, 4), f->mib, &row, &value);
	assert_int_equal(value.integer, INT32_MAX);
	column_load(table_column(table, 2), f->mib, &row, &value);
	assert_int_equal(value.number, 0x80000003);
	column_load(table_column(table, 3), f->mib, &row, &value);
	assert_int_equal(value.number, 5);
	column_load(table_column(table, 4), f->mib, &row, &value);
	assert_int_equal(value.number, UINT64_C(0x580000003));
}

/* As the state file has it: columns by their short names, and no run of long ago. */
static void test_text(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
	    fixture_line(f, "hostTopNControlTable.1 HostIndex=1 RateBase=hostTopNHCInPkts "
			    "TimeRemaining=60 hostTopNRequestedSize=5 Owner=me"),
	    SNMP_OK);
	pass(f, SECOND);
	assert_int_equal(remaining(f), 59);
	fixture_assert_line(f, &host_top_n_control, 1,
	    "hostTopNControlTable.1 HostIndex=1 RateBase=hostTopNHCInPkts "
	    "RequestedSize=5 Owner=\"me\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_life, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_restart, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_undone, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_activation, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_size, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_budget, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_hosts_gone, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_together, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_evicted, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_high_capacity, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wide, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_text, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
