/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorting rows by a number: against what is easily seen, and against qsort. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mibs/sort.h"

struct row {
	uint8_t filler[3];
	uint8_t key[4];
};

static void sorts(const uint32_t *keys, size_t count, const uint32_t *wanted)
{
	uint32_t *numbers = sort_numbered((const uint8_t *)keys, sizeof(*keys), count);

	assert_non_null(numbers);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(numbers[i], wanted[i]);
	free(numbers);
}

/* Each digit of the radix decides once, and equal keys keep their order. */
static void test_few(void **state)
{
	(void)state;
	sorts(NULL, 0, NULL);
	sorts((uint32_t[]){7}, 1, (uint32_t[]){0});
	sorts((uint32_t[]){3, 1, 2}, 3, (uint32_t[]){1, 2, 0});
	sorts((uint32_t[]){UINT32_MAX, 0, 1u << 22, 1u << 11, 1}, 5, (uint32_t[]){1, 4, 3, 2, 0});
	sorts((uint32_t[]){5, 5, 1, 5}, 4, (uint32_t[]){2, 0, 1, 3});
}

static int compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

#define ROWS 5000

/* Keys that lie anywhere in their rows. */
static void test_many(void **state)
{
	static struct row rows[ROWS];
	static uint32_t sorted[ROWS];
	uint32_t *numbers;

	(void)state;
	srandom(3);
	for (size_t i = 0; i < ROWS; i++) {
		sorted[i] = (uint32_t)random() * 3u;
		for (size_t j = 0; j < 4; j++)
			rows[i].key[j] = ((const uint8_t *)&sorted[i])[j];
	}
	numbers = sort_numbered(rows[0].key, sizeof(rows[0]), ROWS);
	assert_non_null(numbers);
	qsort(sorted, ROWS, sizeof(sorted[0]), compare);
	for (size_t i = 0; i < ROWS; i++)
		assert_memory_equal(rows[numbers[i]].key, &sorted[i], 4);
	free(numbers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_few),
	    cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
