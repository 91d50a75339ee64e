/* SPDX-License-Identifier: BSD-2-Clause */
/* The channels of the filter group: channelTable and what augments it. */
#include "channel.h"

#include "capture.h"
#include "channel_event.h"
#include "columns.h"
#include "event.h"
#include "filter.h"
#include "mib.h"
#include "probe/channel.h"

#define DESCRIPTION_MAX 127

enum {
	DATA_ON = 1,
	DATA_OFF
};

struct channel_row {
	struct control control;
	int32_t accept;
	int32_t data_control; /* as last set; the collector has what it is */
	int32_t turn_on_event;
	int32_t turn_off_event;
	int32_t event;
	int32_t event_status; /* as data_control */
	char description[DESCRIPTION_MAX + 1];
};

enum column_number {
	DATA_CONTROL = 4,
	EVENT_STATUS = 8,
};

static const struct enumeration accept_names[] = {
    {CHANNEL_ACCEPT_MATCHED, "acceptMatched"},
    {CHANNEL_ACCEPT_FAILED, "acceptFailed"},
    {0, NULL},
};

static const struct enumeration data_control_names[] = {
    {DATA_ON, "on"},
    {DATA_OFF, "off"},
    {0, NULL},
};

static const struct enumeration event_status_names[] = {
    {CHANNEL_EVENT_READY, "eventReady"},
    {CHANNEL_EVENT_FIRED, "eventFired"},
    {CHANNEL_EVENT_ALWAYS_READY, "eventAlwaysReady"},
    {0, NULL},
};

#define SETTING(num, descriptor, syn, member, ...)                                                 \
	READ_CREATE(                                                                               \
	    num, descriptor, syn, FIELD(IN_CONTROL, struct channel_row, member), __VA_ARGS__)

static const struct column channel_columns[] = {
    CONTROL_INDEX(1, channelIndex),
    READ_CREATE(2, channelIfIndex, INTEGER, FIELD(IN_CONTROL, struct control, port), .min = 1,
	.max = INDEX_MAX, .flags = COLUMN_MANDATORY),
    SETTING(3, channelAcceptType, INTEGER, accept, .names = accept_names),
    SETTING(DATA_CONTROL, channelDataControl, INTEGER, data_control, .names = data_control_names,
	.flags = COLUMN_LIVE | COLUMN_RUNNING),
    SETTING(5, channelTurnOnEventIndex, INTEGER, turn_on_event, .max = INDEX_MAX),
    SETTING(6, channelTurnOffEventIndex, INTEGER, turn_off_event, .max = INDEX_MAX),
    SETTING(7, channelEventIndex, INTEGER, event, .max = INDEX_MAX),
    SETTING(EVENT_STATUS, channelEventStatus, INTEGER, event_status, .names = event_status_names,
	.flags = COLUMN_LIVE | COLUMN_RUNNING),
    READ_ONLY(9, channelMatches, COUNTER32, FIELD(IN_SUMMARY, struct channel_summary, matches)),
    SETTING(10, channelDescription, OCTETS, description, .flags = COLUMN_LIVE),
    CONTROL_OWNER(11, channelOwner),
    CONTROL_STATUS(12, channelStatus),
};

const struct table channel_table = {
    .name = "channelTable",
    .entry = OID_LITERAL(RMON, 7, 2, 1),
    .control = &channel_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(channel_columns),
};

static const struct column channel2_columns[] = {
    READ_ONLY(1, channelDroppedFrames, COUNTER32,
	FIELD(IN_SUMMARY, struct channel_summary, dropped_frames)),
    READ_ONLY(2, channelCreateTime, TIMETICKS, FIELD(IN_SUMMARY, struct channel_summary, created)),
};

const struct table channel2_table = {
    .name = "channel2Table",
    .entry = OID_LITERAL(RMON, 7, 3, 1),
    .control = &channel_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(channel2_columns),
};

static void group_lock(struct group *group)
{
	if (group->port)
		port_lock(group->port);
}

static void group_unlock(struct group *group)
{
	if (group->port)
		port_unlock(group->port);
}

/* The collector of the valid channel with this index, which may not be attached yet; or NULL. */
static struct group *channel_group(struct mib *mib, uint32_t index)
{
	const struct control *row =
	    store_find(mib_store(mib, &channel_control), (const uint32_t[]){index, 0});

	return row && row->status == STATUS_VALID ? row->group : NULL;
}

void channel_join_filter(struct mib *mib, uint32_t index, struct filter *filter)
{
	struct group *to = channel_group(mib, index);
	struct group *from = channel_of_filter(filter);

	if (to == from)
		return;
	if (from) {
		group_lock(from);
		channel_remove_filter(filter);
		group_unlock(from);
	}
	if (to) {
		group_lock(to);
		channel_add_filter(to, filter);
		group_unlock(to);
	}
}

void channel_join_buffer(struct mib *mib, uint32_t index, struct buffer *buffer)
{
	struct group *to = channel_group(mib, index);
	struct group *from = channel_of_buffer(buffer);

	if (to == from)
		return;
	if (from) {
		group_lock(from);
		channel_remove_buffer(buffer);
		group_unlock(from);
	}
	if (to) {
		group_lock(to);
		if (to->port)
			port_advance(to->port, mib->now);
		channel_add_buffer(to, buffer);
		group_unlock(to);
	}
}

