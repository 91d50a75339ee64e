/* SPDX-License-Identifier: BSD-2-Clause */
/* Filter expressions: what the filters take of many packets is what tcpdump takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/expression.h"
#include "probe/filter.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Packets of all kinds */

#define PACKETS 3000
#define PACKET_LEN 160 /* whole headers whatever they are, so that nothing is cut short */

static uint8_t packets[PACKETS][PACKET_LEN];
static uint32_t seed = 1;

static uint32_t any(uint32_t below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

static void put(uint8_t *at, uint32_t value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		at[i] = (uint8_t)(value >> 8 * (len - 1 - i));
}

static const uint32_t ports[] = {22, 53, 80, 81, 443, 1023, 1024, 1999, 2000, 65535};
static const uint32_t protocols[] = {1, 2, 6, 6, 17, 17, 44, 58, 132};

static void put_address(uint8_t *at)
{
	static const uint32_t addresses[] = {0xc0000201, 0xc0000202, 0x0a010203, 0xe0000001};

	put(at, addresses[any(COUNT(addresses))], 4);
}

static void put_address6(uint8_t *at)
{
	put(at, any(4) ? 0x20010db8 : 0xff020000, 4);
	at[15] = (uint8_t)(1 + any(2));
}

static void put_ports(uint8_t *at)
{
	put(at, ports[any(COUNT(ports))], 2);
	put(at + 2, ports[any(COUNT(ports))], 2);
}

static void put_ip(uint8_t *at)
{
	uint32_t words = any(2) ? 5 : 5 + any(11);

	at[0] = (uint8_t)(0x40 | words);
	if (any(4) == 0)
		put(at + 6, any(2) ? 0x2000 : any(0x2000), 2);
	at[9] = (uint8_t)protocols[any(COUNT(protocols))];
	put_address(at + 12);
	put_address(at + 16);
	put_ports(at + 4 * words);
}

static void put_ip6(uint8_t *at)
{
	at[0] = 0x60;
	at[6] = (uint8_t)protocols[any(COUNT(protocols))];
	put_address6(at + 8);
	put_address6(at + 24);
	put_ports(at + 40);
	if (at[6] == 44)
		at[40] = (uint8_t)protocols[any(COUNT(protocols))];
}

static void put_arp(uint8_t *at)
{
	put(at, 0x00010800, 4);
	put(at + 4, 0x0604, 2);
	put_address(at + 14);
	put_address(at + 24);
}

static void put_packet(uint8_t *packet)
{
	static const uint32_t types[] = {
	    0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x8035, 0x88b5, 0x0100};
	static const uint32_t tags[] = {0x8100, 0x88a8, 0x9100};
	uint32_t type = types[any(COUNT(types))];
	uint8_t *at = packet + 12;

	for (size_t i = 0; i < PACKET_LEN; i++)
		packet[i] = (uint8_t)any(256);
	memset(packet, any(4) ? 0 : 0xff, 12);
	packet[5] |= (uint8_t)any(3);
	packet[11] = (uint8_t)any(3);
	if (any(5) == 0)
		packet[0] |= 1;
	while (any(3) == 0 && at < packet + 12 + 3 * 4) {
		put(at, tags[any(COUNT(tags))], 2);
		put(at + 2, any(2) ? 0xa005 : any(0x10000), 2);
		at += 4;
	}
	put(at, type, 2);
	at += 2;
	memset(at, 0, 60);
	if (type == 0x0800)
		put_ip(at);
	else if (type == 0x86dd)
		put_ip6(at);
	else if (type != 0x88b5)
		put_arp(at);
}

/* The number of a packet is in its last octets. */
static void make_packets(void)
{
	for (uint32_t i = 0; i < PACKETS; i++) {
		put_packet(packets[i]);
		put(packets[i] + PACKET_LEN - 4, i, 4);
	}
}

static void write_packets(FILE *file)
{
	const uint32_t head[] = {0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1};

	fwrite(head, sizeof(head), 1, file);
	for (uint32_t i = 0; i < PACKETS; i++) {
		const uint32_t record[] = {i, 0, PACKET_LEN, PACKET_LEN};

		fwrite(record, sizeof(record), 1, file);
		fwrite(packets[i], PACKET_LEN, 1, file);
	}
}

/* What tcpdump takes: false if it refuses the expression. */
static bool tcpdump_verdicts(const char *text, const char *name, bool *verdicts)
{
	uint8_t record[16 + PACKET_LEN];
	char command[2048], head[24];
	FILE *pipe;

	snprintf(command, sizeof(command), "tcpdump -r - -w - '%s' <%s 2>/dev/null", text, name);
	memset(verdicts, 0, PACKETS);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	if (fread(head, sizeof(head), 1, pipe) == 1) {
		while (fread(record, sizeof(record), 1, pipe) == 1) {
			const uint8_t *last = record + sizeof(record) - 4;

			verdicts[(uint32_t)last[0] << 24 | last[1] << 16 | last[2] << 8 | last[3]] =
			    true;
		}
	}
	return pclose(pipe) == 0;
}

static bool our_verdict(const struct expression *expression, struct filter *filters, uint32_t i)
{
	for (size_t j = 0; j < expression->count; j++) {
		if (filter_match(&filters[j], packets[i], PACKET_LEN, 0))
			return !expression->failed;
	}
	return expression->failed;
}

/* The probe's own judge of filter rows. */
static struct filter *judges(const struct expression *expression)
{
	struct filter *filters = calloc(expression->count + 1, sizeof(*filters));

	assert_non_null(filters);
	for (size_t i = 0; i < expression->count; i++) {
		const struct expression_filter *from = &expression->filters[i];
		const struct filter_rules rules = {
		    .offset = from->offset,
		    .data = {from->data, from->len},
		    .mask = {from->mask, from->len},
		    .not_mask = {from->not_mask, from->len},
		};

		filter_compile(&filters[i], &rules);
	}
	return filters;
}

/* Whether the expression can be said; if so it means what tcpdump says. */
static bool agrees(const char *text, const char *name)
{
	static bool verdicts[PACKETS];
	struct expression expression;
	struct filter *filters;
	char error[256];
	bool known = tcpdump_verdicts(text, name, verdicts);

	if (!expression_compile(&expression, text, false, error, sizeof(error))) {
		/* libpcap refuses what can never match as well, if it sees it */
		for (uint32_t i = 0; strstr(error, "no packet") && i < PACKETS; i++)
			assert_false(verdicts[i]);
		return false;
	}
	/* it may know that no packet can match where we do not */
	filters = judges(&expression);
	for (uint32_t i = 0; i < PACKETS; i++) {
		if (our_verdict(&expression, filters, i) != verdicts[i])
			fail_msg("%s: packet %u: tcpdump %s it%s", text, i,
			    verdicts[i] ? "takes" : "leaves", known ? "" : " (an error)");
	}
	free(filters);
	expression_free(&expression);
	return true;
}

static char *packet_file(void)
{
	static char name[32];
	FILE *file;
	int fd;

	strcpy(name, "expression.XXXXXX");
	fd = mkstemp(name);
	file = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(file);
	make_packets();
	write_packets(file);
	assert_int_equal(fclose(file), 0);
	return name;
}

static void test_same_as_tcpdump(void **state)
{
	static const char *const texts[] = {
	    "ip",
	    "ip6",
	    "arp",
	    "rarp",
	    "tcp",
	    "udp",
	    "icmp",
	    "icmp6",
	    "sctp",
	    "ether proto 0x88b5",
	    "ether proto \\arp",
	    "ip proto 2",
	    "ip proto \\udp",
	    "ip6 proto 58",
	    "ip6 proto \\tcp",
	    "proto 17",
	    "host 192.0.2.1",
	    "src host 192.0.2.1",
	    "dst host 192.0.2.1",
	    "src or dst host 192.0.2.1",
	    "src and dst host 192.0.2.1",
	    "ip host 192.0.2.1",
	    "arp host 192.0.2.1",
	    "arp src host 192.0.2.1",
	    "rarp dst host 192.0.2.1",
	    "host 2001:db8::1",
	    "ip6 src host 2001:db8::1",
	    "src 192.0.2.1",
	    "dst 2001:db8::2",
	    "net 192.0.2.0/24",
	    "src net 192.0.2",
	    "dst net 10",
	    "net 10.1",
	    "ip net 192.0.2.0/30",
	    "net 2001:db8::/32",
	    "src net 2001:db8::/33",
	    "ether host 0:0:0:0:0:1",
	    "ether src 00:00:00:00:00:02",
	    "ether dst host 0:0:0:0:0:0",
	    "port 80",
	    "src port 80",
	    "dst port 53",
	    "src or dst port 53",
	    "src and dst port 80",
	    "tcp port 80",
	    "udp src port 53",
	    "sctp dst port 1024",
	    "port 80 or 443",
	    "tcp dst port (22 or 80)",
	    "host 192.0.2.1 and port 80",
	    "tcp portrange 80-1023",
	    "portrange 1024-65535",
	    "udp portrange 1999-80",
	    "vlan",
	    "vlan 5",
	    "vlan and ip",
	    "vlan 5 and tcp port 80",
	    "vlan and vlan",
	    "vlan and vlan 5 and arp",
	    "vlan or ip",
	    "ip or vlan and arp",
	    "not vlan and host 192.0.2.1",
	    "broadcast",
	    "multicast",
	    "ether broadcast",
	    "ether multicast",
	    "ip multicast",
	    "ip6 multicast",
	    "not arp",
	    "not tcp",
	    "not host 192.0.2.1",
	    "not port 22",
	    "tcp and not port 22",
	    "ip and not port 22",
	    "not ip and not ip6",
	    "not (port 22 or port 80) and not broadcast",
	    "not src net 10 and not dst net 10 and ip",
	    "net 192.0.2.0/24 and not host 192.0.2.1",
	    "arp or ip and tcp",
	    "! arp && ! ip6",
	    "not not arp",
	    "(((ip)))",
	    "not portrange 80-443 and tcp",
	    "ip and (not host 192.0.2.1 or port 53) and not sctp",
	    "src 192.0.2.1 or 192.0.2.2",
	    "not udp port 53 and not arp and not broadcast",
	};
	const char *name;

	(void)state;
	if (system("tcpdump --version >/dev/null 2>&1") != 0)
		skip();
	name = packet_file();
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (!agrees(texts[i], name))
			fail_msg("%s: is not compiled", texts[i]);
	}
	unlink(name);
}

