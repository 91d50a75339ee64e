/* SPDX-License-Identifier: BSD-2-Clause */
/* Filter expressions: filters and errors by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/expression.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct expression compiled(const char *text)
{
	struct expression expression;
	char error[256] = "";

	if (!expression_compile(&expression, text, false, error, sizeof(error)))
		fail_msg("%s: %s", text, error);
	return expression;
}

/* Filters by hand */

static void assert_octets(const uint8_t *found, const char *hex, size_t len)
{
	assert_int_equal(strlen(hex), 2 * len);
	for (size_t i = 0; i < len; i++) {
		unsigned wanted;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &wanted), 1);
		assert_int_equal(found[i], wanted);
	}
}

static const struct {
	const char *text;
	uint32_t offset;
	size_t len;
	const char *data, *mask, *not_mask;
} singles[] = {
    {"arp", 12, 2, "0806", "ffff", "0000"},
    {"not arp", 12, 2, "0806", "ffff", "ffff"},
    {"ip proto 89", 12, 12, "080000000000000000000059", "ffff000000000000000000ff",
	"000000000000000000000000"},
    {"ip and not ip proto 89", 12, 12, "080000000000000000000059", "ffff000000000000000000ff",
	"0000000000000000000000ff"},
    {"ether dst 1:2:3:a:b:c", 0, 6, "0102030a0b0c", "ffffffffffff", "000000000000"},
    {"multicast", 0, 1, "01", "01", "00"},
    {"not multicast", 0, 1, "00", "01", "00"},
};

static void test_single_filters(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(singles); i++) {
		struct expression expression = compiled(singles[i].text);
		const struct expression_filter *filter = expression.filters;

		assert_false(expression.failed);
		assert_int_equal(expression.count, 1);
		assert_int_equal(filter->offset, singles[i].offset);
		assert_int_equal(filter->len, singles[i].len);
		assert_octets(filter->data, singles[i].data, filter->len);
		assert_octets(filter->mask, singles[i].mask, filter->len);
		assert_octets(filter->not_mask, singles[i].not_mask, filter->len);
		expression_free(&expression);
	}
}

static void test_ways(void **state)
{
	static const struct {
		const char *text;
		bool failed;
		size_t count;
	} ways[] = {
	    {"", true, 0}, {"arp or not arp", true, 0}, {"not (arp or ip)", true, 2},
	    {"ip and not tcp dst port 25", true, 12},   /* not ip, or one of 5 .. 15 words */
	    {"tcp dst port 25", false, 12},             /* and IPv6 */
	    {"tcp dst portrange 1024-2047", false, 12}, /* one block of numbers */
	    {"tcp dst portrange 1023-2047", false, 24}, {"host 192.0.2.1", false, 6},
	    {"arp or ip or arp or ip and tcp", false, 1}, /* (...) and tcp */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct expression expression = compiled(ways[i].text);

		if (expression.failed != ways[i].failed || expression.count != ways[i].count)
			fail_msg("%s: %d, %zu filters", ways[i].text, expression.failed,
			    expression.count);
		expression_free(&expression);
	}
}

static void test_never_failed(void **state)
{
	struct expression expression;
	char error[256];

	(void)state;
	assert_true(expression_compile(&expression, "not (arp or ip)", true, error, sizeof(error)));
	assert_false(expression.failed);
	/* one bit of a type differs, and the other type as a whole: 0x0800 and 0x0806 share 14 bits */
	assert_true(expression.count >= 2);
	expression_free(&expression);
	assert_true(expression_compile(&expression, "", true, error, sizeof(error)));
	assert_int_equal(expression.count, 1);
	assert_int_equal(expression.filters[0].len, 0);
	expression_free(&expression);
}

static void test_errors(void **state)
{
	static const struct {
		const char *text;
		const char *part; /* of the error */
	} wrong[] = {
	    {"greater 100", "cannot be said in RMON filters: greater"},
	    {"tcp and less 100", "cannot be said in RMON filters: less"},
	    {"ip[8] < 5", "cannot be said in RMON filters: ip[8]"},
	    {"ether proto 100", "cannot be said in RMON filters: ether proto 100"},
	    {"ip broadcast", "cannot be said in RMON filters: ip broadcast"},
	    {"arp or portrange 1-1023", "filters: portrange 1-1023 (it takes more than 512"},
	    {"vlan and vlan and vlan and vlan and vlan", "more than 4 times vlan"},
	    {"ip and arp", "no packet can match"},
	    {"not (arp or not arp)", "no packet can match"},
	    {"host www.example.org", "'www.example.org' is not an address"},
	    {"net 192.0.2.1/24", "'192.0.2.1/24' is not a network"},
	    {"port 65536", "'65536' is not the number of a port"},
	    {"portrange 80", "'80' is not a range of ports"},
	    {"ether host 192.0.2.1", "is not an Ethernet address"},
	    {"ip host 2001:db8::1", "is not an address of that protocol"},
	    {"ip6 net 192.0.2.0/24", "is not an address of that protocol"},
	    {"tcp host 192.0.2.1", "'tcp' cannot stand before host"},
	    {"ip port 80", "'ip' cannot stand before port"},
	    {"icmp port 80", "'icmp' cannot stand before port"},
	    {"tcp proto 6", "'tcp' cannot stand before proto"},
	    {"src proto 6", "proto has no direction"},
	    {"ether", "'ether' needs more behind it"},
	    {"port", "a value is missing after 'port'"},
	    {"tcp or 80", "'80' is no word"},
	    {"(arp", "a bracket is not closed"},
	    {"arp)", "')' is not expected"},
	    {"arp and", "ends too early"},
	    {"and arp", "'and' has nothing before it"},
	    {"ip tcp", "'tcp' is not expected"},
	    {"arp & ip", "'&' is not expected"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct expression expression;
		char error[256] = "";

		if (expression_compile(&expression, wrong[i].text, false, error, sizeof(error)))
			fail_msg("%s: no error", wrong[i].text);
		if (!strstr(error, wrong[i].part))
			fail_msg("%s: %s", wrong[i].text, error);
	}
}

static void test_deep(void **state)
{
	struct expression expression;
	char text[2000] = "", error[256];

	(void)state;
	for (int i = 0; i < 900; i++)
		strcat(text, "!");
	strcat(text, "arp");
	assert_false(expression_compile(&expression, text, false, error, sizeof(error)));
	assert_non_null(strstr(error, "too many brackets"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_single_filters),
	    cmocka_unit_test(test_ways),
	    cmocka_unit_test(test_never_failed),
	    cmocka_unit_test(test_errors),
	    cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
