/* SPDX-License-Identifier: BSD-2-Clause */
/* The draft of one control row within a SET, and the life cycle that judges it. */
#include "draft.h"

#include <stdlib.h>
#include <string.h>

#include "view.h"

/* A manager cannot fill the memory with control rows. */
#define CONTROL_ROWS_MAX 4096

const struct draft *draft_of(const struct draft *drafts, const struct control *old)
{
	for (; drafts; drafts = drafts->next) {
		if (drafts->old == old)
			return drafts;
	}
	return NULL;
}

static struct draft *draft_new(
    struct mib *mib, const struct control_class *class, const uint32_t *index)
{
	struct draft *draft = calloc(1, sizeof(*draft));

	if (!draft)
		return NULL;
	draft->class = class;
	draft->old = store_find(mib_store(mib, class), index);
	draft->row = draft->old ? control_copy(draft->old) : control_new(mib, class, index);
	if (!draft->row) {
		free(draft);
		return NULL;
	}
	draft->row->set = 0;
	return draft;
}

struct draft *draft_get(struct mib *mib, const struct control_class *class, const uint32_t *index)
{
	struct draft **at = &mib->transaction->drafts;

	for (; *at; at = &(*at)->next) {
		if ((*at)->class == class && control_compare((*at)->row, index) == 0)
			return *at;
	}
	*at = draft_new(mib, class, index);
	return *at;
}

enum snmp_error draft_add(struct mib *mib, struct draft *draft, struct draft_varbind *varbind,
    const struct column *column, const struct value *value)
{
	uint64_t bit = control_column_bit(draft->class, column);
	enum snmp_error error;

	varbind->draft = draft;
	varbind->column = column;
	if (column->flags & COLUMN_STATUS) {
		int32_t status = draft->row->status;

		error = column_store(column, mib, draft->row, value);
		if (!error) {
			draft->requested = draft->row->status;
			draft->row->status = status;
		}
	} else {
		error = column_store(column, mib, draft->row, value);
	}
	if (error == SNMP_INCONSISTENT_VALUE) {
		varbind->late = error;
		error = SNMP_OK;
	}
	if (!error && (draft->columns & bit))
		error = SNMP_INCONSISTENT_VALUE; /* twice in one PDU: which one is meant? */
	draft->columns |= bit;
	draft->row->written |= bit;
	draft->row->set |= bit;
	return error;
}

/* Marks the varbind that set the column, or else the draft's first. */
static enum snmp_error draft_blame(
    struct mib *mib, struct draft *draft, const struct column *column, enum snmp_error error)
{
	struct transaction *t = mib->transaction;
	struct draft_varbind *culprit = NULL;

	for (size_t i = 0; i < t->varbind_count; i++) {
		struct draft_varbind *varbind = &t->varbinds[i];

		if (varbind->draft == draft && (!culprit || varbind->column == column))
			culprit = varbind;
	}
	if (culprit)
		culprit->error = error;
	return error;
}

static bool has_changed(const struct draft *draft, const struct column *column)
{
	return memcmp(column_field(column, draft->row), column_field(column, draft->old),
		   column->size) != 0;
}

/* A valid row that stays valid: only live columns may change. */
static enum snmp_error frozen_check(struct mib *mib, struct draft *draft)
{
	for (size_t i = 0; i < control_column_count(draft->class); i++) {
		const struct column *column = control_column(draft->class, i);

		if (!(draft->columns & (UINT64_C(1) << i)) ||
		    (column->flags & (COLUMN_LIVE | COLUMN_STATUS)))
			continue;
		if (has_changed(draft, column))
			return draft_blame(mib, draft, column, SNMP_INCONSISTENT_VALUE);
	}
	return SNMP_OK;
}

/* The columns of a row that is deleted are only checked for syntax; of others, for sense too. */
static enum snmp_error late_check(struct mib *mib, struct draft *draft)
{
	struct transaction *t = mib->transaction;

	for (size_t i = 0; i < t->varbind_count; i++) {
		if (t->varbinds[i].draft == draft && t->varbinds[i].late)
			return t->varbinds[i].error = t->varbinds[i].late;
	}
	return SNMP_OK;
}

static void draft_forget_row(struct draft *draft)
{
	control_free(draft->row);
	draft->row = NULL;
}

enum snmp_error draft_judge(struct mib *mib, struct draft *draft)
{
	int32_t before = draft->old ? draft->old->status : 0;
	const struct column *status = table_status(draft->class->table);
	int32_t after = status_after(status, before, draft->requested);
	const struct column *culprit = NULL;
	enum snmp_error error;

