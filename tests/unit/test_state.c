/* SPDX-License-Identifier: BSD-2-Clause */
/* What outlives the daemon: the state file's life. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "life.h"
#include "mibs/hc_alarm.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/transaction.h"

/* Defaults are made, and need no line. */
static void test_defaults(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	assert_string_equal(life_read("rows"), HEADER PORTS);
	assert_string_equal(life_row(&life, &history_control, 3)->owner, "monitor");
	assert_ptr_equal(life_row(&life, &history_control, 3)->port, &life.f->ports[1]);
	assert_int_equal(get_integer(life.f, &history_control_table, 5, 1), 30);
	assert_int_equal(get_integer(life.f, &history_control_table, 5, 2), 1800);
	assert_int_equal(get_integer(life.f, &history_control_table, 3, 2), 50);
	assert_null(life_row(&life, &history_control, 5));
	assert_ptr_equal(life_row(&life, &host_control, 2)->port, &life.f->ports[1]);
	life_end(&life);
	assert_string_equal(life_read("rows.tmp"), "none");
	assert_string_equal(life_read("rows.old"), "none");
}

static void test_no_defaults(void **unused)
{
	struct life life = {.f = fixture_new(FIXTURE_MEMORY), .state = life_open_state()};

	(void)unused;
	config_init(&life.config);
	life.config.no_defaults = true;
	assert_true(rows_start(life.f->mib, &life.config, life.state));
	assert_null(life_row(&life, &host_control, 1));
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
}

/* Made, changed, deleted and unfinished rows are there again. */
static void test_kept(void **unused)
{
	static const char lines[] =
	    "row historyControlTable.7 DataSource=eth1 BucketsRequested=9 Interval=5 "
	    "Owner=\"me\"\n"
	    "row historyControlTable.8 BucketsRequested=50 Interval=1800 Owner=\"\" "
	    "Status=underCreation\n"
	    "row hostControlTable.1 DataSource=eth0 Owner=\"bob\"\n"
	    "row historyControlTable.4 Status=invalid\n";
	char expected[1024];
	struct life life;

	(void)unused;
	snprintf(expected, sizeof(expected), HEADER PORTS "%s", lines);
	assert_true(life_begin(&life, NULL));
	assert_int_equal(
	    life_set(&life, "historyControlTable.7 DataSource=eth1 BucketsRequested=9 Interval=5 "
			    "Owner=me"),
	    SNMP_OK);
	assert_int_equal(life_set(&life, "historyControlTable.8 Status=underCreation"), SNMP_OK);
	assert_int_equal(life_set(&life, "historyControlTable.4 Status=invalid"), SNMP_OK);
	assert_int_equal(life_set(&life, "hostControlTable.1 Owner=bob"), SNMP_OK);
	assert_string_equal(life_read("rows"), expected);
	life_end(&life);
	for (int i = 0; i < 2; i++) {
		assert_true(life_begin(&life, NULL));
		assert_string_equal(life_read("rows"), expected);
		assert_null(life_row(&life, &history_control, 4));
		assert_int_equal(life_row(&life, &history_control, 7)->status, STATUS_VALID);
		assert_int_equal(
		    life_row(&life, &history_control, 8)->status, STATUS_UNDER_CREATION);
		assert_string_equal(life_row(&life, &host_control, 1)->owner, "bob");
		life_end(&life);
	}
}

#define HC_ALARM "hcAlarmTable.1 Interval=9 Variable=sondaProbeMode.0"
#define HC_ALARM_LINE(status, interval, storage)                                                   \
	"row hcAlarmTable.1 Interval=" interval                                                    \
	" Variable=1.3.6.1.4.1.8072.9999.9999.2819.1.1.3.0 SampleType=absoluteValue"               \
	" StartupAlarm=risingOrFallingAlarm RisingThreshAbsValueLo=0 RisingThreshAbsValueHi=0"     \
	" RisingThresholdValStatus=valuePositive FallingThreshAbsValueLo=0"                        \
	" FallingThreshAbsValueHi=0 FallingThresholdValStatus=valuePositive RisingEventIndex=0"    \
	" FallingEventIndex=0 Owner=\"\" StorageType=" storage status "\n"

