/* SPDX-License-Identifier: BSD-2-Clause */
/* The matrix group: matrixControlTable, matrixSDTable, matrixDSTable and what augments them. */
#include "matrix.h"

#include <string.h>

#include "columns.h"
#include "mib.h"
#include "probe/matrix.h"

#define MATRIX_ROWS_MAX (1u << 24)

static const struct column matrix_control_columns[] = {
    CONTROL_INDEX(1, matrixControlIndex),
    CONTROL_DATA_SOURCE(2, matrixControlDataSource),
    READ_ONLY(
	3, matrixControlTableSize, INTEGER, FIELD(IN_SUMMARY, struct matrix_summary, table_size)),
    READ_ONLY(4, matrixControlLastDeleteTime, TIMETICKS,
	FIELD(IN_SUMMARY, struct matrix_summary, last_delete)),
    CONTROL_OWNER(5, matrixControlOwner),
    CONTROL_STATUS(6, matrixControlStatus),
};

const struct table matrix_control_table = {
    .name = "matrixControlTable",
    .entry = OID_LITERAL(RMON, 6, 1, 1),
    .control = &matrix_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(matrix_control_columns),
};

static const struct column matrix_control2_columns[] = {
    READ_ONLY(1, matrixControlDroppedFrames, COUNTER32,
	FIELD(IN_SUMMARY, struct matrix_summary, dropped_frames)),
    READ_ONLY(
	2, matrixControlCreateTime, TIMETICKS, FIELD(IN_SUMMARY, struct matrix_summary, created)),
};

const struct table matrix_control2_table = {
    .name = "matrixControl2Table",
    .entry = OID_LITERAL(RMON, 6, 4, 1),
    .control = &matrix_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(matrix_control2_columns),
};

#define COUNTER(num, descriptor, syn, member)                                                      \
	READ_ONLY(num, descriptor, syn, FIELD(IN_ROW, struct matrix_row, member))
#define OVERFLOW(num, descriptor, member)                                                          \
	READ_ONLY(num, descriptor, COUNTER32, FIELD(IN_ROW, struct matrix_row, member),            \
	    .flags = COLUMN_OVERFLOW)

/* matrixSDTable and matrixDSTable have the same columns in two orders. */
#define MATRIX_COLUMNS(matrix)                                                                     \
	COUNTER(1, matrix##SourceAddress, OCTETS, source),                                         \
	    COUNTER(2, matrix##DestAddress, OCTETS, destination), CONTROL_INDEX(3, matrix##Index), \
	    COUNTER(4, matrix##Pkts, COUNTER32, pkts),                                             \
	    COUNTER(5, matrix##Octets, COUNTER32, octets),                                         \
	    COUNTER(6, matrix##Errors, COUNTER32, errors)

#define MATRIX_HIGH_CAPACITY_COLUMNS(matrix)                                                       \
	OVERFLOW(1, matrix##HighCapacityOverflowPkts, pkts),                                       \
	    COUNTER(2, matrix##HighCapacityPkts, COUNTER64, pkts),                                 \
	    OVERFLOW(3, matrix##HighCapacityOverflowOctets, octets),                               \
	    COUNTER(4, matrix##HighCapacityOctets, COUNTER64, octets)

static const struct index_part sd_index[] = {
    {INDEX_MAC, offsetof(struct matrix_row, source)},
    {INDEX_MAC, offsetof(struct matrix_row, destination)},
};

static const struct index_part ds_index[] = {
    {INDEX_MAC, offsetof(struct matrix_row, destination)},
    {INDEX_MAC, offsetof(struct matrix_row, source)},
};

static const struct column matrix_sd_columns[] = {MATRIX_COLUMNS(matrixSD)};
static const struct column matrix_ds_columns[] = {MATRIX_COLUMNS(matrixDS)};
static const struct column matrix_sd_high_capacity_columns[] = {
    MATRIX_HIGH_CAPACITY_COLUMNS(matrixSD)};
static const struct column matrix_ds_high_capacity_columns[] = {
    MATRIX_HIGH_CAPACITY_COLUMNS(matrixDS)};

const struct table matrix_sd_table = {
    .name = "matrixSDTable",
    .entry = OID_LITERAL(RMON, 6, 2, 1),
    .control = &matrix_control,
    .order = MATRIX_BY_SOURCE,
    INDEXES(sd_index),
    COLUMNS(matrix_sd_columns),
};

const struct table matrix_ds_table = {
    .name = "matrixDSTable",
    .entry = OID_LITERAL(RMON, 6, 3, 1),
    .control = &matrix_control,
    .order = MATRIX_BY_DESTINATION,
    INDEXES(ds_index),
    COLUMNS(matrix_ds_columns),
};

const struct table matrix_sd_high_capacity_table = {
    .name = "matrixSDHighCapacityTable",
    .entry = OID_LITERAL(RMON, 6, 5, 1),
    .control = &matrix_control,
    .order = MATRIX_BY_SOURCE,
    INDEXES(sd_index),
    COLUMNS(matrix_sd_high_capacity_columns),
};

const struct table matrix_ds_high_capacity_table = {
    .name = "matrixDSHighCapacityTable",
    .entry = OID_LITERAL(RMON, 6, 6, 1),
    .control = &matrix_control,
    .order = MATRIX_BY_DESTINATION,
    INDEXES(ds_index),
    COLUMNS(matrix_ds_high_capacity_columns),
};

static int compare_by_source(const void *a, const void *b)
{
	const struct matrix_row *left = a;
	const struct matrix_row *right = b;
	int order = memcmp(left->source, right->source, sizeof(left->source));

	return order ? order
		     : memcmp(left->destination, right->destination, sizeof(left->destination));
}

static int compare_by_destination(const void *a, const void *b)
{
	const struct matrix_row *left = a;
	const struct matrix_row *right = b;
	int order = memcmp(left->destination, right->destination, sizeof(left->destination));

	return order ? order : memcmp(left->source, right->source, sizeof(left->source));
}

static int (*const matrix_orders[])(const void *, const void *) = {
    [MATRIX_BY_SOURCE] = compare_by_source,
    [MATRIX_BY_DESTINATION] = compare_by_destination,
};

static struct group *matrix_collect(struct mib *mib, struct control *row)
{
	struct budget *budget = &mib->budgets[BUDGET_MATRIX];
	uint32_t granted = budget_take(budget, MATRIX_ROWS_MAX);
	struct group *group = granted ? matrix_open(granted, mib->seed) : NULL;

	if (group)
		row->granted = granted;
	else
		budget_return(budget, granted);
	return group;
}

const struct control_class matrix_control = {
    .name = "matrixControlTable",
    .row_size = sizeof(struct control),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_MATRIX,
    .table = &matrix_control_table,
    .group = &matrix_class,
    .orders = matrix_orders,
    .order_count = 2,
    .collect = matrix_collect,
};
