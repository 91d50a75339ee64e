/* SPDX-License-Identifier: BSD-2-Clause */
/* The phases of a SET: gathering varbinds, committing, undoing, finishing, dropping. */
#include "transaction.h"

#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "view.h"

void transaction_begin(struct mib *mib, uint64_t session, uint64_t id)
{
	transaction_undo(mib);
	mib->transaction = calloc(1, sizeof(*mib->transaction));
	if (!mib->transaction)
		return;
	mib->transaction->session = session;
	mib->transaction->id = id;
}

bool transaction_is(const struct mib *mib, uint64_t session, uint64_t id)
{
	const struct transaction *t = mib->transaction;

	return t && t->session == session && t->id == id && !t->committed;
}

static struct draft_varbind *varbind_add(struct transaction *t, const void *tag)
{
	struct draft_varbind *varbinds;

	if (t->varbind_count == t->varbind_room) {
		size_t room = t->varbind_room ? 2 * t->varbind_room : 16;

		varbinds = reallocarray(t->varbinds, room, sizeof(*varbinds));
		if (!varbinds)
			return NULL;
		t->varbinds = varbinds;
		t->varbind_room = room;
	}
	t->varbinds[t->varbind_count] = (struct draft_varbind){.tag = tag};
	return &t->varbinds[t->varbind_count++];
}

static bool index_is_legal(const struct control_class *class, const uint32_t *index, size_t len)
{
	if (len != class->index_count)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (index[i] < 1 || index[i] > class->index_max)
			return false;
	}
	return true;
}

/* A row that can never be: its value is judged first all the same (RFC 3416 4.2.5). */
static enum snmp_error stillborn_error(struct mib *mib, const struct control_class *class,
    const struct column *column, const struct value *value)
{
	struct control *scratch = control_new(mib, class, (const uint32_t[2]){0});
	enum snmp_error error = SNMP_RESOURCE_UNAVAILABLE;

	if (scratch)
		error = column_store(column, mib, scratch, value);
	control_free(scratch);
	return error && error != SNMP_INCONSISTENT_VALUE ? error : SNMP_NO_CREATION;
}

enum snmp_error transaction_add(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, const struct value *value, const void *tag)
{
	const struct column *column = len > 0 ? table_column(table, suffix[0]) : NULL;
	struct transaction *t = mib->transaction;
	struct draft_varbind *varbind = t ? varbind_add(t, tag) : NULL;
	struct draft *draft;

	if (!varbind)
		return SNMP_RESOURCE_UNAVAILABLE;
	if (t->checked)
		varbind->error = SNMP_GEN_ERR; /* too late to be judged with the others */
	else if (!column || column->access != ACCESS_WRITE)
		varbind->error = SNMP_NOT_WRITABLE;
	else if (!index_is_legal(table->control, suffix + 1, len - 1))
		varbind->error = stillborn_error(mib, table->control, column, value);
	else if (!(draft = draft_get(mib, table->control, suffix + 1)))
		varbind->error = SNMP_RESOURCE_UNAVAILABLE;
	else
		varbind->error = draft_add(mib, draft, varbind, column, value);
	if (varbind->error && !t->error)
		t->error = varbind->error;
	return varbind->error;
}

enum snmp_error transaction_check(struct mib *mib)
{
	struct transaction *t = mib->transaction;

	if (!t)
		return SNMP_RESOURCE_UNAVAILABLE;
	if (t->checked || t->error)
		return t->error;
	t->checked = true;
	for (struct draft *draft = t->drafts; draft && !t->error; draft = draft->next)
		t->error = draft_judge(mib, draft);
	for (struct draft *draft = t->drafts; draft && !t->error; draft = draft->next)
		t->error = draft_acquire(mib, draft);
	if (!t->error && t->drafts && mib->persist.prepare &&
	    !mib->persist.prepare(mib->persist.arg, mib)) {
		mib->state_failures++;
		t->error = t->varbinds[0].error = SNMP_RESOURCE_UNAVAILABLE;
	}
	return t->error;
}

enum snmp_error transaction_error(const struct mib *mib, const void *tag)
{
	const struct transaction *t = mib->transaction;

