/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts group: hostControlTable, hostTable, hostTimeTable and what augments them. */
#include "host.h"

#include <string.h>

#include "columns.h"
#include "mib.h"
#include "probe/host.h"

static const struct column host_control_columns[] = {
    CONTROL_INDEX(1, hostControlIndex),
    CONTROL_DATA_SOURCE(2, hostControlDataSource),
    READ_ONLY(3, hostControlTableSize, INTEGER, FIELD(IN_SUMMARY, struct host_summary, table_size)),
    READ_ONLY(4, hostControlLastDeleteTime, TIMETICKS,
	FIELD(IN_SUMMARY, struct host_summary, last_delete)),
    CONTROL_OWNER(5, hostControlOwner),
    CONTROL_STATUS(6, hostControlStatus),
};

const struct table host_control_table = {
    .name = "hostControlTable",
    .entry = OID_LITERAL(RMON, 4, 1, 1),
    .control = &host_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(host_control_columns),
};

static const struct column host_control2_columns[] = {
    READ_ONLY(1, hostControlDroppedFrames, COUNTER32,
	FIELD(IN_SUMMARY, struct host_summary, dropped_frames)),
    READ_ONLY(2, hostControlCreateTime, TIMETICKS, FIELD(IN_SUMMARY, struct host_summary, created)),
};

const struct table host_control2_table = {
    .name = "hostControl2Table",
    .entry = OID_LITERAL(RMON, 4, 4, 1),
    .control = &host_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(host_control2_columns),
};

#define COUNTER(num, descriptor, member)                                                           \
	READ_ONLY(num, descriptor, COUNTER32, FIELD(IN_ROW, struct host_row, member))
#define COUNTER_HIGH(num, descriptor, member)                                                      \
	READ_ONLY(num, descriptor, COUNTER64, FIELD(IN_ROW, struct host_row, member))
#define OVERFLOW(num, descriptor, member)                                                          \
	READ_ONLY(num, descriptor, COUNTER32, FIELD(IN_ROW, struct host_row, member),              \
	    .flags = COLUMN_OVERFLOW)

/* hostTable and hostTimeTable have the same columns in two orders. */
#define HOST_COLUMNS(host)                                                                         \
	READ_ONLY(1, host##Address, OCTETS, FIELD(IN_ROW, struct host_row, address)),              \
	    READ_ONLY(2, host##CreationOrder, INTEGER,                                             \
		FIELD(IN_ROW, struct host_row, creation_order), .min = 1, .max = 65535),           \
	    CONTROL_INDEX(3, host##Index), COUNTER(4, host##InPkts, in_pkts),                      \
	    COUNTER(5, host##OutPkts, out_pkts), COUNTER(6, host##InOctets, in_octets),            \
	    COUNTER(7, host##OutOctets, out_octets), COUNTER(8, host##OutErrors, out_errors),      \
	    COUNTER(9, host##OutBroadcastPkts, out_broadcast),                                     \
	    COUNTER(10, host##OutMulticastPkts, out_multicast)

#define HOST_HIGH_CAPACITY_COLUMNS(host)                                                           \
	OVERFLOW(1, host##HighCapacityInOverflowPkts, in_pkts),                                    \
	    COUNTER_HIGH(2, host##HighCapacityInPkts, in_pkts),                                    \
	    OVERFLOW(3, host##HighCapacityOutOverflowPkts, out_pkts),                              \
	    COUNTER_HIGH(4, host##HighCapacityOutPkts, out_pkts),                                  \
	    OVERFLOW(5, host##HighCapacityInOverflowOctets, in_octets),                            \
	    COUNTER_HIGH(6, host##HighCapacityInOctets, in_octets),                                \
	    OVERFLOW(7, host##HighCapacityOutOverflowOctets, out_octets),                          \
	    COUNTER_HIGH(8, host##HighCapacityOutOctets, out_octets)

static const struct index_part address_index[] = {
    {INDEX_MAC, offsetof(struct host_row, address)},
};

static const struct index_part creation_index[] = {
    {INDEX_U32, offsetof(struct host_row, creation_order)},
};

static const struct column host_columns[] = {HOST_COLUMNS(host)};
static const struct column host_time_columns[] = {HOST_COLUMNS(hostTime)};
static const struct column host_high_capacity_columns[] = {HOST_HIGH_CAPACITY_COLUMNS(host)};
static const struct column host_time_high_capacity_columns[] = {
    HOST_HIGH_CAPACITY_COLUMNS(hostTime)};

const struct table host_table = {
    .name = "hostTable",
    .entry = OID_LITERAL(RMON, 4, 2, 1),
    .control = &host_control,
    .order = HOST_BY_ADDRESS,
    INDEXES(address_index),
    COLUMNS(host_columns),
};

const struct table host_time_table = {
    .name = "hostTimeTable",
    .entry = OID_LITERAL(RMON, 4, 3, 1),
    .control = &host_control,
    .order = HOST_BY_CREATION,
    INDEXES(creation_index),
    COLUMNS(host_time_columns),
};

const struct table host_high_capacity_table = {
    .name = "hostHighCapacityTable",
    .entry = OID_LITERAL(RMON, 4, 5, 1),
    .control = &host_control,
    .order = HOST_BY_ADDRESS,
    INDEXES(address_index),
    COLUMNS(host_high_capacity_columns),
};

const struct table host_time_high_capacity_table = {
    .name = "hostTimeHighCapacityTable",
    .entry = OID_LITERAL(RMON, 4, 6, 1),
    .control = &host_control,
    .order = HOST_BY_CREATION,
    INDEXES(creation_index),
    COLUMNS(host_time_high_capacity_columns),
};

static int compare_addresses(const void *a, const void *b)
{
	const struct host_row *left = a;
	const struct host_row *right = b;

	return memcmp(left->address, right->address, sizeof(left->address));
}

static int (*const host_orders[])(const void *, const void *) = {
    [HOST_BY_ADDRESS] = compare_addresses,
    [HOST_BY_CREATION] = NULL, /* rows are copied in this order */
};

static struct group *host_collect(struct mib *mib, struct control *row)
{
	struct budget *budget = &mib->budgets[BUDGET_HOST];
	uint32_t granted = budget_take(budget, HOST_ROWS_MAX);
	struct group *group = granted ? host_open(granted, mib->seed) : NULL;

	if (group)
		row->granted = granted;
	else
		budget_return(budget, granted);
	return group;
}

const struct control_class host_control = {
    .name = "hostControlTable",
    .row_size = sizeof(struct control),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_HOST,
    .table = &host_control_table,
    .group = &host_class,
    .orders = host_orders,
    .order_count = 2,
    .collect = host_collect,
};
