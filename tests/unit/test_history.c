/* SPDX-License-Identifier: BSD-2-Clause */
/* The history group: when samples begin and end, what is in them, which ones are kept. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/history.h"
#include "probe/port.h"

#define SECOND UINT64_C(1000000000)
#define AT(hour, minute, second) (((hour)*3600 + (minute)*60 + (second)) * (int64_t)SECOND)

struct fixture {
	struct port port;
	struct group *group;
};

/* Attached at created (ns), as port_attach() does it. */
static void setup(struct fixture *f, const struct history_config *config, uint64_t created)
{
	memset(f, 0, sizeof(*f));
	f->group = history_open(config);
	assert_non_null(f->group);
	f->group->port = &f->port;
	f->group->created = created;
	f->port.clock = created;
}

static void teardown(struct fixture *f)
{
	f->group->class->free(f->group);
}

static void tick(struct fixture *f, uint64_t now)
{
	f->port.clock = now;
	f->group->class->tick(f->group, now);
}

static void send_packet(struct fixture *f, uint64_t time, uint32_t octets)
{
	struct packet p = {.time = time, .octets = octets, .good = true};

	f->port.clock = time;
	f->group->class->packet(f->group, &p);
}

static struct history_row sample_of(const struct fixture *f, uint32_t index)
{
	struct history_row row;

	memset(&row, 0xff, sizeof(row));
	row.sample_index = index;
	assert_true(f->group->class->find(f->group, 0, &row));
	assert_int_equal(row.sample_index, index);
	return row;
}

static bool has_sample(const struct fixture *f, uint32_t index)
{
	struct history_row row = {.sample_index = index};

	return f->group->class->find(f->group, 0, &row);
}

static void assert_sample(
    const struct fixture *f, uint32_t index, uint64_t start, uint64_t pkts, uint64_t octets)
{
	struct history_row row = sample_of(f, index);

	assert_int_equal(row.interval_start, start);
	assert_int_equal(row.ether.pkts, pkts);
	assert_int_equal(row.ether.octets, octets);
	assert_int_equal(row.dropped_frames, 0);
}

/* Every sample kept is found and copied, oldest first. */
static void assert_kept(const struct fixture *f, uint32_t first, uint32_t count)
{
	struct history_row rows[64];

	assert_int_equal(f->group->rows, count);
	memset(rows, 0xff, sizeof(rows));
	assert_int_equal(f->group->class->copy(f->group, 0, 64, rows), count);
	for (uint32_t i = 0; i < count; i++) {
		struct history_row row = sample_of(f, first + i);

		assert_int_equal(rows[i].sample_index, first + i);
		assert_memory_equal(&rows[i], &row, sizeof(row));
	}
	assert_false(has_sample(f, first - 1));
	assert_false(has_sample(f, first + count));
}

/* RFC 2819's formula for 10 Mb/s gives percent; the MIB's unit is a hundredth of it. */
static void test_utilization(void **state)
{
	struct ether_counters c = {.pkts = 1000, .octets = 64000};

	(void)state;
	/* 672,000 bits of 300,000,000: 22.4 hundredths */
	assert_int_equal(history_utilization(&c, 10000000, 30), 22);
	assert_int_equal(history_utilization(&c, 0, 30), 0);
	/* 84 octets on the wire are 672 bits: 0.5 of 10000 goes up, less does not */
	c = (struct ether_counters){.pkts = 1, .octets = 64};
	assert_int_equal(history_utilization(&c, 672 * 20000, 1), 1);
	assert_int_equal(history_utilization(&c, 672 * 20000 + 1, 1), 0);
	assert_int_equal(history_utilization(&c, 672, 1), 10000);
	assert_int_equal(history_utilization(&c, 1344, 1), 5000);
	assert_int_equal(history_utilization(&c, 100, 1), 10000);
	/* an hour of 400 Gb/s, half full, in frames of 1230 octets and 20 beside them */
	c = (struct ether_counters){.pkts = 72000000000, .octets = 88560000000000};
	assert_int_equal(history_utilization(&c, 400000000000, 3600), 5000);
	c = (struct ether_counters){.pkts = UINT64_MAX, .octets = UINT64_MAX};
	assert_int_equal(history_utilization(&c, 1, 1), 10000);
	assert_int_equal(history_utilization(&c, UINT64_MAX, 3600), 467);
}

