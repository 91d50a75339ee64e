/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of one control table, sorted by index. */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "control.h"

size_t store_lower_bound(const struct store *store, const uint32_t *index)
{
	size_t low = 0, high = store->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (control_compare(store->rows[middle], index) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct control *store_find(const struct store *store, const uint32_t *index)
{
	size_t at = store_lower_bound(store, index);

	if (at < store->count && control_compare(store->rows[at], index) == 0)
		return store->rows[at];
	return NULL;
}

bool store_reserve(struct store *store, size_t count)
{
	size_t room = store->room ? store->room : 8;
	struct control **rows;

	if (store->room - store->count >= count)
		return true;
	while (room - store->count < count)
		room *= 2;
	rows = reallocarray(store->rows, room, sizeof(struct control *));
	if (!rows)
		return false;
	store->rows = rows;
	store->room = room;
	return true;
}

struct control *store_put(struct store *store, struct control *row)
{
	size_t at = store_lower_bound(store, row->index);
	struct control *old = NULL;

	if (at < store->count && control_compare(store->rows[at], row->index) == 0) {
		old = store->rows[at];
	} else {
		memmove(&store->rows[at + 1], &store->rows[at],
		    (store->count - at) * sizeof(struct control *));
		store->count++;
	}
	store->rows[at] = row;
	return old;
}

struct control *store_remove(struct store *store, const uint32_t *index)
{
	size_t at = store_lower_bound(store, index);
	struct control *row;

	if (at == store->count || control_compare(store->rows[at], index) != 0)
		return NULL;
	row = store->rows[at];
	store->count--;
	memmove(
	    &store->rows[at], &store->rows[at + 1], (store->count - at) * sizeof(struct control *));
	return row;
}

void store_clear(struct store *store)
{
	free(store->rows);
	*store = (struct store){0};
}
