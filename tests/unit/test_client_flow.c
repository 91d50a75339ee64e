/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows in sonda's listing: rows of the probe's made cells, and the largest kept out of many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "client/flow_heap.h"
#include "client/flow_record.h"
#include "client/varbind.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where cells are, in the order of the columns of SONDA-FLOW-MIB. */
enum {
	KIND,
	TYPE,
	SOURCE,
	DESTINATION,
	SOURCE_PORT,
	DESTINATION_PORT,
	PROTOCOL,
	ETHERTYPE,
	VLAN,
	INNER_VLAN,
	SOURCE_MAC,
	DESTINATION_MAC,
	DSCP,
	ICMP_TYPE,
	ICMP_CODE,
	FLAGS,
	FLAGS_BACK,
	PKTS,
	PKTS_BACK,
	OCTETS,
	OCTETS_BACK,
	FIRST,
	LAST,
	FLOW_ID,
	REASON
};

static struct varbind cells[FLOW_RECORD_COLUMNS];
static const uint8_t macs[2][6] = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 0xfe}};
static const uint8_t v4[2][4] = {{192, 0, 2, 1}, {192, 0, 2, 2}};
/* 2026-11-22 04:05:06.7 */
static const uint8_t date[8] = {2026 / 256, 2026 % 256, 11, 22, 4, 5, 6, 7};
/* Two hours east of it. */
static const uint8_t date_east[11] = {2026 / 256, 2026 % 256, 11, 22, 6, 5, 6, 8, '+', 2, 0};

/* A flow of TCP, 9 packets to 8. */
static void tcp_make(void)
{
	static const int64_t numbers[FLOW_RECORD_COLUMNS] = {[KIND] = 1,
	    [TYPE] = 1,
	    [SOURCE_PORT] = 1024,
	    [DESTINATION_PORT] = 80,
	    [PROTOCOL] = 6,
	    [ETHERTYPE] = 0x0800,
	    [ICMP_TYPE] = -1,
	    [ICMP_CODE] = -1,
	    [FLAGS] = 0x1a,
	    [FLAGS_BACK] = 0x12,
	    [PKTS] = 9,
	    [PKTS_BACK] = 8,
	    [OCTETS] = 5000000000,
	    [OCTETS_BACK] = 512,
	    [FLOW_ID] = 77,
	    [REASON] = 5};

	for (size_t i = 0; i < FLOW_RECORD_COLUMNS; i++)
		varbind_integer(&cells[i], numbers[i]);
	for (size_t i = 0; i < 2; i++) {
		varbind_octets(&cells[SOURCE + i], v4[i], sizeof(v4[i]));
		varbind_octets(&cells[SOURCE_MAC + i], macs[i], sizeof(macs[i]));
	}
	varbind_octets(&cells[FIRST], date, sizeof(date));
	varbind_octets(&cells[LAST], date_east, sizeof(date_east));
}

/* The line of a flow as people see it, a blank between cells. */
static const char *line(bool csv, bool ended)
{
	static char text[FLOW_RECORD_CELLS_MAX * FLOW_RECORD_CELL_SIZE];
	char texts[FLOW_RECORD_CELLS_MAX][FLOW_RECORD_CELL_SIZE];
	const char *heads[FLOW_RECORD_CELLS_MAX];
	size_t count = flow_record_heads(heads, csv, ended);
	struct flow_record record;
	size_t at = 0;

	assert_true(flow_record_load(&record, 12, cells, ended));
	flow_record_print(texts, &record, csv, ended);
	for (size_t i = 0; i < count; i++)
		at += (size_t)sprintf(text + at, i ? " %s" : "%s", texts[i]);
	return text;
}

#define TIMES "2026-11-22 04:05:06.7 04:05:06.8 "
#define DATES "2026-11-22 04:05:06.7 2026-11-22 04:05:06.8 "

static void test_tcp(void **state)
{
	(void)state;
	tcp_make();
	assert_string_equal(line(false, false),
	    "12 " TIMES "TCP - 192.0.2.1.1024 > 192.0.2.2.80 9 8 5000000000 512 SPA/SA -");
	assert_string_equal(line(true, true),
	    "12 77 " DATES "TCP - 192.0.2.1 1024 192.0.2.2 80 9 8 5000000000 512 SPA/SA - evicted");
	varbind_integer(&cells[FLAGS], 0xff);
	varbind_integer(&cells[FLAGS_BACK], 0);
	varbind_integer(&cells[DSCP], 46);
	varbind_integer(&cells[VLAN], 7);
	varbind_integer(&cells[INNER_VLAN], 8);
	varbind_integer(&cells[REASON], 1);
	assert_string_equal(line(false, true),
	    "12 77 " TIMES "TCP 7/8 192.0.2.1.1024 > 192.0.2.2.80 9 8 5000000000 512 "
	    "FSRPAUEC/. 46 idle");
}

