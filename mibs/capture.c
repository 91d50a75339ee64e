/* SPDX-License-Identifier: BSD-2-Clause */
/* The packet capture group: bufferControlTable, captureBufferTable and what augments it. */
#include "capture.h"

#include <stdlib.h>

#include "capture_view.h"
#include "channel.h"
#include "columns.h"
#include "mib.h"

#define SLICE_DEFAULT 100 /* DEFVAL of CaptureSliceSize and DownloadSliceSize, octets */
#define UNLIMITED (-1)

#define MS 1000000ull /* ns */

enum {
	SPACE_AVAILABLE = 1,
	FULL
};

enum {
	LOCK_WHEN_FULL = 1,
	WRAP_WHEN_FULL
};

struct capture_row {
	struct control control;
	int32_t channel; /* need not exist */
	int32_t full_action;
	int32_t capture_slice;
	int32_t download_slice;
	int32_t download_offset;
	int32_t requested;
	int32_t granted;
	struct buffer *other; /* taken beforehand for a change of size, or left by one */
};

/* The columns that capture_load() gives. */
enum control_column {
	FULL_STATUS = 3,
	CAPTURED_PACKETS = 10,
	TURN_ON_TIME = 11,
};

enum row_column {
	PACKET_HIGH_CAPACITY_TIME = 1,
	PACKET_DATA = 4,
	PACKET_TIME = 6,
};

static const struct enumeration full_status_names[] = {
    {SPACE_AVAILABLE, "spaceAvailable"},
    {FULL, "full"},
    {0, NULL},
};

static const struct enumeration full_action_names[] = {
    {LOCK_WHEN_FULL, "lockWhenFull"},
    {WRAP_WHEN_FULL, "wrapWhenFull"},
    {0, NULL},
};

#define SETTING(num, descriptor, member, ...)                                                      \
	READ_CREATE(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct capture_row, member),       \
	    ##__VA_ARGS__)