	if (!draft->old && !draft->requested)
		return draft_blame(mib, draft, NULL, SNMP_INCONSISTENT_NAME);
	if (!after)
		return draft_blame(mib, draft, status, SNMP_INCONSISTENT_VALUE);
	if (after == STATUS_INVALID) {
		draft_forget_row(draft);
		return SNMP_OK;
	}
	error = late_check(mib, draft);
	if (error)
		return error;
	if (status_wants_complete(status, after, draft->requested) &&
	    !control_is_complete(draft->row))
		return draft_blame(mib, draft, status, SNMP_INCONSISTENT_VALUE);
	if (before == STATUS_VALID && after == STATUS_VALID) {
		error = frozen_check(mib, draft);
		if (error)
			return error;
	}
	draft->row->status = after;
	draft->row->touched = mib->now;
	error = draft->class->check ? draft->class->check(mib, draft->row, draft->old, &culprit)
				    : SNMP_OK;
	return error ? draft_blame(mib, draft, culprit, error) : SNMP_OK;
}

static bool is_valid(const struct control *row)
{
	return row && row->status == STATUS_VALID;
}

static bool draft_reserve(struct mib *mib, struct draft *draft)
{
	struct store *store = mib_store(mib, draft->class);
	size_t count = 0;

	for (struct draft *other = mib->transaction->drafts; other; other = other->next)
		count += other->class == draft->class && !other->old && other->row;
	return store->count + count <= CONTROL_ROWS_MAX && store_reserve(store, count);
}

enum snmp_error draft_acquire(struct mib *mib, struct draft *draft)
{
	const struct control_class *class = draft->class;
	struct control *row = draft->row;
	bool ok = true;

	if (!row)
		return SNMP_OK;
	if (!draft->old)
		ok = draft_reserve(mib, draft);
	if (ok && !is_valid(row)) {
		row->group = NULL;
		row->granted = 0;
		row->view = NULL;
		row->live = NULL;
	} else if (ok && !is_valid(draft->old)) {
		row->life = ++mib->lives;
		row->group = class->collect ? class->collect(mib, row) : NULL;
		draft->acquired = row->group != NULL;
		ok = draft->acquired || !class->collect;
		if (ok && class->make)
			ok = draft->made = class->make(mib, row);
	} else if (ok && class->change_prepare) {
		ok = draft->changing = class->change_prepare(mib, row, draft->old);
	}
	return ok ? SNMP_OK
		  : draft_blame(mib, draft, table_status(class->table), SNMP_RESOURCE_UNAVAILABLE);
}

void draft_swap_in(struct mib *mib, struct draft *draft)
{
	struct store *store = mib_store(mib, draft->class);

	if (draft->old)
		view_drop(draft->old);
	if (draft->row) {
		draft->row->view = NULL;
		store_put(store, draft->row);
	} else if (draft->old) {
		store_remove(store, draft->old->index);
	}
}

void draft_swap_out(struct mib *mib, struct draft *draft)
{
	struct store *store = mib_store(mib, draft->class);

	if (draft->row)
		view_drop(draft->row);
	if (draft->old)
		store_put(store, draft->old);
	else if (draft->row)
		store_remove(store, draft->row->index);
}

/* Rows without a data source have nothing that a port's thread reads. */
static void change_apply(const struct mib *mib, struct control *row, const struct control *old)
{
	if (row->port) {
		port_lock(row->port);
		port_advance(row->port, mib->now);
	}
	row->class->change_apply(row, old);
	if (row->port)
		port_unlock(row->port);
}

void draft_finish(struct mib *mib, struct draft *draft)
{
	struct control *old = draft->old;
	struct control *row = draft->row;

	if (draft->changing) {
		change_apply(mib, row, old);
		draft->class->change_drop(row);
		view_drop(row); /* who read after the commit saw the collector before its change */
		if (old->granted > row->granted)
			budget_return(
			    &mib->budgets[draft->class->budget], old->granted - row->granted);
	} else if (old && old->group && !(row && row->group == old->group)) {
		control_stop(mib, old);
	}
	if (old && old->live && !(row && row->live == old->live))
		old->class->end(mib, old);
	if (draft->acquired)
		control_start(mib, row);
	if (draft->made && row->class->begin)
		row->class->begin(mib, row);
	control_free(old);
}

void draft_drop(struct mib *mib, struct draft *draft)
{
	struct control *row = draft->row;
	struct budget *budget = &mib->budgets[draft->class->budget];

	if (!row)
		return;
	if (draft->acquired) {
		group_close(row->group);
		budget_return(budget, row->granted);
	}
	if (draft->made)
		row->class->end(mib, row);
	if (draft->changing) {
		draft->class->change_drop(row);
		if (row->granted > draft->old->granted)
			budget_return(budget, row->granted - draft->old->granted);
	}
	control_free(row);
}
