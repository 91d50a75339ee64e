/* SPDX-License-Identifier: BSD-2-Clause */
/* RowStatus: every cell of RFC 2579's table of states, by itself and in a table of rows. */
#include <stdlib.h>

#include "fixture.h"
#include "mibs/columns.h"
#include "mibs/hc_alarm.h"
#include "mibs/rowtext.h"

static const struct column status = CONTROL_ROW_STATUS(9, aStatus);
static const struct column entry_status = CONTROL_STATUS(9, anEntryStatus);

/* Requests in the order of the RFC's rows; what is not allowed is inconsistentValue: 0. */
static void test_state_table(void **state)
{
	static const struct {
		int32_t requested;
		int32_t no_row, under_creation, valid;
	} rows[] = {
	    {ROW_CREATE_AND_GO, STATUS_VALID, 0, 0},
	    {ROW_CREATE_AND_WAIT, STATUS_UNDER_CREATION, 0, 0},
	    {ROW_ACTIVE, 0, STATUS_VALID, STATUS_VALID},
	    {ROW_NOT_IN_SERVICE, 0, STATUS_UNDER_CREATION, STATUS_UNDER_CREATION},
	    {ROW_DESTROY, STATUS_INVALID, STATUS_INVALID, STATUS_INVALID},
	    {0, 0, STATUS_UNDER_CREATION, STATUS_VALID}, /* no row: never asked */
	    {ROW_NOT_READY, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(status_after(&status, 0, rows[i].requested), rows[i].no_row);
		assert_int_equal(status_after(&status, STATUS_UNDER_CREATION, rows[i].requested),
		    rows[i].under_creation);
		assert_int_equal(
		    status_after(&status, STATUS_VALID, rows[i].requested), rows[i].valid);
	}
}

/* notInService says that nothing is missing; createAndWait does not. */
static void test_complete(void **state)
{
	(void)state;
	assert_true(status_wants_complete(&status, STATUS_VALID, ROW_CREATE_AND_GO));
	assert_true(status_wants_complete(&status, STATUS_VALID, ROW_ACTIVE));
	assert_true(status_wants_complete(&status, STATUS_UNDER_CREATION, ROW_NOT_IN_SERVICE));
	assert_false(status_wants_complete(&status, STATUS_UNDER_CREATION, ROW_CREATE_AND_WAIT));
	assert_false(status_wants_complete(&status, STATUS_UNDER_CREATION, 0));
	assert_true(status_wants_complete(&entry_status, STATUS_VALID, STATUS_VALID));
	assert_false(status_wants_complete(&entry_status, STATUS_UNDER_CREATION, STATUS_CREATE));
}

static void test_shown(void **state)
{
	(void)state;
	assert_int_equal(status_shown(&status, STATUS_VALID, true), ROW_ACTIVE);
	assert_int_equal(status_shown(&status, STATUS_UNDER_CREATION, true), ROW_NOT_IN_SERVICE);
	assert_int_equal(status_shown(&status, STATUS_UNDER_CREATION, false), ROW_NOT_READY);
	assert_int_equal(status_shown(&entry_status, STATUS_VALID, true), STATUS_VALID);
	assert_int_equal(
	    status_shown(&entry_status, STATUS_UNDER_CREATION, true), STATUS_UNDER_CREATION);
}

/* What is asked for leads to what is wanted, in both kinds and whether the row is there or not. */
static void test_requests(void **state)
{
	static const int32_t wanted[] = {STATUS_VALID, STATUS_UNDER_CREATION, STATUS_INVALID};
	static const struct column *const columns[] = {&status, &entry_status};

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		const struct column *column = columns[i % 2];
		int32_t to = wanted[i / 2];

		for (int32_t now = 0; now <= STATUS_UNDER_CREATION; now++) {
			if (now != STATUS_CREATE)
				assert_int_equal(
				    status_after(column, now, status_request(column, to, now != 0)),
				    to);
		}
	}
}

static void test_told(void **state)
{
	(void)state;
	assert_int_equal(status_told(&status, ROW_ACTIVE), STATUS_VALID);
	assert_int_equal(status_told(&status, ROW_NOT_IN_SERVICE), STATUS_UNDER_CREATION);
	assert_int_equal(status_told(&status, ROW_NOT_READY), STATUS_UNDER_CREATION);
	assert_int_equal(status_told(&status, ROW_CREATE_AND_GO), 0);
	assert_int_equal(status_told(&status, ROW_CREATE_AND_WAIT), 0);
	assert_int_equal(status_told(&status, ROW_DESTROY), STATUS_INVALID);
	assert_int_equal(status_told(&status, 7), 7);
	assert_int_equal(status_told(&status, INT64_C(1) << 32), INT64_C(1) << 32);
	assert_int_equal(status_told(&entry_status, STATUS_CREATE), 0);
	assert_int_equal(status_told(&entry_status, 5), 5);
}

#define ROW 5
#define STATUS(n) VB_INTEGER(hc_alarm_table, 19, ROW, n)
#define INTERVAL(n) VB_INTEGER(hc_alarm_table, 2, ROW, n)
#define VARIABLE VB_VARIABLE(hc_alarm_table, 3, ROW, "sondaProbeMode.0")

