/* SPDX-License-Identifier: BSD-2-Clause */
/* The history groups: historyControlTable, etherHistoryTable and what augments them. */
#include "history.h"

#include "columns.h"
#include "mib.h"
#include "probe/history.h"

#define BUCKETS_DEFAULT 50    /* DEFVAL of historyControlBucketsRequested */
#define INTERVAL_DEFAULT 1800 /* DEFVAL of historyControlInterval, s */

struct history_control_row {
	struct control control;
	int32_t requested;
	int32_t granted;
	int32_t interval;         /* s */
	struct history_row *ring; /* taken beforehand for a change, or left by one */
};

static const struct column history_control_columns[] = {
    CONTROL_INDEX(1, historyControlIndex),
    CONTROL_DATA_SOURCE(2, historyControlDataSource),
    READ_CREATE(3, historyControlBucketsRequested, INTEGER,
	FIELD(IN_CONTROL, struct history_control_row, requested), .min = 1, .max = 65535,
	.flags = COLUMN_LIVE),
    READ_ONLY(4, historyControlBucketsGranted, INTEGER,
	FIELD(IN_CONTROL, struct history_control_row, granted), .min = 1, .max = 65535),
    READ_CREATE(5, historyControlInterval, INTEGER,
	FIELD(IN_CONTROL, struct history_control_row, interval), .min = 1, .max = 3600),
    CONTROL_OWNER(6, historyControlOwner),
    CONTROL_STATUS(7, historyControlStatus),
};

const struct table history_control_table = {
    .name = "historyControlTable",
    .entry = OID_LITERAL(RMON, 2, 1, 1),
    .control = &history_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(history_control_columns),
};

#define SAMPLE(num, descriptor, syn, member)                                                       \
	READ_ONLY(num, descriptor, syn, FIELD(IN_ROW, struct history_row, member))

static const struct index_part sample_index[] = {
    {INDEX_U32, offsetof(struct history_row, sample_index)},
};

static const struct column ether_history_columns[] = {
    CONTROL_INDEX(1, etherHistoryIndex),
    READ_ONLY(2, etherHistorySampleIndex, INTEGER, FIELD(IN_ROW, struct history_row, sample_index),
	.min = 1, .max = INT32_MAX),
    SAMPLE(3, etherHistoryIntervalStart, TIMETICKS, interval_start),
    SAMPLE(4, etherHistoryDropEvents, COUNTER32, ether.drop_events),
    SAMPLE(5, etherHistoryOctets, COUNTER32, ether.octets),
    SAMPLE(6, etherHistoryPkts, COUNTER32, ether.pkts),
    SAMPLE(7, etherHistoryBroadcastPkts, COUNTER32, ether.broadcast),
    SAMPLE(8, etherHistoryMulticastPkts, COUNTER32, ether.multicast),
    SAMPLE(9, etherHistoryCRCAlignErrors, COUNTER32, ether.crc_align),
    SAMPLE(10, etherHistoryUndersizePkts, COUNTER32, ether.undersize),
    SAMPLE(11, etherHistoryOversizePkts, COUNTER32, ether.oversize),
    SAMPLE(12, etherHistoryFragments, COUNTER32, ether.fragments),
    SAMPLE(13, etherHistoryJabbers, COUNTER32, ether.jabbers),
    SAMPLE(14, etherHistoryCollisions, COUNTER32, ether.collisions),
    READ_ONLY(15, etherHistoryUtilization, INTEGER, FIELD(IN_ROW, struct history_row, utilization),
	.min = 0, .max = 10000),
};

const struct table ether_history_table = {
    .name = "etherHistoryTable",
    .entry = OID_LITERAL(RMON, 2, 2, 1),
    .control = &history_control,
    .order = 0,
    INDEXES(sample_index),
    COLUMNS(ether_history_columns),
};

static const struct column history_control2_columns[] = {
    READ_ONLY(1, historyControlDroppedFrames, COUNTER32,
	FIELD(IN_SUMMARY, struct history_summary, dropped_frames)),
};

const struct table history_control2_table = {
    .name = "historyControl2Table",
    .entry = OID_LITERAL(RMON, 2, 5, 1),
    .control = &history_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(history_control2_columns),
};

