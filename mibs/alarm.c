/* SPDX-License-Identifier: BSD-2-Clause */
/* The alarm group: alarmTable, which samples variables and generates events. */
#include "alarm.h"

#include <stdio.h>

#include "columns.h"
#include "mib.h"
#include "sampler.h"
#include "variable.h"

struct alarm_row {
	struct sampler sampler;
	int32_t rising;
	int32_t falling;
};

#define SETTING(num, descriptor, syn, member, ...)                                                 \
	READ_CREATE(                                                                               \
	    num, descriptor, syn, FIELD(IN_CONTROL, struct alarm_row, member), ##__VA_ARGS__)

enum {
	INTERVAL = 1, /* positions in alarm_columns */
	VARIABLE = 2,
	FALLING = 7
};

static const struct column alarm_columns[] = {
    CONTROL_INDEX(1, alarmIndex),
    SETTING(2, alarmInterval, INTEGER, sampler.interval, .flags = COLUMN_MANDATORY),
    SETTING(3, alarmVariable, OID, sampler.variable, .flags = COLUMN_MANDATORY),
    SETTING(4, alarmSampleType, INTEGER, sampler.sample_type, .names = sample_type_names),
    READ_ONLY(5, alarmValue, INTEGER, .place = IN_CONTROL, .form = FORM_BY_CLASS),
    SETTING(6, alarmStartupAlarm, INTEGER, sampler.startup, .names = startup_alarm_names),
    SETTING(7, alarmRisingThreshold, INTEGER, rising),
    SETTING(8, alarmFallingThreshold, INTEGER, falling),
    SETTING(9, alarmRisingEventIndex, INTEGER, sampler.rising_event, .min = 0, .max = INDEX_MAX),
    SETTING(10, alarmFallingEventIndex, INTEGER, sampler.falling_event, .min = 0, .max = INDEX_MAX),
    CONTROL_OWNER(11, alarmOwner),
    CONTROL_STATUS(12, alarmStatus),
};

const struct table alarm_table = {
    .name = "alarmTable",
    .entry = OID_LITERAL(RMON, 3, 1, 1),
    .control = &alarm_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(alarm_columns),
};

/* risingAlarm and fallingAlarm */
static const struct alarm_speech alarm_speech = {
    .word = "alarm",
    .prefix = OID_LITERAL(RMON, 0),
    .rising = {1, 3, 4, 5, 7},
    .falling = {1, 3, 4, 5, 8},
};

/* The MIB tells neither a least interval nor that the thresholds are in order: sense does. */
static enum snmp_error alarm_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	const struct alarm_row *row = (const struct alarm_row *)control;

	if (row->sampler.interval < 1) {
		*column = &alarm_columns[INTERVAL];
		return SNMP_WRONG_VALUE;
	}
	*column = &alarm_columns[VARIABLE];
	if (!sampler_variable_fits(mib, control, old, variable_exists))
		return SNMP_INCONSISTENT_VALUE;
	*column = &alarm_columns[FALLING];
	return sampler_begins(control, old) && row->falling > row->rising ? SNMP_INCONSISTENT_VALUE
									  : SNMP_OK;
}

/* The variable is not there (any more); the row goes as if a manager had deleted it. */
static void variable_is_missing(struct mib *mib, struct alarm_row *row)
{
	struct control *control = &row->sampler.control;
	struct sampling *live = control->live;
	unsigned index = control->index[0];
	char sentence[64];

	alarm_miss(&live->state);
	if (!live->seen && (live->waits || variable_is_own(&row->sampler.variable)))
		return;
	snprintf(sentence, sizeof(sentence), "alarm %u ends: its variable is %s", index,
	    live->seen ? "gone" : "not there, or no integer");
	if (mib_row_delete(mib, control) && mib->tell)
		mib->tell(mib->tell_arg, sentence);
}

/* Afterwards the row may be no more. */
static void alarm_answer(struct mib *mib, struct control *control, enum answer answer,
    const struct alarm_reading *reading)
{
	struct alarm_row *row = (struct alarm_row *)control;
	struct sampling *live = control->live;
	const struct alarm_config config = {
	    .rising = row->rising,
	    .falling = row->falling,
	    .least = INT32_MIN,
	    .most = INT32_MAX,
	};

	if (answer == ANSWER_VALUE)
		sampler_take(mib, &row->sampler, config, &alarm_speech, reading);
	else if (answer == ANSWER_MISSING)
		variable_is_missing(mib, row);
	else if (answer == ANSWER_NONE)
		alarm_miss(&live->state);
}

static void alarm_load(const struct control *control, const struct column *column, const void *base,
    struct value *value)
{
	const struct sampling *live = control->live;

	(void)base;
	value->syntax = column->syntax;
	value->integer = live ? (int32_t)live->state.value : 0;
}

const struct control_class alarm_control = {
    .name = "alarmTable",
    .row_size = sizeof(struct alarm_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .table = &alarm_table,
    .defaults = sampler_defaults,
    .check = alarm_check,
    .make = sampler_make,
    .begin = sampler_begin,
    .end = sampler_end,
    .run = sampler_run,
    .answer = alarm_answer,
    .load = alarm_load,
};
