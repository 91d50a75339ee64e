/* SPDX-License-Identifier: BSD-2-Clause */
/* What an alarm says when a threshold is crossed: risingAlarm, fallingAlarm, and the log's words. */
#include "alarm_event.h"

#include <inttypes.h>
#include <stdio.h>

#include "alarm.h"
#include "event.h"
#include "mib.h"
#include "oidtext.h"

#define TEXT_SIZE 256

/* Appends the instance of an alarm column, an INTEGER unless its value is set afterwards. */
static struct value *add_varbind(struct notification *notification, const struct alarm_row *row,
    uint32_t column, int64_t integer)
{
	struct oid *name = &notification->varbinds[notification->count].name;
	struct value *value = &notification->varbinds[notification->count].value;

	notification->count++;
	*name = alarm_table.entry;
	name->sub[name->len++] = column;
	name->sub[name->len++] = row->control.index[0];
	value->syntax = SYNTAX_INTEGER;
	value->integer = integer;
	return value;
}

/* The objects and their order are those of the NOTIFICATION-TYPE. */
static void notification_make(
    struct notification *notification, const struct alarm_row *row, bool rising, int32_t value)
{
	struct value *variable;

	notification->name = (struct oid)OID_LITERAL(RMON, 0, 0);
	notification->name.sub[notification->name.len - 1] = rising ? 1 : 2;
	notification->count = 0;
	add_varbind(notification, row, 1, row->control.index[0]);
	variable = add_varbind(notification, row, 3, 0);
	variable->syntax = SYNTAX_OID;
	variable->oid = row->variable;
	add_varbind(notification, row, 4, row->sample_type);
	add_varbind(notification, row, 5, value);
	add_varbind(notification, row, rising ? 7 : 8, rising ? row->rising : row->falling);
}

static void text_make(char *text, const struct alarm_row *row, bool rising, int32_t value)
{
	char variable[TEXT_SIZE];

	oidtext_name(variable, sizeof(variable), &row->variable);
	snprintf(text, TEXT_SIZE,
	    "alarm %" PRIu32 " %s: %.150s%s is %" PRId32 ", threshold %" PRId32,
	    row->control.index[0], rising ? "rising" : "falling", variable,
	    row->sample_type == 2 ? " delta" : "", value, rising ? row->rising : row->falling);
}

void alarm_event(struct mib *mib, const struct alarm_row *row, bool rising, int32_t value)
{
	struct notification notification;
	char text[TEXT_SIZE];

	notification_make(&notification, row, rising, value);
	text_make(text, row, rising, value);
	event_generate(
	    mib, (uint32_t)(rising ? row->rising_event : row->falling_event), text, &notification);
}
