/* SPDX-License-Identifier: BSD-2-Clause */
/* sondaFlowControlTable and the tables behind it: rows, grants, time-outs, columns, walks. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/flow.h"
#include "mibs/status.h"
#include "mibs/view.h"
#include "probe/flow.h"

#define ROW 5
#define SOURCE VB_SOURCE(flow_control_table, ROW, IFINDEX_0)
#define STATUS(n) VB_INTEGER(flow_control_table, 25, ROW, n)
#define SETTING(column, n) VB_INTEGER(flow_control_table, column, ROW, n)

enum control_column {
	MAX_REQUESTED = 3,
	MAX_GRANTED,
	IDLE,
	ACTIVE,
	SLOT_LENGTH,
	SLOTS_REQUESTED,
	SLOTS_GRANTED,
	ENDED_REQUESTED,
	ENDED_GRANTED,
	CURRENT,
	INSERTS,
	DELETES_IDLE,
	PKTS = 18,
	OCTETS = 19,
	CREATE_TIME = 23,
	STATUS = 25,
};

static int setup(void **state)
{
	*state = fixture_new(FIXTURE_MEMORY);
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static int64_t control(struct fixture *f, uint32_t column)
{
	return get_integer(f, &flow_control_table, column, ROW);
}

/* An instance of a table behind the control row. */
static bool get_of(struct fixture *f, const struct table *table, uint32_t column, uint32_t index,
    struct value *value)
{
	f->mib->pdu++;
	return walk_get(f->mib, table, (const uint32_t[]){column, ROW, index}, 3, value) == WALK_OK;
}

static int64_t number_of(
    struct fixture *f, const struct table *table, uint32_t column, uint32_t index)
{
	struct value value;

	assert_true(get_of(f, table, column, index, &value));
	return value.syntax == SYNTAX_INTEGER ? value.integer : (int64_t)value.number;
}

static void assert_octets(struct fixture *f, const struct table *table, uint32_t column,
    uint32_t index, const void *octets, size_t len)
{
	struct value value;

	assert_true(get_of(f, table, column, index, &value));
	assert_int_equal(value.syntax, SYNTAX_OCTETS);
	assert_int_equal(value.octets_len, len);
	assert_memory_equal(value.octets, octets, len);
}

/* Views may be a second old. */
static void look_anew(struct fixture *f)
{
	f->clock += 2 * SECOND;
}

/* 60 octets of UDP in VLAN 100 between 192.0.2.1:1024 and 192.0.2.2:53, DSCP 46. */
static void udp_frame(struct fixture *f, bool back)
{
	uint8_t octets[60] = {0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0x81, 0, 0xe0, 100, /* */
	    0x08, 0, 0x45, 0xb8, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0,                           /* */
	    192, 0, 2, 1, 192, 0, 2, 2, 4, 0, 0, 53, 0, 8, 0, 0};
	struct frame frame = {
	    .wall = (int64_t)f->mib->now,
	    .data = octets,
	    .caplen = sizeof(octets),
	    .len = sizeof(octets),
	};

	if (back) {
		octets[5] = 1;
		octets[11] = 2;
		memcpy(octets + 30, (const uint8_t[]){192, 0, 2, 2, 192, 0, 2, 1, 0, 53, 4, 0}, 12);
	}
	port_lock(&f->ports[0]);
	port_input(&f->ports[0], &frame);
	port_unlock(&f->ports[0]);
}

