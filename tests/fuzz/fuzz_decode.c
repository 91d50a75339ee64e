/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes the packet decoder: any octets, any link type, any claim about their length. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probe/cursor.h"
#include "probe/decode.h"
#include "probe/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	FLAG_FCS = 1 << 0,
	FLAG_RUNTS = 1 << 1,
	FLAG_LONGER = 1 << 2,  /* the frame had more octets than were captured */
	FLAG_SHORTER = 1 << 3, /* a broken file claims fewer */
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_inside(const struct packet *p, const uint8_t *at, size_t octets)
{
	check(at >= p->data && octets <= p->caplen && at <= p->data + p->caplen - octets);
}

static void check_pointers(const struct packet *p)
{
	size_t address = p->layers & LAYER_IPV6 ? 16 : 4;

	if (p->layers & LAYER_MAC) {
		check_inside(p, p->dst_mac, 6);
		check_inside(p, p->src_mac, 6);
	}
	if (p->layers & (LAYER_IPV4 | LAYER_IPV6)) {
		check_inside(p, p->src_addr, address);
		check_inside(p, p->dst_addr, address);
	}
	if (p->layers & LAYER_ARP) {
		check_inside(p, p->arp.sha, 6);
		check_inside(p, p->arp.spa, 4);
		check_inside(p, p->arp.tha, 6);
		check_inside(p, p->arp.tpa, 4);
	}
}

static void check_offsets(const struct packet *p)
{
	check(p->network_offset <= p->caplen);
	check(p->transport_offset <= p->caplen);
	check(p->payload_offset <= p->caplen);
	check(p->payload_len <= p->caplen - p->payload_offset);
	check(p->payload_offset <= p->len);
	check(p->payload_len <= p->len - p->payload_offset);
	check(p->transport_offset == 0 || p->transport_offset > p->network_offset);
	check(p->payload_offset == 0 || p->payload_offset > p->transport_offset);
}

static void check_sense(const struct packet *p)
{
	const unsigned int network = LAYER_ARP | LAYER_IPV4 | LAYER_IPV6;
	const unsigned int transport =
	    LAYER_TCP | LAYER_UDP | LAYER_SCTP | LAYER_ICMP | LAYER_ICMPV6;
	unsigned int found;

	check(p->damage < DAMAGE_KINDS);
	check(damage_name(p->damage) != NULL);
	check(p->vlan_count <= PACKET_MAX_VLANS);
	check((p->vlan_count > 0) == !!(p->layers & LAYER_VLAN));
	check(!(p->broadcast && p->multicast));
	found = p->layers & network;
	check((found & (found - 1)) == 0); /* one of them at most */
	found = p->layers & transport;
	check((found & (found - 1)) == 0);
	check(found == 0 || (p->layers & (LAYER_IPV4 | LAYER_IPV6)));
	check(p->fragment_offset == 0 || !(p->layers & LAYER_PORTS));
	check(frame_size_class(p) <= SIZE_CLASSES);
	check(!p->good || !(p->status & PACKET_UNDERSIZE));
}

static uint32_t claimed_length(uint32_t caplen, uint8_t flags, uint16_t n)
{
	if (flags & FLAG_LONGER)
		return caplen + n;
	if (flags & FLAG_SHORTER)
		return n;
	return caplen;
}

/* The first four octets choose link type, flags and the claimed length; the rest is the frame. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor c = cursor_make(data, size);
	struct frame_rules rules = {0};
	struct packet p;
	uint8_t link;
	uint8_t flags;
	uint16_t n;
	uint8_t *frame;

	if (!cursor_u8(&c, &link) || !cursor_u8(&c, &flags) || !cursor_u16(&c, &n))
		return 0;
	memset(&p, 0xaa, sizeof(p));
	p.link = link % (LINK_TOKEN_RING + 1);
	p.has_fcs = flags & FLAG_FCS;
	p.status = 0;
	p.caplen = (uint32_t)cursor_left(&c);
	p.len = claimed_length(p.caplen, flags, n);

	/* a copy of the exact size, so that a sanitizer sees any read beyond */
	frame = malloc(p.caplen > 0 ? p.caplen : 1);
	if (frame == NULL)
		abort();
	memcpy(frame, c.at, p.caplen);
	p.data = frame;
	rules.runts = flags & FLAG_RUNTS;
	decode(&p);
	frame_measure(&p, &rules);
	check_pointers(&p);
	check_offsets(&p);
	check_sense(&p);
	free(frame);
	return 0;
}
