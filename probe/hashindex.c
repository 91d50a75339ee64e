/* SPDX-License-Identifier: BSD-2-Clause */
/* An index from 32-bit tags to places: linear probing and backward-shift deletion. */
#include "hashindex.h"

#include <errno.h>
#include <stdlib.h>

int hashindex_init(struct hashindex *index, uint32_t capacity)
{
	if (capacity == 0 || capacity > HASHINDEX_CAPACITY_MAX) {
		errno = EINVAL;
		return -1;
	}
	index->size = 2 * capacity;
	index->slots = calloc(index->size, sizeof(*index->slots));
	return index->slots != NULL ? 0 : -1;
}

void hashindex_free(struct hashindex *index)
{
	free(index->slots);
	*index = (struct hashindex){0};
}

size_t hashindex_memory(const struct hashindex *index)
{
	return index->size * sizeof(*index->slots);
}

static uint32_t slot_after(const struct hashindex *index, uint32_t slot)
{
	return slot + 1 == index->size ? 0 : slot + 1;
}

void hashindex_add(struct hashindex *index, uint32_t tag, uint32_t place)
{
	uint32_t slot = hashindex_home(index, tag);

	while (index->slots[slot] != 0)
		slot = slot_after(index, slot);
	index->slots[slot] = (uint64_t)tag << 32 | (place + 1);
}

/* How far the entry in this slot is from its home. */
static uint32_t distance(const struct hashindex *index, uint32_t slot)
{
	uint32_t home = hashindex_home(index, (uint32_t)(index->slots[slot] >> 32));

	return slot >= home ? slot - home : slot + index->size - home;
}

/*
 * The entries behind a removed one move up as long as that brings them no nearer than their home:
 * searches stay as short as if it had never been there.
 */
void hashindex_remove(struct hashindex *index, uint32_t tag, uint32_t place)
{
	uint64_t entry = (uint64_t)tag << 32 | (place + 1);
	uint32_t gap = hashindex_home(index, tag);
	uint32_t gap_distance = 1; /* from the gap to the slot looked at */
	uint32_t slot;

	while (index->slots[gap] != entry)
		gap = slot_after(index, gap);
	for (slot = slot_after(index, gap); index->slots[slot] != 0;
	     slot = slot_after(index, slot), gap_distance++) {
		if (distance(index, slot) < gap_distance)
			continue;
		index->slots[gap] = index->slots[slot];
		gap = slot;
		gap_distance = 0;
	}
	index->slots[gap] = 0;
}
