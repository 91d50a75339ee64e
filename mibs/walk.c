/* SPDX-License-Identifier: BSD-2-Clause */
/* GET, GETNEXT and GETBULK over declared tables: search by key, step by position. */
#include "walk.h"

#include <stdalign.h>
#include <string.h>

#include "view.h"

/* The only instance of a scalar. */
static const uint32_t scalar_key[] = {0};

/* What a control row without a collector shows of it. */
static const alignas(max_align_t) uint8_t nothing[WALK_SAMPLE_MAX];

static struct store *walk_store(const struct walk *walk)
{
	return mib_store(walk->mib, walk->table->control);
}

static struct control *walk_control(const struct walk *walk)
{
	return walk_store(walk)->rows[walk->control];
}

const struct column *walk_column(const struct walk *walk)
{
	return &walk->table->columns[walk->column];
}

static struct view *control_view(const struct walk *walk, struct control *row)
{
	if (walk->table->shows && !walk->table->shows(walk->mib, row))
		return NULL;
	return view_get(walk->mib, row, walk->table->order);
}

size_t walk_suffix(const struct walk *walk, uint32_t *suffix)
{
	const struct table *table = walk->table;
	const struct control *row;
	size_t len = 0;

	suffix[len++] = walk_column(walk)->number;
	if (table->order == TABLE_OF_SCALARS) {
		suffix[len++] = scalar_key[0];
		return len;
	}
	row = walk_control(walk);
	for (size_t i = 0; i < table->control->index_count; i++)
		suffix[len++] = row->index[i];
	if (table->order == TABLE_OF_CONTROL_ROWS)
		return len;
	return key_encode(table->index, table->index_count,
	    view_row(walk->view, (unsigned)table->order, walk->row), suffix, len);
}

void walk_value(const struct walk *walk, struct value *value)
{
	const struct column *column = walk_column(walk);
	const struct view *view;
	const void *base = NULL;

	switch (column->place) {
	case IN_CONTROL:
		base = walk_control(walk);
		break;
	case IN_SUMMARY:
		view = walk->view ? walk->view : control_view(walk, walk_control(walk));
		base = view ? view->summary : nothing;
		break;
	case IN_ROW:
		base = view_row(walk->view, (unsigned)walk->table->order, walk->row);
		break;
	case IN_MIB:
		base = walk->mib;
		break;
	}
	if (column->form == FORM_BY_CLASS || (column->flags & COLUMN_RUNNING))
		walk->table->control->load(walk_control(walk), column, base, value);
	else
		column_load(column, walk->mib, base, value);
}

/* Stands on the first row at or after walk->control whose view is not empty. */
static bool first_row(struct walk *walk)
{
	const struct store *store = walk_store(walk);

	for (; walk->control < store->count; walk->control++) {
		walk->row = 0;
		walk->view = NULL;
		if (walk->table->order == TABLE_OF_CONTROL_ROWS)
			return true;
		walk->view = control_view(walk, walk_control(walk));
		if (walk->view && walk->view->count > 0)
			return true;
	}
	return false;
}

/* <0, 0, >0: the key of a row of the view against key. */
static int compare_row(const struct walk *walk, size_t row, const uint32_t *key, size_t len)
{
	const struct table *table = walk->table;
	uint32_t own[OID_MAX];
	size_t own_len = key_encode(table->index, table->index_count,
	    view_row(walk->view, (unsigned)table->order, row), own, 0);

	return key_compare(own, own_len, key, len);
}