	if (!t)
		return SNMP_RESOURCE_UNAVAILABLE;
	for (size_t i = 0; i < t->varbind_count; i++) {
		if (t->varbinds[i].tag == tag && t->varbinds[i].error)
			return t->varbinds[i].error;
	}
	return SNMP_OK;
}

const void *transaction_culprit(const struct mib *mib, const struct column **column)
{
	const struct transaction *t = mib->transaction;

	for (size_t i = 0; t && i < t->varbind_count; i++) {
		if (t->varbinds[i].error) {
			*column = t->varbinds[i].column;
			return t->varbinds[i].tag;
		}
	}
	return NULL;
}

enum snmp_error transaction_commit(struct mib *mib)
{
	struct transaction *t = mib->transaction;

	if (!t || !t->checked || t->error)
		return SNMP_COMMIT_FAILED;
	if (t->committed)
		return SNMP_OK;
	if (t->drafts && mib->persist.commit && !mib->persist.commit(mib->persist.arg)) {
		mib->state_failures++;
		return SNMP_COMMIT_FAILED;
	}
	for (struct draft *draft = t->drafts; draft; draft = draft->next)
		draft_swap_in(mib, draft);
	t->committed = true;
	return SNMP_OK;
}

static void transaction_free(struct mib *mib)
{
	struct transaction *t = mib->transaction;
	struct draft *next;

	for (struct draft *draft = t->drafts; draft; draft = next) {
		next = draft->next;
		free(draft);
	}
	free(t->varbinds);
	free(t);
	mib->transaction = NULL;
}

void transaction_undo(struct mib *mib)
{
	struct transaction *t = mib->transaction;

	if (!t)
		return;
	if (t->committed) {
		for (struct draft *draft = t->drafts; draft; draft = draft->next)
			draft_swap_out(mib, draft);
		if (t->drafts && mib->persist.undo)
			mib->persist.undo(mib->persist.arg);
	}
	transaction_drop(mib);
}

void transaction_finish(struct mib *mib)
{
	struct transaction *t = mib->transaction;

	if (!t || !t->committed)
		return;
	for (struct draft *draft = t->drafts; draft; draft = draft->next)
		draft_finish(mib, draft);
	mib->sets++;
	if (mib->persist.forget)
		mib->persist.forget(mib->persist.arg);
	mib->state_writes += t->drafts && mib->persist.commit ? 1 : 0;
	transaction_free(mib);
}

void transaction_drop(struct mib *mib)
{
	struct transaction *t = mib->transaction;

	if (!t)
		return;
	for (struct draft *draft = t->drafts; draft; draft = draft->next)
		draft_drop(mib, draft);
	if (t->checked && mib->persist.forget)
		mib->persist.forget(mib->persist.arg);
	transaction_free(mib);
}

static int compare_controls(const void *a, const void *b)
{
	const struct control *const *left = a;
	const struct control *const *right = b;

	return control_compare(*left, (*right)->index);
}

/* The rows of one class as the checked transaction leaves them; returns how many. */
static size_t rows_gather(const struct mib *mib, size_t class_number, const struct control **rows)
{
	const struct store *store = &mib->stores[class_number];
	const struct draft *drafts = mib->transaction ? mib->transaction->drafts : NULL;
	size_t count = 0;

	for (size_t i = 0; i < store->count; i++) {
		if (!draft_of(drafts, store->rows[i]))
			rows[count++] = store->rows[i];
	}
	for (const struct draft *draft = drafts; draft; draft = draft->next) {
		if (draft->class == mib_controls[class_number] && draft->row)
			rows[count++] = draft->row;
	}
	qsort(rows, count, sizeof(*rows), compare_controls);
	return count;
}

bool transaction_rows(
    const struct mib *mib, void (*each)(void *arg, const struct control *row), void *arg)
{
	size_t drafts = 0;

	for (const struct draft *d = mib->transaction ? mib->transaction->drafts : NULL; d;
	     d = d->next)
		drafts++;
	for (size_t i = 0; mib_controls[i]; i++) {
		const struct control **rows =
		    calloc(mib->stores[i].count + drafts + 1, sizeof(struct control *));
		size_t count;

		if (!rows)
			return false;
		count = mib_controls[i]->fixed ? 0 : rows_gather(mib, i, rows);
		for (size_t j = 0; j < count; j++)
			each(arg, rows[j]);
		free(rows);
	}
	return true;
}
