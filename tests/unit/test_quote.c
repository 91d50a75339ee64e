/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of a `row` line: blanks, quotes, backslashes, hexadecimal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "mibs/quote.h"

static void expect_words(const char *text, const char *const *words)
{
	char *copy = strdup(text);
	char *line = copy;
	char *word;

	for (; *words; words++) {
		assert_int_equal(quote_next(&line, &word), QUOTE_OK);
		assert_string_equal(word, *words);
	}
	assert_int_equal(quote_next(&line, &word), QUOTE_END);
	assert_int_equal(quote_next(&line, &word), QUOTE_END);
	free(copy);
}

#define EXPECT_WORDS(text, ...) expect_words(text, (const char *const[]){__VA_ARGS__, NULL})

static void test_words(void **state)
{
	(void)state;
	EXPECT_WORDS("", NULL);
	EXPECT_WORDS(" \t\r\n", NULL);
	EXPECT_WORDS("one", "one");
	EXPECT_WORDS("  one\ttwo  three \n", "one", "two", "three");
	EXPECT_WORDS("a=\"b c\" d", "a=\"b c\"", "d");
	EXPECT_WORDS("\"\" x", "\"\"", "x");
	EXPECT_WORDS("a\"b c\"d\" \"e f", "a\"b c\"d\" \"e", "f");
	EXPECT_WORDS("\"a\\\" b\" c", "\"a\\\" b\"", "c");
	EXPECT_WORDS("\"a\\\\\" c", "\"a\\\\\"", "c");
	EXPECT_WORDS("a\\ b", "a\\", "b"); /* a backslash is one outside of quotes */
}

static void test_unended(void **state)
{
	static const char *const texts[] = {"\"", "a=\"b c", "\"a\\\"", "\"a\\", "x\"\"\""};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *copy = strdup(texts[i]);
		char *line = copy;
		char *word;

		assert_int_equal(quote_next(&line, &word), QUOTE_UNENDED);
		free(copy);
	}
}

static void expect_octets(const char *word, const void *octets, size_t len)
{
	uint8_t space[8];
	size_t found = 99;

	assert_true(quote_octets(word, space, sizeof(space), &found));
	assert_int_equal(found, len);
	assert_memory_equal(space, octets, len);
}

static void test_octets(void **state)
{
	(void)state;
	expect_octets("", "", 0);
	expect_octets("\"\"", "", 0);
	expect_octets("abc", "abc", 3);
	expect_octets("\"a b\"", "a b", 3);
	expect_octets("a\" \"b", "a b", 3);
	expect_octets("\"a\\\"b\\\\\"", "a\"b\\", 4);
	expect_octets("a\\b", "a\\b", 3);
	expect_octets("0x", "", 0);
	expect_octets("0x00fF1e", "\x00\xff\x1e", 3);
	expect_octets("\"0x41\"", "0x41", 4);
	expect_octets("0X41", "0X41", 4);
	expect_octets("12345678", "12345678", 8);
	expect_octets("0x0102030405060708", "\1\2\3\4\5\6\7\10", 8);
}

static void test_bad_octets(void **state)
{
	static const char *const words[] = {"0x1", "0x123", "0xg0", "0x0 ", "0x+1", "0x\"00\"",
	    "123456789", "\"123456789\"", "0x010203040506070809"};
	uint8_t space[8];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_false(quote_octets(words[i], space, sizeof(space), &len));
}

static void expect_made(const char *octets, size_t len, const char *expected)
{
	char *word = quote_make((const uint8_t *)octets, len);

	assert_non_null(word);
	assert_string_equal(word, expected);
	free(word);
}

static void test_make(void **state)
{
	(void)state;
	expect_made("", 0, "\"\"");
	expect_made("monitor", 7, "\"monitor\"");
	expect_made("a b#c", 5, "\"a b#c\"");
	expect_made("a\"b\\", 4, "\"a\\\"b\\\\\"");
	expect_made("0x41", 4, "\"0x41\"");
	expect_made("a\nb", 3, "0x610a62");
	expect_made("\xc3\xa4", 2, "0xc3a4");
	expect_made("\0", 1, "0x00");
}

/* Whatever the octets, the word made of them is one word, on one line, and stands for them. */
static void test_round_trip(void **state)
{
	uint8_t octets[40], back[40];
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		size_t len = (size_t)(i % 40), found;
		char *made, *line, *word;

		for (size_t j = 0; j < len; j++) {
			seed = seed * 1103515245 + 12345;
			octets[j] = i % 2 ? (uint8_t)(seed >> 16)
					  : (uint8_t) "\"\\ 0xa#=\t"[(seed >> 16) % 9];
		}
		made = line = quote_make(octets, len);
		assert_null(strchr(made, '\n'));
		assert_int_equal(quote_next(&line, &word), QUOTE_OK);
		assert_true(quote_octets(word, back, sizeof(back), &found));
		assert_int_equal(found, len);
		assert_memory_equal(back, octets, len);
		assert_int_equal(quote_next(&line, &word), QUOTE_END);
		free(made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_unended),
	    cmocka_unit_test(test_octets),
	    cmocka_unit_test(test_bad_octets),
	    cmocka_unit_test(test_make),
	    cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
