/* SPDX-License-Identifier: BSD-2-Clause */
/* The dump's lines are those that `snmpwalk -On -Oe` of net-snmp prints without MIB files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/dump.h"

static void expect_line(const struct value *value, const char *expected)
{
	static const uint32_t name[] = {1, 3, 6, 1, 2, 1, 16, 1, 1, 1, 4, UINT32_MAX};
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	char whole[500];

	assert_non_null(out);
	dump_line(out, name, sizeof(name) / sizeof(name[0]), value);
	fclose(out);
	snprintf(whole, sizeof(whole), ".1.3.6.1.2.1.16.1.1.1.4.4294967295 = %s\n", expected);
	assert_string_equal(line, whole);
	free(line);
}

static void expect_integer(int64_t integer, const char *expected)
{
	struct value value = {.syntax = SYNTAX_INTEGER, .integer = integer};

	expect_line(&value, expected);
}

static void expect_number(enum syntax syntax, uint64_t number, const char *expected)
{
	struct value value = {.syntax = syntax, .number = number};

	expect_line(&value, expected);
}

static void expect_octets(const char *octets, size_t len, const char *expected)
{
	struct value value = {
	    .syntax = SYNTAX_OCTETS,
	    .octets = (const uint8_t *)octets,
	    .octets_len = len,
	};

	expect_line(&value, expected);
}

static void test_numbers(void **state)
{
	(void)state;
	expect_integer(7, "INTEGER: 7");
	expect_integer(0, "INTEGER: 0");
	expect_integer(INT32_MIN, "INTEGER: -2147483648");
	expect_integer(INT32_MAX, "INTEGER: 2147483647");
	expect_number(SYNTAX_COUNTER32, UINT32_MAX, "Counter32: 4294967295");
	expect_number(SYNTAX_GAUGE32, 12, "Gauge32: 12");
	expect_number(SYNTAX_COUNTER64, UINT64_MAX, "Counter64: 18446744073709551615");
}

static void test_times(void **state)
{
	(void)state;
	expect_number(SYNTAX_TIMETICKS, 0, "Timeticks: (0) 0:00:00.00");
	expect_number(SYNTAX_TIMETICKS, 123, "Timeticks: (123) 0:00:01.23");
	expect_number(SYNTAX_TIMETICKS, 360000 + 6000 + 107, "Timeticks: (366107) 1:01:01.07");
	expect_number(SYNTAX_TIMETICKS, 8640000 - 1, "Timeticks: (8639999) 23:59:59.99");
	expect_number(SYNTAX_TIMETICKS, 8640000, "Timeticks: (8640000) 1 day, 0:00:00.00");
	expect_number(SYNTAX_TIMETICKS, UINT32_MAX, "Timeticks: (4294967295) 497 days, 2:27:52.95");
}

static void test_octets(void **state)
{
	(void)state;
	expect_octets("", 0, "\"\"");
	expect_octets("monitor", 7, "STRING: \"monitor\"");
	expect_octets("a \"b\" \\c", 8, "STRING: \"a \\\"b\\\" \\\\c\"");
	expect_octets("\2\0\0\0\0\1", 6, "Hex-STRING: 02 00 00 00 00 01 ");
	expect_octets("ABCDEF", 6, "STRING: \"ABCDEF\""); /* an address that looks like text */
	expect_octets("a\tb", 3, "STRING: \"a\tb\"");
	expect_octets("\xc3\xa4", 2, "Hex-STRING: C3 A4 ");
	expect_octets("x\0", 2, "Hex-STRING: 78 00 ");
	expect_octets("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17", 16,
	    "Hex-STRING: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F ");
	expect_octets("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20", 17,
	    "Hex-STRING: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F \n10 ");
}

static void test_oids(void **state)
{
	struct value value = {
	    .syntax = SYNTAX_OID, .oid = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 7)};

	(void)state;
	expect_line(&value, "OID: .1.3.6.1.2.1.2.2.1.1.7");
	value.oid = (struct oid){.len = 2};
	expect_line(&value, "OID: .0.0");
}

/* Every object once, in the order of names, from one set of views. */
static void test_whole(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	char *text = NULL;
	size_t size, lines = 0, objects = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_non_null(out);
	fixture_populate(f);
	f->clock_step = SECOND; /* so that no view would be fresh if this were several PDUs */
	dump(f->mib, out);
	fclose(out);
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	for (size_t i = 0; mib_tables[i]; i++) {
		size_t count;

		free(names_of(f, mib_tables[i], &count));
		objects += count;
	}
	assert_int_equal(lines, objects);
	assert_non_null(strstr(text, "\n.1.3.6.1.2.1.16.1.1.1.5.3 = Counter32: 8\n"));
	assert_non_null(strstr(text, "\n.1.3.6.1.2.1.16.1.1.1.4.3 = Counter32: 512\n"));
	assert_non_null(
	    strstr(text, "\n.1.3.6.1.2.1.16.1.1.1.2.3 = OID: .1.3.6.1.2.1.2.2.1.1.7\n"));
	assert_non_null(strstr(text, "\n.1.3.6.1.2.1.16.1.1.1.21.2 = INTEGER: 3\n"));
	assert_non_null(
	    strstr(text, "\n.1.3.6.1.2.1.16.2.2.1.3.3.2 = Timeticks: (100) 0:00:01.00\n"));
	assert_non_null(
	    strstr(text, "\n.1.3.6.1.2.1.16.4.3.1.1.3.1 = Hex-STRING: 02 00 00 00 00 0A \n"));
	free(text);
	fixture_free(f);
}

/* Of two dumps the second is no older than the first plus a view's life. */
static void test_twice(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	char *text = NULL;
	size_t size;

	(void)state;
	fixture_populate(f);
	for (int packets = 8; packets < 10; packets++) {
		char expected[100];
		FILE *out = open_memstream(&text, &size);

		assert_non_null(out);
		dump(f->mib, out);
		fclose(out);
		snprintf(expected, sizeof(expected), "16.1.1.1.5.3 = Counter32: %d\n", packets);
		assert_non_null(strstr(text, expected));
		free(text);
		fixture_frame(f, 0, 1, 2);
		f->clock += SECOND;
	}
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_octets),
	    cmocka_unit_test(test_oids),
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
