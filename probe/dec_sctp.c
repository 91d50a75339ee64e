/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes the SCTP common header (RFC 9260); its chunks are payload. */
#include "dec.h"

#define SCTP_HEADER 12

void dec_sctp(struct packet *p, struct span *s)
{
	struct cursor h;

	dec_ports(p, s);
	if (!dec_header(p, s, SCTP_HEADER, DAMAGE_SCTP_SHORT, &h))
		return;
	p->layers |= LAYER_SCTP;
	dec_payload(p, s);
}