static void test_life(void **state)
{
	struct fixture *f = *state;

	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, STATUS(ROW_CREATE_AND_GO));
	ACCEPTED(f, STATUS(ROW_CREATE_AND_WAIT));
	assert_int_equal(control(f, STATUS), ROW_NOT_READY);
	ACCEPTED(f, SOURCE);
	assert_int_equal(control(f, STATUS), ROW_NOT_IN_SERVICE);
	assert_int_equal(control(f, MAX_GRANTED), 0);
	fixture_pass(f, 3);
	ACCEPTED(f, STATUS(ROW_ACTIVE));
	assert_int_equal(control(f, STATUS), ROW_ACTIVE);
	assert_int_equal(control(f, CREATE_TIME), 300);
	fixture_frame(f, 0, 1, 2);
	fixture_frame(f, 1, 1, 2); /* another port */
	look_anew(f);
	assert_int_equal(control(f, CURRENT), 1);
	ACCEPTED(f, STATUS(ROW_NOT_IN_SERVICE));
	assert_int_equal(control(f, CURRENT), 0);
	assert_int_equal(control(f, SLOTS_GRANTED), 0);
	assert_int_equal(instances(f, &flow_table, 2), 0);
	ACCEPTED(f, STATUS(ROW_ACTIVE));
	look_anew(f);
	assert_int_equal(control(f, INSERTS), 0);
	ACCEPTED(f, STATUS(ROW_DESTROY));
	assert_false(exists(f, &flow_control_table, STATUS, ROW));
	assert_int_equal(f->mib->budgets[BUDGET_FLOW].used, 0);
}

static void test_values(void **state)
{
	struct fixture *f = *state;

	REFUSED(f, SNMP_WRONG_VALUE, 3, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(IDLE, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 3, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(ACTIVE, 86401));
	REFUSED(
	    f, SNMP_WRONG_VALUE, 3, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(SLOT_LENGTH, 3601));
	REFUSED(
	    f, SNMP_WRONG_VALUE, 3, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(MAX_REQUESTED, -1));
	REFUSED(
	    f, SNMP_NOT_WRITABLE, 3, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(MAX_GRANTED, 1));
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE);
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, SETTING(MAX_REQUESTED, 10));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, SETTING(SLOT_LENGTH, 10));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, SETTING(ENDED_REQUESTED, 10));
	ACCEPTED(f, SETTING(IDLE, 86400), SETTING(ACTIVE, 1));
}

/* What was asked for, if there is room; else an eighth for slots, a quarter for ended flows. */
static void test_grants(void **state)
{
	struct fixture *f = *state;
	int64_t fair = f->mib->budgets[BUDGET_FLOW].fair;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(MAX_REQUESTED, 100),
	    SETTING(ENDED_REQUESTED, 50), SETTING(SLOTS_REQUESTED, 10));
	assert_int_equal(control(f, MAX_GRANTED), 100);
	assert_int_equal(control(f, ENDED_GRANTED), 50);
	assert_int_equal(control(f, SLOTS_GRANTED), 10);
	ACCEPTED(f, STATUS(ROW_DESTROY));
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(ENDED_REQUESTED, 1000000),
	    SETTING(SLOTS_REQUESTED, 65535));
	assert_int_equal(control(f, ENDED_GRANTED), fair / 4);
	assert_int_equal(control(f, SLOTS_GRANTED), fair / 8);
	assert_int_equal(control(f, MAX_GRANTED), fair - fair / 4 - fair / 8);
	ACCEPTED(f, STATUS(ROW_DESTROY));
	/* what few flows leave is for ended ones */
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(MAX_REQUESTED, 1),
	    SETTING(ENDED_REQUESTED, 1000000), SETTING(SLOTS_REQUESTED, 1));
	assert_int_equal(control(f, ENDED_GRANTED), fair - 2);
	ACCEPTED(f, STATUS(ROW_DESTROY));
	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(MAX_REQUESTED, 1),
	    SETTING(ENDED_REQUESTED, 0), SETTING(SLOTS_REQUESTED, 1));
	assert_int_equal(control(f, ENDED_GRANTED), 0);
	fixture_frame(f, 0, 1, 2);
	fixture_frame(f, 0, 1, 3);
	look_anew(f);
	assert_int_equal(instances(f, &flow_ended_table, 2), 0);
	assert_int_equal(control(f, 17), 1);
}

/* Written while packets come: the next tick goes by the new time-out. */
static void test_live_timeouts(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE);
	fixture_frame(f, 0, 1, 2);
	fixture_pass(f, 30);
	look_anew(f);
	assert_int_equal(control(f, CURRENT), 1);
	ACCEPTED(f, SETTING(IDLE, 10));
	assert_int_equal(control(f, CURRENT), 1);
	fixture_pass(f, 1);
	look_anew(f);
	assert_int_equal(control(f, CURRENT), 0);
	assert_int_equal(control(f, DELETES_IDLE), 1);
}

