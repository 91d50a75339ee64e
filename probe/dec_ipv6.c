/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes IPv6 headers and their extension headers (RFC 8200). */
#include "dec.h"

#define IPV6_HEADER 40
#define IPV6_PAYLOAD_MAX 65535
#define EXTENSIONS_MAX 16 /* far above what honest senders chain */
#define EXTENSION_HEADER 8
#define OPTION_PAD1 0x00
#define OPTION_JUMBO 0xc2

enum {
	NEXT_HOP_BY_HOP = 0,
	NEXT_ROUTING = 43,
	NEXT_FRAGMENT = 44,
	NEXT_AH = 51,
	NEXT_NONE = 59,
	NEXT_DESTINATION = 60,
	NEXT_MOBILITY = 135,
};

/* Octets of a header without and for each unit of its length field; none: no extension header. */
static const struct extension {
	uint8_t base;
	uint8_t unit;
} extensions[256] = {
    [NEXT_HOP_BY_HOP] = {EXTENSION_HEADER, 8},
    [NEXT_ROUTING] = {EXTENSION_HEADER, 8},
    [NEXT_FRAGMENT] = {EXTENSION_HEADER, 0},
    [NEXT_AH] = {EXTENSION_HEADER, 4}, /* RFC 4302, 2.2: 32-bit words minus 2 */
    [NEXT_DESTINATION] = {EXTENSION_HEADER, 8},
    [NEXT_MOBILITY] = {EXTENSION_HEADER, 8},
};

/* The value of the jumbo payload option among hop-by-hop options, 0 if there is none: RFC 2675. */
static uint32_t jumbo_length(struct cursor options)
{
	uint32_t length;
	uint8_t type;
	uint8_t size;

	while (cursor_u8(&options, &type)) {
		if (type == OPTION_PAD1)
			continue;
		if (!cursor_u8(&options, &size))
			break;
		if (type == OPTION_JUMBO && size == sizeof(length))
			return cursor_u32(&options, &length) ? length : 0;
		if (!cursor_skip(&options, size))
			break;
	}
	return 0;
}

/* Narrows the span behind a hop-by-hop header of size octets by the length in its jumbo option. */
static bool take_jumbo(struct packet *p, struct span *s, struct cursor options, uint32_t size)
{
	uint32_t length = jumbo_length(options);

	/* A payload length of 0 had no room for this header, but for a jumbo option. */
	if (length == 0)
		p->damage = DAMAGE_IPV6_EXTENSION;
	else if (length <= IPV6_PAYLOAD_MAX || length - size > span_length(s))
		p->damage = DAMAGE_IPV6_LENGTH;
	else
		span_limit(s, length - size);
	return p->damage == DAMAGE_NONE;
}

/* body is a fragment header's part behind its first two octets; the span is what follows it. */
static bool take_fragment(struct packet *p, const struct span *s, struct cursor body)
{
	uint64_t length = span_length(s);
	uint16_t field;

	if (!cursor_u16(&body, &field) || !cursor_u32(&body, &p->fragment_id))
		return false;
	p->more_fragments = field & 1;
	p->fragment_offset = field & 0xfff8;
	/* Neither: an atomic fragment (RFC 6946), a whole datagram in fact. */
	p->fragment = p->more_fragments || p->fragment_offset != 0;
	if (p->fragment_offset + length > IPV6_PAYLOAD_MAX ||
	    (p->more_fragments && length % 8 != 0)) {
		p->damage = DAMAGE_IPV6_EXTENSION;
		return false;
	}
	return true;
}

/*
 * Takes the extension header of type p->ip_protocol and moves p->ip_protocol on.  *jumbo: the
 * length of the payload is still to be found in a jumbo option.
 */
static bool take_extension(struct packet *p, struct span *s, bool *jumbo)
{
	const struct extension *extension = &extensions[p->ip_protocol];
	struct cursor h = s->cursor;
	uint8_t type = p->ip_protocol;
	uint8_t next;
	uint8_t units;
	uint32_t size;

	if (!cursor_u8(&h, &next) || !cursor_u8(&h, &units)) {
		dec_missing(p, s, EXTENSION_HEADER, DAMAGE_IPV6_EXTENSION);
		return false;
	}
	size = extension->base + (uint32_t)extension->unit * units;
	if (!dec_header(p, s, size, DAMAGE_IPV6_EXTENSION, &h) || !cursor_skip(&h, 2))
		return false;
	p->ip_protocol = next;
	if (type == NEXT_FRAGMENT)
		return take_fragment(p, s, h);
	if (*jumbo) {
		*jumbo = false;
		return take_jumbo(p, s, h, size);
	}
	return true;
}

/* Narrows the span to the payload; *jumbo as for take_extension. */
static bool take_length(struct packet *p, struct span *s, uint16_t length, bool *jumbo)
{
	*jumbo = length == 0 && p->ip_protocol == NEXT_HOP_BY_HOP;
	if (*jumbo)
		return true;
	/* Super-frames for cards that segment: as in IPv4, 0 means the rest of a long frame. */
	if (length == 0 && p->ip_protocol != NEXT_NONE && p->len > FRAME_PLAIN_MAX)
		return true;
	if (length > span_length(s)) {
		p->damage = DAMAGE_IPV6_LENGTH;
		return false;
	}
	span_limit(s, length);
	return true;
}

void dec_ipv6(struct packet *p, struct span *s)
{
	struct cursor h;
	uint32_t first;
	uint16_t length;
	bool jumbo;

	if (!dec_header(p, s, IPV6_HEADER, DAMAGE_IPV6_SHORT, &h) || !cursor_u32(&h, &first) ||
	    !cursor_u16(&h, &length) || !cursor_u8(&h, &p->ip_protocol) ||
	    !cursor_u8(&h, &p->ip_ttl) || !cursor_bytes(&h, 16, &p->src_addr) ||
	    !cursor_bytes(&h, 16, &p->dst_addr))
		return;
	if (first >> 28 != 6) {
		p->damage = DAMAGE_IPV6_VERSION;
		return;
	}
	p->ip_tos = first >> 20 & 0xff;
	if (!take_length(p, s, length, &jumbo))
		return;
	p->layers |= LAYER_IPV6;
	for (int n = 0; extensions[p->ip_protocol].base != 0; n++) {
		if (n == EXTENSIONS_MAX) {
			p->damage = DAMAGE_IPV6_DEPTH;
			return;
		}
		if (!take_extension(p, s, &jumbo))
			return;
		if (p->fragment_offset != 0)
			break;
	}
	dec_transport(p, s);
}
