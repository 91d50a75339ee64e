/* SPDX-License-Identifier: BSD-2-Clause */
/* GET and GETNEXT over every table: the order of names, odd names, and walks while rows change. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/columns.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/port.h"
#include "mibs/transaction.h"

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

static int compare(const struct name *a, const struct name *b)
{
	return key_compare(a->sub, a->len, b->sub, b->len);
}

struct search {
	struct fixture *f;
	const struct table *table;
	const struct name *names; /* all there are */
	size_t count;
};

/* What must come after (or at) a name, by looking at all of them. */
static const struct name *expected_next(
    const struct search *search, const struct name *name, bool inclusive)
{
	for (size_t i = 0; i < search->count; i++) {
		int order = compare(&search->names[i], name);

		if (order > 0 || (order == 0 && inclusive))
			return &search->names[i];
	}
	return NULL;
}

static void check_next(const struct search *search, const struct name *name, bool inclusive)
{
	const struct name *expected = expected_next(search, name, inclusive);
	uint32_t suffix[OID_MAX];
	struct walk walk;
	bool found =
	    walk_seek(&walk, search->f->mib, search->table, name->sub, name->len, inclusive);

	assert_int_equal(found, expected != NULL);
	if (!found)
		return;
	assert_int_equal(walk_suffix(&walk, suffix), expected->len);
	assert_memory_equal(suffix, expected->sub, expected->len * sizeof(*suffix));
	assert_int_equal(walk_column(&walk)->number, suffix[0]);
}

static void check_get(const struct search *search, const struct name *name)
{
	const struct name *at = expected_next(search, name, true);
	const struct column *column = table_column(search->table, name->len ? name->sub[0] : 0);
	enum walk_result expected = WALK_NO_INSTANCE;
	struct value value;

	if (!column || column->access == ACCESS_NONE)
		expected = WALK_NO_OBJECT;
	else if (at && compare(at, name) == 0)
		expected = WALK_OK;
	assert_int_equal(
	    walk_get(search->f->mib, search->table, name->sub, name->len, &value), expected);
	if (expected == WALK_OK)
		assert_int_equal(value.syntax, column->syntax);
}

static void check_name(void *arg, const struct name *name)
{
	check_next(arg, name, false);
	check_next(arg, name, true);
	check_get(arg, name);
}

/* Of each table: names ascend, and every name in or near it leads where it should. */
static void test_every_table(void **state)
{
	struct fixture *f = *state;

	fixture_populate(f);
	f->mib->pdu++;
	for (size_t i = 0; mib_tables[i]; i++) {
		struct search search = {.f = f, .table = mib_tables[i]};
		struct name *names = names_of(f, mib_tables[i], &search.count);

		search.names = names;
		assert_true(search.count > 0);
		for (size_t j = 1; j < search.count; j++)
			assert_true(compare(&names[j - 1], &names[j]) < 0);
		for (size_t j = 0; j < search.count; j += 1 + search.count / 50)
			names_nearby(&names[j], check_name, &search);
		names_nearby(&names[search.count - 1], check_name, &search);
		free(names);
	}
}

static void assert_step(struct walk *walk, const uint32_t *suffix, size_t len)
{
	uint32_t own[OID_MAX];

	assert_int_equal(walk_suffix(walk, own), len);
	assert_memory_equal(own, suffix, len * sizeof(*own));
}

#define EXPECT_AT(walk, ...)                                                                       \
	assert_step(walk, (const uint32_t[]){__VA_ARGS__},                                         \
	    sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))
#define EXPECT_STEP(walk, ...)                                                                     \
	do {                                                                                       \
		assert_true(walk_step(walk));                                                      \
		EXPECT_AT(walk, __VA_ARGS__);                                                      \
	} while (0)

#define HOST(status, index) VB_INTEGER(host_control_table, 6, index, status)
#define HOST_SOURCE(index, ifindex) VB_SOURCE(host_control_table, index, ifindex)

