/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes captures in pcap's file format. */
#include "pcapfile.h"

#define MAGIC_NANOSECONDS 0xa1b23c4d
#define VERSION_MAJOR 2
#define VERSION_MINOR 4
#define LINKTYPE_ETHERNET 1
#define SECOND 1000000000

struct head {
	uint32_t magic;
	uint16_t major;
	uint16_t minor;
	int32_t zone;
	uint32_t accuracy;
	uint32_t snaplen;
	uint32_t link_type;
};

struct record {
	uint32_t seconds;
	uint32_t nanoseconds;
	uint32_t caplen;
	uint32_t len;
};

bool pcapfile_begin(FILE *file, uint32_t snaplen)
{
	const struct head head = {
	    .magic = MAGIC_NANOSECONDS,
	    .major = VERSION_MAJOR,
	    .minor = VERSION_MINOR,
	    .snaplen = snaplen,
	    .link_type = LINKTYPE_ETHERNET,
	};

	return fwrite(&head, sizeof(head), 1, file) == 1;
}

bool pcapfile_write(FILE *file, const struct pcapfile_packet *packet)
{
	int64_t time = packet->time > 0 ? packet->time : 0;
	const struct record record = {
	    .seconds = (uint32_t)(time / SECOND),
	    .nanoseconds = (uint32_t)(time % SECOND),
	    .caplen = packet->caplen,
	    .len = packet->len,
	};

	return fwrite(&record, sizeof(record), 1, file) == 1 &&
	       (packet->caplen == 0 || fwrite(packet->data, packet->caplen, 1, file) == 1);
}
