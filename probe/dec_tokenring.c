/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes IEEE 802.5 Token Ring frames with source routing. */
#include <string.h>

#include "dec.h"

#define TOKEN_RING_HEADER 14
#define FRAME_TYPE 0xc0 /* bits of the frame control octet */
#define FRAME_TYPE_LLC 0x40
#define GROUP_BIT 0x80      /* I/G is the first bit on the wire: here the highest */
#define ROUTED_BIT 0x80     /* in the source address: routing information follows */
#define ROUTING_LENGTH 0x1f /* in its first octet: its length with these two, even */
#define ROUTING_MIN 2

static void set_destination_kind(struct packet *p)
{
	static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	static const uint8_t ring_broadcast[6] = {0xc0, 0x00, 0xff, 0xff, 0xff, 0xff};

	if (!(p->dst_mac[0] & GROUP_BIT))
		return;
	p->broadcast = memcmp(p->dst_mac, broadcast, sizeof(broadcast)) == 0 ||
		       memcmp(p->dst_mac, ring_broadcast, sizeof(ring_broadcast)) == 0;
	p->multicast = !p->broadcast;
}

static bool take_routing(struct packet *p, struct span *s)
{
	struct cursor peek = s->cursor;
	uint8_t length;
	struct cursor h;

	if (!cursor_u8(&peek, &length)) {
		dec_missing(p, s, ROUTING_MIN, DAMAGE_LINK_SHORT);
		return false;
	}
	length &= ROUTING_LENGTH;
	if (length < ROUTING_MIN || length % 2 != 0) {
		p->damage = DAMAGE_LINK_SHORT;
		return false;
	}
	return dec_header(p, s, length, DAMAGE_LINK_SHORT, &h);
}

/* p->src_mac leads to the address as it is on the wire, the routed bit included. */
void dec_tokenring(struct packet *p, struct span *s)
{
	struct cursor h;
	uint8_t frame_control;

	if (!dec_header(p, s, TOKEN_RING_HEADER, DAMAGE_LINK_SHORT, &h) || !cursor_skip(&h, 1) ||
	    !cursor_u8(&h, &frame_control) || !cursor_bytes(&h, 6, &p->dst_mac) ||
	    !cursor_bytes(&h, 6, &p->src_mac))
		return;
	p->layers |= LAYER_MAC;
	set_destination_kind(p);
	if ((p->src_mac[0] & ROUTED_BIT) && !take_routing(p, s))
		return;
	if ((frame_control & FRAME_TYPE) == FRAME_TYPE_LLC)
		dec_llc(p, s);
}
