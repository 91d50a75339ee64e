/* SPDX-License-Identifier: BSD-2-Clause */
/* Object identifiers as text: numbers, or the name of one of our columns and its index. */
#include "oidtext.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mib.h"

/* Appends ".N.N..." or, at the start of an OID, "N.N..." */
static bool parse_numbers(const char *at, struct oid *oid)
{
	while (*at) {
		unsigned long long number;
		char *end;

		if (*at == '.')
			at++;
		if (!isdigit((unsigned char)*at) || oid->len == OID_MAX)
			return false;
		errno = 0;
		number = strtoull(at, &end, 10);
		if (errno || number > UINT32_MAX || (*end && *end != '.'))
			return false;
		oid->sub[oid->len++] = (uint32_t)number;
		at = end;
	}
	return true;
}

static bool find_column(const char *name, size_t len, struct oid *oid)
{
	for (size_t i = 0; mib_tables[i]; i++) {
		const struct table *table = mib_tables[i];

		for (size_t j = 0; j < table->column_count; j++) {
			const char *own = table->columns[j].name;

			if (strlen(own) != len || strncmp(own, name, len) != 0)
				continue;
			*oid = table->entry;
			oid->sub[oid->len++] = table->columns[j].number;
			return true;
		}
	}
	return false;
}

bool oidtext_parse(const char *text, struct oid *oid)
{
	size_t name = strcspn(text, ".");

	*oid = (struct oid){.len = 0};
	if (isalpha((unsigned char)*text))
		return find_column(text, name, oid) && text[name] &&
		       parse_numbers(text + name, oid);
	return parse_numbers(text, oid) && oid->len >= 2;
}

void oidtext_print(FILE *out, const struct oid *oid)
{
	for (size_t i = 0; i < oid->len; i++)
		fprintf(out, "%s%" PRIu32, i ? "." : "", oid->sub[i]);
}

/* The column that the OID lies in, with its table; NULL: it is none of ours. */
static const struct column *column_of(const struct oid *oid, const struct table **table)
{
	for (size_t i = 0; mib_tables[i]; i++) {
		const struct oid *entry = &mib_tables[i]->entry;

		if (oid->len > entry->len &&
		    key_compare(oid->sub, entry->len, entry->sub, entry->len) == 0) {
			*table = mib_tables[i];
			return table_column(mib_tables[i], oid->sub[entry->len]);
		}
	}
	return NULL;
}

void oidtext_name(char *text, size_t size, const struct oid *oid)
{
	const struct table *table = NULL;
	const struct column *column = column_of(oid, &table);
	size_t first = column ? table->entry.len + 1 : 0;
	size_t len = 0;

	if (column)
		len = (size_t)snprintf(text, size, "%s", column->name);
	else if (size > 0)
		*text = '\0';
	for (size_t i = first; i < oid->len && len < size; i++)
		len += (size_t)snprintf(
		    text + len, size - len, "%s%" PRIu32, i ? "." : "", oid->sub[i]);
}
