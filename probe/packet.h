/* SPDX-License-Identifier: BSD-2-Clause */
/* One packet as every group sees it: decoded once, read by all. */
#ifndef PROBE_PACKET_H
#define PROBE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#define PACKET_MAX_VLANS 4

/*
 * Link types that a port can carry.  Only those with two MAC addresses and Ethernet's length rules
 * (LINK_ETHERNET) feed the host and matrix tables.
 */
enum link_type {
	LINK_ETHERNET,
	LINK_SLL,  /* Linux cooked v1 */
	LINK_SLL2, /* Linux cooked v2 */
	LINK_RAW,  /* IPv4 or IPv6, no link header */
	LINK_NULL, /* BSD loopback, address family in the writer's byte order */
	LINK_LOOP, /* OpenBSD loopback, address family in network byte order */
	LINK_PPP,
	LINK_PPP_HDLC,   /* PPP with the HDLC-like framing octets FF 03, or Cisco HDLC */
	LINK_TOKEN_RING, /* IEEE 802.5 */
};

/* Bits of filterPktStatus and captureBufferPacketStatus (RFC 2819). */
enum packet_status {
	PACKET_OVERSIZE = 1 << 0,   /* longer than 1518 octets (+4 a VLAN tag) */
	PACKET_UNDERSIZE = 1 << 1,  /* shorter than 64 octets */
	PACKET_CRC_ERROR = 1 << 2,  /* FCS or alignment error */
	PACKET_AFTER_LOSS = 1 << 3, /* first packet after packets were lost */
	PACKET_ORDER = 1 << 4,      /* order is approximate */
};

/* Which layers were decoded whole; a layer's fields are valid only when its bit is set. */
enum packet_layer {
	LAYER_MAC = 1 << 0,  /* dst_mac, src_mac */
	LAYER_VLAN = 1 << 1, /* vlan[0 .. vlan_count) */
	LAYER_LLC = 1 << 2,  /* dsap, ssap, llc_control */
	LAYER_ARP = 1 << 3,  /* arp: ARP and RARP over Ethernet and IPv4 */
	LAYER_IPV4 = 1 << 4,
	LAYER_IPV6 = 1 << 5,
	LAYER_PORTS = 1 << 6, /* src_port, dst_port: TCP, UDP, SCTP */
	LAYER_TCP = 1 << 7,
	LAYER_UDP = 1 << 8,
	LAYER_SCTP = 1 << 9,
	LAYER_ICMP = 1 << 10, /* icmp_type, icmp_code */
	LAYER_ICMPV6 = 1 << 11,
};

/*
 * Damage a decoder can find.  Each kind has a name (damage_name) and a counter an NMS reads in
 * sondaDamageTable; the numbers are that table's index and never change meaning.
 */
enum damage {
	DAMAGE_NONE,
	DAMAGE_LINK_SHORT, /* the link header is cut */
	DAMAGE_VLAN_SHORT, /* a VLAN tag is cut */
	DAMAGE_VLAN_DEPTH, /* more than PACKET_MAX_VLANS tags */
	DAMAGE_LLC_LENGTH, /* an 802.3 length beyond the frame */
	DAMAGE_LLC_SHORT,  /* an LLC or SNAP header is cut */
	DAMAGE_ARP_SHORT,
	DAMAGE_ARP_FORMAT, /* hardware or protocol address lengths that do not fit their types */
	DAMAGE_IPV4_SHORT,
	DAMAGE_IPV4_VERSION,
	DAMAGE_IPV4_HEADER, /* header length below 20 or beyond the total length */
	DAMAGE_IPV4_LENGTH, /* total length beyond the frame or below the header */
	DAMAGE_IPV4_FRAGMENT, /* a fragment that ends beyond 65535, or an inner one not of 8n octets */
	DAMAGE_IPV6_SHORT,
	DAMAGE_IPV6_VERSION,
	DAMAGE_IPV6_LENGTH,    /* payload length beyond the frame */
	DAMAGE_IPV6_EXTENSION, /* one cut, beyond the payload, or with an impossible fragment */
	DAMAGE_IPV6_DEPTH,     /* more extension headers than the decoder follows */
	DAMAGE_TCP_SHORT,
	DAMAGE_TCP_HEADER, /* data offset below 20 or beyond the segment */
	DAMAGE_UDP_SHORT,
	DAMAGE_UDP_LENGTH, /* length below 8 or beyond the datagram */
	DAMAGE_SCTP_SHORT,
	DAMAGE_ICMP_SHORT,
	DAMAGE_KINDS /* how many there are, DAMAGE_NONE included */
};

struct vlan_tag {
	uint16_t tpid; /* 0x8100, 0x88a8, 0x9100 */
	uint16_t tci;  /* priority, DEI, VLAN id */
};

struct packet_arp {
	uint16_t operation; /* RARP too; ethertype tells which */
	const uint8_t *sha; /* 6 octets each */
	const uint8_t *spa; /* 4 octets each */
	const uint8_t *tha;
	const uint8_t *tpa;
};

/*
 * The capture side fills the first part (frame), decode() the rest.  Pointers lead into data and
 * live as long as it: until the next packet is read.
 */
struct packet {
	/* frame */
	uint64_t time;   /* ns on the port's clock, never going back within a port */
	uint64_t number; /* of the packet on its port, from 1 */
	const uint8_t *data;
	uint32_t caplen; /* octets at data */
	uint32_t len;    /* octets the capture says the frame had; no FCS unless has_fcs */
	uint32_t octets; /* RMON length, FCS included (see frame_measure) */
	enum link_type link;
	uint8_t status; /* enum packet_status */
	bool has_fcs;   /* the last 4 of len octets are the FCS */
	bool good;      /* RFC 2819: no error and of legal size; only good frames make rows */
	bool broadcast; /* destination is ff:ff:ff:ff:ff:ff, or the cooked header says so */
	bool multicast; /* destination is another group address, or the cooked header says so */

	/* decoded */
	uint16_t layers; /* enum packet_layer */
	uint8_t damage;  /* enum damage: the first found; layers before it are valid */
	uint8_t vlan_count;
	struct vlan_tag vlan[PACKET_MAX_VLANS]; /* outermost first */
	const uint8_t *dst_mac;
	const uint8_t *src_mac;
	uint16_t ethertype; /* after all tags and SNAP; 0 where LLC alone tells */
	uint8_t dsap;
	uint8_t ssap;
	uint8_t llc_control;

	uint8_t ip_protocol; /* last next-header value reached */
	uint8_t ip_ttl;      /* or hop limit */
	uint8_t ip_tos;      /* or traffic class */
	bool fragment;       /* any fragment, the first too */
	bool more_fragments;
	uint16_t fragment_offset; /* in octets; LAYER_PORTS only where 0 */
	uint32_t fragment_id;
	const uint8_t *src_addr; /* 4 or 16 octets */
	const uint8_t *dst_addr;

	uint16_t src_port;
	uint16_t dst_port;
	uint8_t tcp_flags; /* FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128 */
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint32_t tcp_seq;
	uint32_t tcp_ack;
	struct packet_arp arp;

	/* offsets into data; 0 where there is no such layer */
	uint32_t network_offset;   /* first octet after link header, tags, LLC and SNAP */
	uint32_t transport_offset; /* first octet after the IP headers */
	uint32_t payload_offset;   /* first octet after the transport header */
	uint32_t payload_len;      /* captured payload octets, padding and FCS excluded */
};

#endif
