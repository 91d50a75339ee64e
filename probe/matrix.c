/* SPDX-License-Identifier: BSD-2-Clause */
/* The matrix group: finds who talks to whom on a segment and counts each direction. */
#include "matrix.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_SIZE 6
#define KEY_SIZE (2 * ADDRESS_SIZE) /* source, then destination */

struct matrix {
	struct group group;
	struct slab slab;
	uint64_t last_delete; /* port time, ns */
};

static_assert(offsetof(struct matrix_row, source) == sizeof(struct slab_row), "the key follows");
static_assert(
    offsetof(struct matrix_row, destination) == offsetof(struct matrix_row, source) + ADDRESS_SIZE,
    "the key has no gap");

static struct matrix_row *matrix_take(
    struct matrix *matrix, const struct packet *p, const void *key)
{
	bool evicted = false;
	struct matrix_row *row = slab_take(&matrix->slab, key, p->number, &evicted);

	matrix->group.rows = matrix->slab.count;
	if (evicted) {
		matrix->group.evictions = matrix->slab.evictions;
		matrix->group.layout++;
		matrix->last_delete = p->time;
	}
	return row;
}

static void matrix_packet(struct group *group, const struct packet *p)
{
	struct matrix *matrix = (struct matrix *)group;
	struct matrix_row *row;
	uint8_t key[KEY_SIZE];

	if (p->link != LINK_ETHERNET || !(p->layers & LAYER_MAC))
		return;
	memcpy(key, p->src_mac, ADDRESS_SIZE);
	memcpy(key + ADDRESS_SIZE, p->dst_mac, ADDRESS_SIZE);
	/* the addresses of a bad packet may be wrong: it makes no row and keeps none alive */
	row = p->good ? matrix_take(matrix, p, key) : slab_find(&matrix->slab, key);
	if (row == NULL)
		return;
	row->pkts++;
	row->octets += p->octets;
	row->errors += !p->good;
}

static void matrix_summary(const struct group *group, void *summary)
{
	const struct matrix *matrix = (const struct matrix *)group;

	*(struct matrix_summary *)summary = (struct matrix_summary){
	    .table_size = matrix->slab.count,
	    .last_delete = matrix->last_delete,
	    .created = group->created,
	};
}

static size_t matrix_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	const struct matrix *matrix = (const struct matrix *)group;

	if (from >= matrix->slab.count)
		return 0;
	if (count > matrix->slab.count - from)
		count = matrix->slab.count - from;
	memcpy(rows, slab_at(&matrix->slab, from), count * sizeof(struct matrix_row));
	return count;
}

/* Both orders have both addresses in their index, so there is one way to find. */
static bool matrix_find(const struct group *group, unsigned order, void *row)
{
	const struct matrix *matrix = (const struct matrix *)group;
	struct matrix_row *wanted = row;
	const struct matrix_row *found = slab_find(&matrix->slab, wanted->source);

	(void)order;
	if (found == NULL)
		return false;
	*wanted = *found;
	return true;
}

static void matrix_free(struct group *group)
{
	struct matrix *matrix = (struct matrix *)group;

	slab_free(&matrix->slab);
	free(matrix);
}

const struct group_class matrix_class = {
    .name = "matrix",
    .summary_size = sizeof(struct matrix_summary),
    .row_size = sizeof(struct matrix_row),
    .packet = matrix_packet,
    .summary = matrix_summary,
    .copy = matrix_copy,
    .find = matrix_find,
    .free = matrix_free,
};

struct group *matrix_open(uint32_t capacity, uint64_t seed)
{
	struct matrix *matrix = calloc(1, sizeof(*matrix));

	if (matrix == NULL)
		return NULL;
	if (slab_init(&matrix->slab, sizeof(struct matrix_row), KEY_SIZE, capacity, seed) != 0) {
		free(matrix);
		return NULL;
	}
	matrix->group.class = &matrix_class;
	matrix->group.memory = sizeof(*matrix) + slab_memory(&matrix->slab);
	return &matrix->group;
}
