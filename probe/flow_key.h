/* SPDX-License-Identifier: BSD-2-Clause */
/* What makes packets one flow: the same key for both directions. */
#ifndef PROBE_FLOW_KEY_H
#define PROBE_FLOW_KEY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "packet.h"

/* What the addresses are; the numbers are those of sondaFlowKind. */
enum flow_kind {
	FLOW_IPV4 = 1,
	FLOW_IPV6,
	FLOW_ETHERTYPE, /* MAC addresses, as far as the link has them */
	FLOW_LLC,       /* MAC addresses; ports are SAPs */
};

enum {
	FLOW_ICMP = 1,
	FLOW_TCP = 6,
	FLOW_UDP = 17,
	FLOW_ICMPV6 = 58,
};

/*
 * Two ends, ordered by address, then port, so that packets of both directions have one key.
 * No padding, and unused octets are 0: keys are compared and hashed as octets.
 */
struct flow_key {
	uint8_t address[2][16]; /* IPv4: the first 4 octets, MAC: the first 6 */
	uint16_t port[2];       /* TCP, UDP, SCTP; SAPs; ICMP: the message, in both */
	uint16_t vlan[2];       /* the two outermost VLAN ids; 0: no tag, or only priority */
	uint16_t ethertype;     /* 0 where LLC alone tells */
	uint8_t protocol;       /* IP's, 0 for others */
	uint8_t kind;           /* enum flow_kind */
};

/* A transport layer's ends as one packet shows them. */
struct flow_ports {
	uint16_t source;
	uint16_t destination;
	uint8_t protocol; /* IP's */
};

/*
 * The ends that the packet itself shows: ports, SAPs (but for the bits that tell command from
 * response), or for ICMP twice the message: type * 256 + code, where those of an answer count as
 * those of its question.  Zeros where there are none.
 */
struct flow_ports flow_ports_of(const struct packet *p);

/*
 * The key of a packet with these ends; *swapped: its sender is end 1.  False: the packet is damaged
 * before its link layer ends.
 */
bool flow_key_make(
    struct flow_key *key, const struct packet *p, const struct flow_ports *ports, bool *swapped);

/* The VLAN id of a tag, 0 the outermost; 0: there is none, or it has a priority alone. */
static inline uint16_t flow_vlan(const struct packet *p, int tag)
{
	return tag < p->vlan_count ? p->vlan[tag].tci & 0x0fff : 0;
}

static inline bool flow_is_icmp(const struct flow_key *key)
{
	return (key->kind == FLOW_IPV4 && key->protocol == FLOW_ICMP) ||
	       (key->kind == FLOW_IPV6 && key->protocol == FLOW_ICMPV6);
}

static inline bool flow_key_equal(const struct flow_key *a, const struct flow_key *b)
{
	uint64_t left[5];
	uint64_t right[5];
	uint32_t left_end;
	uint32_t right_end;

	memcpy(left, a, sizeof(left));
	memcpy(right, b, sizeof(right));
	memcpy(&left_end, &a->ethertype, sizeof(left_end));
	memcpy(&right_end, &b->ethertype, sizeof(right_end));
	return ((left[0] ^ right[0]) | (left[1] ^ right[1]) | (left[2] ^ right[2]) |
		   (left[3] ^ right[3]) | (left[4] ^ right[4]) | (left_end ^ right_end)) == 0;
}

#endif
