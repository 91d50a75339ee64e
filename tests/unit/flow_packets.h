/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets as a decoder would leave them, for tests of flows. */
#ifndef TESTS_UNIT_FLOW_PACKETS_H
#define TESTS_UNIT_FLOW_PACKETS_H

#include "probe/packet.h"

static const uint8_t alice_mac[6] = {0x02, 0, 0, 0, 0, 0x0a};
static const uint8_t bob_mac[6] = {0x02, 0, 0, 0, 0, 0x0b};
static const uint8_t alice_v4[4] = {192, 0, 2, 1};
static const uint8_t bob_v4[4] = {192, 0, 2, 2};
static const uint8_t alice_v6[16] = {0x20, 1, 0x0d, 0xb8, [15] = 1};
static const uint8_t bob_v6[16] = {0x20, 1, 0x0d, 0xb8, [15] = 2};

/* 64 octets from Alice to Bob with nothing in them. */
static inline struct packet packet_ethernet(uint16_t ethertype)
{
	return (struct packet){
	    .link = LINK_ETHERNET,
	    .octets = 64,
	    .good = true,
	    .layers = LAYER_MAC,
	    .src_mac = alice_mac,
	    .dst_mac = bob_mac,
	    .ethertype = ethertype,
	    .network_offset = 14,
	};
}

static inline struct packet packet_ipv4(uint8_t protocol)
{
	struct packet p = packet_ethernet(0x0800);

	p.layers |= LAYER_IPV4;
	p.src_addr = alice_v4;
	p.dst_addr = bob_v4;
	p.ip_protocol = protocol;
	return p;
}

static inline struct packet packet_ipv6(uint8_t protocol)
{
	struct packet p = packet_ethernet(0x86dd);

	p.layers |= LAYER_IPV6;
	p.src_addr = alice_v6;
	p.dst_addr = bob_v6;
	p.ip_protocol = protocol;
	return p;
}

static inline struct packet packet_with_ports(
    struct packet p, uint16_t source, uint16_t destination)
{
	p.layers |= LAYER_PORTS;
	p.layers |= p.ip_protocol == 6 ? LAYER_TCP : LAYER_UDP;
	p.src_port = source;
	p.dst_port = destination;
	p.tcp_flags = 0;
	return p;
}

static inline struct packet packet_icmp(uint8_t type, uint8_t code)
{
	struct packet p = packet_ipv4(1);

	p.layers |= LAYER_ICMP;
	p.icmp_type = type;
	p.icmp_code = code;
	return p;
}

static inline struct packet packet_icmpv6(uint8_t type, uint8_t code)
{
	struct packet p = packet_ipv6(58);

	p.layers |= LAYER_ICMPV6;
	p.icmp_type = type;
	p.icmp_code = code;
	return p;
}

/* The same from Bob to Alice. */
static inline struct packet packet_back(struct packet p)
{
	struct packet back = p;

	back.src_mac = p.dst_mac;
	back.dst_mac = p.src_mac;
	back.src_addr = p.dst_addr;
	back.dst_addr = p.src_addr;
	back.src_port = p.dst_port;
	back.dst_port = p.src_port;
	back.ssap = p.dsap;
	back.dsap = p.ssap;
	return back;
}

#endif