/* RFC 2819: hostAddress is preceded by its length; hosts by address, then by creation. */
static void test_hosts_by_hand(void **state)
{
	struct fixture *f = *state;
	struct walk walk;

	ACCEPTED(f, HOST(1, 2), HOST_SOURCE(2, IFINDEX_0), HOST(1, 7), HOST_SOURCE(7, IFINDEX_0),
	    HOST(2, 5), HOST(1, 6), HOST_SOURCE(6, IFINDEX_1));
	fixture_frame(f, 0, 0xfe01, 0x0002);
	f->mib->pdu++;
	assert_true(walk_seek(&walk, f->mib, &host_table, NULL, 0, false));
	EXPECT_AT(&walk, 1, 2, 6, 2, 0, 0, 0, 0, 2);
	EXPECT_STEP(&walk, 1, 2, 6, 2, 0, 0, 0, 254, 1);
	EXPECT_STEP(&walk, 1, 7, 6, 2, 0, 0, 0, 0, 2);
	EXPECT_STEP(&walk, 1, 7, 6, 2, 0, 0, 0, 254, 1);
	EXPECT_STEP(&walk, 2, 2, 6, 2, 0, 0, 0, 0, 2);
	assert_true(walk_seek(&walk, f->mib, &host_time_table, (uint32_t[]){1, 2, 2}, 3, true));
	EXPECT_AT(&walk, 1, 2, 2);
	EXPECT_STEP(&walk, 1, 7, 1);
	assert_true(walk_next_column(&walk));
	EXPECT_AT(&walk, 2, 2, 1);
	assert_true(walk_seek(&walk, f->mib, &host_control_table, (uint32_t[]){6, 5}, 2, true));
	EXPECT_AT(&walk, 6, 5);
	EXPECT_STEP(&walk, 6, 6);
	EXPECT_STEP(&walk, 6, 7);
	assert_false(walk_step(&walk));
}

/* matrixDSTable is indexed by destination, then source. */
static void test_pairs_by_hand(void **state)
{
	struct fixture *f = *state;
	struct value value;
	struct walk walk;

	ACCEPTED(f, VB_INTEGER(matrix_control_table, 6, 1, 1),
	    VB_SOURCE(matrix_control_table, 1, IFINDEX_0));
	fixture_frame(f, 0, 1, 9);
	fixture_frame(f, 0, 2, 8);
	fixture_frame(f, 0, 2, 8);
	f->mib->pdu++;
	assert_true(walk_seek(&walk, f->mib, &matrix_sd_table, (uint32_t[]){4}, 1, false));
	EXPECT_AT(&walk, 4, 1, 6, 2, 0, 0, 0, 0, 1, 6, 2, 0, 0, 0, 0, 9);
	EXPECT_STEP(&walk, 4, 1, 6, 2, 0, 0, 0, 0, 2, 6, 2, 0, 0, 0, 0, 8);
	walk_value(&walk, &value);
	assert_int_equal(value.number, 2);
	assert_true(walk_seek(&walk, f->mib, &matrix_ds_table, (uint32_t[]){4}, 1, false));
	EXPECT_AT(&walk, 4, 1, 6, 2, 0, 0, 0, 0, 8, 6, 2, 0, 0, 0, 0, 2);
	walk_value(&walk, &value);
	assert_int_equal(value.number, 2);
	EXPECT_STEP(&walk, 4, 1, 6, 2, 0, 0, 0, 0, 9, 6, 2, 0, 0, 0, 0, 1);
}

static void test_scalars(void **state)
{
	struct fixture *f = *state;
	struct value value;
	struct walk walk;

	assert_true(walk_seek(&walk, f->mib, &probe_scalars, NULL, 0, false));
	EXPECT_AT(&walk, 1, 0);
	walk_value(&walk, &value);
	assert_memory_equal(value.octets, "1.0", 3);
	EXPECT_STEP(&walk, 2, 0);
	walk_value(&walk, &value);
	assert_int_equal(value.number, FIXTURE_MEMORY);
	EXPECT_STEP(&walk, 3, 0);
	EXPECT_STEP(&walk, 4, 0);
	for (uint32_t last = 5; last <= 9; last++)
		EXPECT_STEP(&walk, last, 0);
	assert_false(walk_step(&walk));
}

