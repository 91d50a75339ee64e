/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts group (RFC 2819): one row an address seen in good packets. */
#ifndef PROBE_HOST_H
#define PROBE_HOST_H

#include "group.h"
#include "slab.h"

#define HOST_ROWS_MAX 65535 /* the range of hostTimeCreationOrder */

/* Orders in which a host is found (group_class.find) and views are sorted. */
enum host_order {
	HOST_BY_ADDRESS,
	HOST_BY_CREATION
};

struct host_row {
	struct slab_row slab;
	uint8_t address[6];
	uint8_t unused[2];
	uint32_t creation_order; /* 1 .. rows; set in copies only */
	uint32_t unused2;
	uint64_t born; /* number of the packet that made the row */
	uint64_t in_pkts;
	uint64_t out_pkts;
	uint64_t in_octets;
	uint64_t out_octets;
	uint64_t out_errors;
	uint64_t out_broadcast;
	uint64_t out_multicast;
};

struct host_summary {
	uint32_t table_size;
	uint64_t last_delete;    /* port time, ns; 0: none yet */
	uint64_t dropped_frames; /* always 0: room is made for every address */
	uint64_t created;
};

extern const struct group_class host_class;

/* A collector of at most capacity rows (1 .. HOST_ROWS_MAX); NULL with errno. */
struct group *host_open(uint32_t capacity, uint64_t seed);

#endif
