/* SPDX-License-Identifier: BSD-2-Clause */
/* Samplers read past views: the same values when traffic rests, newer ones when it does not. */
#include <stdlib.h>

#include "fixture.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"

static int setup(void **state)
{
	*state = fixture_new(FIXTURE_MEMORY);
	fixture_populate(*state);
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

struct both {
	struct fixture *f;
	const struct table *table;
	size_t equal;
};

static void check_name(void *arg, const struct name *name)
{
	struct both *both = arg;
	struct value read, sampled;
	struct mib *mib = both->f->mib;
	enum walk_result result = walk_get(mib, both->table, name->sub, name->len, &read);

	assert_int_equal(walk_sample(mib, both->table, name->sub, name->len, &sampled), result);
	if (result != WALK_OK)
		return;
	assert_true(values_equal(&read, &sampled));
	both->equal++;
}

/* Every object of every table, and all names near it. */
static void test_same_at_rest(void **state)
{
	struct fixture *f = *state;

	f->mib->pdu++;
	for (size_t i = 0; mib_tables[i]; i++) {
		struct both both = {f, mib_tables[i], 0};
		size_t count;
		struct name *names = names_of(f, mib_tables[i], &count);

		for (size_t j = 0; j < count; j++)
			check_name(&both, &names[j]);
		assert_int_equal(both.equal, count);
		for (size_t j = 0; j < count; j += 1 + count / 50)
			names_nearby(&names[j], check_name, &both);
		free(names);
	}
}

static uint64_t sample(
    struct fixture *f, const struct table *table, const uint32_t *suffix, size_t len)
{
	struct value value;

	assert_int_equal(walk_sample(f->mib, table, suffix, len, &value), WALK_OK);
	return value.syntax == SYNTAX_INTEGER ? (uint64_t)value.integer : value.number;
}

#define SAMPLE(f, table, ...)                                                                      \
	sample(f, &(table), (const uint32_t[]){__VA_ARGS__},                                       \
	    sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

/* A view may be old; a sample never is, and makes no view. */
static void test_live(void **state)
{
	struct fixture *f = *state;
	uint64_t before = (uint64_t)get_integer(f, &ether_stats_table, 5, 3);

	assert_int_equal(SAMPLE(f, ether_stats_table, 5, 3), before);
	fixture_frame(f, 0, 10, 1);
	assert_int_equal(SAMPLE(f, ether_stats_table, 5, 3), before + 1);
	assert_int_equal(get_integer(f, &ether_stats_table, 5, 3), before);
	assert_int_equal(SAMPLE(f, host_control_table, 3, 3), 6);
	fixture_frame(f, 0, 10, 77);
	assert_int_equal(SAMPLE(f, host_control_table, 3, 3), 7);
	assert_int_equal(SAMPLE(f, host_table, 4, 3, 6, 2, 0, 0, 0, 0, 77), 1);
	assert_int_equal(SAMPLE(f, host_table, 2, 3, 6, 2, 0, 0, 0, 0, 77), 7);
	assert_int_equal(SAMPLE(f, host_time_table, 4, 3, 7), 1);
	assert_int_equal(
	    SAMPLE(f, matrix_ds_table, 4, 3, 6, 2, 0, 0, 0, 0, 77, 6, 2, 0, 0, 0, 0, 10), 1);
	assert_int_equal(
	    SAMPLE(f, matrix_sd_table, 4, 3, 6, 2, 0, 0, 0, 0, 10, 6, 2, 0, 0, 0, 0, 77), 1);
}

static void test_no_view(void **state)
{
	struct fixture *f = *state;
	struct store *store = mib_store(f->mib, &host_control);

	assert_int_equal(instances(f, &host_table, 4), 6 + 5);
	assert_non_null(store->rows[0]->view);
	f->clock += 61 * SECOND;
	mib_tick(f->mib);
	assert_int_equal(SAMPLE(f, host_control_table, 3, 3), 6);
	assert_int_equal(SAMPLE(f, host_time_table, 5, 3, 1), 4);
	for (size_t i = 0; i < store->count; i++)
		assert_null(store->rows[i]->view);
}

/* walk_sample() has room for what any collector gives. */
static void test_room(void **state)
{
	(void)state;
	for (size_t i = 0; mib_controls[i]; i++) {
		const struct group_class *group = mib_controls[i]->group;

		assert_true(!group || group->summary_size <= WALK_SAMPLE_MAX);
		assert_true(!group || group->row_size <= WALK_SAMPLE_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_same_at_rest, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_live, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_view, setup, teardown),
	    cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
