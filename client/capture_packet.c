/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rows of a captureBufferTable say: order, length and time of packets. */
#include "capture_packet.h"

#define FCS 4
#define LENGTH_MIN 64 /* of Ethernet, FCS included */
#define MS 1000000
#define TICK 10000000 /* ns */

uint32_t capture_packet_after(uint32_t last, uint32_t index)
{
	uint32_t after;

	if (last == 0)
		return index;
	after = index > last ? index - last : index + (CAPTURE_INDEX_MAX - last);
	return index == last || after > CAPTURE_INDEX_MAX / 2 ? 0 : after;
}

static uint32_t without_fcs(const struct capture_packet *packet)
{
	return packet->length > FCS ? packet->length - FCS : 0;
}

uint32_t capture_packet_expected(const struct capture_packet *packet, uint32_t slice)
{
	uint32_t len = without_fcs(packet);

	return slice && slice < len ? slice : len;
}

struct pcapfile_packet capture_packet_written(
    const struct capture_packet *packet, uint32_t slice, int64_t began)
{
	struct pcapfile_packet written = {
	    .time = began + (int64_t)packet->ms * MS + packet->ns,
	    .caplen = packet->data_len,
	    .len = without_fcs(packet),
	    .data = packet->data,
	};

	if (written.caplen > written.len)
		written.caplen = written.len;
	if (packet->length == LENGTH_MIN && (slice == 0 || written.caplen < slice))
		written.len = written.caplen;
	return written;
}

int64_t capture_packet_began(int64_t now, uint32_t uptime, uint32_t turned_on)
{
	return now - (int64_t)(int32_t)(uptime - turned_on) * TICK;
}
