/* SPDX-License-Identifier: BSD-2-Clause */
/* How defaults, configuration and state merge into the rows of the start. */
#include <stdio.h>
#include <string.h>

#include "life.h"
#include "mibs/history.h"
#include "mibs/host.h"

/* Rows of an interface that is not there wait for it, word by word. */
static void test_parked(void **unused)
{
	static const char parked[] = PORTS "row hostControlTable.9 DataSource=eth9 Owner='x'\n"
					   "row alienTable.1 What=ever\n"
					   "row historyControlTable.9 DataSource=eth0 Interval=0\n";
	struct life life;

	(void)unused;
	life_write("rows", parked);
	life_assert(NULL, parked);
	assert_true(life_begin(&life, NULL));
	assert_null(life_row(&life, &host_control, 9));
	assert_int_equal(life_set(&life, "hostControlTable.9 DataSource=eth0 Owner=me"), SNMP_OK);
	assert_int_equal(life_set(&life, "hostControlTable.9 Status=invalid"), SNMP_OK);
	life_end(&life);
	/* The NMS made and deleted hostControlTable.9: what was kept of it is no more. */
	life_assert(NULL, PORTS "row alienTable.1 What=ever\n"
				"row historyControlTable.9 DataSource=eth0 Interval=0\n");
}

/* A configured row of the same port is made instead of the default. */
static void test_configured_instead(void **unused)
{
	static const char *const configured[] = {
	    "hostControlTable.1 DataSource=eth0 Owner=me",
	    "historyControlTable.2 Status=invalid",
	    NULL,
	};
	struct life life;

	(void)unused;
	assert_true(life_begin(&life, configured));
	assert_string_equal(life_row(&life, &host_control, 1)->owner, "me");
	assert_null(life_row(&life, &host_control, 32768));
	assert_null(life_row(&life, &history_control, 2));
	assert_null(life_row(&life, &history_control, 32768));
	assert_non_null(life_row(&life, &history_control, 1));
	assert_string_equal(life_read("rows"), HEADER PORTS);
	life_end(&life);
}

/* One of another port moves the default. */
static void test_configured_for_other(void **unused)
{
	static const char *const configured[] = {
	    "hostControlTable.1 DataSource=eth1 Owner=me",
	    "hostControlTable.32768 DataSource=eth1 Owner=me",
	    NULL,
	};
	struct life life;

	(void)unused;
	for (int i = 0; i < 2; i++) {
		assert_true(life_begin(&life, configured));
		assert_string_equal(life_row(&life, &host_control, 1)->owner, "me");
		assert_ptr_equal(life_row(&life, &host_control, 32769)->port, &life.f->ports[0]);
		assert_string_equal(life_row(&life, &host_control, 32769)->owner, "monitor");
		assert_string_equal(life_read("rows"), HEADER PORTS);
		life_end(&life);
	}
}

/* A kept row moves the default of a port that is new, once and for all. */
static void test_kept_for_other(void **unused)
{
	static const char kept[] = "row hostControlTable.2 DataSource=eth0 Owner=\"me\"\n";
	static const char moved[] =
	    "row hostControlTable.32768 DataSource=eth1 Owner=\"monitor\"\n";
	char expected[1024];
	struct life life;

	(void)unused;
	snprintf(expected, sizeof(expected), HEADER "port eth0 1\n%s", kept);
	life_write("rows", expected);
	snprintf(expected, sizeof(expected), PORTS "%s%s", kept, moved);
	life_assert(NULL, expected);
	life_assert(NULL, expected);
	assert_true(life_begin(&life, NULL));
	assert_ptr_equal(life_row(&life, &host_control, 2)->port, &life.f->ports[0]);
	assert_ptr_equal(life_row(&life, &host_control, 32768)->port, &life.f->ports[1]);
	assert_int_equal(life_set(&life, "hostControlTable.32768 Status=invalid"), SNMP_OK);
	life_end(&life);
	snprintf(expected, sizeof(expected), PORTS "%s", kept);
	life_assert(NULL, expected);
}

/* What an NMS made of a default row, even for another port, is no reason to make it again. */
static void test_default_given_away(void **unused)
{
	static const char kept[] = PORTS "row hostControlTable.2 DataSource=eth0 Owner=\"me\"\n";
	struct life life;

	(void)unused;
	life_write("rows", kept);
	life_assert(NULL, kept);
	assert_true(life_begin(&life, NULL));
	assert_null(life_row(&life, &host_control, 32768));
	life_end(&life);
}

static void test_configured_wrong(void **unused)
{
	static const char *const wrong[] = {
	    "historyControlTable.7 DataSource=eth0 Interval=3601",
	    "historyControlTable.7 Interval=30",
	    "historyControlTable.65536 DataSource=eth0",
	    "hostControlTable.1 DataSource=eth9",
	    "hostControlTable.1 Size=9",
	    "hostTable.1 Owner=me",
	    "hostControlTable DataSource=eth0",
	};
	struct life life;

	(void)unused;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *const configured[] = {wrong[i], NULL};

		if (life_begin(&life, configured))
			fail_msg("`row %s` was taken", wrong[i]);
		assert_null(life_row(&life, &host_control, 1));
		life_end(&life);
		assert_string_equal(life_read("rows"), "none");
	}
}

struct difference {
	unsigned count;
	char configured[128];
	char kept[128];
};

static void differ(void *arg, const char *configured, const char *kept)
{
	struct difference *difference = arg;

	difference->count++;
	snprintf(difference->configured, sizeof(difference->configured), "%s",
	    configured ? configured : "nothing");
	snprintf(difference->kept, sizeof(difference->kept), "%s", kept);
}

/* The check names what the state overrides, and changes nothing. */
static void test_check(void **unused)
{
	static const char kept[] = "row hostControlTable.2 DataSource=eth1 Owner=me\n";
	struct life life = {.f = fixture_new(FIXTURE_MEMORY)};
	struct difference difference = {0};

	(void)unused;
	life_write("rows", kept);
	life.state = life_open_state();
	config_init(&life.config);
	assert_true(rows_check(life.f->mib, &life.config, life.state, differ, &difference));
	assert_int_equal(difference.count, 1);
	assert_string_equal(
	    difference.configured, "hostControlTable.2 DataSource=eth1 Owner=\"monitor\"");
	assert_string_equal(difference.kept, "hostControlTable.2 DataSource=eth1 Owner=\"me\"");
	assert_null(life_row(&life, &host_control, 1));
	assert_string_equal(life_read("rows"), kept);
	life_end(&life);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_parked, life_clean),
	    cmocka_unit_test_setup(test_configured_instead, life_clean),
	    cmocka_unit_test_setup(test_configured_for_other, life_clean),
	    cmocka_unit_test_setup(test_kept_for_other, life_clean),
	    cmocka_unit_test_setup(test_default_given_away, life_clean),
	    cmocka_unit_test_setup(test_configured_wrong, life_clean),
	    cmocka_unit_test_setup(test_check, life_clean),
	};

	return cmocka_run_group_tests(tests, life_start_all, life_end_all);
}
