/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots of the wall clock: where they begin, what they add up, gaps, and those that are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "probe/flow_slot.h"

#define SECOND UINT64_C(1000000000)

static struct flow_slot slot_of(const struct flow_slots *slots, uint32_t index)
{
	struct flow_slot slot = {.index = index};

	assert_true(slots->group.class->find(&slots->group, 0, &slot));
	return slot;
}

static bool has_slot(const struct flow_slots *slots, uint32_t index)
{
	struct flow_slot slot = {.index = index};

	return slots->group.class->find(&slots->group, 0, &slot);
}

/* Port time 100 s is 00:13:20 on the wall: the first slot ends 100 s later, at 00:15. */
static void test_alignment(void **state)
{
	int64_t wall = 700 * (int64_t)SECOND;
	struct flow_slots slots;

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 300, 4), 0);
	flow_slots_pass(&slots, 100 * SECOND, wall, 100 * SECOND);
	flow_slots_pass(&slots, 200 * SECOND - 1, wall, 100 * SECOND);
	assert_int_equal(slots.group.rows, 0);
	flow_slots_pass(&slots, 200 * SECOND, wall, 100 * SECOND);
	assert_int_equal(slots.group.rows, 1);
	assert_int_equal(slot_of(&slots, 1).start, 100 * SECOND);
	flow_slots_pass(&slots, 500 * SECOND, wall, 100 * SECOND);
	assert_int_equal(slot_of(&slots, 2).start, 200 * SECOND);
	assert_false(has_slot(&slots, 0));
	assert_false(has_slot(&slots, 3));
	flow_slots_free(&slots);
}

/* A wall clock before 1970 as seen from the port's; and one that is set in the second slot. */
static void test_wall_clock(void **state)
{
	struct flow_slots slots;

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 300, 4), 0);
	flow_slots_pass(&slots, 0, -100 * (int64_t)SECOND, 0);
	assert_int_equal(slots.end, 100 * SECOND);
	flow_slots_pass(&slots, 100 * SECOND, -100 * (int64_t)SECOND, 0);
	assert_int_equal(slots.end, 400 * SECOND);
	flow_slots_pass(&slots, 400 * SECOND, 0, 0); /* 06:40: the next is short, to 10:00 */
	assert_int_equal(slots.end, 600 * SECOND);
	flow_slots_free(&slots);
}

static void test_counts(void **state)
{
	struct flow_slots slots;
	struct flow_slot slot;

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 10, 4), 0);
	flow_slots_pass(&slots, 0, 0, 0);
	flow_slots_count(&slots, FLOW_TRAFFIC_TCP, true, 100);
	flow_slots_count(&slots, FLOW_TRAFFIC_TCP, false, 200);
	flow_slots_count(&slots, FLOW_TRAFFIC_UDP, true, 64);
	flow_slots_count(&slots, FLOW_TRAFFIC_ICMP, true, 70);
	flow_slots_count(&slots, FLOW_TRAFFIC_OTHER, false, 80);
	flow_slots_pass(&slots, 10 * SECOND, 0, 0);
	slot = slot_of(&slots, 1);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_ALL].flows, 3);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_ALL].pkts, 5);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_ALL].octets, 514);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_TCP].flows, 1);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_TCP].pkts, 2);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_TCP].octets, 300);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_OTHER].flows, 0);
	assert_int_equal(slot.counts[FLOW_TRAFFIC_OTHER].octets, 80);
	flow_slots_pass(&slots, 20 * SECOND, 0, 0);
	assert_int_equal(slot_of(&slots, 2).counts[FLOW_TRAFFIC_ALL].pkts, 0);
	flow_slots_free(&slots);
}

static void test_ring(void **state)
{
	struct flow_slots slots;
	struct flow_slot copies[9];

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 10, 3), 0);
	for (unsigned i = 0; i <= 7; i++)
		flow_slots_pass(&slots, i * 10 * SECOND, 0, 0);
	assert_int_equal(slots.group.rows, 3);
	assert_int_not_equal(slots.group.layout, 0);
	assert_int_equal(slots.group.class->copy(&slots.group, 0, 9, copies), 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(copies[i].index, 5 + i);
		assert_int_equal(copies[i].start, (4 + i) * 10 * SECOND);
	}
	assert_int_equal(slots.group.class->copy(&slots.group, 2, 9, copies), 1);
	assert_int_equal(copies[0].index, 7);
	assert_int_equal(slots.group.class->copy(&slots.group, 3, 9, copies), 0);
	flow_slots_free(&slots);
}

/* 1000 slots later: only the last three are there, empty, with the indexes they would have had. */
static void test_gap(void **state)
{
	struct flow_slots slots;
	struct flow_slot copies[9];

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 10, 3), 0);
	flow_slots_pass(&slots, 0, 0, 0);
	flow_slots_count(&slots, FLOW_TRAFFIC_TCP, true, 100);
	flow_slots_pass(&slots, 10005 * SECOND, 0, 0);
	assert_int_equal(slots.group.class->copy(&slots.group, 0, 9, copies), 3);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(copies[i].index, 998 + i);
		assert_int_equal(copies[i].start, (9970 + i * 10) * SECOND);
		assert_int_equal(copies[i].counts[FLOW_TRAFFIC_ALL].pkts, 0);
	}
	assert_int_equal(slots.running.start, 10000 * SECOND);
	assert_int_equal(slots.end, 10010 * SECOND);
	flow_slots_free(&slots);
}

/* A gap of centuries, as in a hostile file, is as cheap; after the last index none is closed. */
static void test_centuries(void **state)
{
	struct flow_slots slots;

	(void)state;
	assert_int_equal(flow_slots_init(&slots, 1, 65535), 0);
	flow_slots_pass(&slots, 0, 0, 0);
	flow_slots_pass(&slots, INT64_MAX, 0, 0);
	assert_int_equal(slots.running.index, INT32_MAX);
	assert_int_equal(slots.end, UINT64_MAX);
	assert_int_equal(slots.group.rows, 0);
	flow_slots_free(&slots);
}

static void test_traffic(void **state)
{
	struct flow_key key = {.kind = FLOW_IPV4, .protocol = 6};

	(void)state;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_TCP);
	key.protocol = 1;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_ICMP);
	key.kind = FLOW_IPV6;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_OTHER);
	key.protocol = 58;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_ICMP);
	key.protocol = 17;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_UDP);
	key.protocol = 132;
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_OTHER);
	key.kind = FLOW_ETHERTYPE;
	key.protocol = 0; /* of all but IP */
	assert_int_equal(flow_traffic_of(&key), FLOW_TRAFFIC_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_alignment),
	    cmocka_unit_test(test_wall_clock),
	    cmocka_unit_test(test_counts),
	    cmocka_unit_test(test_ring),
	    cmocka_unit_test(test_gap),
	    cmocka_unit_test(test_centuries),
	    cmocka_unit_test(test_traffic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
