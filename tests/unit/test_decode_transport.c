/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests decoding of TCP, UDP, SCTP, ICMP and ICMPv6. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame_hex.h"

/* All frames are raw IP: an IPv4 header of this total length and protocol, or an IPv6 header. */
#define V4(total, protocol) "4500 " total " 0001 0000 40 " protocol " 0000 c0000201 c6336402 "
#define V6(length, next)                                                                           \
	"60000000 " length " " next " 40 20010db8000000000000000000000001 "                        \
	"20010db8000000000000000000000002 "
#define TCP(data_offset) "0050 c001 11223344 55667788 " data_offset "d2 0400 0000 0000 "

static enum damage damage(const char *hex)
{
	return frame_damage(LINK_RAW, hex);
}

static unsigned int layers(const char *hex)
{
	return frame_layers(LINK_RAW, hex);
}

static void tcp(void **state)
{
	struct packet p = frame_decode(LINK_RAW, V4("002f", "06") TCP("60") "020405b4 aabbcc eeee");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS | LAYER_TCP);
	assert_int_equal(p.src_port, 80);
	assert_int_equal(p.dst_port, 49153);
	assert_int_equal(p.tcp_seq, 0x11223344);
	assert_int_equal(p.tcp_ack, 0x55667788);
	assert_int_equal(p.tcp_flags, 0xd2); /* CWR, ECE, ACK, SYN */
	assert_int_equal(p.transport_offset, 20);
	assert_int_equal(p.payload_offset, 44);
	assert_int_equal(p.payload_len, 3);
	frame_free(&p);
}

static void tcp_cut_by_the_capture(void **state)
{
	static const char frame[] = V4("002f", "06") TCP("60") "020405b4 aabbcc";
	struct packet p = frame_decode_cut(LINK_RAW, frame, 24);

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS);
	assert_int_equal(p.dst_port, 49153);
	frame_free(&p);

	/* within the options */
	p = frame_decode_cut(LINK_RAW, frame, 42);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS | LAYER_TCP);
	assert_int_equal(p.payload_offset, 0);
	assert_int_equal(p.payload_len, 0);
	frame_free(&p);

	/* within the payload */
	p = frame_decode_cut(LINK_RAW, frame, 45);
	assert_int_equal(p.payload_offset, 44);
	assert_int_equal(p.payload_len, 1);
	frame_free(&p);
}

static void tcp_damage(void **state)
{
	(void)state;
	assert_int_equal(damage(V4("0027", "06") "0050 c001 11223344 55667788 5010 0400 0000 00"),
	    DAMAGE_TCP_SHORT);
	assert_int_equal(damage(V4("0028", "06") TCP("50")), DAMAGE_NONE);
	assert_int_equal(damage(V4("0028", "06") TCP("40")), DAMAGE_TCP_HEADER);
	assert_int_equal(damage(V4("0028", "06") TCP("60")), DAMAGE_TCP_HEADER);
	/* the frame would have room, the datagram has not */
	assert_int_equal(damage(V4("0028", "06") TCP("60") "00000000"), DAMAGE_TCP_HEADER);
	assert_int_equal(layers(V4("0028", "06") TCP("60")), LAYER_IPV4 | LAYER_PORTS);
}

static void udp(void **state)
{
	/* the datagram is shorter than the IP payload */
	struct packet p = frame_decode(LINK_RAW, V4("0020", "11") "0035 c000 000a 0000 dead beef");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_PORTS | LAYER_UDP);
	assert_int_equal(p.src_port, 53);
	assert_int_equal(p.dst_port, 49152);
	assert_int_equal(p.payload_offset, 28);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);
}

static void udp_damage(void **state)
{
	(void)state;
	assert_int_equal(damage(V4("001b", "11") "0035 c000 0008 00"), DAMAGE_UDP_SHORT);
	assert_int_equal(damage(V4("0017", "11") "0035 c0"), DAMAGE_UDP_SHORT);
	assert_int_equal(layers(V4("0017", "11") "0035 c0"), LAYER_IPV4);
	assert_int_equal(damage(V4("001c", "11") "0035 c000 0007 0000"), DAMAGE_UDP_LENGTH);
	assert_int_equal(damage(V4("001c", "11") "0035 c000 0009 0000"), DAMAGE_UDP_LENGTH);
	/* 0 is for jumbograms alone */
	assert_int_equal(damage(V4("001c", "11") "0035 c000 0000 0000"), DAMAGE_UDP_LENGTH);
	assert_int_equal(damage(V6("0008", "11") "0035 c000 0000 0000"), DAMAGE_UDP_LENGTH);
	assert_int_equal(layers(V4("001c", "11") "0035 c000 0009 0000"), LAYER_IPV4 | LAYER_PORTS);
}

static void sctp(void **state)
{
	struct packet p =
	    frame_decode(LINK_RAW, V6("0010", "84") "0b80 0050 01020304 05060708 03000004");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV6 | LAYER_PORTS | LAYER_SCTP);
	assert_int_equal(p.src_port, 2944);
	assert_int_equal(p.dst_port, 80);
	assert_int_equal(p.payload_offset, 52);
	assert_int_equal(p.payload_len, 4);
	frame_free(&p);

	assert_int_equal(damage(V4("001f", "84") "0b80 0050 01020304 050607"), DAMAGE_SCTP_SHORT);
}

static void icmp(void **state)
{
	struct packet p = frame_decode(LINK_RAW, V4("001e", "01") "0304 0000 00000500 4500");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4 | LAYER_ICMP);
	assert_int_equal(p.icmp_type, 3);
	assert_int_equal(p.icmp_code, 4);
	assert_int_equal(p.payload_offset, 28);
	assert_int_equal(p.payload_len, 2);
	frame_free(&p);

	assert_int_equal(damage(V4("001b", "01") "0304 0000 000005"), DAMAGE_ICMP_SHORT);
}

static void icmpv6(void **state)
{
	struct packet p = frame_decode(LINK_RAW, V6("0008", "3a") "8701 0000 00000000");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV6 | LAYER_ICMPV6);
	assert_int_equal(p.icmp_type, 135);
	assert_int_equal(p.icmp_code, 1);
	assert_int_equal(p.payload_offset, 44);
	assert_int_equal(p.payload_len, 4);
	frame_free(&p);

	assert_int_equal(damage(V6("0003", "3a") "870000"), DAMAGE_ICMP_SHORT);
}

static void protocols_of_the_other_ip(void **state)
{
	(void)state;
	assert_int_equal(layers(V4("001c", "3a") "8000 0000 00000000"), LAYER_IPV4);
	assert_int_equal(layers(V6("0008", "01") "0800 0000 00000000"), LAYER_IPV6);
}

static void unfollowed_protocols(void **state)
{
	/* GRE: addresses and the transport's place, no more */
	struct packet p = frame_decode(LINK_RAW, V4("0018", "2f") "00000800");

	(void)state;
	assert_int_equal(p.damage, DAMAGE_NONE);
	assert_int_equal(p.layers, LAYER_IPV4);
	assert_int_equal(p.ip_protocol, 47);
	assert_int_equal(p.transport_offset, 20);
	assert_int_equal(p.payload_offset, 0);
	frame_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tcp),
	    cmocka_unit_test(tcp_cut_by_the_capture),
	    cmocka_unit_test(tcp_damage),
	    cmocka_unit_test(udp),
	    cmocka_unit_test(udp_damage),
	    cmocka_unit_test(sctp),
	    cmocka_unit_test(icmp),
	    cmocka_unit_test(icmpv6),
	    cmocka_unit_test(protocols_of_the_other_ip),
	    cmocka_unit_test(unfollowed_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
