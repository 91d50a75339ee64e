/* SPDX-License-Identifier: BSD-2-Clause */
/* Options of sonda's commands among those of net-snmp, and the sizes and times that they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/format.h"
#include "client/options.h"

#define WORDS_MAX 16
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct option_spec specs[] = {
    {"filter", 'f', "X", ""},
    {"all", 0, NULL, ""},
    {.name = NULL},
};

static struct option_values values;
static char error[128];
static char rest[256]; /* what is left of the line, a blank between words */

static bool take(const char *line)
{
	static char copy[256];
	char *words[WORDS_MAX] = {(char[]){"sonda"}};
	char *left = copy;
	int count = 1;
	bool good;

	snprintf(copy, sizeof(copy), "%s", line);
	while (left && count < WORDS_MAX - 1)
		words[count++] = strsep(&left, " ");
	words[count] = NULL;
	good = options_take(&values, specs, &count, words, error, sizeof(error));
	*rest = '\0';
	for (int i = 1; good && i < count; i++) {
		strcat(rest, i > 1 ? " " : "");
		strcat(rest, words[i]);
	}
	if (good)
		assert_null(words[count]);
	return good;
}

static void test_taken(void **state)
{
	static const struct {
		const char *line, *filter, *rest;
		bool all;
	} lines[] = {
	    {"host -v2c --filter ip", "ip", "host -v2c", false},
	    {"--filter=ip=6 host --all", "ip=6", "host", true},
	    {"--filter= host", "", "host", false},
	    {"-f ip host", "ip", "host", false},
	    {"-fip host", "ip", "host", false},
	    {"host --filter -5 x", "-5", "host x", false},
	    /* The values of net-snmp's options are theirs, whatever they look like. */
	    {"-A --all -X -f -u --filter host", NULL, "-A --all -X -f -u --filter host", false},
	    {"-v 2c -t 3 host", NULL, "-v 2c -t 3 host", false},
	    {"-d --all host", NULL, "-d host", true},
	    {"host -- --all", NULL, "host -- --all", false},
	    {"host -", NULL, "host -", false},
	    {"host -c", NULL, "host -c", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		if (!take(lines[i].line))
			fail_msg("%s: %s", lines[i].line, error);
		assert_string_equal(rest, lines[i].rest);
		assert_int_equal(option_given(&values, "all"), lines[i].all);
		assert_int_equal(option_given(&values, "filter"), lines[i].filter != NULL);
		if (lines[i].filter)
			assert_string_equal(option_value(&values, "filter"), lines[i].filter);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *line, *error;
	} lines[] = {
	    {"host --filter", "--filter needs a value"},
	    {"host -f", "-f needs a value"},
	    {"host --all --all", "--all is given twice"},
	    {"-f a --filter=b", "--filter=b is given twice"},
	    {"--all=yes", "--all=yes takes no value"},
	    {"--filt ip", "--filt is no option of this command"},
	    {"--filters ip", "--filters is no option of this command"},
	    {"--filters=ip", "--filters=ip is no option of this command"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		assert_false(take(lines[i].line));
		assert_string_equal(error, lines[i].error);
	}
}

static void test_sizes(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t number;
	} sizes[] = {
	    {"0", true, 0},
	    {"7", true, 7},
	    {"-3", true, -3},
	    {"2k", true, 2000},
	    {"2K", true, 2000},
	    {"5M", true, 5000000},
	    {"-2G", true, -2000000000},
	    {"2147483647", true, 2147483647},
	    {"2147483648", false, 0},
	    {"3G", false, 0},
	    {"99999999999999999999", false, 0},
	    {"9223372036854775807k", false, 0},
	    {"", false, 0},
	    {"-", false, 0},
	    {"k", false, 0},
	    {"1kk", false, 0},
	    {"1.5k", false, 0},
	    {" 1", false, 0},
	    {"0x10", false, 0},
	    {"1s", false, 0},
	};
	int64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		bool good = format_parse_size(sizes[i].text, INT32_MIN, INT32_MAX, &number);

		if (good != sizes[i].good)
			fail_msg("'%s'", sizes[i].text);
		if (good)
			assert_int_equal(number, sizes[i].number);
	}
}

