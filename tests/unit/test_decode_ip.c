/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests decoding of IPv4 and IPv6, their lengths, fragments and extension headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame_hex.h"

/* All frames are raw IP: offsets count from the IP header. */
#define V4 "c0000201 c6336402 " /* 192.0.2.1 to 198.51.100.2 */
#define UDP "0035 c000 0008 0000 "
#define PAD8 "0000000000000000 "
#define PAD16 PAD8 PAD8
#define V6 "20010db8000000000000000000000001 20010db8000000000000000000000002 "
#define UDP4 (LAYER_IPV4 | LAYER_PORTS | LAYER_UDP)
#define UDP6 (LAYER_IPV6 | LAYER_PORTS | LAYER_UDP)

static enum damage damage(const char *hex)
{
	return frame_damage(LINK_RAW, hex);
}

/* A frame of len octets that starts like this and goes on with zeros. */
static struct packet long_frame(const char *hex, uint32_t len)
{
	struct packet p = frame_hex(LINK_RAW, hex);
	uint8_t *data = calloc(1, len);

	if (data == NULL)
		abort();
	memcpy(data, p.data, p.len);
	frame_free(&p);
	p.data = data;
	p.caplen = len;
	p.len = len;
	decode(&p);
	return p;
}

static void ipv4_fields(void **state)
{
	struct packet p = frame_decode(LINK_RAW, "45b8 001c abcd 4000 3f 11 0000 " V4 UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP4);
	assert_int_equal(p.ip_tos, 0xb8);
	assert_int_equal(p.ip_ttl, 63);
	assert_int_equal(p.ip_protocol, 17);
	assert_int_equal(p.fragment_id, 0xabcd);
	assert_false(p.fragment); /* "don't fragment" is no fragment */
	assert_false(p.more_fragments);
	assert_int_equal(p.fragment_offset, 0);
	assert_ptr_equal(p.src_addr, p.data + 12);
	assert_ptr_equal(p.dst_addr, p.data + 16);
	assert_int_equal(p.transport_offset, 20);
	frame_free(&p);
}

static void ipv4_options(void **state)
{
	struct packet p =
	    frame_decode(LINK_RAW, "4700 0024 0001 0000 40 11 0000 " V4 "94040000 01010100 " UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP4);
	assert_int_equal(p.transport_offset, 28);
	assert_int_equal(p.src_port, 53);
	frame_free(&p);

	/* the capture ends within the options */
	p = frame_decode_cut(
	    LINK_RAW, "4700 0024 0001 0000 40 11 0000 " V4 "94040000 01010100 " UDP, 24);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4);
	assert_int_equal(p.transport_offset, 0);
	frame_free(&p);
}

