/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints every object of every table in walk order, in the words of `snmpwalk -On -Oe`. */
#include "dump.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>

#include "walk.h"

static void print_oid(FILE *out, const uint32_t *sub, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fprintf(out, ".%" PRIu32, sub[i]);
}

static bool is_text(const uint8_t *octets, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isprint(octets[i]) && !isspace(octets[i]))
			return false;
	}
	return true;
}

static void print_octets(FILE *out, const uint8_t *octets, size_t len)
{
	if (len == 0) {
		fputs("\"\"", out);
		return;
	}
	if (!is_text(octets, len)) {
		fputs("Hex-STRING: ", out);
		for (size_t i = 0; i < len; i++)
			fprintf(out, "%02X %s", octets[i], i % 16 == 15 && i + 1 < len ? "\n" : "");
		return;
	}
	fputs("STRING: \"", out);
	for (size_t i = 0; i < len; i++) {
		if (octets[i] == '"' || octets[i] == '\\')
			fputc('\\', out);
		fputc(octets[i], out);
	}
	fputc('"', out);
}

static void print_ticks(FILE *out, uint32_t ticks)
{
	uint32_t seconds = ticks / 100;
	uint32_t days = seconds / 86400;

	fprintf(out, "Timeticks: (%" PRIu32 ") ", ticks);
	if (days > 0)
		fprintf(out, "%" PRIu32 " day%s, ", days, days == 1 ? "" : "s");
	fprintf(out, "%" PRIu32 ":%02" PRIu32 ":%02" PRIu32 ".%02" PRIu32, seconds / 3600 % 24,
	    seconds / 60 % 60, seconds % 60, ticks % 100);
}

void dump_line(FILE *out, const uint32_t *name, size_t len, const struct value *value)
{
	print_oid(out, name, len);
	fputs(" = ", out);
	switch (value->syntax) {
	case SYNTAX_INTEGER:
		fprintf(out, "INTEGER: %" PRId64, value->integer);
		break;
	case SYNTAX_OCTETS:
		print_octets(out, value->octets, value->octets_len);
		break;
	case SYNTAX_OID:
		fputs("OID: ", out);
		print_oid(out, value->oid.sub, value->oid.len);
		break;
	case SYNTAX_COUNTER32:
		fprintf(out, "Counter32: %" PRIu64, value->number);
		break;
	case SYNTAX_GAUGE32:
		fprintf(out, "Gauge32: %" PRIu64, value->number);
		break;
	case SYNTAX_TIMETICKS:
		print_ticks(out, (uint32_t)value->number);
		break;
	case SYNTAX_COUNTER64:
		fprintf(out, "Counter64: %" PRIu64, value->number);
		break;
	}
	fputc('\n', out);
}

static void dump_table(struct mib *mib, const struct table *table, FILE *out)
{
	struct oid name = table->entry;
	struct value value;
	struct walk walk;
	bool more;

	for (more = walk_seek(&walk, mib, table, NULL, 0, true); more; more = walk_step(&walk)) {
		walk_value(&walk, &value);
		dump_line(out, name.sub,
		    table->entry.len + walk_suffix(&walk, name.sub + table->entry.len), &value);
	}
}

void dump(struct mib *mib, FILE *out)
{
	mib->pdu++; /* one set of views for all */
	for (size_t i = 0; mib_tables[i]; i++)
		dump_table(mib, mib_tables[i], out);
}
