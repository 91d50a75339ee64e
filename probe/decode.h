/* SPDX-License-Identifier: BSD-2-Clause */
/* Turns the bytes of a frame into a struct packet, once for all groups. */
#ifndef PROBE_DECODE_H
#define PROBE_DECODE_H

#include "packet.h"

/*
 * Fills the decoded part of *p from p->data, p->caplen, p->len, p->link and p->has_fcs, and
 * p->broadcast and p->multicast.  Never fails: damage is named in p->damage and what came before
 * it stays valid.  A frame that the capture cut (caplen < len) is not damaged by that alone: where
 * a header ends beyond caplen but within len, decoding stops without damage.
 */
void decode(struct packet *p);

/* A short English name of a kind of damage, as "ipv4-header"; "none" for DAMAGE_NONE. */
const char *damage_name(enum damage damage);

#endif
