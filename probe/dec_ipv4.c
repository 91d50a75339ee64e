/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes IPv4 headers (RFC 791). */
#include "dec.h"

#define IPV4_HEADER 20
#define IPV4_MAX 65535
#define MORE_FRAGMENTS 0x2000
#define FRAGMENT_UNITS 0x1fff /* of 8 octets */

/*
 * The datagram's length, or 0 with p->damage set.  Cards that segment for the host let us see
 * super-frames whose total length is still 0; such a field means "the rest of the frame" where the
 * frame is longer than Ethernet's 1518 octets, and is damage in any other.
 */
static uint64_t ipv4_length(struct packet *p, uint32_t header, uint16_t total, uint64_t available)
{
	uint64_t length = total == 0 && p->len > FRAME_PLAIN_MAX ? available : total;

	if (header < IPV4_HEADER)
		p->damage = DAMAGE_IPV4_HEADER;
	else if (length > available || length < IPV4_HEADER)
		p->damage = DAMAGE_IPV4_LENGTH;
	else if (header > length)
		p->damage = DAMAGE_IPV4_HEADER;
	return p->damage == DAMAGE_NONE ? length : 0;
}

/* False if the fragment of length octets, header included, cannot be part of a datagram. */
static bool take_fragment(struct packet *p, uint16_t field, uint32_t header, uint64_t length)
{
	p->more_fragments = field & MORE_FRAGMENTS;
	p->fragment_offset = (uint16_t)((field & FRAGMENT_UNITS) * 8);
	p->fragment = p->more_fragments || p->fragment_offset != 0;
	if (!p->fragment)
		return true;
	return p->fragment_offset + length <= IPV4_MAX &&
	       !(p->more_fragments && (length - header) % 8 != 0);
}

void dec_ipv4(struct packet *p, struct span *s)
{
	struct span datagram = *s;
	struct cursor h;
	uint8_t version;
	uint16_t total;
	uint16_t id;
	uint16_t fragment;
	uint32_t header;
	uint64_t length;

	if (!dec_header(p, s, IPV4_HEADER, DAMAGE_IPV4_SHORT, &h) || !cursor_u8(&h, &version) ||
	    !cursor_u8(&h, &p->ip_tos) || !cursor_u16(&h, &total) || !cursor_u16(&h, &id) ||
	    !cursor_u16(&h, &fragment) || !cursor_u8(&h, &p->ip_ttl) ||
	    !cursor_u8(&h, &p->ip_protocol) || !cursor_skip(&h, 2) ||
	    !cursor_bytes(&h, 4, &p->src_addr) || !cursor_bytes(&h, 4, &p->dst_addr))
		return;
	if (version >> 4 != 4) {
		p->damage = DAMAGE_IPV4_VERSION;
		return;
	}
	header = (version & 0x0f) * 4u;
	length = ipv4_length(p, header, total, span_length(&datagram));
	if (length == 0)
		return;
	p->fragment_id = id;
	if (!take_fragment(p, fragment, header, length)) {
		p->damage = DAMAGE_IPV4_FRAGMENT;
		return;
	}
	p->layers |= LAYER_IPV4;
	span_limit(&datagram, length);
	if (dec_header(p, &datagram, header, DAMAGE_IPV4_SHORT, &h))
		dec_transport(p, &datagram);
}
