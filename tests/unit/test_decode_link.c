/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests decoding of the link types other than Ethernet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame_hex.h"

#define IPV4 "4500 001c 0001 0000 40 11 0000 c0000201 c0000202 0035 c000 0008 0000 "
#define ADDRESS6 "20010db8000000000000000000000001 "
#define IPV6 "60000000 0008 11 40 " ADDRESS6 ADDRESS6 "0035 c000 0008 0000 "
#define ARP "0001 0800 06 04 0001 0200000000bb c0000201 000000000000 c0000202 "
#define UDP4 (LAYER_IPV4 | LAYER_PORTS | LAYER_UDP)
#define UDP6 (LAYER_IPV6 | LAYER_PORTS | LAYER_UDP)

struct row {
	enum link_type link;
	const char *frame;
	unsigned int layers;
	uint16_t ethertype;
	uint32_t network_offset;
};

/* an SLL address field, 8 octets of which 6 count */
#define SLL_ADDRESS "0006 0200000000bb 0000 "
#define SLL2_START "0000 00000003 "

static const struct row rows[] = {
    {LINK_SLL, "0000 0001 " SLL_ADDRESS "0800 " IPV4, UDP4, 0x0800, 16},
    {LINK_SLL, "0000 0001 " SLL_ADDRESS "86dd " IPV6, UDP6, 0x86dd, 16},
    {LINK_SLL, "0000 0001 " SLL_ADDRESS "8100 0005 0800 " IPV4, UDP4 | LAYER_VLAN, 0x0800, 20},
    {LINK_SLL, "0001 0001 " SLL_ADDRESS "0806 " ARP, LAYER_ARP, 0x0806, 16},
    {LINK_SLL, "0002 0001 " SLL_ADDRESS "0004 42 42 03 00", LAYER_LLC, 0, 19},
    {LINK_SLL, "0002 0001 " SLL_ADDRESS "0001 ffff 0022", 0, 0, 16}, /* Novell raw 802.3 */
    {LINK_SLL, "0004 0338 " SLL_ADDRESS "0800 " IPV4, 0, 0, 16},     /* netlink */
    {LINK_SLL2, "0800 " SLL2_START "0001 00 06 0200000000bb 0000 " IPV4, UDP4, 0x0800, 20},
    {LINK_SLL2, "86dd " SLL2_START "0001 00 06 0200000000bb 0000 " IPV6, UDP6, 0x86dd, 20},
    {LINK_SLL2, "0806 " SLL2_START "0001 00 06 0200000000bb 0000 " ARP, LAYER_ARP, 0x0806, 20},
    {LINK_RAW, IPV4, UDP4, 0x0800, 0}, {LINK_RAW, IPV6, UDP6, 0x86dd, 0},
    {LINK_NULL, "02000000 " IPV4, UDP4, 0x0800, 4}, {LINK_NULL, "00000002 " IPV4, UDP4, 0x0800, 4},
    {LINK_NULL, "0a000000 " IPV6, UDP6, 0x86dd, 4}, {LINK_NULL, "18000000 " IPV6, UDP6, 0x86dd, 4},
    {LINK_NULL, "1c000000 " IPV6, UDP6, 0x86dd, 4}, {LINK_NULL, "0000001e " IPV6, UDP6, 0x86dd, 4},
    {LINK_NULL, "07000000 " IPV4, 0, 0, 4}, {LINK_LOOP, "00000002 " IPV4, UDP4, 0x0800, 4},
    {LINK_LOOP, "00000018 " IPV6, UDP6, 0x86dd, 4},
    {LINK_LOOP, "02000000 " IPV4, 0, 0, 4}, /* always in network order */
    {LINK_PPP, "0021 " IPV4, UDP4, 0x0800, 2}, {LINK_PPP, "0057 " IPV6, UDP6, 0x86dd, 2},
    {LINK_PPP, "21 " IPV4, UDP4, 0x0800, 1}, /* protocol field compressed */
    {LINK_PPP, "ff03 0021 " IPV4, UDP4, 0x0800, 4}, {LINK_PPP, "ff03 57 " IPV6, UDP6, 0x86dd, 3},
    {LINK_PPP, "c021 01010004", 0, 0, 2}, /* LCP */
    {LINK_PPP_HDLC, "ff03 0021 " IPV4, UDP4, 0x0800, 4},
    {LINK_PPP_HDLC, "0021 " IPV4, UDP4, 0x0800, 2}, /* address and control left out */
    {LINK_PPP_HDLC, "0f00 0800 " IPV4, UDP4, 0x0800, 4},
    {LINK_PPP_HDLC, "8f00 86dd " IPV6, UDP6, 0x86dd, 4},
    {LINK_PPP_HDLC, "8f00 8035 00000002", 0, 0, 4}, /* SLARP, not RARP */
};

