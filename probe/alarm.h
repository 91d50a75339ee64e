/* SPDX-License-Identifier: BSD-2-Clause */
/* Thresholds: a pure function of the readings of a variable (RFC 2819, alarmTable). */
#ifndef PROBE_ALARM_H
#define PROBE_ALARM_H

#include <stdbool.h>
#include <stdint.h>

/* How two readings make a difference. */
enum alarm_kind {
	ALARM_INTEGER,   /* and Gauge32, TimeTicks: signed */
	ALARM_COUNTER32, /* modulo 2^32 */
	/* A counter known to 64 bits: when it goes back it began again. */
	ALARM_COUNTER64,
	ALARM_COUNTER32_WHOLE /* the same; but as a Counter32 it shows its lower half */
};

struct alarm_reading {
	enum alarm_kind kind;
	int64_t integer;  /* ALARM_INTEGER */
	uint64_t counter; /* the others */
};

/* alarmStartupAlarm. */
enum alarm_startup {
	ALARM_STARTUP_RISING = 1,
	ALARM_STARTUP_FALLING,
	ALARM_STARTUP_BOTH
};

/* Holds the sum of two changes of a Counter64, in either direction. */
typedef __int128 alarm_value;

struct alarm_config {
	bool delta;      /* alarmSampleType: the change over an interval, not the value */
	int32_t startup; /* enum alarm_startup */
	alarm_value rising;
	alarm_value falling; /* not above rising */
	alarm_value least;   /* what the object that shows the value can hold */
	alarm_value most;
};

/* A new one is all 0. */
struct alarm_state {
	struct alarm_reading last; /* valid if readings > 0 */
	alarm_value half;          /* the change before the last reading; valid if readings > 1 */
	unsigned readings;         /* without a break; stops counting at 2 */
	alarm_value value;         /* what was compared last: alarmValue */
	bool compared;             /* there was a value */
	bool fresh;        /* the latest reading made it: that was had, and no delta began */
	bool rising_spent; /* no rising event until the falling threshold is reached */
	bool falling_spent;
};

#define ALARM_RISING (1u << 0)
#define ALARM_FALLING (1u << 1)

/*
 * Takes the next reading and returns what was crossed: ALARM_RISING, ALARM_FALLING, 0 (or, at a
 * first value with equal thresholds, both).  With delta there are two readings an interval, half
 * of it apart, and the value is the sum of the last two changes, so that a burst across the end
 * of an interval is seen whole; the first value comes with the third reading.  Values beyond
 * config's least and most are these.
 */
unsigned alarm_take(struct alarm_state *state, const struct alarm_config *config,
    const struct alarm_reading *reading);

/* A reading could not be had: a delta begins anew, the value and what is armed stay. */
void alarm_miss(struct alarm_state *state);

#endif
