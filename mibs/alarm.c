/* SPDX-License-Identifier: BSD-2-Clause */
/* The alarm group: alarmTable, which samples variables and generates events. */
#include "alarm.h"

#include <stdio.h>
#include <stdlib.h>

#include "alarm_event.h"
#include "columns.h"
#include "mib.h"
#include "variable.h"

#define SECOND UINT64_C(1000000000)

/*
 * Deadlines that were missed while nothing could change are made up for so far: by then a change
 * has left the last two halves of an interval, and more would see the same again.
 */
#define MADE_UP_MAX 4

enum sample_type {
	SAMPLE_ABSOLUTE = 1,
	SAMPLE_DELTA
};

/* What a valid row has on the main thread. */
struct alarm_live {
	struct alarm_state state;
	uint64_t due;  /* when the next reading is, ns on the probe's clock */
	uint64_t step; /* ns between readings */
	bool seen;     /* the variable was there once */
	bool waits;    /* for a variable of others that is still to come: it was there before */
};

static const struct enumeration sample_names[] = {
    {SAMPLE_ABSOLUTE, "absoluteValue"},
    {SAMPLE_DELTA, "deltaValue"},
    {0, NULL},
};

static const struct enumeration startup_names[] = {
    {ALARM_STARTUP_RISING, "risingAlarm"},
    {ALARM_STARTUP_FALLING, "fallingAlarm"},
    {ALARM_STARTUP_BOTH, "risingOrFallingAlarm"},
    {0, NULL},
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
    SETTING(2, alarmInterval, INTEGER, interval, .flags = COLUMN_MANDATORY),
    SETTING(3, alarmVariable, OID, variable, .flags = COLUMN_MANDATORY),
    SETTING(4, alarmSampleType, INTEGER, sample_type, .names = sample_names),
    READ_ONLY(5, alarmValue, INTEGER, .place = IN_CONTROL, .form = FORM_BY_CLASS),
    SETTING(6, alarmStartupAlarm, INTEGER, startup, .names = startup_names),
    SETTING(7, alarmRisingThreshold, INTEGER, rising),
    SETTING(8, alarmFallingThreshold, INTEGER, falling),
    SETTING(9, alarmRisingEventIndex, INTEGER, rising_event, .min = 0, .max = 65535),
    SETTING(10, alarmFallingEventIndex, INTEGER, falling_event, .min = 0, .max = 65535),
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

static void alarm_defaults(struct mib *mib, struct control *control)
{
	struct alarm_row *row = (struct alarm_row *)control;

	(void)mib;
	row->interval = 1;
	row->variable.len = 2; /* zeroDotZero */
	row->sample_type = SAMPLE_ABSOLUTE;
	row->startup = ALARM_STARTUP_BOTH;
}

static bool is_set(const struct oid *variable)
{
	return variable->len != 2 || variable->sub[0] || variable->sub[1];
}

static bool same_variable(const struct alarm_row *a, const struct alarm_row *b)
{
	return key_compare(a->variable.sub, a->variable.len, b->variable.sub, b->variable.len) == 0;
}

/* The MIB tells neither a least interval nor that the thresholds are in order: sense does. */
static enum snmp_error alarm_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	const struct alarm_row *row = (const struct alarm_row *)control;
	bool begins = control->status == STATUS_VALID && !(old && old->status == STATUS_VALID);
	bool changed = !old || !same_variable(row, (const struct alarm_row *)old);

	if (row->interval < 1) {
		*column = &alarm_columns[INTERVAL];
		return SNMP_WRONG_VALUE;
	}
	if (begins || (changed && is_set(&row->variable))) {
		*column = &alarm_columns[VARIABLE];
		if (!variable_exists(mib, &row->variable))
			return SNMP_INCONSISTENT_VALUE;
	}
	*column = &alarm_columns[FALLING];
	return begins && row->falling > row->rising ? SNMP_INCONSISTENT_VALUE : SNMP_OK;
}

