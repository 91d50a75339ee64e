/* SPDX-License-Identifier: BSD-2-Clause */
/* Flow keys: both directions alike, and what parts flows; fragments after their first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow_packets.h"
#include "probe/flow_fragment.h"
#include "probe/flow_key.h"

#define SECOND UINT64_C(1000000000)

static struct flow_key key_of(struct packet p, bool *swapped)
{
	struct flow_ports ports = flow_ports_of(&p);
	struct flow_key key;

	memset(&key, 0xaa, sizeof(key));
	assert_true(flow_key_make(&key, &p, &ports, swapped));
	return key;
}

static bool same_flow(struct packet a, struct packet b)
{
	bool swapped;
	struct flow_key left = key_of(a, &swapped);
	struct flow_key right = key_of(b, &swapped);

	assert_int_equal(flow_key_equal(&left, &right), memcmp(&left, &right, sizeof(left)) == 0);
	return flow_key_equal(&left, &right);
}

/* One key, and the sender is the other end. */
static void assert_both_ways(struct packet p)
{
	bool forth;
	bool back;

	assert_true(same_flow(p, packet_back(p)));
	key_of(p, &forth);
	key_of(packet_back(p), &back);
	assert_int_not_equal(forth, back);
}

static void test_both_ways(void **state)
{
	struct packet llc = packet_ethernet(0);

	(void)state;
	assert_both_ways(packet_with_ports(packet_ipv4(6), 1024, 80));
	assert_both_ways(packet_with_ports(packet_ipv4(17), 53, 53));
	assert_both_ways(packet_with_ports(packet_ipv6(6), 1024, 80));
	assert_both_ways(packet_ipv4(47));
	assert_both_ways(packet_ethernet(0x0806));
	llc.layers |= LAYER_LLC;
	llc.dsap = 0x42;
	llc.ssap = 0xf0;
	assert_both_ways(llc);
}

/* Alice is 192.0.2.1, the lower address; from her to herself the lower port is end 0. */
static void test_ends(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(6), 1024, 80);
	bool swapped;
	struct flow_key key = key_of(packet_back(p), &swapped);
	static const uint8_t lower[16] = {192, 0, 2, 1};
	static const uint8_t higher[16] = {192, 0, 2, 2};

	(void)state;
	assert_true(swapped);
	assert_memory_equal(key.address[0], lower, 16);
	assert_memory_equal(key.address[1], higher, 16);
	assert_int_equal(key.port[0], 1024);
	assert_int_equal(key.port[1], 80);
	assert_int_equal(key.protocol, 6);
	assert_int_equal(key.ethertype, 0x0800);
	assert_int_equal(key.kind, FLOW_IPV4);
	p.dst_addr = p.src_addr;
	key = key_of(p, &swapped);
	assert_true(swapped);
	assert_int_equal(key.port[0], 80);
}

static void test_what_parts(void **state)
{
	struct packet p = packet_with_ports(packet_ipv4(6), 1024, 80);
	struct packet other = packet_with_ports(packet_ipv4(17), 1024, 80);
	struct packet tagged = p;

	(void)state;
	assert_false(same_flow(p, other));
	assert_false(same_flow(p, packet_with_ports(packet_ipv4(6), 1025, 80)));
	assert_false(same_flow(p, packet_with_ports(packet_ipv4(6), 80, 1024)));
	assert_false(same_flow(p, packet_with_ports(packet_ipv6(6), 1024, 80)));
	assert_false(same_flow(packet_ethernet(0x0806), packet_ethernet(0x88cc)));
	tagged.vlan_count = 1;
	tagged.layers |= LAYER_VLAN;
	tagged.vlan[0] = (struct vlan_tag){0x8100, 0xe000}; /* a priority is no VLAN */
	assert_true(same_flow(p, tagged));
	tagged.vlan[0].tci = 100;
	assert_false(same_flow(p, tagged));
	other = tagged;
	other.vlan[0].tci |= 0xe000;
	assert_true(same_flow(other, tagged));
	other.vlan_count = 2;
	other.vlan[1] = (struct vlan_tag){0x8100, 7};
	assert_false(same_flow(other, tagged));
	/* the stations are part of no IP flow: routers may change */
	other = p;
	other.src_mac = bob_mac;
	assert_true(same_flow(p, other));
	other = packet_ethernet(0x0806);
	other.src_mac = bob_mac;
	assert_false(same_flow(packet_ethernet(0x0806), other));
}

static void test_llc(void **state)
{
	struct packet p = packet_ethernet(0);
	struct packet response;
	bool swapped;

	(void)state;
	p.layers |= LAYER_LLC;
	p.dsap = 0x42;
	p.ssap = 0x42;
	assert_int_equal(key_of(p, &swapped).kind, FLOW_LLC);
	response = p;
	response.ssap = 0x43; /* the bit says: this is a response */
	assert_true(same_flow(p, response));
	response.ssap = 0xf0;
	assert_false(same_flow(p, response));
	/* SNAP with a type is that type */
	p.ethertype = 0x0806;
	p.dsap = p.ssap = 0xaa;
	assert_true(same_flow(p, packet_ethernet(0x0806)));
}

