/* SPDX-License-Identifier: BSD-2-Clause */
/* Remembers the ports of first fragments for those that follow. */
#ifndef PROBE_FLOW_FRAGMENT_H
#define PROBE_FLOW_FRAGMENT_H

#include "flow_key.h"

#define FRAGMENT_SETS 256
#define FRAGMENT_WAYS 4
#define FRAGMENT_LIFE UINT64_C(30000000000) /* ns: as long as Linux waits for the rest */

/*
 * A datagram (RFC 791 3.2, RFC 8200 4.5), within its VLAN.  In IPv6 the protocol is no part of it:
 * fragments may differ in what follows their fragment header.
 */
struct fragment_key {
	uint8_t source[16];
	uint8_t destination[16];
	uint32_t id;
	uint16_t vlan[2];
	uint8_t kind;     /* enum flow_kind; 0: the entry is free */
	uint8_t protocol; /* IPv4 */
	uint8_t unused[2];
};

struct fragment {
	struct fragment_key key;
	struct flow_ports ports;
	uint64_t time; /* of the first fragment, ns */
};

struct fragment_memory {
	struct fragment entries[FRAGMENT_SETS][FRAGMENT_WAYS];
	uint64_t seed;
};

/*
 * The ends of a fragment's flow: those of its first fragment, which this may be; if that was not
 * seen, or is forgotten, ports 0.  Of each set the oldest makes room.
 */
struct flow_ports fragment_ports(struct fragment_memory *memory, const struct packet *p);

#endif
