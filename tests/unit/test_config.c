/* SPDX-License-Identifier: BSD-2-Clause */
/* The configuration file: Sonda's tokens through net-snmp's reader, and the parts of their lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/config.h"
#include "agent/log.h"
#include "agent/probeline.h"
#include "agent/words.h"

static struct config config;
static char messages[4096]; /* what was logged while reading */

/* Reads text as a configuration file; what is logged comes into messages. */
static bool read_text(const char *text)
{
	char path[] = "/tmp/sonda-config-XXXXXX";
	int fd = mkstemp(path);
	FILE *log = tmpfile();
	int standard_error = dup(STDERR_FILENO);
	size_t len;
	bool good;

	assert_true(fd >= 0 && log && standard_error >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	config_free(&config);
	dup2(fileno(log), STDERR_FILENO);
	good = config_read(&config, path);
	dup2(standard_error, STDERR_FILENO);
	close(standard_error);
	rewind(log);
	len = fread(messages, 1, sizeof(messages) - 1, log);
	messages[len] = '\0';
	fclose(log);
	unlink(path);
	return good;
}

static void test_comments(void **state)
{
	static const struct {
		const char *line;
		const char *rest;
	} cases[] = {
	    {"eth0 # comment", "eth0"},
	    {"eth0#comment", "eth0"},
	    {"# all", ""},
	    {"a \"b # c\" d # e", "a \"b # c\" d"},
	    {"Owner=\"a \\\" # b\"  # c", "Owner=\"a \\\" # b\""},
	    {"joe SHA 'pass # word' # c", "joe SHA 'pass # word'"},
	    {"Owner=Bob's # c", "Owner=Bob's"},
	    {"a \"b # never ends", "a \"b # never ends"},
	    {"  ", ""},
	};
	char line[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strcpy(line, cases[i].line);
		words_cut_comment(line);
		assert_string_equal(line, cases[i].rest);
	}
}

static void test_words(void **state)
{
	char line[] = " one\t\"two three\" fo\"u r\" \"\" \"a\\\"b\"";
	static const char *const words[] = {"one", "two three", "fou r", "", "a\"b"};
	char *rest = line;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_string_equal(words_next(&rest), words[i]);
	assert_null(words_next(&rest));
}

static void test_sizes(void **state)
{
	static const struct {
		const char *word;
		unsigned unit;
		uint64_t value; /* 0: refused */
	} cases[] = {
	    {"1", 1024, 1}, {"64K", 1024, 65536}, {"256M", 1024, 268435456},
	    {"4g", 1024, 4294967296}, {"10G", 1000, 10000000000}, {"0", 1024, 0}, {"", 1024, 0},
	    {"K", 1024, 0}, {"-1", 1024, 0}, {"1.5M", 1024, 0}, {"1MB", 1024, 0}, {"1X", 1024, 0},
	    {"18446744073709551616", 1024, 0}, {"18446744073709551615K", 1024, 0},
	    {"1000T", 1000, 0}, /* above the largest that is asked for below */
	};
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good = words_size(cases[i].word, cases[i].unit, 1, 100000000000000, &value);

		if (good != (cases[i].value != 0) || (good && value != cases[i].value))
			fail_msg("\"%s\"", cases[i].word);
	}
}

static void test_probe_line(void **state)
{
	char line[] = "eth0 offloads off fcs present runts yes max-frame 9018 speed 10G ring 64M "
		      "promiscuous no align yes threads 1";
	struct port_config port;
	char error[256];

	(void)state;
	port_config_init(&port);
	assert_true(probeline_parse(line, &port, error, sizeof(error)));
	assert_string_equal(port.name, "eth0");
	assert_null(port.file);
	assert_int_equal(port.offloads, OFFLOAD_OFF);
	assert_int_equal(port.fcs, FCS_PRESENT);
	assert_true(port.rules.runts);
	assert_int_equal(port.rules.max_frame, 9018);
	assert_true(port.speed == 10000000000);
	assert_int_equal(port.ring, 67108864);
	assert_false(port.promiscuous);
	assert_true(port.align);
}

static void test_probe_line_refused(void **state)
{
	static const struct {
		const char *line;
		const char *word; /* that the message must have */
	} cases[] = {
	    {"", "interface"},
	    {"abcdefghijklmnop", "interface"},
	    {"eth0 fcs", "auto, present or absent"},
	    {"eth0 fcs maybe", "maybe"},
	    {"eth0 offloads on", "off or keep"},
	    {"eth0 max-frame 1517", "1518"},
	    {"eth0 max-frame 65536", "65535"},
	    {"eth0 ring 1K", "64K"},
	    {"eth0 speed fast", "bit/s"},
	    {"eth0 threads 2", "1"},
	    {"eth0 snaplen 96", "snaplen"},
	    {"eth0 runts yes no", "\"no\""},
	};
	struct port_config port;
	char error[256];
	char line[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		port_config_init(&port);
		strcpy(line, cases[i].line);
		if (probeline_parse(line, &port, error, sizeof(error)))
			fail_msg("`%s` was taken", cases[i].line);
		if (!strstr(error, cases[i].word))
			fail_msg("`%s`: \"%s\" lacks \"%s\"", cases[i].line, error, cases[i].word);
	}
}