/* Bob, 192.0.2.2, is the higher address and answers; the port's clock is 100 s after 1970. */
static void test_columns(void **state)
{
	struct fixture *f = *state;
	struct value value;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE);
	fixture_pass(f, 100);
	udp_frame(f, true);
	fixture_pass(f, 1);
	udp_frame(f, false);
	udp_frame(f, false);
	fixture_frame(f, 0, 7, 8);
	look_anew(f);
	assert_int_equal(number_of(f, &flow_table, 2, 1), 1);
	assert_int_equal(number_of(f, &flow_table, 3, 1), 1);
	assert_octets(f, &flow_table, 4, 1, "\xc0\x00\x02\x02", 4);
	assert_octets(f, &flow_table, 5, 1, "\xc0\x00\x02\x01", 4);
	assert_int_equal(number_of(f, &flow_table, 6, 1), 53);
	assert_int_equal(number_of(f, &flow_table, 7, 1), 1024);
	assert_int_equal(number_of(f, &flow_table, 8, 1), 17);
	assert_int_equal(number_of(f, &flow_table, 9, 1), 0x0800);
	assert_int_equal(number_of(f, &flow_table, 10, 1), 100);
	assert_int_equal(number_of(f, &flow_table, 11, 1), 0);
	assert_octets(f, &flow_table, 12, 1, "\x02\0\0\0\0\x02", 6);
	assert_octets(f, &flow_table, 13, 1, "\x02\0\0\0\0\x01", 6);
	assert_int_equal(number_of(f, &flow_table, 14, 1), 46);
	assert_int_equal(number_of(f, &flow_table, 15, 1), -1);
	assert_int_equal(number_of(f, &flow_table, 19, 1), 1);
	assert_int_equal(number_of(f, &flow_table, 20, 1), 2);
	assert_int_equal(number_of(f, &flow_table, 21, 1), 64);
	assert_int_equal(number_of(f, &flow_table, 22, 1), 128);
	assert_int_equal(number_of(f, &flow_table, 23, 1), 10000);
	assert_int_equal(number_of(f, &flow_table, 24, 1), 10100);
	assert_octets(f, &flow_table, 25, 1, "\x07\xb2\1\1\0\1\x28\0+\0\0", 11);
	assert_octets(f, &flow_table, 26, 1, "\x07\xb2\1\1\0\1\x29\0+\0\0", 11);
	/* without IP there is no address */
	assert_int_equal(number_of(f, &flow_table, 2, 2), 3);
	assert_int_equal(number_of(f, &flow_table, 3, 2), 0);
	assert_octets(f, &flow_table, 4, 2, "", 0);
	assert_int_equal(number_of(f, &flow_table, 9, 2), 0x88b5);
	assert_false(get_of(f, &flow_table, 2, 3, &value));
	assert_false(get_of(f, &flow_table, 1, 1, &value));
}