static void test_times(void **state)
{
	static const struct {
		const char *text;
		int32_t seconds; /* 0: it is none */
	} times[] = {
	    {"1", 1},
	    {"30s", 30},
	    {"5m", 300},
	    {"2h", 7200},
	    {"1d", 86400},
	    {"0", 0},
	    {"-1", 0},
	    {"1w", 0},
	    {"1ms", 0},
	    {"100000d", 0},
	    {"2147483647", 2147483647},
	};
	int32_t seconds;

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		bool good = format_parse_time(times[i].text, &seconds);

		if (good != (times[i].seconds > 0))
			fail_msg("'%s'", times[i].text);
		if (good)
			assert_int_equal(seconds, times[i].seconds);
	}
}

static void test_short_numbers(void **state)
{
	static const struct {
		double number;
		const char *text;
	} numbers[] = {
	    {0, "0"},
	    {0.25, "0.2"},
	    {7, "7"},
	    {9.94, "9.9"},
	    {12.3, "12"},
	    {999, "999"},
	    {999.4, "999"},
	    {999.6, "1.00k"},
	    {1234, "1.23k"},
	    {12345, "12.3k"},
	    {99940, "99.9k"},
	    {99960, "100k"},
	    {123456, "123k"},
	    {999600, "1.00M"},
	    {1.5e9, "1.50G"},
	    {2e12, "2.00T"},
	    {3e18, "3000P"},
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		format_short(text, sizeof(text), numbers[i].number);
		assert_string_equal(text, numbers[i].text);
	}
}

static void test_ticks_and_addresses(void **state)
{
	static const uint8_t address[] = {0x00, 0x13, 0x7f, 0xbe, 0x8c, 0xff};
	char text[32];

	(void)state;
	format_ticks(text, sizeof(text), 0);
	assert_string_equal(text, "0:00:00:00.00");
	format_ticks(text, sizeof(text), 8640000 + 360000 * 23 + 6000 * 59 + 5907);
	assert_string_equal(text, "1:23:59:59.07");
	format_ticks(text, sizeof(text), UINT32_MAX); /* 497 days, RFC 2578 */
	assert_string_equal(text, "497:02:27:52.95");
	format_address(text, sizeof(text), address, sizeof(address));
	assert_string_equal(text, "00:13:7f:be:8c:ff");
	format_address(text, 6, address, sizeof(address));
	assert_string_equal(text, "00:13");
	format_address(text, sizeof(text), address, 0);
	assert_string_equal(text, "");
}

/* A cell with octets or text. */
static const char *cell(const struct column *column, const void *octets, size_t len)
{
	static char text[FORMAT_SIZE];
	static struct varbind varbind;

	varbind.present = octets != NULL;
	varbind.value.syntax = SYNTAX_OCTETS;
	varbind.value.octets = octets;
	varbind.value.octets_len = len;
	format_cell(text, sizeof(text), column, &varbind);
	return text;
}

static void test_cells(void **state)
{
	static const uint8_t many[3000];
	const struct column address = {.form = FORM_OCTETS, .size = 6};
	const char *text;

	(void)state;
	assert_string_equal(cell(NULL, NULL, 0), "-");
	assert_string_equal(cell(NULL, "", 0), "\"\"");
	assert_string_equal(cell(NULL, "monitor", 7), "monitor");
	assert_string_equal(cell(NULL, "two words", 9), "\"two words\"");
	assert_string_equal(cell(NULL, "a\"b", 3), "\"a\\\"b\"");
	assert_string_equal(cell(NULL, "-", 1), "\"-\"");
	assert_string_equal(cell(NULL, "\x01\xff", 2), "0x01ff");
	assert_string_equal(cell(&address, "abcdef", 6), "61:62:63:64:65:66");
	assert_string_equal(cell(&address, "abcde", 5), "abcde");
	text = cell(NULL, many, sizeof(many));
	assert_int_equal(strlen(text), FORMAT_SIZE - 1);
	assert_string_equal(text + strlen(text) - 5, "00...");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_taken),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_short_numbers),
	    cmocka_unit_test(test_ticks_and_addresses),
	    cmocka_unit_test(test_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
