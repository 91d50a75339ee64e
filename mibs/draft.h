/* SPDX-License-Identifier: BSD-2-Clause */
/* The draft of one control row within a SET: judged, then swapped in whole or forgotten. */
#ifndef MIBS_DRAFT_H
#define MIBS_DRAFT_H

#include "mib.h"

struct draft;

struct draft_varbind {
	const void *tag;
	struct draft *draft;
	const struct column *column;
	enum snmp_error error;
	enum snmp_error late; /* what becomes its error if the row is to live */
};

struct draft {
	struct draft *next;
	const struct control_class *class;
	struct control *old; /* in the store; NULL: the row is new */
	struct control *row; /* as it will be; NULL: it will not exist */
	int32_t requested;   /* status in the PDU; 0: none */
	uint64_t columns;    /* set in the PDU: control_column_bit */
	bool acquired;       /* row holds resources that old does not */
	bool made;           /* class->make was called */
	bool changing;       /* change_prepare was called */
};

struct transaction {
	uint64_t session;
	uint64_t id;
	struct draft *drafts; /* in the order of their first varbinds */
	struct draft_varbind *varbinds;
	size_t varbind_count;
	size_t varbind_room;
	enum snmp_error error;
	bool checked;
	bool committed;
};

/* The draft of this row in the transaction under way, made if there is none; NULL: no memory. */
struct draft *draft_get(struct mib *mib, const struct control_class *class, const uint32_t *index);
const struct draft *draft_of(const struct draft *drafts, const struct control *old);

/*
 * Syntax of one varbind, whose value goes into the draft.  What is wrong with a value only because
 * of how things stand is kept for draft_judge().
 */
enum snmp_error draft_add(struct mib *mib, struct draft *draft, struct draft_varbind *varbind,
    const struct column *column, const struct value *value);

/* Life cycle and row checks; on an error the culprit's varbind is marked. */
enum snmp_error draft_judge(struct mib *mib, struct draft *draft);

/* Takes memory, collector and budget, so that nothing later can fail. */
enum snmp_error draft_acquire(struct mib *mib, struct draft *draft);

void draft_swap_in(struct mib *mib, struct draft *draft);
void draft_swap_out(struct mib *mib, struct draft *draft);

/* After draft_swap_in: collectors start and end, the old row is freed. */
void draft_finish(struct mib *mib, struct draft *draft);

/* Before draft_swap_in or after draft_swap_out: gives back what the draft took. */
void draft_drop(struct mib *mib, struct draft *draft);

#endif
