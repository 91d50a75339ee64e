/* SPDX-License-Identifier: BSD-2-Clause */
/* `event-target` lines: forms, defaults and addresses, and what is no such line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "agent/event_target.h"

static bool parse(const char *line, struct event_target *target, char *error, size_t size)
{
	char copy[500];

	snprintf(copy, sizeof(copy), "%s", line);
	snprintf(error, size, "none");
	return event_target_parse(copy, target, error, size);
}

static void test_forms(void **state)
{
	static const struct {
		const char *line;
		struct event_target wanted;
	} cases[] = {
	    {"-c public 192.0.2.1", {false, false, 1000000, 5, "public", "udp:192.0.2.1:162"}},
	    {"-v 1 -c public 192.0.2.1", {true, false, 1000000, 5, "public", "udp:192.0.2.1:162"}},
	    {"-v2c -cpublic -Ci 192.0.2.1:1162",
		{false, true, 1000000, 5, "public", "udp:192.0.2.1:1162"}},
	    {"-v 1 -v 2c -C i -t 2.5 -r 0 -c a -c b udp:10.0.0.1:1",
		{false, true, 2500000, 0, "b", "udp:10.0.0.1:1"}},
	    {"-t.01 -r 20 -c \"two words\" udp:10.0.0.1:65535",
		{false, false, 10000, 20, "two words", "udp:10.0.0.1:65535"}},
	    {"-c c 2001:db8::1", {false, false, 1000000, 5, "c", "udp6:[2001:db8::1]:162"}},
	    {"-c c [2001:db8::1]", {false, false, 1000000, 5, "c", "udp6:[2001:db8::1]:162"}},
	    {"-c c udp6:[::1]:163", {false, false, 1000000, 5, "c", "udp6:[::1]:163"}},
	    {"-c c udp6:::1", {false, false, 1000000, 5, "c", "udp6:[::1]:162"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct event_target *wanted = &cases[i].wanted;
		struct event_target target;
		char error[300];

		assert_true(parse(cases[i].line, &target, error, sizeof(error)));
		assert_int_equal(target.v1, wanted->v1);
		assert_int_equal(target.inform, wanted->inform);
		assert_int_equal(target.timeout, wanted->timeout);
		assert_int_equal(target.retries, wanted->retries);
		assert_string_equal(target.community, wanted->community);
		assert_string_equal(target.address, wanted->address);
		event_target_free(&target);
	}
}

#define LONG_127                                                                                   \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"                          \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Each refused, and the sentence has the word that helps. */
static void test_refused(void **state)
{
	static const char *const cases[][2] = {
	    {"192.0.2.1", "community"},
	    {"-c public", "address"},
	    {"-c", "community"},
	    {"-c \"\" 192.0.2.1", "community"},
	    {"-c x" LONG_127 " 192.0.2.1", "community"},
	    {"-v 3 -c public 192.0.2.1", "-v 2c"},
	    {"-v 1 -Ci -c public 192.0.2.1", "no informs"},
	    {"-Cx -c public 192.0.2.1", "-Ci"},
	    {"-u me -c public 192.0.2.1", "-v -c"},
	    {"- -c public 192.0.2.1", "-v -c"},
	    {"-t 0 -c public 192.0.2.1", "-t"},
	    {"-t nan -c public 192.0.2.1", "-t"},
	    {"-t 61 -c public 192.0.2.1", "-t"},
	    {"-t 1s -c public 192.0.2.1", "-t"},
	    {"-r -1 -c public 192.0.2.1", "-r"},
	    {"-r 21 -c public 192.0.2.1", "-r"},
	    {"-r", "-r"},
	    {"-c public localhost", "digits"},
	    {"-c public trap.example.org:162", "digits"},
	    {"-c public 192.0.2", "digits"},
	    {"-c public 192.0.2.1:", "digits"},
	    {"-c public 192.0.2.1:0", "digits"},
	    {"-c public 192.0.2.1:65536", "digits"},
	    {"-c public 192.0.2.1:snmp", "digits"},
	    {"-c public tcp:192.0.2.1:162", "digits"},
	    {"-c public udp6:192.0.2.1:162", "digits"},
	    {"-c public udp:[::1]:162", "digits"},
	    {"-c public [::1", "digits"},
	    {"-c public [::1]162", "digits"},
	    {"-c public \"\"", "digits"},
	    {"-c public unix:/run/snmpd", "digits"},
	    {"-c public 192.0.2.1 192.0.2.2", "nothing after"},
	    {"-c half -secret 192.0.2.1", "-v -c"},
	    {"-c half secret 192.0.2.1", "digits"},
	    {"-c x" LONG_127 "secret 192.0.2.1", "community"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct event_target target;
		char error[300];

		if (parse(cases[i][0], &target, error, sizeof(error)))
			print_error("taken: %s\n", cases[i][0]);
		if (!strstr(error, cases[i][1]))
			print_error("%s: %s\n", cases[i][0], error);
		assert_non_null(strstr(error, cases[i][1]));
		assert_null(strstr(error, "secret"));
		event_target_free(&target);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
