/* SPDX-License-Identifier: BSD-2-Clause */
/* filterTable and channelTable as an NMS uses them. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/channel.h"
#include "mibs/event.h"
#include "mibs/filter.h"
#include "mibs/rowtext.h"
#include "probe/channel.h"

#define CHANNEL(column, index, n) VB_INTEGER(channel_table, column, index, n)
#define FILTER(column, index, n) VB_INTEGER(filter_table, column, index, n)

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

static int64_t channel(struct fixture *f, uint32_t column, uint32_t index)
{
	return get_integer(f, &channel_table, column, index);
}

static int64_t matches(struct fixture *f, uint32_t index)
{
	fixture_pass(f, 2); /* views age */
	return channel(f, 9, index);
}

/* All frames of the fixture have EtherType 0x88b5. */
static void filter_make(struct fixture *f, uint32_t index, uint32_t of, const char *type)
{
	ACCEPTED(f, FILTER(11, index, STATUS_VALID), FILTER(2, index, of), FILTER(3, index, 12),
	    VB_TEXT(filter_table, 4, index, type));
}

static void test_defaults(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, CHANNEL(12, 1, STATUS_CREATE), FILTER(11, 1, STATUS_CREATE));
	assert_int_equal(channel(f, 3, 1), 1);
	assert_int_equal(channel(f, 4, 1), 2);
	assert_int_equal(channel(f, 8, 1), 1);
	assert_int_equal(get_integer(f, &filter_table, 8, 1), 0);
	/* neither has its mandatory column */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(12, 1, STATUS_VALID));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER(11, 1, STATUS_VALID));
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0));
	ACCEPTED(f, FILTER(11, 1, STATUS_VALID), FILTER(2, 1, 65535));
	assert_int_equal(channel(f, 2, 1), IFINDEX_0);
}

static void test_refused(void **state)
{
	struct fixture *f = *state;
	char longest[FILTER_DATA_MAX + 2] = {0};

	REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, CHANNEL(12, 1, STATUS_VALID),
	    CHANNEL(2, 1, IFINDEX_NONE));
	REFUSED(f, SNMP_WRONG_VALUE, 1, CHANNEL(2, 1, 65536), CHANNEL(12, 1, STATUS_VALID));
	REFUSED(f, SNMP_WRONG_VALUE, 1, CHANNEL(2, 1, 0), CHANNEL(12, 1, STATUS_VALID));
	REFUSED(f, SNMP_WRONG_VALUE, 1, CHANNEL(7, 1, 65536), CHANNEL(12, 1, STATUS_CREATE));
	REFUSED(f, SNMP_WRONG_VALUE, 1, CHANNEL(4, 1, 3), CHANNEL(12, 1, STATUS_CREATE));
	REFUSED(f, SNMP_WRONG_TYPE, 1, VB_SOURCE(channel_table, 1, IFINDEX_0));
	REFUSED(f, SNMP_WRONG_VALUE, 2, FILTER(11, 1, STATUS_CREATE), FILTER(3, 1, -1));
	memset(longest, 'x', FILTER_DATA_MAX);
	ACCEPTED(f, FILTER(11, 1, STATUS_CREATE), VB_TEXT(filter_table, 4, 1, longest),
	    VB_TEXT(filter_table, 5, 1, longest), VB_TEXT(filter_table, 6, 1, longest));
	longest[FILTER_DATA_MAX] = 'x';
	REFUSED(f, SNMP_WRONG_LENGTH, 1, VB_TEXT(filter_table, 4, 1, longest));
}

/* What is frozen in valid rows and what is not (RFC 2819). */
static void test_frozen(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0));
	filter_make(f, 1, 1, "\x88\xb5");
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(2, 1, IFINDEX_1));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(3, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(5, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(6, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, CHANNEL(7, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER(3, 1, 13));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_TEXT(filter_table, 4, 1, "other"));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER(7, 1, 1));
	ACCEPTED(f, CHANNEL(4, 1, 1), CHANNEL(8, 1, 3), VB_TEXT(channel_table, 10, 1, "mine"),
	    VB_TEXT(channel_table, 11, 1, "me"), FILTER(2, 1, 9), FILTER(3, 1, 12));
	assert_int_equal(channel(f, 4, 1), 1);
	assert_int_equal(channel(f, 8, 1), 3);
}

