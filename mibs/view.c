/* SPDX-License-Identifier: BSD-2-Clause */
/* Immutable sorted copies of a collector's rows, through which all SNMP reading goes. */
#include "view.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "copy.h"
#include "mib.h"

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

static struct view *view_build(struct mib *mib, struct group *group)
{
	struct view *view = calloc(1, sizeof(*view));
	uint64_t start = mib->clock(mib->clock_arg);
	struct copy copy = {0};
	bool ok;

	if (!view)
		return NULL;
	view->row_size = group->class->row_size;
	view->summary = copy.summary = calloc(1, group->class->summary_size + 1);
	ok = view->summary && copy_take(&copy, group);
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

	if (class->rows)
		return row->live ? class->rows(row) : NULL;
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
