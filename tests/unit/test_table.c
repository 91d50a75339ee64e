/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns: how fields become values, and which values a field takes. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/columns.h"

struct thing {
	int32_t integer;
	uint32_t small;
	uint64_t large;
	uint8_t address[6];
	char text[8];
	char after[2];
	const char *string;
	struct port *port;
};

static const struct enumeration colours[] = {
    {1, "red"},
    {3, "blue"},
    {0, NULL},
};

static const struct column things[] = {
    READ_CREATE(1, thingInteger, INTEGER, FIELD(IN_CONTROL, struct thing, integer)),
    READ_CREATE(
	2, thingRange, INTEGER, FIELD(IN_CONTROL, struct thing, integer), .min = -5, .max = 9),
    READ_CREATE(
	4, thingColour, INTEGER, FIELD(IN_CONTROL, struct thing, integer), .names = colours),
    READ_CREATE(
	5, thingSmall, INTEGER, FIELD(IN_CONTROL, struct thing, small), .min = 1, .max = 65535),
    READ_CREATE(6, thingText, OCTETS, FIELD(IN_CONTROL, struct thing, text)),
    READ_CREATE(7, thingPort, OID, FIELD(IN_CONTROL, struct thing, port)),
    READ_ONLY(9, thingCounter, COUNTER32, FIELD(IN_CONTROL, struct thing, large)),
    READ_ONLY(10, thingHigh, COUNTER64, FIELD(IN_CONTROL, struct thing, large)),
    READ_ONLY(11, thingOverflow, COUNTER32, FIELD(IN_CONTROL, struct thing, large),
	.flags = COLUMN_OVERFLOW),
    READ_ONLY(12, thingOverflowGauge, GAUGE32, FIELD(IN_CONTROL, struct thing, large),
	.flags = COLUMN_OVERFLOW),
    READ_ONLY(13, thingGauge, GAUGE32, FIELD(IN_CONTROL, struct thing, large)),
    READ_ONLY(14, thingTime, TIMETICKS, FIELD(IN_CONTROL, struct thing, large)),
    READ_ONLY(15, thingSize, INTEGER, FIELD(IN_CONTROL, struct thing, large)),
    READ_ONLY(16, thingAddress, OCTETS, FIELD(IN_CONTROL, struct thing, address)),
    READ_ONLY(17, thingName, OCTETS, FIELD(IN_CONTROL, struct thing, string)),
    READ_ONLY(18, thingSmallCounter, COUNTER32, FIELD(IN_CONTROL, struct thing, small)),
};

static const struct table table = {.name = "thingTable", COLUMNS(things)};

static const struct value *load(struct fixture *f, uint32_t number, const struct thing *thing)
{
	static struct value value;

	memset(&value, 0xee, sizeof(value));
	column_load(table_column(&table, number), f->mib, thing, &value);
	assert_int_equal(value.syntax, table_column(&table, number)->syntax);
	return &value;
}

static uint64_t load_number(struct fixture *f, uint32_t number, uint64_t large)
{
	return load(f, number, &(struct thing){.large = large, .small = (uint32_t)large})->number;
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

static void test_column(void **state)
{
	(void)state;
	assert_ptr_equal(table_column(&table, 1), &things[0]);
	assert_ptr_equal(table_column(&table, 18), &things[15]);
	assert_null(table_column(&table, 0));
	assert_null(table_column(&table, 3));
	assert_null(table_column(&table, 19));
	assert_null(table_column(&table, UINT32_MAX));
}

static void test_load_counters(void **state)
{
	const uint64_t large = UINT64_C(0x3ffffffff);

	assert_int_equal(load_number(*state, 9, 7), 7);
	assert_int_equal(load_number(*state, 9, large), UINT32_MAX);
	assert_int_equal(load_number(*state, 9, large + 1), 0); /* a Counter32 wraps */
	assert_int_equal(load_number(*state, 10, large), large);
	assert_int_equal(load_number(*state, 10, UINT64_MAX), UINT64_MAX);
	assert_int_equal(load_number(*state, 11, large), 3);
	assert_int_equal(load_number(*state, 12, large), 3);
	assert_int_equal(load_number(*state, 11, UINT32_MAX), 0);
	assert_int_equal(load_number(*state, 13, 12), 12);
	assert_int_equal(load_number(*state, 13, large + 1), UINT32_MAX); /* a Gauge32 stays */
	assert_int_equal(load_number(*state, 18, UINT32_MAX), UINT32_MAX);
}

static void test_load_integers(void **state)
{
	struct thing thing = {.integer = INT32_MIN, .large = INT32_MAX};

	assert_int_equal(load(*state, 1, &thing)->integer, INT32_MIN);
	assert_int_equal(load(*state, 15, &thing)->integer, INT32_MAX);
	thing.large++;
	assert_int_equal(load(*state, 15, &thing)->integer, INT32_MAX);
	thing.small = 65535;
	assert_int_equal(load(*state, 5, &thing)->integer, 65535);
}

/* Hundredths of a second since sysUpTime was 0. */
static void test_load_times(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load_number(f, 14, 123 * SECOND / 100), 123);
	assert_int_equal(load_number(f, 14, 123 * SECOND / 100 + 9999999), 123);
	f->mib->up = (int64_t)SECOND;
	assert_int_equal(load_number(f, 14, 123 * SECOND / 100), 23);
	assert_int_equal(load_number(f, 14, SECOND / 2), 0); /* before: not in the future */
	f->mib->up = -(int64_t)SECOND;
	assert_int_equal(load_number(f, 14, SECOND), 200);
	assert_int_equal(load_number(f, 14, 0), 0); /* never */
	/* the last time there is: 922337203785 hundredths, less 214 wraps */
	assert_int_equal(load_number(f, 14, INT64_MAX), 3214202441);
	f->mib->up = 0;
	assert_int_equal(
	    load_number(f, 14, (UINT64_C(1) << 32) * (SECOND / 100) + 5 * SECOND / 100),
	    5); /* TimeTicks wrap after 497 days */
}

