/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the values of etherStatsTable come from, as a group: what sondaSourceTable shows. */
#include "sourcestat.h"

#include <stdlib.h>

#include "source.h"

#define SOURCE_ROWS (SOURCE_LAST_COLUMN - SOURCE_FIRST_COLUMN + 1)

static void row_fill(const struct group *group, struct sourcestat_row *row)
{
	row->name = source_name(row->column);
	row->origin = source_describe(group->port, row->column, row->text, sizeof(row->text));
}

static size_t sourcestat_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	struct sourcestat_row *row = rows;
	size_t copied = 0;

	for (; copied < count && from + copied < SOURCE_ROWS; copied++) {
		row[copied].column = (uint32_t)(SOURCE_FIRST_COLUMN + from + copied);
		row_fill(group, &row[copied]);
	}
	return copied;
}

static bool sourcestat_find(const struct group *group, unsigned order, void *row)
{
	struct sourcestat_row *wanted = row;

	(void)order;
	if (wanted->column < SOURCE_FIRST_COLUMN || wanted->column > SOURCE_LAST_COLUMN)
		return false;
	row_fill(group, wanted);
	return true;
}

static void sourcestat_free(struct group *group)
{
	free(group);
}

const struct group_class sourcestat_class = {
    .name = "source",
    .row_size = sizeof(struct sourcestat_row),
    .copy = sourcestat_copy,
    .find = sourcestat_find,
    .free = sourcestat_free,
};

struct group *sourcestat_open(void)
{
	struct group *group = calloc(1, sizeof(*group));

	if (!group)
		return NULL;
	group->class = &sourcestat_class;
	group->rows = SOURCE_ROWS;
	return group;
}