/* Filters before their channel, in its PDU, and after it; on its port alone. */
static void test_order_of_rows(void **state)
{
	struct fixture *f = *state;

	filter_make(f, 1, 1, "\x88\xb5");
	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0));
	ACCEPTED(f, FILTER(11, 2, STATUS_VALID), FILTER(2, 2, 2), FILTER(2, 3, 3),
	    CHANNEL(12, 2, STATUS_VALID), CHANNEL(2, 2, IFINDEX_0), CHANNEL(2, 3, IFINDEX_1),
	    CHANNEL(12, 3, STATUS_VALID), FILTER(11, 3, STATUS_VALID));
	ACCEPTED(f, CHANNEL(12, 4, STATUS_VALID), CHANNEL(2, 4, IFINDEX_0));
	filter_make(f, 4, 4, "\x88\xb6");
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 1);
	assert_int_equal(matches(f, 2), 1);
	assert_int_equal(matches(f, 3), 0);
	assert_int_equal(matches(f, 4), 0);
	filter_make(f, 5, 4, "\x88\xb5");
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 4), 1);
}

static void test_filter_moves(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0),
	    CHANNEL(12, 2, STATUS_VALID), CHANNEL(2, 2, IFINDEX_0));
	filter_make(f, 1, 1, "\x88\xb5");
	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, FILTER(2, 1, 2));
	fixture_frame(f, 0, 1, 2);
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 1);
	assert_int_equal(matches(f, 2), 2);
	ACCEPTED(f, FILTER(2, 1, 3));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 2), 2);
	ACCEPTED(f, FILTER(2, 1, 1), CHANNEL(12, 1, STATUS_UNDER_CREATION));
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 1); /* a new life */
}

/* A filter that leaves valid, or that is deleted, matches no more; nor does a SET that failed. */
static void test_filter_ends(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0));
	filter_make(f, 1, 1, "\x88\xb5");
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, FILTER(11, 2, STATUS_VALID), FILTER(2, 2, 1),
	    CHANNEL(12, 2, STATUS_VALID));
	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, FILTER(11, 1, STATUS_UNDER_CREATION));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 1);
	ACCEPTED(f, FILTER(11, 1, STATUS_VALID));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 2);
	ACCEPTED(f, FILTER(11, 1, STATUS_INVALID));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(matches(f, 1), 2);
	/* the channel goes first */
	filter_make(f, 1, 1, "\x88\xb5");
	ACCEPTED(f, CHANNEL(12, 1, STATUS_INVALID), FILTER(11, 1, STATUS_INVALID));
}

static void event_make(struct fixture *f, uint32_t index)
{
	ACCEPTED(f, VB_INTEGER(event_table, 7, index, STATUS_VALID),
	    VB_INTEGER(event_table, 3, index, 2));
}

/* An event is logged with the channel's name; a manager arms it again, even without a change. */
static void test_event(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "channel 1 matched a packet on eth0";
	struct value value;

	event_make(f, 5);
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0), CHANNEL(3, 1, 2),
	    CHANNEL(4, 1, 1), CHANNEL(7, 1, 5));
	fixture_frame(f, 0, 1, 2);
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_FIRED);
	assert_int_equal(instances(f, &log_table, 4), 0);
	mib_run(f->mib);
	mib_run(f->mib);
	assert_int_equal(instances(f, &log_table, 4), 1);
	f->mib->pdu++;
	assert_int_equal(walk_get(f->mib, &log_table, (const uint32_t[]){4, 5, 1}, 3, &value), 0);
	assert_int_equal(value.octets_len, strlen(text));
	assert_memory_equal(value.octets, text, strlen(text));
	ACCEPTED(f, CHANNEL(8, 1, CHANNEL_EVENT_READY));
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_READY);
	fixture_frame(f, 0, 1, 2);
	mib_run(f->mib);
	assert_int_equal(instances(f, &log_table, 4), 2);
	/* eventReady is what was last set */
	ACCEPTED(f, CHANNEL(8, 1, CHANNEL_EVENT_READY));
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_READY);
	/* no news from a channel that is gone */
	fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, CHANNEL(12, 1, STATUS_UNDER_CREATION));
	fixture_pass(f, 1);
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(4, 1, 2));
	mib_run(f->mib);
	assert_int_equal(instances(f, &log_table, 4), 2);
}

/*
 * "If there is no corresponding entry in the eventTable, then no association exists": of the channel
 * with the event that turns it, that it generates, or that an alarm generates.
 */
static void test_no_such_event(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0), CHANNEL(3, 1, 2),
	    CHANNEL(4, 1, 1), CHANNEL(7, 1, 77));
	ACCEPTED(f, CHANNEL(12, 2, STATUS_VALID), CHANNEL(2, 2, IFINDEX_0), CHANNEL(5, 2, 77));
	ACCEPTED(f, VB_INTEGER(event_table, 7, 77, STATUS_CREATE));
	fixture_frame(f, 0, 1, 2);
	mib_run(f->mib);
	event_generate(f->mib, 77, "an alarm", NULL);
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_READY);
	assert_int_equal(channel(f, 4, 2), 2);
	/* until there is */
	ACCEPTED(f, VB_INTEGER(event_table, 7, 77, STATUS_VALID));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_FIRED);
	assert_int_equal(channel(f, 4, 2), 1);
	/* and when it has gone again */
	mib_run(f->mib);
	ACCEPTED(f, CHANNEL(8, 1, CHANNEL_EVENT_READY), CHANNEL(4, 2, 2));
	ACCEPTED(f, VB_INTEGER(event_table, 7, 77, STATUS_INVALID));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_READY);
	assert_int_equal(channel(f, 4, 2), 2);
}

