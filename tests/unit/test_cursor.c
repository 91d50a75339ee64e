/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests the bounded reader: values, and that it neither passes its end nor moves on failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe/cursor.h"

static const uint8_t octets[] = {0x01, 0x82, 0x83, 0xf4, 0x05, 0x06, 0x07};

static void values_are_big_endian(void **state)
{
	struct cursor c = cursor_make(octets, sizeof(octets));
	uint8_t u8 = 0;
	uint16_t u16 = 0;
	uint32_t u32 = 0;

	(void)state;
	assert_true(cursor_u8(&c, &u8));
	assert_int_equal(u8, 0x01);
	assert_true(cursor_u16(&c, &u16));
	assert_int_equal(u16, 0x8283);
	assert_true(cursor_u32(&c, &u32));
	assert_int_equal(u32, 0xf4050607);
	assert_int_equal(cursor_left(&c), 0);
}

static void top_bit_of_u32(void **state)
{
	static const uint8_t high[] = {0xff, 0xfe, 0xfd, 0xfc};
	struct cursor c = cursor_make(high, sizeof(high));
	uint32_t u32 = 0;

	(void)state;
	assert_true(cursor_u32(&c, &u32));
	assert_true(u32 == 0xfffefdfcu);
}

static void failure_leaves_cursor_and_value(void **state)
{
	struct cursor c = cursor_make(octets, 1);
	const uint8_t *bytes = NULL;
	uint16_t u16 = 7;
	uint32_t u32 = 8;

	(void)state;
	assert_false(cursor_u16(&c, &u16));
	assert_false(cursor_u32(&c, &u32));
	assert_false(cursor_bytes(&c, 2, &bytes));
	assert_false(cursor_skip(&c, 2));
	assert_int_equal(u16, 7);
	assert_int_equal(u32, 8);
	assert_null(bytes);
	assert_ptr_equal(c.at, octets);
	assert_int_equal(cursor_left(&c), 1);
}

static void huge_lengths_do_not_wrap(void **state)
{
	struct cursor c = cursor_make(octets, sizeof(octets));
	const uint8_t *bytes = NULL;
	struct cursor window;

	(void)state;
	assert_false(cursor_skip(&c, SIZE_MAX));
	assert_false(cursor_bytes(&c, SIZE_MAX - 1, &bytes));
	assert_false(cursor_window(&c, SIZE_MAX, &window));
	assert_int_equal(cursor_left(&c), sizeof(octets));
}

static void empty_gives_nothing_but_nothing(void **state)
{
	struct cursor c = cursor_make(octets, 0);
	const uint8_t *bytes = NULL;
	uint8_t u8 = 9;

	(void)state;
	assert_false(cursor_u8(&c, &u8));
	assert_true(cursor_bytes(&c, 0, &bytes));
	assert_ptr_equal(bytes, octets);
	assert_true(cursor_skip(&c, 0));
}

static void window_cannot_be_left(void **state)
{
	struct cursor c = cursor_make(octets, sizeof(octets));
	struct cursor window;
	uint16_t u16 = 0;
	uint8_t u8 = 0;

	(void)state;
	assert_true(cursor_skip(&c, 1));
	assert_true(cursor_window(&c, 3, &window));
	assert_true(cursor_u16(&window, &u16));
	assert_int_equal(u16, 0x8283);
	assert_false(cursor_u16(&window, &u16));
	assert_true(cursor_u8(&window, &u8));
	assert_int_equal(u8, 0xf4);
	assert_false(cursor_u8(&window, &u8));
	/* the outer cursor stands behind the window */
	assert_true(cursor_u8(&c, &u8));
	assert_int_equal(u8, 0x05);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_big_endian),
	    cmocka_unit_test(top_bit_of_u32),
	    cmocka_unit_test(failure_leaves_cursor_and_value),
	    cmocka_unit_test(huge_lengths_do_not_wrap),
	    cmocka_unit_test(empty_gives_nothing_but_nothing),
	    cmocka_unit_test(window_cannot_be_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
