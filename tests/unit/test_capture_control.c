/* SPDX-License-Identifier: BSD-2-Clause */
/* bufferControlTable and captureBufferTable as an NMS uses them. */
#include <string.h>

#include "fixture.h"
#include "mibs/capture.h"
#include "mibs/capture_view.h"
#include "mibs/channel.h"

#define BUFFER(column, index, n) VB_INTEGER(buffer_control_table, column, index, n)
#define CHANNEL(column, index, n) VB_INTEGER(channel_table, column, index, n)

enum {
	CHANNEL_INDEX = 2,
	FULL_STATUS,
	FULL_ACTION,
	CAPTURE_SLICE,
	DOWNLOAD_SLICE,
	DOWNLOAD_OFFSET,
	REQUESTED,
	GRANTED,
	PACKETS,
	TURN_ON_TIME,
	OWNER,
	STATUS,
};

#define OVERHEAD ((int64_t)BUFFER_OVERHEAD)

static int setup(void **state)
{
	*state = fixture_new(FIXTURE_MEMORY);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	uint64_t used = 0;
	for (uint32_t i = 1; i <= 9; i++)
		SET(f, BUFFER(STATUS, i, STATUS_INVALID));
	used = f->mib->budgets[BUDGET_CAPTURE].used;
	fixture_free(f);
	assert_int_equal(used, 0); /* all is given back */
	return 0;
}

static int64_t buffer(struct fixture *f, uint32_t column, uint32_t index)
{
	return get_integer(f, &buffer_control_table, column, index);
}

/* A channel that takes everything from eth0 and is on. */
static void channel_make(struct fixture *f, uint32_t index)
{
	ACCEPTED(f, CHANNEL(12, index, STATUS_VALID), CHANNEL(2, index, IFINDEX_0),
	    CHANNEL(3, index, 2), CHANNEL(4, index, 1));
}

static void buffer_make(struct fixture *f, uint32_t index, int32_t requested)
{
	ACCEPTED(f, BUFFER(STATUS, index, STATUS_VALID), BUFFER(CHANNEL_INDEX, index, 1),
	    BUFFER(REQUESTED, index, requested));
}

static bool packet(struct fixture *f, const struct table *table, uint32_t column, uint32_t control,
    uint32_t index, struct value *value)
{
	f->mib->pdu++;
	return walk_get(f->mib, table, (const uint32_t[]){column, control, index}, 3, value) ==
	       WALK_OK;
}

static int64_t packet_integer(struct fixture *f, uint32_t column, uint32_t control, uint32_t index)
{
	struct value value;

	assert_true(packet(f, &capture_buffer_table, column, control, index, &value));
	assert_int_equal(value.syntax, SYNTAX_INTEGER);
	return value.integer;
}

static size_t data_len(struct fixture *f, uint32_t control, uint32_t index)
{
	struct value value;

	assert_true(packet(f, &capture_buffer_table, 4, control, index, &value));
	assert_int_equal(value.syntax, SYNTAX_OCTETS);
	return value.octets_len;
}

static void frames(struct fixture *f, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		fixture_frame(f, 0, 1, 2);
	f->clock += 2 * SECOND; /* views age */
}

static void test_defaults(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_CREATE));
	assert_int_equal(buffer(f, FULL_STATUS, 1), 1);
	assert_int_equal(buffer(f, FULL_ACTION, 1), 1);
	assert_int_equal(buffer(f, CAPTURE_SLICE, 1), 100);
	assert_int_equal(buffer(f, DOWNLOAD_SLICE, 1), 100);
	assert_int_equal(buffer(f, DOWNLOAD_OFFSET, 1), 0);
	assert_int_equal(buffer(f, REQUESTED, 1), -1);
	assert_int_equal(buffer(f, GRANTED, 1), -1);
	assert_int_equal(buffer(f, PACKETS, 1), 0);
	assert_int_equal(buffer(f, TURN_ON_TIME, 1), 0);
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, BUFFER(STATUS, 1, STATUS_VALID));
}

