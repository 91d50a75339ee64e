/* SPDX-License-Identifier: BSD-2-Clause */
/* The event group: eventTable, logTable, and what generating an event does. */
#include "event.h"

#include "channel.h"
#include "columns.h"
#include "event_log.h"
#include "mib.h"

#define COMMUNITY_MAX 127
#define DESCRIPTION_MAX 127

enum event_type {
	EVENT_NONE = 1,
	EVENT_LOG,
	EVENT_TRAP,
	EVENT_LOG_AND_TRAP
};

struct event_row {
	struct control control;
	char description[DESCRIPTION_MAX + 1];
	int32_t type; /* enum event_type */
	BYTES(COMMUNITY_MAX) community;
};

static const struct enumeration type_names[] = {
    {EVENT_NONE, "none"},
    {EVENT_LOG, "log"},
    {EVENT_TRAP, "snmptrap"},
    {EVENT_LOG_AND_TRAP, "logandtrap"},
    {0, NULL},
};

static const struct column event_columns[] = {
    CONTROL_INDEX(1, eventIndex),
    READ_CREATE(2, eventDescription, OCTETS, FIELD(IN_CONTROL, struct event_row, description),
	.flags = COLUMN_LIVE),
    READ_CREATE(3, eventType, INTEGER, FIELD(IN_CONTROL, struct event_row, type),
	.names = type_names, .flags = COLUMN_LIVE),
    READ_CREATE(4, eventCommunity, OCTETS, FIELD(IN_CONTROL, struct event_row, community),
	.flags = COLUMN_LIVE),
    READ_ONLY(5, eventLastTimeSent, TIMETICKS, FIELD(IN_SUMMARY, struct event_summary, last_sent)),
    CONTROL_OWNER(6, eventOwner),
    CONTROL_STATUS(7, eventStatus),
};

const struct table event_table = {
    .name = "eventTable",
    .entry = OID_LITERAL(RMON, 9, 1, 1),
    .control = &event_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(event_columns),
};

static const struct index_part log_index[] = {
    {INDEX_U32, offsetof(struct log_row, index)},
};

static const struct column log_columns[] = {
    CONTROL_INDEX(1, logEventIndex),
    READ_ONLY(
	2, logIndex, INTEGER, FIELD(IN_ROW, struct log_row, index), .min = 1, .max = INT32_MAX),
    READ_ONLY(3, logTime, TIMETICKS, FIELD(IN_ROW, struct log_row, time)),
    READ_ONLY(4, logDescription, OCTETS, FIELD(IN_ROW, struct log_row, text)),
};

const struct table log_table = {
    .name = "logTable",
    .entry = OID_LITERAL(RMON, 9, 2, 1),
    .control = &event_control,
    .order = 0,
    INDEXES(log_index),
    COLUMNS(log_columns),
};

static void event_defaults(struct mib *mib, struct control *control)
{
	(void)mib;
	((struct event_row *)control)->type = EVENT_NONE;
}

static bool event_make(struct mib *mib, struct control *control)
{
	control->live = event_log_new(&mib->budgets[BUDGET_LOG]);
	return control->live != NULL;
}

static void event_begin(struct mib *mib, struct control *control)
{
	(void)control;
	channel_rows_associate(mib);
}

static void event_end(struct mib *mib, struct control *control)
{
	event_log_free(control->live, &mib->budgets[BUDGET_LOG]);
	control->live = NULL;
	channel_rows_associate(mib);
}

static struct view *event_rows(struct control *control)
{
	return &((struct event_log *)control->live)->view;
}

const struct control_class event_control = {
    .name = "eventTable",
    .row_size = sizeof(struct event_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_LOG,
    .table = &event_table,
    .defaults = event_defaults,
    .make = event_make,
    .begin = event_begin,
    .end = event_end,
    .rows = event_rows,
};

static void row_notify(
    struct mib *mib, const struct event_row *row, struct notification *notification)
{
	notification->community = row->community.octets;
	notification->community_len = row->community.len;
	mib->notify(mib->notify_arg, notification);
}

static void row_generate(struct mib *mib, const struct event_row *row, const char *text,
    struct notification *notification)
{
	struct event_log *log = row->control.live;
	bool logs = row->type == EVENT_LOG || row->type == EVENT_LOG_AND_TRAP;
	bool notifies = row->type == EVENT_TRAP || row->type == EVENT_LOG_AND_TRAP;

	log->summary.last_sent = mib->now;
	if (logs)
		event_log_add(log, &mib->budgets[BUDGET_LOG], mib->now, text);
	if (notifies && notification && mib->notify)
		row_notify(mib, row, notification);
}

/* What other rows do about it: a channel opens or closes. */
static void classes_hear(struct mib *mib, uint32_t index)
{
	for (size_t i = 0; mib_controls[i]; i++) {
		struct store *store = &mib->stores[i];

		for (size_t j = 0; mib_controls[i]->event && j < store->count; j++) {
			if (store->rows[j]->status == STATUS_VALID)
				mib_controls[i]->event(mib, store->rows[j], index);
		}
	}
}

static const struct event_row *event_find(struct mib *mib, uint32_t index)
{
	const struct control *row =
	    store_find(mib_store(mib, &event_control), (const uint32_t[]){index});

	return row && row->status == STATUS_VALID ? (const struct event_row *)row : NULL;
}

bool event_exists(struct mib *mib, uint32_t index)
{
	return event_find(mib, index) != NULL;
}

void event_generate(
    struct mib *mib, uint32_t index, const char *text, struct notification *notification)
{
	const struct event_row *row = event_find(mib, index);

	if (!row)
		return;
	row_generate(mib, row, text, notification);
	classes_hear(mib, index);
}