static void test_samples(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f, &(struct history_config){.interval = 10, .buckets = 5}, 2 * SECOND);
	f.port.speed = 6720;
	send_packet(&f, 2 * SECOND, 64);
	send_packet(&f, 12 * SECOND - 1, 36);
	assert_int_equal(f.group->rows, 0); /* the running interval is not to be seen */
	assert_false(has_sample(&f, 1));
	send_packet(&f, 12 * SECOND, 1000); /* closes the first and is in the second */
	assert_kept(&f, 1, 1);
	assert_sample(&f, 1, 2 * SECOND, 2, 100);
	/* 100 * 8 + 2 * 160 bits of 67,200: 166.67 */
	assert_int_equal(sample_of(&f, 1).utilization, 167);
	tick(&f, 22 * SECOND - 1);
	assert_kept(&f, 1, 1);
	tick(&f, 22 * SECOND);
	assert_kept(&f, 1, 2);
	assert_sample(&f, 2, 12 * SECOND, 1, 1000);
	/* late by most of an interval: the next deadline stays where it was */
	tick(&f, 41 * SECOND);
	assert_kept(&f, 1, 3);
	assert_sample(&f, 3, 22 * SECOND, 0, 0);
	assert_int_equal(sample_of(&f, 3).utilization, 0);
	tick(&f, 42 * SECOND);
	assert_sample(&f, 4, 32 * SECOND, 0, 0);
	assert_int_equal(f.group->layout, 0);
	/* full: one comes, one goes */
	tick(&f, 52 * SECOND);
	assert_kept(&f, 1, 5);
	tick(&f, 62 * SECOND);
	assert_kept(&f, 2, 5);
	assert_int_equal(f.group->layout, 1);
	assert_int_equal(f.group->evictions, 0);
	teardown(&f);
}

/* Time passes unseen: the intervals are all numbered, and what still fits is there. */
static void test_gap(void **state)
{
	struct fixture f;
	uint64_t layout;

	(void)state;
	setup(&f, &(struct history_config){.interval = 1, .buckets = 4}, 0);
	send_packet(&f, 0, 64);
	send_packet(&f, 3 * SECOND, 65); /* 2 and 3 are empty */
	assert_kept(&f, 1, 3);
	assert_sample(&f, 1, 0, 1, 64);
	assert_sample(&f, 2, 1 * SECOND, 0, 0);
	assert_sample(&f, 3, 2 * SECOND, 0, 0);
	send_packet(&f, 7 * SECOND, 66); /* 4 has the packet of 65 octets; 5, 6, 7 are empty */
	assert_kept(&f, 4, 4);
	assert_sample(&f, 4, 3 * SECOND, 1, 65);
	assert_sample(&f, 7, 6 * SECOND, 0, 0);
	layout = f.group->layout;
	send_packet(&f, 1000000 * SECOND + 5, 67);
	assert_in_range(f.group->layout - layout, 1, 5); /* the work of one ring, not of the gap */
	assert_kept(&f, 999997, 4);
	assert_sample(&f, 1000000, 999999 * SECOND, 0, 0);
	tick(&f, 1000001 * SECOND);
	assert_kept(&f, 999998, 4);
	assert_sample(&f, 1000001, 1000000 * SECOND, 1, 67);
	teardown(&f);
}

/* The clock of a hostile file: the last index that the MIB has ends the history. */
static void test_last_sample(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f, &(struct history_config){.interval = 1, .buckets = 3}, 0);
	send_packet(&f, UINT64_C(2147483645) * SECOND, 64);
	assert_kept(&f, 2147483643, 3);
	tick(&f, UINT64_C(2147483646) * SECOND);
	assert_sample(&f, 2147483646, UINT64_C(2147483645) * SECOND, 1, 64);
	tick(&f, UINT64_C(9000000000) * SECOND);
	assert_kept(&f, 2147483645, 3);
	assert_sample(&f, 2147483647, UINT64_C(2147483646) * SECOND, 0, 0);
	send_packet(&f, UINT64_C(9000000001) * SECOND, 64);
	tick(&f, UINT64_MAX);
	tick(&f, UINT64_MAX);
	assert_kept(&f, 2147483645, 3);
	teardown(&f);
}

struct align_case {
	uint32_t interval;
	int64_t wall; /* time of day at attachment, ns */
	uint64_t delay;
};

static const struct align_case align_cases[] = {
    {30, AT(10, 17, 25), 5 * SECOND},
    {1800, AT(10, 17, 25), 755 * SECOND},
    {3600, AT(10, 17, 25), 2555 * SECOND},
    {1, AT(10, 17, 25), 0},
    {30, AT(10, 17, 25) + 250000000, 4 * SECOND + 750000000},
    {1800, AT(10, 30, 0), 0},
    {3600, AT(10, 59, 59) + 999999999, 1},
    {3600, AT(11, 0, 0), 0},
    /* intervals that do not divide the hour: 2555 = 7 * 365, 2556 = 7 * 365 + 1 */
    {7, AT(10, 17, 25), 0},
    {7, AT(10, 17, 24), 1 * SECOND},
    /* half an hour before the epoch, and a minute and a half of it left */
    {3600, -AT(0, 30, 0), 1800 * SECOND},
    {60, -AT(5, 1, 30), 30 * SECOND},
};

