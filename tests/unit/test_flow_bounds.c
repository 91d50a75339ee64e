/* SPDX-License-Identifier: BSD-2-Clause */
/* The flow group: what makes room, the log's ring, copies of a moment, ids, and limits. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow_world.h"

/* Flows of one packet leave first, the oldest of them. */
static void test_eviction_of_singles(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 8);
	for (uint16_t port = 1; port <= 8; port++)
		give_udp(&w, port);
	give_udp(&w, 1);
	assert_int_equal(w.group->evictions, 0);
	give_udp(&w, 9);
	assert_int_equal(w.group->evictions, 1);
	assert_ended(&w, 1, 2, FLOW_END_EVICTED, 1);
	assert_true(has_flow(&w, 1, NULL));
	assert_int_equal(w.group->rows, 8);
	teardown(&w);
}

/* A closed flow goes before any other, and was not evicted. */
static void test_eviction_of_closed(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 2);
	give_udp(&w, 1);
	give_tcp(&w, false, SYN);
	give_tcp(&w, true, RST);
	give_udp(&w, 2);
	assert_ended(&w, 1, 2, FLOW_END_CLOSED, 2);
	assert_int_equal(w.group->evictions, 0);
	teardown(&w);
}

/* When all had packets since they were looked at, the oldest of the next eight goes. */
static void test_eviction_of_many(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 16);
	for (uint16_t port = 1; port <= 16; port++) {
		give_udp(&w, port);
		give_udp(&w, port);
	}
	w.time += SECOND;
	give_udp(&w, 5);
	w.time += SECOND;
	for (uint16_t port = 1; port <= 16; port++) {
		if (port != 5)
			give_udp(&w, port);
	}
	give_udp(&w, 17);
	assert_ended(&w, 1, 5, FLOW_END_EVICTED, 3);
	teardown(&w);
}

/* What is over already when room is made was not evicted, though no tick came. */
static void test_eviction_of_idle(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 1);
	give_udp(&w, 1);
	w.time += IDLE * SECOND;
	give_udp(&w, 2);
	assert_ended(&w, 1, 1, FLOW_END_IDLE, 1);
	assert_int_equal(w.group->evictions, 0);
	teardown(&w);
}

/* 1 % of the packets are of one flow, the others of flows of one packet, or of two. */
static void flood(unsigned packets_each)
{
	struct flow_row row;
	struct world w;

	setup(&w, 1000);
	give_tcp(&w, false, ACK);
	for (uint32_t i = 0; i < 100000; i++) {
		struct packet p =
		    packet_with_ports(packet_ipv6(17), (uint16_t)i, (uint16_t)(i >> 16));

		for (unsigned n = 0; n < packets_each; n++)
			give(&w, p);
		if (i % 100 == 0)
			give_tcp(&w, i % 200 == 0, ACK);
	}
	assert_true(has_flow(&w, 1, &row));
	assert_int_equal(row.pkts[0] + row.pkts[1], 1001);
	assert_int_equal(w.group->rows, 1000);
	assert_int_equal(w.group->evictions, 100001 - 1000);
	teardown(&w);
}

static void test_flood(void **state)
{
	(void)state;
	flood(1);
	flood(2);
}

/* New flows must come to their second packet even when all rows hold flows with packets. */
static void test_probation(void **state)
{
	struct world w;

	(void)state;
	setup(&w, 80);
	for (uint16_t port = 1; port <= 80; port++) {
		give_udp(&w, port);
		give_udp(&w, port);
	}
	for (uint16_t port = 1001; port <= 1010; port++)
		give_udp(&w, port);
	for (uint16_t port = 1001; port <= 1010; port++)
		give_udp(&w, port);
	assert_int_equal(summary_of(&w).inserts, 90);
	teardown(&w);
}

