/* SPDX-License-Identifier: BSD-2-Clause */
/* The query-session line: options as snmpcmd(1) has them, addresses, connections that do not wait. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cmocka.h>

#include "agent/queryline.h"

static struct queryline *parse(const char *text)
{
	char error[256] = "";
	struct queryline *line = queryline_parse(text, error, sizeof(error));

	if (!line)
		fail_msg("`%s`: %s", text, error);
	return line;
}

static void test_options(void **state)
{
	static const uint8_t engine[] = {0x80, 0, 0x1f, 0x88, 4};
	struct queryline *line =
	    parse("-v3 -l authPriv -u \"a b\" -a SHA-256 -A \"pass word\" -x AES "
		  "-X12345678 -n ctx -t 1.5 -r 2 -e 0x80001f8804 -E 80001f8804 "
		  "-Z 3,77 udp:192.0.2.1:1161");

	(void)state;
	assert_int_equal(line->version, 3);
	assert_int_equal(line->level, 3);
	assert_string_equal(line->user, "a b");
	assert_string_equal(line->auth_passphrase, "pass word");
	assert_string_equal(line->priv_passphrase, "12345678");
	assert_string_equal(line->context, "ctx");
	assert_int_equal(line->timeout, 1500000);
	assert_int_equal(line->retries, 2);
	assert_int_equal(line->security_engine.len, 5);
	assert_memory_equal(line->security_engine.octets, engine, 5);
	assert_memory_equal(line->context_engine.octets, engine, 5);
	assert_int_equal(line->boots, 3);
	assert_int_equal(line->time, 77);
	assert_string_equal(line->peer.text, "udp:192.0.2.1:1161");
	queryline_free(line);

	/* The address may come first. */
	line = parse("127.0.0.1 -v 2c -c public");
	assert_int_equal(line->version, 1);
	assert_string_equal(line->community, "public");
	assert_int_equal(line->timeout, 500000);
	assert_int_equal(line->retries, 0);
	queryline_free(line);
	line = parse("-v 1 -c public 127.0.0.1");
	assert_int_equal(line->version, 0);
	queryline_free(line);
	line = parse("-u joe 127.0.0.1");
	assert_int_equal(line->version, 3);
	assert_int_equal(line->level, 1);
	queryline_free(line);
	queryline_free(NULL);
}

static void test_options_refused(void **state)
{
	static const struct {
		const char *line;
		const char *word; /* that the message must have */
	} cases[] = {
	    {"-v 2c -c public", "address"},
	    {"-v 2c 127.0.0.1", "-c"},
	    {"127.0.0.1", "-u"},
	    {"-v 4 -c secret 127.0.0.1", "2c or 3"},
	    {"-v 2c -c secret 127.0.0.1 127.0.0.2", "one address"},
	    {"-v 2c -c secret 127.0.0.1 -O n", "-v -c"},
	    {"-v 2c 127.0.0.1 -c", "community"},
	    {"-u joe -l auth 127.0.0.1", "authNoPriv"},
	    {"-u joe -l authNoPriv 127.0.0.1", "-A"},
	    {"-u joe -l authNoPriv -a SHA -A secret 127.0.0.1", "8 characters"},
	    {"-u joe -l authNoPriv -A secretsecret 127.0.0.1", "-a"},
	    {"-u joe -l authNoPriv -a none -A secretsecret 127.0.0.1", "SHA-256"},
	    {"-u joe -l authNoPriv -a \"\" -A secretsecret 127.0.0.1", "SHA-256"},
	    {"-u joe -l authPriv -a SHA -A secretsecret 127.0.0.1", "-X"},
	    {"-u joe -l authPriv -a SHA -A secretsecret -x no -X secretsecret 127.0.0.1", "DES"},
	    {"-u joe -l authPriv -a SHA -A secret secret -x AES -X secretsecret 127.0.0.1",
		"8 characters"},
	    {"-u joe -l authPriv -a SHA -A long secret -x AES -X secretsecret 127.0.0.1",
		"8 characters"},
	    {"-u joe -l authNoPriv -a SHA -A longsecret secret 127.0.0.1", "address"},
	    {"-u joe -l authNoPriv -a SHA -A longsecret -secret 127.0.0.1", "-v -c"},
	    {"-u joe -e 80 127.0.0.1", "5 to 32"},
	    {"-u joe -e 8000zz1f8804 127.0.0.1", "5 to 32"},
	    {"-u joe -Z 5 127.0.0.1", "BOOTS,TIME"},
	    {"-u joe -Z 5,a 127.0.0.1", "BOOTS,TIME"},
	    {"-u joe -t 0 127.0.0.1", "seconds"},
	    {"-u joe -t 61 127.0.0.1", "seconds"},
	    {"-u joe -t nan 127.0.0.1", "seconds"},
	    {"-u joe -r -1 127.0.0.1", "0 to 10"},
	};
	char error[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error[0] = '\0';
		if (queryline_parse(cases[i].line, error, sizeof(error)))
			fail_msg("`%s` was taken", cases[i].line);
		if (!strstr(error, cases[i].word))
			fail_msg("`%s`: \"%s\" lacks \"%s\"", cases[i].line, error, cases[i].word);
		if (strstr(error, "secret"))
			fail_msg("`%s`: \"%s\" tells", cases[i].line, error);
	}
}