/* Expressions by chance */

static const char *const primitives[] = {
    "ip",
    "ip6",
    "arp",
    "tcp",
    "udp",
    "icmp6",
    "vlan",
    "vlan 5",
    "broadcast",
    "multicast",
    "host 192.0.2.1",
    "src host 10.1.2.3",
    "dst net 192.0.2.0/24",
    "host 2001:db8::1",
    "net 10.0.0.0/8",
    "tcp port 80",
    "udp dst port 53",
    "src port 22",
    "port 443",
    "sctp",
    "ip proto 2",
    "tcp src portrange 1000-2000",
    "ether src 0:0:0:0:0:1",
    "arp host 192.0.2.2",
    "ip6 proto 44",
};

static void random_text(char *text, size_t size, unsigned depth)
{
	size_t len = strlen(text);

	if (any(3) == 0) {
		snprintf(text + len, size - len, "not ");
		len = strlen(text);
	}
	if (depth == 0 || any(3) == 0) {
		snprintf(text + len, size - len, "%s", primitives[any(COUNT(primitives))]);
		return;
	}
	snprintf(text + len, size - len, "(");
	random_text(text, size, depth - 1);
	for (uint32_t i = 1 + any(2); i > 0; i--) {
		len = strlen(text);
		snprintf(text + len, size - len, any(2) ? " and " : " or ");
		random_text(text, size, depth - 1);
	}
	len = strlen(text);
	snprintf(text + len, size - len, ")");
}

#define TEXTS 150

static void test_random_as_tcpdump(void **state)
{
	unsigned said = 0;
	const char *name;

	(void)state;
	if (system("tcpdump --version >/dev/null 2>&1") != 0)
		skip();
	name = packet_file();
	seed = 7;
	for (unsigned i = 0; i < TEXTS; i++) {
		char text[1024] = "";

		random_text(text, sizeof(text), 2);
		said += agrees(text, name);
	}
	unlink(name);
	if (said < TEXTS * 3 / 4)
		fail_msg("%u of %u can be said", said, TEXTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_as_tcpdump),
	    cmocka_unit_test(test_random_as_tcpdump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
