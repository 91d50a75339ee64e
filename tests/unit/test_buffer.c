/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture buffers: slices, locking and wrapping, sizes that change, copies piece by piece. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/buffer.h"

#define MS 1000000ull
#define PACKET_OCTETS 100u
#define COST (PACKET_OCTETS + (uint32_t)BUFFER_OVERHEAD)

struct feed {
	struct buffer *buffer;
	struct buffer_copy copy;
	uint8_t octets[3000];
	struct packet p;
};

static void setup(struct feed *feed, uint32_t octets, uint32_t slice, bool wrap)
{
	*feed = (struct feed){0};
	feed->buffer =
	    buffer_new(&(struct buffer_config){.octets = octets, .slice = slice, .wrap = wrap});
	assert_non_null(feed->buffer);
	feed->p.data = feed->octets;
	feed->p.time = 5000 * MS;
}

static void teardown(struct feed *feed)
{
	buffer_copy_free(&feed->copy);
	buffer_free(feed->buffer);
}

/* A packet whose octets all are its number's. */
static void add(struct feed *feed, uint32_t len)
{
	feed->p.number++;
	feed->p.time += MS;
	feed->p.caplen = feed->p.len = len;
	feed->p.octets = len + 4;
	memset(feed->octets, (int)feed->p.number & 0xff, len);
	buffer_add(feed->buffer, &feed->p);
}

static void add_many(struct feed *feed, unsigned count)
{
	while (count--)
		add(feed, PACKET_OCTETS);
}

/* All packets there are; each one's octets are those it came with. */
static const struct buffer_row *copied(struct feed *feed)
{
	struct buffer_copy *copy = &feed->copy;

	buffer_copy_free(copy);
	buffer_copy_begin(feed->buffer, copy);
	do
		assert_true(buffer_copy_room(copy));
	while (buffer_copy_more(feed->buffer, copy));
	for (size_t i = 0; i < copy->count; i++) {
		const struct buffer_row *row = &copy->rows[i];

		for (size_t j = 0; j < row->captured; j++)
			assert_int_equal(copy->octets[row->at + j], row->id & 0xff);
	}
	return copy->rows;
}

static uint32_t packets(const struct feed *feed)
{
	return buffer_state(feed->buffer).packets;
}

static void test_rows(void **state)
{
	struct feed feed;
	const struct buffer_row *rows;

	(void)state;
	setup(&feed, 10000, 0, false);
	buffer_turn_on(feed.buffer, 5000 * MS);
	buffer_turn_on(feed.buffer, 5001 * MS); /* not the first time */
	feed.p.number = UINT64_C(0x7fffffff) - 1;
	feed.p.status = PACKET_CRC_ERROR;
	add(&feed, 60);
	feed.p.status = 0;
	add(&feed, 1500);
	rows = copied(&feed);
	assert_int_equal(feed.copy.count, 2);
	assert_int_equal(rows[0].index, 1);
	assert_int_equal(rows[0].id, 0x7fffffff);
	assert_int_equal(rows[0].length, 64);
	assert_int_equal(rows[0].captured, 60);
	assert_int_equal(rows[0].status, 4);
	assert_int_equal(rows[0].time, 1 * MS);
	assert_int_equal(rows[1].index, 2);
	assert_int_equal(rows[1].id, 0); /* modulo 2^31 */
	assert_int_equal(rows[1].length, 1504);
	assert_int_equal(rows[1].captured, 1500);
	assert_int_equal(rows[1].time, 2 * MS);
	assert_int_equal(buffer_state(feed.buffer).turn_on, 5000 * MS);
	teardown(&feed);
}

/* A replay begins at 0, and a channel may be on by then: times are from there, to the nanosecond. */
static void test_on_from_the_start(void **state)
{
	struct feed feed;

	(void)state;
	setup(&feed, 10000, 0, false);
	feed.p.time = 0;
	buffer_turn_on(feed.buffer, 0);
	add(&feed, 60);
	buffer_turn_on(feed.buffer, 1 * MS); /* not the first time */
	add(&feed, 60);
	assert_int_equal(copied(&feed)[0].time, 1 * MS);
	assert_int_equal(copied(&feed)[1].time, 2 * MS);
	assert_int_equal(buffer_state(feed.buffer).turn_on, 0);
	teardown(&feed);
}

static void test_slice(void **state)
{
	struct feed feed;
	const struct buffer_row *rows;

	(void)state;
	setup(&feed, 10000, 70, false);
	add(&feed, 60);
	add(&feed, 71);
	rows = copied(&feed);
	assert_int_equal(rows[0].captured, 60);
	assert_int_equal(rows[1].captured, 70);
	assert_int_equal(rows[1].length, 75);
	teardown(&feed);
}

/* Exactly three fit; the fourth is discarded, and so is a later one that would fit. */
static void test_lock(void **state)
{
	struct feed feed;

	(void)state;
	setup(&feed, 3 * COST + COST / 2, 0, false);
	add_many(&feed, 3);
	assert_false(buffer_state(feed.buffer).full);
	add_many(&feed, 1);
	assert_true(buffer_state(feed.buffer).full);
	add(&feed, 1);
	assert_int_equal(packets(&feed), 3);
	assert_int_equal(copied(&feed)[2].index, 3);
	/* the index counts packets added, not packets seen */
	buffer_wrap(feed.buffer, true);
	add_many(&feed, 1);
	assert_int_equal(packets(&feed), 3);
	assert_int_equal(copied(&feed)[2].index, 4);
	assert_true(buffer_state(feed.buffer).full);
	teardown(&feed);
}

