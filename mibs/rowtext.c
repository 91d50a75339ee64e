/* SPDX-License-Identifier: BSD-2-Clause */
/* `row` lines: parsing, comparing and adding them to a transaction. */
#include "rowtext.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "oidtext.h"
#include "quote.h"
#include "transaction.h"

struct assignment {
	const struct column *column;
	struct value value;
};

struct rowtext {
	const struct control_class *class;
	uint32_t index[2];
	int64_t status;                 /* enum entry_status, if legal: how the row is to be */
	uint64_t given;                 /* columns: control_column_bit */
	struct assignment *assignments; /* room for one a column */
	size_t count;
	char *line;
	char *where;
};

struct parsing {
	const struct mib *mib;
	struct rowtext *text;
	char *error;
	size_t error_size;
};

static bool fail(struct parsing *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct parsing *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->error, p->error_size, format, args);
	va_end(args);
	return false;
}

static const struct control_class *class_by_name(const char *name, size_t len)
{
	for (size_t i = 0; mib_controls[i]; i++) {
		const struct control_class *class = mib_controls[i];

		if (!class->fixed && strlen(class->name) == len &&
		    strncmp(class->name, name, len) == 0)
			return class;
	}
	return NULL;
}

/* TABLE.INDEX[.INDEX] */
static bool parse_name(struct parsing *p, char *word)
{
	struct rowtext *text = p->text;
	char *dot = strchr(word, '.');

	if (!dot)
		return fail(
		    p, "expected TABLE.INDEX, as historyControlTable.7, found \"%s\"", word);
	text->class = class_by_name(word, (size_t)(dot - word));
	if (!text->class)
		return fail(p, "\"%.*s\" is not a control table", (int)(dot - word), word);
	text->assignments = calloc(control_column_count(text->class), sizeof(*text->assignments));
	if (!text->assignments)
		return fail(p, "out of memory");
	for (unsigned i = 0; i < text->class->index_count; i++) {
		unsigned long index;
		char *end = dot;

		errno = 0;
		index = dot && isdigit((unsigned char)dot[1]) ? strtoul(dot + 1, &end, 10) : 0;
		if (index < 1 || index > text->class->index_max || (*end && *end != '.'))
			return fail(p, "%s: an index is 1 .. %u", word, text->class->index_max);
		text->index[i] = (uint32_t)index;
		dot = *end ? end : NULL;
	}
	return dot ? fail(p, "%s: too many indexes", word) : true;
}

/* The index does not tell: hostTopNControlIndex is beside hostTopNStatus. */
size_t rowtext_prefix(const struct table *table)
{
	return strlen(table_status(table)->name) - strlen("Status");
}

/* By the MIB's descriptor, or that without the table's prefix ("DataSource"). */
static const struct column *column_by_name(const struct control_class *class, const char *name)
{
	const char *first = table_status(class->table)->name;
	size_t prefix = rowtext_prefix(class->table);

	for (size_t i = 0; i < control_column_count(class); i++) {
		const struct column *column = control_column(class, i);

		if (strcmp(column->name, name) == 0 ||
		    (strncmp(column->name, first, prefix) == 0 &&
			strcmp(column->name + prefix, name) == 0))
			return column;
	}
	return NULL;
}

/* By the MIB's word, or the beginning of one alone ("delta" is deltaValue); NULL: no such. */
static const struct enumeration *enumeration_by_name(
    const struct enumeration *names, const char *word)
{
	const struct enumeration *found = NULL;

	for (const struct enumeration *e = names; e && e->name; e++) {
		if (strcmp(e->name, word) == 0)
			return e;
	}
	for (const struct enumeration *e = names; e && e->name && *word; e++) {
		if (strncmp(e->name, word, strlen(word)) != 0)
			continue;
		if (found)
			return NULL;
		found = e;
	}
	return found;
}

static bool parse_integer(
    struct parsing *p, const struct column *column, const char *word, struct value *value)
{
	const struct enumeration *name = enumeration_by_name(column->names, word);
	char *end;

	if (name) {
		value->integer = name->number;
		return true;
	}
	errno = 0;
	value->integer = strtoll(word, &end, 10);
	if (errno || end == word || *end)
		return fail(p, "%s=%s: expected %s", column->name, word,
		    column->names ? "a number or one of the MIB's words" : "a number");
	return true;
}

/* An Unsigned32 */
static bool parse_unsigned(
    struct parsing *p, const struct column *column, const char *word, struct value *value)
{
	char *end = NULL;

	errno = 0;
	value->number = isdigit((unsigned char)*word) ? strtoull(word, &end, 10) : 0;
	if (errno || !end || *end || value->number > UINT32_MAX)
		return fail(p, "%s=%s: expected 0 .. 4294967295", column->name, word);
	return true;
}

/* An interface name (or replay1), or ifIndex.N as an OID, or N. */
static bool parse_port(
    struct parsing *p, const struct column *column, const char *word, struct value *value)
{
	struct port *port = mib_port_by_name(p->mib, word);
	uint32_t ifindex = port ? port_ifindex(port) : 0;
	unsigned long number_or_max;
	char *end;

	if (!port) {
		static const char prefix[] = "1.3.6.1.2.1.2.2.1.1.";
		const char *number = *word == '.' ? word + 1 : word;

		if (strncmp(number, prefix, strlen(prefix)) == 0)
			number += strlen(prefix);
		number_or_max =
		    isdigit((unsigned char)*number) ? strtoul(number, &end, 10) : ULONG_MAX;
		if (number_or_max > UINT32_MAX || *end)
			return fail(p, "%s=%s: no such port is monitored", column->name, word);
		ifindex = (uint32_t)number_or_max;
	}
	value->oid = (struct oid)OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);
	value->oid.sub[value->oid.len++] = ifindex;
	return true;
}