/* A row with a RowStatus is kept, in either state, and so is that it is deleted. */
static void test_row_status(void **unused)
{
	static const char *const configured[] = {HC_ALARM, NULL};
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	assert_int_equal(life_set(&life, HC_ALARM), SNMP_OK);
	life_end(&life);
	life_assert(NULL, PORTS HC_ALARM_LINE("", "9", "nonVolatile"));
	assert_true(life_begin(&life, NULL));
	assert_int_equal(life_row(&life, &hc_alarm_control, 1)->status, STATUS_VALID);
	assert_int_equal(life.f->mib->hc_alarm_capabilities[0], 0xc0);
	assert_int_equal(
	    life_set(&life, "hcAlarmTable.1 Status=notInService StorageType=other"), SNMP_OK);
	life_end(&life);
	life_assert(NULL, PORTS HC_ALARM_LINE(" Status=underCreation", "9", "other"));
	assert_true(life_begin(&life, configured));
	assert_int_equal(life_row(&life, &hc_alarm_control, 1)->status, STATUS_UNDER_CREATION);
	assert_int_equal(life_set(&life, "hcAlarmTable.1 Status=destroy"), SNMP_OK);
	life_end(&life);
	life_assert(configured, PORTS "row hcAlarmTable.1 Status=invalid\n");
	assert_true(life_begin(&life, configured));
	assert_null(life_row(&life, &hc_alarm_control, 1));
	life_end(&life);
}