static void test_refused(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_CREATE));
	REFUSED(f, SNMP_WRONG_VALUE, 1, BUFFER(CHANNEL_INDEX, 1, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, BUFFER(CAPTURE_SLICE, 1, -1));
	REFUSED(f, SNMP_WRONG_VALUE, 2, BUFFER(FULL_ACTION, 1, 2), BUFFER(DOWNLOAD_SLICE, 1, -1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, BUFFER(DOWNLOAD_OFFSET, 1, -1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, BUFFER(REQUESTED, 1, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, BUFFER(REQUESTED, 1, -2));
	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_VALID), BUFFER(CHANNEL_INDEX, 1, 1));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, BUFFER(CHANNEL_INDEX, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, BUFFER(CAPTURE_SLICE, 1, 101));
	ACCEPTED(f, BUFFER(FULL_ACTION, 1, 2), BUFFER(DOWNLOAD_SLICE, 1, 0),
	    BUFFER(DOWNLOAD_OFFSET, 1, INT32_MAX));
}

static void test_packets(void **state)
{
	struct fixture *f = *state;
	struct value value;

	f->mib->now = 100 * SECOND + 30000000;
	f->mib->up = 90 * (int64_t)SECOND;
	fixture_pass(f, 0);
	channel_make(f, 1);
	frames(f, 2); /* of the interface, not in the buffer */
	buffer_make(f, 1, 5000);
	assert_int_equal(buffer(f, TURN_ON_TIME, 1), 1003);
	f->mib->now += 1234567;
	frames(f, 1);
	f->mib->now += 3 * SECOND;
	frames(f, 1);
	assert_int_equal(buffer(f, PACKETS, 1), 2);
	assert_int_equal(instances(f, &capture_buffer_table, 2), 2);
	assert_int_equal(packet_integer(f, 1, 1, 1), 1);
	assert_int_equal(packet_integer(f, 2, 1, 2), 2);
	assert_int_equal(packet_integer(f, 3, 1, 1), 3);
	assert_int_equal(packet_integer(f, 3, 1, 2), 4);
	assert_int_equal(packet_integer(f, 5, 1, 1), 64);
	assert_int_equal(packet_integer(f, 6, 1, 1), 1);
	assert_int_equal(packet_integer(f, 6, 1, 2), 3001);
	assert_int_equal(packet_integer(f, 7, 1, 1), 0);
	assert_true(packet(f, &capture_buffer_high_capacity_table, 1, 1, 2, &value));
	assert_int_equal(value.integer, 234567); /* ns beyond the ms */
	assert_true(packet(f, &capture_buffer_table, 4, 1, 1, &value));
	assert_int_equal(value.octets_len, 60);
	assert_memory_equal(value.octets, "\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x88\xb5", 14);
	assert_false(packet(f, &capture_buffer_table, 4, 1, 3, &value));
	/* 2^31 - 1 ms and no more */
	f->mib->now += 2147484 * SECOND;
	frames(f, 1);
	assert_int_equal(packet_integer(f, 6, 1, 3), 2147483647);
	/* invalid: they are gone */
	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_INVALID));
	assert_int_equal(instances(f, &capture_buffer_table, 2), 0);
}

/* The least of what is captured less the offset and the download slice; never below 0. */
static void test_slices(void **state)
{
	struct fixture *f = *state;
	struct value value;

	channel_make(f, 1);
	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_VALID), BUFFER(CHANNEL_INDEX, 1, 1),
	    BUFFER(CAPTURE_SLICE, 1, 40), BUFFER(REQUESTED, 1, 1000));
	ACCEPTED(f, BUFFER(STATUS, 2, STATUS_VALID), BUFFER(CHANNEL_INDEX, 2, 1),
	    BUFFER(CAPTURE_SLICE, 2, 0), BUFFER(REQUESTED, 2, 1000));
	frames(f, 1);
	assert_int_equal(data_len(f, 1, 1), 40);
	assert_int_equal(data_len(f, 2, 1), 60);
	ACCEPTED(f, BUFFER(DOWNLOAD_OFFSET, 1, 12), BUFFER(DOWNLOAD_OFFSET, 2, 12));
	assert_int_equal(data_len(f, 1, 1), 28);
	assert_int_equal(data_len(f, 2, 1), 48);
	ACCEPTED(f, BUFFER(DOWNLOAD_SLICE, 2, 2));
	assert_true(packet(f, &capture_buffer_table, 4, 2, 1, &value));
	assert_int_equal(value.octets_len, 2);
	assert_memory_equal(value.octets, "\x88\xb5", 2);
	ACCEPTED(f, BUFFER(DOWNLOAD_OFFSET, 1, 40), BUFFER(DOWNLOAD_OFFSET, 2, 61));
	assert_int_equal(data_len(f, 1, 1), 0);
	assert_int_equal(data_len(f, 2, 1), 0);
	/* what is stored stays */
	ACCEPTED(f, BUFFER(DOWNLOAD_OFFSET, 2, 0), BUFFER(DOWNLOAD_SLICE, 2, 100));
	assert_int_equal(data_len(f, 2, 1), 60);
}

