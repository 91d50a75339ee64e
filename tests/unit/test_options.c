/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line: what is taken, and what is refused with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "agent/options.h"

#define ARGUMENTS_MAX 16

static struct options options;
static char error[256];

/* Parses "sondad" and the words of line; getopt may move them. */
static bool parse(const char *line)
{
	static char copy[256];
	char *arguments[ARGUMENTS_MAX] = {(char[]){"sondad"}};
	char *rest = copy;
	char *word;
	int count = 1;
	bool good;

	options_free(&options);
	assert_true(strlen(line) < sizeof(copy));
	strcpy(copy, line);
	while ((word = strsep(&rest, " ")) != NULL && count < ARGUMENTS_MAX - 1)
		if (*word)
			arguments[count++] = word;
	*error = '\0';
	good = options_parse(&options, count, arguments, error, sizeof(error));
	assert_true(good == (*error == '\0'));
	return good;
}

static void test_all_taken(void **state)
{
	(void)state;
	assert_true(parse("-dftV -c a.conf -i eth0 -ieth1 -x /run/master"));
	assert_true(options.debug && options.foreground && options.check && options.version);
	assert_false(options.dump || options.realtime || options.help);
	assert_string_equal(options.config, "a.conf");
	assert_string_equal(options.socket, "/run/master");
	assert_null(options.address);
	assert_int_equal(options.interface_count, 2);
	assert_string_equal(options.interfaces[0], "eth0");
	assert_string_equal(options.interfaces[1], "eth1");
	assert_int_equal(options.file_count, 0);
}

static void test_replay(void **state)
{
	(void)state;
	assert_true(parse("-r a.pcap --realtime -r b.pcapng -r a.pcap -l udp:127.0.0.1:1161"));
	assert_int_equal(options.file_count, 3);
	assert_string_equal(options.files[1], "b.pcapng");
	assert_true(options.realtime);
	assert_true(parse("-r - --dump"));
	assert_true(options.dump);
	assert_string_equal(options.files[0], "-");
}

static void test_nothing(void **state)
{
	(void)state;
	assert_true(parse(""));
	assert_null(options.config);
	assert_false(options.debug || options.foreground || options.check);
}

static void test_refused(void **state)
{
	static const struct {
		const char *line;
		const char *word; /* that the message must have */
	} cases[] = {
	    {"-i eth0 -r a.pcap", "exclude"},
	    {"-i eth0 -l udp:1161 -x /run/master", "exclude"},
	    {"--dump", "-r"},
	    {"-i eth0 --dump", "-r"},
	    {"-i eth0 --realtime", "-r"},
	    {"-r a --dump --realtime", "--realtime"},
	    {"-r a -r - --realtime", "-f"},
	    {"-r a --dump -x /run/master", "socket"},
	    {"-r a --dump -t", "-t"},
	    {"-r a -r", "-r needs a value"},
	    {"-c", "-c needs a value"},
	    {"-c a -c b", "twice"},
	    {"-i eth0 -i eth0", "twice"},
	    {"-r - -r -", "twice"},
	    {"-i abcdefghijklmnop", "interface name"}, /* 16 octets; IFNAMSIZ holds 15 */
	    {"-q", "-q"},
	    {"--wrong", "--wrong"},
	    {"--dump=yes -r a", "--dump"},
	    {"-f a.pcap", "a.pcap"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (parse(cases[i].line))
			fail_msg("`%s` was taken", cases[i].line);
		if (!strstr(error, cases[i].word))
			fail_msg("`%s`: \"%s\" lacks \"%s\"", cases[i].line, error, cases[i].word);
	}
}

static int end(void **state)
{
	(void)state;
	options_free(&options);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_taken),
	    cmocka_unit_test(test_replay),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
