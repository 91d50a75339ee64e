/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda show without a table: what the probe is, its interfaces, control rows and alarms. */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alarm.h"
#include "format.h"
#include "interface.h"
#include "listing.h"
#include "mibs/control.h"
#include "mibs/mib.h"
#include "mibs/statistics.h"
#include "show.h"
#include "varbind.h"

/* Columns of etherStatsTable. */
enum {
	DROPS = 3,
	OCTETS = 4,
	PACKETS = 5
};

/* What is said of the probe as a whole; what it does not tell is left out. */
static const struct {
	const char *head;
	struct oid name;
} facts[] = {
    {"system", OID_LITERAL(1, 3, 6, 1, 2, 1, 1, 1, 0)}, /* sysDescr */
    {"name", OID_LITERAL(1, 3, 6, 1, 2, 1, 1, 5, 0)},   /* sysName */
    {"uptime", OID_LITERAL(1, 3, 6, 1, 2, 1, 1, 3, 0)}, /* sysUpTime */
    {"sondad", OID_LITERAL(SONDA, 1, 1, 1, 0)},         /* sondaProbeVersion */
};

#define FACTS (sizeof(facts) / sizeof(facts[0]))

static enum outcome show_facts(struct session *session)
{
	struct varbind *varbinds = calloc(FACTS, sizeof(*varbinds));
	enum outcome outcome;
	char text[FORMAT_SIZE];

	if (!varbinds)
		err(EXIT_FAILURE, NULL);
	for (size_t i = 0; i < FACTS; i++)
		varbinds[i].name = facts[i].name;
	outcome = session_get(session, varbinds, FACTS);
	if (outcome == OUTCOME_GOOD)
		printf("%-8s %s\n", "probe", session_host(session));
	for (size_t i = 0; outcome == OUTCOME_GOOD && i < FACTS; i++) {
		if (!varbinds[i].present)
			continue;
		if (varbinds[i].value.syntax == SYNTAX_OCTETS)
			format_text(text, sizeof(text), &varbinds[i]);
		else
			format_cell(text, sizeof(text), NULL, &varbinds[i]);
		printf("%-8s %s\n", facts[i].head, text);
	}
	free(varbinds);
	return outcome;
}

/* The name of an interface, or its number where it has none. */
static void interface_print(
    char *text, size_t size, const struct interface_list *list, uint32_t index)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->list[i].index == index && list->list[i].name[0]) {
			snprintf(text, size, "%s", list->list[i].name);
			return;
		}
	}
	if (index)
		snprintf(text, size, "%" PRIu32, index);
	else
		snprintf(text, size, "-");
}

struct table_rows {
	const struct interface_list *interfaces;
	const struct table *table;
	struct listing *listing;
};

static bool statistics_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	const struct table_rows *rows = arg;
	char texts[6][64];
	const char *list[6];

	for (size_t i = 0; i < 6; i++)
		list[i] = texts[i];
	interface_print(texts[0], sizeof(texts[0]), rows->interfaces,
	    cells[0].present ? interface_of_source(&cells[0].value.oid) : 0);
	snprintf(texts[1], sizeof(texts[1]), "%" PRIu32,
	    cells[0].present ? interface_of_source(&cells[0].value.oid) : 0);
	snprintf(texts[2], sizeof(texts[2]), "%" PRIu32, index->len ? index->sub[0] : 0);
	for (size_t i = 1; i < 4; i++)
		format_cell(texts[2 + i], sizeof(texts[0]), NULL, &cells[i]);
	listing_row(rows->listing, list);
	return true;
}

static enum outcome show_interfaces(
    struct session *session, const struct interface_list *interfaces, bool csv)
{
	static const char *const heads[] = {
	    "INTERFACE", "IFINDEX", "ROW", "PACKETS", "OCTETS", "DROPS"};
	const struct oid *entry = &ether_stats_table.entry;
	const struct oid columns[] = {oid_column(entry, 2), oid_column(entry, PACKETS),
	    oid_column(entry, OCTETS), oid_column(entry, DROPS)};
	struct table_rows rows = {.interfaces = interfaces};
	const struct walk walk = {
	    .columns = columns, .count = 4, .row = statistics_row, .arg = &rows};
	enum outcome outcome;

	putchar('\n');
	rows.listing = listing_begin(heads, 6, csv);
	outcome = session_walk(session, &walk);
	if (listing_end(rows.listing) == 0 && outcome == OUTCOME_GOOD)
		puts("no interfaces: etherStatsTable has no rows");
	return outcome;
}

static bool control_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	const struct table_rows *rows = arg;
	const struct varbind *source = &cells[2];
	char texts[5][FORMAT_SIZE];
	const char *list[] = {texts[0], texts[1], texts[2], texts[3], texts[4]};

	snprintf(texts[0], FORMAT_SIZE, "%s", rows->table->name);
	snprintf(texts[1], FORMAT_SIZE, "%" PRIu32, index->len ? index->sub[0] : 0);
	if (rows->table->columns[1].form == FORM_PORT && source->present &&
	    source->value.syntax == SYNTAX_OID)
		interface_print(texts[2], FORMAT_SIZE, rows->interfaces,
		    interface_of_source(&source->value.oid));
	else
		snprintf(texts[2], FORMAT_SIZE, "-");
	format_cell(texts[3], FORMAT_SIZE, table_status(rows->table), &cells[0]);
	format_cell(texts[4], FORMAT_SIZE, NULL, &cells[1]);
	listing_row(rows->listing, list);
	return true;
}

/* Those whose rows managers make; the data source, if there is one, is the second column. */
static bool is_control_table(const struct table *table)
{
	return table->control && table->control->table == table && table_status(table) &&
	       rows_owner_column(table) && table->control->index_count == 1;
}

static enum outcome show_controls(
    struct session *session, const struct interface_list *interfaces, bool csv)
{
	static const char *const heads[] = {"TABLE", "INDEX", "INTERFACE", "STATUS", "OWNER"};
	struct table_rows rows = {.interfaces = interfaces};
	enum outcome outcome = OUTCOME_GOOD;

	putchar('\n');
	rows.listing = listing_begin(heads, 5, csv);
	for (size_t i = 0; mib_tables[i] && outcome == OUTCOME_GOOD; i++) {
		uint32_t status;
		struct oid columns[3];
		struct walk walk = {
		    .columns = columns, .count = 3, .row = control_row, .arg = &rows};

		if (!is_control_table(mib_tables[i]))
			continue;
		rows.table = mib_tables[i];
		status = table_status(rows.table)->number;
		columns[0] = oid_column(&rows.table->entry, status);
		columns[1] = oid_column(&rows.table->entry, rows_owner_column(rows.table));
		columns[2] = oid_column(&rows.table->entry, 2);
		outcome = session_walk(session, &walk);
	}
	if (listing_end(rows.listing) == 0 && outcome == OUTCOME_GOOD)
		puts("no rows of any control table of RMON");
	return outcome;
}

enum outcome show_probe(struct session *session, bool csv)
{
	struct interface_list interfaces;
	enum outcome outcome = show_facts(session);

	if (outcome != OUTCOME_GOOD)
		return outcome;
	outcome = interface_list(session, &interfaces);
	if (outcome == OUTCOME_GOOD)
		outcome = show_interfaces(session, &interfaces, csv);
	if (outcome == OUTCOME_GOOD)
		outcome = show_controls(session, &interfaces, csv);
	if (outcome == OUTCOME_GOOD) {
		putchar('\n');
		outcome = alarm_list(session, csv);
	}
	interface_list_free(&interfaces);
	return outcome;
}