/* The position of the first row of the view that is not before key (or, not inclusive, after). */
static size_t search_view(const struct walk *walk, const uint32_t *key, size_t len, bool inclusive)
{
	size_t low = 0, high = walk->view->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_row(walk, middle, key, len);

		if (order < 0 || (order == 0 && !inclusive))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t search_controls(
    const struct walk *walk, const uint32_t *key, size_t len, bool inclusive)
{
	const struct store *store = walk_store(walk);
	size_t index_count = walk->table->control->index_count;
	size_t low = 0, high = store->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = key_compare(store->rows[middle]->index, index_count, key, len);

		if (order < 0 || (order == 0 && !inclusive))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Within walk->column, stands on the first instance after key; false: there is none. */
static bool seek_row(struct walk *walk, const uint32_t *key, size_t len, bool inclusive)
{
	const struct table *table = walk->table;
	size_t index_count;
	int order;

	if (table->order == TABLE_OF_SCALARS) {
		order = key_compare(scalar_key, 1, key, len);
		return order > 0 || (order == 0 && inclusive);
	}
	index_count = table->control->index_count;
	if (table->order == TABLE_OF_CONTROL_ROWS) {
		walk->control = search_controls(walk, key, len, inclusive);
		return first_row(walk);
	}
	walk->control = search_controls(walk, key, len < index_count ? len : index_count, true);
	if (!first_row(walk))
		return false;
	if (len < index_count ||
	    key_compare(walk_control(walk)->index, index_count, key, index_count))
		return true;
	walk->row = search_view(walk, key + index_count, len - index_count, inclusive);
	if (walk->row < walk->view->count)
		return true;
	walk->control++;
	return first_row(walk);
}

bool walk_seek(struct walk *walk, struct mib *mib, const struct table *table,
    const uint32_t *suffix, size_t len, bool inclusive)
{
	*walk = (struct walk){.mib = mib, .table = table};
	for (; walk->column < table->column_count; walk->column++) {
		const struct column *column = walk_column(walk);

		if (column->access == ACCESS_NONE || (len > 0 && column->number < suffix[0]))
			continue;
		if (len == 0 || column->number > suffix[0]) {
			if (seek_row(walk, NULL, 0, true))
				return true;
		} else if (seek_row(walk, suffix + 1, len - 1, inclusive)) {
			return true;
		}
	}
	return false;
}

bool walk_next_column(struct walk *walk)
{
	while (++walk->column < walk->table->column_count) {
		if (walk_column(walk)->access != ACCESS_NONE && seek_row(walk, NULL, 0, true))
			return true;
	}
	return false;
}

bool walk_step(struct walk *walk)
{
	if (walk->table->order != TABLE_OF_SCALARS) {
		if (walk->view && ++walk->row < walk->view->count)
			return true;
		walk->control++;
		if (first_row(walk))
			return true;
	}
	return walk_next_column(walk);
}

enum walk_result walk_get(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, struct value *value)
{
	const struct column *column = len > 0 ? table_column(table, suffix[0]) : NULL;
	uint32_t found[OID_MAX];
	struct walk walk;

	if (!column || column->access == ACCESS_NONE)
		return WALK_NO_OBJECT;
	if (!walk_seek(&walk, mib, table, suffix, len, true) ||
	    key_compare(found, walk_suffix(&walk, found), suffix, len) != 0)
		return WALK_NO_INSTANCE;
	walk_value(&walk, value);
	return WALK_OK;
}

/* Completes the live row of a data table whose key this is; false: there is none. */
static bool sample_row(
    const struct table *table, struct group *group, const uint32_t *key, size_t len, void *space)
{
	const struct group *rows;
	bool found;

	if (!group || !group->port ||
	    !key_decode(table->index, table->index_count, key, len, space))
		return false;
	port_lock(group->port);
	rows = view_group(group, table->order);
	found = rows->class->find(rows, (unsigned)table->order % VIEW_ORDERS_MAX, space);
	port_unlock(group->port);
	return found;
}

static void sample_summary(struct group *group, void *space)
{
	if (!group || !group->port)
		return;
	port_lock(group->port);
	group->class->summary(group, space);
	port_unlock(group->port);
}

static enum walk_result sample(struct mib *mib, const struct table *table,
    const struct column *column, const uint32_t *suffix, size_t len, struct value *value)
{
	alignas(max_align_t) uint8_t space[WALK_SAMPLE_MAX] = {0};
	struct control *row;
	size_t own;

	if (!column || column->access == ACCESS_NONE)
		return WALK_NO_OBJECT;
	if (table->order == TABLE_OF_SCALARS || table->control->rows ||
	    column->form == FORM_BY_CLASS || (column->flags & COLUMN_RUNNING))
		return walk_get(mib, table, suffix, len, value);
	own = 1 + table->control->index_count;
	if (len < own || (len > own && table->order == TABLE_OF_CONTROL_ROWS))
		return WALK_NO_INSTANCE;
	row = store_find(mib_store(mib, table->control), suffix + 1);
	if (!row)
		return WALK_NO_INSTANCE;
	if (table->order != TABLE_OF_CONTROL_ROWS &&
	    !sample_row(table, row->group, suffix + own, len - own, space))
		return WALK_NO_INSTANCE;
	if (column->place == IN_SUMMARY)
		sample_summary(row->group, space);
	column_load(column, mib, column->place == IN_CONTROL ? (const void *)row : space, value);
	return WALK_OK;
}

enum walk_result walk_sample(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, struct value *value)
{
	const struct column *column = len > 0 ? table_column(table, suffix[0]) : NULL;

	return sample(mib, table, column, suffix, len, value);
}

enum walk_result walk_sample_whole(struct mib *mib, const struct table *table,
    const uint32_t *suffix, size_t len, struct value *value)
{
	const struct column *column = len > 0 ? table_column(table, suffix[0]) : NULL;
	struct column whole;

	if (!column || column->syntax != SYNTAX_COUNTER32 || column->form != FORM_U64 ||
	    (column->flags & COLUMN_OVERFLOW) || (table->control && table->control->rows))
		return sample(mib, table, column, suffix, len, value);
	whole = *column;
	whole.syntax = SYNTAX_COUNTER64;
	return sample(mib, table, &whole, suffix, len, value);
}
