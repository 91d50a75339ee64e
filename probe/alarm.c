/* SPDX-License-Identifier: BSD-2-Clause */
/* Thresholds: a pure function of the readings of a variable (RFC 2819, alarmTable). */
#include "alarm.h"

static int32_t saturate(int64_t value)
{
	if (value > INT32_MAX)
		return INT32_MAX;
	return value < INT32_MIN ? INT32_MIN : (int32_t)value;
}

/* Anything above an Integer32 is as good as any other: sums of two never wrap. */
static int64_t bounded(uint64_t value)
{
	return value > UINT32_MAX ? (int64_t)UINT32_MAX : (int64_t)value;
}

static int64_t absolute_value(const struct alarm_reading *reading)
{
	switch (reading->kind) {
	case ALARM_INTEGER:
		return reading->integer;
	case ALARM_COUNTER32:
	case ALARM_COUNTER32_WHOLE:
		return (int64_t)(reading->counter & UINT32_MAX);
	case ALARM_COUNTER64:
		break;
	}
	return bounded(reading->counter);
}

/* The change from one reading to the next; false: they cannot be compared. */
static bool change(
    const struct alarm_reading *from, const struct alarm_reading *to, int64_t *difference)
{
	if (from->kind != to->kind)
		return false;
	switch (to->kind) {
	case ALARM_INTEGER:
		*difference = to->integer - from->integer;
		return true;
	case ALARM_COUNTER32:
		*difference = (uint32_t)to->counter - (uint32_t)from->counter;
		return true;
	case ALARM_COUNTER32_WHOLE:
	case ALARM_COUNTER64:
		break;
	}
	*difference = bounded(to->counter - from->counter);
	return to->counter >= from->counter;
}

/* The sum of the last two changes; false: there were not two yet. */
static bool delta_value(
    struct alarm_state *state, const struct alarm_reading *reading, int64_t *value)
{
	struct alarm_reading last = state->last;
	int64_t half, before = state->half;

	state->last = *reading;
	if (state->readings == 0 || !change(&last, reading, &half)) {
		state->readings = 1;
		return false;
	}
	state->half = half;
	if (state->readings == 1) {
		state->readings = 2;
		return false;
	}
	*value = before + half;
	return true;
}

/* RFC 2819, alarmStartupAlarm, alarmRisingThreshold, alarmFallingThreshold. */
static unsigned compare(struct alarm_state *state, const struct alarm_config *config, int32_t value)
{
	bool high = value >= config->rising;
	bool low = value <= config->falling;
	bool was_below = state->compared ? state->value < config->rising
					 : config->startup != ALARM_STARTUP_FALLING;
	bool was_above = state->compared ? state->value > config->falling
					 : config->startup != ALARM_STARTUP_RISING;
	bool rises = high && was_below && !state->rising_spent;
	bool falls = low && was_above && !state->falling_spent;

	if (rises)
		state->rising_spent = true;
	if (falls)
		state->falling_spent = true;
	if (high)
		state->falling_spent = false;
	if (low)
		state->rising_spent = false;
	state->value = value;
	state->compared = true;
	return (rises ? ALARM_RISING : 0) | (falls ? ALARM_FALLING : 0);
}

unsigned alarm_take(struct alarm_state *state, const struct alarm_config *config,
    const struct alarm_reading *reading)
{
	int64_t value;

	if (!config->delta)
		value = absolute_value(reading);
	else if (!delta_value(state, reading, &value))
		return 0;
	return compare(state, config, saturate(value));
}
