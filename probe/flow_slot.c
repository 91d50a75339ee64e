/* SPDX-License-Identifier: BSD-2-Clause */
/* What flows added up to, by slots of the wall clock. */
#include "flow_slot.h"

#include <errno.h>
#include <stdlib.h>

#define SECOND_NS UINT64_C(1000000000)
#define INDEX_MAX UINT32_C(2147483647) /* its slot never ends */

int flow_slots_init(struct flow_slots *slots, uint32_t length, uint32_t kept)
{
	*slots = (struct flow_slots){.kept = kept, .length = length * SECOND_NS};
	slots->group.class = &flow_slots_class;
	slots->running.index = 1;
	if (length == 0 || length > FLOW_SLOT_MAX || kept == 0 || kept > FLOW_SLOTS_MAX) {
		errno = EINVAL;
		return -1;
	}
	slots->ring = calloc(kept, sizeof(*slots->ring));
	slots->group.memory = kept * sizeof(*slots->ring);
	return slots->ring != NULL ? 0 : -1;
}

void flow_slots_free(struct flow_slots *slots)
{
	free(slots->ring);
	slots->ring = NULL;
}

enum flow_traffic flow_traffic_of(const struct flow_key *key)
{
	if (flow_is_icmp(key))
		return FLOW_TRAFFIC_ICMP;
	if (key->protocol == FLOW_TCP)
		return FLOW_TRAFFIC_TCP;
	return key->protocol == FLOW_UDP ? FLOW_TRAFFIC_UDP : FLOW_TRAFFIC_OTHER;
}

static void sum_up(struct flow_slot *slot)
{
	struct flow_counts *all = &slot->counts[FLOW_TRAFFIC_ALL];

	for (int i = FLOW_TRAFFIC_ALL + 1; i < FLOW_TRAFFICS; i++) {
		all->flows += slot->counts[i].flows;
		all->pkts += slot->counts[i].pkts;
		all->octets += slot->counts[i].octets;
	}
}

/* What is left, at this time, of the length that the wall clock is in. */
static uint64_t time_left(const struct flow_slots *slots, uint64_t time, int64_t wall)
{
	int64_t offset = wall % (int64_t)slots->length;

	if (offset < 0)
		offset += (int64_t)slots->length;
	return slots->length - (time % slots->length + (uint64_t)offset) % slots->length;
}

/* Slots follow each other in the ring without a gap: an index has its place for good. */
static struct flow_slot *place_of(const struct flow_slots *slots, uint32_t index)
{
	return &slots->ring[index % slots->kept];
}

static void slot_keep(struct flow_slots *slots, const struct flow_slot *slot)
{
	*place_of(slots, slot->index) = *slot;
	if (slots->group.rows < slots->kept)
		slots->group.rows++;
	else
		slots->group.layout++;
}

/* The running slot is over; the next begins at its end. */
static void close_running(struct flow_slots *slots)
{
	sum_up(&slots->running);
	slot_keep(slots, &slots->running);
	slots->running = (struct flow_slot){
	    .index = slots->running.index + 1,
	    .start = slots->end,
	};
}

/* Empty slots that would have left the ring already when the time is over are not made. */
static void skip_unseen(struct flow_slots *slots, uint64_t now)
{
	uint64_t over = (now - slots->end) / slots->length;
	uint64_t left = INDEX_MAX - slots->running.index;
	uint64_t unseen;

	if (now < slots->end || over <= slots->kept)
		return;
	unseen = over - slots->kept < left ? over - slots->kept : left;
	slots->running.index += (uint32_t)unseen;
	slots->running.start += unseen * slots->length;
	slots->end += unseen * slots->length;
	slots->group.rows = 0;
	slots->group.layout++;
}

void flow_slots_pass(struct flow_slots *slots, uint64_t now, int64_t wall, uint64_t created)
{
	if (slots->end == 0) {
		slots->running.start = created;
		slots->end = created + time_left(slots, created, wall);
	}
	if (now < slots->end)
		return;
	close_running(slots);
	/* the clock may have been set meanwhile, so where it is to end is asked anew */
	slots->end += time_left(slots, slots->end, wall);
	skip_unseen(slots, now);
	while (now >= slots->end && slots->running.index < INDEX_MAX) {
		close_running(slots);
		slots->end += slots->length;
	}
	if (slots->running.index == INDEX_MAX)
		slots->end = UINT64_MAX;
}

static size_t flow_slots_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	const struct flow_slots *slots = (const struct flow_slots *)group;
	struct flow_slot *copies = rows;
	uint32_t oldest = slots->running.index - group->rows;

	if (from >= group->rows)
		return 0;
	if (count > group->rows - from)
		count = group->rows - from;
	for (size_t i = 0; i < count; i++)
		copies[i] = *place_of(slots, oldest + (uint32_t)(from + i));
	return count;
}

static bool flow_slots_find(const struct group *group, unsigned order, void *row)
{
	const struct flow_slots *slots = (const struct flow_slots *)group;
	struct flow_slot *wanted = row;

	(void)order;
	if (wanted->index >= slots->running.index ||
	    wanted->index < slots->running.index - group->rows)
		return false;
	*wanted = *place_of(slots, wanted->index);
	return true;
}

const struct group_class flow_slots_class = {
    .name = "flow slots",
    .row_size = sizeof(struct flow_slot),
    .copy = flow_slots_copy,
    .find = flow_slots_find,
};
