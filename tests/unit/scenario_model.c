/* SPDX-License-Identifier: BSD-2-Clause */
/* EntryStatus and RowStatus as the RFCs tell them, a second time: what a SET must do. */
#include "scenario_model.h"

#include <string.h>

#include "mibs/hc_alarm.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"

enum {
	valid = 1,
	create_request = 2,
	under_creation = 3,
	invalid = 4
};

/* The words of RFC 2579 */
enum {
	active = 1,
	not_in_service = 2,
	not_ready = 3,
	create_and_go = 4,
	create_and_wait = 5,
	destroy = 6
};

const struct model_table model_tables[MODEL_TABLES] = {
    {&ether_stats_table, .source = 2, .owner = 20, .status = 21, .read_only = 5},
    {&history_control_table, .source = 2, .owner = 6, .status = 7, .requested = 3, .interval = 5,
	.granted = 4, .read_only = 4},
    {&host_control_table, .source = 2, .owner = 5, .status = 6, .read_only = 3},
    {&matrix_control_table, .source = 2, .owner = 5, .status = 6, .read_only = 1},
    {&hc_alarm_table, .row_status = true, .source = 3, .owner = 17, .status = 19, .interval = 2,
	.read_only = 16},
};

/* One row's part of the PDU: the numbers of its varbinds by column, 0: none. */
struct part {
	const struct varbind *varbinds;
	size_t first;
	size_t source;
	size_t owner;
	size_t status;
	size_t requested;
	size_t interval;
};

unsigned model_table_of(const struct varbind *varbind)
{
	unsigned i = 0;

	while (model_tables[i].table != varbind->table)
		i++;
	return i;
}

static void blame(struct verdict *verdict, size_t number, enum snmp_error error)
{
	verdict->culprits[verdict->count].number = number;
	verdict->culprits[verdict->count++].error = error;
}

static enum snmp_error in_range(const struct varbind *varbind, int64_t low, int64_t high)
{
	if (varbind->syntax != SYNTAX_INTEGER)
		return SNMP_WRONG_TYPE;
	return varbind->integer < low || varbind->integer > high ? SNMP_WRONG_VALUE : SNMP_OK;
}

static enum snmp_error wrong_value(const struct model_table *table, const struct varbind *varbind)
{
	uint32_t column = varbind->column;

	if (column == table->source)
		return varbind->syntax == SYNTAX_OID ? SNMP_OK : SNMP_WRONG_TYPE;
	if (column == table->status && table->row_status && varbind->syntax == SYNTAX_INTEGER &&
	    varbind->integer == not_ready)
		return SNMP_WRONG_VALUE;
	if (column == table->status)
		return in_range(varbind, 1, table->row_status ? destroy : invalid);
	if (column == table->requested)
		return in_range(varbind, 1, 65535);
	if (column == table->interval)
		return in_range(varbind, 1, table->row_status ? 2147483647 : 3600);
	if (varbind->syntax != SYNTAX_OCTETS)
		return SNMP_WRONG_TYPE;
	return strlen(varbind->text) > 127 ? SNMP_WRONG_LENGTH : SNMP_OK;
}

/* What is wrong with a varbind whatever the rows are like, in the order of RFC 3416 4.2.5. */
static enum snmp_error wrong_by_itself(const struct varbind *varbind)
{
	const struct model_table *table = &model_tables[model_table_of(varbind)];
	uint32_t column = varbind->column;
	enum snmp_error error;

	if (column == 0 ||
	    (column != table->source && column != table->owner && column != table->status &&
		column != table->requested && column != table->interval))
		return SNMP_NOT_WRITABLE;
	error = wrong_value(table, varbind);
	if (!error && (varbind->index < 1 || varbind->index > 65535))
		error = SNMP_NO_CREATION;
	return error;
}

static bool part_of(
    unsigned table, uint32_t index, const struct varbind *varbinds, size_t count, struct part *part)
{
	const struct model_table *columns = &model_tables[table];

	*part = (struct part){.varbinds = varbinds};
	for (size_t i = 1; i <= count; i++) {
		const struct varbind *varbind = &varbinds[i - 1];

		if (varbind->table != columns->table || varbind->index != index)
			continue;
		if (!part->first)
			part->first = i;
		if (varbind->column == columns->source)
			part->source = i;
		else if (varbind->column == columns->owner)
			part->owner = i;
		else if (varbind->column == columns->status)
			part->status = i;
		else if (varbind->column == columns->requested)
			part->requested = i;
		else
			part->interval = i;
	}
	return part->first != 0;
}

