/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows: sondaFlowControlTable, sondaFlowTable, sondaFlowEndedTable and sondaFlowSlotTable. */
#include "flow.h"

#include "flow_row.h"
#include "mib.h"

#define SONDA_FLOW SONDA, 3, 1, 1

#define IDLE_DEFAULT 60 /* DEFVALs of SONDA-FLOW-MIB */
#define ACTIVE_DEFAULT 1800
#define SLOT_DEFAULT 300
#define SLOTS_DEFAULT 288
#define ENDED_DEFAULT 4096

/* What slots and ended flows get at most of rows that are fewer than were asked for. */
#define SLOTS_PART 8
#define ENDED_PART 4

enum {
	ORDER_FLOWS = 0,
	ORDER_ENDED = ORDER_OF_PART(FLOW_PART_ENDED, 0),
	ORDER_SLOTS = ORDER_OF_PART(FLOW_PART_SLOTS, 0),
	ORDERS
};

struct flow_control_row {
	struct control control;
	int32_t max_requested; /* 0: what can be had */
	int32_t max_granted;
	int32_t idle; /* s */
	int32_t active;
	int32_t slot_length;
	int32_t slots_requested;
	int32_t slots_granted;
	int32_t ended_requested;
	int32_t ended_granted;
};

#define SETTING(num, descriptor, member, ...)                                                      \
	READ_CREATE(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct flow_control_row, member),  \
	    __VA_ARGS__)
#define GRANTED(num, descriptor, member, most)                                                     \
	READ_ONLY(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct flow_control_row, member),    \
	    .max = (most))
#define SUMMARY(num, descriptor, syn, member)                                                      \
	READ_ONLY(num, descriptor, syn, FIELD(IN_SUMMARY, struct flow_summary, member))

static const struct column flow_control_columns[] = {
    NOT_ACCESSIBLE(1, sondaFlowControlIndex, INTEGER, FIELD(IN_CONTROL, struct control, index[0]),
	.min = 1, .max = INDEX_MAX),
    CONTROL_DATA_SOURCE(2, sondaFlowControlDataSource),
    SETTING(3, sondaFlowControlMaxRequested, max_requested, .max = FLOW_ROWS_MAX),
    GRANTED(4, sondaFlowControlMaxGranted, max_granted, FLOW_ROWS_MAX),
    SETTING(5, sondaFlowControlIdleTimeout, idle, .min = 1, .max = FLOW_TIMEOUT_MAX,
	.flags = COLUMN_LIVE),
    SETTING(6, sondaFlowControlActiveTimeout, active, .min = 1, .max = FLOW_TIMEOUT_MAX,
	.flags = COLUMN_LIVE),
    SETTING(7, sondaFlowControlSlotLength, slot_length, .min = 1, .max = FLOW_SLOT_MAX),
    SETTING(8, sondaFlowControlSlotsRequested, slots_requested, .min = 1, .max = FLOW_SLOTS_MAX),
    GRANTED(9, sondaFlowControlSlotsGranted, slots_granted, FLOW_SLOTS_MAX),
    SETTING(10, sondaFlowControlEndedRequested, ended_requested, .max = FLOW_ROWS_MAX),
    GRANTED(11, sondaFlowControlEndedGranted, ended_granted, FLOW_ROWS_MAX),
    SUMMARY(12, sondaFlowControlCurrent, GAUGE32, current),
    SUMMARY(13, sondaFlowControlInserts, COUNTER64, inserts),
    SUMMARY(14, sondaFlowControlDeletesIdle, COUNTER64, deletes[FLOW_END_IDLE]),
    SUMMARY(15, sondaFlowControlDeletesActive, COUNTER64, deletes[FLOW_END_ACTIVE]),
    SUMMARY(16, sondaFlowControlDeletesClosed, COUNTER64, deletes[FLOW_END_CLOSED]),
    SUMMARY(17, sondaFlowControlDeletesEvicted, COUNTER64, deletes[FLOW_END_EVICTED]),
    SUMMARY(18, sondaFlowControlPkts, COUNTER64, pkts),
    SUMMARY(19, sondaFlowControlOctets, COUNTER64, octets),
    SUMMARY(20, sondaFlowControlUncountedFcs, COUNTER64, uncounted[FLOW_UNCOUNTED_FCS]),
    SUMMARY(21, sondaFlowControlUncountedLength, COUNTER64, uncounted[FLOW_UNCOUNTED_LENGTH]),
    SUMMARY(22, sondaFlowControlUncountedDamaged, COUNTER64, uncounted[FLOW_UNCOUNTED_DAMAGE]),
    SUMMARY(23, sondaFlowControlCreateTime, TIMETICKS, created),
    CONTROL_OWNER(24, sondaFlowControlOwner),
    CONTROL_ROW_STATUS(25, sondaFlowControlStatus),
};

