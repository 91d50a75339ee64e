/* SPDX-License-Identifier: BSD-2-Clause */
/* What an alarm says when a threshold is crossed: a notification, and the log's words. */
#ifndef MIBS_ALARM_EVENT_H
#define MIBS_ALARM_EVENT_H

#include <stdbool.h>

#include "probe/alarm.h"
#include "value.h"

#define ALARM_OBJECTS_MAX 8

struct mib;
struct sampler;

/* How the alarms of one table speak. */
struct alarm_speech {
	const char *word;  /* what the log calls one */
	struct oid prefix; /* of the notifications' names: 1 rises, 2 falls */
	/* Columns that the NOTIFICATION-TYPE lists, in its order; 0: no more. */
	uint32_t rising[ALARM_OBJECTS_MAX];
	uint32_t falling[ALARM_OBJECTS_MAX];
};

/* Generates the row's event for a crossing of the threshold by the value that it shows now. */
void alarm_event(struct mib *mib, const struct sampler *row, const struct alarm_speech *speech,
    bool rising, alarm_value threshold);

#endif
