/* SPDX-License-Identifier: BSD-2-Clause */
/* RFC 2819's rules of thresholds, by hand: startup, hysteresis, deltas, wraps, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/alarm.h"

#define R ALARM_RISING
#define F ALARM_FALLING
#define INTEGER32 .least = INT32_MIN, .most = INT32_MAX

/* Feeds integers and compares what each crosses with a string of '-', 'R', 'F' and 'B' (both). */
static void feed(struct alarm_state *state, const struct alarm_config *config,
    const int64_t *values, const char *wanted)
{
	char crossed[64] = "";

	for (size_t i = 0; i < strlen(wanted); i++) {
		const struct alarm_reading reading = {.kind = ALARM_INTEGER, .integer = values[i]};

		crossed[i] = "-RFB"[alarm_take(state, config, &reading)];
	}
	assert_string_equal(crossed, wanted);
}

#define FEED(config, wanted, ...)                                                                  \
	do {                                                                                       \
		struct alarm_state state_ = {0};                                                   \
		feed(&state_, &(config), (const int64_t[]){__VA_ARGS__}, wanted);                  \
	} while (0)

static void test_startup(void **state)
{
	struct alarm_config config = {
	    INTEGER32, .startup = ALARM_STARTUP_BOTH, .rising = 10, .falling = 5};

	(void)state;
	FEED(config, "R", 10);
	FEED(config, "F", 5);
	FEED(config, "-", 7);
	config.startup = ALARM_STARTUP_RISING;
	FEED(config, "R", 11);
	FEED(config, "-", 4);
	FEED(config, "-RF", 4, 10, 5); /* a real crossing is one whatever the startup says */
	FEED(config, "--F", 4, 6, 5);
	FEED(config, "---", 4, 3, 5); /* a falling one waits for a value above the threshold */
	config.startup = ALARM_STARTUP_FALLING;
	FEED(config, "F", 4);
	FEED(config, "-", 11);
	/* No event at the first value: a rising one waits for a value below the threshold. */
	FEED(config, "---", 11, 12, 10);
	FEED(config, "--R", 11, 9, 10);
}

static void test_hysteresis(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .startup = ALARM_STARTUP_BOTH, .rising = 10, .falling = 5};

	(void)state;
	/* Between the thresholds nothing changes: no second event until the other is reached. */
	FEED(config, "-R------", 7, 10, 9, 10, 6, 20, 7, 11);
	FEED(config, "-RF-R", 7, 10, 5, 6, 10);
	FEED(config, "-F------", 7, 5, 6, 5, 9, 0, 8, 4);
	FEED(config, "-FR-F", 7, 5, 10, 9, 5);
	FEED(config, "RFRF", 100, -100, 100, -100);
	/* At the limits of an Integer32. */
	const struct alarm_config wide = {
	    INTEGER32, .startup = ALARM_STARTUP_BOTH, .rising = INT32_MAX, .falling = INT32_MIN};
	FEED(wide, "-RF", 0, INT32_MAX, INT32_MIN);
}

static void test_equal_thresholds(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .startup = ALARM_STARTUP_BOTH, .rising = 5, .falling = 5};

	(void)state;
	FEED(config, "B", 5);
	FEED(config, "FR-F", 4, 5, 6, 5);
	FEED(config, "FRFR", 4, 6, 4, 6);
}

static void test_saturation(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .startup = ALARM_STARTUP_BOTH, .rising = INT32_MAX, .falling = 0};
	struct alarm_state s = {0};
	struct alarm_reading reading = {.kind = ALARM_INTEGER, .integer = 4294967295};

	(void)state;
	assert_int_equal(alarm_take(&s, &config, &reading), R); /* a Gauge32 at its maximum */
	assert_int_equal(s.value, INT32_MAX);
	reading.kind = ALARM_COUNTER64;
	reading.counter = UINT64_MAX;
	assert_int_equal(alarm_take(&s, &config, &reading), 0);
	assert_int_equal(s.value, INT32_MAX);
	/* A Counter32 shows its lower half, whatever is known above it. */
	reading.kind = ALARM_COUNTER32_WHOLE;
	reading.counter = (UINT64_C(7) << 32) + 3;
	assert_int_equal(alarm_take(&s, &config, &reading), 0);
	assert_int_equal(s.value, 3);
	reading.kind = ALARM_COUNTER32;
	reading.counter = 0;
	assert_int_equal(alarm_take(&s, &config, &reading), F);
	assert_int_equal(s.value, 0);
}