const struct table flow_control_table = {
    .name = "sondaFlowControlTable",
    .entry = OID_LITERAL(SONDA_FLOW, 1, 1),
    .control = &flow_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(flow_control_columns),
};

static const struct index_part flow_index[] = {
    {INDEX_U32, offsetof(struct flow_row, id)},
};

static const struct column flow_columns[] = {
    NOT_ACCESSIBLE(
	1, sondaFlowId, GAUGE32, FIELD(IN_ROW, struct flow_row, id), .min = 1, .max = UINT32_MAX),
    FLOW_COLUMNS(sondaFlow, struct flow_row, ),
};

const struct table flow_table = {
    .name = "sondaFlowTable",
    .entry = OID_LITERAL(SONDA_FLOW, 2, 1),
    .control = &flow_control,
    .order = ORDER_FLOWS,
    INDEXES(flow_index),
    COLUMNS(flow_columns),
};

static const struct index_part ended_index[] = {
    {INDEX_U32, offsetof(struct flow_ended, index)},
};

static const struct enumeration reason_names[] = {
    {FLOW_END_IDLE, "idle"},
    {FLOW_END_ACTIVE, "active"},
    {FLOW_END_CLOSED, "closed"},
    {FLOW_END_EVICTED, "evicted"},
    {0, NULL},
};

static const struct column ended_columns[] = {
    NOT_ACCESSIBLE(1, sondaFlowEndedIndex, GAUGE32, FIELD(IN_ROW, struct flow_ended, index),
	.min = 1, .max = UINT32_MAX),
    FLOW_COLUMNS(sondaFlowEnded, struct flow_ended, flow.),
    FLOW_FIELD(
	27, sondaFlowEndedFlowId, GAUGE32, struct flow_ended, flow.id, .min = 1, .max = UINT32_MAX),
    FLOW_FIELD(28, sondaFlowEndedTime, TIMETICKS, struct flow_ended, time),
    FLOW_FIELD(29, sondaFlowEndedReason, INTEGER, struct flow_ended, reason, .names = reason_names),
};

const struct table flow_ended_table = {
    .name = "sondaFlowEndedTable",
    .entry = OID_LITERAL(SONDA_FLOW, 3, 1),
    .control = &flow_control,
    .order = ORDER_ENDED,
    INDEXES(ended_index),
    COLUMNS(ended_columns),
};

static const struct index_part slot_index[] = {
    {INDEX_U32, offsetof(struct flow_slot, index)},
};

#define SLOT_DATE 3
#define SLOT(num, descriptor, syn, member)                                                         \
	READ_ONLY(num, descriptor, syn, FIELD(IN_ROW, struct flow_slot, member))