static void test_load_octets(void **state)
{
	struct thing thing = {.address = {1, 0, 0x5e, 0, 0, 2}, .text = "abc"};
	const struct value *value = load(*state, 16, &thing);

	assert_int_equal(value->octets_len, 6);
	assert_memory_equal(value->octets, thing.address, 6);
	value = load(*state, 6, &thing);
	assert_int_equal(value->octets_len, 3);
	assert_memory_equal(value->octets, "abc", 3);
	thing.string = "Sonda";
	thing.after[0] = 'i';
	memcpy(thing.text, "abcdefgh", 8); /* not ended: no more than the field is read */
	assert_int_equal(load(*state, 6, &thing)->octets_len, 8);
	value = load(*state, 17, &thing);
	assert_int_equal(value->octets_len, 5);
	assert_memory_equal(value->octets, "Sonda", 5);
	thing.string = NULL;
	assert_int_equal(load(*state, 17, &thing)->octets_len, 0);
}

/* The value keeps its own octets: rows change while an answer is on its way. */
static void test_load_copies(void **state)
{
	struct thing thing = {.text = "abc"};
	const struct value *value = load(*state, 6, &thing);

	thing.text[0] = 'x';
	assert_memory_equal(value->octets, "abc", 3);
}

static void test_load_port(void **state)
{
	static const uint32_t source[] = {1, 3, 6, 1, 2, 1, 2, 2, 1, 1, IFINDEX_1};
	struct fixture *f = *state;
	struct thing thing = {.port = f->list[1]};
	const struct value *value = load(f, 7, &thing);

	assert_int_equal(value->oid.len, 11);
	assert_memory_equal(value->oid.sub, source, sizeof(source));
	thing.port = NULL;
	value = load(f, 7, &thing);
	assert_int_equal(value->oid.len, 2); /* zeroDotZero */
	assert_int_equal(value->oid.sub[0], 0);
	assert_int_equal(value->oid.sub[1], 0);
}

static enum snmp_error store_integer(
    struct fixture *f, uint32_t number, int64_t integer, struct thing *thing)
{
	struct value value = {.syntax = SYNTAX_INTEGER, .integer = integer};

	return column_store(table_column(&table, number), f->mib, thing, &value);
}