#define LOADED(num, descriptor, syn, where, ...)                                                   \
	READ_ONLY(num, descriptor, syn, .place = (where), .form = FORM_BY_CLASS, ##__VA_ARGS__)
#define PACKET(num, descriptor, member, ...)                                                       \
	READ_ONLY(num, descriptor, INTEGER, FIELD(IN_ROW, struct buffer_row, member), ##__VA_ARGS__)

static const struct column buffer_control_columns[] = {
    CONTROL_INDEX(1, bufferControlIndex),
    SETTING(2, bufferControlChannelIndex, channel, .min = 1, .max = INDEX_MAX,
	.flags = COLUMN_MANDATORY),
    LOADED(FULL_STATUS, bufferControlFullStatus, INTEGER, IN_CONTROL, .names = full_status_names),
    SETTING(
	4, bufferControlFullAction, full_action, .names = full_action_names, .flags = COLUMN_LIVE),
    SETTING(5, bufferControlCaptureSliceSize, capture_slice),
    SETTING(6, bufferControlDownloadSliceSize, download_slice, .flags = COLUMN_LIVE),
    SETTING(7, bufferControlDownloadOffset, download_offset, .flags = COLUMN_LIVE),
    SETTING(8, bufferControlMaxOctetsRequested, requested, .flags = COLUMN_LIVE),
    READ_ONLY(
	9, bufferControlMaxOctetsGranted, INTEGER, FIELD(IN_CONTROL, struct capture_row, granted)),
    LOADED(CAPTURED_PACKETS, bufferControlCapturedPackets, INTEGER, IN_CONTROL),
    LOADED(TURN_ON_TIME, bufferControlTurnOnTime, TIMETICKS, IN_CONTROL),
    CONTROL_OWNER(12, bufferControlOwner),
    CONTROL_STATUS(13, bufferControlStatus),
};

const struct table buffer_control_table = {
    .name = "bufferControlTable",
    .entry = OID_LITERAL(RMON, 8, 1, 1),
    .control = &buffer_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(buffer_control_columns),
};

static const struct index_part packet_index[] = {
    {INDEX_U32, offsetof(struct buffer_row, index)},
};

static const struct column capture_buffer_columns[] = {
    CONTROL_INDEX(1, captureBufferControlIndex),
    PACKET(2, captureBufferIndex, index, .min = 1, .max = INT32_MAX),
    PACKET(3, captureBufferPacketID, id),
    LOADED(PACKET_DATA, captureBufferPacketData, OCTETS, IN_ROW),
    PACKET(5, captureBufferPacketLength, length),
    LOADED(PACKET_TIME, captureBufferPacketTime, INTEGER, IN_ROW),
    PACKET(7, captureBufferPacketStatus, status),
};

const struct table capture_buffer_table = {
    .name = "captureBufferTable",
    .entry = OID_LITERAL(RMON, 8, 2, 1),
    .control = &buffer_control,
    .order = 0,
    INDEXES(packet_index),
    COLUMNS(capture_buffer_columns),
};

static const struct column capture_buffer_high_capacity_columns[] = {
    LOADED(PACKET_HIGH_CAPACITY_TIME, captureBufferPacketHighCapacityTime, INTEGER, IN_ROW,
	.min = 0, .max = 999999),
};

const struct table capture_buffer_high_capacity_table = {
    .name = "captureBufferHighCapacityTable",
    .entry = OID_LITERAL(RMON, 8, 3, 1),
    .control = &buffer_control,
    .order = 0,
    INDEXES(packet_index),
    COLUMNS(capture_buffer_high_capacity_columns),
};

static struct budget *budget_of(struct mib *mib)
{
	return &mib->budgets[BUDGET_CAPTURE];
}

static void capture_defaults(struct mib *mib, struct control *control)
{
	struct capture_row *row = (struct capture_row *)control;

	(void)mib;
	row->full_action = LOCK_WHEN_FULL;
	row->capture_slice = SLICE_DEFAULT;
	row->download_slice = SLICE_DEFAULT;
	row->requested = UNLIMITED;
	row->granted = UNLIMITED;
}

/* The units that a row would get of an untouched budget. */
static uint32_t capture_want(struct mib *mib, const struct capture_row *row)
{
	uint32_t fair = budget_of(mib)->fair;
	uint32_t units = INT32_MAX / CAPTURE_UNIT;

	if (row->requested != UNLIMITED)
		units = ((uint32_t)row->requested + CAPTURE_UNIT - 1) / CAPTURE_UNIT;
	return units < fair ? units : fair;
}

/* The octets of so many units, and no more than asked for. */
static uint32_t capture_octets(const struct capture_row *row, uint32_t units)
{
	uint32_t octets = units * CAPTURE_UNIT;

	if (row->requested != UNLIMITED && (uint32_t)row->requested < octets)
		octets = (uint32_t)row->requested;
	return octets;
}

static void show_granted(struct capture_row *row, uint32_t units)
{
	row->granted =
	    row->requested == UNLIMITED ? UNLIMITED : (int32_t)capture_octets(row, units);
}

/* What the MIB gives no range, but no sense either. */
static bool is_wrong(const struct capture_row *row, unsigned column)
{
	switch (column) {
	case 5:
		return row->capture_slice < 0;
	case 6:
		return row->download_slice < 0;
	case 7:
		return row->download_offset < 0;
	case 8:
		return row->requested < UNLIMITED || row->requested == 0;
	}
	return false;
}

/* Before a row is valid Granted tells what it would be. */
static enum snmp_error capture_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	struct capture_row *row = (struct capture_row *)control;

	(void)old;
	for (unsigned i = 5; i <= 8; i++) {
		*column = table_column(&buffer_control_table, i);
		if (is_wrong(row, i))
			return SNMP_WRONG_VALUE;
	}
	if (control->status != STATUS_VALID)
		show_granted(row, capture_want(mib, row));
	return SNMP_OK;
}

static struct buffer *make_buffer(const struct capture_row *row, uint32_t units)
{
	struct buffer_config config = {
	    .octets = capture_octets(row, units),
	    .slice = (uint32_t)row->capture_slice,
	    .wrap = row->full_action == WRAP_WHEN_FULL,
	};

	return buffer_new(&config);
}

static bool capture_make(struct mib *mib, struct control *control)
{
	struct capture_row *row = (struct capture_row *)control;
	uint32_t units = budget_take(budget_of(mib), capture_want(mib, row));
	struct packet_view *live = units ? calloc(1, sizeof(*live)) : NULL;

	if (live)
		live->buffer = make_buffer(row, units);
	if (!live || !live->buffer) {
		free(live);
		budget_return(budget_of(mib), units);
		return false;
	}
	live->mib = mib;
	control->live = live;
	control->granted = units;
	row->other = NULL;
	show_granted(row, units);
	return true;
}

static void capture_join(struct mib *mib, const struct control *control)
{
	struct packet_view *live = control->live;

	channel_join_buffer(
	    mib, (uint32_t)((const struct capture_row *)control)->channel, live->buffer);
}

static void capture_begin(struct mib *mib, struct control *row)
{
	capture_join(mib, row);
}

static void capture_end(struct mib *mib, struct control *row)
{
	struct packet_view *live = row->live;

	channel_join_buffer(mib, 0, live->buffer);
	buffer_free(live->buffer);
	packet_view_drop(live);
	free(live);
	row->live = NULL;
	budget_return(budget_of(mib), row->granted);
	row->granted = 0;
}

void capture_rows_join(struct mib *mib, uint32_t channel)
{
	const struct store *store = mib_store(mib, &buffer_control);

	for (size_t i = 0; i < store->count; i++) {
		const struct control *row = store->rows[i];

		if (row->status == STATUS_VALID &&
		    (uint32_t)((const struct capture_row *)row)->channel == channel)
			capture_join(mib, row);
	}
}

/* MaxOctetsRequested was written: Granted follows it, as far as the budget has more. */
static bool capture_change_prepare(
    struct mib *mib, struct control *control, const struct control *old)
{
	struct capture_row *row = (struct capture_row *)control;
	uint32_t want = capture_want(mib, row);
	uint32_t more = 0;

	row->other = NULL;
	if (row->requested == ((const struct capture_row *)old)->requested)
		return true;
	if (want > old->granted)
		more = budget_take(budget_of(mib), want - old->granted);
	control->granted = want > old->granted ? old->granted + more : want;
	show_granted(row, control->granted);
	row->other = make_buffer(row, control->granted);
	if (!row->other)
		budget_return(budget_of(mib), more);
	return row->other != NULL;
}

static void capture_change_apply(struct control *control, const struct control *old)
{
	struct capture_row *row = (struct capture_row *)control;
	struct packet_view *live = control->live;

	(void)old;
	packet_view_lock(live);
	if (row->other)
		buffer_resize(live->buffer, row->other);
	buffer_wrap(live->buffer, row->full_action == WRAP_WHEN_FULL);
	packet_view_unlock(live);
	if (row->other)
		packet_view_drop(live);
}

static void capture_change_drop(struct control *control)
{
	struct capture_row *row = (struct capture_row *)control;

	buffer_free(row->other);
	row->other = NULL;
}

static struct view *capture_rows(struct control *row)
{
	return packet_view_get(row->live);
}

static void capture_run(struct mib *mib, struct control *row)
{
	(void)mib;
	packet_view_drop_if_unread(row->live);
}

/* The least of what is there, and of the two slices; nothing if the offset is beyond that. */
static void load_data(
    const struct capture_row *row, const struct buffer_row *packet, struct value *value)
{
	const struct packet_view *live = row->control.live;
	uint32_t offset = (uint32_t)row->download_offset;
	uint32_t len = offset < packet->captured ? packet->captured - offset : 0;

	if ((uint32_t)row->download_slice < len)
		len = (uint32_t)row->download_slice;
	if (len > PACKET_DATA_MAX)
		len = PACKET_DATA_MAX;
	value->octets = len ? live->copy.octets + packet->at + offset : value->octets_space;
	value->octets_len = len;
}

static void load_packet(const struct capture_row *row, const struct column *column,
    const struct buffer_row *packet, struct value *value)
{
	uint64_t ms = packet->time / MS;

	switch (column->number) {
	case PACKET_DATA:
		load_data(row, packet, value);
		break;
	case PACKET_TIME:
		value->integer = ms < INT32_MAX ? (int32_t)ms : INT32_MAX;
		break;
	case PACKET_HIGH_CAPACITY_TIME:
		value->integer = packet->time % MS;
		break;
	}
}

static void load_control(struct packet_view *live, const struct column *column, struct value *value)
{
	struct buffer_state state = {0};

	if (live) {
		packet_view_lock(live);
		state = buffer_state(live->buffer);
		packet_view_unlock(live);
	}
	switch (column->number) {
	case FULL_STATUS:
		value->integer = state.full ? FULL : SPACE_AVAILABLE;
		break;
	case CAPTURED_PACKETS:
		value->integer = state.packets;
		break;
	case TURN_ON_TIME:
		value->number = live ? mib_ticks(live->mib, state.turn_on) : 0;
		break;
	}
}

static void capture_load(const struct control *control, const struct column *column,
    const void *base, struct value *value)
{
	value->syntax = column->syntax;
	if (column->place == IN_CONTROL)
		load_control(control->live, column, value);
	else
		load_packet((const struct capture_row *)control, column, base, value);
}

const struct control_class buffer_control = {
    .name = "bufferControlTable",
    .row_size = sizeof(struct capture_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_CAPTURE,
    .table = &buffer_control_table,
    .defaults = capture_defaults,
    .check = capture_check,
    .make = capture_make,
    .begin = capture_begin,
    .end = capture_end,
    .change_prepare = capture_change_prepare,
    .change_apply = capture_change_apply,
    .change_drop = capture_change_drop,
    .rows = capture_rows,
    .run = capture_run,
    .load = capture_load,
};
