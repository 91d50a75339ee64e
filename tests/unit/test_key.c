/* SPDX-License-Identifier: BSD-2-Clause */
/* Instance identifiers: the order of RFC 3416, and index fields to subidentifiers and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mibs/key.h"

struct pair_row {
	uint32_t unused;
	uint32_t number;
	uint8_t from[6];
	uint8_t to[6];
};

static const struct index_part number_part[] = {
    {INDEX_U32, offsetof(struct pair_row, number)},
};

static const struct index_part pair_parts[] = {
    {INDEX_MAC, offsetof(struct pair_row, to)},
    {INDEX_U32, offsetof(struct pair_row, number)},
    {INDEX_MAC, offsetof(struct pair_row, from)},
};

/* 8:0:20:1b:3:b0 of RFC 2819, the number 7, and 0:0:0:0:0:ff. */
static const struct pair_row pair = {
    .number = 7,
    .from = {0, 0, 0, 0, 0, 0xff},
    .to = {8, 0, 32, 27, 3, 176},
};

static const uint32_t pair_key[] = {6, 8, 0, 32, 27, 3, 176, 7, 6, 0, 0, 0, 0, 0, 255};
#define PAIR_LEN (sizeof(pair_key) / sizeof(pair_key[0]))

#define COMPARE(a, b) key_compare(a, sizeof(a) / sizeof((a)[0]), b, sizeof(b) / sizeof((b)[0]))

static void test_compare(void **state)
{
	static const uint32_t low[] = {1, 2, 3};
	static const uint32_t prefix[] = {1, 2};
	static const uint32_t high[] = {1, 3};
	static const uint32_t largest[] = {UINT32_MAX};
	static const uint32_t half[] = {UINT32_C(0x7fffffff), 9};

	(void)state;
	assert_true(COMPARE(prefix, low) < 0);
	assert_true(COMPARE(low, prefix) > 0);
	assert_true(COMPARE(low, high) < 0);
	assert_true(COMPARE(high, low) > 0);
	assert_int_equal(COMPARE(low, low), 0);
	assert_true(COMPARE(half, largest) < 0); /* unsigned */
	assert_true(key_compare(low, 0, low, 1) < 0);
	assert_int_equal(key_compare(NULL, 0, NULL, 0), 0);
}

static void test_encode(void **state)
{
	uint32_t key[OID_MAX] = {0};

	(void)state;
	assert_int_equal(key_encode(number_part, 1, &pair, key, 0), 1);
	assert_int_equal(key[0], 7);
	assert_int_equal(key_encode(pair_parts, 3, &pair, key, 0), PAIR_LEN);
	assert_memory_equal(key, pair_key, sizeof(pair_key));
	key[0] = 4;
	key[1] = 1;
	assert_int_equal(key_encode(pair_parts, 3, &pair, key, 2), 2 + PAIR_LEN);
	assert_int_equal(key[0], 4);
	assert_int_equal(key[1], 1);
	assert_memory_equal(key + 2, pair_key, sizeof(pair_key));
	assert_int_equal(key_encode(NULL, 0, &pair, key, 2), 2);
}

static void test_decode(void **state)
{
	struct pair_row row = {.unused = 99};
	static const uint32_t largest[] = {UINT32_MAX};

	(void)state;
	assert_true(key_decode(pair_parts, 3, pair_key, PAIR_LEN, &row));
	assert_int_equal(row.number, 7);
	assert_memory_equal(row.from, pair.from, 6);
	assert_memory_equal(row.to, pair.to, 6);
	assert_int_equal(row.unused, 99);
	assert_true(key_decode(number_part, 1, largest, 1, &row));
	assert_int_equal(row.number, UINT32_MAX);
}

/* Each length but the whole one is none. */
static void test_decode_lengths(void **state)
{
	uint32_t longer[PAIR_LEN + 1] = {0};
	struct pair_row row;

	(void)state;
	memcpy(longer, pair_key, sizeof(pair_key));
	for (size_t len = 0; len < PAIR_LEN; len++)
		assert_false(key_decode(pair_parts, 3, longer, len, &row));
	assert_true(key_decode(pair_parts, 3, longer, PAIR_LEN, &row));
	assert_false(key_decode(pair_parts, 3, longer, PAIR_LEN + 1, &row));
	assert_false(key_decode(number_part, 1, longer, 0, &row));
	assert_false(key_decode(number_part, 1, longer, 2, &row));
}

static bool decodes_with(size_t position, uint32_t sub)
{
	uint32_t key[PAIR_LEN];
	struct pair_row row;

	memcpy(key, pair_key, sizeof(pair_key));
	key[position] = sub;
	return key_decode(pair_parts, 3, key, PAIR_LEN, &row);
}

static void test_decode_values(void **state)
{
	(void)state;
	assert_true(decodes_with(1, 255));
	assert_false(decodes_with(1, 256));
	assert_false(decodes_with(6, UINT32_MAX));
	assert_false(decodes_with(14, 256 + 255)); /* not 255 again */
	assert_false(decodes_with(0, 5));
	assert_false(decodes_with(0, 7));
	assert_false(decodes_with(0, 256 + 6));
	assert_false(decodes_with(8, 0));
	assert_true(decodes_with(7, UINT32_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_compare),
	    cmocka_unit_test(test_encode),
	    cmocka_unit_test(test_decode),
	    cmocka_unit_test(test_decode_lengths),
	    cmocka_unit_test(test_decode_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
