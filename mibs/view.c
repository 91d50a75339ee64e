/* SPDX-License-Identifier: BSD-2-Clause */
/* Immutable sorted copies of a collector's rows, through which all SNMP reading goes. */
#include "view.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "copy.h"
#include "mib.h"
#include "sort.h"

#define SECOND 1000000000ull
#define LIFE_MIN SECOND
#define LIFE_PER_BUILD 10
#define UNREAD_MAX (60 * SECOND)

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

/* Adds what the copy or a sort took to the view's cost; its life began with the copy. */
static void view_charge(struct view *view, uint64_t took)
{
	uint64_t life;

	view->cost += took;
	life = view->cost * LIFE_PER_BUILD;
	view->expires = view->built + (life > LIFE_MIN ? life : LIFE_MIN);
}

static bool view_copy(struct copy *copy, struct group *group, int part)
{
	if (part == VIEW_WHOLE)
		return copy_take(copy, group);
	if (part >= 0)
		return copy_take(copy, group->parts[part]);
	copy_summary(copy, group);
	return true;
}

static struct view *view_build(struct mib *mib, struct group *group, int part)
{
	const struct group_class *class = part < 0 ? group->class : group->parts[part]->class;
	struct view *view = calloc(1, sizeof(*view));
	uint64_t start = mib->clock(mib->clock_arg);
	struct copy copy = {0};
	bool ok;

	if (!view)
		return NULL;
	view->part = part;
	view->row_size = class->row_size;
	view->summary = copy.summary = calloc(1, class->summary_size + 1);
	ok = view->summary && view_copy(&copy, group, part);
	view->rows = copy.rows;
	view->count = copy.count;
	if (!ok) {
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

/* Row numbers sorted by compare; NULL: no memory. */
static uint32_t *sort_compared(const struct view *view, int (*compare)(const void *, const void *))
{
	struct sorting sorting = {view, compare};
	uint32_t *numbers = calloc(view->count ? view->count : 1, sizeof(*numbers));

	if (!numbers)
		return NULL;
	for (size_t i = 0; i < view->count; i++)
		numbers[i] = (uint32_t)i;
	qsort_r(numbers, view->count, sizeof(*numbers), compare_rows, &sorting);
	return numbers;
}

/* Sorts the view in that order if it is not yet, or as it is copied; false: no memory. */
static bool view_sort(
    struct mib *mib, const struct control_class *class, struct view *view, unsigned order)
{
	uint16_t number = class->numbers ? class->numbers[order] : 0;
	uint32_t **sorted = &view->orders[order % VIEW_ORDERS_MAX];
	uint64_t start;

	if (*sorted || view->count < 2 || (!number && !(class->orders && class->orders[order])))
		return true;
	start = mib->clock(mib->clock_arg);
	if (number)
		*sorted = sort_numbered(view->rows + number - 1, view->row_size, view->count);
	else
		*sorted = sort_compared(view, class->orders[order]);
	view_charge(view, mib->clock(mib->clock_arg) - start);
	return *sorted != NULL;
}

static bool view_is_fresh(const struct mib *mib, const struct view *view)
{
	return view->pdu == mib->pdu || mib->clock(mib->clock_arg) < view->expires;
}

/* Which view of its collector has what is asked for. */
static int part_of(const struct group *group, int order)
{
	if (order >= VIEW_ORDERS_MAX)
		return order / VIEW_ORDERS_MAX - 1;
	return order < 0 && group->class->summary_apart ? VIEW_SUMMARY : VIEW_WHOLE;
}

/* Where the row keeps its view of this part. */
static struct view **view_place(struct control *row, int part)
{
	struct view **place = &row->view;

	while (*place && (*place)->part != part)
		place = &(*place)->next;
	return place;
}

/* Takes a view off its row and frees it. */
static void view_remove(struct view **place)
{
	struct view *view = *place;

	*place = view->next;
	view_free(view);
}

struct view *view_get(struct mib *mib, struct control *row, int order)
{
	const struct control_class *class = row->class;
	struct view **place;
	struct view *view;

	if (class->rows)
		return row->live ? class->rows(row) : NULL;
	if (!row->group || !row->group->port)
		return NULL;
	place = view_place(row, part_of(row->group, order));
	if (*place && !view_is_fresh(mib, *place)) {
		view_remove(place);
		place = view_place(row, part_of(row->group, order));
	}
	if (!*place)
		*place = view_build(mib, row->group, part_of(row->group, order));
	view = *place;
	if (!view)
		return NULL;
	if (view->pdu != mib->pdu || !view->read) {
		view->pdu = mib->pdu;
		view->read = mib->clock(mib->clock_arg);
	}
	return order < 0 || view_sort(mib, class, view, (unsigned)order) ? view : NULL;
}

void view_drop(struct control *row)
{
	while (row->view)
		view_remove(&row->view);
}

void view_drop_if_unread(struct control *row, uint64_t now)
{
	struct view **place = &row->view;

	while (*place) {
		if (now > (*place)->read + UNREAD_MAX)
			view_remove(place);
		else
			place = &(*place)->next;
	}
}
