/* SPDX-License-Identifier: BSD-2-Clause */
/* The slab against a naive model that searches lists, and by hand where it evicts. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "probe/slab.h"

#define KEY_SIZE 6

struct row {
	struct slab_row slab;
	uint8_t key[KEY_SIZE];
	uint8_t unused[2];
	uint64_t value;
};

struct model {
	struct row *rows;
	uint32_t count;
	uint32_t capacity;
	uint64_t evictions;
};

static uint32_t random_below(uint64_t *state, uint32_t bound)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % bound;
}

static void key_set(uint8_t *key, uint32_t number)
{
	memset(key, 0, KEY_SIZE);
	memcpy(key + 2, &number, sizeof(number));
}

static struct row *model_find(const struct model *model, const uint8_t *key)
{
	for (uint32_t i = 0; i < model->count; i++)
		if (memcmp(model->rows[i].key, key, KEY_SIZE) == 0)
			return &model->rows[i];
	return NULL;
}

static void model_evict_one(struct model *model)
{
	uint32_t lowest = 0;

	for (uint32_t i = 1; i < model->count; i++)
		if (model->rows[i].slab.used < model->rows[lowest].slab.used)
			lowest = i;
	memmove(&model->rows[lowest], &model->rows[lowest + 1],
	    (model->count - lowest - 1) * sizeof(struct row));
	model->count--;
	model->evictions++;
}

static struct row *model_take(struct model *model, const uint8_t *key, uint64_t used, bool *evicted)
{
	struct row *row = model_find(model, key);
	uint32_t batch = model->capacity / 16;

	if (row == NULL) {
		if (model->count == model->capacity) {
			*evicted = true;
			for (uint32_t i = 0; i < (batch == 0 ? 1 : batch); i++)
				model_evict_one(model);
		}
		row = &model->rows[model->count++];
		memset(row, 0, sizeof(*row));
		memcpy(row->key, key, KEY_SIZE);
	}
	row->slab.used = used;
	return row;
}

static void assert_same(const struct slab *slab, const struct model *model)
{
	assert_int_equal(slab->count, model->count);
	assert_int_equal(slab->evictions, model->evictions);
	for (uint32_t i = 0; i < model->count; i++) {
		assert_memory_equal(slab_at(slab, i), &model->rows[i], sizeof(struct row));
		assert_ptr_equal(slab_find(slab, model->rows[i].key), slab_at(slab, i));
	}
}

static void walk_randomly(uint32_t capacity, uint32_t keys, uint64_t first_stamp, uint64_t seed)
{
	struct model model = {.capacity = capacity};
	uint64_t random = seed;
	uint64_t stamp = first_stamp;
	struct slab slab;
	uint8_t key[KEY_SIZE];

	model.rows = calloc(capacity, sizeof(struct row));
	assert_non_null(model.rows);
	assert_int_equal(slab_init(&slab, sizeof(struct row), KEY_SIZE, capacity, seed), 0);
	for (int step = 0; step < 4000; step++) {
		key_set(key, random_below(&random, keys));
		if (random_below(&random, 4) == 0) {
			struct row *expected = model_find(&model, key);
			struct row *found = slab_find(&slab, key);

			assert_int_equal(found == NULL, expected == NULL);
			if (found != NULL)
				assert_memory_equal(found, expected, sizeof(*found));
		} else {
			bool evicted = false;
			bool model_evicted = false;
			struct row *row = slab_take(&slab, key, stamp, &evicted);

			row->value += (uint64_t)step;
			model_take(&model, key, stamp, &model_evicted)->value += (uint64_t)step;
			assert_int_equal(evicted, model_evicted);
			if (evicted || step % 64 == 0)
				assert_same(&slab, &model);
			stamp += random_below(&random, 3); /* ties too */
		}
	}
	assert_same(&slab, &model);
	slab_free(&slab);
	free(model.rows);
}

static void test_random_operations(void **state)
{
	static const uint32_t capacities[] = {1, 2, 3, 15, 16, 17, 32, 33, 100, 257};

	(void)state;
	for (size_t i = 0; i < sizeof(capacities) / sizeof(capacities[0]); i++) {
		walk_randomly(capacities[i], capacities[i], 0, i);
		walk_randomly(capacities[i], 2 * capacities[i], 1, i + 100);
		/* stamps whose higher digits change on the way */
		walk_randomly(capacities[i], 9 * capacities[i] + 3, UINT64_C(0xffffff80), i + 200);
	}
}

static void take_number(struct slab *slab, uint32_t number, uint64_t used, bool *evicted)
{
	uint8_t key[KEY_SIZE];

	key_set(key, number);
	((struct row *)slab_take(slab, key, used, evicted))->value = number;
}

/* 32 rows, so two leave: 0 and 2, for 1 was used again; the rest close up in order. */
static void test_eviction_by_hand(void **state)
{
	struct slab slab;
	bool evicted = false;

	(void)state;
	assert_int_equal(slab_init(&slab, sizeof(struct row), KEY_SIZE, 32, 7), 0);
	for (uint32_t number = 0; number < 32; number++)
		take_number(&slab, number, number + 1, &evicted);
	take_number(&slab, 1, 40, &evicted);
	assert_false(evicted);
	assert_int_equal(slab.count, 32);
	take_number(&slab, 99, 41, &evicted);
	assert_true(evicted);
	assert_int_equal(slab.count, 31);
	assert_int_equal(slab.evictions, 2);
	assert_int_equal(((struct row *)slab_at(&slab, 0))->value, 1);
	for (uint32_t i = 1; i < 30; i++)
		assert_int_equal(((struct row *)slab_at(&slab, i))->value, i + 2);
	assert_int_equal(((struct row *)slab_at(&slab, 30))->value, 99);
	slab_free(&slab);
}

/* The seed moves rows in the index only: it never decides which rows there are. */
static void test_seed_is_invisible(void **state)
{
	struct slab one;
	struct slab two;
	bool evicted = false;
	uint64_t random = 5;

	(void)state;
	assert_int_equal(slab_init(&one, sizeof(struct row), KEY_SIZE, 50, 1), 0);
	assert_int_equal(slab_init(&two, sizeof(struct row), KEY_SIZE, 50, UINT64_MAX), 0);
	for (uint64_t i = 0; i < 1000; i++) {
		uint32_t number = random_below(&random, 200);

		take_number(&one, number, i, &evicted);
		take_number(&two, number, i, &evicted);
	}
	assert_int_equal(one.count, two.count);
	assert_memory_equal(one.rows, two.rows, one.count * sizeof(struct row));
	slab_free(&one);
	slab_free(&two);
}

static void test_limits(void **state)
{
	struct slab slab;

	(void)state;
	errno = 0;
	assert_int_equal(slab_init(&slab, sizeof(struct row), KEY_SIZE, 0, 0), -1);
	assert_int_equal(errno, EINVAL);
	errno = 0;
	assert_int_equal(
	    slab_init(&slab, sizeof(struct row), KEY_SIZE, (UINT32_C(1) << 30) + 1, 0), -1);
	assert_int_equal(errno, EINVAL);
	/* 10 rows of 24 octets; 20 slots and up to a power of two, of 8 octets */
	assert_int_equal(slab_init(&slab, sizeof(struct row), KEY_SIZE, 10, 0), 0);
	assert_int_equal(slab_memory(&slab), 10 * 24 + 32 * 8);
	assert_null(slab_find(&slab, "\0\0\0\0\0\0"));
	slab_free(&slab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_random_operations),
	    cmocka_unit_test(test_eviction_by_hand),
	    cmocka_unit_test(test_seed_is_invisible),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
