/* SPDX-License-Identifier: BSD-2-Clause */
/* The flows that are under way: rows that never move, two indexes to them, and lists through them. */
#include "flow_table.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define ROW_ALIGNMENT 128
#define ID_SPREAD UINT32_C(0x9e3779b1) /* odd: no two ids become equal */

static_assert(sizeof(struct flow_row) == ROW_ALIGNMENT, "a row is two lines of a cache");

int flow_table_init(struct flow_table *table, uint32_t capacity, uint64_t seed)
{
	*table = (struct flow_table){.capacity = capacity, .seed = seed};
	for (int list = 0; list < FLOW_LISTS; list++)
		table->queues[list] = (struct flow_queue){FLOW_NONE, FLOW_NONE, 0};
	if (capacity == 0 || capacity > FLOW_ROWS_MAX) {
		errno = EINVAL;
		return -1;
	}
	table->rows = aligned_alloc(ROW_ALIGNMENT, capacity * sizeof(*table->rows));
	if (table->rows == NULL || hashindex_init(&table->keys, capacity) != 0 ||
	    hashindex_init(&table->ids, capacity) != 0) {
		flow_table_free(table);
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

void flow_table_free(struct flow_table *table)
{
	free(table->rows);
	hashindex_free(&table->keys);
	hashindex_free(&table->ids);
	table->rows = NULL;
}

size_t flow_table_memory(const struct flow_table *table)
{
	return table->capacity * sizeof(*table->rows) + hashindex_memory(&table->keys) +
	       hashindex_memory(&table->ids);
}

uint32_t flow_hash(const struct flow_table *table, const struct flow_key *key)
{
	return (uint32_t)(XXH3_64bits_withSeed(key, sizeof(*key), table->seed) >> 32);
}

static uint32_t id_tag(uint32_t id)
{
	return id * ID_SPREAD;
}

struct flow_row *flow_table_find(
    const struct flow_table *table, const struct flow_key *key, uint32_t hash)
{
	uint32_t slot = hashindex_home(&table->keys, hash);
	uint32_t place;

	while ((place = hashindex_next(&table->keys, hash, &slot)) != HASHINDEX_NONE) {
		if (flow_key_equal(&table->rows[place].key, key))
			return &table->rows[place];
	}
	return NULL;
}

struct flow_row *flow_table_find_id(const struct flow_table *table, uint32_t id)
{
	uint32_t slot = hashindex_home(&table->ids, id_tag(id));
	uint32_t place = hashindex_next(&table->ids, id_tag(id), &slot);

	return place != HASHINDEX_NONE ? &table->rows[place] : NULL;
}

static uint32_t place_of(const struct flow_table *table, const struct flow_row *row)
{
	return (uint32_t)(row - table->rows);
}

static void list_remove(struct flow_table *table, struct flow_row *row)
{
	struct flow_queue *queue = &table->queues[row->list];

	if (row->previous != FLOW_NONE)
		table->rows[row->previous].next = row->next;
	else
		queue->first = row->next;
	if (row->next != FLOW_NONE)
		table->rows[row->next].previous = row->previous;
	else
		queue->last = row->previous;
	queue->count--;
}

static void list_append(struct flow_table *table, struct flow_row *row, enum flow_list list)
{
	struct flow_queue *queue = &table->queues[list];
	uint32_t place = place_of(table, row);

	row->list = (uint8_t)list;
	row->next = FLOW_NONE;
	row->previous = queue->last;
	if (queue->last != FLOW_NONE)
		table->rows[queue->last].next = place;
	else
		queue->first = place;
	queue->last = place;
	queue->count++;
}

struct flow_row *flow_table_first(const struct flow_table *table, enum flow_list list)
{
	uint32_t place = table->queues[list].first;

	return place != FLOW_NONE ? &table->rows[place] : NULL;
}

void flow_table_queue(
    struct flow_table *table, struct flow_row *row, enum flow_list list, uint32_t queued)
{
	list_remove(table, row);
	list_append(table, row, list);
	row->queued = queued;
}

static void take_id(struct flow_table *table, struct flow_row *row)
{
	do
		table->newest++;
	while (table->newest == 0 || flow_table_find_id(table, table->newest) != NULL);
	row->id = table->newest;
	hashindex_add(&table->ids, id_tag(row->id), place_of(table, row));
}

/* The place that became free last, which may still be in a cache, or the next that never was used. */
static struct flow_row *place_take(struct flow_table *table)
{
	uint32_t place = table->queues[FLOW_FREE].last;

	if (place == FLOW_NONE)
		return &table->rows[table->places++];
	list_remove(table, &table->rows[place]);
	return &table->rows[place];
}

struct flow_row *flow_table_add(struct flow_table *table, const struct flow_key *key, uint32_t hash)
{
	struct flow_row *row = place_take(table);

	*row = (struct flow_row){.key = *key};
	hashindex_add(&table->keys, hash, place_of(table, row));
	take_id(table, row);
	list_append(table, row, FLOW_PROBATION);
	table->count++;
	return row;
}

void flow_table_renew(struct flow_table *table, struct flow_row *row)
{
	struct flow_key key = row->key;

	hashindex_remove(&table->ids, id_tag(row->id), place_of(table, row));
	list_remove(table, row);
	*row = (struct flow_row){.key = key};
	take_id(table, row);
	list_append(table, row, FLOW_PROBATION);
}

void flow_table_remove(struct flow_table *table, struct flow_row *row)
{
	uint32_t place = place_of(table, row);

	hashindex_remove(&table->keys, flow_hash(table, &row->key), place);
	hashindex_remove(&table->ids, id_tag(row->id), place);
	list_remove(table, row);
	row->id = 0;
	list_append(table, row, FLOW_FREE);
	table->count--;
}
