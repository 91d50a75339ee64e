/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures a frame by RFC 2819: its length with FCS, whether it is good, its size class. */
#ifndef PROBE_FRAME_H
#define PROBE_FRAME_H

#include "packet.h"

/* How a port's frames are to be measured; sondad.conf's `probe` line. */
struct frame_rules {
	bool runts;         /* the tap delivers runts: do not pad to 60 */
	uint32_t max_frame; /* longest good frame with FCS where more than 1518 and 4 a VLAN tag */
};

enum size_class {
	SIZE_64,
	SIZE_65_127,
	SIZE_128_255,
	SIZE_256_511,
	SIZE_512_1023,
	SIZE_1024_1518,
	SIZE_CLASSES, /* how many; also: the frame is in none (undersize or oversize) */
};

/*
 * Fills p->octets, p->status (size bits; a CRC bit already set is kept) and p->good from a decoded
 * packet.  Ethernet: max(len, 60) + 4, or max(len, 64) where the FCS is in the frame; with
 * rules->runts the bare len + 4, or len.  Other link types count len as it is: short packets are
 * not undersize (they are in SIZE_64), and long ones are oversize but good.
 */
void frame_measure(struct packet *p, const struct frame_rules *rules);

/* The size class of a measured packet; a frame of 1519 .. 1518 + 4 a tag is in SIZE_1024_1518. */
enum size_class frame_size_class(const struct packet *p);

#endif
