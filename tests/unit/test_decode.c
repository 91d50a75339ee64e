/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests decoding from the first octet to the network layer: Ethernet, tags, LLC, ARP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame_hex.h"

#define MACS "0200000000aa 0200000000bb "
#define GROUP "01005e000001 0200000000bb "
#define ALL "ffffffffffff 0200000000bb "
#define PAD16 "00000000000000000000000000000000 "
#define ARP "0001 0800 06 04 0002 0200000000bb c0000201 0200000000aa c0000202 "
/* UDP from port 53 to 49152 with the payload de ad */
#define UDP_DATAGRAM "4500 001e 0001 0000 40 11 0000 c0000201 c0000202 0035 c000 000a 0000 dead "

static void ethernet_to_payload(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_IPV4 | LAYER_PORTS | LAYER_UDP);
	assert_ptr_equal(p.dst_mac, p.data);
	assert_ptr_equal(p.src_mac, p.data + 6);
	assert_int_equal(p.ethertype, 0x0800);
	assert_int_equal(p.vlan_count, 0);
	assert_false(p.broadcast);
	assert_false(p.multicast);
	assert_int_equal(p.network_offset, 14);
	assert_int_equal(p.transport_offset, 34);
	assert_int_equal(p.payload_offset, 42);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);
}

static void padding_is_no_payload(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM PAD16);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.payload_offset, 42);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);
}

static void fcs_is_no_data(void **state)
{
	/* The total length reaches into the last four octets: damage only if those are the FCS. */
	struct packet p = frame_hex(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM);

	(void)state;
	p.has_fcs = true;
	decode(&p);
	assert_int_equal(p.damage, DAMAGE_IPV4_LENGTH);
	frame_free(&p);

	p = frame_hex(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM "11223344");
	p.has_fcs = true;
	decode(&p);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);

	p = frame_hex(LINK_ETHERNET, "112233");
	p.has_fcs = true;
	decode(&p);
	assert_int_equal(p.damage, DAMAGE_LINK_SHORT);
	frame_free(&p);
}

static void fcs_of_a_cut_frame(void **state)
{
	/* 48 octets with the FCS, of which 46 were captured: two of them belong to the FCS. */
	struct packet p = frame_hex(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM "1122");

	(void)state;
	p.has_fcs = true;
	p.len = 48;
	decode(&p);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);
}

static void destination_kinds(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, GROUP "88cc");

	(void)state;
	assert_true(p.multicast);
	assert_false(p.broadcast);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, ALL "88cc");
	assert_true(p.broadcast);
	assert_false(p.multicast);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, "fffffffffffe 0200000000bb 88cc");
	assert_false(p.broadcast);
	assert_true(p.multicast);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, "feffffffffff 0200000000bb 88cc");
	assert_false(p.broadcast);
	assert_false(p.multicast);
	frame_free(&p);
}

static void short_frames(void **state)
{
	struct packet p;

	(void)state;
	assert_int_equal(frame_damage(LINK_ETHERNET, ""), DAMAGE_LINK_SHORT);
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "08"), DAMAGE_LINK_SHORT);
	assert_int_equal(frame_layers(LINK_ETHERNET, MACS "08"), 0);
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "88cc"), DAMAGE_NONE);

	/* the same 13 octets of a frame that was longer */
	p = frame_decode_cut(LINK_ETHERNET, MACS "0800 " UDP_DATAGRAM, 13);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, 0);
	assert_int_equal(p.network_offset, 0);
	frame_free(&p);
}

/* Where a capture cuts a sound frame never makes damage, and never more layers than the whole. */
static void any_cut_is_sound(void **state)
{
	static const char frame[] = ALL "88a8 0001 8100 0002 0800 " UDP_DATAGRAM PAD16;
	struct packet whole = frame_decode(LINK_ETHERNET, frame);

	(void)state;
	assert_int_equal(whole.caplen, 14 + 8 + 30 + 16);
	for (uint32_t caplen = 0; caplen < whole.len; caplen++) {
		struct packet p = frame_decode_cut(LINK_ETHERNET, frame, caplen);

		assert_int_equal(p.damage, DAMAGE_NONE);
		assert_int_equal(p.layers & ~whole.layers, 0);
		assert_int_equal(!!(p.layers & LAYER_MAC), caplen >= 14);
		assert_int_equal(p.vlan_count, caplen >= 22 ? 2 : caplen >= 18 ? 1 : 0);
		assert_int_equal(!!(p.layers & LAYER_IPV4), caplen >= 42);
		assert_int_equal(!!(p.layers & LAYER_PORTS), caplen >= 46);
		assert_int_equal(!!(p.layers & LAYER_UDP), caplen >= 50);
		assert_int_equal(p.payload_len, caplen >= 52 ? 2 : caplen >= 50 ? caplen - 50 : 0);
		frame_free(&p);
	}
	frame_free(&whole);
}

