/* SPDX-License-Identifier: BSD-2-Clause */
/* Words for what was expected of a column. */
#include "rowerror.h"

#include <inttypes.h>
#include <stdio.h>

#include "mibs/mib.h"

/* The class of control rows whose status this is, or NULL. */
static const struct control_class *class_of(const struct column *status)
{
	for (size_t i = 0; mib_controls[i]; i++) {
		if (mib_controls[i]->table && table_status(mib_controls[i]->table) == status)
			return mib_controls[i];
	}
	return NULL;
}

static void expect_names(const struct enumeration *names, FILE *out)
{
	for (const struct enumeration *name = names; name->name; name++)
		fprintf(out, "%s%s(%" PRId32 ")", name == names ? "one of " : ", ", name->name,
		    name->number);
}

/* The status is to blame for what is missing, too. */
static void expect_complete(const struct column *column, FILE *out)
{
	const struct control_class *class = class_of(column);
	const char *before = "a row that has ";

	for (size_t i = 0; class && i < control_column_count(class); i++) {
		const struct column *needed = control_column(class, i);

		if (!(needed->flags & COLUMN_MANDATORY))
			continue;
		fprintf(out, "%s%s", before, needed->name);
		before = " and ";
	}
}

static void expect_value(const struct column *column, FILE *out)
{
	if (column->names)
		expect_names(column->names, out);
	else if (column->syntax == SYNTAX_INTEGER && (column->min || column->max))
		fprintf(out, "%" PRId64 " .. %" PRId64, column->min, column->max);
	else if (column->syntax == SYNTAX_INTEGER)
		fputs("a number", out);
	else if (column->syntax == SYNTAX_GAUGE32)
		fputs("0 .. 4294967295", out);
	else if (column->form == FORM_PORT)
		fputs("an interface that is monitored", out);
	else if (column->form == FORM_OID)
		fputs("an object with an integer value, of this probe; of other agents as an agent "
		      "of its own or with query-session, and never in a replay",
		    out);
	else if (column->form == FORM_BYTES)
		fprintf(out, "at most %zu octets", column->size - sizeof(uint32_t));
	else if (column->form == FORM_TEXT)
		fprintf(out, "at most %u octets of text", column->size - 1U);
	else
		fprintf(out, "%u octets", column->size);
}

static void expect(const struct column *column, enum snmp_error error, FILE *out)
{
	if (error == SNMP_RESOURCE_UNAVAILABLE)
		fputs("less: memory-limit leaves no room for more", out);
	else if (column->flags & COLUMN_STATUS)
		expect_complete(column, out);
	else
		expect_value(column, out);
}

void row_error_describe(const struct column *column, enum snmp_error error, char *text, size_t size)
{
	FILE *out = fmemopen(text, size, "w");

	*text = '\0';
	if (!out)
		return;
	if (column) {
		fprintf(out, "%s: %s; expected ", column->name, snmp_error_name(error));
		expect(column, error, out);
	} else {
		fputs(snmp_error_name(error), out);
	}
	fclose(out);
	text[size - 1] = '\0';
}