static void ipv4_damage(void **state)
{
	struct packet p;

	(void)state;
	assert_int_equal(
	    damage("4500 001c 0001 0000 40 11 0000 c0000201 c63364"), DAMAGE_IPV4_SHORT);
	assert_int_equal(damage("5500 001c 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_VERSION);
	/* header of 16; of 24 in a datagram of 20 */
	assert_int_equal(damage("4400 001c 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_HEADER);
	assert_int_equal(damage("4600 0014 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_HEADER);
	/* total length one too long, below the header, 0 in a short frame */
	assert_int_equal(damage("4500 001d 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_LENGTH);
	assert_int_equal(damage("4500 0013 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_LENGTH);
	assert_int_equal(damage("4500 0000 0001 0000 40 11 0000 " V4 UDP), DAMAGE_IPV4_LENGTH);
	assert_int_equal(damage("4500 0014 0001 0000 40 ff 0000 " V4 UDP), DAMAGE_NONE);

	p = frame_decode(LINK_RAW, "4500 001d 0001 0000 40 11 0000 " V4 UDP);
	assert_int_equal(p.layers, 0);
	frame_free(&p);
}

static void ipv4_bounds_what_follows(void **state)
{
	/* 28 octets on the wire, but a datagram of 24: its UDP header is cut */
	assert_int_equal(damage("4500 0018 0001 0000 40 11 0000 " V4 UDP), DAMAGE_UDP_SHORT);
	(void)state;
}

static void ipv4_super_frame(void **state)
{
	struct packet p = long_frame("4500 0000 0001 4000 40 06 0000 " V4
				     "0050 c000 00000001 00000002 5018 0400 0000 0000",
	    1519);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS | LAYER_TCP);
	assert_int_equal(p.payload_len, 1519 - 40);
	frame_free(&p);

	p = long_frame("4500 0000 0001 4000 40 06 0000 " V4, 1518);
	assert_int_equal(p.damage, DAMAGE_IPV4_LENGTH);
	frame_free(&p);
}

static void ipv4_first_fragment(void **state)
{
	/* UDP of 1480 octets, of which 16 are in this fragment */
	struct packet p = frame_decode(
	    LINK_RAW, "4500 0024 0007 2000 40 11 0000 " V4 "0035 c000 05c8 0000 " PAD8);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP4);
	assert_true(p.fragment);
	assert_true(p.more_fragments);
	assert_int_equal(p.fragment_offset, 0);
	assert_int_equal(p.payload_len, 8);
	frame_free(&p);

	/* TCP in a fragment of 8: its header goes on in the next one */
	p = frame_decode(LINK_RAW, "4500 001c 0007 2000 40 06 0000 " V4 "0050 c000 00000001 ");
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS);
	frame_free(&p);
}

static void ipv4_later_fragment(void **state)
{
	struct packet p = frame_decode(LINK_RAW, "4500 001c 0007 20b9 40 11 0000 " V4 UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4);
	assert_true(p.fragment);
	assert_true(p.more_fragments);
	assert_int_equal(p.fragment_offset, 1480);
	assert_int_equal(p.transport_offset, 20);
	assert_int_equal(p.payload_offset, 0);
	assert_int_equal(p.payload_len, 0);
	frame_free(&p);

	p = frame_decode(LINK_RAW, "4500 001a 0007 00b9 40 11 0000 " V4 "aabbccddeeff");
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_true(p.fragment);
	assert_false(p.more_fragments);
	frame_free(&p);
}

static void ipv4_fragment_damage(void **state)
{
	(void)state;
	/* 6 octets, but more to come */
	assert_int_equal(
	    damage("4500 001a 0007 2001 40 11 0000 " V4 "aabbccddeeff"), DAMAGE_IPV4_FRAGMENT);
	/* offset 65512 and 20 of header: 3 octets fit, 4 do not */
	assert_int_equal(damage("4500 0017 0007 1ffd 40 11 0000 " V4 "aabbcc"), DAMAGE_NONE);
	assert_int_equal(
	    damage("4500 0018 0007 1ffd 40 11 0000 " V4 "aabbccdd"), DAMAGE_IPV4_FRAGMENT);
}

static void ipv6_fields(void **state)
{
	struct packet p = frame_decode(LINK_RAW, "6ab12345 0008 11 3e " V6 UDP PAD8);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP6);
	assert_int_equal(p.ip_tos, 0xab);
	assert_int_equal(p.ip_ttl, 62);
	assert_int_equal(p.ip_protocol, 17);
	assert_ptr_equal(p.src_addr, p.data + 8);
	assert_ptr_equal(p.dst_addr, p.data + 24);
	assert_int_equal(p.transport_offset, 40);
	assert_int_equal(p.payload_offset, 48);
	assert_int_equal(p.payload_len, 0);
	frame_free(&p);
}

static void ipv6_chain(void **state)
{
	/* hop-by-hop (16), destination, routing, AH (24), mobility, then UDP */
	struct packet p = frame_decode(LINK_RAW,
	    "60000000 0048 00 40 " V6 "3c01 050200000100 " PAD8 "2b00 010400000000 "
	    "3300 000000000000 8704 0000 " PAD16 "00000000 1100 000000000000 " UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP6);
	assert_int_equal(p.ip_protocol, 17);
	assert_int_equal(p.transport_offset, 40 + 16 + 8 + 8 + 24 + 8);
	frame_free(&p);

	/* nothing follows */
	p = frame_decode(LINK_RAW, "60000000 0008 3c 40 " V6 "3b00 010400000000");
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV6);
	assert_int_equal(p.ip_protocol, 59);
	frame_free(&p);
	assert_int_equal(damage("60000000 0000 3b 40 " V6 PAD16), DAMAGE_NONE);
}

static void ipv6_depth(void **state)
{
#define OPTIONS "3c00 010400000000 "
#define OPTIONS15                                                                                  \
	OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS OPTIONS    \
	    OPTIONS OPTIONS OPTIONS OPTIONS
	struct packet p =
	    frame_decode(LINK_RAW, "60000000 0088 3c 40 " V6 OPTIONS15 "1100 010400000000 " UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP6);
	frame_free(&p);

	p = frame_decode(
	    LINK_RAW, "60000000 0090 3c 40 " V6 OPTIONS15 OPTIONS "1100 010400000000 " UDP);
	assert_int_equal(p.damage, DAMAGE_IPV6_DEPTH);
	assert_int_equal(p.layers, LAYER_IPV6);
	assert_int_equal(p.transport_offset, 0);
	frame_free(&p);
}

static void ipv6_damage(void **state)
{
	(void)state;
	assert_int_equal(
	    damage("60000000 0008 11 40 20010db8000000000000000000000001"), DAMAGE_IPV6_SHORT);
	assert_int_equal(frame_damage(LINK_ETHERNET,
			     "0200000000aa 0200000000bb 86dd 50000000 0008 11 40 " V6 UDP),
	    DAMAGE_IPV6_VERSION);
	assert_int_equal(damage("60000000 0009 11 40 " V6 UDP), DAMAGE_IPV6_LENGTH);
	/* no payload, yet UDP is promised */
	assert_int_equal(damage("60000000 0000 11 40 " V6 UDP), DAMAGE_UDP_SHORT);
	/* an extension header of 16 octets in a payload of 8; half of one */
	assert_int_equal(
	    damage("60000000 0008 3c 40 " V6 "1101 010400000000 " UDP), DAMAGE_IPV6_EXTENSION);
	assert_int_equal(damage("60000000 0001 3c 40 " V6 "11"), DAMAGE_IPV6_EXTENSION);
	assert_int_equal(damage("60000000 0004 2c 40 " V6 "11000000"), DAMAGE_IPV6_EXTENSION);
}

static void ipv6_fragments(void **state)
{
	struct packet p =
	    frame_decode(LINK_RAW, "60000000 0010 2c 40 " V6 "1100 0001 12345678 " UDP);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP6);
	assert_true(p.fragment);
	assert_true(p.more_fragments);
	assert_int_equal(p.fragment_offset, 0);
	assert_int_equal(p.fragment_id, 0x12345678);
	frame_free(&p);

	/* the next one: offset 1448 */
	p = frame_decode(LINK_RAW, "60000000 0010 2c 40 " V6 "1100 05a8 12345678 " UDP);
	assert_int_equal(p.layers, LAYER_IPV6);
	assert_true(p.fragment);
	assert_false(p.more_fragments);
	assert_int_equal(p.fragment_offset, 1448);
	assert_int_equal(p.ip_protocol, 17);
	assert_int_equal(p.transport_offset, 48);
	assert_int_equal(p.payload_offset, 0);
	frame_free(&p);

	/* what follows the header of a later fragment is no extension header */
	assert_int_equal(
	    damage("60000000 0010 2c 40 " V6 "3c00 05a8 12345678 ffffffffffffffff"), DAMAGE_NONE);

	/* an atomic fragment is a whole datagram */
	p = frame_decode(LINK_RAW, "60000000 0010 2c 40 " V6 "1100 0000 12345678 " UDP);
	assert_int_equal(p.layers, UDP6);
	assert_false(p.fragment);
	frame_free(&p);
}

static void ipv6_fragment_damage(void **state)
{
	(void)state;
	/* 4 octets, but more to come */
	assert_int_equal(
	    damage("60000000 000c 2c 40 " V6 "1100 0009 12345678 00350035"), DAMAGE_IPV6_EXTENSION);
	/* offset 65528: 7 octets fit, 8 do not */
	assert_int_equal(
	    damage("60000000 000f 2c 40 " V6 "1100 fff8 12345678 00000000000000"), DAMAGE_NONE);
	assert_int_equal(
	    damage("60000000 0010 2c 40 " V6 "1100 fff8 12345678 " PAD8), DAMAGE_IPV6_EXTENSION);
}

static void ipv6_jumbograms(void **state)
{
	/* 65552 octets of payload: hop-by-hop (8), UDP header (8), 65536 of data; then padding */
	struct packet p =
	    long_frame("60000000 0000 00 40 " V6 "1100 c204 00010010 0035 c000 0000 0000", 65600);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, UDP6);
	assert_int_equal(p.payload_offset, 56);
	assert_int_equal(p.payload_len, 65536);
	frame_free(&p);

	/* after padding options, and nothing behind */
	p = long_frame("60000000 0000 00 40 " V6 "3b01 00 010100 c204 00010000 00000000", 65600);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.ip_protocol, 59);
	frame_free(&p);

	/* up to the frame's end */
	p = long_frame("60000000 0000 00 40 " V6 "1100 c204 00010018 0035 c000 0000 0000", 65600);
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.payload_len, 65600 - 56);
	frame_free(&p);

	/* one octet beyond the frame; not above 65535; no such option */
	p = long_frame("60000000 0000 00 40 " V6 "1100 c204 00010019 " UDP, 65600);
	assert_int_equal(p.damage, DAMAGE_IPV6_LENGTH);
	frame_free(&p);
	assert_int_equal(
	    damage("60000000 0000 00 40 " V6 "1100 c204 00000010 " UDP), DAMAGE_IPV6_LENGTH);
	assert_int_equal(
	    damage("60000000 0000 00 40 " V6 "1100 0104 00000000 " UDP), DAMAGE_IPV6_EXTENSION);
}

static void ipv6_super_frame(void **state)
{
	struct packet p = long_frame(
	    "60000000 0000 06 40 " V6 "0050 c000 00000001 00000002 5018 0400 0000 0000", 1519);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV6 | LAYER_PORTS | LAYER_TCP);
	assert_int_equal(p.payload_len, 1519 - 60);
	frame_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ipv4_fields),
	    cmocka_unit_test(ipv4_options),
	    cmocka_unit_test(ipv4_damage),
	    cmocka_unit_test(ipv4_bounds_what_follows),
	    cmocka_unit_test(ipv4_super_frame),
	    cmocka_unit_test(ipv4_first_fragment),
	    cmocka_unit_test(ipv4_later_fragment),
	    cmocka_unit_test(ipv4_fragment_damage),
	    cmocka_unit_test(ipv6_fields),
	    cmocka_unit_test(ipv6_chain),
	    cmocka_unit_test(ipv6_depth),
	    cmocka_unit_test(ipv6_damage),
	    cmocka_unit_test(ipv6_fragments),
	    cmocka_unit_test(ipv6_fragment_damage),
	    cmocka_unit_test(ipv6_jumbograms),
	    cmocka_unit_test(ipv6_super_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
