/* SPDX-License-Identifier: BSD-2-Clause */
/* `row` lines: writing control rows as text, one canonical form a row. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oidtext.h"
#include "quote.h"
#include "rowtext.h"

static void print_index(FILE *out, const struct control_class *class, const uint32_t *index)
{
	fputs(class->name, out);
	for (unsigned i = 0; i < class->index_count; i++)
		fprintf(out, ".%" PRIu32, index[i]);
}

static void print_integer(FILE *out, const struct enumeration *names, int64_t integer)
{
	for (const struct enumeration *e = names; e && e->name; e++) {
		if (e->number == integer) {
			fputs(e->name, out);
			return;
		}
	}
	fprintf(out, "%" PRId64, integer);
}

static bool print_octets(FILE *out, const struct value *value)
{
	char *word = quote_make(value->octets, value->octets_len);

	if (!word)
		return false;
	fputs(word, out);
	free(word);
	return true;
}

static bool print_column(
    FILE *out, const struct mib *mib, const struct column *column, const struct control *row)
{
	size_t prefix = rowtext_prefix(row->class->table);
	struct value value;

	fprintf(out, " %s=", column->name + prefix);
	if (column->form == FORM_PORT) {
		fputs(row->port->name, out);
		return true;
	}
	if (column->flags & COLUMN_STATUS) {
		print_integer(out, entry_status_names, row->status);
		return true;
	}
	column_load(column, mib, row, &value);
	if (value.syntax == SYNTAX_OID) {
		oidtext_print(out, &value.oid);
		return true;
	}
	if (value.syntax == SYNTAX_OCTETS)
		return print_octets(out, &value);
	if (value.syntax == SYNTAX_GAUGE32)
		fprintf(out, "%" PRIu64, value.number);
	else
		print_integer(out, column->names, value.integer);
	return true;
}

/* What is kept of a row: not what has no default and was never set, nor what starts something. */
static bool is_shown(const struct column *column, size_t position, const struct control *row)
{
	if (column->access != ACCESS_WRITE || (column->flags & COLUMN_VOLATILE))
		return false;
	if (column->flags & COLUMN_STATUS)
		return row->status != STATUS_VALID;
	return !(column->flags & COLUMN_MANDATORY) || (row->written & (UINT64_C(1) << position));
}

static char *finish(FILE *out, char **line, bool ok)
{
	if (fclose(out) == 0 && ok)
		return *line;
	free(*line);
	return NULL;
}

char *rowtext_format(const struct mib *mib, const struct control *row)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	bool ok = true;

	if (!out)
		return NULL;
	print_index(out, row->class, row->index);
	for (size_t i = 0; ok && i < control_column_count(row->class); i++) {
		const struct column *column = control_column(row->class, i);

		if (is_shown(column, i, row))
			ok = print_column(out, mib, column, row);
	}
	return finish(out, &line, ok);
}

char *rowtext_format_deleted(const struct control_class *class, const uint32_t *index)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	if (!out)
		return NULL;
	print_index(out, class, index);
	fputs(" Status=invalid", out);
	return finish(out, &line, true);
}