static bool alarm_make(struct mib *mib, struct control *control)
{
	const struct alarm_row *row = (const struct alarm_row *)control;
	struct alarm_live *live = calloc(1, sizeof(*live));

	(void)mib;
	if (!live)
		return false;
	live->step = (uint64_t)row->interval * SECOND;
	if (row->sample_type == SAMPLE_DELTA)
		live->step /= 2;
	live->waits = variable_may_wait(mib);
	control->live = live;
	return true;
}

/* A delta needs a reading at the start; a value is there when the first interval is over. */
static void alarm_begin(struct mib *mib, struct control *control)
{
	const struct alarm_row *row = (const struct alarm_row *)control;
	struct alarm_live *live = control->live;

	live->due = mib->now;
	if (row->sample_type == SAMPLE_ABSOLUTE)
		live->due += live->step;
}

static void alarm_end(struct mib *mib, struct control *control)
{
	(void)mib;
	free(control->live);
	control->live = NULL;
}

/* The variable is not there (any more); the row goes as if a manager had deleted it. */
static void variable_is_missing(struct mib *mib, struct alarm_row *row)
{
	struct alarm_live *live = row->control.live;
	unsigned index = row->control.index[0];
	char sentence[64];

	alarm_miss(&live->state);
	if (!live->seen && (live->waits || variable_is_own(&row->variable)))
		return;
	snprintf(sentence, sizeof(sentence), "alarm %u ends: its variable is %s", index,
	    live->seen ? "gone" : "not there, or no integer");
	if (mib_row_delete(mib, &row->control) && mib->tell)
		mib->tell(mib->tell_arg, sentence);
}

static void value_take(struct mib *mib, struct alarm_row *row, const struct alarm_reading *reading)
{
	struct alarm_live *live = row->control.live;
	const struct alarm_config config = {
	    .delta = row->sample_type == SAMPLE_DELTA,
	    .startup = row->startup,
	    .rising = row->rising,
	    .falling = row->falling,
	    .least = INT32_MIN,
	    .most = INT32_MAX,
	};
	unsigned crossed;

	live->seen = true;
	crossed = alarm_take(&live->state, &config, reading);
	if (crossed & ALARM_RISING)
		alarm_event(mib, row, true, (int32_t)live->state.value);
	if (crossed & ALARM_FALLING)
		alarm_event(mib, row, false, (int32_t)live->state.value);
}

/* Afterwards the row may be no more. */
static void alarm_answer(struct mib *mib, struct control *control, enum answer answer,
    const struct alarm_reading *reading)
{
	struct alarm_row *row = (struct alarm_row *)control;
	struct alarm_live *live = control->live;

	if (answer == ANSWER_VALUE)
		value_take(mib, row, reading);
	else if (answer == ANSWER_MISSING)
		variable_is_missing(mib, row);
	else if (answer == ANSWER_NONE)
		alarm_miss(&live->state);
}

/* One reading; false: the row is no more. */
static bool row_sample(struct mib *mib, struct alarm_row *row)
{
	const struct store *store = mib_store(mib, &alarm_control);
	const uint32_t index = row->control.index[0];
	struct alarm_reading reading;

	alarm_answer(mib, &row->control,
	    variable_take(mib, &row->control, &row->variable, &reading), &reading);
	return store_find(store, &index) != NULL;
}

/* Readings have the times they are due at, however late they are taken. */
static void alarm_run(struct mib *mib, struct control *control)
{
	struct alarm_live *live = control->live;
	uint64_t now = mib->now;
	bool lives = true;

	for (int i = 0; lives && live->due <= now && i < MADE_UP_MAX; i++) {
		mib->now = live->due;
		live->due += live->step;
		lives = row_sample(mib, (struct alarm_row *)control);
	}
	mib->now = now;
	if (lives && live->due <= now)
		live->due += ((now - live->due) / live->step + 1) * live->step;
}

static void alarm_load(const struct control *control, const struct column *column, const void *base,
    struct value *value)
{
	const struct alarm_live *live = control->live;

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
    .defaults = alarm_defaults,
    .check = alarm_check,
    .make = alarm_make,
    .begin = alarm_begin,
    .end = alarm_end,
    .run = alarm_run,
    .answer = alarm_answer,
    .load = alarm_load,
};
