/* SPDX-License-Identifier: BSD-2-Clause */
/* Where captured packets go: a pcap file, or a line each. */
#ifndef CLIENT_CAPTURE_OUTPUT_H
#define CLIENT_CAPTURE_OUTPUT_H

#include "pcapfile.h"

struct capture_output {
	FILE *file;
	const char *name; /* for messages */
	bool pcap;
};

/*
 * Opens a file for pcap, "-": standard output; NULL: lines on standard output.  False: why was said
 * on stderr, and nothing is to be closed.
 */
bool capture_output_open(struct capture_output *output, const char *name, uint32_t snaplen);
bool capture_output_packet(struct capture_output *output, const struct pcapfile_packet *packet);

/* Everything so far reaches the reader; false: there is none any more, or no room on the disk. */
bool capture_output_flush(struct capture_output *output);

/* Whether whoever reads it is still there, as far as can be seen. */
bool capture_output_has_reader(const struct capture_output *output);

bool capture_output_close(struct capture_output *output); /* as flush */

#endif
