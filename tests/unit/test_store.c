/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of a control table: sorted by index, found, replaced and removed. */
#include <stdlib.h>

#include "fixture.h"
#include "mibs/host.h"
#include "mibs/store.h"

static const struct control_class two_indexes = {
    .name = "pairTable",
    .row_size = sizeof(struct control),
    .index_count = 2,
    .index_max = 100,
};

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

#define INDEX(...) ((const uint32_t[2]){__VA_ARGS__})

static struct control *row_new(const struct control_class *class, uint32_t first, uint32_t second)
{
	struct control *row = control_new(NULL, class, INDEX(first, second));

	assert_non_null(row);
	return row;
}

static void put(struct store *store, struct control *row)
{
	assert_true(store_reserve(store, 1));
	assert_null(store_put(store, row));
}

static void clear(struct store *store)
{
	for (size_t i = 0; i < store->count; i++)
		control_free(store->rows[i]);
	store_clear(store);
	assert_int_equal(store->count, 0);
	assert_int_equal(store->room, 0);
	assert_null(store->rows);
}

/* 1 .. 100 without those that 7 divides, put in an order that jumps. */
static void test_sorted(void **state)
{
	struct store store = {0};

	(void)state;
	for (uint32_t i = 1; i <= 100; i++) {
		if (i * 37 % 101 % 7 != 0)
			put(&store, row_new(&host_control, i * 37 % 101, 0));
	}
	assert_int_equal(store.count, 100 - 14);
	for (size_t i = 1; i < store.count; i++)
		assert_true(store.rows[i - 1]->index[0] < store.rows[i]->index[0]);
	for (uint32_t i = 1; i <= 100; i++) {
		struct control *row = store_find(&store, INDEX(i, 0));
		size_t at = store_lower_bound(&store, INDEX(i, 0));

		assert_int_equal(row != NULL, i % 7 != 0);
		assert_int_equal(at, i - 1 - (i - 1) / 7);
		if (row)
			assert_ptr_equal(row, store.rows[at]);
	}
	assert_null(store_find(&store, INDEX(0, 0)));
	assert_null(store_find(&store, INDEX(101, 0)));
	assert_int_equal(store_lower_bound(&store, INDEX(0, 0)), 0);
	assert_int_equal(store_lower_bound(&store, INDEX(UINT32_MAX, 0)), store.count);
	clear(&store);
}

static void test_two_indexes(void **state)
{
	struct store store = {0};

	(void)state;
	put(&store, row_new(&two_indexes, 2, 1));
	put(&store, row_new(&two_indexes, 1, 9));
	put(&store, row_new(&two_indexes, 1, 2));
	assert_int_equal(store.rows[0]->index[1], 2);
	assert_int_equal(store.rows[1]->index[1], 9);
	assert_int_equal(store.rows[2]->index[0], 2);
	assert_non_null(store_find(&store, INDEX(1, 9)));
	assert_null(store_find(&store, INDEX(1, 1)));
	assert_null(store_find(&store, INDEX(2, 9)));
	clear(&store);
}

static void test_replace(void **state)
{
	struct store store = {0};
	struct control *old = row_new(&host_control, 5, 0);
	struct control *row = row_new(&host_control, 5, 0);

	(void)state;
	put(&store, row_new(&host_control, 4, 0));
	put(&store, old);
	put(&store, row_new(&host_control, 6, 0));
	assert_ptr_equal(store_put(&store, row), old);
	assert_int_equal(store.count, 3);
	assert_ptr_equal(store.rows[1], row);
	control_free(old);
	clear(&store);
}

static void test_remove(void **state)
{
	struct store store = {0};
	struct control *row = row_new(&host_control, 5, 0);

	(void)state;
	assert_null(store_remove(&store, INDEX(5, 0)));
	put(&store, row_new(&host_control, 4, 0));
	put(&store, row);
	put(&store, row_new(&host_control, 6, 0));
	assert_null(store_remove(&store, INDEX(3, 0)));
	assert_null(store_remove(&store, INDEX(7, 0)));
	assert_ptr_equal(store_remove(&store, INDEX(5, 0)), row);
	control_free(row);
	assert_int_equal(store.count, 2);
	assert_int_equal(store.rows[0]->index[0], 4);
	assert_int_equal(store.rows[1]->index[0], 6);
	assert_null(store_remove(&store, INDEX(5, 0)));
	clear(&store);
}

/* What is reserved is there: the array does not move while so many are put. */
static void test_reserve(void **state)
{
	struct store store = {0};
	struct control **rows;

	(void)state;
	put(&store, row_new(&host_control, 1000, 0));
	assert_true(store_reserve(&store, 300));
	assert_true(store.room >= 301);
	rows = store.rows;
	for (uint32_t i = 1; i <= 300; i++)
		assert_null(store_put(&store, row_new(&host_control, i, 0)));
	assert_ptr_equal(store.rows, rows);
	assert_int_equal(store.rows[300]->index[0], 1000);
	assert_true(store_reserve(&store, 0));
	assert_int_equal(store.count, 301);
	clear(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sorted),
	    cmocka_unit_test(test_two_indexes),
	    cmocka_unit_test(test_replace),
	    cmocka_unit_test(test_remove),
	    cmocka_unit_test(test_reserve),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
