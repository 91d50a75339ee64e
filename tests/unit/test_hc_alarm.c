/* SPDX-License-Identifier: BSD-2-Clause */
/* hcAlarmTable of RFC 3434: thresholds of 64 bits and a sign, values not available, notifications. */
#include "heard.h"
#include "mibs/hc_alarm.h"
#include "mibs/statistics.h"
#include "probe/alarm.h"

#define ABSOLUTE 1
#define DELTA 2
#define TWO_32 (UINT64_C(1) << 32)

enum {
	NOT_AVAILABLE = 1,
	POSITIVE,
	NEGATIVE
};

#define INTEGER(column, n) VB_INTEGER(hc_alarm_table, column, 1, n)
#define UNSIGNED(column, n) VB_UNSIGNED(hc_alarm_table, column, 1, n)
#define VARIABLE(text) VB_VARIABLE(hc_alarm_table, 3, 1, text)
#define STATUS(n) INTEGER(19, n)

/* Of another agent: what it is is told by answer(). */
#define FOREIGN "1.3.6.1.2.1.31.1.1.1.6.1"

#define MAKE(f, variable, ...)                                                                     \
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), INTEGER(2, 2), VARIABLE(variable), INTEGER(14, 1),  \
	    INTEGER(15, 1), ##__VA_ARGS__)

static void assert_value(struct fixture *f, int32_t status, uint64_t magnitude)
{
	struct value value;

	assert_int_equal(get_integer(f, &hc_alarm_table, 6, 1), status);
	assert_true(get(f, &hc_alarm_table, 5, 1, &value));
	assert_int_equal(value.syntax, SYNTAX_COUNTER64);
	assert_true(value.number == magnitude);
}

static int64_t failed_attempts(struct fixture *f)
{
	return get_integer(f, &hc_alarm_table, 16, 1);
}

/* The other agent. */
static struct asker asker;
static unsigned asked;

static bool ask(void *arg, const struct oid *variable, const struct asker *by)
{
	(void)arg;
	(void)variable;
	asker = *by;
	asked++;
	return true;
}

static struct fixture *start_with_other(struct heard *heard)
{
	struct fixture *f = heard_start(heard);

	f->mib->ask = ask;
	asked = 0;
	return f;
}

/* Until the variable is asked for again, which is then told. */
static void answer(struct fixture *f, const struct alarm_reading *reading)
{
	unsigned before = asked;

	while (asked == before)
		pass(f, 1);
	mib_answer(f->mib, &asker, reading ? ANSWER_VALUE : ANSWER_NONE, reading);
}

static void answer_counter(struct fixture *f, uint64_t counter)
{
	answer(f, &(struct alarm_reading){.kind = ALARM_COUNTER64, .counter = counter});
}

static void answer_integer(struct fixture *f, int64_t integer)
{
	answer(f, &(struct alarm_reading){.kind = ALARM_INTEGER, .integer = integer});
}

static void test_what_may_be_set(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	ACCEPTED(f, STATUS(ROW_CREATE_AND_WAIT));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(2, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(4, 3));
	REFUSED(f, SNMP_WRONG_TYPE, 1, INTEGER(8, 1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(14, 65536));
	REFUSED(f, SNMP_NOT_WRITABLE, 1, INTEGER(1, 1));
	REFUSED(f, SNMP_NOT_WRITABLE, 1, UNSIGNED(5, 1));
	REFUSED(f, SNMP_NOT_WRITABLE, 1, INTEGER(16, 1));
	/* A threshold is one: "valueNotAvailable(1) is not allowed". */
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(10, NOT_AVAILABLE));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(13, NOT_AVAILABLE));
	/* RFC 2579: no row becomes permanent or readOnly. */
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(18, STORAGE_PERMANENT));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(18, STORAGE_READ_ONLY));
	REFUSED(f, SNMP_WRONG_VALUE, 1, INTEGER(18, 0));
	ACCEPTED(f, INTEGER(18, STORAGE_VOLATILE));
	ACCEPTED(f, INTEGER(18, STORAGE_OTHER));
	ACCEPTED(f, UNSIGNED(8, UINT32_MAX), UNSIGNED(9, UINT32_MAX));
	assert_int_equal(get_integer(f, &hc_alarm_table, 8, 1), UINT32_MAX);
	assert_int_equal(get_integer(f, &hc_alarm_table, 9, 1), UINT32_MAX);
	assert_false(exists(f, &hc_alarm_table, 1, 1)); /* not accessible */
	ACCEPTED(f, INTEGER(2, 2147483647), VARIABLE("etherStatsHighCapacityOctets.1"));
	ACCEPTED(f, STATUS(ROW_ACTIVE));
	assert_value(f, NOT_AVAILABLE, 0);
	/* Nothing may change while it is active, hcAlarmStatus says. */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, UNSIGNED(8, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_TEXT(hc_alarm_table, 17, 1, "me"));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, STATUS(ROW_ACTIVE), INTEGER(18, STORAGE_VOLATILE));
	ACCEPTED(f, STATUS(ROW_NOT_IN_SERVICE), VB_TEXT(hc_alarm_table, 17, 1, "me"));
	fixture_free(f);
}

