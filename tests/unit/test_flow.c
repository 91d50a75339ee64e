/* SPDX-License-Identifier: BSD-2-Clause */
/* The flow group: directions, time-outs, ends of connections, and that no packet is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow_world.h"

static void test_directions(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(6), 1024, 80);
	struct flow_row row;
	struct world w;

	(void)state;
	setup(&w, 10);
	p.ip_tos = 0xb8; /* EF, 46 */
	p.tcp_flags = SYN;
	p.octets = 78;
	/* Bob, who has the higher address, begins */
	give(&w, packet_back(p));
	p.ip_tos = 0;
	p.tcp_flags = SYN | ACK;
	p.octets = 74;
	give(&w, p);
	p.tcp_flags = ACK;
	p.octets = 70;
	give(&w, packet_back(p));
	assert_true(has_flow(&w, 1, &row));
	assert_int_equal(row.marks & FLOW_SWAPPED, FLOW_SWAPPED);
	assert_int_equal(row.pkts[0], 2);
	assert_int_equal(row.octets[0], 148);
	assert_int_equal(row.pkts[1], 1);
	assert_int_equal(row.octets[1], 74);
	assert_int_equal(row.tcp_flags[0], SYN | ACK);
	assert_int_equal(row.tcp_flags[1], SYN | ACK);
	assert_int_equal(row.dscp, 46);
	assert_memory_equal(row.mac[0], bob_mac, 6);
	assert_memory_equal(row.mac[1], alice_mac, 6);
	assert_int_equal(row.first, 1000000);
	assert_int_equal(row.last, 3000000);
	assert_int_equal(w.group->rows, 1);
	assert_false(has_flow(&w, 2, NULL));
	assert_false(has_flow(&w, 0, NULL));
	teardown(&w);
}

static void test_icmp_shows_the_first(void **state)
{
	struct flow_row row;
	struct world w;

	(void)state;
	setup(&w, 10);
	give(&w, packet_icmp(8, 0));
	give(&w, packet_back(packet_icmp(0, 0)));
	give(&w, packet_icmp(3, 1));
	assert_true(has_flow(&w, 1, &row));
	assert_int_equal(row.marks, FLOW_MESSAGE);
	assert_int_equal(row.icmp_type, 8);
	assert_int_equal(row.pkts[1], 1);
	assert_true(has_flow(&w, 2, &row));
	assert_int_equal(row.icmp_type, 3);
	assert_int_equal(row.icmp_code, 1);
	teardown(&w);
}

static void test_uncounted(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(17), 1024, 53);
	struct flow_summary s;
	struct world w;

	(void)state;
	setup(&w, 10);
	p.good = false;
	p.status = PACKET_CRC_ERROR | PACKET_OVERSIZE;
	give(&w, p);
	p.status = PACKET_OVERSIZE;
	give(&w, p);
	give(&w, p);
	p.status = PACKET_OVERSIZE; /* as long as is allowed: good */
	p.good = true;
	give(&w, p);
	p.layers = 0;
	p.ethertype = 0;
	p.network_offset = 0;
	give(&w, p);
	s = summary_of(&w);
	assert_int_equal(s.uncounted[FLOW_UNCOUNTED_FCS], 1);
	assert_int_equal(s.uncounted[FLOW_UNCOUNTED_LENGTH], 2);
	assert_int_equal(s.uncounted[FLOW_UNCOUNTED_DAMAGE], 1);
	assert_int_equal(s.pkts, 1);
	assert_int_equal(s.octets, 64);
	assert_int_equal(s.current, 1);
	teardown(&w);
}

/* A first fragment, its second of the same id, and one whose first was never seen. */
static void test_fragments(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(17), 1024, 53);
	struct flow_row row;
	struct world w;

	(void)state;
	setup(&w, 10);
	p.fragment = p.more_fragments = true;
	p.fragment_id = 7;
	give(&w, p);
	p.fragment_offset = 1480;
	p.layers = LAYER_MAC | LAYER_IPV4;
	give(&w, p);
	p.fragment_id = 8;
	give(&w, p);
	assert_true(has_flow(&w, 1, &row));
	assert_int_equal(row.pkts[0], 2);
	assert_int_equal(row.key.port[0], 1024);
	assert_true(has_flow(&w, 2, &row));
	assert_int_equal(row.pkts[0], 1);
	assert_int_equal(row.key.port[0], 0);
	assert_int_equal(row.key.protocol, 17);
	teardown(&w);
}