static void test_ended_ring(void **state)
{
	struct flow_ended ended[200] = {{.index = 0}};
	const struct group *log;
	struct world w;
	uint32_t newest;

	(void)state;
	setup(&w, 1);
	log = w.group->parts[FLOW_PART_ENDED];
	assert_int_equal(log->class->copy_places(log, 0, 200, 0, ended), 0);
	for (uint16_t port = 1; port <= 151; port++)
		give_udp(&w, port);
	assert_int_equal(log->rows, 100);
	assert_int_equal(log->newest, 150);
	ended[0].index = 50;
	assert_false(log->class->find(log, 0, &ended[0]));
	assert_ended(&w, 51, 51, FLOW_END_EVICTED, 1);
	assert_ended(&w, 150, 150, FLOW_END_EVICTED, 1);
	newest = log->newest;
	give_udp(&w, 200);
	/* a copy that began before does not see 151, so that it has no gap */
	assert_int_equal(log->class->copy_places(log, 0, 200, newest, ended), 99);
	for (int i = 0; i < 99; i++)
		assert_in_range(ended[i].index, 52, 150);
	assert_int_equal(log->class->copy_places(log, 0, 200, log->newest, ended), 100);
	teardown(&w);
}

static void test_copy(void **state)
{
	struct flow_row rows[10];
	struct world w;
	uint32_t newest;

	(void)state;
	setup(&w, 10);
	for (uint16_t port = 1; port <= 4; port++)
		give_udp(&w, port);
	newest = w.group->newest;
	assert_int_equal(newest, 4);
	assert_int_equal(w.group->places, 4);
	give_udp(&w, 5);
	assert_int_equal(w.group->class->copy_places(w.group, 0, 10, newest, rows), 4);
	assert_int_equal(w.group->class->copy_places(w.group, 2, 10, newest, rows), 2);
	assert_int_equal(w.group->class->copy_places(w.group, 0, 10, w.group->newest, rows), 5);
	pass(&w, 100 * SECOND);
	assert_int_equal(w.group->class->copy_places(w.group, 0, 10, w.group->newest, rows), 0);
	teardown(&w);
}

/* Ids that are in use when they begin again are left out, and 0. */
static void test_ids_begin_again(void **state)
{
	struct flow_table table;
	struct flow_key key = {.kind = FLOW_IPV4};
	const struct flow_row *first;

	(void)state;
	assert_int_equal(flow_table_init(&table, 4, 0), 0);
	first = flow_table_add(&table, &key, flow_hash(&table, &key));
	assert_int_equal(first->id, 1);
	table.newest = UINT32_MAX - 1;
	key.port[0] = 1;
	assert_int_equal(flow_table_add(&table, &key, flow_hash(&table, &key))->id, UINT32_MAX);
	key.port[0] = 2;
	assert_int_equal(flow_table_add(&table, &key, flow_hash(&table, &key))->id, 2);
	assert_ptr_equal(flow_table_find_id(&table, 1), first);
	flow_table_free(&table);
}

/* 128 for the row, 16 for each of two indexes. */
static void test_memory(void **state)
{
	struct flow_config config = {
	    .capacity = 100000, .slot_length = 300, .slots = 1, .idle = 1, .active = 1};
	struct group *group = flow_open(&config);

	(void)state;
	assert_non_null(group);
	assert_in_range(group->memory, 160 * 100000, 162 * 100000);
	group->class->free(group);
}

static void refused(struct flow_config config)
{
	errno = 0;
	assert_null(flow_open(&config));
	assert_int_equal(errno, EINVAL);
}

static void test_limits(void **state)
{
	struct flow_config good = {
	    .capacity = 1, .slot_length = 1, .slots = 1, .idle = 1, .active = 1};
	struct flow_config config;

	(void)state;
	for (int i = 0; i < 8; i++) {
		config = good;
		if (i < 2)
			config.capacity = i ? FLOW_ROWS_MAX + 1 : 0;
		else if (i < 4)
			config.slot_length = i % 2 ? FLOW_SLOT_MAX + 1 : 0;
		else if (i < 6)
			config.idle = i % 2 ? FLOW_TIMEOUT_MAX + 1 : 0;
		else
			config.active = i % 2 ? FLOW_TIMEOUT_MAX + 1 : 0;
		refused(config);
	}
	config = good;
	config.slots = 0;
	refused(config);
	config = good;
	config.ended = FLOW_ROWS_MAX + 1;
	refused(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_eviction_of_singles),
	    cmocka_unit_test(test_eviction_of_closed),
	    cmocka_unit_test(test_eviction_of_many),
	    cmocka_unit_test(test_eviction_of_idle),
	    cmocka_unit_test(test_flood),
	    cmocka_unit_test(test_probation),
	    cmocka_unit_test(test_ended_ring),
	    cmocka_unit_test(test_copy),
	    cmocka_unit_test(test_ids_begin_again),
	    cmocka_unit_test(test_memory),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
