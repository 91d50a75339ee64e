/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes TCP headers (RFC 9293). */
#include "dec.h"

#define TCP_HEADER 20

void dec_tcp(struct packet *p, struct span *s)
{
	struct span segment = *s;
	struct cursor h;
	uint8_t data_offset;
	uint32_t header;

	dec_ports(p, s);
	if (!dec_header(p, s, TCP_HEADER, DAMAGE_TCP_SHORT, &h) || !cursor_skip(&h, 4) ||
	    !cursor_u32(&h, &p->tcp_seq) || !cursor_u32(&h, &p->tcp_ack) ||
	    !cursor_u8(&h, &data_offset) || !cursor_u8(&h, &p->tcp_flags))
		return;
	header = (data_offset >> 4) * 4u;
	if (header < TCP_HEADER || header > span_length(&segment)) {
		p->damage = DAMAGE_TCP_HEADER;
		return;
	}
	p->layers |= LAYER_TCP;
	if (dec_header(p, &segment, header, DAMAGE_TCP_HEADER, &h))
		dec_payload(p, &segment);
}
