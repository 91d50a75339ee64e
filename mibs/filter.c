/* SPDX-License-Identifier: BSD-2-Clause */
/* The filters of the filter group: filterTable and what augments it. */
#include "filter.h"

#include <stdlib.h>

#include "channel.h"
#include "columns.h"
#include "mib.h"
#include "probe/filter.h"

struct filter_row {
	struct control control;
	int32_t channel; /* need not exist */
	int32_t offset;
	BYTES(FILTER_DATA_MAX) data;
	BYTES(FILTER_DATA_MAX) mask;
	BYTES(FILTER_DATA_MAX) not_mask;
	int32_t status;
	int32_t status_mask;
	int32_t status_not_mask;
	int32_t data_protocol; /* protocolDirLocalIndex; 0: none */
	int32_t protocol;
};

/* What a valid row has. */
struct filter_live {
	struct mib *mib;
	struct filter filter;
};

#define SETTING(num, descriptor, syn, member, ...)                                                 \
	READ_CREATE(                                                                               \
	    num, descriptor, syn, FIELD(IN_CONTROL, struct filter_row, member), ##__VA_ARGS__)

static const struct column filter_columns[] = {
    CONTROL_INDEX(1, filterIndex),
    SETTING(2, filterChannelIndex, INTEGER, channel, .min = 1, .max = INDEX_MAX,
	.flags = COLUMN_LIVE | COLUMN_MANDATORY),
    SETTING(3, filterPktDataOffset, INTEGER, offset),
    SETTING(4, filterPktData, OCTETS, data),
    SETTING(5, filterPktDataMask, OCTETS, mask),
    SETTING(6, filterPktDataNotMask, OCTETS, not_mask),
    SETTING(7, filterPktStatus, INTEGER, status),
    SETTING(8, filterPktStatusMask, INTEGER, status_mask),
    SETTING(9, filterPktStatusNotMask, INTEGER, status_not_mask),
    CONTROL_OWNER(10, filterOwner),
    CONTROL_STATUS(11, filterStatus),
};

const struct table filter_table = {
    .name = "filterTable",
    .entry = OID_LITERAL(RMON, 7, 1, 1),
    .control = &filter_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(filter_columns),
};

#define PROTOCOL(num, descriptor, member)                                                          \
	SETTING(num, descriptor, INTEGER, member, .min = 0, .max = INT32_MAX, .flags = COLUMN_LIVE)

static const struct column filter2_columns[] = {
    PROTOCOL(1, filterProtocolDirDataLocalIndex, data_protocol),
    PROTOCOL(2, filterProtocolDirLocalIndex, protocol),
};

const struct table filter2_table = {
    .name = "filter2Table",
    .entry = OID_LITERAL(RMON, 7, 4, 1),
    .control = &filter_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(filter2_columns),
};

/*
 * The MIB gives no range of the offset; data before a packet's begin is in no packet.  A protocol is
 * one of the protocol directory, in which there is none yet.
 */
static enum snmp_error filter_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	const struct filter_row *row = (const struct filter_row *)control;

	(void)mib;
	(void)old;
	*column = table_column(&filter_table, 3);
	if (row->offset < 0)
		return SNMP_WRONG_VALUE;
	*column = &filter2_columns[row->data_protocol ? 0 : 1];
	return row->data_protocol || row->protocol ? SNMP_INCONSISTENT_VALUE : SNMP_OK;
}

static bool filter_make(struct mib *mib, struct control *control)
{
	const struct filter_row *row = (const struct filter_row *)control;
	struct filter_live *live = calloc(1, sizeof(*live));
	struct filter_rules rules = {
	    .offset = (uint32_t)row->offset,
	    .data = {row->data.octets, row->data.len},
	    .mask = {row->mask.octets, row->mask.len},
	    .not_mask = {row->not_mask.octets, row->not_mask.len},
	    .status = row->status,
	    .status_mask = row->status_mask,
	    .status_not_mask = row->status_not_mask,
	};

	if (!live)
		return false;
	live->mib = mib;
	filter_compile(&live->filter, &rules);
	control->live = live;
	return true;
}

static void filter_join(struct mib *mib, const struct control *control)
{
	struct filter_live *live = control->live;

	channel_join_filter(
	    mib, (uint32_t)((const struct filter_row *)control)->channel, &live->filter);
}

static void filter_begin(struct mib *mib, struct control *row)
{
	filter_join(mib, row);
}

static void filter_end(struct mib *mib, struct control *row)
{
	struct filter_live *live = row->live;

	channel_join_filter(mib, 0, &live->filter);
	free(live);
	row->live = NULL;
}

static bool filter_change_prepare(struct mib *mib, struct control *row, const struct control *old)
{
	(void)mib;
	(void)row;
	(void)old;
	return true;
}

/* ChannelIndex may have been written: it holds at once. */
static void filter_change_apply(struct control *row, const struct control *old)
{
	(void)old;
	filter_join(((struct filter_live *)row->live)->mib, row);
}

static void filter_change_drop(struct control *row)
{
	(void)row;
}

void filter_rows_join(struct mib *mib, uint32_t channel)
{
	const struct store *store = mib_store(mib, &filter_control);

	for (size_t i = 0; i < store->count; i++) {
		const struct control *row = store->rows[i];

		if (row->status == STATUS_VALID &&
		    (uint32_t)((const struct filter_row *)row)->channel == channel)
			filter_join(mib, row);
	}
}

const struct control_class filter_control = {
    .name = "filterTable",
    .row_size = sizeof(struct filter_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .table = &filter_table,
    .augment = &filter2_table,
    .check = filter_check,
    .make = filter_make,
    .begin = filter_begin,
    .end = filter_end,
    .change_prepare = filter_change_prepare,
    .change_apply = filter_change_apply,
    .change_drop = filter_change_drop,
};
