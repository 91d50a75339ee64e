/* SPDX-License-Identifier: BSD-2-Clause */
/* What an alarm says when a threshold is crossed: a notification, and the log's words. */
#include "alarm_event.h"

#include <inttypes.h>
#include <stdio.h>

#include "event.h"
#include "mib.h"
#include "oidtext.h"
#include "sampler.h"
#include "walk.h"

#define TEXT_SIZE 256
#define NUMBER_SIZE 24

/* The row's objects as a manager would read them now. */
static void notification_make(struct notification *notification, struct mib *mib,
    const struct sampler *row, const struct alarm_speech *speech, bool rising)
{
	const struct table *table = row->control.class->table;
	const uint32_t *objects = rising ? speech->rising : speech->falling;

	notification->name = speech->prefix;
	notification->name.sub[notification->name.len++] = rising ? 1 : 2;
	notification->count = 0;
	for (size_t i = 0; i < ALARM_OBJECTS_MAX && objects[i]; i++) {
		const uint32_t suffix[] = {objects[i], row->control.index[0]};
		struct oid *name = &notification->varbinds[i].name;

		*name = table->entry;
		name->sub[name->len++] = suffix[0];
		name->sub[name->len++] = suffix[1];
		walk_get(mib, table, suffix, 2, &notification->varbinds[i].value);
		notification->count++;
	}
}

/* A magnitude of up to 64 bits, with its sign. */
static const char *number_print(char *text, alarm_value value)
{
	snprintf(text, NUMBER_SIZE, "%s%" PRIu64, value < 0 ? "-" : "",
	    (uint64_t)(value < 0 ? -value : value));
	return text;
}

static void text_make(char *text, const struct sampler *row, const struct alarm_speech *speech,
    bool rising, alarm_value threshold)
{
	const struct sampling *live = row->control.live;
	char variable[TEXT_SIZE], value[NUMBER_SIZE], limit[NUMBER_SIZE];

	oidtext_name(variable, sizeof(variable), &row->variable);
	snprintf(text, TEXT_SIZE, "%s %" PRIu32 " %s: %.150s%s is %s, threshold %s", speech->word,
	    row->control.index[0], rising ? "rising" : "falling", variable,
	    row->sample_type == SAMPLE_DELTA ? " delta" : "",
	    number_print(value, live->state.value), number_print(limit, threshold));
}

void alarm_event(struct mib *mib, const struct sampler *row, const struct alarm_speech *speech,
    bool rising, alarm_value threshold)
{
	struct notification notification;
	char text[TEXT_SIZE];

	notification_make(&notification, mib, row, speech, rising);
	text_make(text, row, speech, rising, threshold);
	event_generate(
	    mib, (uint32_t)(rising ? row->rising_event : row->falling_event), text, &notification);
}
