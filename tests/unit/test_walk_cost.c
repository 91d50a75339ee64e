/* SPDX-License-Identifier: BSD-2-Clause */
/* What a walk costs, counted: a step compares nothing, a search as many rows as its logarithm. */

/* The engine's own key functions under other names, behind ones that count. */
#define key_compare counted_compare
#define key_encode counted_encode
#define key_decode counted_decode
#include "mibs/key.c"
#undef key_compare
#undef key_encode
#undef key_decode

#include "fixture.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/transaction.h"

int key_compare(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len);
size_t key_encode(
    const struct index_part *parts, size_t count, const void *row, uint32_t *key, size_t len);
bool key_decode(
    const struct index_part *parts, size_t count, const uint32_t *key, size_t len, void *row);

static uint64_t compared;
static uint64_t encoded;

int key_compare(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	compared++;
	return counted_compare(a, a_len, b, b_len);
}

size_t key_encode(
    const struct index_part *parts, size_t count, const void *row, uint32_t *key, size_t len)
{
	encoded++;
	return counted_encode(parts, count, row, key, len);
}

bool key_decode(
    const struct index_part *parts, size_t count, const uint32_t *key, size_t len, void *row)
{
	return counted_decode(parts, count, key, len, row);
}

#define FEW 1000
#define MANY 60000

struct cost {
	uint64_t step_compared;
	uint64_t step_encoded;
	uint64_t seek_compared; /* the most of any */
	uint64_t sample_compared;
};

static struct fixture *hosts_new(uint32_t hosts)
{
	struct fixture *f = fixture_new(1u << 30);

	ACCEPTED(f, VB_INTEGER(host_control_table, 6, 1, 1),
	    VB_SOURCE(host_control_table, 1, IFINDEX_0), VB_INTEGER(matrix_control_table, 6, 1, 1),
	    VB_SOURCE(matrix_control_table, 1, IFINDEX_0));
	for (uint32_t i = 0; i < hosts; i++)
		fixture_frame(f, 0, (uint16_t)(i * 7919), (uint16_t)((i + 1) * 7919));
	f->mib->pdu++;
	return f;
}

static void measure(
    struct fixture *f, const struct table *table, uint32_t column, size_t rows, struct cost *cost)
{
	uint32_t suffix[OID_MAX];
	struct value value;
	struct walk walk;
	size_t steps = 0, len;

	*cost = (struct cost){0};
	assert_true(walk_seek(&walk, f->mib, table, &column, 1, false));
	compared = encoded = 0;
	while (walk_step(&walk) && walk_column(&walk)->number == column)
		steps++;
	assert_int_equal(steps, rows - 1);
	cost->step_compared = compared;
	cost->step_encoded = encoded;
	assert_true(walk_seek(&walk, f->mib, table, &column, 1, false));
	for (int i = 0; i < 500; i++) {
		len = walk_suffix(&walk, suffix);
		compared = 0;
		assert_int_equal(walk_sample(f->mib, table, suffix, len, &value), WALK_OK);
		cost->sample_compared = compared;
		compared = 0;
		assert_true(walk_seek(&walk, f->mib, table, suffix, len, false));
		if (compared > cost->seek_compared)
			cost->seek_compared = compared;
		for (int j = 0; j < (int)(rows / 500) - 1; j++)
			assert_true(walk_step(&walk));
	}
}

/* A binary search of n rows looks at no more than log2(n) + 1; a few more find the control row. */
static void check(const struct table *table, uint32_t column)
{
	struct fixture *few = hosts_new(FEW);
	struct fixture *many = hosts_new(MANY);
	struct cost small, large;

	measure(few, table, column, instances(few, table, column), &small);
	measure(many, table, column, instances(many, table, column), &large);
	assert_true(instances(few, table, column) >= FEW);
	assert_true(instances(many, table, column) >= MANY);
	assert_int_equal(small.step_compared, large.step_compared);
	assert_true(large.step_compared < 10); /* of all steps: where the column ends */
	assert_int_equal(small.step_encoded, large.step_encoded);
	assert_true(small.seek_compared <= 10 + 5);
	assert_true(large.seek_compared <= 16 + 5);
	assert_int_equal(small.sample_compared, large.sample_compared);
	fixture_free(few);
	fixture_free(many);
}

static void test_hosts(void **state)
{
	(void)state;
	check(&host_table, 4);
	check(&host_time_table, 4);
}

static void test_pairs(void **state)
{
	(void)state;
	check(&matrix_sd_table, 5);
	check(&matrix_ds_table, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hosts),
	    cmocka_unit_test(test_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
