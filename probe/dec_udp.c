/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes UDP headers (RFC 768). */
#include "dec.h"

#define UDP_HEADER 8
#define UDP_MAX 65535

/* RFC 2675, 4: in a jumbogram the length field is 0 and the IPv6 payload tells. */
static bool is_jumbo(const struct packet *p, uint64_t datagram)
{
	return (p->layers & LAYER_IPV6) && !p->fragment && datagram > UDP_MAX;
}

void dec_udp(struct packet *p, struct span *s)
{
	uint64_t datagram = span_length(s);
	struct cursor h;
	uint16_t length;

	dec_ports(p, s);
	if (!dec_header(p, s, UDP_HEADER, DAMAGE_UDP_SHORT, &h) || !cursor_skip(&h, 4) ||
	    !cursor_u16(&h, &length))
		return;
	if (length != 0 || !is_jumbo(p, datagram)) {
		if (length < UDP_HEADER || length > datagram) {
			p->damage = DAMAGE_UDP_LENGTH;
			return;
		}
		span_limit(s, length - UDP_HEADER);
	}
	p->layers |= LAYER_UDP;
	dec_payload(p, s);
}