/* An event that found the queue full is heard of all the same, once, and turns other ports' channels. */
static void test_full_queue(void **state)
{
	struct fixture *f = *state;

	event_make(f, 5);
	event_make(f, 6);
	/* 1 fills the queue before 2, behind it in the port's list, has its turn. */
	ACCEPTED(f, CHANNEL(12, 1, STATUS_VALID), CHANNEL(2, 1, IFINDEX_0), CHANNEL(3, 1, 2),
	    CHANNEL(4, 1, 1), CHANNEL(7, 1, 5), CHANNEL(8, 1, 3));
	for (int i = 0; i < QUEUE_MAX; i++)
		fixture_frame(f, 0, 1, 2);
	ACCEPTED(f, CHANNEL(4, 1, 2));
	ACCEPTED(f, CHANNEL(12, 2, STATUS_VALID), CHANNEL(2, 2, IFINDEX_0), CHANNEL(3, 2, 2),
	    CHANNEL(4, 2, 1), CHANNEL(7, 2, 6));
	ACCEPTED(f, CHANNEL(12, 3, STATUS_VALID), CHANNEL(2, 3, IFINDEX_1), CHANNEL(5, 3, 6));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(channel(f, 8, 2), CHANNEL_EVENT_FIRED);
	mib_run(f->mib);
	mib_run(f->mib);
	assert_int_equal(channel(f, 4, 3), 1);
	assert_int_equal(instances(f, &log_table, 4), QUEUE_MAX + 1);
}

/* Each event turns each channel once. */
static void test_turned(void **state)
{
	struct fixture *f = *state;

	event_make(f, 77);
	for (uint32_t i = 1; i <= 3; i++)
		ACCEPTED(f, CHANNEL(12, i, STATUS_VALID),
		    CHANNEL(2, i, i < 3 ? IFINDEX_0 : IFINDEX_1), CHANNEL(3, i, 2),
		    CHANNEL(5, i, 77), CHANNEL(6, i, 77));
	ACCEPTED(f, CHANNEL(12, 4, STATUS_VALID), CHANNEL(2, 4, IFINDEX_0), CHANNEL(3, 4, 2),
	    CHANNEL(4, 4, 1), CHANNEL(7, 4, 77));
	fixture_frame(f, 0, 1, 2);
	assert_int_equal(channel(f, 4, 1), 1); /* at once on the port itself */
	assert_int_equal(channel(f, 4, 2), 1);
	assert_int_equal(channel(f, 4, 3), 2);
	mib_run(f->mib);
	assert_int_equal(channel(f, 4, 1), 1);
	assert_int_equal(channel(f, 4, 3), 1);
	event_generate(f->mib, 77, "an alarm", NULL);
	for (uint32_t i = 1; i <= 3; i++)
		assert_int_equal(channel(f, 4, i), 2);
	event_generate(f->mib, 77, "an alarm", NULL);
	/* off is what was last set, and on what it is */
	ACCEPTED(f, CHANNEL(4, 1, 2));
	assert_int_equal(channel(f, 4, 1), 2);
	assert_int_equal(channel(f, 4, 2), 1);
}

/* What is kept of a row is what was set, with the port by its name. */
static void test_row_line(void **state)
{
	struct fixture *f = *state;
	char error[200];

	event_make(f, 3);
	assert_int_equal(
	    fixture_line(f,
		"channelTable.1 IfIndex=eth1 AcceptType=acceptFailed DataControl=on EventIndex=3"),
	    SNMP_OK);
	fixture_frame(f, 1, 1, 2);
	assert_int_equal(channel(f, 8, 1), CHANNEL_EVENT_FIRED);
	assert_int_equal(channel(f, 2, 1), IFINDEX_1);
	fixture_assert_line(f, &channel_control, 1,
	    "channelTable.1 IfIndex=eth1 AcceptType=acceptFailed DataControl=on TurnOnEventIndex=0 "
	    "TurnOffEventIndex=0 EventIndex=3 EventStatus=eventReady Description=\"\" Owner=\"\"");
	assert_null(
	    rowtext_parse(f->mib, "channelTable.1 IfIndex=eth7", "-", error, sizeof(error)));
}