static void test_others(void **state)
{
	static const uint8_t v6[16] = {0x20, 1, 0xd, 0xb8, [15] = 1};

	(void)state;
	tcp_make();
	varbind_integer(&cells[FLAGS], 0);
	varbind_integer(&cells[FLAGS_BACK], 0);
	varbind_integer(&cells[KIND], 2);
	varbind_integer(&cells[TYPE], 2);
	varbind_octets(&cells[SOURCE], v6, sizeof(v6));
	varbind_octets(&cells[DESTINATION], v6, sizeof(v6));
	varbind_integer(&cells[PROTOCOL], 58);
	varbind_integer(&cells[ICMP_TYPE], 128);
	varbind_integer(&cells[ICMP_CODE], 0);
	assert_string_equal(line(false, false),
	    "12 " TIMES "ICMPv6:128/0 - 2001:db8::1 > 2001:db8::1 9 8 5000000000 512 - -");
	varbind_integer(&cells[ICMP_TYPE], -1);
	varbind_integer(&cells[PROTOCOL], 99);
	cells[PKTS].present = false;
	assert_string_equal(
	    line(true, false), "12 " DATES "IP:99 - 2001:db8::1 - 2001:db8::1 - - - - - - -");
	cells[PKTS].present = true;
	varbind_integer(&cells[KIND], 3);
	varbind_integer(&cells[TYPE], 0);
	varbind_integer(&cells[PROTOCOL], 0);
	varbind_integer(&cells[ETHERTYPE], 0x806);
	assert_string_equal(line(false, false),
	    "12 " TIMES "0x0806 - 02:00:00:00:00:01 > 02:00:00:00:00:fe 9 "
	    "8 5000000000 512 - -");
	varbind_integer(&cells[KIND], 4);
	varbind_integer(&cells[SOURCE_PORT], 0x42);
	varbind_integer(&cells[DESTINATION_PORT], 0xfe);
	assert_string_equal(line(false, false),
	    "12 " TIMES "LLC - 02:00:00:00:00:01.0x42 > 02:00:00:00:00:fe.0xfe 9 8 5000000000 "
	    "512 - -");
}

/* A flow that ended between two answers has only some of its cells. */
static void test_gone(void **state)
{
	struct flow_record record;

	(void)state;
	tcp_make();
	cells[LAST].present = false;
	assert_false(flow_record_load(&record, 12, cells, false));
	tcp_make();
	cells[REASON].present = false;
	assert_true(flow_record_load(&record, 12, cells, false));
	assert_false(flow_record_load(&record, 12, cells, true));
}

/* What an agent may say that does not keep to the MIB. */
static void test_odd(void **state)
{
	(void)state;
	tcp_make();
	varbind_octets(&cells[SOURCE], v4[0], 2);
	varbind_octets(&cells[FIRST], date, 3);
	varbind_integer(&cells[REASON], 9);
	assert_string_equal(line(false, true),
	    "12 77 1970-01-01 00:00:00.0 2026-11-22 04:05:06.8 TCP - 192.0.0.0.1024 > "
	    "192.0.2.2.80 9 8 5000000000 512 SPA/SA - 9");
}

static void test_local_time(void **state)
{
	(void)state;
	tcp_make();
	setenv("TZ", "west8", 1);
	tzset();
	assert_non_null(strstr(line(false, false), "12 2026-11-21 20:05:06.7 20:05:06.8 TCP"));
	setenv("TZ", "UTC", 1);
	tzset();
}

static int descending(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x < y) - (x > y);
}

/* Against qsort(): keys are of few values and the order of coming is behind them. */
static void test_largest(void **state)
{
	static const size_t sizes[] = {1, 2, 10, 999, 1000, 1001};
	enum {
		MANY = 1000
	};
	uint64_t keys[MANY];

	(void)state;
	srandom(1);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct flow_heap *heap = flow_heap_new(sizes[i]);
		size_t kept = sizes[i] < MANY ? sizes[i] : MANY;

		for (size_t j = 0; j < MANY; j++) {
			struct flow_record record = {.id = (uint32_t)j};
			uint64_t key = (uint64_t)random() % 50;

			keys[j] = key << 32 | (MANY - j);
			flow_heap_add(heap, key, &record);
		}
		qsort(keys, MANY, sizeof(keys[0]), descending);
		assert_int_equal(flow_heap_sort(heap), kept);
		for (size_t j = 0; j < kept; j++)
			assert_int_equal(flow_heap_at(heap, j)->id, MANY - (keys[j] & UINT32_MAX));
		flow_heap_free(heap);
	}
}

static void test_none(void **state)
{
	struct flow_heap *heap = flow_heap_new(5);

	(void)state;
	assert_int_equal(flow_heap_sort(heap), 0);
	flow_heap_free(heap);
	flow_heap_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_tcp),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_gone),
	    cmocka_unit_test(test_odd),
	    cmocka_unit_test(test_local_time),
	    cmocka_unit_test(test_largest),
	    cmocka_unit_test(test_none),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