static void test_ended_and_slots(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(SLOT_LENGTH, 60));
	fixture_pass(f, 30);
	udp_frame(f, false);
	fixture_frame(f, 0, 7, 8);
	fixture_frame(f, 0, 7, 8);
	fixture_pass(f, 100);
	look_anew(f);
	/* the flow of one packet leaves first */
	assert_int_equal(instances(f, &flow_table, 2), 0);
	assert_int_equal(instances(f, &flow_ended_table, 2), 2);
	assert_int_equal(number_of(f, &flow_ended_table, 8, 1), 17);
	assert_int_equal(number_of(f, &flow_ended_table, 27, 1), 1);
	assert_int_equal(number_of(f, &flow_ended_table, 28, 1), 13000);
	assert_int_equal(number_of(f, &flow_ended_table, 29, 1), 1);
	assert_int_equal(number_of(f, &flow_ended_table, 19, 2), 2);
	assert_int_equal(number_of(f, &flow_ended_table, 27, 2), 2);
	/* 0 .. 60 s had them, 60 .. 120 s had none */
	assert_int_equal(instances(f, &flow_slot_table, 2), 2);
	assert_int_equal(number_of(f, &flow_slot_table, 2, 1), 0);
	assert_int_equal(number_of(f, &flow_slot_table, 2, 2), 6000);
	assert_octets(f, &flow_slot_table, 3, 2, "\x07\xb2\1\1\0\1\0\0+\0\0", 11);
	assert_int_equal(number_of(f, &flow_slot_table, 4, 1), 2);
	assert_int_equal(number_of(f, &flow_slot_table, 5, 1), 3);
	assert_int_equal(number_of(f, &flow_slot_table, 6, 1), 192);
	assert_int_equal(number_of(f, &flow_slot_table, 7, 1), 0);
	assert_int_equal(number_of(f, &flow_slot_table, 10, 1), 1);
	assert_int_equal(number_of(f, &flow_slot_table, 11, 1), 1);
	assert_int_equal(number_of(f, &flow_slot_table, 12, 1), 64);
	assert_int_equal(number_of(f, &flow_slot_table, 17, 1), 2);
	assert_int_equal(number_of(f, &flow_slot_table, 5, 2), 0);
}

/* More flows than a slice of a copy holds, in the order of their numbers; behind N come later ones. */
static void test_later_ones(void **state)
{
	struct fixture *f = *state;
	uint32_t suffix[OID_MAX];
	struct walk walk;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE, SETTING(IDLE, 10));
	for (uint16_t i = 0; i < 3000; i++)
		fixture_frame(f, 0, i, 0xff00);
	fixture_pass(f, 20);
	for (uint16_t i = 0; i < 2000; i++) /* at places that were used in another order */
		fixture_frame(f, 0, i, 0xff00);
	look_anew(f);
	f->mib->pdu++;
	assert_true(
	    walk_seek(&walk, f->mib, &flow_table, (const uint32_t[]){19, ROW, 3500}, 3, false));
	for (uint32_t id = 3501; id <= 5000; id++) {
		assert_int_equal(walk_suffix(&walk, suffix), 3);
		assert_int_equal(suffix[0], 19);
		assert_int_equal(suffix[2], id);
		assert_true(walk_step(&walk));
	}
	walk_suffix(&walk, suffix);
	assert_int_equal(suffix[0], 20);
}

/* Who reads the control row makes no copy of any flow; each table's view is its own. */
static void test_views_apart(void **state)
{
	struct fixture *f = *state;
	const struct control *row;

	ACCEPTED(f, STATUS(ROW_CREATE_AND_GO), SOURCE);
	row = store_find(mib_store(f->mib, &flow_control), (const uint32_t[]){ROW, 0});
	for (uint16_t i = 0; i < 100; i++)
		fixture_frame(f, 0, i, 0xff00);
	assert_int_equal(control(f, CURRENT), 100);
	assert_int_equal(row->view->part, VIEW_SUMMARY);
	assert_int_equal(row->view->count, 0);
	assert_null(row->view->next);
	assert_int_equal(instances(f, &flow_slot_table, 2), 0);
	assert_int_equal(row->view->next->part, FLOW_PART_SLOTS);
	assert_int_equal(instances(f, &flow_table, 2), 100);
	assert_int_equal(row->view->next->next->part, VIEW_WHOLE);
	/* read all the time, it stays; the others go after a minute */
	for (int i = 0; i < 70; i++) {
		f->clock += SECOND;
		assert_int_equal(control(f, PKTS), 100);
		assert_int_equal(control(f, OCTETS), 6400);
		mib_tick(f->mib);
	}
	assert_int_equal(row->view->part, VIEW_SUMMARY);
	assert_null(row->view->next);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_life),
	    TEST(test_values),
	    TEST(test_grants),
	    TEST(test_live_timeouts),
	    TEST(test_columns),
	    TEST(test_ended_and_slots),
	    TEST(test_later_ones),
	    TEST(test_views_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
