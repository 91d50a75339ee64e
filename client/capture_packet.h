/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rows of a captureBufferTable say: order, length and time of packets. */
#ifndef CLIENT_CAPTURE_PACKET_H
#define CLIENT_CAPTURE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "pcapfile.h"

#define CAPTURE_INDEX_MAX 2147483647u /* after it comes 1 */

/* One row; data has data_len octets, from the packet's first on. */
struct capture_packet {
	uint32_t index;  /* captureBufferIndex */
	uint32_t length; /* captureBufferPacketLength */
	uint32_t ms;     /* captureBufferPacketTime */
	uint32_t ns;     /* captureBufferPacketHighCapacityTime, or 0 */
	uint32_t status; /* captureBufferPacketStatus */
	const uint8_t *data;
	uint32_t data_len;
};

/*
 * How many packets after that of index last this one came, as indexes are given: from 1, and after
 * 2147483647 comes 1 again.  last 0: none came yet.  0: it came before, or is the same.
 */
uint32_t capture_packet_after(uint32_t last, uint32_t index);

/* Octets that the probe may have of a packet; slice: all that it keeps of one, 0: all there are. */
uint32_t capture_packet_expected(const struct capture_packet *packet, uint32_t slice);

/*
 * As it is written to a file, of which began, ns since 1970, is the buffer's first turning on.
 * PacketLength counts the FCS, which a capture does not have: it is left out where a probe keeps it.
 * A packet of the least length, 64, with fewer octets than those was seen before it was padded, and
 * has the length that was seen.
 */
struct pcapfile_packet capture_packet_written(
    const struct capture_packet *packet, uint32_t slice, int64_t began);

/*
 * The time, ns since 1970, when a buffer was turned on: now is the local time when sysUpTime was
 * uptime; both are 1/100 s and begin again at 2^32.  A probe that rounds may have turned it on a
 * little later than it says it is; it was not on for more than 248 days.
 */
int64_t capture_packet_began(int64_t now, uint32_t uptime, uint32_t turned_on);

#endif
