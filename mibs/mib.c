/* SPDX-License-Identifier: BSD-2-Clause */
/* The one context of the main thread: ports, control rows, budgets, time. */
#include "mib.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hc_alarm.h"
#include "port.h"
#include "transaction.h"
#include "view.h"

#define NS_PER_TICK 10000000ull

/*
 * Rows left in underCreation live an hour: a person may be typing (RFC 2819, EntryStatus; RFC 2579
 * asks for five minutes at least).
 */
#define UNDER_CREATION_MAX (3600ull * 1000000000ull)

struct mib *mib_new(struct port **ports, unsigned port_count, uint64_t memory_limit)
{
	struct mib *mib = calloc(1, sizeof(*mib));

	if (!mib)
		return NULL;
	mib->ports = ports;
	mib->port_count = port_count;
	mib->memory_limit = memory_limit;
	mib->mode = MIB_DUMP;
	mib->hc_alarm_capabilities[0] = HC_ALARM_CREATION;
	budget_init(mib->budgets, memory_limit, port_count ? port_count : 1);
	if (!port_rows_make(mib)) {
		mib_free(mib);
		errno = ENOMEM;
		return NULL;
	}
	return mib;
}

void mib_free(struct mib *mib)
{
	if (!mib)
		return;
	transaction_undo(mib);
	for (size_t i = 0; mib_controls[i]; i++) {
		struct store *store = &mib->stores[i];

		for (size_t j = 0; j < store->count; j++) {
			if (store->rows[j]->live)
				mib_controls[i]->end(mib, store->rows[j]);
			control_stop(mib, store->rows[j]);
			control_free(store->rows[j]);
		}
		store_clear(store);
	}
	free(mib);
}

struct store *mib_store(struct mib *mib, const struct control_class *class)
{
	size_t i = 0;

	while (mib_controls[i] != class)
		i++;
	return &mib->stores[i];
}

struct port *mib_port_by_ifindex(const struct mib *mib, uint32_t ifindex)
{
	for (unsigned i = 0; i < mib->port_count; i++) {
		if (port_ifindex(mib->ports[i]) == ifindex)
			return mib->ports[i];
	}
	return NULL;
}

struct port *mib_port_by_name(const struct mib *mib, const char *name)
{
	for (unsigned i = 0; i < mib->port_count; i++) {
		if (strcmp(mib->ports[i]->name, name) == 0)
			return mib->ports[i];
	}
	return NULL;
}

uint32_t mib_ticks(const struct mib *mib, uint64_t time)
{
	if (time == 0 || (int64_t)time <= mib->up)
		return 0;
	/* unsigned: the difference of two int64_t may be none */
	return (uint32_t)((time - (uint64_t)mib->up) / NS_PER_TICK);
}

bool mib_row_delete(struct mib *mib, const struct control *row)
{
	const struct table *table = row->class->table;
	const struct column *status = table_status(table);
	struct value value = {
	    .syntax = SYNTAX_INTEGER, .integer = status_request(status, STATUS_INVALID, true)};
	uint32_t suffix[3] = {status->number};
	size_t len = 1;

	if (mib->transaction)
		return false;
	for (size_t i = 0; i < row->class->index_count; i++)
		suffix[len++] = row->index[i];
	transaction_begin(mib, 0, 0);
	if (transaction_add(mib, table, suffix, len, &value, NULL) == SNMP_OK &&
	    transaction_check(mib) == SNMP_OK && transaction_commit(mib) == SNMP_OK) {
		transaction_finish(mib);
		return true;
	}
	transaction_drop(mib);
	return false;
}

static bool is_forgotten(const struct mib *mib, const struct control *row)
{
	return row->status == STATUS_UNDER_CREATION && mib->now > row->touched &&
	       mib->now - row->touched > UNDER_CREATION_MAX;
}

static void store_tick(struct mib *mib, struct store *store, uint64_t clock)
{
	struct control *forgotten = NULL;

	for (size_t i = 0; i < store->count; i++) {
		view_drop_if_unread(store->rows[i], clock);
		if (is_forgotten(mib, store->rows[i]))
			forgotten = store->rows[i];
	}
	if (forgotten)
		mib_row_delete(mib, forgotten); /* one a tick is enough */
}

void mib_run(struct mib *mib)
{
	for (size_t i = 0; mib_controls[i]; i++) {
		struct store *store = &mib->stores[i];

		for (size_t j = 0; mib_controls[i]->run && j < store->count; j++) {
			if (store->rows[j]->status == STATUS_VALID)
				mib_controls[i]->run(mib, store->rows[j]);
		}
	}
}

void mib_answer(struct mib *mib, const struct asker *asker, enum answer answer,
    const struct alarm_reading *reading)
{
	struct control *row = store_find(mib_store(mib, asker->class), asker->index);

	if (row && row->status == STATUS_VALID && row->life == asker->life)
		asker->class->answer(mib, row, answer, reading);
}

void mib_tick(struct mib *mib)
{
	uint64_t clock = mib->clock(mib->clock_arg);

	for (size_t i = 0; mib_controls[i]; i++)
		store_tick(mib, &mib->stores[i], clock);
}
