/* SPDX-License-Identifier: BSD-2-Clause */
/* Control rows: making, copying, starting and stopping them. */
#include "control.h"

#include <stdlib.h>
#include <string.h>

#include "mib.h"
#include "view.h"

struct control *control_new(
    struct mib *mib, const struct control_class *class, const uint32_t *index)
{
	struct control *row = calloc(1, class->row_size);

	if (!row)
		return NULL;
	row->class = class;
	row->status = STATUS_UNDER_CREATION;
	memcpy(row->index, index, class->index_count * sizeof(*index));
	if (class->defaults)
		class->defaults(mib, row);
	return row;
}

struct control *control_copy(const struct control *row)
{
	struct control *copy = malloc(row->class->row_size);

	if (copy)
		memcpy(copy, row, row->class->row_size);
	return copy;
}

void control_free(struct control *row)
{
	free(row);
}

void control_start(struct mib *mib, struct control *row)
{
	if (row->group)
		port_attach(row->port, row->group, mib->now);
}

void control_stop(struct mib *mib, struct control *row)
{
	view_drop(row);
	group_close(row->group);
	row->group = NULL;
	budget_return(&mib->budgets[row->class->budget], row->granted);
	row->granted = 0;
}

size_t control_column_count(const struct control_class *class)
{
	return class->table->column_count + (class->augment ? class->augment->column_count : 0);
}

const struct column *control_column(const struct control_class *class, size_t position)
{
	size_t first = class->table->column_count;

	return position < first ? &class->table->columns[position]
				: &class->augment->columns[position - first];
}

static size_t column_position(const struct control_class *class, const struct column *column)
{
	size_t position = 0;

	while (control_column(class, position) != column)
		position++;
	return position;
}

uint64_t control_column_bit(const struct control_class *class, const struct column *column)
{
	return UINT64_C(1) << column_position(class, column);
}

const struct table *control_column_table(
    const struct control_class *class, const struct column *column)
{
	return column_position(class, column) < class->table->column_count ? class->table
									   : class->augment;
}

bool control_is_complete(const struct control *row)
{
	for (size_t i = 0; i < control_column_count(row->class); i++) {
		if ((control_column(row->class, i)->flags & COLUMN_MANDATORY) &&
		    !(row->written & (UINT64_C(1) << i)))
			return false;
	}
	return true;
}

bool control_is_kept(const struct control *row)
{
	int32_t storage = STORAGE_OTHER;

	for (size_t i = 0; i < control_column_count(row->class); i++) {
		const struct column *column = control_column(row->class, i);

		if (column->flags & COLUMN_STORAGE_TYPE)
			memcpy(&storage, column_field(column, row), sizeof(storage));
	}
	return storage != STORAGE_VOLATILE;
}

int control_compare(const struct control *row, const uint32_t *index)
{
	size_t count = row->class->index_count;

	return key_compare(row->index, count, index, count);
}
