/* SPDX-License-Identifier: BSD-2-Clause */
/* An index from 32-bit tags to places: open addressing, and deletion that leaves no gaps. */
#ifndef PROBE_HASHINDEX_H
#define PROBE_HASHINDEX_H

#include <stddef.h>
#include <stdint.h>

#define HASHINDEX_NONE UINT32_MAX
#define HASHINDEX_CAPACITY_MAX (UINT32_C(1) << 30)

/*
 * Twice as many slots as entries, whatever their number: a tag's home is its part of the range of
 * all tags, so tags must be spread evenly.  Equal tags may have several places.
 */
struct hashindex {
	uint64_t *slots; /* tag << 32 | place + 1; 0: free */
	uint32_t size;
};

/* For up to capacity entries, 1 .. HASHINDEX_CAPACITY_MAX; 0, or -1 with errno. */
int hashindex_init(struct hashindex *index, uint32_t capacity);
void hashindex_free(struct hashindex *index);
size_t hashindex_memory(const struct hashindex *index);

void hashindex_add(struct hashindex *index, uint32_t tag, uint32_t place);
void hashindex_remove(struct hashindex *index, uint32_t tag, uint32_t place); /* it must be there */

/* Where a search for the tag begins. */
static inline uint32_t hashindex_home(const struct hashindex *index, uint32_t tag)
{
	return (uint32_t)((uint64_t)tag * index->size >> 32);
}

/* The next place with this tag from *slot on, which moves behind it; HASHINDEX_NONE: no more. */
static inline uint32_t hashindex_next(const struct hashindex *index, uint32_t tag, uint32_t *slot)
{
	uint64_t entry;

	while ((entry = index->slots[*slot]) != 0) {
		*slot = *slot + 1 == index->size ? 0 : *slot + 1;
		if (entry >> 32 == tag)
			return (uint32_t)entry - 1;
	}
	return HASHINDEX_NONE;
}

#endif
