/* SPDX-License-Identifier: BSD-2-Clause */
/* EntryStatus: every transition of RFC 2819, in every control table, with its error code. */
#include <string.h>

#include "fixture.h"
#include "mibs/control.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/port.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"

#define ROW 5

struct kind {
	const struct table *table;
	uint32_t owner;
	uint32_t status;
};

static const struct kind kinds[] = {
    {&ether_stats_table, 20, 21},
    {&history_control_table, 6, 7},
    {&host_control_table, 5, 6},
    {&matrix_control_table, 5, 6},
};

#define EACH_KIND(kind)                                                                            \
	for (const struct kind *kind = kinds; kind < kinds + sizeof(kinds) / sizeof(kinds[0]);     \
	     kind++)

#define STATUS(kind, n) VB_INTEGER(*(kind)->table, (kind)->status, ROW, n)
#define SOURCE(kind) VB_SOURCE(*(kind)->table, ROW, IFINDEX_0)
#define OWNER(kind, text) VB_TEXT(*(kind)->table, (kind)->owner, ROW, text)

/* What a row can be like; EMPTY: in underCreation without its data source. */
enum state {
	NO_ROW,
	EMPTY,
	FILLED,
	VALID
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

static void row_make(struct fixture *f, const struct kind *kind, enum state state)
{
	if (state >= EMPTY)
		ACCEPTED(f, STATUS(kind, STATUS_CREATE));
	if (state >= FILLED)
		ACCEPTED(f, SOURCE(kind));
	if (state >= VALID)
		ACCEPTED(f, STATUS(kind, STATUS_VALID));
}

/* EntryStatus by GET; 0: there is no row. */
static int64_t status_of(struct fixture *f, const struct kind *kind)
{
	if (!exists(f, kind->table, kind->status, ROW))
		return 0;
	return get_integer(f, kind->table, kind->status, ROW);
}

struct transition {
	enum state before;
	int32_t requested; /* 0: the PDU has the owner alone */
	bool source;       /* the PDU also has the data source */
	enum snmp_error error;
	int32_t after; /* 0: no row */
};

static const struct transition transitions[] = {
    {NO_ROW, STATUS_CREATE, false, SNMP_OK, STATUS_UNDER_CREATION},
    {NO_ROW, STATUS_CREATE, true, SNMP_OK, STATUS_UNDER_CREATION},
    {NO_ROW, STATUS_UNDER_CREATION, false, SNMP_INCONSISTENT_VALUE, 0},
    {NO_ROW, STATUS_UNDER_CREATION, true, SNMP_INCONSISTENT_VALUE, 0},
    {NO_ROW, STATUS_VALID, false, SNMP_INCONSISTENT_VALUE, 0},
    {NO_ROW, STATUS_VALID, true, SNMP_OK, STATUS_VALID},
    {NO_ROW, STATUS_INVALID, false, SNMP_OK, 0},
    {NO_ROW, STATUS_INVALID, true, SNMP_OK, 0},
    {NO_ROW, 0, false, SNMP_INCONSISTENT_NAME, 0},
    {NO_ROW, 0, true, SNMP_INCONSISTENT_NAME, 0},
    {EMPTY, STATUS_CREATE, false, SNMP_INCONSISTENT_VALUE, STATUS_UNDER_CREATION},
    {EMPTY, STATUS_UNDER_CREATION, false, SNMP_OK, STATUS_UNDER_CREATION},
    {EMPTY, STATUS_VALID, false, SNMP_INCONSISTENT_VALUE, STATUS_UNDER_CREATION},
    {EMPTY, STATUS_VALID, true, SNMP_OK, STATUS_VALID},
    {EMPTY, STATUS_INVALID, false, SNMP_OK, 0},
    {EMPTY, 0, false, SNMP_OK, STATUS_UNDER_CREATION},
    {FILLED, STATUS_CREATE, true, SNMP_INCONSISTENT_VALUE, STATUS_UNDER_CREATION},
    {FILLED, STATUS_UNDER_CREATION, false, SNMP_OK, STATUS_UNDER_CREATION},
    {FILLED, STATUS_VALID, false, SNMP_OK, STATUS_VALID},
    {FILLED, STATUS_VALID, true, SNMP_OK, STATUS_VALID},
    {FILLED, STATUS_INVALID, false, SNMP_OK, 0},
    {FILLED, 0, true, SNMP_OK, STATUS_UNDER_CREATION},
    {VALID, STATUS_CREATE, false, SNMP_INCONSISTENT_VALUE, STATUS_VALID},
    {VALID, STATUS_CREATE, true, SNMP_INCONSISTENT_VALUE, STATUS_VALID},
    {VALID, STATUS_UNDER_CREATION, false, SNMP_OK, STATUS_UNDER_CREATION},
    {VALID, STATUS_VALID, false, SNMP_OK, STATUS_VALID},
    {VALID, STATUS_VALID, true, SNMP_OK, STATUS_VALID},
    {VALID, STATUS_INVALID, false, SNMP_OK, 0},
    {VALID, 0, false, SNMP_OK, STATUS_VALID},
};

/* The owner goes first, so that who is blamed for the status is not the first varbind. */
static void transition_try(struct fixture *f, const struct kind *kind, const struct transition *t)
{
	struct varbind varbinds[3] = {OWNER(kind, "me")};
	size_t count = 1;
	enum snmp_error error;

	if (t->source)
		varbinds[count++] = (struct varbind)SOURCE(kind);
	if (t->requested)
		varbinds[count++] = (struct varbind)STATUS(kind, t->requested);
	row_make(f, kind, t->before);
	error = fixture_set(f, varbinds, count);
	assert_int_equal(error, t->error);
	if (error == SNMP_INCONSISTENT_NAME)
		assert_int_equal(f->culprit, 1);
	else
		assert_int_equal(f->culprit, error ? count : 0);
	assert_int_equal(status_of(f, kind), t->after);
}

static void test_transitions(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		for (size_t i = 0; i < sizeof(transitions) / sizeof(transitions[0]); i++) {
			transition_try(f, kind, &transitions[i]);
			ACCEPTED(f, STATUS(kind, STATUS_INVALID));
			assert_int_equal(status_of(f, kind), 0);
		}
	}
}

