/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts group: who makes rows, which counter moves, creation order after an eviction. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/host.h"

static const uint8_t alice[6] = {0x02, 0, 0, 0, 0, 0x0a};
static const uint8_t bob[6] = {0x02, 0, 0, 0, 0, 0x0b};
static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const uint8_t routers[6] = {0x01, 0, 0x5e, 0, 0, 0x02};

struct sender {
	struct group *group;
	struct packet p;
};

static void setup(struct sender *s, uint32_t capacity)
{
	s->group = host_open(capacity, 1);
	assert_non_null(s->group);
	s->p = (struct packet){.link = LINK_ETHERNET, .layers = LAYER_MAC, .good = true};
}

static void teardown(struct sender *s)
{
	s->group->class->free(s->group);
}

static void send_packet(struct sender *s, const uint8_t *from, const uint8_t *to, uint32_t octets)
{
	s->p.number++;
	s->p.time += 1000;
	s->p.src_mac = from;
	s->p.dst_mac = to;
	s->p.octets = octets;
	s->p.broadcast = to == all;
	s->p.multicast = to == routers;
	s->group->class->packet(s->group, &s->p);
}

/* A row found by its address, which tells its order too. */
static struct host_row row_of(const struct sender *s, const uint8_t *address)
{
	struct host_row row;

	memset(&row, 0xff, sizeof(row));
	memcpy(row.address, address, sizeof(row.address));
	assert_true(s->group->class->find(s->group, HOST_BY_ADDRESS, &row));
	assert_memory_equal(row.address, address, sizeof(row.address));
	return row;
}

static bool has_row(const struct sender *s, const uint8_t *address)
{
	struct host_row row = {0};

	memcpy(row.address, address, sizeof(row.address));
	return s->group->class->find(s->group, HOST_BY_ADDRESS, &row);
}

static void assert_counts(const struct host_row *row, const uint64_t expected[7])
{
	assert_int_equal(row->in_pkts, expected[0]);
	assert_int_equal(row->out_pkts, expected[1]);
	assert_int_equal(row->in_octets, expected[2]);
	assert_int_equal(row->out_octets, expected[3]);
	assert_int_equal(row->out_errors, expected[4]);
	assert_int_equal(row->out_broadcast, expected[5]);
	assert_int_equal(row->out_multicast, expected[6]);
}

static void test_counters(void **state)
{
	struct sender s;
	struct host_row row;

	(void)state;
	setup(&s, 10);
	send_packet(&s, alice, bob, 100);
	send_packet(&s, alice, bob, 64);
	send_packet(&s, bob, alice, 1518);
	send_packet(&s, alice, all, 70);
	send_packet(&s, alice, routers, 80);
	send_packet(&s, bob, routers, 90);
	send_packet(&s, bob, bob, 65);
	row = row_of(&s, alice);
	assert_counts(&row, (uint64_t[]){1, 4, 1518, 314, 0, 1, 1});
	row = row_of(&s, bob);
	assert_counts(&row, (uint64_t[]){3, 3, 229, 1673, 0, 0, 1});
	/* group addresses are rows, with In counters only */
	row = row_of(&s, all);
	assert_counts(&row, (uint64_t[]){1, 0, 70, 0, 0, 0, 0});
	row = row_of(&s, routers);
	assert_counts(&row, (uint64_t[]){2, 0, 170, 0, 0, 0, 0});
	assert_int_equal(s.group->rows, 4);
	teardown(&s);
}

static void test_bad_packets(void **state)
{
	struct sender s;
	struct host_row row;

	(void)state;
	setup(&s, 10);
	s.p.good = false;
	s.p.status = PACKET_CRC_ERROR;
	send_packet(&s, alice, bob, 100); /* nobody is known: no row */
	assert_int_equal(s.group->rows, 0);
	s.p.good = true;
	s.p.status = 0;
	send_packet(&s, alice, bob, 64);
	s.p.good = false;
	s.p.status = PACKET_OVERSIZE;
	send_packet(&s, alice, bob, 2000);
	send_packet(&s, alice, all, 3000);
	send_packet(&s, alice, routers, 5000);
	send_packet(&s, routers, alice, 4000);
	row = row_of(&s, alice);
	assert_counts(&row, (uint64_t[]){0, 4, 0, 10064, 3, 0, 0});
	row = row_of(&s, bob);
	assert_counts(&row, (uint64_t[]){1, 0, 64, 0, 0, 0, 0});
	assert_int_equal(s.group->rows, 2);
	teardown(&s);
}

static void test_links_without_addresses(void **state)
{
	struct sender s;

	(void)state;
	setup(&s, 10);
	s.p.link = LINK_SLL;
	send_packet(&s, alice, bob, 64);
	s.p.link = LINK_TOKEN_RING;
	send_packet(&s, alice, bob, 64);
	s.p.link = LINK_ETHERNET;
	s.p.layers = 0; /* the header is cut */
	send_packet(&s, alice, bob, 64);
	assert_int_equal(s.group->rows, 0);
	teardown(&s);
}

static void address_set(uint8_t *address, uint8_t number)
{
	memcpy(address, alice, 6);
	address[5] = number;
}