static void test_file(void **state)
{
	(void)state;
	assert_true(read_text("# a comment\n"
			      "\n"
			      "probe eth0 speed 100M # the mirror\n"
			      "Probe eth1\n"
			      "agentx\n"
			      "no-defaults # none\n"
			      "state-directory /var/lib/other\n"
			      "memory-limit 64M\n"
			      "user probe\n"
			      "createUser joe SHA \"authpass1\" AES\n"
			      "row hostControlTable.7 DataSource=eth0 Owner=\"a # b\" # c\n"
			      "event-target -c \"a # b\" -Ci 192.0.2.1 # c\n"
			      "event-target -v 1 -c b 192.0.2.1\n"
			      "[snmp] defVersion 3\n"));
	assert_string_equal(messages, "");
	assert_int_equal(config.probe_count, 2);
	assert_string_equal(config.probes[0].name, "eth0");
	assert_int_equal(config.probes[0].speed, 100000000);
	assert_string_equal(config.probes[1].name, "eth1");
	assert_true(config.subagent && config.no_defaults);
	assert_null(config.socket);
	assert_string_equal(config.state_directory, "/var/lib/other");
	assert_int_equal(config.memory_limit, 67108864);
	assert_string_equal(config.user, "probe");
	assert_int_equal(config.row_count, 1);
	assert_string_equal(
	    config.rows[0].line, "hostControlTable.7 DataSource=eth0 Owner=\"a # b\"");
	assert_non_null(strstr(config.rows[0].where, ": line 11"));
	assert_int_equal(config.event_target_count, 2);
	assert_string_equal(config.event_targets[0].community, "a # b");
	assert_string_equal(config.event_targets[0].address, "udp:192.0.2.1:162");
	assert_true(config.event_targets[0].inform && config.event_targets[1].v1);
}

static void test_empty_file(void **state)
{
	(void)state;
	assert_true(read_text(""));
	assert_int_equal(config.memory_limit, 268435456);
	assert_false(config.subagent || config.no_defaults);
	assert_null(config.state_directory);
}

static void test_last_wins(void **state)
{
	(void)state;
	assert_true(read_text("user a\nuser b\nagentx tcp:localhost:705\nagentx /run/x\n"));
	assert_string_equal(config.user, "b");
	assert_string_equal(config.socket, "/run/x");
}

static void test_file_refused(void **state)
{
	static const struct {
		const char *text;
		const char *place;
		const char *word;
	} cases[] = {
	    {"\n\nprobe eth0 fcs no\n", ": line 3: ", "auto, present or absent"},
	    {"probe\n", ": line 1: ", "probe"},
	    {"probe # eth0\n", ": line 1: ", "probe"},
	    {"probe eth0\nprobe eth0\n", ": line 2: ", "already"},
	    {"row\n", ": line 1: ", "row"},
	    {"no-defaults yes\n", ": line 1: ", "nothing"},
	    {"memory-limit 10\n", ": line 1: ", "1M"},
	    {"memory-limit much\n", ": line 1: ", "much"},
	    {"state-directory var\n", ": line 1: ", "absolute"},
	    {"\nevent-target -c a here\n", ": line 2: ", "address in digits"},
	    {"event-target\n", ": line 1: ", "event-target"},
	    {"user a b\n", ": line 1: ", "only one"},
	    {"agentx a b\n", ": line 1: ", "only one"},
	    {"includeFile /nonexistent/a.conf\n", ": line 1: ", "/nonexistent/a.conf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (read_text(cases[i].text))
			fail_msg("`%s` was taken", cases[i].text);
		if (!strstr(messages, cases[i].place) || !strstr(messages, cases[i].word))
			fail_msg("`%s`: \"%s\" lacks \"%s\" or \"%s\"", cases[i].text, messages,
			    cases[i].place, cases[i].word);
	}
}

static void test_all_errors_told(void **state)
{
	(void)state;
	assert_false(read_text("memory-limit x\nuser ok\nprobe eth0 fcs x\n"));
	assert_non_null(strstr(messages, ": line 1: "));
	assert_null(strstr(messages, ": line 2: "));
	assert_non_null(strstr(messages, ": line 3: "));
}

/* Nothing that is named in a message begins another one or speaks to the terminal. */
static void test_control_characters(void **state)
{
	(void)state;
	assert_false(read_text("probe eth0 off\033[2J\bloads\177 off\n"));
	assert_non_null(strstr(messages, "off?[2J?loads?"));
	assert_ptr_equal(strchr(messages, '\n') + 1, messages + strlen(messages));
	assert_null(strpbrk(messages, "\033\b\177"));
}

static void test_no_file(void **state)
{
	(void)state;
	config_free(&config);
	assert_false(config_read(&config, "/nonexistent/sondad.conf"));
	assert_false(config_read(&config, "/"));
}

static int start(void **state)
{
	(void)state;
	log_open("test", LOG_TO_STDERR, false);
	log_take_netsnmp();
	config_init(&config);
	return 0;
}

static int end(void **state)
{
	(void)state;
	config_free(&config);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_comments),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_probe_line),
	    cmocka_unit_test(test_probe_line_refused),
	    cmocka_unit_test(test_file),
	    cmocka_unit_test(test_empty_file),
	    cmocka_unit_test(test_last_wins),
	    cmocka_unit_test(test_file_refused),
	    cmocka_unit_test(test_all_errors_told),
	    cmocka_unit_test(test_control_characters),
	    cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, start, end);
}
