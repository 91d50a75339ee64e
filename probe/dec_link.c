/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes link layers without addresses: raw IP, BSD loopback, PPP and Cisco HDLC. */
#include "dec.h"

/*
 * p->ethertype is set to the Ethernet type of what these links carry, so that readers need not know
 * how each link names its protocols.
 */

void dec_raw(struct packet *p, struct span *s)
{
	struct cursor peek = s->cursor;
	uint8_t version = 0;

	/* What is neither 4 nor 6 goes the IPv4 way and is named there. */
	dec_network(p, s,
	    cursor_u8(&peek, &version) && version >> 4 == 6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
}

/* AF_INET6 differs between the systems that write such captures. */
static uint16_t family_type(uint32_t family)
{
	switch (family) {
	case 2:
		return ETHERTYPE_IPV4;
	case 10: /* Linux */
	case 23: /* Windows */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return ETHERTYPE_IPV6;
	default:
		return 0;
	}
}

static uint32_t swap_u32(uint32_t n)
{
	return n >> 24 | (n >> 8 & 0xff00) | (n << 8 & 0xff0000) | n << 24;
}

void dec_loop(struct packet *p, struct span *s)
{
	struct cursor h;
	uint32_t family;

	if (dec_header(p, s, 4, DAMAGE_LINK_SHORT, &h) && cursor_u32(&h, &family))
		dec_network(p, s, family_type(family));
}

void dec_null(struct packet *p, struct span *s)
{
	struct cursor h;
	uint32_t family;

	if (!dec_header(p, s, 4, DAMAGE_LINK_SHORT, &h) || !cursor_u32(&h, &family))
		return;
	/* Families are small numbers: octets set at the wrong end show the other byte order. */
	dec_network(p, s, family_type(family > 0xffff ? swap_u32(family) : family));
}

static uint16_t ppp_type(uint16_t protocol)
{
	switch (protocol) {
	case 0x0021:
		return ETHERTYPE_IPV4;
	case 0x0057:
		return ETHERTYPE_IPV6;
	default:
		return 0;
	}
}

void dec_ppp(struct packet *p, struct span *s)
{
	struct cursor peek = s->cursor;
	uint16_t framing;
	uint16_t protocol;
	uint8_t first;
	struct cursor h;

	/* HDLC-like framing, RFC 1662 3.1; the two octets may be left out (3.2). */
	if (cursor_u16(&peek, &framing) && framing == 0xff03)
		s->cursor = peek;
	/* A protocol number of one octet is odd, the first octet of two is even: RFC 1661, 2. */
	peek = s->cursor;
	if (cursor_u8(&peek, &first) && (first & 1)) {
		s->cursor = peek;
		dec_network(p, s, ppp_type(first));
	} else if (dec_header(p, s, 2, DAMAGE_LINK_SHORT, &h) && cursor_u16(&h, &protocol)) {
		dec_network(p, s, ppp_type(protocol));
	}
}

void dec_ppp_hdlc(struct packet *p, struct span *s)
{
	struct cursor peek = s->cursor;
	uint16_t type;
	uint8_t address;
	struct cursor h;

	/* Cisco's framing, RFC 1547 4.3.1: unicast or broadcast address, control, Ethernet type */
	if (!cursor_u8(&peek, &address) || (address != 0x0f && address != 0x8f)) {
		dec_ppp(p, s);
		return;
	}
	if (!dec_header(p, s, 4, DAMAGE_LINK_SHORT, &h) || !cursor_skip(&h, 2) ||
	    !cursor_u16(&h, &type))
		return;
	/* Here RARP's number means SLARP, Cisco's keepalives. */
	dec_network(p, s, type == ETHERTYPE_RARP ? 0 : type);
}
