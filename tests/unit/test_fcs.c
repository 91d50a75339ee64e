/* SPDX-License-Identifier: BSD-2-Clause */
/* The judgement whether frames carry their FCS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/fcs.h"

#define LEN 64

/* IEEE 802.3 3.2.9, bit by bit: the generating polynomial, its bits in the order of sending. */
static uint32_t shift_register(const uint8_t *data, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < 8 * len; i++) {
		uint32_t bit = data[i / 8] >> (i % 8) & 1;

		crc = (crc ^ bit) & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return ~crc;
}

/* A frame of LEN octets; with valid, the last four are its FCS. */
static struct frame make(uint8_t *data, bool valid)
{
	uint32_t fcs;

	for (uint8_t i = 0; i < LEN; i++)
		data[i] = (uint8_t)(3 * i + 1);
	fcs = shift_register(data, LEN - 4) ^ !valid;
	for (int i = 0; i < 4; i++)
		data[LEN - 4 + i] = (uint8_t)(fcs >> 8 * i);
	return (struct frame){.data = data, .caplen = LEN, .len = LEN, .fcs_len = -1};
}

static enum fcs_verdict judge(struct fcs *fcs, bool valid)
{
	uint8_t data[LEN];
	struct frame frame = make(data, valid);

	return fcs_judge(fcs, &frame);
}

/* Judges valid frames and then others, which speak for themselves; returns the state reached. */
static enum fcs_state judge_many(struct fcs *fcs, int valid, int others)
{
	fcs_init(fcs, FCS_AUTO);
	assert_int_equal(fcs->state, FCS_IS_TESTING);
	for (int i = 0; i < valid; i++)
		assert_int_equal(judge(fcs, true), FCS_GOOD);
	for (int i = 0; i < others; i++)
		assert_int_equal(judge(fcs, false), FCS_NONE);
	return fcs->state;
}

/* The check value that all descriptions of this CRC give: 0xcbf43926. */
static void test_check_value(void **state)
{
	static const uint8_t data[] = "123456789\x26\x39\xf4\xcb";
	struct frame frame = {.data = data, .caplen = 13, .len = 13, .fcs_len = -1};
	struct fcs fcs;

	(void)state;
	fcs_init(&fcs, FCS_PRESENT);
	assert_int_equal(fcs_judge(&fcs, &frame), FCS_GOOD);
	frame.data++;
	frame.caplen--;
	frame.len--;
	assert_int_equal(fcs_judge(&fcs, &frame), FCS_BAD);
}

static void test_auto_present(void **state)
{
	struct fcs fcs;

	(void)state;
	assert_int_equal(judge_many(&fcs, 63, 0), FCS_IS_TESTING);
	assert_int_equal(judge(&fcs, true), FCS_GOOD);
	assert_int_equal(fcs.state, FCS_IS_PRESENT);
	assert_int_equal(judge(&fcs, false), FCS_BAD);
	assert_int_equal(judge(&fcs, true), FCS_GOOD);
	/* 90 % of 64 is 57.6 */
	assert_int_equal(judge_many(&fcs, 58, 6), FCS_IS_PRESENT);
	assert_int_equal(judge_many(&fcs, 57, 7), FCS_IS_PER_FRAME);
}

static void test_auto_absent(void **state)
{
	struct fcs fcs;

	(void)state;
	assert_int_equal(judge_many(&fcs, 0, 64), FCS_IS_ABSENT);
	/* From now on not even one that looks like it. */
	assert_int_equal(judge(&fcs, true), FCS_NONE);
}

static void test_auto_per_frame(void **state)
{
	struct fcs fcs;

	(void)state;
	assert_int_equal(judge_many(&fcs, 1, 63), FCS_IS_PER_FRAME);
	assert_int_equal(judge(&fcs, true), FCS_GOOD);
	assert_int_equal(judge(&fcs, false), FCS_NONE);
}

/* Frames that are cut, or too short to be frames, are no tests. */
static void test_incomplete(void **state)
{
	uint8_t data[LEN];
	struct frame frame = make(data, true);
	struct frame runt = {.data = data, .caplen = 17, .len = 17, .fcs_len = -1};
	struct fcs fcs;

	(void)state;
	fcs_init(&fcs, FCS_AUTO);
	frame.caplen--;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(fcs_judge(&fcs, &frame), FCS_NONE);
		assert_int_equal(fcs_judge(&fcs, &runt), FCS_NONE);
	}
	assert_int_equal(fcs.state, FCS_IS_TESTING);
	assert_int_equal(fcs.tested, 0);
	/* Where the FCS is known to be there, a cut frame had it, and a runt shows a bad one. */
	judge_many(&fcs, 64, 0);
	assert_int_equal(fcs_judge(&fcs, &frame), FCS_GOOD);
	assert_int_equal(fcs_judge(&fcs, &runt), FCS_BAD);
	runt.caplen = runt.len = 3;
	assert_int_equal(fcs_judge(&fcs, &runt), FCS_NONE);
}

static void test_declared(void **state)
{
	uint8_t good_data[LEN];
	uint8_t bad_data[LEN];
	struct frame good = make(good_data, true);
	struct frame bad = make(bad_data, false);
	struct fcs fcs;

	(void)state;
	fcs_init(&fcs, FCS_AUTO);
	good.fcs_len = bad.fcs_len = 4;
	assert_int_equal(fcs_judge(&fcs, &good), FCS_GOOD);
	assert_int_equal(fcs_judge(&fcs, &bad), FCS_BAD);
	assert_int_equal(fcs.state, FCS_IS_PRESENT);
	good.fcs_len = bad.fcs_len = 0;
	assert_int_equal(fcs_judge(&fcs, &good), FCS_NONE);
	assert_int_equal(fcs_judge(&fcs, &bad), FCS_NONE);
	assert_int_equal(fcs.state, FCS_IS_ABSENT);
	assert_int_equal(fcs.tested, 0);
	/* Two octets are no Ethernet FCS: the frames are tested. */
	good.fcs_len = bad.fcs_len = 2;
	assert_int_equal(fcs_judge(&fcs, &good), FCS_GOOD);
	assert_int_equal(fcs_judge(&fcs, &bad), FCS_NONE);
	assert_int_equal(fcs.tested, 2);
	assert_int_equal(fcs.state, FCS_IS_TESTING);
}

/* The configuration has the last word, over what a file declares too. */
static void test_configured(void **state)
{
	uint8_t data[LEN];
	struct frame frame = make(data, true);
	struct fcs fcs;

	(void)state;
	fcs_init(&fcs, FCS_ABSENT);
	frame.fcs_len = 4;
	assert_int_equal(fcs_judge(&fcs, &frame), FCS_NONE);
	assert_int_equal(fcs.state, FCS_IS_ABSENT);
	fcs_init(&fcs, FCS_PRESENT);
	frame.fcs_len = 0;
	assert_int_equal(fcs_judge(&fcs, &frame), FCS_GOOD);
	assert_int_equal(judge(&fcs, false), FCS_BAD);
	for (int i = 0; i < 70; i++)
		judge(&fcs, false);
	assert_int_equal(fcs.state, FCS_IS_PRESENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_check_value),
	    cmocka_unit_test(test_auto_present),
	    cmocka_unit_test(test_auto_absent),
	    cmocka_unit_test(test_auto_per_frame),
	    cmocka_unit_test(test_incomplete),
	    cmocka_unit_test(test_declared),
	    cmocka_unit_test(test_configured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