static void vlan_tags(void **state)
{
	struct packet p = frame_decode(
	    LINK_ETHERNET, MACS "88a8 6064 9100 0065 8100 b066 8100 0067 0800 " UDP_DATAGRAM);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_VLAN | LAYER_IPV4 | LAYER_PORTS | LAYER_UDP);
	assert_int_equal(p.vlan_count, 4);
	assert_int_equal(p.vlan[0].tpid, 0x88a8);
	assert_int_equal(p.vlan[0].tci, 0x6064);
	assert_int_equal(p.vlan[1].tpid, 0x9100);
	assert_int_equal(p.vlan[1].tci, 0x0065);
	assert_int_equal(p.vlan[2].tpid, 0x8100);
	assert_int_equal(p.vlan[2].tci, 0xb066);
	assert_int_equal(p.vlan[3].tci, 0x0067);
	assert_int_equal(p.ethertype, 0x0800);
	assert_int_equal(p.network_offset, 30);
	frame_free(&p);
}

static void vlan_damage(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET,
	    MACS "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800 " UDP_DATAGRAM);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_VLAN_DEPTH);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_VLAN);
	assert_int_equal(p.vlan_count, 4);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, MACS "8100 0001 8100 0002 08");
	assert_int_equal(p.damage, DAMAGE_VLAN_SHORT);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_VLAN);
	assert_int_equal(p.vlan_count, 1);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, MACS "8100 00");
	assert_int_equal(p.damage, DAMAGE_VLAN_SHORT);
	assert_int_equal(p.layers, LAYER_MAC);
	frame_free(&p);
}

static void llc_frame(void **state)
{
	/* spanning tree: SAP 42, unnumbered; four of the octets are padding */
	struct packet p = frame_decode(LINK_ETHERNET, MACS "0007 42 43 03 00000000 00000000");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC);
	assert_int_equal(p.dsap, 0x42);
	assert_int_equal(p.ssap, 0x43);
	assert_int_equal(p.llc_control, 0x03);
	assert_int_equal(p.ethertype, 0);
	assert_int_equal(p.network_offset, 17);
	frame_free(&p);

	/* NetBEUI, an information frame: two octets of control */
	p = frame_decode(LINK_ETHERNET, MACS "0006 f0 f1 02 04 2c00");
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC);
	assert_int_equal(p.llc_control, 0x02);
	assert_int_equal(p.network_offset, 18);
	frame_free(&p);

	/* behind a tag */
	p = frame_decode(LINK_ETHERNET, MACS "8100 0001 0003 42 42 03");
	assert_int_equal(p.layers, LAYER_MAC | LAYER_VLAN | LAYER_LLC);
	frame_free(&p);
}

static void llc_damage(void **state)
{
	(void)state;
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "0004 42 42 03"), DAMAGE_LLC_LENGTH);
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "0003 42 42 03"), DAMAGE_NONE);
	/* a length that is right, but no room for LLC in it: what follows is padding */
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "0002 42 42 03"), DAMAGE_LLC_SHORT);
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "0000 42 42 03"), DAMAGE_LLC_SHORT);
	assert_int_equal(frame_damage(LINK_ETHERNET, MACS "0003 f0 f0 00 00"), DAMAGE_LLC_SHORT);
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, MACS "0007 aa aa 03 000000 08 0600"), DAMAGE_LLC_SHORT);
}

static void neither_length_nor_type(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, MACS "05dd 42 42 03 " PAD16);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC);
	assert_int_equal(p.ethertype, 0);
	assert_int_equal(p.network_offset, 14);
	frame_free(&p);

	p = frame_decode(LINK_ETHERNET, MACS "0600 " PAD16);
	assert_int_equal(p.ethertype, 0x0600);
	frame_free(&p);
}

static void novell_raw_is_no_llc(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, MACS "0006 ffff 0022 0000");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC);
	assert_int_equal(p.network_offset, 14);
	frame_free(&p);
}

static void snap(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, MACS "0024 aa aa 03 000000 0806 " ARP PAD16);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC | LAYER_ARP);
	assert_int_equal(p.ethertype, 0x0806);
	assert_int_equal(p.network_offset, 22);
	frame_free(&p);

	/* IEEE 802.1H */
	p = frame_decode(LINK_ETHERNET, MACS "0024 aa aa 03 0000f8 0806 " ARP);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC | LAYER_ARP);
	frame_free(&p);

	/* Cisco's OUI: 0806 would not be an Ethernet type */
	p = frame_decode(LINK_ETHERNET, MACS "0024 aa aa 03 00000c 0806 " ARP);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC);
	assert_int_equal(p.ethertype, 0);
	frame_free(&p);
}

static void unfollowed_types(void **state)
{
	static const struct {
		const char *frame;
		uint16_t ethertype;
	} rows[] = {
	    {MACS "8847 00001140 " UDP_DATAGRAM, 0x8847},
	    {MACS "8864 11000001 0020 0021 " UDP_DATAGRAM, 0x8864},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct packet p = frame_decode(LINK_ETHERNET, rows[i].frame);

		assert_int_equal(p.damage, DAMAGE_NONE);
		assert_int_equal(p.layers, LAYER_MAC);
		assert_int_equal(p.ethertype, rows[i].ethertype);
		assert_int_equal(p.network_offset, 14);
		assert_int_equal(p.transport_offset, 0);
		frame_free(&p);
	}
}

