/* SPDX-License-Identifier: BSD-2-Clause */
/* Bounded rows behind a seeded hash: open addressing, linear probing, eviction in batches. */
#include "slab.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define CAPACITY_MAX (UINT32_C(1) << 30)
#define EVICTION_PART 16 /* of the capacity leaves at once */

#define TAG_MASK UINT64_C(0xffffffff00000000)
#define ROW_MASK UINT64_C(0x00000000ffffffff)

#define DIGIT_BITS 8
#define DIGITS (1 << DIGIT_BITS)

static uint64_t key_hash(const struct slab *slab, const void *key)
{
	return XXH3_64bits_withSeed(key, slab->key_size, slab->seed);
}

static uint8_t *row_key(const struct slab *slab, uint32_t row)
{
	return (uint8_t *)slab_at(slab, row) + sizeof(struct slab_row);
}

static uint64_t *row_used(const struct slab *slab, uint32_t row)
{
	return &((struct slab_row *)slab_at(slab, row))->used;
}

int slab_init(struct slab *slab, size_t row_size, size_t key_size, uint32_t capacity, uint64_t seed)
{
	uint64_t slots = 2;

	memset(slab, 0, sizeof(*slab));
	if (capacity == 0 || capacity > CAPACITY_MAX || row_size % sizeof(uint64_t) != 0 ||
	    row_size < sizeof(struct slab_row) + key_size) {
		errno = EINVAL;
		return -1;
	}
	/* at most half full: short probes, and room for the stamps of all rows in evict() */
	while (slots < 2 * (uint64_t)capacity)
		slots *= 2;
	slab->row_size = row_size;
	slab->key_size = key_size;
	slab->capacity = capacity;
	slab->mask = (uint32_t)(slots - 1);
	slab->seed = seed;
	slab->rows = calloc(capacity, row_size);
	slab->index = calloc(slots, sizeof(*slab->index));
	if (slab->rows == NULL || slab->index == NULL) {
		slab_free(slab);
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

void slab_free(struct slab *slab)
{
	free(slab->rows);
	free(slab->index);
	memset(slab, 0, sizeof(*slab));
}

size_t slab_memory(const struct slab *slab)
{
	return slab->capacity * slab->row_size + ((size_t)slab->mask + 1) * sizeof(*slab->index);
}

/* The slot of the row with this key, or the free slot where it would go; one is always free. */
static uint64_t *slot_find(const struct slab *slab, const void *key, uint64_t hash)
{
	uint32_t slot = (uint32_t)hash & slab->mask;
	uint64_t entry;

	while ((entry = slab->index[slot]) != 0) {
		if (((entry ^ hash) & TAG_MASK) == 0 &&
		    memcmp(row_key(slab, (uint32_t)(entry & ROW_MASK) - 1), key, slab->key_size) ==
			0)
			break;
		slot = (slot + 1) & slab->mask;
	}
	return &slab->index[slot];
}

void *slab_find(const struct slab *slab, const void *key)
{
	uint64_t entry = *slot_find(slab, key, key_hash(slab, key));

	return entry != 0 ? slab_at(slab, (entry & ROW_MASK) - 1) : NULL;
}

/*
 * The stamp of this rank (0: the lowest) by radix from the top digit: what shares no digit with
 * the answer is dropped a digit at a time.  Linear whatever the order of the stamps is, which the
 * wire decides: quickselect's worst case would be an attack.
 */
static uint64_t stamp_of_rank(uint64_t *stamps, uint32_t count, uint32_t rank)
{
	for (int shift = 64 - DIGIT_BITS; shift >= 0 && count > 1; shift -= DIGIT_BITS) {
		uint32_t sizes[DIGITS] = {0};
		uint32_t digit = 0;
		uint32_t kept = 0;

		for (uint32_t i = 0; i < count; i++)
			sizes[(stamps[i] >> shift) % DIGITS]++;
		while (rank >= sizes[digit])
			rank -= sizes[digit++];
		for (uint32_t i = 0; i < count; i++)
			if ((stamps[i] >> shift) % DIGITS == digit)
				stamps[kept++] = stamps[i];
		count = kept;
	}
	return stamps[0];
}

/* The index of an emptied slab is rebuilt as a whole: nothing is ever deleted from it. */
static void index_build(struct slab *slab)
{
	memset(slab->index, 0, ((size_t)slab->mask + 1) * sizeof(*slab->index));
	for (uint32_t row = 0; row < slab->count; row++) {
		uint64_t hash = key_hash(slab, row_key(slab, row));
		uint32_t slot = (uint32_t)hash & slab->mask;

		while (slab->index[slot] != 0)
			slot = (slot + 1) & slab->mask;
		slab->index[slot] = (hash & TAG_MASK) | (row + 1);
	}
}

/* Keeps, in order, the rows but those of stamps below bound and the first few with bound itself. */
static void rows_close(struct slab *slab, uint64_t bound, uint32_t few)
{
	uint32_t kept = 0;

	for (uint32_t row = 0; row < slab->count; row++) {
		uint64_t used = *row_used(slab, row);

		if (used < bound)
			continue;
		if (used == bound && few > 0) {
			few--;
			continue;
		}
		if (kept != row)
			memcpy(slab_at(slab, kept), slab_at(slab, row), slab->row_size);
		kept++;
	}
	slab->evictions += slab->count - kept;
	slab->count = kept;
}

/* Among rows of one stamp the older go first, so that equal input evicts equal rows. */
static void evict(struct slab *slab)
{
	uint32_t batch = slab->capacity < EVICTION_PART ? 1 : slab->capacity / EVICTION_PART;
	uint64_t *stamps = slab->index; /* rebuilt below anyway */
	uint32_t lower = 0;
	uint64_t bound;

	for (uint32_t row = 0; row < slab->count; row++)
		stamps[row] = *row_used(slab, row);
	bound = stamp_of_rank(stamps, slab->count, batch - 1);
	for (uint32_t row = 0; row < slab->count; row++)
		lower += *row_used(slab, row) < bound;
	rows_close(slab, bound, batch - lower);
	index_build(slab);
}

void *slab_take(struct slab *slab, const void *key, uint64_t used, bool *evicted)
{
	uint64_t hash = key_hash(slab, key);
	uint64_t *slot = slot_find(slab, key, hash);
	uint32_t row;

	if (*slot != 0) {
		row = (uint32_t)(*slot & ROW_MASK) - 1;
		*row_used(slab, row) = used;
		return slab_at(slab, row);
	}
	if (slab->count == slab->capacity) {
		evict(slab);
		*evicted = true;
		slot = slot_find(slab, key, hash);
	}
	row = slab->count++;
	*slot = (hash & TAG_MASK) | (row + 1);
	memset(slab_at(slab, row), 0, slab->row_size);
	memcpy(row_key(slab, row), key, slab->key_size);
	*row_used(slab, row) = used;
	return slab_at(slab, row);
}