/* The falling threshold is not above the rising one, signs and both halves taken together. */
static void test_threshold_order(void **state)
{
	static const struct {
		uint32_t rising_low, rising_high;
		int32_t rising_sign;
		uint32_t falling_low, falling_high;
		int32_t falling_sign;
		bool good;
	} pairs[] = {
	    {0, 0, POSITIVE, 0, 0, POSITIVE, true}, {0, 0, POSITIVE, 1, 0, POSITIVE, false},
	    {0, 1, POSITIVE, UINT32_MAX, 0, POSITIVE, true},
	    {UINT32_MAX, 0, POSITIVE, 0, 1, POSITIVE, false},
	    {UINT32_MAX, UINT32_MAX, POSITIVE, UINT32_MAX, UINT32_MAX, NEGATIVE, true},
	    {UINT32_MAX, UINT32_MAX, NEGATIVE, UINT32_MAX, UINT32_MAX, POSITIVE, false},
	    {5, 0, NEGATIVE, 6, 0, NEGATIVE, true}, {6, 0, NEGATIVE, 5, 0, NEGATIVE, false},
	    {0, 0, NEGATIVE, 0, 0, POSITIVE, true}, /* -0 is 0 */
	};
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		ACCEPTED(f, STATUS(ROW_CREATE_AND_WAIT), INTEGER(2, 1),
		    VARIABLE("sondaProbeMode.0"), UNSIGNED(8, pairs[i].rising_low),
		    UNSIGNED(9, pairs[i].rising_high), INTEGER(10, pairs[i].rising_sign),
		    UNSIGNED(11, pairs[i].falling_low), UNSIGNED(12, pairs[i].falling_high),
		    INTEGER(13, pairs[i].falling_sign));
		REFUSED(f, pairs[i].good ? SNMP_OK : SNMP_INCONSISTENT_VALUE, !pairs[i].good,
		    STATUS(ROW_ACTIVE));
		ACCEPTED(f, STATUS(ROW_DESTROY));
	}
	/* Who is blamed */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 4, STATUS(ROW_CREATE_AND_GO), INTEGER(2, 1),
	    VARIABLE("sondaProbeMode.0"), UNSIGNED(12, 1));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, UNSIGNED(8, 1), INTEGER(10, NEGATIVE),
	    STATUS(ROW_CREATE_AND_GO), VARIABLE("sondaProbeMode.0"), INTEGER(2, 1));
	fixture_free(f);
}

/* Any instance of an integer, there or not; of others only if somebody can be asked. */
static void test_variables(void **state)
{
	static const char *const refused[] = {"etherStatsOwner.1", "etherStatsDataSource.1",
	    "sondaPortIndex.1", "1.3.6.1.2.1.16.1.1.1.5", FOREIGN, "0.0"};
	static const char *const accepted[] = {
	    "etherStatsHighCapacityOctets.1", "etherStatsPkts.2", "sondaProbeMode.0"};
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, STATUS(ROW_CREATE_AND_GO), INTEGER(2, 1),
		    VARIABLE(refused[i]));
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), INTEGER(2, 1), VARIABLE(accepted[i]));
		ACCEPTED(f, STATUS(ROW_DESTROY));
	}
	f->mib->ask = ask;
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), INTEGER(2, 1), VARIABLE(FOREIGN));
	fixture_free(f);
}

/* Beyond 2^32: rising at 2^33, falling at 2^32. */
static void test_large(void **state)
{
	const struct oid rising = OID_LITERAL(RMON, 29, 2, 0, 1);
	const struct oid falling = OID_LITERAL(RMON, 29, 2, 0, 2);
	struct heard heard;
	struct fixture *f = start_with_other(&heard);

	(void)state;
	MAKE(f, FOREIGN, INTEGER(7, 1), UNSIGNED(9, 2), UNSIGNED(12, 1));
	answer_counter(f, 2 * TWO_32 - 1);
	assert_value(f, POSITIVE, 2 * TWO_32 - 1);
	assert_int_equal(heard.count, 0);
	answer_counter(f, 2 * TWO_32);
	assert_int_equal(heard.count, 1);
	assert_heard(&heard, &rising, 8);
	assert_log(f, 1, 400,
	    "hcAlarm 1 rising: 1.3.6.1.2.1.31.1.1.1.6.1 is 8589934592, threshold 8589934592");
	answer_counter(f, UINT64_MAX);
	assert_value(f, POSITIVE, UINT64_MAX);
	answer_counter(f, TWO_32 + 1);
	assert_int_equal(heard.count, 1);
	answer_counter(f, TWO_32);
	assert_int_equal(heard.count, 2);
	assert_heard(&heard, &falling, 8);
	assert_value(f, POSITIVE, TWO_32);
	fixture_free(f);
}

