/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes captures in pcap's file format, in nanoseconds and this machine's byte order. */
#ifndef CLIENT_PCAPFILE_H
#define CLIENT_PCAPFILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct pcapfile_packet {
	int64_t time;    /* ns since 1970-01-01 UTC; one before is written as 0 */
	uint32_t caplen; /* octets at data */
	uint32_t len;    /* that the packet had on the wire, no FCS */
	const uint8_t *data;
};

/* The head of a capture of Ethernet; snaplen: the most octets a packet.  False: errno says why. */
bool pcapfile_begin(FILE *file, uint32_t snaplen);
bool pcapfile_write(FILE *file, const struct pcapfile_packet *packet);

#endif