#define SAMPLE_OVERFLOW(num, descriptor, member)                                                   \
	READ_ONLY(num, descriptor, GAUGE32, FIELD(IN_ROW, struct history_row, member),             \
	    .flags = COLUMN_OVERFLOW)

static const struct column ether_history_high_capacity_columns[] = {
    SAMPLE_OVERFLOW(1, etherHistoryHighCapacityOverflowPkts, ether.pkts),
    SAMPLE(2, etherHistoryHighCapacityPkts, COUNTER64, ether.pkts),
    SAMPLE_OVERFLOW(3, etherHistoryHighCapacityOverflowOctets, ether.octets),
    SAMPLE(4, etherHistoryHighCapacityOctets, COUNTER64, ether.octets),
};

const struct table ether_history_high_capacity_table = {
    .name = "etherHistoryHighCapacityTable",
    .entry = OID_LITERAL(RMON, 2, 6, 1),
    .control = &history_control,
    .order = 0,
    INDEXES(sample_index),
    COLUMNS(ether_history_high_capacity_columns),
};

static void history_defaults(struct mib *mib, struct control *control)
{
	struct history_control_row *row = (struct history_control_row *)control;

	(void)mib;
	row->requested = BUCKETS_DEFAULT;
	row->interval = INTERVAL_DEFAULT;
}

/* The buckets that a row would get of an untouched budget. */
static uint32_t history_want(const struct mib *mib, const struct history_control_row *row)
{
	uint32_t fair = mib->budgets[BUDGET_HISTORY].fair;

	return (uint32_t)row->requested < fair ? (uint32_t)row->requested : fair;
}

/* Before a row is valid that is what BucketsGranted tells. */
static enum snmp_error history_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	struct history_control_row *row = (struct history_control_row *)control;

	(void)old;
	(void)column;
	if (control->status != STATUS_VALID)
		row->granted = (int32_t)history_want(mib, row);
	return SNMP_OK;
}

static struct group *history_collect(struct mib *mib, struct control *control)
{
	struct history_control_row *row = (struct history_control_row *)control;
	struct budget *budget = &mib->budgets[BUDGET_HISTORY];
	uint32_t granted = budget_take(budget, (uint32_t)row->requested);
	struct history_config config = {
	    .interval = (uint32_t)row->interval,
	    .buckets = granted,
	    .align = control->port->config.align,
	};
	struct group *group = granted ? history_open(&config) : NULL;

	if (!group) {
		budget_return(budget, granted);
		return NULL;
	}
	control->granted = granted;
	row->granted = (int32_t)granted;
	row->ring = NULL;
	return group;
}

/*
 * BucketsRequested was written: Granted follows it, up to the fair part and to what the budget
 * gives beyond what the row has; the ring for it is taken now.
 */
static bool history_change_prepare(
    struct mib *mib, struct control *control, const struct control *old)
{
	struct history_control_row *row = (struct history_control_row *)control;
	struct budget *budget = &mib->budgets[BUDGET_HISTORY];
	uint32_t want = history_want(mib, row);
	uint32_t more = 0;

	row->ring = NULL;
	if (row->requested == ((const struct history_control_row *)old)->requested)
		return true;
	if (want > old->granted) {
		more = budget_take(budget, want - old->granted);
		control->granted = old->granted + more;
	} else {
		control->granted = want;
	}
	row->granted = (int32_t)control->granted;
	row->ring = history_ring_new(control->granted);
	if (!row->ring)
		budget_return(budget, more);
	return row->ring != NULL;
}

static void history_change_apply(struct control *control, const struct control *old)
{
	struct history_control_row *row = (struct history_control_row *)control;

	(void)old;
	if (row->ring)
		row->ring = history_resize(control->group, row->ring, control->granted);
}

static void history_change_drop(struct control *control)
{
	struct history_control_row *row = (struct history_control_row *)control;

	history_ring_free(row->ring);
	row->ring = NULL;
}

const struct control_class history_control = {
    .name = "historyControlTable",
    .row_size = sizeof(struct history_control_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_HISTORY,
    .table = &history_control_table,
    .group = &history_class,
    .defaults = history_defaults,
    .check = history_check,
    .collect = history_collect,
    .change_prepare = history_change_prepare,
    .change_apply = history_change_apply,
    .change_drop = history_change_drop,
};
