/* SPDX-License-Identifier: BSD-2-Clause */
/* Immutable sorted copies of a collector's rows, through which all SNMP reading goes. */
#include "view.h"

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mib.h"

#define SECOND 1000000000ull
#define LIFE_MIN SECOND
#define LIFE_PER_BUILD 10
#define UNREAD_MAX (60 * SECOND)

/* Sliced copies that the rows may spoil by moving before one copy holds the lock throughout. */
#define SLICED_TRIES 3

static void view_free(struct view *view)
{
	if (!view)
		return;
	for (size_t i = 0; i < VIEW_ORDERS_MAX; i++)
		free(view->orders[i]);
	free(view->summary);
	free(view->rows);
	free(view);
}

static bool rows_reserve(struct view *view, size_t *room, size_t count)
{
	uint8_t *rows;

	if (count <= *room)
		return true;
	rows = reallocarray(view->rows, count, view->row_size);
	if (!rows)
		return false;
	view->rows = rows;
	*room = count;
	return true;
}

/* The summary and how many rows it speaks of; lock held. */
static void summary_take(struct view *view, const struct group *group)
{
	if (group->class->summary)
		group->class->summary(group, view->summary);
	view->count = group->class->row_size ? group->rows : 0;
}

/* Copies in slices, letting packets in between; false: rows moved meanwhile. */
static bool copy_sliced(struct view *view, struct group *group, uint64_t layout)
{
	size_t copied = 0;

	while (copied < view->count) {
		size_t slice = view->count - copied;
		bool moved;

		if (slice > VIEW_SLICE)
			slice = VIEW_SLICE;
		port_lock(group->port);
		moved = group->layout != layout;
		if (!moved)
			group->class->copy(
			    group, copied, slice, view->rows + copied * view->row_size);
		port_unlock(group->port);
		if (moved)
			return false;
		copied += slice;
		sched_yield(); /* a mutex is not fair: the capture thread may be waiting */
	}
	return true;
}

static bool copy_whole(struct view *view, struct group *group, size_t *room)
{
	for (;;) {
		port_lock(group->port);
		summary_take(view, group);
		if (view->count <= *room) {
			group->class->copy(group, 0, view->count, view->rows);
			port_unlock(group->port);
			return true;
		}
		port_unlock(group->port);
		if (!rows_reserve(view, room, view->count + VIEW_SLICE))
			return false;
	}
}

static bool view_copy(struct view *view, struct group *group)
{
	size_t room = 0;

	for (int i = 0; i < SLICED_TRIES; i++) {
		uint64_t layout;

		port_lock(group->port);
		layout = group->layout;
		summary_take(view, group);
		port_unlock(group->port);
		if (!rows_reserve(view, &room, view->count))
			return false;
		if (copy_sliced(view, group, layout))
			return true;
	}
	return copy_whole(view, group, &room);
}

/* Adds what the copy or a sort took to the view's cost; its life began with the copy. */
static void view_charge(struct view *view, uint64_t took)
{
	uint64_t life;

	view->cost += took;
	life = view->cost * LIFE_PER_BUILD;
	view->expires = view->built + (life > LIFE_MIN ? life : LIFE_MIN);
}

static struct view *view_build(struct mib *mib, struct group *group)
{
	struct view *view = calloc(1, sizeof(*view));
	uint64_t start = mib->clock(mib->clock_arg);

	if (!view)
		return NULL;
	view->row_size = group->class->row_size;
	view->summary = calloc(1, group->class->summary_size + 1);
	if (!view->summary || !view_copy(view, group)) {
		view_free(view);
		return NULL;
	}
	view->built = mib->clock(mib->clock_arg);
	view_charge(view, view->built - start);
	return view;
}

struct sorting {
	const struct view *view;
	int (*compare)(const void *, const void *);
};

static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct sorting *sorting = arg;
	const struct view *view = sorting->view;

	return sorting->compare(view->rows + *(const uint32_t *)a * view->row_size,
	    view->rows + *(const uint32_t *)b * view->row_size);
}

static bool view_sort(
    struct mib *mib, struct view *view, unsigned order, int (*compare)(const void *, const void *))
{
	struct sorting sorting = {view, compare};
	uint64_t start = mib->clock(mib->clock_arg);
	uint32_t *numbers = calloc(view->count ? view->count : 1, sizeof(*numbers));

	if (!numbers)
		return false;
	for (size_t i = 0; i < view->count; i++)
		numbers[i] = (uint32_t)i;
	qsort_r(numbers, view->count, sizeof(*numbers), compare_rows, &sorting);
	view->orders[order] = numbers;
	view_charge(view, mib->clock(mib->clock_arg) - start);
	return true;
}

static bool view_is_fresh(const struct mib *mib, const struct view *view)
{
	return view->pdu == mib->pdu || mib->clock(mib->clock_arg) < view->expires;
}

struct view *view_get(struct mib *mib, struct control *row, int order)
{
	const struct control_class *class = row->class;
	struct view *view = row->view;

	if (!row->group || !row->group->port)
		return NULL;
	if (!view || !view_is_fresh(mib, view)) {
		view_drop(row);
		view = row->view = view_build(mib, row->group);
		if (!view)
			return NULL;
	}
	if (view->pdu != mib->pdu || !view->read) {
		view->pdu = mib->pdu;
		view->read = mib->clock(mib->clock_arg);
	}
	if (order >= 0 && class->orders && class->orders[order] && !view->orders[order] &&
	    !view_sort(mib, view, (unsigned)order, class->orders[order]))
		return NULL;
	return view;
}

void view_drop(struct control *row)
{
	view_free(row->view);
	row->view = NULL;
}

void view_drop_if_unread(struct control *row, uint64_t now)
{
	if (row->view && now > row->view->read + UNREAD_MAX)
		view_drop(row);
}