static void test_wrong_values(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		REFUSED(f, SNMP_WRONG_VALUE, 1, STATUS(kind, 0));
		REFUSED(f, SNMP_WRONG_VALUE, 2, SOURCE(kind), STATUS(kind, 5));
		REFUSED(f, SNMP_WRONG_VALUE, 1, STATUS(kind, -1), SOURCE(kind));
		REFUSED(f, SNMP_WRONG_TYPE, 1, VB_TEXT(*kind->table, kind->status, ROW, "\1"));
		REFUSED(f, SNMP_WRONG_TYPE, 2, STATUS(kind, STATUS_CREATE),
		    VB_INTEGER(*kind->table, kind->owner, ROW, 1));
		REFUSED(f, SNMP_WRONG_TYPE, 1, VB_INTEGER(*kind->table, 2, ROW, IFINDEX_0));
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, STATUS(kind, STATUS_CREATE),
		    VB_SOURCE(*kind->table, ROW, IFINDEX_NONE));
		assert_int_equal(status_of(f, kind), 0);
	}
}

static void test_owner_length(void **state)
{
	struct fixture *f = *state;
	char owner[130] = {0};

	for (int i = 0; i < 128; i++)
		owner[i] = 'o';
	EACH_KIND(kind)
	{
		owner[127] = 'o';
		REFUSED(f, SNMP_WRONG_LENGTH, 2, STATUS(kind, STATUS_CREATE), OWNER(kind, owner));
		owner[127] = '\0';
		ACCEPTED(f, STATUS(kind, STATUS_CREATE), OWNER(kind, owner));
	}
}

/* With invalid only the syntax of other columns matters: the row is going. */
static void test_invalid_with_columns(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		row_make(f, kind, VALID);
		REFUSED(f, SNMP_WRONG_TYPE, 2, STATUS(kind, STATUS_INVALID),
		    VB_INTEGER(*kind->table, kind->owner, ROW, 1));
		assert_int_equal(status_of(f, kind), STATUS_VALID);
		ACCEPTED(f, VB_SOURCE(*kind->table, ROW, IFINDEX_1), STATUS(kind, STATUS_INVALID),
		    OWNER(kind, "gone"));
		assert_int_equal(status_of(f, kind), 0);
		row_make(f, kind, VALID);
		ACCEPTED(
		    f, VB_SOURCE(*kind->table, ROW, IFINDEX_NONE), STATUS(kind, STATUS_INVALID));
		assert_int_equal(status_of(f, kind), 0);
		ACCEPTED(f, STATUS(kind, STATUS_INVALID), OWNER(kind, "nobody"));
		assert_int_equal(status_of(f, kind), 0);
	}
}

