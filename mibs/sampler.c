/* SPDX-License-Identifier: BSD-2-Clause */
/* What rows of alarmTable and hcAlarmTable have in common: when they read a variable, and judge it. */
#include "sampler.h"

#include <stdlib.h>

#include "mib.h"
#include "variable.h"

#define SECOND UINT64_C(1000000000)

/*
 * Deadlines that were missed while nothing could change are made up for so far: by then a change
 * has left the last two halves of an interval, and more would see the same again.
 */
#define MADE_UP_MAX 4

const struct enumeration sample_type_names[] = {
    {SAMPLE_ABSOLUTE, "absoluteValue"},
    {SAMPLE_DELTA, "deltaValue"},
    {0, NULL},
};

const struct enumeration startup_alarm_names[] = {
    {ALARM_STARTUP_RISING, "risingAlarm"},
    {ALARM_STARTUP_FALLING, "fallingAlarm"},
    {ALARM_STARTUP_BOTH, "risingOrFallingAlarm"},
    {0, NULL},
};

void sampler_defaults(struct mib *mib, struct control *control)
{
	struct sampler *row = (struct sampler *)control;

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

static bool same_variable(const struct sampler *a, const struct sampler *b)
{
	return key_compare(a->variable.sub, a->variable.len, b->variable.sub, b->variable.len) == 0;
}

bool sampler_begins(const struct control *control, const struct control *old)
{
	return control->status == STATUS_VALID && !(old && old->status == STATUS_VALID);
}

bool sampler_variable_fits(struct mib *mib, const struct control *control,
    const struct control *old, bool (*acceptable)(struct mib *mib, const struct oid *variable))
{
	const struct sampler *row = (const struct sampler *)control;
	bool changed = !old || !same_variable(row, (const struct sampler *)old);

	if (!sampler_begins(control, old) && !(changed && is_set(&row->variable)))
		return true;
	return acceptable(mib, &row->variable);
}

bool sampler_make(struct mib *mib, struct control *control)
{
	const struct sampler *row = (const struct sampler *)control;
	struct sampling *live = calloc(1, sizeof(*live));

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
void sampler_begin(struct mib *mib, struct control *control)
{
	const struct sampler *row = (const struct sampler *)control;
	struct sampling *live = control->live;

	live->due = mib->now;
	if (row->sample_type == SAMPLE_ABSOLUTE)
		live->due += live->step;
}

void sampler_end(struct mib *mib, struct control *control)
{
	(void)mib;
	free(control->live);
	control->live = NULL;
}

void sampler_take(struct mib *mib, struct sampler *row, struct alarm_config config,
    const struct alarm_speech *speech, const struct alarm_reading *reading)
{
	struct sampling *live = row->control.live;
	unsigned crossed;

	live->seen = true;
	config.delta = row->sample_type == SAMPLE_DELTA;
	config.startup = row->startup;
	crossed = alarm_take(&live->state, &config, reading);
	if (crossed & ALARM_RISING)
		alarm_event(mib, row, speech, true, config.rising);
	if (crossed & ALARM_FALLING)
		alarm_event(mib, row, speech, false, config.falling);
}

/* One reading; false: the row is no more. */
static bool row_sample(struct mib *mib, struct sampler *row)
{
	const struct control_class *class = row->control.class;
	const uint32_t index = row->control.index[0];
	struct alarm_reading reading;

	class->answer(mib, &row->control,
	    variable_take(mib, &row->control, &row->variable, &reading), &reading);
	return store_find(mib_store(mib, class), &index) != NULL;
}

/*
 * What another has to say now makes up for nothing that was missed, but mib_run() comes a little
 * early or late: a reading may wait for the next time.
 */
static void run_asking(struct mib *mib, struct sampler *row)
{
	struct sampling *live = row->control.live;

	if (mib->now - live->due >= live->step + live->step / 2) {
		alarm_miss(&live->state);
		live->due += (mib->now - live->due) / live->step * live->step;
	}
	live->due += live->step;
	row_sample(mib, row);
}

/* Readings have the times they are due at, however late they are taken. */
void sampler_run(struct mib *mib, struct control *control)
{
	struct sampling *live = control->live;
	uint64_t now = mib->now;
	bool lives = true;

	if (live->due > now)
		return;
	if (!variable_is_own(&((struct sampler *)control)->variable)) {
		run_asking(mib, (struct sampler *)control);
		return;
	}
	for (int i = 0; lives && live->due <= now && i < MADE_UP_MAX; i++) {
		mib->now = live->due;
		live->due += live->step;
		lives = row_sample(mib, (struct sampler *)control);
	}
	mib->now = now;
	if (lives && live->due <= now)
		live->due += ((now - live->due) / live->step + 1) * live->step;
}
