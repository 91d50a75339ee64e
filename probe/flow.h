/* SPDX-License-Identifier: BSD-2-Clause */
/* The flow group: who talks to whom with what, in both directions, from first to last packet. */
#ifndef PROBE_FLOW_H
#define PROBE_FLOW_H

#include "flow_log.h"
#include "flow_slot.h"
#include "flow_table.h"
#include "group.h"

/* group.parts of a flow collector. */
enum flow_part {
	FLOW_PART_ENDED,
	FLOW_PART_SLOTS,
};

/* Packets that are in no flow; all others are in one. */
enum flow_uncounted {
	FLOW_UNCOUNTED_FCS,    /* a bad FCS: whatever they say may be wrong */
	FLOW_UNCOUNTED_LENGTH, /* too short or too long */
	FLOW_UNCOUNTED_DAMAGE, /* they end within their link layer */
	FLOW_UNCOUNTEDS
};

struct flow_summary {
	uint32_t current;
	uint64_t inserts;
	uint64_t deletes[FLOW_ENDS]; /* by enum flow_end */
	uint64_t pkts;               /* of all flows that ever were */
	uint64_t octets;
	uint64_t uncounted[FLOW_UNCOUNTEDS];
	uint64_t created;
};

extern const struct group_class flow_class;

#define FLOW_TIMEOUT_MAX 86400 /* s */

struct flow_config {
	uint32_t capacity;    /* flows at a time, 1 .. FLOW_ROWS_MAX */
	uint32_t ended;       /* flows in the log, 0 .. FLOW_ROWS_MAX */
	uint32_t slot_length; /* s, 1 .. FLOW_SLOT_MAX */
	uint32_t slots;       /* kept, 1 .. FLOW_SLOTS_MAX */
	uint32_t idle;        /* time-outs, s, 1 .. FLOW_TIMEOUT_MAX */
	uint32_t active;
	uint64_t seed;
};

/*
 * A collector; NULL with errno.  A flow ends by time-out, when TCP closes it, or when it makes room:
 * a flow of one packet for another, as long as these hold an eighth of the rows, else the one
 * that was looked at longest ago and had no packet since.  So a flood of new flows evicts itself.
 */
struct group *flow_open(const struct flow_config *config);

/* From now on; s, 1 .. FLOW_TIMEOUT_MAX; port lock held if attached. */
void flow_set_timeouts(struct group *group, uint32_t idle, uint32_t active);

#endif
