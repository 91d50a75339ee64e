/* SPDX-License-Identifier: BSD-2-Clause */
/* The matrix group: a row a direction, errors of known pairs, eviction. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/matrix.h"

static const uint8_t alice[6] = {0x02, 0, 0, 0, 0, 0x0a};
static const uint8_t bob[6] = {0x02, 0, 0, 0, 0, 0x0b};
static const uint8_t carol[6] = {0x02, 0, 0, 0, 0, 0x0c};
static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

struct sender {
	struct group *group;
	struct packet p;
};

static void setup(struct sender *s, uint32_t capacity)
{
	s->group = matrix_open(capacity, 1);
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
	s->group->class->packet(s->group, &s->p);
}

static bool row_find(const struct sender *s, unsigned order, const uint8_t *from, const uint8_t *to,
    struct matrix_row *row)
{
	memset(row, 0xff, sizeof(*row));
	memcpy(row->source, from, 6);
	memcpy(row->destination, to, 6);
	return s->group->class->find(s->group, order, row);
}

static void assert_pair(const struct sender *s, const uint8_t *from, const uint8_t *to,
    uint64_t pkts, uint64_t octets, uint64_t errors)
{
	for (unsigned order = MATRIX_BY_SOURCE; order <= MATRIX_BY_DESTINATION; order++) {
		struct matrix_row row;

		assert_true(row_find(s, order, from, to, &row));
		assert_memory_equal(row.source, from, 6);
		assert_memory_equal(row.destination, to, 6);
		assert_int_equal(row.pkts, pkts);
		assert_int_equal(row.octets, octets);
		assert_int_equal(row.errors, errors);
	}
}

static bool has_pair(const struct sender *s, const uint8_t *from, const uint8_t *to)
{
	struct matrix_row row;

	return row_find(s, MATRIX_BY_SOURCE, from, to, &row);
}

static void test_directions(void **state)
{
	struct sender s;

	(void)state;
	setup(&s, 10);
	send_packet(&s, alice, bob, 100);
	send_packet(&s, alice, bob, 64);
	send_packet(&s, bob, alice, 1518);
	send_packet(&s, alice, all, 70);
	send_packet(&s, carol, carol, 65);
	assert_pair(&s, alice, bob, 2, 164, 0);
	assert_pair(&s, bob, alice, 1, 1518, 0);
	assert_pair(&s, alice, all, 1, 70, 0);
	assert_pair(&s, carol, carol, 1, 65, 0);
	assert_false(has_pair(&s, all, alice));
	assert_int_equal(s.group->rows, 4);
	teardown(&s);
}

static void test_bad_packets(void **state)
{
	struct sender s;

	(void)state;
	setup(&s, 10);
	s.p.good = false;
	send_packet(&s, alice, bob, 100);
	assert_int_equal(s.group->rows, 0);
	s.p.good = true;
	send_packet(&s, alice, bob, 64);
	s.p.good = false;
	send_packet(&s, alice, bob, 2000);
	send_packet(&s, bob, alice, 2000); /* both are known, the pair is not */
	assert_pair(&s, alice, bob, 2, 2064, 1);
	assert_int_equal(s.group->rows, 1);
	teardown(&s);
}

static void test_links_without_addresses(void **state)
{
	struct sender s;

	(void)state;
	setup(&s, 10);
	s.p.link = LINK_SLL2;
	send_packet(&s, alice, bob, 64);
	s.p.link = LINK_ETHERNET;
	s.p.layers = 0;
	send_packet(&s, alice, bob, 64);
	assert_int_equal(s.group->rows, 0);
	teardown(&s);
}

/* Fewer than 16 rows: one leaves at a time, the least recently used. */
static void test_eviction(void **state)
{
	struct matrix_summary summary;
	struct matrix_row rows[3];
	struct sender s;

	(void)state;
	setup(&s, 3);
	s.group->created = 9;
	send_packet(&s, alice, bob, 64);
	send_packet(&s, bob, alice, 64);
	send_packet(&s, alice, all, 64);
	send_packet(&s, alice, bob, 64);
	s.group->class->summary(s.group, &summary);
	assert_int_equal(summary.table_size, 3);
	assert_int_equal(summary.last_delete, 0);
	assert_int_equal(summary.created, 9);
	assert_int_equal(s.group->layout, 0);
	send_packet(&s, carol, bob, 64);
	s.group->class->summary(s.group, &summary);
	assert_int_equal(summary.table_size, 3);
	assert_int_equal(summary.last_delete, 5000);
	assert_int_equal(summary.dropped_frames, 0);
	assert_int_equal(s.group->evictions, 1);
	assert_int_not_equal(s.group->layout, 0);
	assert_false(has_pair(&s, bob, alice));
	assert_int_equal(s.group->class->copy(s.group, 0, 9, rows), 3);
	assert_memory_equal(rows[0].destination, bob, 6);
	assert_memory_equal(rows[1].destination, all, 6);
	assert_memory_equal(rows[2].source, carol, 6);
	assert_int_equal(s.group->class->copy(s.group, 1, 1, rows), 1);
	assert_memory_equal(rows[0].destination, all, 6);
	assert_int_equal(s.group->class->copy(s.group, 3, 1, rows), 0);
	assert_pair(&s, alice, bob, 2, 128, 0);
	teardown(&s);
}

static void test_limits(void **state)
{
	struct group *group;

	(void)state;
	errno = 0;
	assert_null(matrix_open(0, 0));
	assert_int_equal(errno, EINVAL);
	group = matrix_open(100000, 0);
	assert_non_null(group);
	assert_true(group->memory >= 100000 * sizeof(struct matrix_row));
	group->class->free(group);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_directions),
	    cmocka_unit_test(test_bad_packets),
	    cmocka_unit_test(test_links_without_addresses),
	    cmocka_unit_test(test_eviction),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