static void test_icmp(void **state)
{
	(void)state;
	assert_both_ways(packet_icmp(8, 0));
	assert_true(same_flow(packet_icmp(8, 0), packet_back(packet_icmp(0, 0))));
	assert_true(same_flow(packet_icmp(8, 9), packet_back(packet_icmp(0, 0))));
	assert_true(same_flow(packet_icmp(13, 0), packet_back(packet_icmp(14, 0))));
	assert_true(same_flow(packet_icmp(15, 0), packet_icmp(16, 0)));
	assert_true(same_flow(packet_icmp(17, 0), packet_icmp(18, 0)));
	assert_true(same_flow(packet_icmp(42, 0), packet_icmp(43, 2)));
	assert_false(same_flow(packet_icmp(8, 0), packet_icmp(13, 0)));
	assert_false(same_flow(packet_icmp(3, 1), packet_icmp(3, 3)));
	assert_false(same_flow(packet_icmp(3, 0), packet_icmp(11, 0)));
	assert_true(same_flow(packet_icmpv6(128, 0), packet_back(packet_icmpv6(129, 0))));
	assert_true(same_flow(packet_icmpv6(135, 0), packet_icmpv6(136, 0)));
	assert_true(same_flow(packet_icmpv6(139, 1), packet_icmpv6(140, 2)));
	assert_true(same_flow(packet_icmpv6(160, 0), packet_icmpv6(161, 3)));
	assert_false(same_flow(packet_icmpv6(1, 0), packet_icmpv6(1, 4)));
	/* the numbers of one are nothing in the other */
	assert_false(same_flow(packet_icmpv6(8, 0), packet_icmpv6(0, 0)));
}

static void test_links_without_addresses(void **state)
{
	struct packet p = packet_ethernet(0x0806);
	struct flow_ports ports = {0};
	struct flow_key key;
	bool swapped;

	(void)state;
	p.layers = 0;
	p.link = LINK_SLL;
	assert_true(same_flow(p, packet_back(p)));
	p.ethertype = 0;
	p.network_offset = 0;
	assert_false(flow_key_make(&key, &p, &ports, &swapped));
}

static struct packet fragment_of(struct packet p, uint32_t id, uint16_t offset)
{
	p.fragment = true;
	p.more_fragments = true;
	p.fragment_id = id;
	p.fragment_offset = offset;
	if (offset != 0)
		p.layers &= LAYER_MAC | LAYER_VLAN | LAYER_IPV4 | LAYER_IPV6;
	return p;
}

static void assert_ports(
    struct fragment_memory *memory, struct packet p, uint16_t source, uint16_t destination)
{
	struct flow_ports ports = fragment_ports(memory, &p);

	assert_int_equal(ports.source, source);
	assert_int_equal(ports.destination, destination);
}

static void test_fragments(void **state)
{
	struct fragment_memory *memory = calloc(1, sizeof(*memory));
	struct packet p = packet_with_ports(packet_ipv4(17), 5000, 53);
	struct packet tagged;

	(void)state;
	assert_non_null(memory);
	assert_ports(memory, fragment_of(p, 7, 1480), 0, 0);
	assert_ports(memory, fragment_of(p, 7, 0), 5000, 53);
	assert_ports(memory, fragment_of(p, 7, 1480), 5000, 53);
	assert_ports(memory, fragment_of(p, 8, 1480), 0, 0);
	assert_ports(memory, packet_back(fragment_of(p, 7, 1480)), 0, 0);
	assert_ports(memory, fragment_of(packet_ipv4(6), 7, 1480), 0, 0);
	assert_ports(memory, fragment_of(packet_ipv6(17), 7, 1480), 0, 0);
	tagged = fragment_of(p, 7, 1480);
	tagged.vlan_count = 1;
	tagged.vlan[0] = (struct vlan_tag){0x8100, 5};
	assert_ports(memory, tagged, 0, 0);
	p.time = 30 * SECOND - 1;
	assert_ports(memory, fragment_of(p, 7, 2960), 5000, 53);
	p.time = 30 * SECOND;
	assert_ports(memory, fragment_of(p, 7, 2960), 0, 0);
	/* the same id again: the new first counts */
	p.src_port = 6000;
	assert_ports(memory, fragment_of(p, 7, 0), 6000, 53);
	assert_ports(memory, fragment_of(p, 7, 1480), 6000, 53);
	free(memory);
}

/* Behind IPv6's fragment header another header may come first: then the first fragment tells. */
static void test_fragments_v6(void **state)
{
	struct fragment_memory *memory = calloc(1, sizeof(*memory));
	struct packet first = fragment_of(packet_with_ports(packet_ipv6(17), 5000, 53), 7, 0);
	struct packet next = fragment_of(packet_ipv6(60), 7, 1448);
	struct flow_ports ports;

	(void)state;
	assert_non_null(memory);
	assert_ports(memory, first, 5000, 53);
	ports = fragment_ports(memory, &next);
	assert_int_equal(ports.source, 5000);
	assert_int_equal(ports.protocol, 17);
	free(memory);
}

/* Of more datagrams than there is room for the latest are known; one set's worth surely is. */
static void test_fragments_bounded(void **state)
{
	struct fragment_memory *memory = calloc(1, sizeof(*memory));
	struct packet p = packet_with_ports(packet_ipv4(17), 5000, 53);
	unsigned known = 0;

	(void)state;
	assert_non_null(memory);
	for (uint32_t id = 0; id < 5000; id++) {
		p.time++;
		assert_ports(memory, fragment_of(p, id, 0), 5000, 53);
	}
	for (uint32_t id = 0; id < 5000; id++) {
		struct packet next = fragment_of(p, id, 1480);
		struct flow_ports ports = fragment_ports(memory, &next);

		known += ports.source == 5000;
		if (id >= 5000 - FRAGMENT_WAYS)
			assert_int_equal(ports.source, 5000);
	}
	assert_int_equal(known, FRAGMENT_SETS * FRAGMENT_WAYS);
	free(memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_ways),
	    cmocka_unit_test(test_ends),
	    cmocka_unit_test(test_what_parts),
	    cmocka_unit_test(test_llc),
	    cmocka_unit_test(test_icmp),
	    cmocka_unit_test(test_links_without_addresses),
	    cmocka_unit_test(test_fragments),
	    cmocka_unit_test(test_fragments_v6),
	    cmocka_unit_test(test_fragments_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