/* Which of the two is meant? */
static void test_twice(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		row_make(f, kind, FILLED);
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, OWNER(kind, "a"), OWNER(kind, "b"));
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, STATUS(kind, STATUS_VALID),
		    STATUS(kind, STATUS_INVALID));
		assert_int_equal(status_of(f, kind), STATUS_UNDER_CREATION);
	}
}

static void test_read_only(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		const struct table *table = kind->table;

		row_make(f, kind, FILLED);
		for (size_t i = 0; i < table->column_count; i++) {
			const struct column *column = &table->columns[i];

			if (column->access != ACCESS_WRITE)
				REFUSED(f, SNMP_NOT_WRITABLE, 2, OWNER(kind, "x"),
				    VB_INTEGER(*table, column->number, ROW, 1));
		}
		REFUSED(f, SNMP_NOT_WRITABLE, 1, VB_INTEGER(*table, 0, ROW, 1));
		REFUSED(f, SNMP_NOT_WRITABLE, 1, VB_INTEGER(*table, 99, ROW, 1));
	}
}

/* Tables of traffic, scalars and the probe's own rows take no SET at all. */
static void test_other_tables(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; mib_tables[i]; i++) {
		const struct table *table = mib_tables[i];

		if (table->control && !table->control->fixed &&
		    (table->control->table == table || table->control->augment == table))
			continue;
		for (uint32_t column = 0; column <= 21; column++)
			REFUSED(
			    f, SNMP_NOT_WRITABLE, 1, VB_INTEGER(*table, column, 1, STATUS_INVALID));
	}
}

static enum snmp_error add(
    struct fixture *f, const struct kind *kind, const uint32_t *suffix, size_t len)
{
	struct value value = {.syntax = SYNTAX_INTEGER, .integer = STATUS_CREATE};
	enum snmp_error error;

	transaction_begin(f->mib, 1, 1);
	error = transaction_add(f->mib, kind->table, suffix, len, &value, "tag");
	assert_int_equal(transaction_check(f->mib), error);
	transaction_drop(f->mib);
	return error;
}

/* Control indexes are one subidentifier of 1 .. 65535. */
static void test_index(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		const uint32_t status = kind->status;

		assert_int_equal(add(f, kind, NULL, 0), SNMP_NOT_WRITABLE);
		assert_int_equal(add(f, kind, (uint32_t[]){status}, 1), SNMP_NO_CREATION);
		assert_int_equal(add(f, kind, (uint32_t[]){status, 0}, 2), SNMP_NO_CREATION);
		assert_int_equal(add(f, kind, (uint32_t[]){status, 1}, 2), SNMP_OK);
		assert_int_equal(add(f, kind, (uint32_t[]){status, 65535}, 2), SNMP_OK);
		assert_int_equal(add(f, kind, (uint32_t[]){status, 65536}, 2), SNMP_NO_CREATION);
		assert_int_equal(
		    add(f, kind, (uint32_t[]){status, UINT32_MAX}, 2), SNMP_NO_CREATION);
		assert_int_equal(add(f, kind, (uint32_t[]){status, 1, 1}, 3), SNMP_NO_CREATION);
		assert_int_equal(status_of(f, kind), 0);
	}
}

static void assert_owner(struct fixture *f, const struct kind *kind, const char *owner)
{
	struct value value;

	assert_true(get(f, kind->table, kind->owner, ROW, &value));
	assert_int_equal(value.octets_len, strlen(owner));
	assert_memory_equal(value.octets, owner, strlen(owner));
}

/* A new row has the MIB's defaults, and one that was deleted leaves nothing to its successor. */
static void test_defaults(void **state)
{
	struct fixture *f = *state;

	EACH_KIND(kind)
	{
		row_make(f, kind, VALID);
		ACCEPTED(f, OWNER(kind, "former"));
		ACCEPTED(f, STATUS(kind, STATUS_INVALID));
		row_make(f, kind, EMPTY);
		assert_owner(f, kind, "");
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, STATUS(kind, STATUS_VALID));
	}
	assert_int_equal(get_integer(f, &history_control_table, 3, ROW), 50);
	assert_int_equal(get_integer(f, &history_control_table, 4, ROW), 50);
	assert_int_equal(get_integer(f, &history_control_table, 5, ROW), 1800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_transitions, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wrong_values, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_owner_length, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_invalid_with_columns, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_read_only, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_other_tables, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_index, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_defaults, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
