/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows of a captureBufferTable: order over the wrap of indexes, lengths, times; filters by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/capture_packet.h"
#include "client/capture_raw.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_after(void **state)
{
	(void)state;
	assert_int_equal(capture_packet_after(0, 1), 1);
	assert_int_equal(capture_packet_after(0, 7), 7); /* six were overwritten */
	assert_int_equal(capture_packet_after(7, 8), 1);
	assert_int_equal(capture_packet_after(7, 10), 3);
	assert_int_equal(capture_packet_after(7, 7), 0);
	assert_int_equal(capture_packet_after(7, 6), 0);
	assert_int_equal(capture_packet_after(2147483647, 1), 1);
	assert_int_equal(capture_packet_after(2147483646, 2), 3);
	assert_int_equal(capture_packet_after(1, 2147483647), 0);
	assert_int_equal(capture_packet_after(3, 2147483646), 0);
}

static const uint8_t octets[2000];

static void test_lengths(void **state)
{
	static const struct {
		uint32_t length, data_len, slice; /* of the row */
		uint32_t caplen, len;             /* in the file */
	} rows[] = {
	    {1518, 1514, 0, 1514, 1514}, {1518, 1518, 0, 1514, 1514}, /* with its FCS */
	    {1518, 100, 100, 100, 1514}, {64, 60, 0, 60, 60},
	    {64, 42, 0, 42, 42},                      /* seen before it was padded */
	    {64, 42, 100, 42, 42},                    /* the slice did not cut it */
	    {64, 40, 40, 40, 60},                     /* it may have */
	    {64, 64, 0, 60, 60}, {46, 42, 0, 42, 42}, /* a runt */
	    {65, 61, 0, 61, 61}, {3, 3, 0, 0, 0},     /* of no use */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct capture_packet packet = {
		    .length = rows[i].length, .data = octets, .data_len = rows[i].data_len};
		struct pcapfile_packet written = capture_packet_written(&packet, rows[i].slice, 0);

		assert_int_equal(written.caplen, rows[i].caplen);
		assert_int_equal(written.len, rows[i].len);
	}
}

static void test_times(void **state)
{
	const struct capture_packet packet = {.length = 64, .ms = 1500, .ns = 250};
	int64_t began = capture_packet_began(1700000000000000000, 5000, 4700);

	(void)state;
	/* 3 s before */
	assert_int_equal(began, 1699999997000000000);
	assert_int_equal(capture_packet_written(&packet, 0, began).time, 1699999998500000250);
	/* sysUpTime began again in between: 2 ticks before, and 3 after */
	assert_int_equal(capture_packet_began(1000000000, 3, 4294967294), 950000000);
	/* a probe that rounds: 2 ticks from now */
	assert_int_equal(capture_packet_began(1000000000, 7, 9), 1020000000);
}

static void test_raw_filters(void **state)
{
	struct expression expression;
	char error[128];

	(void)state;
	assert_true(capture_raw_filters(
	    &expression, "12:0x0806,30:c0a8/fff0ff/000f,0:", error, sizeof(error)));
	assert_false(expression.failed);
	assert_int_equal(expression.count, 3);
	assert_int_equal(expression.filters[0].offset, 12);
	assert_int_equal(expression.filters[0].len, 2);
	assert_memory_equal(expression.filters[0].data, "\x08\x06", 2);
	assert_memory_equal(expression.filters[0].mask, "\xff\xff", 2);
	assert_false(expression.filters[0].inverts);
	assert_int_equal(expression.filters[1].offset, 30);
	assert_memory_equal(expression.filters[1].data, "\xc0\xa8", 2);
	assert_memory_equal(expression.filters[1].mask, "\xff\xf0", 2);
	assert_memory_equal(expression.filters[1].not_mask, "\x00\x0f", 2);
	assert_true(expression.filters[1].inverts);
	assert_int_equal(expression.filters[2].len, 0);
	expression_free(&expression);
}

static void test_raw_errors(void **state)
{
	static const char *const wrong[] = {
	    "",
	    "12",
	    "12:080",
	    "x:08",
	    "12:08,",
	    "12:0g",
	    "-1:08",
	    "12:08/ff/ff/ff",
	    "99999999999:08",
	};
	struct expression expression;
	char error[128];

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		error[0] = '\0';
		if (capture_raw_filters(&expression, wrong[i], error, sizeof(error)))
			fail_msg("%s: taken", wrong[i]);
		assert_non_null(strstr(error, "--raw"));
	}
}

static void test_raw_status(void **state)
{
	struct capture_status status;
	char error[128];

	(void)state;
	assert_true(capture_raw_status(&status, "6", error, sizeof(error)));
	assert_int_equal(status.value, 6);
	assert_int_equal(status.mask, 7);
	assert_int_equal(status.not_mask, 0);
	assert_true(capture_raw_status(&status, "0x1/3/1", error, sizeof(error)));
	assert_int_equal(status.value, 1);
	assert_int_equal(status.mask, 3);
	assert_int_equal(status.not_mask, 1);
	assert_false(capture_raw_status(&status, "crc", error, sizeof(error)));
	assert_false(capture_raw_status(&status, "1/", error, sizeof(error)));
	assert_false(capture_raw_status(&status, "1/2/3/4", error, sizeof(error)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_after),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_raw_filters),
	    cmocka_unit_test(test_raw_errors),
	    cmocka_unit_test(test_raw_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