/* Three readings, half an interval apart, make the first value; from then on each makes one. */
static void test_delta(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .delta = true, .startup = ALARM_STARTUP_BOTH, .rising = 10, .falling = 2};
	struct alarm_state s = {0};

	(void)state;
	FEED(config, "--R", 1000, 1004, 1010); /* against 0 it would be 1000 */
	FEED(config, "--F", 1000, 1001, 1002);
	FEED(config, "---", 1000, 1004, 1008);
	/* 6 + 6 lie across the end of an interval: 0, 6 | 6, 0 is seen as 12. */
	FEED(config, "---R--", 0, 0, 6, 12, 12, 12 + 3);
	FEED(config, "---RF", 0, 0, 6, 12, 12 - 6);
	/* A gauge falls, too. */
	feed(&s, &config, (const int64_t[]){100, 50, 0}, "--F");
	assert_int_equal(s.value, -100);
	s = (struct alarm_state){0};
	feed(&s, &config, (const int64_t[]){-2147483648, 2147483647, 2147483647}, "--R");
	assert_int_equal(s.value, INT32_MAX); /* 4294967295 is more than an Integer32 holds */
	s = (struct alarm_state){0};
	feed(&s, &config, (const int64_t[]){2147483647, -2147483648, -2147483648}, "--F");
	assert_int_equal(s.value, INT32_MIN);
}

static unsigned count(
    struct alarm_state *state, const struct alarm_config *config, enum alarm_kind kind, uint64_t n)
{
	const struct alarm_reading reading = {.kind = kind, .counter = n};

	return alarm_take(state, config, &reading);
}

static void test_counter_wraps(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .delta = true, .startup = ALARM_STARTUP_BOTH, .rising = 30, .falling = 0};
	struct alarm_state s = {0};

	(void)state;
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 4294967290), 0);
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 4), 0);  /* + 10 */
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 25), R); /* + 21 */
	assert_int_equal(s.value, 31);
	/* Known whole, it goes over 2^32 without a wrap. */
	s = (struct alarm_state){0};
	count(&s, &config, ALARM_COUNTER32_WHOLE, UINT64_C(0xfffffffa));
	count(&s, &config, ALARM_COUNTER32_WHOLE, UINT64_C(0x100000004));
	assert_int_equal(count(&s, &config, ALARM_COUNTER32_WHOLE, UINT64_C(0x100000019)), R);
	assert_int_equal(s.value, 31);
	/* More than an Integer32 a period. */
	s = (struct alarm_state){0};
	count(&s, &config, ALARM_COUNTER64, 0);
	count(&s, &config, ALARM_COUNTER64, UINT64_C(1) << 40);
	assert_int_equal(count(&s, &config, ALARM_COUNTER64, UINT64_C(1) << 41), R);
	assert_int_equal(s.value, INT32_MAX);
}

/* A counter that began again has no change; the value before stays, and its thresholds. */
static void test_source_begins_again(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .delta = true, .startup = ALARM_STARTUP_BOTH, .rising = 30, .falling = 0};
	static const enum alarm_kind kinds[] = {ALARM_COUNTER32_WHOLE, ALARM_COUNTER64};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct alarm_state s = {0};

		count(&s, &config, kinds[i], 1000);
		count(&s, &config, kinds[i], 1020);
		assert_int_equal(count(&s, &config, kinds[i], 1040), R);
		assert_int_equal(count(&s, &config, kinds[i], 7), 0);
		assert_int_equal(s.value, 40);
		assert_int_equal(count(&s, &config, kinds[i], 27), 0);
		assert_int_equal(s.value, 40);
		assert_int_equal(count(&s, &config, kinds[i], 28), 0); /* rising is spent */
		assert_int_equal(s.value, 21);
		assert_int_equal(count(&s, &config, kinds[i], 28), 0);
		assert_int_equal(count(&s, &config, kinds[i], 28), F);
	}
}

/* A variable that became of another kind has no change either: 100 is neither 95 more nor 5. */
static void test_kind_changes(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .delta = true, .startup = ALARM_STARTUP_BOTH, .rising = 30, .falling = -1};
	struct alarm_state s = {0};

	(void)state;
	feed(&s, &config, (const int64_t[]){5, 5}, "--");
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 100), 0);
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 110), 0);
	assert_false(s.compared);
	assert_int_equal(count(&s, &config, ALARM_COUNTER32, 115), 0);
	assert_int_equal(s.value, 15);
}

/*
 * A reading that could not be had: no change is taken across it, so that one value is the change
 * of one interval.  What was crossed stays crossed.
 */
static void test_miss(void **state)
{
	const struct alarm_config config = {
	    INTEGER32, .delta = true, .startup = ALARM_STARTUP_BOTH, .rising = 30, .falling = 0};
	struct alarm_state s = {0};

	(void)state;
	feed(&s, &config, (const int64_t[]){0, 15, 30}, "--R");
	alarm_miss(&s);
	assert_int_equal(s.value, 30);
	feed(&s, &config, (const int64_t[]){90, 105, 120}, "---"); /* 60 in an unknown time */
	assert_int_equal(s.value, 30);
	feed(&s, &config, (const int64_t[]){120, 120}, "-F");
	alarm_miss(&s);
	feed(&s, &config, (const int64_t[]){200, 200, 200, 230}, "---R");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_startup),
	    cmocka_unit_test(test_hysteresis),
	    cmocka_unit_test(test_equal_thresholds),
	    cmocka_unit_test(test_saturation),
	    cmocka_unit_test(test_delta),
	    cmocka_unit_test(test_counter_wraps),
	    cmocka_unit_test(test_source_begins_again),
	    cmocka_unit_test(test_kind_changes),
	    cmocka_unit_test(test_miss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