static void test_negative(void **state)
{
	struct heard heard;
	struct fixture *f = start_with_other(&heard);

	(void)state;
	/* rising at -5, falling at -7 */
	MAKE(f, FOREIGN, INTEGER(7, 1), UNSIGNED(8, 5), INTEGER(10, NEGATIVE), UNSIGNED(11, 7),
	    INTEGER(13, NEGATIVE));
	answer_integer(f, -6);
	assert_value(f, NEGATIVE, 6);
	assert_int_equal(heard.count, 0);
	answer_integer(f, -5);
	assert_int_equal(heard.count, 1);
	answer_integer(f, 0);
	assert_value(f, POSITIVE, 0);
	answer_integer(f, -2147483648);
	assert_value(f, NEGATIVE, 2147483648);
	assert_int_equal(heard.count, 2);
	assert_log(
	    f, 2, 800, "hcAlarm 1 falling: 1.3.6.1.2.1.31.1.1.1.6.1 is -2147483648, threshold -7");
	fixture_free(f);
}

/* The sum of two changes of a 64-bit counter may need 65 bits; the object has 64. */
static void test_saturation(void **state)
{
	struct heard heard;
	struct fixture *f = start_with_other(&heard);

	(void)state;
	MAKE(f, FOREIGN, INTEGER(4, DELTA), UNSIGNED(8, UINT32_MAX), UNSIGNED(9, UINT32_MAX));
	answer_integer(f, INT64_MIN);
	answer_integer(f, INT64_MAX);
	answer_integer(f, INT64_MIN);
	assert_value(f, POSITIVE, 0);
	answer_integer(f, INT64_MAX);
	answer_integer(f, INT64_MAX);
	assert_value(f, POSITIVE, UINT64_MAX);
	assert_int_equal(heard.count, 2); /* fell at the first value, then rose */
	answer_integer(f, INT64_MIN);
	assert_value(f, NEGATIVE, UINT64_MAX);
	fixture_free(f);
}

static void assert_varbind(
    const struct heard *heard, unsigned i, uint32_t column, enum syntax syntax, uint64_t wanted)
{
	const struct oid name = OID_LITERAL(RMON, 29, 1, 1, 1, 1, column, 1);
	const struct oid *found = &heard->last.varbinds[i].name;
	const struct value *value = &heard->last.varbinds[i].value;

	assert_int_equal(key_compare(found->sub, found->len, name.sub, name.len), 0);
	assert_int_equal(value->syntax, syntax);
	if (syntax == SYNTAX_INTEGER)
		assert_true((uint64_t)value->integer == wanted);
	else if (syntax != SYNTAX_OID)
		assert_true(value->number == wanted);
}

/* hcRisingAlarm and hcFallingAlarm: eight objects, in the order of the MIB. */
static void test_notifications(void **state)
{
	struct heard heard;
	struct fixture *f = start_with_other(&heard);
	const struct oid variable = OID_LITERAL(1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6, 1);
	const struct oid *found = &heard.last.varbinds[0].value.oid;

	(void)state;
	ACCEPTED(f, VB_INTEGER(event_table, 7, 2, STATUS_VALID), VB_INTEGER(event_table, 3, 2, 3));
	MAKE(f, FOREIGN, UNSIGNED(8, 3), UNSIGNED(9, 4), UNSIGNED(11, 1), UNSIGNED(12, 2));
	ACCEPTED(f, STATUS(ROW_NOT_IN_SERVICE), INTEGER(15, 2));
	ACCEPTED(f, STATUS(ROW_ACTIVE));
	answer_counter(f, 5 * TWO_32);
	assert_int_equal(heard.count, 1);
	assert_varbind(&heard, 0, 3, SYNTAX_OID, 0);
	assert_int_equal(key_compare(found->sub, found->len, variable.sub, variable.len), 0);
	assert_varbind(&heard, 1, 4, SYNTAX_INTEGER, ABSOLUTE);
	assert_varbind(&heard, 2, 5, SYNTAX_COUNTER64, 5 * TWO_32);
	assert_varbind(&heard, 3, 6, SYNTAX_INTEGER, POSITIVE);
	assert_varbind(&heard, 4, 8, SYNTAX_GAUGE32, 3);
	assert_varbind(&heard, 5, 9, SYNTAX_GAUGE32, 4);
	assert_varbind(&heard, 6, 10, SYNTAX_INTEGER, POSITIVE);
	assert_varbind(&heard, 7, 14, SYNTAX_INTEGER, 1);
	answer_counter(f, 6);
	assert_int_equal(heard.count, 2);
	assert_varbind(&heard, 2, 5, SYNTAX_COUNTER64, 6);
	assert_varbind(&heard, 4, 11, SYNTAX_GAUGE32, 1);
	assert_varbind(&heard, 5, 12, SYNTAX_GAUGE32, 2);
	assert_varbind(&heard, 6, 13, SYNTAX_INTEGER, POSITIVE);
	assert_varbind(&heard, 7, 15, SYNTAX_INTEGER, 2);
	fixture_free(f);
}

