/* SPDX-License-Identifier: BSD-2-Clause */
/* The log of one event: a bounded list of which the oldest entry leaves first. */
#include "event_log.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_FIRST 16 /* what every log has, so that many events can have one */
#define ROWS_MORE 64

/* Makes place for more rows, each in a slot of its own; false: the log stays as large as it is. */
static bool log_grow(struct event_log *log, struct budget *budget, uint32_t more)
{
	struct view *view = &log->view;
	uint32_t granted = budget_take(budget, more);
	uint32_t room = log->room + granted;
	struct log_row *rows;
	uint32_t *order;

	if (!granted)
		return false;
	rows = reallocarray(view->rows, room, sizeof(*rows));
	if (rows)
		view->rows = (uint8_t *)rows;
	order = reallocarray(view->orders[0], room, sizeof(*order));
	if (order)
		view->orders[0] = order;
	if (!rows || !order) {
		budget_return(budget, granted);
		return false;
	}
	log->room = room;
	return true;
}

struct event_log *event_log_new(struct budget *budget)
{
	struct event_log *log = calloc(1, sizeof(*log));

	if (!log)
		return NULL;
	log->view.row_size = sizeof(struct log_row);
	log->view.summary = &log->summary;
	if (!log_grow(log, budget, ROWS_FIRST)) {
		event_log_free(log, budget);
		return NULL;
	}
	return log;
}

void event_log_free(struct event_log *log, struct budget *budget)
{
	if (!log)
		return;
	budget_return(budget, log->room);
	free(log->view.orders[0]);
	free(log->view.rows);
	free(log);
}

/* The slot of a new entry, which is the last in order: a free one, or the oldest entry's. */
static uint32_t slot_take(struct event_log *log, struct budget *budget)
{
	struct view *view = &log->view;
	uint32_t *order;
	uint32_t slot;

	if (view->count == log->room && log->room < LOG_ROWS_MAX) {
		uint32_t more = LOG_ROWS_MAX - log->room;

		log_grow(log, budget, more < ROWS_MORE ? more : ROWS_MORE);
	}
	order = view->orders[0];
	if (view->count < log->room) {
		slot = (uint32_t)view->count++;
	} else {
		slot = order[0];
		memmove(order, order + 1, (view->count - 1) * sizeof(*order));
	}
	order[view->count - 1] = slot;
	return slot;
}

void event_log_add(struct event_log *log, struct budget *budget, uint64_t time, const char *text)
{
	size_t len = strnlen(text, LOG_TEXT_MAX);
	struct log_row *row;
	uint32_t slot;

	/* An index is never used again while the event lives; the range of the MIB ends. */
	if (log->last_index == LOG_INDEX_MAX)
		return;
	slot = slot_take(log, budget); /* may move the rows */
	row = (struct log_row *)log->view.rows + slot;
	memset(row, 0, sizeof(*row));
	row->index = ++log->last_index;
	row->time = time;
	for (size_t i = 0; i < len; i++)
		row->text[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
}
