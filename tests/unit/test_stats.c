/* SPDX-License-Identifier: BSD-2-Clause */
/* etherStats: each kind of frame in the counters that RFC 2819 names for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/stats.h"

#define GOOD 0
#define CRC PACKET_CRC_ERROR
#define UNDER PACKET_UNDERSIZE
#define OVER PACKET_OVERSIZE

static struct packet packet_of(uint32_t octets, uint8_t status)
{
	return (struct packet){
	    .link = LINK_ETHERNET,
	    .octets = octets,
	    .status = status,
	    .good = status == GOOD,
	};
}

static void give(struct group *group, const struct packet *p)
{
	group->class->packet(group, p);
}

static struct stats_summary summary_of(const struct group *group)
{
	struct stats_summary s;

	memset(&s, 0xff, sizeof(s));
	group->class->summary(group, &s);
	return s;
}

/* The rule of RFC 2819's counters: every packet is in exactly one of these. */
static uint64_t parts(const struct stats_summary *s)
{
	uint64_t sum =
	    s->ether.undersize + s->ether.oversize + s->ether.fragments + s->ether.jabbers;

	for (int size = 0; size < SIZE_CLASSES; size++)
		sum += s->size_pkts[size];
	return sum;
}

struct frame_case {
	uint32_t octets;
	uint8_t status;
	int size;     /* SIZE_CLASSES: none */
	size_t fault; /* offset in struct ether_counters; 0: none */
};

#define FAULT(name) offsetof(struct ether_counters, name)

static const struct frame_case frame_cases[] = {
    {60, UNDER, SIZE_CLASSES, FAULT(undersize)},
    {63, UNDER | CRC, SIZE_CLASSES, FAULT(fragments)},
    {64, GOOD, SIZE_64, 0},
    {64, CRC, SIZE_64, FAULT(crc_align)},
    {65, GOOD, SIZE_65_127, 0},
    {100, CRC, SIZE_65_127, FAULT(crc_align)},
    {127, GOOD, SIZE_65_127, 0},
    {128, GOOD, SIZE_128_255, 0},
    {255, GOOD, SIZE_128_255, 0},
    {256, GOOD, SIZE_256_511, 0},
    {511, GOOD, SIZE_256_511, 0},
    {512, GOOD, SIZE_512_1023, 0},
    {1023, GOOD, SIZE_512_1023, 0},
    {1024, GOOD, SIZE_1024_1518, 0},
    {1518, GOOD, SIZE_1024_1518, 0},
    {1518, CRC, SIZE_1024_1518, FAULT(crc_align)},
    {1519, OVER, SIZE_CLASSES, FAULT(oversize)},
    {9018, OVER | CRC, SIZE_CLASSES, FAULT(jabbers)},
};

static void check_case(const struct frame_case *c)
{
	struct ether_counters expected = {.pkts = 1, .octets = c->octets};
	struct packet p = packet_of(c->octets, c->status);
	struct group *group = stats_open();
	struct stats_summary s;

	assert_non_null(group);
	if (c->fault != 0)
		*(uint64_t *)((char *)&expected + c->fault) = 1;
	give(group, &p);
	s = summary_of(group);
	assert_memory_equal(&s.ether, &expected, sizeof(expected));
	for (int size = 0; size < SIZE_CLASSES; size++)
		assert_int_equal(s.size_pkts[size], size == c->size);
	assert_int_equal(parts(&s), 1);
	group->class->free(group);
}

static void test_sizes_and_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(frame_cases) / sizeof(frame_cases[0]); i++)
		check_case(&frame_cases[i]);
}

/* A tagged frame of 1522 octets is good and in the largest class. */
static void test_tagged(void **state)
{
	struct packet p = packet_of(1522, GOOD);
	struct group *group = stats_open();
	struct stats_summary s;

	(void)state;
	p.vlan_count = 1;
	give(group, &p);
	s = summary_of(group);
	assert_int_equal(s.size_pkts[SIZE_1024_1518], 1);
	assert_int_equal(s.ether.oversize, 0);
	assert_int_equal(parts(&s), 1);
	group->class->free(group);
}

/* Good packets only, and multicast without broadcast, even where a frame is marked as both. */
static void test_broadcast_multicast(void **state)
{
	struct group *group = stats_open();
	struct packet p = packet_of(64, GOOD);
	struct packet bad = packet_of(64, CRC);
	struct packet jumbo = packet_of(9000, OVER);
	struct stats_summary s;

	(void)state;
	p.broadcast = true;
	give(group, &p);
	give(group, &p);
	p.multicast = true;
	give(group, &p);
	p.broadcast = false;
	give(group, &p);
	bad.broadcast = true;
	give(group, &bad);
	bad.broadcast = false;
	bad.multicast = true;
	give(group, &bad);
	jumbo.multicast = true;
	give(group, &jumbo);
	s = summary_of(group);
	assert_int_equal(s.ether.pkts, 7);
	assert_int_equal(s.ether.octets, 6 * 64 + 9000);
	assert_int_equal(s.ether.broadcast, 3);
	assert_int_equal(s.ether.multicast, 1);
	/* max-frame raised: still oversize, but good */
	jumbo.good = true;
	give(group, &jumbo);
	s = summary_of(group);
	assert_int_equal(s.ether.oversize, 2);
	assert_int_equal(s.ether.multicast, 2);
	group->class->free(group);
}

static void test_loss(void **state)
{
	static const struct loss loss = {
	    .occasions = 1,
	    .crc_align = 20,
	    .undersize = 300,
	    .oversize = 4000,
	    .fragments = 50000,
	    .jabbers = 600000,
	    .collisions = 7000000,
	};
	struct group *group = stats_open();
	struct stats_summary s;

	(void)state;
	group->class->loss(group, &loss);
	group->class->loss(group, &loss);
	s = summary_of(group);
	assert_int_equal(s.ether.drop_events, 2);
	assert_int_equal(s.ether.crc_align, 40);
	assert_int_equal(s.ether.undersize, 600);
	assert_int_equal(s.ether.oversize, 8000);
	assert_int_equal(s.ether.fragments, 100000);
	assert_int_equal(s.ether.jabbers, 1200000);
	assert_int_equal(s.ether.collisions, 14000000);
	/* collisions are no packets; CRC errors of unknown size are the only ones without a part */
	assert_int_equal(s.ether.pkts, 2 * 654320);
	assert_int_equal(parts(&s), s.ether.pkts - s.ether.crc_align);
	assert_int_equal(s.ether.octets, 0);
	assert_int_equal(s.dropped_frames, 0);
	group->class->free(group);
}

static void test_shape(void **state)
{
	struct group *group = stats_open();
	struct stats_summary s;

	(void)state;
	group->created = 77;
	s = summary_of(group);
	assert_int_equal(s.created, 77);
	assert_int_equal(s.ether.pkts, 0);
	assert_int_equal(group->class->row_size, 0);
	assert_int_equal(group->class->summary_size, sizeof(s));
	assert_int_equal(group->rows, 0);
	assert_true(group->memory >= sizeof(struct group) + sizeof(struct ether_counters));
	group->class->free(group);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sizes_and_faults),
	    cmocka_unit_test(test_tagged),
	    cmocka_unit_test(test_broadcast_multicast),
	    cmocka_unit_test(test_loss),
	    cmocka_unit_test(test_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