static void links_to_network(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct packet p = frame_decode(rows[i].link, rows[i].frame);

		assert_int_equal(p.damage, DAMAGE_NONE);
		assert_int_equal(p.layers, rows[i].layers);
		assert_int_equal(p.ethertype, rows[i].ethertype);
		assert_int_equal(p.network_offset, rows[i].network_offset);
		frame_free(&p);
	}
}

/* Every cut of a sound frame of every link type decodes without damage. */
static void any_cut_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t caplen = 0;
		struct packet p = frame_hex(rows[i].link, rows[i].frame);
		uint32_t len = p.len;

		frame_free(&p);
		for (; caplen < len; caplen++) {
			p = frame_decode_cut(rows[i].link, rows[i].frame, caplen);
			assert_int_equal(p.damage, DAMAGE_NONE);
			assert_int_equal(p.layers & ~rows[i].layers, 0);
			assert_true(p.payload_offset + p.payload_len <= caplen);
			frame_free(&p);
		}
	}
}

static void cooked_kinds(void **state)
{
	static const struct {
		enum link_type link;
		const char *frame;
		bool broadcast;
		bool multicast;
	} kinds[] = {
	    {LINK_SLL, "0000 0001 " SLL_ADDRESS "0800", false, false},
	    {LINK_SLL, "0001 0001 " SLL_ADDRESS "0800", true, false},
	    {LINK_SLL, "0002 0001 " SLL_ADDRESS "0800", false, true},
	    {LINK_SLL, "0003 0001 " SLL_ADDRESS "0800", false, false},
	    {LINK_SLL, "0101 0001 " SLL_ADDRESS "0800", false, false},
	    {LINK_SLL2, "0800 " SLL2_START "0001 01 06 0200000000bb 0000", true, false},
	    {LINK_SLL2, "0800 " SLL2_START "0001 02 06 0200000000bb 0000", false, true},
	    {LINK_SLL2, "0800 " SLL2_START "0001 04 06 0200000000bb 0000", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct packet p = frame_decode(kinds[i].link, kinds[i].frame);

		assert_int_equal(p.broadcast, kinds[i].broadcast);
		assert_int_equal(p.multicast, kinds[i].multicast);
		frame_free(&p);
	}
}

static void short_links(void **state)
{
	static const struct {
		enum link_type link;
		const char *frame;
		enum damage damage;
	} shorts[] = {
	    {LINK_SLL, "0000 0001 " SLL_ADDRESS "08", DAMAGE_LINK_SHORT},
	    {LINK_SLL2, "0800 " SLL2_START "0001 00 06 0200000000bb 00", DAMAGE_LINK_SHORT},
	    {LINK_RAW, "", DAMAGE_IPV4_SHORT},
	    {LINK_RAW, "60", DAMAGE_IPV6_SHORT},
	    {LINK_RAW,
		"50"
		"00000000000000000000000000000000000000",
		DAMAGE_IPV4_VERSION},
	    {LINK_NULL, "020000", DAMAGE_LINK_SHORT},
	    {LINK_LOOP, "000000", DAMAGE_LINK_SHORT},
	    {LINK_PPP, "", DAMAGE_LINK_SHORT},
	    {LINK_PPP, "ff03", DAMAGE_LINK_SHORT},
	    {LINK_PPP, "c0", DAMAGE_LINK_SHORT},
	    {LINK_PPP_HDLC, "", DAMAGE_LINK_SHORT},
	    {LINK_PPP_HDLC, "0f0008", DAMAGE_LINK_SHORT},
	    {LINK_TOKEN_RING, "10 40 c000ffffffff 0200000000", DAMAGE_LINK_SHORT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++)
		assert_int_equal(frame_damage(shorts[i].link, shorts[i].frame), shorts[i].damage);
}

static void token_ring(void **state)
{
	struct packet p = frame_decode(
	    LINK_TOKEN_RING, "10 40 400000000001 400000000002 aa aa 03 000000 0800 " IPV4);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC | UDP4);
	assert_ptr_equal(p.dst_mac, p.data + 2);
	assert_ptr_equal(p.src_mac, p.data + 8);
	assert_int_equal(p.ethertype, 0x0800);
	assert_int_equal(p.network_offset, 22);
	assert_false(p.broadcast);
	assert_false(p.multicast);
	frame_free(&p);

	/* six octets of routing information */
	p = frame_decode(LINK_TOKEN_RING, "10 40 400000000001 c00000000002 0690 0011 0020 "
					  "aa aa 03 000000 0800 " IPV4);
	assert_int_equal(p.layers, LAYER_MAC | LAYER_LLC | UDP4);
	assert_int_equal(p.network_offset, 28);
	frame_free(&p);

	/* a MAC frame has no LLC */
	p = frame_decode(LINK_TOKEN_RING, "10 05 c000ffffffff 400000000002 0012 0005 aabb");
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_MAC);
	frame_free(&p);
}