/* A volatile row is lost, and where there is a configured one that is there again. */
static void test_volatile(void **unused)
{
	static const char *const configured[] = {HC_ALARM, NULL};
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	assert_int_equal(life_set(&life, HC_ALARM " StorageType=volatile"), SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
	assert_true(life_begin(&life, NULL));
	assert_null(life_row(&life, &hc_alarm_control, 1));
	assert_int_equal(life_set(&life, HC_ALARM), SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS HC_ALARM_LINE("", "9", "nonVolatile"));
	assert_int_equal(
	    life_set(&life, "hcAlarmTable.1 Status=underCreation StorageType=volatile"), SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
	assert_true(life_begin(&life, configured));
	assert_int_equal(life_set(&life, "hcAlarmTable.1 Status=underCreation Interval=8 "
					 "StorageType=volatile"),
	    SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
	life_assert(configured, PORTS);
}

/* What is as configured again needs no line. */
static void test_back_to_configured(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	assert_int_equal(life_set(&life, "hostControlTable.1 Owner=bob"), SNMP_OK);
	assert_int_equal(life_set(&life, "hostControlTable.1 Owner=monitor"), SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
}

static void test_undo(void **unused)
{
	struct mib_persist persist;
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	persist = life.f->mib->persist;
	assert_int_equal(
	    fixture_gather(life.f, VARBINDS(VB_TEXT(host_control_table, 5, 1, "bob"))), SNMP_OK);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	assert_non_null(strstr(life_read("rows.tmp"), "bob"));
	assert_int_equal(transaction_commit(life.f->mib), SNMP_OK);
	assert_non_null(strstr(life_read("rows"), "bob"));
	transaction_undo(life.f->mib);
	assert_string_equal(life_read("rows"), HEADER PORTS);
	assert_string_equal(life_row(&life, &host_control, 1)->owner, "monitor");

	/* Nor does one that was prepared only leave anything. */
	assert_true(persist.prepare(persist.arg, life.f->mib));
	persist.forget(persist.arg);
	assert_string_equal(life_read("rows.tmp"), "none");
	assert_string_equal(life_read("rows.old"), "none");
	life_end(&life);
}

/* The first write of all undone: there is no file. */
static void test_undo_first(void **unused)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct state *state = life_open_state();
	struct mib_persist persist = state_persist(state);

	(void)unused;
	assert_true(persist.prepare(persist.arg, f->mib));
	assert_true(persist.commit(persist.arg));
	assert_string_equal(life_read("rows"), HEADER);
	persist.undo(persist.arg);
	persist.forget(persist.arg);
	assert_string_equal(life_read("rows"), "none");
	fixture_free(f);
	state_close(state);
}

/* A SET that cannot be kept is refused, and nothing of it stays. */
static void test_cannot_write(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, NULL));
	assert_int_equal(mkdir(life_path("rows.tmp"), 0700), 0); /* no file can be made there */
	assert_int_equal(
	    life_set(&life, "hostControlTable.9 DataSource=eth0"), SNMP_RESOURCE_UNAVAILABLE);
	assert_null(life_row(&life, &host_control, 9));
	assert_string_equal(life_read("rows"), HEADER PORTS);
	assert_int_equal(rmdir(life_path("rows.tmp")), 0);
	assert_int_equal(life_set(&life, "hostControlTable.9 DataSource=eth0"), SNMP_OK);
	life_end(&life);
}

/* The same content is not written again. */
static void test_same(void **unused)
{
	struct stat before;
	struct stat after;
	struct life life;

	(void)unused;
	life_assert(NULL, PORTS);
	assert_int_equal(stat(life_path("rows"), &before), 0);
	assert_true(life_begin(&life, NULL));
	assert_int_equal(life_set(&life, "hostControlTable.1 Owner=monitor"), SNMP_OK);
	life_end(&life);
	assert_int_equal(stat(life_path("rows"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void test_lock(void **unused)
{
	struct state *state = life_open_state();
	char error[256];

	(void)unused;
	assert_null(state_open(life_directory, NULL, false, error, sizeof(error)));
	assert_non_null(strstr(error, "another sondad"));
	state_close(state);
	state_close(life_open_state());
}

/* What others may plant there is not believed. */
static void test_writable_by_all(void **unused)
{
	char error[256];

	(void)unused;
	assert_int_equal(chmod(life_directory, 0777), 0);
	assert_null(state_open(life_directory, NULL, false, error, sizeof(error)));
	assert_non_null(strstr(error, "0700"));
	assert_int_equal(chmod(life_directory, 0700), 0);
	state_close(life_open_state());
}

/* To look at it takes no lock, and makes nothing. */
static void test_read_only(void **unused)
{
	struct state *state = life_open_state();
	struct state *reader;
	char error[256];

	(void)unused;
	reader = state_open(life_directory, NULL, true, error, sizeof(error));
	assert_non_null(reader);
	state_close(reader);
	reader = state_open("/tmp/sonda-nonexistent", NULL, true, error, sizeof(error));
	assert_non_null(reader);
	assert_int_equal(state_row_count(reader), 0);
	assert_int_not_equal(access("/tmp/sonda-nonexistent", F_OK), 0);
	state_close(reader);
	state_close(state);
}

static void test_damaged(void **unused)
{
	static const char damaged[] = "port eth0 1\n"
				      "port eth9 1\n" /* whose number is taken */
				      "port eth0 5\n" /* named twice */
				      "port eth8 0\n" /* no such number */
				      "rov x\n"
				      "row hostControlTable.1 DataSource=eth0 Owner=bob\n"
				      "row ";
	struct state *state;

	(void)unused;
	life_write("rows", damaged);
	state = life_open_state();
	assert_int_equal(state_port(state, "eth0"), 1);
	assert_int_equal(state_port(state, "eth9"), 0);
	assert_int_equal(state_port(state, "eth8"), 0);
	assert_string_equal(state_row(state, 0), "hostControlTable.1 DataSource=eth0 Owner=bob");
	assert_string_equal(life_read("rows.damaged"), damaged);
	state_close(state);
	life_assert(NULL, PORTS "row hostControlTable.1 DataSource=eth0 Owner=\"bob\"\n");
	assert_string_equal(life_read("rows.damaged"), damaged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_defaults, life_clean),
	    cmocka_unit_test_setup(test_no_defaults, life_clean),
	    cmocka_unit_test_setup(test_kept, life_clean),
	    cmocka_unit_test_setup(test_row_status, life_clean),
	    cmocka_unit_test_setup(test_volatile, life_clean),
	    cmocka_unit_test_setup(test_back_to_configured, life_clean),
	    cmocka_unit_test_setup(test_undo, life_clean),
	    cmocka_unit_test_setup(test_undo_first, life_clean),
	    cmocka_unit_test_setup(test_cannot_write, life_clean),
	    cmocka_unit_test_setup(test_same, life_clean),
	    cmocka_unit_test_setup(test_lock, life_clean),
	    cmocka_unit_test_setup(test_writable_by_all, life_clean),
	    cmocka_unit_test_setup(test_read_only, life_clean),
	    cmocka_unit_test_setup(test_damaged, life_clean),
	};

	return cmocka_run_group_tests(tests, life_start_all, life_end_all);
}
