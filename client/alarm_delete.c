/* SPDX-License-Identifier: BSD-2-Clause */
/* Deleting an alarm, and its events when they are sonda's and nothing else uses them. */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "alarm.h"
#include "alarm_columns.h"
#include "format.h"
#include "mibs/alarm.h"
#include "mibs/columns.h"
#include "mibs/control.h"
#include "mibs/event.h"
#include "mibs/mib.h"
#include "varbind.h"

#define MADE_BY_SONDA "sonda "

/* Looks for a row that names an event. */
struct use {
	uint32_t event;
	bool found;
};

static bool use_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct use *use = arg;

	(void)index;
	use->found = varbind_number(&cells[0]) == use->event;
	return !use->found;
}

/* Columns that name an event are called so in every table; log entries do not use it. */
static bool names_event(const struct table *table, const struct column *column)
{
	static const char end[] = "EventIndex";
	size_t len = strlen(column->name);

	return table != &log_table && len > strlen(end) &&
	       strcmp(column->name + len - strlen(end), end) == 0;
}

static enum outcome use_find(struct session *session, struct use *use)
{
	enum outcome outcome = OUTCOME_GOOD;

	for (size_t i = 0; mib_tables[i]; i++) {
		const struct table *table = mib_tables[i];

		for (size_t j = 0; j < table->column_count && !use->found; j++) {
			struct oid column = oid_column(&table->entry, table->columns[j].number);
			struct walk walk = {
			    .columns = &column, .count = 1, .row = use_row, .arg = use};

			if (!names_event(table, &table->columns[j]))
				continue;
			outcome = session_walk(session, &walk);
			if (outcome != OUTCOME_GOOD)
				return outcome;
		}
	}
	return outcome;
}

static bool is_sondas(const struct varbind *owner)
{
	return owner->present && owner->value.octets_len >= strlen(MADE_BY_SONDA) &&
	       memcmp(owner->value.octets, MADE_BY_SONDA, strlen(MADE_BY_SONDA)) == 0;
}

static int event_delete(const struct run *run, uint32_t event)
{
	struct varbind owner = {.name = oid_cell(&event_table.entry, EVENT_OWNER, event)};
	struct use use = {.event = event};
	enum outcome outcome = session_get(run->session, &owner, 1);

	if (outcome == OUTCOME_GOOD && is_sondas(&owner))
		outcome = use_find(run->session, &use);
	if (outcome != OUTCOME_GOOD)
		return run_status(run, outcome);
	if (!is_sondas(&owner) || use.found)
		return EXIT_GOOD;
	if (rows_delete(run->rows, &event_table, event) != OUTCOME_GOOD)
		return EXIT_FAILED;
	printf("deleted event %" PRIu32 "\n", event);
	return EXIT_GOOD;
}

int alarm_delete(const struct run *run, const char *text)
{
	const struct oid *entry = &alarm_table.entry;
	struct varbind cells[3];
	int64_t index;
	uint32_t events[2];
	enum outcome outcome;
	int status = EXIT_GOOD;

	if (!format_parse_size(text, 1, INDEX_MAX, &index)) {
		warnx("--delete %s is no index from 1 to %d", text, INDEX_MAX);
		return EXIT_USAGE;
	}
	cells[0].name = oid_cell(entry, ALARM_STATUS, (uint32_t)index);
	cells[1].name = oid_cell(entry, ALARM_RISING_EVENT, (uint32_t)index);
	cells[2].name = oid_cell(entry, ALARM_FALLING_EVENT, (uint32_t)index);
	outcome = session_get(run->session, cells, 3);
	if (outcome != OUTCOME_GOOD)
		return run_status(run, outcome);
	if (!cells[0].present) {
		warnx("%s: has no alarm %s", session_host(run->session), text);
		return EXIT_FAILED;
	}
	events[0] = (uint32_t)varbind_number(&cells[1]);
	events[1] = (uint32_t)varbind_number(&cells[2]);
	if (rows_delete(run->rows, &alarm_table, (uint32_t)index) != OUTCOME_GOOD)
		return EXIT_FAILED;
	printf("deleted alarm %s\n", text);
	for (size_t i = 0; i < 2 && status == EXIT_GOOD; i++) {
		if (events[i] && (i == 0 || events[1] != events[0]))
			status = event_delete(run, events[i]);
	}
	return status;
}
