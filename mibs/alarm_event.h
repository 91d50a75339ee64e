/* SPDX-License-Identifier: BSD-2-Clause */
/* What an alarm says when a threshold is crossed: risingAlarm, fallingAlarm, and the log's words. */
#ifndef MIBS_ALARM_EVENT_H
#define MIBS_ALARM_EVENT_H

#include "control.h"
#include "probe/alarm.h"

struct alarm_row {
	struct control control;
	int32_t interval; /* s */
	struct oid variable;
	int32_t sample_type;
	int32_t startup; /* enum alarm_startup */
	int32_t rising;
	int32_t falling;
	int32_t rising_event; /* eventIndex; 0: none */
	int32_t falling_event;
};

/* Generates the row's event for a crossing by this value. */
void alarm_event(struct mib *mib, const struct alarm_row *row, bool rising, int32_t value);

#endif