static int64_t number_of(const struct part *part, size_t number)
{
	return part->varbinds[number - 1].integer;
}

/* RFC 2579's table of states, but for what a row must have. */
static int32_t next_row_status(const struct model_row *row, int64_t requested)
{
	bool exists = row->status != 0;

	switch (requested) {
	case destroy:
		return invalid;
	case create_and_go:
		return exists ? 0 : valid;
	case create_and_wait:
		return exists ? 0 : under_creation;
	case active:
		return exists ? valid : 0;
	default:
		return exists ? under_creation : 0;
	}
}

/* Nobody may make a row but by createRequest, or by valid with all that it needs. */
static int32_t next_status(
    const struct model_table *table, const struct model_row *row, int64_t requested)
{
	if (table->row_status)
		return next_row_status(row, requested);
	if (requested == invalid)
		return invalid;
	if (row->status == 0)
		return requested == create_request ? under_creation
		       : requested == valid        ? valid
						   : 0;
	return requested == create_request ? 0 : (int32_t)requested;
}

static void row_write(struct model_row *row, const struct part *part)
{
	if (part->source)
		row->source = (uint32_t)number_of(part, part->source);
	if (part->owner)
		strcpy(row->owner, part->varbinds[part->owner - 1].text);
	if (part->requested)
		row->requested = (int32_t)number_of(part, part->requested);
	if (part->interval)
		row->interval = (int32_t)number_of(part, part->interval);
}

/* Columns that may not change while the row is, and stays, valid. */
static void judge_frozen(const struct model_table *table, const struct model_row *before,
    const struct model_row *after, const struct part *part, struct verdict *verdict)
{
	if (table->row_status && strcmp(before->owner, after->owner) != 0)
		blame(verdict, part->owner, SNMP_INCONSISTENT_VALUE);
	if (before->source != after->source)
		blame(verdict, part->source, SNMP_INCONSISTENT_VALUE);
	if (before->interval != after->interval)
		blame(verdict, part->interval, SNMP_INCONSISTENT_VALUE);
}

bool model_is_complete(const struct model_table *table, const struct model_row *row)
{
	return row->source && (!table->row_status || row->interval);
}

int32_t model_status(const struct model_table *table, const struct model_row *row)
{
	if (!table->row_status || row->status != under_creation)
		return row->status;
	return model_is_complete(table, row) ? not_in_service : not_ready;
}

static void judge_row(const struct model_table *table, const struct model_row *before,
    const struct part *part, struct verdict *v, struct model_row *after)
{
	int32_t status = before->status;
	bool whole;

	if (before->status == 0 && !part->status) {
		for (size_t i = part->first; i <= MODEL_VARBINDS; i++) {
			if (i == part->source || i == part->owner || i == part->requested ||
			    i == part->interval)
				blame(v, i, SNMP_INCONSISTENT_NAME);
		}
		return;
	}
	if (part->status)
		status = next_status(table, before, number_of(part, part->status));
	if (status == 0)
		blame(v, part->status, SNMP_INCONSISTENT_VALUE);
	if (status == invalid) {
		*after = (struct model_row){0};
		return;
	}
	if (before->status == 0)
		*after =
		    (struct model_row){.requested = 50, .interval = table->row_status ? 0 : 1800};
	row_write(after, part);
	after->status = status;
	if (part->source && after->source == IFINDEX_NONE)
		blame(v, part->source, SNMP_INCONSISTENT_VALUE);
	whole = status == valid || (table->row_status && part->status &&
				       number_of(part, part->status) == not_in_service);
	if (whole && !model_is_complete(table, after))
		blame(v, part->status, SNMP_INCONSISTENT_VALUE);
	if (before->status == valid && status == valid)
		judge_frozen(table, before, after, part, v);
}

void model_judge(const struct model *before, const struct varbind *varbinds, size_t count,
    struct verdict *verdict)
{
	struct part part;

	verdict->count = 0;
	verdict->after = *before;
	for (size_t i = 0; i < count; i++) {
		enum snmp_error error = wrong_by_itself(&varbinds[i]);

		if (error) {
			blame(verdict, i + 1, error); /* the first of these is told */
			return;
		}
	}
	for (unsigned table = 0; table < MODEL_TABLES; table++) {
		for (uint32_t index = 1; index <= MODEL_INDEXES; index++) {
			if (part_of(table, index, varbinds, count, &part))
				judge_row(&model_tables[table], &before->rows[table][index - 1],
				    &part, verdict, &verdict->after.rows[table][index - 1]);
		}
	}
}
