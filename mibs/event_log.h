/* SPDX-License-Identifier: BSD-2-Clause */
/* The log of one event: a bounded list of which the oldest entry leaves first. */
#ifndef MIBS_EVENT_LOG_H
#define MIBS_EVENT_LOG_H

#include <stdbool.h>

#include "budget.h"
#include "view.h"

#define LOG_ROWS_MAX 1000 /* that one event keeps */
#define LOG_TEXT_MAX 255  /* octets of logDescription */
#define LOG_INDEX_MAX 0x7fffffff

struct log_row {
	uint32_t index;
	uint64_t time; /* ns on the probe's clock */
	char text[LOG_TEXT_MAX + 1];
};

struct event_summary {
	uint64_t last_sent; /* ns on the probe's clock; 0: never */
};

struct event_log {
	struct view view; /* the log as rows sorted by index; its summary is this one's */
	struct event_summary summary;
	uint32_t room; /* rows taken from the budget */
	uint32_t last_index;
};

/* An empty log; NULL: no memory, or the budget does not pay for the least. */
struct event_log *event_log_new(struct budget *budget);
void event_log_free(struct event_log *log, struct budget *budget);

/* Adds an entry with the next index; text is cut, and what is not printable ASCII shown as '?'. */
void event_log_add(struct event_log *log, struct budget *budget, uint64_t time, const char *text);

#endif