static void assert_order(const struct sender *s, const uint8_t *numbers, uint32_t count)
{
	struct host_row rows[40];

	memset(rows, 0xff, sizeof(rows));
	assert_int_equal(s->group->rows, count);
	assert_int_equal(s->group->class->copy(s->group, 0, 40, rows), count);
	for (uint32_t i = 0; i < count; i++) {
		struct host_row row = {.creation_order = i + 1};

		assert_int_equal(rows[i].creation_order, i + 1);
		assert_int_equal(rows[i].address[5], numbers[i]);
		assert_true(s->group->class->find(s->group, HOST_BY_CREATION, &row));
		assert_memory_equal(&row, &rows[i], sizeof(row));
		assert_int_equal(row_of(s, rows[i].address).creation_order, i + 1);
	}
}

/*
 * 32 rows, so the two with the oldest use leave at once: 2 and 4, for 1 and 3 spoke again.  Those
 * behind move up without a hole, and the time of it is the packet's.
 */
static void test_eviction_renumbers(void **state)
{
	static const uint8_t expected[] = {1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	    19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33};
	struct host_summary summary;
	struct sender s;
	uint8_t address[6];
	uint8_t other[6];
	uint64_t layout;

	(void)state;
	setup(&s, 32);
	s.group->created = 5;
	for (uint8_t number = 1; number <= 31; number += 2) {
		address_set(address, number);
		address_set(other, number + 1);
		send_packet(&s, address, other, 64);
	}
	address_set(address, 1);
	address_set(other, 3);
	send_packet(&s, address, other, 64);
	s.group->class->summary(s.group, &summary);
	assert_int_equal(summary.table_size, 32);
	assert_int_equal(summary.last_delete, 0);
	assert_int_equal(summary.created, 5);
	assert_int_equal(summary.dropped_frames, 0);
	layout = s.group->layout;

	address_set(address, 33);
	address_set(other, 32);
	send_packet(&s, address, other, 64);
	assert_order(&s, expected, 31);
	s.group->class->summary(s.group, &summary);
	assert_int_equal(summary.table_size, 31);
	assert_int_equal(summary.last_delete, 18 * 1000);
	assert_int_equal(s.group->evictions, 2);
	assert_true(s.group->layout > layout);

	/* back again, it is a new row with new counters */
	address_set(address, 2);
	assert_false(has_row(&s, address));
	send_packet(&s, address, other, 64);
	assert_int_equal(row_of(&s, address).creation_order, 32);
	assert_int_equal(row_of(&s, address).in_pkts, 0);
	s.group->class->summary(s.group, &summary);
	assert_int_equal(summary.last_delete, 18 * 1000);
	teardown(&s);
}

/* Source and destination both new in a full table: the destination never displaces the source. */
static void test_eviction_within_a_packet(void **state)
{
	struct sender s;
	uint8_t address[6];
	uint8_t other[6];

	(void)state;
	setup(&s, 2);
	for (uint8_t number = 1; number < 100; number += 2) {
		address_set(address, number);
		address_set(other, number + 1);
		send_packet(&s, address, other, 64);
		assert_int_equal(s.group->rows, 2);
		assert_int_equal(row_of(&s, address).creation_order, 1);
		assert_int_equal(row_of(&s, address).out_pkts, 1);
		assert_int_equal(row_of(&s, other).creation_order, 2);
		assert_int_equal(row_of(&s, other).in_octets, 64);
	}
	assert_int_equal(s.group->evictions, 98);
	teardown(&s);
}

/* A bad packet counts for its sender but does not keep the row from leaving. */
static void test_bad_packets_keep_nobody(void **state)
{
	struct sender s;

	(void)state;
	setup(&s, 3);
	send_packet(&s, alice, alice, 64);
	send_packet(&s, bob, routers, 64);
	s.p.good = false;
	send_packet(&s, alice, bob, 64);
	s.p.good = true;
	send_packet(&s, bob, all, 64);
	assert_false(has_row(&s, alice));
	assert_true(has_row(&s, bob));
	teardown(&s);
}

static void test_slices(void **state)
{
	struct host_row rows[3];
	struct host_row row = {0};
	struct sender s;

	(void)state;
	setup(&s, 10);
	send_packet(&s, alice, bob, 64);
	send_packet(&s, alice, all, 64);
	assert_int_equal(s.group->class->copy(s.group, 1, 1, rows), 1);
	assert_memory_equal(rows[0].address, bob, 6);
	assert_int_equal(rows[0].creation_order, 2);
	assert_int_equal(s.group->class->copy(s.group, 2, 3, rows), 1);
	assert_memory_equal(rows[0].address, all, 6);
	assert_int_equal(s.group->class->copy(s.group, 3, 3, rows), 0);
	assert_int_equal(s.group->class->copy(s.group, SIZE_MAX, 3, rows), 0);
	assert_false(s.group->class->find(s.group, HOST_BY_CREATION, &row));
	row.creation_order = 4;
	assert_false(s.group->class->find(s.group, HOST_BY_CREATION, &row));
	teardown(&s);
}

static void test_limits(void **state)
{
	struct group *group;

	(void)state;
	errno = 0;
	assert_null(host_open(0, 0));
	assert_int_equal(errno, EINVAL);
	errno = 0;
	assert_null(host_open(65536, 0));
	assert_int_equal(errno, EINVAL);
	group = host_open(65535, 0);
	assert_non_null(group);
	assert_true(group->memory >= 65535 * sizeof(struct host_row));
	group->class->free(group);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_counters),
	    cmocka_unit_test(test_bad_packets),
	    cmocka_unit_test(test_links_without_addresses),
	    cmocka_unit_test(test_eviction_renumbers),
	    cmocka_unit_test(test_eviction_within_a_packet),
	    cmocka_unit_test(test_bad_packets_keep_nobody),
	    cmocka_unit_test(test_slices),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