/* -1 is granted as -1; the budget is the bound all the same. */
static void test_unlimited(void **state)
{
	struct fixture *f = *state;
	int64_t before = 0, packets;

	channel_make(f, 1);
	buffer_make(f, 1, -1);
	assert_int_equal(buffer(f, GRANTED, 1), -1);
	for (;; before = packets) {
		frames(f, 10000);
		packets = buffer(f, PACKETS, 1);
		if (packets == before)
			break;
	}
	assert_int_equal(buffer(f, FULL_STATUS, 1), 2);
	assert_true(packets * (60 + OVERHEAD) <=
		    (int64_t)f->mib->budgets[BUDGET_CAPTURE].total * CAPTURE_UNIT);
	/* a request for too much is granted as far as can be */
	buffer_make(f, 2, INT32_MAX);
	assert_in_range(buffer(f, GRANTED, 2), 16 * CAPTURE_UNIT,
	    f->mib->budgets[BUDGET_CAPTURE].fair * CAPTURE_UNIT);
	/* a row that is not valid tells what it would get */
	ACCEPTED(f, BUFFER(STATUS, 3, STATUS_CREATE), BUFFER(REQUESTED, 3, INT32_MAX));
	assert_int_equal(
	    buffer(f, GRANTED, 3), f->mib->budgets[BUDGET_CAPTURE].fair * CAPTURE_UNIT);
}

static void test_granted(void **state)
{
	struct fixture *f = *state;
	int64_t one = 60 + OVERHEAD;

	channel_make(f, 1);
	buffer_make(f, 1, (int32_t)(5 * one));
	assert_int_equal(buffer(f, GRANTED, 1), 5 * one);
	frames(f, 5);
	assert_int_equal(buffer(f, FULL_STATUS, 1), 1);
	frames(f, 1);
	assert_int_equal(buffer(f, FULL_STATUS, 1), 2);
	assert_int_equal(buffer(f, PACKETS, 1), 5);
	/* less: the oldest go, and it is full still */
	ACCEPTED(f, BUFFER(REQUESTED, 1, (int32_t)(2 * one)));
	assert_int_equal(buffer(f, GRANTED, 1), 2 * one);
	assert_int_equal(buffer(f, PACKETS, 1), 2);
	assert_int_equal(buffer(f, FULL_STATUS, 1), 2);
	assert_int_equal(instances(f, &capture_buffer_table, 2), 2);
	assert_int_equal(packet_integer(f, 2, 1, 4), 4);
	/* more: it is not */
	ACCEPTED(f, BUFFER(REQUESTED, 1, (int32_t)(3 * one)));
	assert_int_equal(buffer(f, FULL_STATUS, 1), 1);
	frames(f, 2);
	assert_int_equal(buffer(f, PACKETS, 1), 3);
	assert_int_equal(buffer(f, FULL_STATUS, 1), 2);
	/* wrapping makes room, which does not take full back */
	ACCEPTED(f, BUFFER(FULL_ACTION, 1, 2));
	frames(f, 2);
	assert_int_equal(buffer(f, PACKETS, 1), 3);
	assert_int_equal(buffer(f, FULL_STATUS, 1), 2);
	assert_int_equal(packet_integer(f, 2, 1, 8), 8);
	ACCEPTED(f, BUFFER(FULL_ACTION, 1, 1));
	frames(f, 2);
	assert_int_equal(packet_integer(f, 2, 1, 8), 8);
}

/* A buffer before its channel, and after it: the packets stay, and more come from a new one. */
static void test_channel_goes(void **state)
{
	struct fixture *f = *state;

	buffer_make(f, 1, 5000);
	frames(f, 1);
	assert_int_equal(buffer(f, PACKETS, 1), 0);
	channel_make(f, 1);
	frames(f, 1);
	ACCEPTED(f, CHANNEL(4, 1, 2));
	frames(f, 1);
	assert_int_equal(buffer(f, PACKETS, 1), 1);
	ACCEPTED(f, CHANNEL(12, 1, STATUS_INVALID));
	frames(f, 1);
	assert_int_equal(buffer(f, PACKETS, 1), 1);
	assert_int_equal(packet_integer(f, 3, 1, 1), 2);
	channel_make(f, 1);
	frames(f, 1);
	assert_int_equal(buffer(f, PACKETS, 1), 2);
	assert_int_equal(packet_integer(f, 3, 1, 2), 5);
	ACCEPTED(f, BUFFER(STATUS, 1, STATUS_UNDER_CREATION));
	assert_int_equal(buffer(f, PACKETS, 1), 0);
	/* a SET that fails late gives back what it took */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, BUFFER(STATUS, 2, STATUS_VALID),
	    BUFFER(CHANNEL_INDEX, 2, 1), BUFFER(STATUS, 3, STATUS_VALID));
	assert_int_equal(f->mib->budgets[BUDGET_CAPTURE].used, 0);
}

static bool has_copy(struct fixture *f)
{
	const struct control *row =
	    store_find(mib_store(f->mib, &buffer_control), (const uint32_t[]){1, 0});

	return ((const struct packet_view *)row->live)->copy.rows != NULL;
}

