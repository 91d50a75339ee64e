/* SPDX-License-Identifier: BSD-2-Clause */
/* Any table that Sonda declares, row by row as an agent has it. */
#include "rowlist.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "format.h"
#include "listing.h"
#include "mibs/control.h"
#include "mibs/mib.h"
#include "varbind.h"

#define PARTS_MAX 8 /* of an index */
#define CELLS_MAX (PARTS_MAX + SESSION_COLUMNS_MAX)

struct part {
	enum index_form form;
	const char *head;
};

/* What is printed of a table. */
struct rowlist {
	const struct oid *prefix;
	struct part parts[PARTS_MAX];
	size_t part_count;
	const struct column *columns[SESSION_COLUMNS_MAX]; /* those that are asked for */
	struct oid names[SESSION_COLUMNS_MAX];
	size_t column_count;
	char texts[CELLS_MAX][FORMAT_SIZE];
	const char *cells[CELLS_MAX];
	struct listing *listing;
};

const struct table *rowlist_find(const char *name, size_t len)
{
	static const char end[] = "Table";

	for (size_t i = 0; mib_tables[i]; i++) {
		const char *own = mib_tables[i]->name;
		size_t own_len = strlen(own);

		if (strncasecmp(own, name, len) == 0 &&
		    (own_len == len ||
			(own_len == len + strlen(end) && strcmp(own + len, end) == 0)))
			return mib_tables[i];
	}
	return NULL;
}

/* How many letters all descriptors of the table begin with, up to the beginning of a word. */
static size_t common_prefix(const struct table *table)
{
	const char *first = table->columns[0].name;
	size_t len = table->column_count > 1 ? strlen(first) : 0;

	for (size_t i = 1; i < table->column_count; i++) {
		size_t same = 0;

		while (same < len && first[same] == table->columns[i].name[same])
			same++;
		len = same;
	}
	while (len > 0 && !isupper((unsigned char)first[len]))
		len--;
	return len;
}

static const char *head_of(const struct table *table, const struct column *column)
{
	return column->name + common_prefix(table);
}

/* The column that shows this part of the index, in this table or that of its control rows; or NULL. */
static const struct column *index_column(const struct table *table, enum place place, size_t offset)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		if (column->place == place && column->offset == offset)
			return column;
	}
	return NULL;
}

static size_t control_offset(size_t part)
{
	return offsetof(struct control, index) + part * sizeof(uint32_t);
}

static bool is_in_index(const struct table *table, const struct column *column)
{
	for (size_t i = 0; table->control && i < table->control->index_count; i++) {
		if (column->place == IN_CONTROL && column->offset == control_offset(i))
			return true;
	}
	for (size_t i = 0; i < table->index_count; i++) {
		if (column->place == IN_ROW && column->offset == table->index[i].offset)
			return true;
	}
	return false;
}

static void part_add(struct rowlist *rowlist, const struct table *table, enum index_form form,
    const struct column *column)
{
	if (rowlist->part_count < PARTS_MAX)
		rowlist->parts[rowlist->part_count++] =
		    (struct part){.form = form, .head = column ? head_of(table, column) : "Index"};
}

static void parts_find(struct rowlist *rowlist, const struct table *table)
{
	for (size_t i = 0; table->control && i < table->control->index_count; i++)
		part_add(
		    rowlist, table, INDEX_U32, index_column(table, IN_CONTROL, control_offset(i)));
	for (size_t i = 0; i < table->index_count; i++)
		part_add(rowlist, table, table->index[i].form,
		    index_column(table, IN_ROW, table->index[i].offset));
}

static void columns_find(struct rowlist *rowlist, const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		if (column->access == ACCESS_NONE || is_in_index(table, column) ||
		    rowlist->column_count == SESSION_COLUMNS_MAX)
			continue;
		rowlist->columns[rowlist->column_count] = column;
		rowlist->names[rowlist->column_count] = oid_column(&table->entry, column->number);
		oid_append_oid(&rowlist->names[rowlist->column_count++], rowlist->prefix);
	}
}