static void test_peers(void **state)
{
	static const struct {
		const char *text;
		int family;
		bool stream;
		unsigned port;
		const char *whole;
	} cases[] = {
	    {"192.0.2.1", AF_INET, false, 161, "udp:192.0.2.1:161"},
	    {"192.0.2.1:1161", AF_INET, false, 1161, "udp:192.0.2.1:1161"},
	    {"udp:192.0.2.1", AF_INET, false, 161, "udp:192.0.2.1:161"},
	    {"tcp:192.0.2.1:7", AF_INET, true, 7, "tcp:192.0.2.1:7"},
	    {"[2001:db8::1]", AF_INET6, false, 161, "udp6:[2001:db8::1]:161"},
	    {"2001:db8::1", AF_INET6, false, 161, "udp6:[2001:db8::1]:161"},
	    {"udp6:::1", AF_INET6, false, 161, "udp6:[::1]:161"},
	    {"udp6:[2001:db8::1]:1161", AF_INET6, false, 1161, "udp6:[2001:db8::1]:1161"},
	    {"tcp6:[2001:db8::1]", AF_INET6, true, 161, "tcp6:[2001:db8::1]:161"},
	    {"unix:/run/x", AF_UNIX, true, 0, "unix:/run/x"},
	};
	static const char *const refused[] = {"", "localhost", "udp:localhost:161",
	    "udp:", "192.0.2", "161", "192.0.2.1:", "192.0.2.1:snmp", "192.0.2.1:1:2",
	    "192.0.2.1:65536", "udp6:[2001:db8::1", "udp6:[2001:db8::1]1", "udp6:192.0.2.1",
	    "udp6:[192.0.2.1]", "udp:::1", "[192.0.2.1]", "2001:db8::1::2", "tcp:[::1]",
	    "unix:run/x", "dtlsudp:192.0.2.1"};
	struct peer peer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)&peer.address;

		if (!peer_parse(&peer, cases[i].text, 161))
			fail_msg("`%s` was refused", cases[i].text);
		assert_int_equal(peer.address.ss_family, cases[i].family);
		assert_int_equal(peer.stream, cases[i].stream);
		assert_string_equal(peer.text, cases[i].whole);
		if (cases[i].family != AF_UNIX) /* both families have it in the same place */
			assert_int_equal(ntohs(in->sin_port), cases[i].port);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (peer_parse(&peer, refused[i], 161))
			fail_msg("`%s` was taken", refused[i]);
	}
}

/* A listener that takes nobody, and has no room for more to wait. */
static void test_connection_does_not_wait(void **state)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int clients[4];
	struct timespec from, to;
	char text[64];
	struct peer peer;

	(void)state;
	assert_int_equal(bind(listener, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(listener, 0), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &len), 0);
	for (size_t i = 0; i < 4; i++) {
		clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)!connect(clients[i], (struct sockaddr *)&address, len);
	}
	snprintf(text, sizeof(text), "tcp:127.0.0.1:%u", ntohs(address.sin_port));
	assert_true(peer_parse(&peer, text, 161));
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_null(peer_connect(&peer));
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 500);
	for (size_t i = 0; i < 4; i++)
		close(clients[i]);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_options),
	    cmocka_unit_test(test_options_refused),
	    cmocka_unit_test(test_peers),
	    cmocka_unit_test(test_connection_does_not_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
