/* SPDX-License-Identifier: BSD-2-Clause */
/* The index of places: equal tags, wrapping, deletion that leaves the rest to be found. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "probe/hashindex.h"

static bool has(const struct hashindex *index, uint32_t tag, uint32_t place)
{
	uint32_t slot = hashindex_home(index, tag);
	uint32_t found;

	while ((found = hashindex_next(index, tag, &slot)) != HASHINDEX_NONE) {
		if (found == place)
			return true;
	}
	return false;
}

static void test_limits(void **state)
{
	struct hashindex index = {0};

	(void)state;
	errno = 0;
	assert_int_equal(hashindex_init(&index, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(hashindex_init(&index, HASHINDEX_CAPACITY_MAX + 1), -1);
	assert_int_equal(hashindex_init(&index, 3), 0);
	assert_int_equal(hashindex_memory(&index), 6 * 8);
	assert_false(has(&index, 7, 0));
	hashindex_free(&index);
}

/* Of 8 slots, tags from 0xe0000000 have the last: three of them go on at the front. */
static void test_wrap(void **state)
{
	struct hashindex index;

	(void)state;
	assert_int_equal(hashindex_init(&index, 4), 0);
	assert_int_equal(hashindex_home(&index, 0xe0000000), 7);
	assert_int_equal(hashindex_home(&index, 0xffffffff), 7);
	assert_int_equal(hashindex_home(&index, 0x1fffffff), 0);
	hashindex_add(&index, 0xe0000000, 10);
	hashindex_add(&index, 0xe0000000, 11);
	hashindex_add(&index, 0xffffffff, 12);
	hashindex_add(&index, 0x00000001, 13); /* home 0, which is taken: slot 2 */
	hashindex_remove(&index, 0xe0000000, 10);
	assert_false(has(&index, 0xe0000000, 10));
	assert_true(has(&index, 0xe0000000, 11));
	assert_true(has(&index, 0xffffffff, 12));
	assert_true(has(&index, 0x00000001, 13));
	/* 11 moved to 7, 12 to 0, 13 to 1 */
	assert_int_equal(index.slots[7] >> 32, 0xe0000000);
	assert_int_equal(index.slots[0] >> 32, 0xffffffff);
	assert_int_equal(index.slots[1] >> 32, 0x00000001);
	assert_int_equal(index.slots[2], 0);
	hashindex_free(&index);
}

/* An entry at its home does not move, those behind it that belong further up do. */
static void test_stays_at_home(void **state)
{
	struct hashindex index;

	(void)state;
	assert_int_equal(hashindex_init(&index, 4), 0);
	hashindex_add(&index, 0x00000000, 0); /* home 0 */
	hashindex_add(&index, 0x20000000, 1); /* home 1 */
	hashindex_add(&index, 0x00000002, 2); /* home 0, slot 2 */
	hashindex_remove(&index, 0x00000000, 0);
	assert_int_equal(index.slots[0] >> 32, 0x00000002);
	assert_int_equal(index.slots[1] >> 32, 0x20000000);
	assert_int_equal(index.slots[2], 0);
	hashindex_free(&index);
}

#define PLACES 200

/* Many random changes against a plain array; few different tags, so that they crowd. */
static void test_against_array(void **state)
{
	uint32_t tags[PLACES] = {0};
	bool there[PLACES] = {false};
	struct hashindex index;

	(void)state;
	srandom(1);
	assert_int_equal(hashindex_init(&index, PLACES), 0);
	for (int i = 0; i < 20000; i++) {
		uint32_t place = (uint32_t)random() % PLACES;

		if (there[place]) {
			hashindex_remove(&index, tags[place], place);
		} else {
			tags[place] = (uint32_t)(random() % 50) * 0x05000000u;
			hashindex_add(&index, tags[place], place);
		}
		there[place] = !there[place];
		if (i % 100 != 0)
			continue;
		for (uint32_t p = 0; p < PLACES; p++)
			assert_int_equal(has(&index, tags[p], p), there[p]);
	}
	hashindex_free(&index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_stays_at_home),
	    cmocka_unit_test(test_against_array),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
