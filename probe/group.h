/* SPDX-License-Identifier: BSD-2-Clause */
/* What a group is: the collector behind one control row, fed by one port. */
#ifndef PROBE_GROUP_H
#define PROBE_GROUP_H

#include <bsd/sys/queue.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"

/*
 * Life of a collector: its maker (stats_open, host_open, ...) allocates everything it will ever
 * need on the main thread; port_attach() links it to a port; from then on the port's thread calls
 * packet, tick and loss with the port's lock held, and the main thread, holding the same lock,
 * calls summary, copy and find.  group_close() detaches and frees it.  None of these may block,
 * allocate or ask a clock.
 */
struct group;
struct port;

/* What a port learned of frames that it never saw; differences since the last report. */
struct loss {
	uint64_t occasions; /* on which loss was noticed: etherStatsDropEvents */
	uint64_t crc_align;
	uint64_t undersize;
	uint64_t oversize;
	uint64_t fragments;
	uint64_t jabbers;
	uint64_t collisions;
};

struct group_class {
	const char *name;
	size_t summary_size; /* what the control row shows of its collector */
	size_t row_size;     /* one traffic row as copy and find give it; 0: no rows, and neither */
	void (*packet)(struct group *, const struct packet *); /* NULL: wants none */
	void (*tick)(struct group *, uint64_t now);        /* now: ns, port's clock; may be NULL */
	void (*loss)(struct group *, const struct loss *); /* NULL: wants none */
	void (*summary)(const struct group *, void *summary);
	/* Copies rows from .. from + count in the group's natural order; returns how many. */
	size_t (*copy)(const struct group *, size_t from, size_t count, void *rows);
	/* Completes *row, whose index fields for this order are set; false: no such row. */
	bool (*find)(const struct group *, unsigned order, void *row);
	void (*free)(struct group *);
};

struct group {
	const struct group_class *class;
	struct port *port; /* NULL until attached */
	LIST_ENTRY(group) link;
	uint64_t created;   /* port time of attachment, ns */
	uint64_t layout;    /* rises whenever rows move or go: a sliced copy starts again */
	uint64_t evictions; /* rows dropped to make room */
	uint32_t rows;      /* held now */
	size_t memory;      /* octets allocated */
};

#endif