#define FILTER2(column, index, n) VB_INTEGER(filter2_table, column, index, n)

static void assert_filter2(struct fixture *f, bool there)
{
	for (uint32_t column = 1; column <= 2; column++) {
		assert_int_equal(exists(f, &filter2_table, column, 1), there);
		assert_int_equal(exists(f, &filter_table, 11, 1), there);
		if (there)
			assert_int_equal(get_integer(f, &filter2_table, column, 1), 0);
	}
}

/*
 * filter2Table augments filterTable: its columns are the same row's, written with them or without.
 * 0 is no protocol; any other is in no directory.
 */
static void test_protocols(void **state)
{
	struct fixture *f = *state;

	REFUSED(f, SNMP_INCONSISTENT_NAME, 1, FILTER2(1, 1, 0));
	ACCEPTED(
	    f, FILTER2(2, 1, 0), FILTER(11, 1, STATUS_VALID), FILTER2(1, 1, 0), FILTER(2, 1, 1));
	assert_filter2(f, true);
	for (uint32_t column = 1; column <= 2; column++) {
		ACCEPTED(f, FILTER2(column, 1, 0)); /* live */
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER2(column, 1, 1));
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, FILTER(11, 2, STATUS_VALID),
		    FILTER2(column, 2, 2147483647), FILTER(2, 2, 1));
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 2, FILTER2(3 - column, 1, 0),
		    FILTER2(column, 1, 1));
		REFUSED(f, SNMP_WRONG_VALUE, 1, FILTER2(column, 1, -1));
		REFUSED(f, SNMP_WRONG_TYPE, 1, VB_TEXT(filter2_table, column, 1, "1"));
		/* twice in one PDU */
		REFUSED(
		    f, SNMP_INCONSISTENT_VALUE, 2, FILTER2(column, 1, 0), FILTER2(column, 1, 0));
		REFUSED(f, SNMP_NO_CREATION, 1, FILTER2(column, 65536, 0));
	}
	REFUSED(f, SNMP_NOT_WRITABLE, 1, FILTER2(3, 1, 0));
	/* One column of each table: neither is the other's, though they are at the same place. */
	ACCEPTED(f, FILTER2(2, 1, 0), FILTER(2, 1, 2));
	assert_int_equal(get_integer(f, &filter_table, 2, 1), 2);
	/* A row that goes is only asked for its syntax. */
	ACCEPTED(f, FILTER2(1, 1, 7), FILTER(11, 1, STATUS_INVALID));
	assert_filter2(f, false);
}

/* Bits of the second table are not taken for those of the first: nothing needed is given here. */
static void test_protocols_are_not_needed(void **state)
{
	struct fixture *f = *state;

	ACCEPTED(f, FILTER(11, 1, STATUS_CREATE), FILTER2(1, 1, 0), FILTER2(2, 1, 0));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER(11, 1, STATUS_VALID));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, FILTER(11, 2, STATUS_VALID), FILTER2(2, 2, 0));
	ACCEPTED(f, FILTER(2, 1, 1));
	ACCEPTED(f, FILTER(11, 1, STATUS_VALID));
}

static void test_protocol_lines(void **state)
{
	struct fixture *f = *state;
	char error[200];

	assert_int_equal(
	    fixture_line(f, "filterTable.1 filterProtocolDirLocalIndex=0 ChannelIndex=3 "
			    "ProtocolDirDataLocalIndex=0"),
	    SNMP_OK);
	fixture_assert_line(f, &filter_control, 1,
	    "filterTable.1 ChannelIndex=3 PktDataOffset=0 PktData=\"\" PktDataMask=\"\" "
	    "PktDataNotMask=\"\" PktStatus=0 PktStatusMask=0 PktStatusNotMask=0 Owner=\"\" "
	    "ProtocolDirDataLocalIndex=0 ProtocolDirLocalIndex=0");
	assert_null(rowtext_parse(f->mib,
	    "filterTable.1 ProtocolDirLocalIndex=0 "
	    "filterProtocolDirLocalIndex=0",
	    "-", error, sizeof(error)));
	assert_string_equal(error, "filterProtocolDirLocalIndex is given twice");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_defaults),
	    TEST(test_refused),
	    TEST(test_frozen),
	    TEST(test_order_of_rows),
	    TEST(test_filter_moves),
	    TEST(test_filter_ends),
	    TEST(test_event),
	    TEST(test_no_such_event),
	    TEST(test_turned),
	    TEST(test_full_queue),
	    TEST(test_turned),
	    TEST(test_row_line),
	    TEST(test_protocols),
	    TEST(test_protocols_are_not_needed),
	    TEST(test_protocol_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