static void token_ring_routing_damage(void **state)
{
	(void)state;
	/* cut, of odd length, and too short to hold itself */
	assert_int_equal(frame_damage(LINK_TOKEN_RING, "10 40 400000000001 c00000000002 0690 0011"),
	    DAMAGE_LINK_SHORT);
	assert_int_equal(
	    frame_damage(LINK_TOKEN_RING, "10 40 400000000001 c00000000002 "), DAMAGE_LINK_SHORT);
	assert_int_equal(
	    frame_damage(LINK_TOKEN_RING, "10 40 400000000001 c00000000002 0390 00 42 42 03 00"),
	    DAMAGE_LINK_SHORT);
	assert_int_equal(
	    frame_damage(LINK_TOKEN_RING, "10 40 400000000001 c00000000002 0090 42 42 03 00"),
	    DAMAGE_LINK_SHORT);
}

static void token_ring_destinations(void **state)
{
	static const struct {
		const char *frame;
		bool broadcast;
		bool multicast;
	} kinds[] = {
	    {"10 40 c000ffffffff 400000000002 42 42 03", true, false},
	    {"10 40 ffffffffffff 400000000002 42 42 03", true, false},
	    {"10 40 c00000000001 400000000002 42 42 03", false, true},
	    /* Ethernet's group bit is not this ring's */
	    {"10 40 01005e000001 400000000002 42 42 03", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct packet p = frame_decode(LINK_TOKEN_RING, kinds[i].frame);

		assert_int_equal(p.broadcast, kinds[i].broadcast);
		assert_int_equal(p.multicast, kinds[i].multicast);
		frame_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(links_to_network),
	    cmocka_unit_test(any_cut_is_sound),
	    cmocka_unit_test(cooked_kinds),
	    cmocka_unit_test(short_links),
	    cmocka_unit_test(token_ring),
	    cmocka_unit_test(token_ring_routing_damage),
	    cmocka_unit_test(token_ring_destinations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
