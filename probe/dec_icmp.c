/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes the first octets of ICMP (RFC 792) and ICMPv6 (RFC 4443) messages. */
#include "dec.h"

#define ICMP_HEADER 8   /* all messages have the second word */
#define ICMPV6_HEADER 4 /* RFC 4443, 2.1: type, code and checksum; then the body */

static void take_message(struct packet *p, struct span *s, size_t header, enum packet_layer layer)
{
	struct cursor h;

	if (!dec_header(p, s, header, DAMAGE_ICMP_SHORT, &h) || !cursor_u8(&h, &p->icmp_type) ||
	    !cursor_u8(&h, &p->icmp_code))
		return;
	p->layers |= layer;
	dec_payload(p, s);
}

void dec_icmp(struct packet *p, struct span *s)
{
	take_message(p, s, ICMP_HEADER, LAYER_ICMP);
}

void dec_icmpv6(struct packet *p, struct span *s)
{
	take_message(p, s, ICMPV6_HEADER, LAYER_ICMPV6);
}
