/* SPDX-License-Identifier: BSD-2-Clause */
/* The counters of etherStatsTable (RFC 2819 section etherStats), for one control row. */
#ifndef PROBE_STATS_H
#define PROBE_STATS_H

#include "frame.h"
#include "group.h"

/* What the statistics and the history groups count alike. */
struct ether_counters {
	uint64_t drop_events;
	uint64_t octets;
	uint64_t pkts;
	uint64_t broadcast;
	uint64_t multicast;
	uint64_t crc_align;
	uint64_t undersize;
	uint64_t oversize;
	uint64_t fragments;
	uint64_t jabbers;
	uint64_t collisions;
};

/* Adds one measured packet, or what the NIC counted of frames that the capture never saw. */
void ether_count_packet(struct ether_counters *counters, const struct packet *p);
void ether_count_loss(struct ether_counters *counters, const struct loss *loss);

/* The group's summary. */
struct stats_summary {
	struct ether_counters ether;
	uint64_t size_pkts[SIZE_CLASSES];
	uint64_t dropped_frames; /* etherStatsDroppedFrames: 0, this group sheds no load */
	uint64_t created;        /* port time, ns */
};

extern const struct group_class stats_class;

/* Makes a collector; NULL with errno. */
struct group *stats_open(void);

#endif
