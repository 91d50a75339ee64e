/* SPDX-License-Identifier: BSD-2-Clause */
/* What holds for the rows of every control table alike: each column, the life cycle, ageing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/oidtext.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"

#define EACH_CLASS(class)                                                                          \
	for (const struct control_class *const *at_ = mib_controls, *class;                        \
	     (class = *at_) != NULL; at_++)                                                        \
		if (!class->fixed)

static bool is_entry_status(const struct control_class *class)
{
	return table_status(class->table)->names == entry_status_names;
}

static int64_t create_number(const struct control_class *class)
{
	return is_entry_status(class) ? STATUS_CREATE : ROW_CREATE_AND_WAIT;
}

static int64_t delete_number(const struct control_class *class)
{
	return is_entry_status(class) ? STATUS_INVALID : ROW_DESTROY;
}

static enum snmp_error status_set(
    struct fixture *f, const struct control_class *class, uint32_t index, int64_t number)
{
	return SET(f, VB_INTEGER(*class->table, table_status(class->table)->number, index, number));
}

static bool row_exists(struct fixture *f, const struct control_class *class, uint32_t index)
{
	return exists(f, class->table, table_status(class->table)->number, index);
}

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

/* Of some enumerations the probe alone uses these. */
static bool is_refused(const struct enumeration *name)
{
	static const char *const refused[] = {"permanent", "readOnly", "valueNotAvailable"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (strcmp(name->name, refused[i]) == 0)
			return true;
	}
	return false;
}

/* One of an enumeration; which one differs between any two columns in some of the 64 rounds. */
static int64_t choice(const struct column *column, unsigned position, unsigned round)
{
	int64_t numbers[16];
	unsigned count = 0;

	for (const struct enumeration *name = column->names; name->number; name++) {
		if (!is_refused(name))
			numbers[count++] = name->number;
	}
	return numbers[(round >> position % 6) % count];
}

static int64_t integer(const struct column *column, unsigned position, unsigned round)
{
	if (column->form == FORM_PORT)
		return round % 2 ? IFINDEX_0 : IFINDEX_1;
	if (column->names)
		return choice(column, position, round);
	if (column->min || column->max)
		return column->min + position + round;
	return 200 + position + round;
}

/* A value that no other column of the row has in each round. */
static void value_make(
    struct value *value, const struct column *column, unsigned position, unsigned round)
{
	*value = (struct value){.syntax = column->syntax};
	if (column->syntax == SYNTAX_INTEGER)
		value->integer = integer(column, position, round);
	else
		value->number = 200 + position + round;
	if (column->syntax == SYNTAX_OCTETS) {
		value->octets = value->octets_space;
		value->octets_len = (size_t)snprintf((char *)value->octets_space,
		    sizeof(value->octets_space), "%u of \"%u\"", position, round);
	}
	if (column->syntax == SYNTAX_OID && column->form == FORM_PORT) {
		value->oid = (struct oid)OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1, IFINDEX_0);
		value->oid.sub[value->oid.len - 1] = round % 2 ? IFINDEX_0 : IFINDEX_1;
	} else if (column->syntax == SYNTAX_OID) {
		assert_true(oidtext_parse("sondaPortPackets.1", &value->oid));
		value->oid.sub[value->oid.len - 1] += round % 2;
	}
}

static bool is_written(const struct column *column)
{
	return column->access == ACCESS_WRITE && !(column->flags & COLUMN_STATUS);
}

/* Row 1 with this round's values in all of its columns, written in one PDU. */
static void write_all(struct fixture *f, const struct table *table, unsigned round)
{
	struct value value;

	transaction_begin(f->mib, 1, round);
	for (unsigned i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		if (!is_written(column))
			continue;
		value_make(&value, column, i, round);
		assert_int_equal(transaction_add(f->mib, table,
				     (const uint32_t[]){column->number, 1}, 2, &value, column),
		    SNMP_OK);
	}
	assert_int_equal(transaction_check(f->mib), SNMP_OK);
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	transaction_finish(f->mib);
}

static void assert_all(
    struct fixture *f, const struct table *table, unsigned round, unsigned but_flags)
{
	struct value value, wanted;

	for (unsigned i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		if (!is_written(column) || (column->flags & but_flags))
			continue;
		value_make(&wanted, column, i, round);
		assert_true(get(f, table, column->number, 1, &value));
		if (!values_equal(&value, &wanted))
			print_error("%s is not what was written\n", column->name);
		assert_true(values_equal(&value, &wanted));
	}
}

/* Each column that can be written keeps what was, whatever the others are given with it. */
static void test_columns(void **state)
{
	struct fixture *f = *state;

	EACH_CLASS(class)
	{
		assert_int_equal(status_set(f, class, 1, create_number(class)), SNMP_OK);
		for (unsigned round = 0; round < 64; round++) {
			write_all(f, class->table, round);
			assert_all(f, class->table, round, 0);
		}
	}
}