static bool parse_value(
    struct parsing *p, const struct column *column, const char *word, struct value *value)
{
	value->syntax = column->syntax;
	switch (column->syntax) {
	case SYNTAX_INTEGER:
		if (column->form != FORM_PORT)
			return parse_integer(p, column, word, value);
		if (!parse_port(p, column, word, value))
			return false;
		value->integer = value->oid.sub[value->oid.len - 1];
		return true;
	case SYNTAX_GAUGE32:
		return parse_unsigned(p, column, word, value);
	case SYNTAX_OCTETS:
		if (!quote_octets(
			word, value->octets_space, sizeof(value->octets_space), &value->octets_len))
			return fail(p, "%s=%s: expected text or 0x and pairs of hex digits",
			    column->name, word);
		value->octets = value->octets_space;
		return true;
	case SYNTAX_OID:
		if (column->form == FORM_OID)
			return oidtext_parse(word, &value->oid) ||
			       fail(p, "%s=%s: expected numbers with dots, or one of our columns",
				   column->name, word);
		return parse_port(p, column, word, value);
	default:
		return fail(p, "%s cannot be set", column->name);
	}
}

/* In the words of an EntryStatus whatever the table, or in the table's own. */
static bool parse_status(
    struct parsing *p, const struct column *column, const char *word, struct value *value)
{
	const struct enumeration *name = enumeration_by_name(entry_status_names, word);
	struct rowtext *text = p->text;

	if (!name && !parse_integer(p, column, word, value))
		return false;
	if (name)
		text->status = name->number == STATUS_CREATE ? 0 : name->number;
	else
		text->status = status_told(column, value->integer);
	return text->status != 0 || fail(p, "a row is valid, underCreation or invalid");
}

static bool parse_assignment(struct parsing *p, char *word)
{
	struct rowtext *text = p->text;
	struct assignment *assignment;
	const struct column *column;
	char *equals = strchr(word, '=');
	uint64_t bit;

	if (!equals)
		return fail(p, "expected COLUMN=VALUE, found \"%s\"", word);
	*equals = '\0';
	column = column_by_name(text->class, word);
	if (!column || column->access != ACCESS_WRITE)
		return fail(p, "%s has no column \"%s\" that can be set", text->class->name, word);
	bit = control_column_bit(text->class, column);
	if (text->given & bit)
		return fail(p, "%s is given twice", column->name);
	text->given |= bit;
	assignment = &text->assignments[text->count];
	assignment->column = column;
	if (column->flags & COLUMN_STATUS)
		return parse_status(p, column, equals + 1, &assignment->value);
	text->count++;
	return parse_value(p, column, equals + 1, &assignment->value);
}

static bool parse_line(struct parsing *p, char *line)
{
	char *word;
	bool first = true;
	enum quote_result result;

	while ((result = quote_next(&line, &word)) == QUOTE_OK) {
		if (!(first ? parse_name(p, word) : parse_assignment(p, word)))
			return false;
		first = false;
	}
	if (result == QUOTE_UNENDED)
		return fail(p, "a quoted text does not end");
	return first ? fail(p, "expected TABLE.INDEX COLUMN=VALUE ...") : true;
}

struct rowtext *rowtext_parse(
    const struct mib *mib, const char *line, const char *where, char *error, size_t error_size)
{
	struct rowtext *text = calloc(1, sizeof(*text));
	struct parsing parsing = {mib, text, error, error_size};
	char *copy = strdup(line);
	bool ok = false;

	if (text && copy) {
		text->status = STATUS_VALID;
		text->line = strdup(line);
		text->where = strdup(where);
		if (text->line && text->where)
			ok = parse_line(&parsing, copy);
		else
			fail(&parsing, "out of memory");
	} else {
		fail(&parsing, "out of memory");
	}
	free(copy);
	if (!ok) {
		rowtext_free(text);
		return NULL;
	}
	return text;
}

void rowtext_free(struct rowtext *text)
{
	if (!text)
		return;
	free(text->assignments);
	free(text->line);
	free(text->where);
	free(text);
}

bool rowtext_same_row(const struct rowtext *a, const struct rowtext *b)
{
	return a->class == b->class && a->index[0] == b->index[0] && a->index[1] == b->index[1];
}

const char *rowtext_where(const struct rowtext *text)
{
	return text->where;
}

const char *rowtext_line(const struct rowtext *text)
{
	return text->line;
}

static enum snmp_error add_varbind(struct mib *mib, const struct rowtext *text,
    const struct column *column, const struct value *value)
{
	uint32_t suffix[3] = {column->number, text->index[0], text->index[1]};

	return transaction_add(mib, control_column_table(text->class, column), suffix,
	    1 + text->class->index_count, value, text);
}

/* Another number is for the row to refuse. */
static bool is_state(int64_t status)
{
	return status == STATUS_VALID || status == STATUS_UNDER_CREATION ||
	       status == STATUS_INVALID;
}

enum snmp_error rowtext_add(struct mib *mib, const struct rowtext *text, const char **column)
{
	const struct column *status = table_status(text->class->table);
	struct value value = {.syntax = SYNTAX_INTEGER, .integer = text->status};
	enum snmp_error error;

	if (is_state(text->status))
		value.integer = status_request(status, (int32_t)text->status,
		    store_find(mib_store(mib, text->class), text->index) != NULL);
	for (size_t i = 0; i < text->count; i++) {
		*column = text->assignments[i].column->name;
		error = add_varbind(
		    mib, text, text->assignments[i].column, &text->assignments[i].value);
		if (error)
			return error;
	}
	*column = status->name;
	return add_varbind(mib, text, status, &value);
}