static void test_store_integers(void **state)
{
	struct thing thing = {.integer = 4};

	assert_int_equal(store_integer(*state, 2, -6, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_integer(*state, 2, 10, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(thing.integer, 4);
	assert_int_equal(store_integer(*state, 2, -5, &thing), SNMP_OK);
	assert_int_equal(thing.integer, -5);
	assert_int_equal(store_integer(*state, 2, 9, &thing), SNMP_OK);
	assert_int_equal(thing.integer, 9);
	assert_int_equal(store_integer(*state, 1, INT32_MIN, &thing), SNMP_OK);
	assert_int_equal(thing.integer, INT32_MIN);
	assert_int_equal(
	    store_integer(*state, 1, INT32_MIN - INT64_C(1), &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_integer(*state, 1, INT64_C(1) << 32, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(thing.integer, INT32_MIN);
	assert_int_equal(store_integer(*state, 5, 65535, &thing), SNMP_OK);
	assert_int_equal(thing.small, 65535);
	assert_int_equal(store_integer(*state, 5, 0, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_integer(*state, 5, 65536, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(
	    store_integer(*state, 5, (INT64_C(1) << 32) + 5, &thing), SNMP_WRONG_VALUE);
}

static void test_store_enumerations(void **state)
{
	struct thing thing = {.integer = 3};

	assert_int_equal(store_integer(*state, 4, 2, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_integer(*state, 4, 0, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_integer(*state, 4, -1, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(thing.integer, 3);
	assert_int_equal(store_integer(*state, 4, 1, &thing), SNMP_OK);
	assert_int_equal(thing.integer, 1);
}

static enum snmp_error store_text(
    struct fixture *f, const char *text, size_t len, struct thing *thing)
{
	struct value value = {
	    .syntax = SYNTAX_OCTETS,
	    .octets = (const uint8_t *)text,
	    .octets_len = len,
	};

	return column_store(table_column(&table, 6), f->mib, thing, &value);
}

static void test_store_text(void **state)
{
	struct thing thing = {.text = "before", .string = "kept"};

	assert_int_equal(store_text(*state, "12345678", 8, &thing), SNMP_WRONG_LENGTH);
	assert_int_equal(store_text(*state, "1\0", 2, &thing), SNMP_WRONG_VALUE);
	assert_string_equal(thing.text, "before");
	assert_int_equal(store_text(*state, "1234567", 7, &thing), SNMP_OK);
	assert_string_equal(thing.text, "1234567");
	assert_int_equal(store_text(*state, "ab", 2, &thing), SNMP_OK);
	assert_memory_equal(thing.text, "ab\0\0\0\0\0\0", 8); /* nothing of the old one is left */
	assert_int_equal(store_text(*state, NULL, 0, &thing), SNMP_OK);
	assert_string_equal(thing.text, "");
	assert_string_equal(thing.string, "kept");
}

static enum snmp_error store_oid(struct fixture *f, struct oid oid, struct thing *thing)
{
	struct value value = {.syntax = SYNTAX_OID, .oid = oid};

	return column_store(table_column(&table, 7), f->mib, thing, &value);
}

static void test_store_port(void **state)
{
	struct fixture *f = *state;
	struct thing thing = {.port = f->list[0]};
	const struct oid good = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1, IFINDEX_1);
	const struct oid unknown = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1, IFINDEX_NONE);
	const struct oid shorter = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);
	const struct oid longer = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1, IFINDEX_1, 0);
	const struct oid other = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 2, IFINDEX_1);

	assert_int_equal(store_oid(f, unknown, &thing), SNMP_INCONSISTENT_VALUE);
	assert_int_equal(store_oid(f, shorter, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_oid(f, longer, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_oid(f, other, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_oid(f, (struct oid){0}, &thing), SNMP_WRONG_VALUE);
	assert_int_equal(store_oid(f, (struct oid){.len = 2}, &thing), SNMP_WRONG_VALUE);
	assert_ptr_equal(thing.port, f->list[0]);
	assert_int_equal(store_oid(f, good, &thing), SNMP_OK);
	assert_ptr_equal(thing.port, f->list[1]);
}

/* Every type but the column's own is wrong, Unsigned32 for an INTEGER too. */
static void test_store_types(void **state)
{
	static const enum syntax syntaxes[] = {SYNTAX_INTEGER, SYNTAX_OCTETS, SYNTAX_OID,
	    SYNTAX_COUNTER32, SYNTAX_GAUGE32, SYNTAX_TIMETICKS, SYNTAX_COUNTER64, 0x40, 0x05};
	struct fixture *f = *state;
	struct thing thing = {.integer = 4, .text = "before"};
	const struct thing before = thing;

	for (uint32_t number = 1; number <= 7; number++) {
		const struct column *column = table_column(&table, number);

		for (size_t i = 0; column && i < sizeof(syntaxes) / sizeof(syntaxes[0]); i++) {
			struct value value = {.syntax = syntaxes[i], .integer = 1, .number = 1};

			if (syntaxes[i] != column->syntax)
				assert_int_equal(
				    column_store(column, f->mib, &thing, &value), SNMP_WRONG_TYPE);
		}
	}
	assert_memory_equal(&thing, &before, sizeof(thing));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_column),
	    cmocka_unit_test(test_load_counters),
	    cmocka_unit_test(test_load_integers),
	    cmocka_unit_test(test_load_times),
	    cmocka_unit_test(test_load_octets),
	    cmocka_unit_test(test_load_copies),
	    cmocka_unit_test(test_load_port),
	    cmocka_unit_test(test_store_integers),
	    cmocka_unit_test(test_store_enumerations),
	    cmocka_unit_test(test_store_text),
	    cmocka_unit_test(test_store_port),
	    cmocka_unit_test(test_store_types),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