static void test_wrap(void **state)
{
	struct feed feed;
	const struct buffer_row *rows;

	(void)state;
	setup(&feed, 3 * COST, 0, true);
	for (unsigned i = 1; i <= 1000; i++) {
		add_many(&feed, 1);
		rows = copied(&feed);
		assert_int_equal(feed.copy.count, i < 3 ? i : 3);
		assert_int_equal(rows[feed.copy.count - 1].index, i);
		assert_int_equal(rows[0].index, i < 3 ? 1 : i - 2);
		assert_int_equal(buffer_state(feed.buffer).full, i > 3);
	}
	/* one that is larger than all does not push the others out */
	add(&feed, 2000);
	assert_int_equal(packets(&feed), 3);
	teardown(&feed);
}

/* Packets of all sizes, so that rows and octets cross the ring's end at every place. */
static void test_wrap_sizes(void **state)
{
	struct feed feed;
	uint32_t seed = 1;

	(void)state;
	setup(&feed, 4099, 0, true);
	for (unsigned i = 0; i < 5000; i++) {
		const struct buffer_row *rows;
		size_t used = 0;

		seed = seed * 1103515245 + 12345;
		add(&feed, (seed >> 16) % 1600);
		rows = copied(&feed);
		for (size_t j = 0; j < feed.copy.count; j++)
			used += rows[j].captured + BUFFER_OVERHEAD;
		assert_true(used <= 4099);
		assert_int_equal(rows[feed.copy.count - 1].index, i + 1);
	}
	teardown(&feed);
}

static void resize(struct feed *feed, uint32_t octets)
{
	struct buffer *other = buffer_new(&(struct buffer_config){.octets = octets});

	assert_non_null(other);
	buffer_resize(feed->buffer, other);
	buffer_free(other);
}

/* Less: the oldest go.  More: not full any more, and only that takes it back. */
static void test_resize(void **state)
{
	struct feed feed;

	(void)state;
	setup(&feed, 5 * COST, 0, true);
	add_many(&feed, 7);
	assert_true(buffer_state(feed.buffer).full);
	resize(&feed, 2 * COST + 1);
	assert_int_equal(packets(&feed), 2);
	assert_int_equal(copied(&feed)[0].index, 6);
	assert_true(buffer_state(feed.buffer).full);
	add_many(&feed, 1);
	assert_int_equal(packets(&feed), 2);
	assert_int_equal(copied(&feed)[1].index, 8);
	resize(&feed, 4 * COST);
	assert_false(buffer_state(feed.buffer).full);
	add_many(&feed, 2);
	assert_int_equal(packets(&feed), 4);
	assert_int_equal(copied(&feed)[0].index, 7);
	assert_false(buffer_state(feed.buffer).full);
	add_many(&feed, 1);
	assert_true(buffer_state(feed.buffer).full);
	teardown(&feed);
}

static void test_after_loss(void **state)
{
	struct feed feed;
	const struct buffer_row *rows;

	(void)state;
	setup(&feed, 10000, 0, false);
	/* the port's first packet after loss is not this buffer's */
	feed.p.status = PACKET_AFTER_LOSS;
	add_many(&feed, 1);
	buffer_loss(feed.buffer);
	feed.p.status = 0;
	add_many(&feed, 2);
	rows = copied(&feed);
	assert_int_equal(rows[0].status, 0);
	assert_int_equal(rows[1].status, 8);
	assert_int_equal(rows[2].status, 0);
	teardown(&feed);
}

/* A copy in pieces, between which packets come and go, has only what was there when it began. */
static void test_copy_meanwhile(void **state)
{
	struct feed feed;
	struct buffer_copy *copy = &feed.copy;
	unsigned pieces = 0;
	bool more;

	(void)state;
	setup(&feed, 6000 * COST, 0, true);
	add_many(&feed, 6000);
	buffer_copy_begin(feed.buffer, copy);
	do {
		assert_true(buffer_copy_room(copy));
		more = buffer_copy_more(feed.buffer, copy);
		pieces++;
		add_many(&feed, 1500);
	} while (more);
	assert_in_range(pieces, 3, 7);
	assert_int_equal(copy->rows[0].index, 1);
	assert_int_equal(copy->rows[copy->count - 1].index, 6000);
	for (size_t i = 0; i < copy->count; i++)
		assert_int_equal(copy->octets[copy->rows[i].at], copy->rows[i].id & 0xff);
	teardown(&feed);
}

static void test_tiny(void **state)
{
	struct feed feed;

	(void)state;
	setup(&feed, 1, 0, true);
	add_many(&feed, 2);
	assert_int_equal(packets(&feed), 0);
	assert_true(buffer_state(feed.buffer).full);
	teardown(&feed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_on_from_the_start),
	    cmocka_unit_test(test_slice),
	    cmocka_unit_test(test_lock),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_wrap_sizes),
	    cmocka_unit_test(test_resize),
	    cmocka_unit_test(test_after_loss),
	    cmocka_unit_test(test_copy_meanwhile),
	    cmocka_unit_test(test_tiny),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