static void channel_defaults(struct mib *mib, struct control *control)
{
	struct channel_row *row = (struct channel_row *)control;

	(void)mib;
	row->accept = CHANNEL_ACCEPT_MATCHED;
	row->data_control = DATA_OFF;
	row->event_status = CHANNEL_EVENT_READY;
}

static struct group *channel_collect(struct mib *mib, struct control *control)
{
	const struct channel_row *row = (const struct channel_row *)control;
	struct channel_config config = {
	    .index = control->index[0],
	    .accept = (enum channel_accept)row->accept,
	    .event_status = (enum channel_event_status)row->event_status,
	    .on = row->data_control == DATA_ON,
	};

	(void)mib;
	return channel_open(&config);
}

/* The filters and buffers that name the channel were there before it. */
static bool channel_make(struct mib *mib, struct control *row)
{
	(void)mib;
	(void)row;
	return true;
}

static uint32_t associated(struct mib *mib, int32_t event)
{
	return event_exists(mib, (uint32_t)event) ? (uint32_t)event : 0;
}

static void channel_associate(struct mib *mib, const struct control *control)
{
	const struct channel_row *row = (const struct channel_row *)control;
	struct channel_events events = {
	    .turn_on = associated(mib, row->turn_on_event),
	    .turn_off = associated(mib, row->turn_off_event),
	    .matched = associated(mib, row->event),
	};

	group_lock(control->group);
	channel_set_events(control->group, &events);
	group_unlock(control->group);
}

void channel_rows_associate(struct mib *mib)
{
	const struct store *store = mib_store(mib, &channel_control);

	for (size_t i = 0; i < store->count; i++) {
		if (store->rows[i]->status == STATUS_VALID && store->rows[i]->group)
			channel_associate(mib, store->rows[i]);
	}
}

static void channel_begin(struct mib *mib, struct control *row)
{
	channel_associate(mib, row);
	filter_rows_join(mib, row->index[0]);
	capture_rows_join(mib, row->index[0]);
}

static void channel_end(struct mib *mib, struct control *row)
{
	(void)mib;
	(void)row;
}

static bool channel_change_prepare(struct mib *mib, struct control *row, const struct control *old)
{
	(void)mib;
	(void)row;
	(void)old;
	return true;
}

static bool was_set(const struct control *row, enum column_number number)
{
	return row->set >> (table_column(&channel_table, number) - channel_columns) & 1;
}

/* What is written holds even if it was written before: an event may have changed it meanwhile. */
static void channel_change_apply(struct control *control, const struct control *old)
{
	const struct channel_row *row = (const struct channel_row *)control;

	(void)old;
	if (was_set(control, DATA_CONTROL))
		channel_turn(control->group, row->data_control == DATA_ON);
	if (was_set(control, EVENT_STATUS))
		channel_set_event_status(
		    control->group, (enum channel_event_status)row->event_status);
}

static void channel_change_drop(struct control *row)
{
	(void)row;
}

static void channel_load(const struct control *control, const struct column *column,
    const void *base, struct value *value)
{
	const struct channel_row *row = base;
	struct channel_state state = {
	    .on = row->data_control == DATA_ON,
	    .event_status = (enum channel_event_status)row->event_status,
	};

	if (control->group) {
		group_lock(control->group);
		state = channel_state(control->group);
		group_unlock(control->group);
	}
	value->syntax = SYNTAX_INTEGER;
	if (column->number == DATA_CONTROL)
		value->integer = state.on ? DATA_ON : DATA_OFF;
	else
		value->integer = state.event_status;
}

/* The port's own channels have acted on its events when the packet was there. */
static void channel_hears(struct mib *mib, struct control *row, uint32_t event)
{
	if (row->status != STATUS_VALID || row->port == mib->acted)
		return;
	group_lock(row->group);
	port_advance(row->port, mib->now);
	channel_event(row->group, event);
	group_unlock(row->group);
}

/* A notice of a channel that ended meanwhile is no news. */
static void hear(struct mib *mib, const struct port *port, const struct notice *notice)
{
	const struct control *row =
	    store_find(mib_store(mib, &channel_control), (const uint32_t[]){notice->channel, 0});

	if (row && row->status == STATUS_VALID && row->port == port &&
	    row->group->created <= notice->time)
		channel_event_generate(mib, row, notice);
}

/* Whichever channel comes first hears what all of the port had to say. */
static void channel_run(struct mib *mib, struct control *row)
{
	struct port *port = row->port;
	struct notice notices[QUEUE_MAX], latest;
	unsigned count;
	bool unheard;

	port_lock(port);
	count = queue_take(&port->queue, notices);
	unheard = channel_take_unheard(row->group, &latest);
	port_unlock(port);
	for (unsigned i = 0; i < count; i++)
		hear(mib, port, &notices[i]);
	if (unheard)
		channel_event_generate(mib, row, &latest);
}

void channel_hear(struct mib *mib)
{
	struct store *store = mib_store(mib, &channel_control);

	for (size_t i = 0; i < store->count; i++) {
		if (store->rows[i]->status == STATUS_VALID)
			channel_run(mib, store->rows[i]);
	}
}

const struct control_class channel_control = {
    .name = "channelTable",
    .row_size = sizeof(struct channel_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .table = &channel_table,
    .group = &channel_class,
    .defaults = channel_defaults,
    .collect = channel_collect,
    .change_prepare = channel_change_prepare,
    .change_apply = channel_change_apply,
    .change_drop = channel_change_drop,
    .make = channel_make,
    .begin = channel_begin,
    .end = channel_end,
    .run = channel_run,
    .event = channel_hears,
    .load = channel_load,
};
