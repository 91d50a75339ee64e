/* SPDX-License-Identifier: BSD-2-Clause */
/* Top N reports from a start and the rows at the end: order, ties, size, baselines, wide rates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/topn.h"

#define HOSTS 8

static struct host_row host(uint8_t last, uint64_t born, uint64_t out_pkts)
{
	return (struct host_row){
	    .address = {0x02, 0, 0, 0, 0, last},
	    .born = born,
	    .out_pkts = out_pkts,
	};
}

/* The row at this place is of this host and rate, and tells its place. */
static void assert_row(const struct topn_row *report, size_t place, uint8_t last, uint64_t rate)
{
	const struct topn_row *row = &report[place - 1];

	assert_int_equal(row->index, place);
	assert_memory_equal(row->address, ((uint8_t[]){0x02, 0, 0, 0, 0, last}), 6);
	assert_int_equal(row->rate, rate);
	assert_int_equal(row->low, rate & UINT32_MAX);
}

/* Change, not value: the host with the most packets did nothing in the interval. */
static void test_change(void **state)
{
	const struct host_row before[] = {host(3, 1, 1000), host(1, 2, 10), host(2, 3, 0)};
	const struct host_row after[] = {host(3, 1, 1000), host(1, 2, 15), host(2, 3, 7)};
	struct topn_start starts[3];
	struct topn_row report[HOSTS];

	(void)state;
	topn_begin(TOPN_OUT_PKTS, before, 3, starts);
	assert_int_equal(topn_report(TOPN_OUT_PKTS, starts, 3, after, 3, report, HOSTS), 3);
	assert_row(report, 1, 2, 7);
	assert_row(report, 2, 1, 5);
	assert_row(report, 3, 3, 0);
}

static void test_ties(void **state)
{
	const struct host_row after[] = {
	    host(5, 1, 4), host(2, 2, 4), host(9, 3, 4), host(7, 4, 9), host(1, 5, 0)};
	struct topn_row report[HOSTS];

	(void)state;
	assert_int_equal(topn_report(TOPN_OUT_PKTS, NULL, 0, after, 5, report, HOSTS), 5);
	assert_row(report, 1, 7, 9);
	assert_row(report, 2, 2, 4);
	assert_row(report, 3, 5, 4);
	assert_row(report, 4, 9, 4);
	assert_row(report, 5, 1, 0);
	/* the cut goes through the ties, by address too */
	assert_int_equal(topn_report(TOPN_OUT_PKTS, NULL, 0, after, 5, report, 3), 3);
	assert_row(report, 1, 7, 9);
	assert_row(report, 2, 2, 4);
	assert_row(report, 3, 5, 4);
}

/* Every size of report out of 200 hosts, whose rates are the numbers 0 .. 199 shuffled. */
static void test_sizes(void **state)
{
	struct host_row after[200];
	struct topn_row report[201];

	(void)state;
	for (unsigned i = 0; i < 200; i++)
		after[i] = host((uint8_t)i, i + 1, i * 77 % 200); /* 77 and 200 share no factor */
	for (size_t size = 0; size <= 200; size++) {
		memset(report, 0xee, sizeof(report));
		assert_int_equal(
		    topn_report(TOPN_OUT_PKTS, NULL, 0, after, 200, report, size), size);
		for (size_t i = 0; i < size; i++) {
			assert_int_equal(report[i].index, i + 1);
			assert_int_equal(report[i].rate, 199 - i);
			assert_int_equal(report[i].address[5] * 77 % 200, 199 - i);
		}
		assert_int_equal(report[size].index, 0xeeeeeeee); /* nothing beyond */
	}
}

static void test_baselines(void **state)
{
	const struct host_row before[] = {
	    host(1, 1, 100), host(2, 1, 100), host(3, 2, 100), host(4, 2, 100)};
	const struct host_row after[] = {
	    host(1, 1, 103),  /* there all the time */
	    host(5, 50, 20),  /* new */
	    host(3, 60, 102), /* dropped and learned again: all it has is of this interval */
	    host(2, 70, 1),   /* the same, and less than before */
	};                    /* 4: dropped */
	struct topn_start starts[4];
	struct topn_row report[HOSTS];

	(void)state;
	topn_begin(TOPN_OUT_PKTS, before, 4, starts);
	assert_int_equal(topn_report(TOPN_OUT_PKTS, starts, 4, after, 4, report, HOSTS), 4);
	assert_row(report, 1, 3, 102);
	assert_row(report, 2, 5, 20);
	assert_row(report, 3, 1, 3);
	assert_row(report, 4, 2, 1);
}

static void test_nothing(void **state)
{
	const struct host_row before[] = {host(1, 1, 100)};
	struct topn_start starts[1];
	struct topn_row report[HOSTS];

	(void)state;
	topn_begin(TOPN_OUT_PKTS, NULL, 0, NULL);
	assert_int_equal(topn_report(TOPN_OUT_PKTS, NULL, 0, NULL, 0, report, HOSTS), 0);
	topn_begin(TOPN_OUT_PKTS, before, 1, starts);
	assert_int_equal(topn_report(TOPN_OUT_PKTS, starts, 1, NULL, 0, report, HOSTS), 0);
}

static void test_wide(void **state)
{
	const struct host_row before[] = {host(1, 1, 5)};
	const struct host_row after[] = {host(1, 1, UINT64_C(0x300000007) + 5)};
	struct topn_start starts[1];
	struct topn_row report[1];

	(void)state;
	topn_begin(TOPN_OUT_PKTS, before, 1, starts);
	assert_int_equal(topn_report(TOPN_OUT_PKTS, starts, 1, after, 1, report, 1), 1);
	assert_int_equal(report[0].rate, UINT64_C(0x300000007));
	assert_int_equal(report[0].low, 7);
}

static void test_rate_bases(void **state)
{
	const struct host_row before = {
	    .address = {2}, .born = 1, .in_pkts = 1, .out_pkts = 1, .in_octets = 1};
	const struct host_row after = {
	    .address = {2},
	    .born = 1,
	    .in_pkts = 11,
	    .out_pkts = 21,
	    .in_octets = 31,
	    .out_octets = 40,
	    .out_errors = 50,
	    .out_broadcast = 60,
	    .out_multicast = 70,
	};
	static const uint64_t expected[] = {0, 10, 20, 30, 40, 50, 60, 70, 10, 20, 30, 40};
	struct topn_start start;
	struct topn_row row;

	(void)state;
	for (int base = TOPN_IN_PKTS; base <= TOPN_HC_OUT_OCTETS; base++) {
		topn_begin((enum topn_rate_base)base, &before, 1, &start);
		assert_int_equal(
		    topn_report((enum topn_rate_base)base, &start, 1, &after, 1, &row, 1), 1);
		assert_int_equal(row.rate, expected[base]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_change),
	    cmocka_unit_test(test_ties),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_baselines),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_wide),
	    cmocka_unit_test(test_rate_bases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
