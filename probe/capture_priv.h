/* SPDX-License-Identifier: BSD-2-Clause */
/* What every source of frames has in common; for probe/capture*.c only. */
#ifndef PROBE_CAPTURE_PRIV_H
#define PROBE_CAPTURE_PRIV_H

#include "capture.h"

#define CAPTURE_MAX_CAPLEN 262144 /* libpcap's MAXIMUM_SNAPLEN, and Wireshark's limit */

/* The first member of struct capture_file and of the live source, which sets all of it. */
struct capture {
	void (*close)(struct capture *); /* frees the whole source */
	enum link_type link;
	const char *link_name;
	uint64_t speed;
	uint64_t skipped;
	char error[512];
};

struct link_kind {
	uint16_t number; /* LINKTYPE_ of files and DLT_ of libpcap: both where they differ */
	enum link_type link;
	const char *name;
};

/* NULL: no such link type can be carried. */
const struct link_kind *link_kind_find(uint32_t number);

/* Writes the name of any link type for a message: "FDDI", or "number 4711"; returns buffer. */
const char *link_kind_label(uint32_t number, char *buffer, size_t size);

#endif
