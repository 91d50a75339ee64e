/* SPDX-License-Identifier: BSD-2-Clause */
/* EntryStatus and RowStatus as the RFCs tell them, a second time: what a SET must do. */
#ifndef TESTS_UNIT_SCENARIO_MODEL_H
#define TESTS_UNIT_SCENARIO_MODEL_H

#include "fixture.h"

#define MODEL_TABLES 5
#define MODEL_INDEXES 3 /* rows 1 .. 3 of each table are played with */
#define MODEL_OWNER 128
#define MODEL_VARBINDS 10

/* Column numbers of one table, 0 where it has none. */
struct model_table {
	const struct table *table;
	bool row_status; /* hcAlarmTable: its interval has no default, its owner is frozen */
	uint32_t source; /* the data source, or what of a port is watched */
	uint32_t owner;
	uint32_t status;
	uint32_t requested;
	uint32_t interval;
	uint32_t granted;
	uint32_t read_only; /* one of them */
};

extern const struct model_table model_tables[MODEL_TABLES];

struct model_row {
	int32_t status;  /* 1 valid, 3 underCreation, of either kind; 0: there is no row */
	uint32_t source; /* ifIndex, 0: never set */
	int32_t requested;
	int32_t interval;
	char owner[MODEL_OWNER];
};

struct model {
	struct model_row rows[MODEL_TABLES][MODEL_INDEXES];
};

/* Who may be blamed for what; nobody: the SET succeeds and leaves after. */
struct verdict {
	size_t count;
	struct {
		size_t number; /* of the varbind, from 1 */
		enum snmp_error error;
	} culprits[2 * MODEL_VARBINDS];
	struct model after;
};

/* No varbind names the same variable as another. */
void model_judge(const struct model *before, const struct varbind *varbinds, size_t count,
    struct verdict *verdict);

/* A row has all that it needs, and what a manager reads of its status. */
bool model_is_complete(const struct model_table *table, const struct model_row *row);
int32_t model_status(const struct model_table *table, const struct model_row *row);

/* The table of a varbind, by position. */
unsigned model_table_of(const struct varbind *varbind);

#endif