#define SLOT_COUNTS(num, traffic, member)                                                          \
	SLOT(num, sondaFlowSlot##traffic##Flows, COUNTER64, member.flows),                         \
	    SLOT(num + 1, sondaFlowSlot##traffic##Pkts, COUNTER64, member.pkts),                   \
	    SLOT(num + 2, sondaFlowSlot##traffic##Octets, COUNTER64, member.octets)

static const struct column slot_columns[] = {
    NOT_ACCESSIBLE(1, sondaFlowSlotIndex, INTEGER, FIELD(IN_ROW, struct flow_slot, index), .min = 1,
	.max = INT32_MAX),
    SLOT(2, sondaFlowSlotStartTime, TIMETICKS, start),
    READ_ONLY(SLOT_DATE, sondaFlowSlotStartDate, OCTETS, .place = IN_ROW, .form = FORM_BY_CLASS),
    SLOT_COUNTS(4, All, counts[FLOW_TRAFFIC_ALL]),
    SLOT_COUNTS(7, Tcp, counts[FLOW_TRAFFIC_TCP]),
    SLOT_COUNTS(10, Udp, counts[FLOW_TRAFFIC_UDP]),
    SLOT_COUNTS(13, Icmp, counts[FLOW_TRAFFIC_ICMP]),
    SLOT_COUNTS(16, Other, counts[FLOW_TRAFFIC_OTHER]),
};

const struct table flow_slot_table = {
    .name = "sondaFlowSlotTable",
    .entry = OID_LITERAL(SONDA_FLOW, 4, 1),
    .control = &flow_control,
    .order = ORDER_SLOTS,
    INDEXES(slot_index),
    COLUMNS(slot_columns),
};

static const uint16_t flow_numbers[ORDERS] = {
    [ORDER_FLOWS] = 1 + offsetof(struct flow_row, id),
    [ORDER_ENDED] = 1 + offsetof(struct flow_ended, index),
};

static void flow_defaults(struct mib *mib, struct control *control)
{
	struct flow_control_row *row = (struct flow_control_row *)control;

	(void)mib;
	row->idle = IDLE_DEFAULT;
	row->active = ACTIVE_DEFAULT;
	row->slot_length = SLOT_DEFAULT;
	row->slots_requested = SLOTS_DEFAULT;
	row->ended_requested = ENDED_DEFAULT;
}

/* A row that is not active has nothing. */
static enum snmp_error flow_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	struct flow_control_row *row = (struct flow_control_row *)control;

	(void)mib;
	(void)old;
	(void)column;
	if (control->status != STATUS_VALID)
		row->max_granted = row->slots_granted = row->ended_granted = 0;
	return SNMP_OK;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Flows, ended flows and slots cost about the same each: they share the rows that are granted. */
static void share_rows(struct flow_control_row *row, uint32_t granted, uint32_t max)
{
	uint32_t slots = least((uint32_t)row->slots_requested, granted / SLOTS_PART);
	uint32_t ended = least((uint32_t)row->ended_requested, granted / ENDED_PART);
	uint32_t flows = least(max, granted - slots - ended);

	slots = least((uint32_t)row->slots_requested, granted - flows - ended);
	ended = least((uint32_t)row->ended_requested, granted - flows - slots);
	row->max_granted = (int32_t)flows;
	row->slots_granted = (int32_t)slots;
	row->ended_granted = (int32_t)ended;
}

static struct group *flow_collect(struct mib *mib, struct control *control)
{
	struct flow_control_row *row = (struct flow_control_row *)control;
	struct budget *budget = &mib->budgets[BUDGET_FLOW];
	uint32_t max = row->max_requested ? (uint32_t)row->max_requested : FLOW_ROWS_MAX;
	uint32_t granted = budget_take(
	    budget, max + (uint32_t)row->ended_requested + (uint32_t)row->slots_requested);
	struct group *group;

	if (!granted)
		return NULL;
	share_rows(row, granted, max);
	group = flow_open(&(struct flow_config){
	    .capacity = (uint32_t)row->max_granted,
	    .ended = (uint32_t)row->ended_granted,
	    .slot_length = (uint32_t)row->slot_length,
	    .slots = (uint32_t)row->slots_granted,
	    .idle = (uint32_t)row->idle,
	    .active = (uint32_t)row->active,
	    .seed = mib->seed,
	});
	if (group)
		control->granted = granted;
	else
		budget_return(budget, granted);
	return group;
}

static bool flow_change_prepare(struct mib *mib, struct control *row, const struct control *old)
{
	(void)mib;
	(void)row;
	(void)old;
	return true;
}

static void flow_change_apply(struct control *control, const struct control *old)
{
	const struct flow_control_row *row = (const struct flow_control_row *)control;

	(void)old;
	flow_set_timeouts(control->group, (uint32_t)row->idle, (uint32_t)row->active);
}

static void flow_change_drop(struct control *row)
{
	(void)row;
}

static void flow_load(const struct control *control, const struct column *column, const void *base,
    struct value *value)
{
	const struct flow_slot *slot = base;

	value->syntax = column->syntax;
	if (column == &slot_columns[SLOT_DATE - 1])
		flow_date_load(control, slot->start, value);
	else
		flow_row_load(control, column, base, value);
}

const struct control_class flow_control = {
    .name = "sondaFlowControlTable",
    .row_size = sizeof(struct flow_control_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_FLOW,
    .table = &flow_control_table,
    .group = &flow_class,
    .numbers = flow_numbers,
    .order_count = ORDERS,
    .defaults = flow_defaults,
    .check = flow_check,
    .collect = flow_collect,
    .change_prepare = flow_change_prepare,
    .change_apply = flow_change_apply,
    .change_drop = flow_change_drop,
    .load = flow_load,
};