static void print_address(char *text, const uint32_t *sub, size_t count)
{
	uint8_t octets[OID_MAX];

	for (size_t i = 0; i < count; i++)
		octets[i] = (uint8_t)sub[i];
	format_address(text, FORMAT_SIZE, octets, count);
}

/* One part from the index at *at, which moves on; what does not fit its form is a number. */
static void part_print(char *text, enum index_form form, const struct oid *index, size_t *at)
{
	size_t left = index->len - *at;

	if (left == 0) {
		snprintf(text, FORMAT_SIZE, "-");
	} else if (form == INDEX_MAC && index->sub[*at] < left) {
		print_address(text, &index->sub[*at + 1], index->sub[*at]);
		*at += 1 + index->sub[*at];
	} else {
		snprintf(text, FORMAT_SIZE, "%" PRIu32, index->sub[(*at)++]);
	}
}

static bool print_row(void *arg, const struct oid *rest, const struct varbind *cells)
{
	struct rowlist *rowlist = arg;
	struct oid index = *rowlist->prefix;
	size_t at = 0;
	size_t cell = 0;

	oid_append_oid(&index, rest);
	for (size_t i = 0; i < rowlist->part_count; i++)
		part_print(rowlist->texts[cell++], rowlist->parts[i].form, &index, &at);
	for (size_t i = 0; i < rowlist->column_count; i++)
		format_cell(rowlist->texts[cell++], FORMAT_SIZE, rowlist->columns[i], &cells[i]);
	listing_row(rowlist->listing, rowlist->cells);
	return true;
}

static void heads_begin(struct rowlist *rowlist, const struct table *table, bool csv)
{
	const char *heads[CELLS_MAX];
	size_t cells = 0;

	for (size_t i = 0; i < rowlist->part_count; i++)
		heads[cells++] = rowlist->parts[i].head;
	for (size_t i = 0; i < rowlist->column_count; i++)
		heads[cells++] = head_of(table, rowlist->columns[i]);
	for (size_t i = 0; i < cells; i++)
		rowlist->cells[i] = rowlist->texts[i];
	rowlist->listing = listing_begin(heads, cells, csv);
}

/* The row whose whole index is the prefix, if there is one. */
static enum outcome print_one(struct session *session, struct rowlist *rowlist)
{
	const struct oid rest = {.len = 0};
	struct varbind *cells = calloc(rowlist->column_count, sizeof(*cells));
	bool present = false;
	enum outcome outcome;

	if (!cells)
		err(EXIT_FAILURE, NULL);
	for (size_t i = 0; i < rowlist->column_count; i++)
		cells[i].name = rowlist->names[i];
	outcome = session_get(session, cells, rowlist->column_count);
	for (size_t i = 0; i < rowlist->column_count; i++)
		present = present || cells[i].present;
	if (outcome == OUTCOME_GOOD && present)
		print_row(rowlist, &rest, cells);
	free(cells);
	return outcome;
}

enum outcome rowlist_print(struct session *session, const struct table *table,
    const struct oid *prefix, bool csv, size_t *rows)
{
	struct rowlist *rowlist = calloc(1, sizeof(*rowlist));
	struct walk walk;
	enum outcome outcome;

	if (!rowlist)
		err(EXIT_FAILURE, NULL);
	rowlist->prefix = prefix;
	parts_find(rowlist, table);
	columns_find(rowlist, table);
	heads_begin(rowlist, table, csv);
	walk = (struct walk){.columns = rowlist->names,
	    .count = rowlist->column_count,
	    .row = print_row,
	    .arg = rowlist};
	outcome = prefix->len ? print_one(session, rowlist) : OUTCOME_GOOD;
	if (outcome == OUTCOME_GOOD)
		outcome = session_walk(session, &walk);
	*rows = listing_end(rowlist->listing);
	free(rowlist);
	return outcome;
}