/* The line that the state file has of a row brings back each column. */
static void test_lines(void **state)
{
	struct fixture *f = *state;

	EACH_CLASS(class)
	{
		for (unsigned round = 62; round < 64; round++) {
			char *line;

			assert_int_equal(status_set(f, class, 1, create_number(class)), SNMP_OK);
			write_all(f, class->table, round);
			line = rowtext_format(
			    f->mib, store_find(mib_store(f->mib, class), (const uint32_t[]){1, 0}));
			assert_non_null(line);
			assert_int_equal(status_set(f, class, 1, delete_number(class)), SNMP_OK);
			assert_int_equal(fixture_line(f, line), SNMP_OK);
			assert_all(f, class->table, round, COLUMN_VOLATILE);
			assert_int_equal(status_set(f, class, 1, delete_number(class)), SNMP_OK);
			free(line);
		}
	}
}

static bool has_mandatory(const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].flags & COLUMN_MANDATORY)
			return true;
	}
	return false;
}

/* RFC 2819, EntryStatus: what may be asked of a row that is not there, and of a new one. */
static void test_status(void **state)
{
	struct fixture *f = *state;

	EACH_CLASS(class)
	{
		uint32_t status = table_status(class->table)->number;

		if (!is_entry_status(class))
			continue;
		assert_int_equal(status_set(f, class, 1, STATUS_INVALID), SNMP_OK);
		assert_int_equal(
		    status_set(f, class, 1, STATUS_UNDER_CREATION), SNMP_INCONSISTENT_VALUE);
		assert_int_equal(status_set(f, class, 1, STATUS_VALID),
		    has_mandatory(class->table) ? SNMP_INCONSISTENT_VALUE : SNMP_OK);
		assert_int_equal(status_set(f, class, 1, STATUS_INVALID), SNMP_OK);
		assert_false(row_exists(f, class, 1));
		assert_int_equal(status_set(f, class, 1, STATUS_CREATE), SNMP_OK);
		assert_int_equal(get_integer(f, class->table, status, 1), STATUS_UNDER_CREATION);
		assert_int_equal(status_set(f, class, 1, STATUS_CREATE), SNMP_INCONSISTENT_VALUE);
		assert_int_equal(status_set(f, class, 1, STATUS_UNDER_CREATION), SNMP_OK);
		assert_int_equal(status_set(f, class, 1, STATUS_INVALID), SNMP_OK);
		assert_int_equal(status_set(f, class, 1, STATUS_INVALID), SNMP_OK);
		assert_false(row_exists(f, class, 1));
	}
}

struct disk {
	bool full;
	unsigned prepared;
};

static bool prepare(void *arg, const struct mib *mib)
{
	struct disk *disk = arg;

	(void)mib;
	disk->prepared++;
	return !disk->full;
}

static unsigned rows_with(struct fixture *f, uint32_t index)
{
	unsigned count = 0;

	EACH_CLASS(class)
	count += row_exists(f, class, index);
	return count;
}

/*
 * A manager that stopped half way: its rows are there for an hour after it last touched them, then
 * they leave the state, too; while that cannot be written, they stay.
 */
static void test_ageing(void **state)
{
	struct fixture *f = *state;
	struct disk disk = {0};
	unsigned classes = 0;

	f->mib->persist.prepare = prepare;
	f->mib->persist.arg = &disk;
	f->mib->now = 50 * SECOND;
	EACH_CLASS(class)
	{
		assert_int_equal(status_set(f, class, 1, create_number(class)), SNMP_OK);
		assert_int_equal(status_set(f, class, 2, create_number(class)), SNMP_OK);
		classes++;
	}
	assert_true(classes >= 10);
	fixture_pass(f, 1800);
	EACH_CLASS(class)
	write_all(f, class->table, 0); /* row 1 */
	disk.prepared = 0;
	fixture_pass(f, 1800);
	mib_tick(f->mib);
	assert_int_equal(rows_with(f, 1), classes);
	assert_int_equal(rows_with(f, 2), classes);
	assert_int_equal(disk.prepared, 0);
	fixture_pass(f, 1);
	disk.full = true;
	mib_tick(f->mib);
	assert_int_equal(rows_with(f, 2), classes);
	disk.full = false;
	disk.prepared = 0;
	mib_tick(f->mib);
	assert_int_equal(rows_with(f, 1), classes);
	assert_int_equal(rows_with(f, 2), 0);
	assert_int_equal(disk.prepared, classes);
	fixture_pass(f, 1800);
	mib_tick(f->mib);
	assert_int_equal(rows_with(f, 1), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_columns),
	    TEST(test_lines),
	    TEST(test_status),
	    TEST(test_ageing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
