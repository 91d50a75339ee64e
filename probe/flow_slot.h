/* SPDX-License-Identifier: BSD-2-Clause */
/* What flows added up to, by slots of the wall clock. */
#ifndef PROBE_FLOW_SLOT_H
#define PROBE_FLOW_SLOT_H

#include "flow_key.h"
#include "group.h"

#define FLOW_SLOT_MAX 3600 /* s */
#define FLOW_SLOTS_MAX 65535

enum flow_traffic {
	FLOW_TRAFFIC_ALL,
	FLOW_TRAFFIC_TCP,
	FLOW_TRAFFIC_UDP,
	FLOW_TRAFFIC_ICMP, /* ICMPv6 too */
	FLOW_TRAFFIC_OTHER,
	FLOW_TRAFFICS
};

struct flow_counts {
	uint64_t flows; /* that began */
	uint64_t pkts;
	uint64_t octets;
};

struct flow_slot {
	uint32_t index; /* from 1, rising while the control row lives */
	uint32_t unused;
	uint64_t start; /* port time, ns */
	struct flow_counts counts[FLOW_TRAFFICS];
};

/*
 * A group of its own for those who copy and find the slots that are over.  The running one is
 * start .. end; both are 0 until the first packet or tick.
 */
struct flow_slots {
	struct group group;
	struct flow_slot *ring;
	uint32_t kept;
	uint64_t length; /* ns */
	uint64_t end;    /* port time, ns */
	struct flow_slot running;
};

extern const struct group_class flow_slots_class;

/* length: 1 .. FLOW_SLOT_MAX s; kept: 1 .. FLOW_SLOTS_MAX; 0, or -1 with errno. */
int flow_slots_init(struct flow_slots *slots, uint32_t length, uint32_t kept);
void flow_slots_free(struct flow_slots *slots);

/*
 * Closes the slots that are over at port time now.  A slot begins where the wall clock (port time +
 * wall, ns) is a multiple of the length, but the first, which is shorter, at created.  Costs no
 * more than the slots that are kept, however long the time.
 */
void flow_slots_pass(struct flow_slots *slots, uint64_t now, int64_t wall, uint64_t created);

enum flow_traffic flow_traffic_of(const struct flow_key *key);

static inline void flow_slots_count(
    struct flow_slots *slots, enum flow_traffic traffic, bool begins, uint32_t octets)
{
	struct flow_counts *counts = &slots->running.counts[traffic];

	counts->flows += begins;
	counts->pkts++;
	counts->octets += octets;
}

#endif