static const struct column gap_columns[] = {
    NOT_ACCESSIBLE(1, gapIndex, INTEGER, FIELD(IN_CONTROL, struct control, index[0])),
    READ_ONLY(2, gapStatus, INTEGER, FIELD(IN_CONTROL, struct control, status)),
    NOT_ACCESSIBLE(3, gapHidden, INTEGER, FIELD(IN_CONTROL, struct control, status)),
    READ_ONLY(4, gapGranted, GAUGE32, FIELD(IN_CONTROL, struct control, granted)),
    NOT_ACCESSIBLE(5, gapEnd, INTEGER, FIELD(IN_CONTROL, struct control, status)),
};

static const struct table gap_table = {
    .name = "gapTable",
    .entry = OID_LITERAL(1, 3),
    .control = &host_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(gap_columns),
};

/* sondaDamageIndex is in every name, but is no object to read. */
static void test_not_accessible(void **state)
{
	struct fixture *f = *state;
	struct value value;
	struct walk walk;

	assert_true(walk_seek(&walk, f->mib, &damage_table, NULL, 0, false));
	EXPECT_AT(&walk, 2, 1, 1);
	assert_int_equal(
	    walk_get(f->mib, &damage_table, (uint32_t[]){1, 1, 1}, 3, &value), WALK_NO_OBJECT);
	ACCEPTED(f, HOST(1, 2), HOST_SOURCE(2, IFINDEX_0));
	assert_true(walk_seek(&walk, f->mib, &gap_table, NULL, 0, false));
	EXPECT_AT(&walk, 2, 2);
	EXPECT_STEP(&walk, 4, 2);
	assert_true(walk_seek(&walk, f->mib, &gap_table, (uint32_t[]){3, 1}, 2, true));
	EXPECT_AT(&walk, 4, 2);
	assert_false(walk_step(&walk));
}

static void test_nothing(void **state)
{
	struct fixture *f = *state;
	struct walk walk;

	assert_false(walk_seek(&walk, f->mib, &host_control_table, NULL, 0, true));
	assert_false(walk_seek(&walk, f->mib, &host_table, NULL, 0, true));
	ACCEPTED(f, HOST(1, 2), HOST_SOURCE(2, IFINDEX_0));
	assert_false(walk_seek(&walk, f->mib, &host_table, NULL, 0, true));
	assert_true(walk_seek(&walk, f->mib, &host_control_table, NULL, 0, true));
}

/*
 * A walk in PDUs of 7 names while hosts come between those that are there, at both ends and from
 * view to view: it never goes back, and whoever was there all the time is seen once.
 */
static void test_rows_come(void **state)
{
	struct fixture *f = *state;
	struct name at = {.len = 1, .sub = {4}};
	unsigned seen = 0, all = 0;
	struct walk walk;

	ACCEPTED(f, HOST(1, 1), HOST_SOURCE(1, IFINDEX_0));
	for (uint16_t i = 0; i < 500; i++)
		fixture_frame(f, 0, (uint16_t)(10 * i + 20), 10);
	for (bool more = true; more;) {
		f->mib->pdu++;
		more = walk_seek(&walk, f->mib, &host_table, at.sub, at.len, false);
		for (int i = 0; more && i < 7; i++, more = walk_step(&walk)) {
			uint32_t suffix[OID_MAX], station;
			size_t len = walk_suffix(&walk, suffix);

			if (suffix[0] != 4)
				break;
			assert_true(key_compare(suffix, len, at.sub, at.len) > 0);
			at.len = (uint32_t)len;
			memcpy(at.sub, suffix, len * sizeof(*suffix));
			station = suffix[7] * 256 + suffix[8];
			seen += station % 10 == 0 && station < 10000;
			all++;
		}
		more = more && walk_column(&walk)->number == 4;
		fixture_frame(f, 0, (uint16_t)(all * 7 % 5000 / 10 * 10 + 3), (uint16_t)(all % 10));
		fixture_frame(f, 0, (uint16_t)(10000 + all), 1);
		f->clock += SECOND / 3;
	}
	assert_int_equal(seen, 501);
	assert_true(all > 501);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_every_table, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_hosts_by_hand, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_pairs_by_hand, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_scalars, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_not_accessible, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_rows_come, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