/* A flow of one packet is over after 60 s, not before; by a tick, or at the next packet. */
static void test_idle_single(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 10);
	give_udp(&w, 1024);
	w.time += 5000000; /* no boundary of any clock */
	give_udp(&w, 2000);
	pass(&w, IDLE * SECOND - 6000001);
	assert_true(has_flow(&w, 1, NULL));
	pass(&w, 1);
	assert_true(has_flow(&w, 2, NULL));
	assert_false(has_flow(&w, 1, NULL));
	assert_ended(&w, 1, 1, FLOW_END_IDLE, 1);
	pass(&w, SECOND);
	assert_int_equal(w.group->rows, 0);
	give_udp(&w, 1024);
	w.time += IDLE * SECOND - 1000001;
	give_udp(&w, 1024); /* 1 ns before */
	assert_int_equal(summary_of(&w).inserts, 3);
	w.time += IDLE * SECOND - 1000000;
	give_udp(&w, 1024);
	assert_int_equal(summary_of(&w).inserts, 4);
	assert_ended(&w, 3, 3, FLOW_END_IDLE, 2);
	teardown(&w);
}

/* Flows with packets are looked at each eighth of the time-out: found idle by 67.5 s at the latest. */
static void test_idle_many(void **state)
{
	struct flow_row row;
	struct world w;

	(void)state;
	setup(&w, 10);
	give_udp(&w, 1024);
	give_udp(&w, 1024);
	for (int i = 0; i < 100; i++) {
		pass(&w, 10 * SECOND);
		give_udp(&w, 1024);
	}
	assert_true(has_flow(&w, 1, &row));
	assert_int_equal(row.pkts[0], 102);
	for (int i = 0; i < 59; i++)
		pass(&w, SECOND);
	assert_true(has_flow(&w, 1, NULL));
	for (int i = 0; i < 9; i++)
		pass(&w, SECOND);
	assert_false(has_flow(&w, 1, NULL));
	assert_ended(&w, 1, 1, FLOW_END_IDLE, 102);
	teardown(&w);
}

/* Packets each 50 s: the first from 1800 s on begins another flow, which keeps its source. */
static void test_active(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(17), 1024, 53);
	struct flow_row row;
	struct world w;

	(void)state;
	setup(&w, 10);
	for (int i = 0; i < 36; i++) {
		w.time = (uint64_t)i * 50 * SECOND;
		give(&w, p);
	}
	assert_int_equal(summary_of(&w).inserts, 1);
	w.time = 36 * 50 * SECOND;
	give(&w, packet_back(p));
	assert_ended(&w, 1, 1, FLOW_END_ACTIVE, 36);
	assert_true(has_flow(&w, 2, &row));
	assert_int_equal(row.marks & FLOW_SWAPPED, 0);
	assert_int_equal(row.pkts[0], 0);
	assert_int_equal(row.pkts[1], 1);
	assert_int_equal(row.first, 1800 * SECOND + 1000000);
	teardown(&w);
}

/* FIN both ways ends a flow; the last ACK belongs to it, and the next SYN to another. */
static void test_fin(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 10);
	give_tcp(&w, false, SYN);
	give_tcp(&w, true, SYN | ACK);
	give_tcp(&w, false, FIN | ACK);
	give_tcp(&w, true, ACK);
	give_tcp(&w, true, FIN | ACK);
	give_tcp(&w, false, ACK);
	give_tcp(&w, true, SYN | ACK); /* comes late */
	assert_int_equal(summary_of(&w).inserts, 1);
	assert_true(has_flow(&w, 1, NULL));
	give_tcp(&w, false, SYN);
	assert_ended(&w, 1, 1, FLOW_END_CLOSED, 7);
	assert_true(has_flow(&w, 2, NULL));
	assert_false(has_flow(&w, 1, NULL));
	teardown(&w);
}

static void test_reset(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 10);
	give_tcp(&w, false, SYN);
	give_tcp(&w, true, RST | ACK);
	pass(&w, 4 * SECOND);
	assert_true(has_flow(&w, 1, NULL));
	give_tcp(&w, true, RST); /* keeps it no longer */
	pass(&w, SECOND + 20000000);
	assert_false(has_flow(&w, 1, NULL));
	assert_ended(&w, 1, 1, FLOW_END_CLOSED, 3);
	/* what comes later is new, a SYN or not */
	give_tcp(&w, true, ACK);
	assert_true(has_flow(&w, 2, NULL));
	teardown(&w);
}

/* A SYN in the middle of a connection, or FINs of one side alone, end nothing. */
static void test_not_closed(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 10);
	give_tcp(&w, false, SYN);
	give_tcp(&w, false, SYN);
	give_tcp(&w, true, SYN | ACK);
	give_tcp(&w, false, FIN | ACK);
	give_tcp(&w, false, FIN | ACK);
	pass(&w, 10 * SECOND);
	give_tcp(&w, true, ACK);
	assert_int_equal(summary_of(&w).inserts, 1);
	assert_true(has_flow(&w, 1, NULL));
	teardown(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_directions),
	    cmocka_unit_test(test_icmp_shows_the_first),
	    cmocka_unit_test(test_uncounted),
	    cmocka_unit_test(test_fragments),
	    cmocka_unit_test(test_idle_single),
	    cmocka_unit_test(test_idle_many),
	    cmocka_unit_test(test_active),
	    cmocka_unit_test(test_fin),
	    cmocka_unit_test(test_reset),
	    cmocka_unit_test(test_not_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
