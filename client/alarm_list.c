/* SPDX-License-Identifier: BSD-2-Clause */
/* The alarms of a probe and the latest entries of its log. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alarm.h"
#include "alarm_columns.h"
#include "format.h"
#include "listing.h"
#include "mibs/alarm.h"
#include "mibs/event.h"
#include "rowlist.h"
#include "varbind.h"

#define LOG_SHOWN 10
#define LOG_TEXT_MAX 255

/* Where each head's cell comes from, in the order of alarm_heads; 0: worked out. */
static const uint8_t alarm_cells[] = {0, ALARM_VARIABLE, ALARM_VALUE, 0, ALARM_SAMPLE_TYPE,
    ALARM_INTERVAL, ALARM_RISING, ALARM_FALLING, ALARM_RISING_EVENT, ALARM_FALLING_EVENT,
    ALARM_STATUS, ALARM_OWNER};
static const char *const alarm_heads[] = {"INDEX", "VARIABLE", "VALUE", "STATE", "TYPE", "EVERY",
    "RISING", "FALLING", "RISING-EVENT", "FALLING-EVENT", "STATUS", "OWNER"};

#define ALARM_CELLS (sizeof(alarm_cells))

/* How the value compares to the thresholds: the MIB does not say which of them was crossed last. */
static const char *state_of(const struct varbind *cells)
{
	int64_t value = varbind_number(&cells[ALARM_VALUE]);

	if (!cells[ALARM_VALUE].present)
		return "-";
	if (value >= varbind_number(&cells[ALARM_RISING]))
		return "above";
	return value <= varbind_number(&cells[ALARM_FALLING]) ? "below" : "between";
}

static bool alarm_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	char texts[ALARM_CELLS][FORMAT_SIZE];
	const char *list[ALARM_CELLS];

	for (size_t i = 0; i < ALARM_CELLS; i++) {
		const struct column *column = table_column(&alarm_table, alarm_cells[i]);

		list[i] = texts[i];
		if (alarm_cells[i])
			format_cell(texts[i], FORMAT_SIZE, column, &cells[alarm_cells[i]]);
	}
	snprintf(texts[0], FORMAT_SIZE, "%" PRIu32, index->len ? index->sub[0] : 0);
	snprintf(texts[3], FORMAT_SIZE, "%s", state_of(cells));
	listing_row(arg, list);
	return true;
}

static bool any_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	(void)index;
	(void)cells;
	*(bool *)arg = true;
	return false;
}

/* Alarms on 64-bit values are a table of their own (RFC 3434).  before: something was printed. */
static enum outcome high_capacity_list(struct session *session, bool csv, bool before)
{
	const struct table *table = rowlist_find("hcAlarmTable", strlen("hcAlarmTable"));
	const struct oid all = {.len = 0};
	struct oid column;
	bool any = false;
	const struct walk walk = {.columns = &column, .count = 1, .row = any_row, .arg = &any};
	enum outcome outcome = OUTCOME_GOOD;
	size_t rows;

	if (table) {
		column = table->entry;
		outcome = session_walk(session, &walk);
	}
	if (outcome != OUTCOME_GOOD)
		return outcome;
	if (before && any)
		putchar('\n');
	else if (!before && !any)
		puts("no alarms");
	return any ? rowlist_print(session, table, &all, csv, &rows) : outcome;
}

enum outcome alarm_list(struct session *session, bool csv)
{
	struct oid columns[ALARM_COLUMNS];
	struct walk walk = {.columns = columns, .count = ALARM_COLUMNS, .row = alarm_row};
	struct listing *listing;
	enum outcome outcome;
	bool any;

	/* A column's place among the cells is its number; the index itself stands at 0. */
	for (uint32_t i = 0; i < ALARM_COLUMNS; i++)
		columns[i] = oid_column(&alarm_table.entry, i ? i : ALARM_STATUS);
	listing = listing_begin(alarm_heads, ALARM_CELLS, csv);
	walk.arg = listing;
	outcome = session_walk(session, &walk);
	any = listing_end(listing) > 0;
	return outcome == OUTCOME_GOOD ? high_capacity_list(session, csv, any) : outcome;
}

/* The entries of the log that came last, the latest first. */
struct latest {
	uint64_t now; /* sysUpTime */
	size_t count;
	struct entry {
		uint64_t time;
		uint32_t event;
		char text[LOG_TEXT_MAX * 2];
	} entries[LOG_SHOWN];
};

static bool log_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct latest *latest = arg;
	uint64_t time = (uint64_t)varbind_number(&cells[0]);
	size_t at = 0;

	while (at < latest->count && latest->entries[at].time > time)
		at++;
	if (at == LOG_SHOWN)
		return true;
	if (latest->count < LOG_SHOWN)
		latest->count++;
	memmove(&latest->entries[at + 1], &latest->entries[at],
	    (latest->count - 1 - at) * sizeof(latest->entries[0]));
	latest->entries[at] = (struct entry){.time = time, .event = index->len ? index->sub[0] : 0};
	format_cell(latest->entries[at].text, sizeof(latest->entries[at].text), NULL, &cells[1]);
	return true;
}

static void latest_print(const struct latest *latest, bool csv)
{
	static const char *const heads[] = {"AGO", "EVENT", "LOG"};
	struct listing *listing = listing_begin(heads, 3, csv);

	for (size_t i = 0; i < latest->count; i++) {
		const struct entry *entry = &latest->entries[i];
		char ago[32];
		char event[16];
		const char *cells[] = {ago, event, entry->text};

		format_ticks(
		    ago, sizeof(ago), latest->now > entry->time ? latest->now - entry->time : 0);
		snprintf(event, sizeof(event), "%" PRIu32, entry->event);
		listing_row(listing, cells);
	}
	listing_end(listing);
}

enum outcome alarm_log(struct session *session, bool csv)
{
	const struct oid columns[] = {
	    oid_column(&log_table.entry, LOG_TIME), oid_column(&log_table.entry, LOG_DESCRIPTION)};
	struct latest latest = {.count = 0};
	const struct walk walk = {.columns = columns, .count = 2, .row = log_row, .arg = &latest};
	struct varbind up = {.name = OID_LITERAL(1, 3, 6, 1, 2, 1, 1, 3, 0)};
	enum outcome outcome = session_walk(session, &walk);

	if (outcome == OUTCOME_GOOD)
		outcome = session_get(session, &up, 1);
	if (outcome != OUTCOME_GOOD || latest.count == 0)
		return outcome;
	latest.now = (uint64_t)varbind_number(&up);
	putchar('\n');
	latest_print(&latest, csv);
	return OUTCOME_GOOD;
}
