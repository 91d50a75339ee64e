/* SPDX-License-Identifier: BSD-2-Clause */
/* Bounded rows of one type behind a seeded hash, in order of creation; the oldest leave in batches. */
#ifndef PROBE_SLAB_H
#define PROBE_SLAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rows lie in one array in the order of their creation, without holes: row i has creation order
 * i + 1 (hostTimeCreationOrder).  Every row begins with struct slab_row, directly followed by its
 * key of key_size octets.  All memory is taken when the slab is made.
 */
struct slab_row {
	uint64_t used; /* the use stamp of the last slab_take(): the lowest are evicted */
};

struct slab {
	uint8_t *rows;
	uint64_t *index; /* open addressing: hash tag << 32 | row number + 1; 0: free */
	size_t row_size;
	size_t key_size;
	uint32_t capacity;
	uint32_t count;
	uint32_t mask;
	uint64_t seed;
	uint64_t evictions; /* rows */
};

/*
 * 0, or -1 with errno.  row_size: a multiple of 8; capacity: 1 .. 2^30; a seed makes the hash
 * unpredictable from the wire.
 */
int slab_init(
    struct slab *slab, size_t row_size, size_t key_size, uint32_t capacity, uint64_t seed);
void slab_free(struct slab *slab);
size_t slab_memory(const struct slab *slab); /* octets allocated */

/* The row with this key, or NULL. */
void *slab_find(const struct slab *slab, const void *key);

/*
 * The row with this key, stamped used; made (zero but for the key) if there is none.  When the
 * slab is full, first evicts the capacity / 16 (at least 1) rows with the lowest stamps and closes
 * the gaps, so rows move: no pointer into the slab outlives a slab_take().  Stamps must not
 * decrease.  *evicted is set true if it did.
 */
void *slab_take(struct slab *slab, const void *key, uint64_t used, bool *evicted);

static inline void *slab_at(const struct slab *slab, size_t row)
{
	return slab->rows + row * slab->row_size;
}

#endif
