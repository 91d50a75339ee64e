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

/* What a collector has beside its own rows: collectors that share its port, and get no packets. */
#define GROUP_PARTS 2

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
	/*
	 * Instead of copy, where rows lie at fixed places, some of them empty: copies those at the
	 * places from .. from + count that group_had() when newest was the newest.
	 */
	size_t (*copy_places)(
	    const struct group *, size_t from, size_t count, uint32_t newest, void *rows);
	/* Completes *row, whose index fields for this order are set; false: no such row. */
	bool (*find)(const struct group *, unsigned order, void *row);
	void (*free)(struct group *);
	const struct group_class *parts[GROUP_PARTS]; /* of group.parts; NULL: none */
	/* Rows are too many to be copied for those who want the summary alone. */
	bool summary_apart;
};

struct group {
	const struct group_class *class;
	struct port *port; /* NULL until attached */
	LIST_ENTRY(group) link;
	uint64_t created;   /* port time of attachment, ns */
	uint64_t layout;    /* rises whenever rows move or go: a sliced copy starts again */
	uint64_t evictions; /* rows dropped to make room */
	uint32_t rows;      /* held now */
	uint32_t places;    /* of copy_places: rows lie at 0 .. places - 1 */
	uint32_t newest;    /* of copy_places: the number that was given to a row last */
	size_t memory;      /* octets allocated, those of its parts too */
	struct group *parts[GROUP_PARTS]; /* its to free; NULL: none */
};

/* Whether a row of this number (0: an empty place) was there when newest was the newest. */
static inline bool group_had(const struct group *group, uint32_t number, uint32_t newest)
{
	/* numbers given since are newest + 1 .. group->newest, and may have begun again at 0 */
	return number != 0 && number - newest - 1 >= group->newest - newest;
}

#endif
