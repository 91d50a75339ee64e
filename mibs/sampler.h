/* SPDX-License-Identifier: BSD-2-Clause */
/* What rows of alarmTable and hcAlarmTable have in common: when they read a variable, and judge it. */
#ifndef MIBS_SAMPLER_H
#define MIBS_SAMPLER_H

#include "alarm_event.h"
#include "control.h"
#include "probe/alarm.h"

enum sample_type {
	SAMPLE_ABSOLUTE = 1,
	SAMPLE_DELTA
};
extern const struct enumeration sample_type_names[];
extern const struct enumeration startup_alarm_names[];

/* Every such row begins with this. */
struct sampler {
	struct control control; /* live: struct sampling */
	int32_t interval;       /* s, from 1 */
	struct oid variable;
	int32_t sample_type;
	int32_t startup;      /* enum alarm_startup */
	int32_t rising_event; /* eventIndex; 0: none */
	int32_t falling_event;
};

/* What a valid row has on the main thread. */
struct sampling {
	struct alarm_state state;
	uint64_t due;  /* when the next reading is, ns on the probe's clock */
	uint64_t step; /* ns between readings */
	bool seen;     /* the variable was there once */
	bool waits;    /* for a variable of others that is still to come: it was there before */
};

/* These are the class's functions of the same names. */
void sampler_defaults(struct mib *mib, struct control *control);
bool sampler_make(struct mib *mib, struct control *control);
void sampler_begin(struct mib *mib, struct control *control);
void sampler_end(struct mib *mib, struct control *control);
void sampler_run(struct mib *mib, struct control *control);

/* Whether the SET makes the row valid. */
bool sampler_begins(const struct control *control, const struct control *old);

/* Whether the variable may stay as it is; acceptable() judges one that is new, or to be read now. */
bool sampler_variable_fits(struct mib *mib, const struct control *control,
    const struct control *old, bool (*acceptable)(struct mib *mib, const struct oid *variable));

/*
 * Takes a reading and generates the events of what it crosses.  config has the thresholds and the
 * least and most; the rest is the row's.
 */
void sampler_take(struct mib *mib, struct sampler *row, struct alarm_config config,
    const struct alarm_speech *speech, const struct alarm_reading *reading);

#endif