static void check_align(const struct align_case *c, uint64_t created)
{
	struct history_config config = {.interval = c->interval, .buckets = 3, .align = true};
	uint64_t start = created + c->delay;
	uint64_t end = start + c->interval * SECOND;
	struct fixture f;

	setup(&f, &config, created);
	f.port.wall = c->wall - (int64_t)created;
	if (c->delay > 0) { /* what comes before the first interval is in none */
		send_packet(&f, created, 64);
		send_packet(&f, start - 1, 64);
	}
	send_packet(&f, start, 70);
	tick(&f, end - 1);
	assert_int_equal(f.group->rows, 0);
	tick(&f, end);
	assert_kept(&f, 1, 1);
	assert_sample(&f, 1, start, 1, 70);
	teardown(&f);
}

static void test_alignment(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(align_cases) / sizeof(align_cases[0]); i++) {
		check_align(&align_cases[i], 0);
		check_align(&align_cases[i], 12345 * SECOND + 678);
	}
}

/* Nothing happens for longer than the delay: the first interval is where it should have been. */
static void test_alignment_unseen(void **state)
{
	struct history_config config = {.interval = 30, .buckets = 9, .align = true};
	struct fixture f;

	(void)state;
	setup(&f, &config, 0);
	f.port.wall = AT(10, 17, 25);
	send_packet(&f, 40 * SECOND, 64);
	assert_kept(&f, 1, 1);
	assert_sample(&f, 1, 5 * SECOND, 0, 0);
	tick(&f, 65 * SECOND);
	assert_sample(&f, 2, 35 * SECOND, 1, 64);
	teardown(&f);
}

static void test_loss(void **state)
{
	static const struct loss loss = {.occasions = 1, .crc_align = 2, .collisions = 3};
	struct history_config config = {.interval = 30, .buckets = 9, .align = true};
	struct history_row row;
	struct fixture f;

	(void)state;
	setup(&f, &config, 0);
	f.port.wall = AT(10, 17, 25);
	f.group->class->loss(f.group, &loss); /* not begun */
	tick(&f, 4 * SECOND);
	f.group->class->loss(f.group, &loss); /* waiting for the first interval */
	tick(&f, 5 * SECOND);
	f.group->class->loss(f.group, &loss);
	tick(&f, 65 * SECOND);
	row = sample_of(&f, 1);
	assert_int_equal(row.ether.drop_events, 1);
	assert_int_equal(row.ether.crc_align, 2);
	assert_int_equal(row.ether.collisions, 3);
	assert_int_equal(row.ether.pkts, 2);
	assert_int_equal(sample_of(&f, 2).ether.drop_events, 0);
	teardown(&f);
}

static void resize(struct fixture *f, uint32_t buckets)
{
	struct history_row *ring = history_ring_new(buckets);

	assert_non_null(ring);
	history_ring_free(history_resize(f->group, ring, buckets));
}

static void test_resize(void **state)
{
	struct fixture f;
	uint64_t layout;
	size_t memory;

	(void)state;
	setup(&f, &(struct history_config){.interval = 1, .buckets = 5}, 0);
	for (uint32_t second = 0; second < 8; second++)
		send_packet(&f, second * SECOND, 64 + second);
	assert_kept(&f, 3, 5);
	layout = f.group->layout;
	memory = f.group->memory;
	resize(&f, 3); /* the oldest go at once */
	assert_kept(&f, 5, 3);
	assert_sample(&f, 7, 6 * SECOND, 1, 70);
	assert_true(f.group->layout > layout);
	assert_int_equal(memory - f.group->memory, 2 * sizeof(struct history_row));
	tick(&f, 8 * SECOND); /* the running interval went on */
	assert_kept(&f, 6, 3);
	assert_sample(&f, 8, 7 * SECOND, 1, 71);
	resize(&f, 6);
	assert_kept(&f, 6, 3);
	tick(&f, 11 * SECOND);
	assert_kept(&f, 6, 6);
	tick(&f, 12 * SECOND);
	assert_kept(&f, 7, 6);
	teardown(&f);
}

static void test_limits(void **state)
{
	static const struct history_config wrong[] = {
	    {.interval = 0, .buckets = 1},
	    {.interval = 3601, .buckets = 1},
	    {.interval = 1, .buckets = 0},
	    {.interval = 1, .buckets = 65536},
	};
	struct history_summary summary;
	struct history_row row;
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		errno = 0;
		assert_null(history_open(&wrong[i]));
		assert_int_equal(errno, EINVAL);
	}
	setup(&f, &(struct history_config){.interval = 3600, .buckets = 65535}, 44);
	assert_true(f.group->memory >= 65535 * sizeof(struct history_row));
	f.group->class->summary(f.group, &summary);
	assert_int_equal(summary.created, 44);
	assert_int_equal(summary.dropped_frames, 0);
	assert_int_equal(f.group->class->copy(f.group, 0, 1, &row), 0);
	assert_false(has_sample(&f, 0));
	teardown(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_utilization),
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_gap),
	    cmocka_unit_test(test_last_sample),
	    cmocka_unit_test(test_alignment),
	    cmocka_unit_test(test_alignment_unseen),
	    cmocka_unit_test(test_loss),
	    cmocka_unit_test(test_resize),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