/* The states of the RFC: A no row, B notReady, C notInService, D active. */
enum state {
	A,
	B,
	C,
	D
};

static void row_make(struct fixture *f, enum state to)
{
	if (to >= B)
		ACCEPTED(f, STATUS(ROW_CREATE_AND_WAIT), INTERVAL(10));
	if (to >= C)
		ACCEPTED(f, VARIABLE);
	if (to >= D)
		ACCEPTED(f, STATUS(ROW_ACTIVE));
}

static void assert_state(struct fixture *f, enum state wanted)
{
	static const int32_t shown[] = {0, ROW_NOT_READY, ROW_NOT_IN_SERVICE, ROW_ACTIVE};

	assert_int_equal(exists(f, &hc_alarm_table, 19, ROW), wanted != A);
	if (wanted != A)
		assert_int_equal(get_integer(f, &hc_alarm_table, 19, ROW), shown[wanted]);
}

struct transition {
	enum state before;
	int32_t requested; /* 0: the PDU has no status */
	bool all;          /* the PDU has what is needed, too */
	enum snmp_error error;
	enum state after;
};

static const struct transition transitions[] = {
    {A, ROW_CREATE_AND_GO, false, SNMP_INCONSISTENT_VALUE, A},
    {A, ROW_CREATE_AND_GO, true, SNMP_OK, D},
    {B, ROW_CREATE_AND_GO, true, SNMP_INCONSISTENT_VALUE, B},
    {C, ROW_CREATE_AND_GO, false, SNMP_INCONSISTENT_VALUE, C},
    {D, ROW_CREATE_AND_GO, true, SNMP_INCONSISTENT_VALUE, D},
    {A, ROW_CREATE_AND_WAIT, false, SNMP_OK, B},
    {A, ROW_CREATE_AND_WAIT, true, SNMP_OK, C},
    {B, ROW_CREATE_AND_WAIT, false, SNMP_INCONSISTENT_VALUE, B},
    {C, ROW_CREATE_AND_WAIT, false, SNMP_INCONSISTENT_VALUE, C},
    {D, ROW_CREATE_AND_WAIT, false, SNMP_INCONSISTENT_VALUE, D},
    {A, ROW_ACTIVE, false, SNMP_INCONSISTENT_VALUE, A},
    {A, ROW_ACTIVE, true, SNMP_INCONSISTENT_VALUE, A},
    {B, ROW_ACTIVE, false, SNMP_INCONSISTENT_VALUE, B},
    {B, ROW_ACTIVE, true, SNMP_OK, D},
    {C, ROW_ACTIVE, false, SNMP_OK, D},
    {D, ROW_ACTIVE, false, SNMP_OK, D},
    {D, ROW_ACTIVE, true, SNMP_OK, D}, /* their own values */
    {A, ROW_NOT_IN_SERVICE, false, SNMP_INCONSISTENT_VALUE, A},
    {A, ROW_NOT_IN_SERVICE, true, SNMP_INCONSISTENT_VALUE, A},
    {B, ROW_NOT_IN_SERVICE, false, SNMP_INCONSISTENT_VALUE, B},
    {B, ROW_NOT_IN_SERVICE, true, SNMP_OK, C},
    {C, ROW_NOT_IN_SERVICE, false, SNMP_OK, C},
    {D, ROW_NOT_IN_SERVICE, false, SNMP_OK, C},
    {A, ROW_DESTROY, false, SNMP_OK, A},
    {A, ROW_DESTROY, true, SNMP_OK, A},
    {B, ROW_DESTROY, false, SNMP_OK, A},
    {C, ROW_DESTROY, false, SNMP_OK, A},
    {D, ROW_DESTROY, true, SNMP_OK, A},
    {A, 0, true, SNMP_INCONSISTENT_NAME, A},
    {B, 0, true, SNMP_OK, C},
    {C, 0, true, SNMP_OK, C},
    {D, 0, true, SNMP_OK, D},
    {A, ROW_NOT_READY, true, SNMP_WRONG_VALUE, A},
    {B, ROW_NOT_READY, false, SNMP_WRONG_VALUE, B},
    {C, ROW_NOT_READY, false, SNMP_WRONG_VALUE, C},
    {D, ROW_NOT_READY, false, SNMP_WRONG_VALUE, D},
    {A, 7, true, SNMP_WRONG_VALUE, A},
    {D, -1, true, SNMP_WRONG_VALUE, D},
};

/* The status goes last, so that who is blamed for it is not the first varbind. */
static void test_transitions(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	for (size_t i = 0; i < sizeof(transitions) / sizeof(transitions[0]); i++) {
		const struct transition *t = &transitions[i];
		struct varbind varbinds[3];
		size_t count = 0;

		if (t->all) {
			varbinds[count++] = (struct varbind)INTERVAL(10);
			varbinds[count++] = (struct varbind)VARIABLE;
		}
		if (t->requested)
			varbinds[count++] = (struct varbind)STATUS(t->requested);
		row_make(f, t->before);
		assert_int_equal(fixture_set(f, varbinds, count), t->error);
		if (t->error == SNMP_INCONSISTENT_NAME)
			assert_int_equal(f->culprit, 1);
		else
			assert_int_equal(f->culprit, t->error ? count : 0);
		assert_state(f, t->after);
		ACCEPTED(f, STATUS(ROW_DESTROY));
	}
	fixture_free(f);
}