static void arp(void **state)
{
	struct packet p = frame_decode(LINK_ETHERNET, ALL "0806 " ARP PAD16);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_ARP);
	assert_int_equal(p.arp.operation, 2);
	assert_ptr_equal(p.arp.sha, p.data + 22);
	assert_ptr_equal(p.arp.spa, p.data + 28);
	assert_ptr_equal(p.arp.tha, p.data + 32);
	assert_ptr_equal(p.arp.tpa, p.data + 38);
	frame_free(&p);

	/* RARP, and hardware type 6 (IEEE 802) */
	p = frame_decode(LINK_ETHERNET, ALL "8035 " ARP);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_ARP);
	assert_int_equal(p.ethertype, 0x8035);
	frame_free(&p);
	p = frame_decode(LINK_ETHERNET, ALL "0806 0006"
					    "0800 06 04 0001 " PAD16 "00000000");
	assert_int_equal(p.layers, LAYER_MAC | LAYER_ARP);
	frame_free(&p);
}

static void arp_of_other_types(void **state)
{
	(void)state;
	/* InfiniBand: 20 octets of hardware address */
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, ALL "0806 0020 0800 14 04 0001 " PAD16 PAD16 PAD16),
	    DAMAGE_NONE);
	assert_int_equal(
	    frame_layers(LINK_ETHERNET, ALL "0806 0020 0800 14 04 0001 " PAD16 PAD16 PAD16),
	    LAYER_MAC);
	assert_int_equal(frame_damage(LINK_ETHERNET, ALL "0806 0020 0800 14 04 0001 " PAD16 PAD16),
	    DAMAGE_ARP_SHORT);
	/* Chaosnet over Ethernet */
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, ALL "0806 0001 0804 06 02 0001 " PAD16), DAMAGE_NONE);
	assert_int_equal(
	    frame_layers(LINK_ETHERNET, ALL "0806 0001 0804 06 02 0001 " PAD16), LAYER_MAC);
}

static void arp_damage(void **state)
{
	(void)state;
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, ALL "0806 0001 0800 06 04 00"), DAMAGE_ARP_SHORT);
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, ALL "0806 0001 0800 06 04 0001 " PAD16), DAMAGE_ARP_SHORT);
	assert_int_equal(frame_damage(LINK_ETHERNET, ALL "0806 0001 0800 08 04 0001 " PAD16 PAD16),
	    DAMAGE_ARP_FORMAT);
	assert_int_equal(frame_damage(LINK_ETHERNET, ALL "0806 0001 0800 06 06 0001 " PAD16 PAD16),
	    DAMAGE_ARP_FORMAT);
	assert_int_equal(
	    frame_damage(LINK_ETHERNET, ALL "0806 0020 0800 14 10 0001 " PAD16 PAD16 PAD16),
	    DAMAGE_ARP_FORMAT);
	assert_int_equal(
	    frame_layers(LINK_ETHERNET, ALL "0806 0001 0800 08 04 0001 " PAD16 PAD16), LAYER_MAC);
}

static void damage_has_names(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < DAMAGE_KINDS; i++) {
		assert_non_null(damage_name(i));
		assert_true(strlen(damage_name(i)) > 0);
		for (unsigned int j = 0; j < i; j++)
			assert_string_not_equal(damage_name(i), damage_name(j));
	}
	assert_string_equal(damage_name(DAMAGE_NONE), "none");
	assert_string_equal(damage_name(DAMAGE_IPV4_HEADER), "ipv4-header");
	assert_string_equal(damage_name(DAMAGE_ICMP_SHORT), "icmp-short");
	assert_string_equal(damage_name(DAMAGE_KINDS), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ethernet_to_payload),
	    cmocka_unit_test(padding_is_no_payload),
	    cmocka_unit_test(fcs_is_no_data),
	    cmocka_unit_test(fcs_of_a_cut_frame),
	    cmocka_unit_test(destination_kinds),
	    cmocka_unit_test(short_frames),
	    cmocka_unit_test(any_cut_is_sound),
	    cmocka_unit_test(vlan_tags),
	    cmocka_unit_test(vlan_damage),
	    cmocka_unit_test(llc_frame),
	    cmocka_unit_test(llc_damage),
	    cmocka_unit_test(neither_length_nor_type),
	    cmocka_unit_test(novell_raw_is_no_llc),
	    cmocka_unit_test(snap),
	    cmocka_unit_test(unfollowed_types),
	    cmocka_unit_test(arp),
	    cmocka_unit_test(arp_of_other_types),
	    cmocka_unit_test(arp_damage),
	    cmocka_unit_test(damage_has_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