/* Of its own: a delta, of the whole interval, twice in each. */
static void test_delta(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsHighCapacityOctets.1", INTEGER(4, DELTA), INTEGER(7, 1),
	    UNSIGNED(8, 256), UNSIGNED(11, 64));
	mib_run(f->mib);
	frames(f, 2);
	pass(f, 2);
	assert_value(f, NOT_AVAILABLE, 0);
	frames(f, 2);
	pass(f, 2);
	assert_value(f, POSITIVE, 256);
	assert_int_equal(heard.count, 1);
	assert_log(f, 1, 200,
	    "hcAlarm 1 rising: etherStatsHighCapacityOctets.1 delta is 256, threshold 256");
	pass(f, 4);
	assert_value(f, POSITIVE, 0);
	assert_int_equal(heard.count, 2);
	assert_int_equal(failed_attempts(f), 0);
	fixture_free(f);
}

/* What is gone is not available, and may come again; the row stays, and what is armed. */
static void test_not_available(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsHighCapacityOctets.1", UNSIGNED(8, 64), INTEGER(7, 1));
	frames(f, 1);
	pass(f, 4);
	assert_value(f, POSITIVE, 64);
	assert_int_equal(heard.count, 1);
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_INVALID));
	pass(f, 12);
	assert_value(f, NOT_AVAILABLE, 0);
	assert_int_equal(failed_attempts(f), 3);
	assert_int_equal(heard.count, 1);
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_VALID),
	    VB_SOURCE(ether_stats_table, 1, IFINDEX_0));
	frames(f, 2);
	pass(f, 4);
	assert_value(f, POSITIVE, 128);
	assert_int_equal(heard.count, 1); /* it did not fall in between, as far as is known */
	/* Deactivated it has no value, and the counter goes on. */
	ACCEPTED(f, STATUS(ROW_NOT_IN_SERVICE));
	assert_value(f, NOT_AVAILABLE, 0);
	assert_int_equal(failed_attempts(f), 3);
	ACCEPTED(f, STATUS(ROW_ACTIVE));
	assert_int_equal(failed_attempts(f), 3);
	fixture_free(f);
}

/* RFC 3434: without the value of the interval before there is no delta. */
static void test_delta_not_available(void **state)
{
	struct heard heard;
	struct fixture *f = start_with_other(&heard);

	(void)state;
	MAKE(f, FOREIGN, INTEGER(4, DELTA));
	answer_counter(f, 10);
	answer_counter(f, 11);
	answer_counter(f, 13);
	assert_value(f, POSITIVE, 3);
	answer(f, NULL);
	assert_value(f, NOT_AVAILABLE, 0);
	assert_int_equal(failed_attempts(f), 1);
	answer_counter(f, 20);
	assert_value(f, NOT_AVAILABLE, 0);
	answer_counter(f, 21);
	assert_value(f, NOT_AVAILABLE, 0);
	answer_counter(f, 25);
	assert_value(f, POSITIVE, 5);
	assert_int_equal(failed_attempts(f), 1);
	/* A counter that begins again is no failed attempt, and no delta. */
	answer_counter(f, 2);
	assert_value(f, NOT_AVAILABLE, 0);
	assert_int_equal(failed_attempts(f), 1);
	fixture_free(f);
}

static void test_capabilities(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);
	struct value value;

	(void)state;
	assert_true(get(f, &hc_alarm_scalars, 1, 0, &value));
	assert_int_equal(value.octets_len, 1);
	assert_int_equal(value.octets[0], 0x80); /* hcAlarmCreation(0); nothing is kept here */
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_may_be_set),
	    cmocka_unit_test(test_threshold_order),
	    cmocka_unit_test(test_variables),
	    cmocka_unit_test(test_large),
	    cmocka_unit_test(test_negative),
	    cmocka_unit_test(test_saturation),
	    cmocka_unit_test(test_notifications),
	    cmocka_unit_test(test_delta),
	    cmocka_unit_test(test_not_available),
	    cmocka_unit_test(test_delta_not_available),
	    cmocka_unit_test(test_capabilities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
