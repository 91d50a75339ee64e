/* SPDX-License-Identifier: BSD-2-Clause */
/* Thresholds: a pure function of the readings of a variable (RFC 2819, alarmTable). */
#include "alarm.h"

static alarm_value saturate(const struct alarm_config *config, alarm_value value)
{
	if (value > config->most)
		return config->most;
	return value < config->least ? config->least : value;
}

static alarm_value absolute_value(const struct alarm_reading *reading)
{
	switch (reading->kind) {
	case ALARM_INTEGER:
		return reading->integer;
	case ALARM_COUNTER32:
	case ALARM_COUNTER32_WHOLE:
		return reading->counter & UINT32_MAX;
	case ALARM_COUNTER64:
		break;
	}
	return reading->counter;
}

/* The change from one reading to the next; false: they cannot be compared. */
static bool change(
    const struct alarm_reading *from, const struct alarm_reading *to, alarm_value *difference)
{
	if (from->kind != to->kind)
		return false;
	switch (to->kind) {
	case ALARM_INTEGER:
		*difference = (alarm_value)to->integer - from->integer;
		return true;
	case ALARM_COUNTER32:
		*difference = (uint32_t)to->counter - (uint32_t)from->counter;
		return true;
	case ALARM_COUNTER32_WHOLE:
	case ALARM_COUNTER64:
		break;
	}
	*difference = to->counter - from->counter;
	return to->counter >= from->counter;
}

/* The sum of the last two changes; false: there were not two yet. */
static bool delta_value(
    struct alarm_state *state, const struct alarm_reading *reading, alarm_value *value)
{
	struct alarm_reading last = state->last;
	alarm_value half, before = state->half;

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
static unsigned compare(
    struct alarm_state *state, const struct alarm_config *config, alarm_value value)
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
	alarm_value value;

	state->fresh = true;
	if (!config->delta)
		value = absolute_value(reading);
	else
		state->fresh = delta_value(state, reading, &value);
	if (!state->fresh)
		return 0;
	return compare(state, config, saturate(config, value));
}

void alarm_miss(struct alarm_state *state)
{
	state->readings = 0;
	state->fresh = false;
}