/* A frozen column may change in the PDU that ends, or begins, being active. */
static void test_frozen(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	row_make(f, D);
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, INTERVAL(11));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, STATUS(ROW_ACTIVE), INTERVAL(11));
	ACCEPTED(f, INTERVAL(11), STATUS(ROW_NOT_IN_SERVICE));
	ACCEPTED(f, INTERVAL(12), STATUS(ROW_ACTIVE));
	assert_int_equal(get_integer(f, &hc_alarm_table, 2, ROW), 12);
	fixture_free(f);
}

/* Rows that nobody completes or activates go after an hour, active ones never do. */
static void test_ageing(void **state)
{
	static const enum state waiting[] = {B, C};
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		row_make(f, waiting[i]);
		fixture_pass(f, 3600);
		mib_tick(f->mib);
		assert_state(f, waiting[i]);
		fixture_pass(f, 1);
		mib_tick(f->mib);
		assert_state(f, A);
	}
	row_make(f, D);
	fixture_pass(f, 7200);
	mib_tick(f->mib);
	assert_state(f, D);
	assert_true(mib_row_delete(
	    f->mib, store_find(mib_store(f->mib, &hc_alarm_control), (uint32_t[]){ROW, 0})));
	assert_state(f, A);
	fixture_free(f);
}

static void assert_refused_line(struct fixture *f, const char *line)
{
	char error[200];

	assert_null(rowtext_parse(f->mib, line, "here:1", error, sizeof(error)));
}

static void assert_format(struct fixture *f, const char *wanted)
{
	char *line = rowtext_format(
	    f->mib, store_find(mib_store(f->mib, &hc_alarm_control), (uint32_t[]){ROW, 0}));

	assert_string_equal(line, wanted);
	free(line);
}

#define NEEDED                                                                                     \
	"hcAlarmTable.5 Interval=10 Variable=1.3.6.1.4.1.8072.9999.9999.2819.1.1.3.0" /* any */
#define REST                                                                                       \
	" SampleType=absoluteValue StartupAlarm=risingOrFallingAlarm RisingThreshAbsValueLo=0"     \
	" RisingThreshAbsValueHi=4294967295 RisingThresholdValStatus=valuePositive"                \
	" FallingThreshAbsValueLo=0 FallingThreshAbsValueHi=0"                                     \
	" FallingThresholdValStatus=valuePositive RisingEventIndex=0 FallingEventIndex=0"          \
	" Owner=\"\" StorageType=nonVolatile"

/* Row lines mean the same in tables of either kind; the words of RowStatus do, too. */
static void test_lines(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	assert_int_equal(fixture_line(f, NEEDED " RisingThreshAbsValueHi=4294967295"), SNMP_OK);
	assert_state(f, D);
	assert_format(f, NEEDED REST);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5"), SNMP_OK); /* it is there and valid */
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Status=underCreation"), SNMP_OK);
	assert_state(f, C);
	assert_format(f, NEEDED REST " Status=underCreation");
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Status=active"), SNMP_OK);
	assert_state(f, D);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Status=invalid"), SNMP_OK);
	assert_state(f, A);
	assert_int_equal(fixture_line(f, NEEDED " Status=notInService"), SNMP_OK);
	assert_state(f, C);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Status=6"), SNMP_OK);
	assert_state(f, A);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Interval=10 Status=notReady"), SNMP_OK);
	assert_state(f, B);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Status=destroy"), SNMP_OK);
	assert_state(f, A);
	assert_int_equal(fixture_line(f, "hcAlarmTable.5 Interval=10"), SNMP_INCONSISTENT_VALUE);
	assert_int_equal(fixture_line(f, NEEDED " Status=7"), SNMP_WRONG_VALUE);
	assert_refused_line(f, NEEDED " Status=createAndGo");
	assert_refused_line(f, NEEDED " Status=5");
	assert_refused_line(f, NEEDED " Status=createRequest");
	assert_refused_line(f, NEEDED " Status=not");
	assert_refused_line(f, NEEDED " RisingThreshAbsValueLo=4294967296");
	assert_refused_line(f, NEEDED " RisingThreshAbsValueLo=-1");
	assert_refused_line(f, NEEDED " RisingThreshAbsValueLo=1x");
	assert_refused_line(f, NEEDED " RisingThreshAbsValueLo=");
	assert_refused_line(f, NEEDED " RisingThreshAbsValueLo=18446744073709551616");
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_state_table),
	    cmocka_unit_test(test_complete),
	    cmocka_unit_test(test_shown),
	    cmocka_unit_test(test_requests),
	    cmocka_unit_test(test_told),
	    cmocka_unit_test(test_transitions),
	    cmocka_unit_test(test_frozen),
	    cmocka_unit_test(test_ageing),
	    cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