/* In one PDU a row and its octets belong together, whatever packets come meanwhile. */
static void test_one_view(void **state)
{
	struct fixture *f = *state;
	struct walk walk;
	struct value value;
	unsigned count = 0;
	bool more;

	channel_make(f, 1);
	buffer_make(f, 1, (int32_t)(3 * (60 + OVERHEAD)));
	ACCEPTED(f, BUFFER(FULL_ACTION, 1, 2));
	frames(f, 3);
	f->mib->pdu++;
	more = walk_seek(&walk, f->mib, &capture_buffer_table, (const uint32_t[]){4}, 1, false);
	for (; more && walk_column(&walk)->number == 4; more = walk_step(&walk)) {
		for (uint16_t i = 0; i < 5; i++)
			fixture_frame(f, 0, 8, 9);
		f->clock += 2 * SECOND; /* however long the PDU takes */
		walk_value(&walk, &value);
		assert_int_equal(value.octets_len, 60);
		assert_int_equal(value.octets[11], 1);
		count++;
	}
	assert_int_equal(count, 3);
	assert_int_equal(
	    walk_get(f->mib, &capture_buffer_table, (const uint32_t[]){4, 1, 1}, 3, &value),
	    WALK_OK);
	f->mib->pdu++;
	assert_int_equal(packet_integer(f, 2, 1, 18), 18);
	/* unread for a minute, the copy goes */
	f->clock += 59 * SECOND;
	mib_run(f->mib);
	assert_true(has_copy(f));
	f->clock += 2 * SECOND;
	mib_run(f->mib);
	assert_false(has_copy(f));
	assert_int_equal(packet_integer(f, 2, 1, 18), 18);
}

/* On an idle port, too, whose clock is only as late as its last packet or tick. */
static void test_turn_on_time(void **state)
{
	struct fixture *f = *state;

	f->mib->now = 100 * SECOND;
	f->mib->up = 90 * (int64_t)SECOND;
	fixture_pass(f, 0);
	channel_make(f, 1);
	f->mib->now += SECOND / 20;
	buffer_make(f, 1, 5000);
	assert_int_equal(buffer(f, TURN_ON_TIME, 1), 1005);
	ACCEPTED(f, CHANNEL(12, 2, STATUS_VALID), CHANNEL(2, 2, IFINDEX_1), CHANNEL(3, 2, 2));
	ACCEPTED(f, BUFFER(STATUS, 2, STATUS_VALID), BUFFER(CHANNEL_INDEX, 2, 2));
	f->mib->now += SECOND / 20;
	ACCEPTED(f, CHANNEL(4, 2, 1));
	assert_int_equal(buffer(f, TURN_ON_TIME, 2), 1010);
	fixture_frame(f, 1, 1, 2);
	assert_int_equal(packet_integer(f, 6, 2, 1), 0);
}

/* A manager that turns the channel off and downloads at once gets all that was captured. */
static void test_set_drops_views(void **state)
{
	struct fixture *f = *state;

	channel_make(f, 1);
	buffer_make(f, 1, 5000);
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(instances(f, &capture_buffer_table, 2), 1);
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(instances(f, &capture_buffer_table, 2), 1); /* for a second */
	ACCEPTED(f, CHANNEL(4, 1, 2));
	assert_int_equal(buffer(f, PACKETS, 1), 2);
	assert_int_equal(instances(f, &capture_buffer_table, 2), 2);
}

/* After 2147483647 comes 1, and 1 is first in the order of names. */
static void test_index_wraps(void **state)
{
	struct fixture *f = *state;
	struct packet_view view = {.mib = f->mib};
	struct packet p = {.data = (const uint8_t *)"abcde", .octets = 64};
	const uint32_t order[] = {1, 2, 3, 2147483646, 2147483647};
	const struct view *rows;

	view.buffer = buffer_new(&(struct buffer_config){.octets = 1000, .index = 2147483645});
	assert_non_null(view.buffer);
	for (p.caplen = 1; p.caplen <= 5; p.caplen++)
		buffer_add(view.buffer, &p);
	rows = packet_view_get(&view);
	assert_non_null(rows);
	assert_int_equal(rows->count, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct buffer_row *row = view_row(rows, 0, i);

		assert_int_equal(row->index, order[i]);
		assert_int_equal(row->captured, i < 3 ? i + 3 : i - 2);
		assert_memory_equal(view.copy.octets + row->at, "abcde", row->captured);
	}
	packet_view_drop(&view);
	buffer_free(view.buffer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_defaults),
	    TEST(test_refused),
	    TEST(test_packets),
	    TEST(test_slices),
	    TEST(test_unlimited),
	    TEST(test_granted),
	    TEST(test_channel_goes),
	    TEST(test_one_view),
	    TEST(test_turn_on_time),
	    TEST(test_set_drops_views),
	    TEST(test_index_wraps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
