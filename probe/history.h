/* SPDX-License-Identifier: BSD-2-Clause */
/* The history group (RFC 2819): per-interval samples of the Ethernet counters in a ring. */
#ifndef PROBE_HISTORY_H
#define PROBE_HISTORY_H

#include "group.h"
#include "stats.h"

struct history_row {
	uint32_t sample_index; /* from 1, never reused while the control row lives */
	int32_t utilization;   /* hundredths of a percent, 0 .. 10000; 0 if the speed is unknown */
	uint64_t interval_start; /* port time, ns */
	struct ether_counters ether;
	uint64_t dropped_frames;
};

struct history_summary {
	uint64_t dropped_frames;
	uint64_t created;
};

extern const struct group_class history_class;

struct history_config {
	uint32_t interval; /* s, 1 .. 3600 */
	uint32_t buckets;  /* 1 .. 65535 */
	bool align;        /* delay the first sample so that one starts at the next full hour */
};

/* A collector; its first interval starts at its attachment, or later to align.  NULL with errno. */
struct group *history_open(const struct history_config *config);

/*
 * Changes how many buckets are kept: history_ring_new() takes the memory beforehand and
 * history_resize() cannot fail (port lock held if attached); it keeps the newest samples and
 * returns the old ring for history_ring_free().
 */
struct history_row *history_ring_new(uint32_t buckets);
void history_ring_free(struct history_row *ring);
struct history_row *history_resize(struct group *group, struct history_row *ring, uint32_t buckets);

/* 10000 * wire bits / (speed * interval), rounded half up, clamped; speed in bit/s, 0: unknown. */
int32_t history_utilization(
    const struct ether_counters *counters, uint64_t speed, uint32_t interval);

#endif
