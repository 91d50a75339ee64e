/* SPDX-License-Identifier: BSD-2-Clause */
/* alarmTable: what may be set, when variables are read, what is logged and notified. */
#include "heard.h"
#include "mibs/alarm.h"
#include "mibs/host.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"
#include "probe/alarm.h"

#define ABSOLUTE 1
#define DELTA 2

#define MAKE(f, variable, ...)                                                                     \
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),                                  \
	    VB_INTEGER(alarm_table, 2, 1, 2), VB_VARIABLE(alarm_table, 3, 1, variable),            \
	    VB_INTEGER(alarm_table, 9, 1, 1), ##__VA_ARGS__)

static void test_what_may_be_set(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	/* Interval and Variable have no default. */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),
	    VB_INTEGER(alarm_table, 2, 1, 2));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),
	    VB_VARIABLE(alarm_table, 3, 1, "etherStatsPkts.1"));
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_CREATE));
	REFUSED(f, SNMP_WRONG_VALUE, 1, VB_INTEGER(alarm_table, 2, 1, 0));
	REFUSED(f, SNMP_WRONG_VALUE, 1, VB_INTEGER(alarm_table, 2, 1, -1));
	REFUSED(f, SNMP_WRONG_VALUE, 1, VB_INTEGER(alarm_table, 9, 1, 65536));
	REFUSED(f, SNMP_NOT_WRITABLE, 1, VB_INTEGER(alarm_table, 5, 1, 1));
	ACCEPTED(f, VB_INTEGER(alarm_table, 2, 1, 2147483647));
	ACCEPTED(f, VB_VARIABLE(alarm_table, 3, 1, "etherStatsPkts.1"));
	ACCEPTED(f, VB_INTEGER(alarm_table, 8, 1, 1));
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID));
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID), VB_INTEGER(alarm_table, 7, 1, 1));
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 0);
	assert_int_equal(get_integer(f, &alarm_table, 4, 1), ABSOLUTE);
	assert_int_equal(get_integer(f, &alarm_table, 6, 1), 3);
	/* Nothing but the owner may change while it is valid. */
	REFUSED(f, SNMP_INCONSISTENT_VALUE, 1, VB_INTEGER(alarm_table, 7, 1, 2));
	ACCEPTED(f, VB_TEXT(alarm_table, 11, 1, "me"));
	fixture_free(f);
}

static void test_variables(void **state)
{
	static const char *const refused[] = {
	    "etherStatsPkts.2",       /* no such row */
	    "etherStatsPkts.1.1",     /* */
	    "etherStatsOwner.1",      /* a text */
	    "etherStatsDataSource.1", /* an OID */
	    "sondaPortIndex.1",       /* not accessible */
	    "hostOutPkts.1.6.2.0.0.0.0.1",
	    "1.3.6.1.2.1.1.3.0", /* of others */
	    "1.3.6.1.2.1.16.1.1.1",
	    "0.0",
	};
	static const char *const accepted[] = {
	    "etherStatsPkts.1", "sondaPortPackets.1", "sondaProbeMode.0", "eventLastTimeSent.1"};
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		REFUSED(f, SNMP_INCONSISTENT_VALUE, 3, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID),
		    VB_INTEGER(alarm_table, 2, 1, 1), VB_VARIABLE(alarm_table, 3, 1, refused[i]));
	for (uint32_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++)
		ACCEPTED(f, VB_INTEGER(alarm_table, 12, i + 1, STATUS_VALID),
		    VB_INTEGER(alarm_table, 2, i + 1, 1),
		    VB_VARIABLE(alarm_table, 3, i + 1, accepted[i]));
	/* One that the same SET makes. */
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 9, STATUS_VALID), VB_INTEGER(alarm_table, 2, 9, 1),
	    VB_VARIABLE(alarm_table, 3, 9, "etherStatsPkts.3"),
	    VB_INTEGER(ether_stats_table, 21, 3, STATUS_VALID),
	    VB_SOURCE(ether_stats_table, 3, IFINDEX_0));
	fixture_free(f);
}

/* The value is that of the end of the last interval; nothing shows during one. */
static void test_absolute(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	frames(f, 3);
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 7, 1, 5));
	pass(f, 3);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 0);
	pass(f, 1);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 3);
	frames(f, 2);
	pass(f, 3);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 3);
	assert_int_equal(heard.count, 0);
	pass(f, 1);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 5);
	assert_int_equal(heard.count, 1);
	pass(f, 40);
	assert_int_equal(heard.count, 1);
	fixture_free(f);
}

static void assert_varbind(
    const struct notification *n, unsigned i, uint32_t column, enum syntax syntax, int64_t integer)
{
	const struct oid name = OID_LITERAL(RMON, 3, 1, 1, column, 1);

	assert_int_equal(
	    key_compare(n->varbinds[i].name.sub, n->varbinds[i].name.len, name.sub, name.len), 0);
	assert_int_equal(n->varbinds[i].value.syntax, syntax);
	if (syntax == SYNTAX_INTEGER)
		assert_int_equal(n->varbinds[i].value.integer, integer);
}

/* RFC 2819's risingAlarm and fallingAlarm: five objects in that order, instances of the alarm. */
static void test_notifications(void **state)
{
	const struct oid rising = OID_LITERAL(RMON, 0, 1), falling = OID_LITERAL(RMON, 0, 2);
	const struct oid variable = OID_LITERAL(RMON, 1, 1, 1, 5, 1);
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 4, 1, DELTA),
	    VB_INTEGER(alarm_table, 6, 1, 1), VB_INTEGER(alarm_table, 7, 1, 4),
	    VB_INTEGER(alarm_table, 8, 1, 1), VB_INTEGER(alarm_table, 10, 1, 1));
	mib_run(f->mib);
	frames(f, 4);
	pass(f, 4);
	assert_int_equal(heard.count, 1);
	assert_heard(&heard, &rising, 5);
	assert_varbind(&heard.last, 0, 1, SYNTAX_INTEGER, 1);
	assert_varbind(&heard.last, 1, 3, SYNTAX_OID, 0);
	assert_int_equal(key_compare(heard.last.varbinds[1].value.oid.sub,
			     heard.last.varbinds[1].value.oid.len, variable.sub, variable.len),
	    0);
	assert_varbind(&heard.last, 2, 4, SYNTAX_INTEGER, DELTA);
	assert_varbind(&heard.last, 3, 5, SYNTAX_INTEGER, 4);
	assert_varbind(&heard.last, 4, 7, SYNTAX_INTEGER, 4);
	assert_log(f, 1, 200, "alarm 1 rising: etherStatsPkts.1 delta is 4, threshold 4");
	pass(f, 2); /* half an interval later the 4 have left the sum */
	assert_int_equal(heard.count, 2);
	assert_heard(&heard, &falling, 5);
	assert_varbind(&heard.last, 3, 5, SYNTAX_INTEGER, 0);
	assert_varbind(&heard.last, 4, 8, SYNTAX_INTEGER, 1);
	assert_log(f, 2, 300, "alarm 1 falling: etherStatsPkts.1 delta is 0, threshold 1");
	fixture_free(f);
}

/* An alarm without an event crosses its thresholds all the same. */
static void test_without_event(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 7, 1, 5));
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_INVALID));
	pass(f, 4);
	frames(f, 5);
	pass(f, 4);
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_VALID), VB_INTEGER(event_table, 3, 1, 4));
	pass(f, 8);
	assert_int_equal(heard.count, 0); /* the crossing was before there was an event */
	fixture_free(f);
}

/* Its thresholds are crossed without an event index, too: the first falling is no first value. */
static void test_without_event_index(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 1, STATUS_VALID), VB_INTEGER(alarm_table, 2, 1, 2),
	    VB_VARIABLE(alarm_table, 3, 1, "etherStatsPkts.1"),
	    VB_INTEGER(alarm_table, 4, 1, DELTA), VB_INTEGER(alarm_table, 6, 1, 1),
	    VB_INTEGER(alarm_table, 7, 1, 2), VB_INTEGER(alarm_table, 10, 1, 1));
	mib_run(f->mib);
	frames(f, 2);
	pass(f, 4);
	assert_int_equal(heard.count, 0);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 2);
	pass(f, 4);
	assert_int_equal(heard.count, 1);
	fixture_free(f);
}

/* Deadlines are absolute: irregular calls neither shift them nor lose one. */
static void test_deadlines(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 7, 1, 1));
	f->mib->now += 2700 * MS; /* 0.7 s late */
	mib_run(f->mib);
	frames(f, 1);
	f->mib->now += 1200 * MS; /* 3.9 s: the next deadline is at 4, not at 4.7 */
	mib_run(f->mib);
	assert_int_equal(heard.count, 0);
	f->mib->now += 100 * MS;
	mib_run(f->mib);
	assert_int_equal(heard.count, 1);
	assert_int_equal(get_integer(f, &event_table, 5, 1), 400);
	/* What is crossed at a deadline happened then, however late it was read. */
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 2, STATUS_VALID), VB_INTEGER(alarm_table, 2, 2, 2),
	    VB_VARIABLE(alarm_table, 3, 2, "etherStatsPkts.1"), VB_INTEGER(alarm_table, 7, 2, 1),
	    VB_INTEGER(alarm_table, 9, 2, 1));
	f->mib->now += 3300 * MS;
	mib_run(f->mib);
	assert_int_equal(heard.count, 2);
	assert_int_equal(get_integer(f, &event_table, 5, 1), 600);
	f->mib->now += 700 * MS;
	mib_run(f->mib);
	/* A long pause costs little, and the deadlines stay even seconds. */
	f->mib->now += UINT64_C(1000000000) * SECOND + 500 * MS;
	mib_run(f->mib);
	frames(f, 1);
	f->mib->now += 1400 * MS;
	mib_run(f->mib);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 1);
	f->mib->now += 100 * MS;
	mib_run(f->mib);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 2);
	fixture_free(f);
}

/* A variable that goes away takes the alarm along, not within somebody's SET. */
static void test_variable_goes(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 4, 1, DELTA));
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 2, STATUS_VALID), VB_INTEGER(alarm_table, 2, 2, 1),
	    VB_VARIABLE(alarm_table, 3, 2, "sondaPortPackets.1"));
	pass(f, 4);
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_INVALID));
	assert_int_equal(GATHER(f, VB_TEXT(event_table, 2, 1, "open")), SNMP_OK);
	pass(f, 4);
	assert_true(exists(f, &alarm_table, 1, 1));
	assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	transaction_finish(f->mib);
	pass(f, 4);
	assert_false(exists(f, &alarm_table, 1, 1));
	assert_true(exists(f, &alarm_table, 1, 2));
	assert_string_equal(heard.sentence, "alarm 1 ends: its variable is gone");
	fixture_free(f);
}

/* A host that was not seen yet, in a SET with its hostControlTable row, is waited for. */
static void test_variable_comes(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "hostOutPkts.1.6.2.0.0.0.0.1", VB_INTEGER(alarm_table, 7, 1, 3),
	    VB_INTEGER(host_control_table, 6, 1, STATUS_VALID),
	    VB_SOURCE(host_control_table, 1, IFINDEX_0));
	pass(f, 40);
	assert_int_equal(heard.count, 0);
	assert_true(exists(f, &alarm_table, 1, 1));
	frames(f, 3);
	pass(f, 4);
	assert_int_equal(heard.count, 1);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 3);
	fixture_free(f);
}

static bool ask(void *arg, const struct oid *variable, const struct asker *asker)
{
	(void)variable;
	*(struct asker *)arg = *asker;
	return true;
}

/* A configured variable of another agent, which may start later: it is waited for, but once. */
static void test_configured_variable_comes(void **state)
{
	const struct alarm_reading seven = {.kind = ALARM_INTEGER, .integer = 7};
	struct asker asker = {.class = NULL};
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	f->mib->ask = ask;
	f->mib->ask_arg = &asker;
	assert_int_equal(
	    fixture_line(f, "alarmTable.1 Interval=1 Variable=1.3.6.1.2.1.25.1.6.0"), SNMP_OK);
	pass(f, 2);
	assert_ptr_equal(asker.class, &alarm_control);
	mib_answer(f->mib, &asker, ANSWER_MISSING, NULL);
	assert_true(exists(f, &alarm_table, 1, 1));
	pass(f, 2);
	mib_answer(f->mib, &asker, ANSWER_VALUE, &seven);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 7);
	pass(f, 2);
	mib_answer(f->mib, &asker, ANSWER_MISSING, NULL);
	assert_false(exists(f, &alarm_table, 1, 1));
	/* A manager's is there or is none. */
	MAKE(f, "1.3.6.1.2.1.25.1.6.0");
	pass(f, 4);
	mib_answer(f->mib, &asker, ANSWER_MISSING, NULL);
	assert_false(exists(f, &alarm_table, 1, 1));
	fixture_free(f);
}

/* A frame whose file claims a length. */
static void giant(struct fixture *f, uint32_t len)
{
	const uint8_t octets[14] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5};
	struct frame frame = {.data = octets, .caplen = sizeof(octets), .len = len};

	frame.wall = (int64_t)f->mib->now;
	port_lock(&f->ports[0]);
	port_input(&f->ports[0], &frame);
	port_unlock(&f->ports[0]);
}

/* An Integer32 shows what is more at its maximum, and of a Counter32 what that shows. */
static void test_wide(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsOctets.1");
	giant(f, 3000000000u - 4);
	pass(f, 4);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 2147483647);
	giant(f, 1294967306u - 4); /* 2^32 + 10 */
	pass(f, 4);
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 10);
	/* TimeTicks of 300 days are 2592000000. */
	f->mib->now = 300 * 86400 * SECOND;
	ACCEPTED(f, VB_INTEGER(event_table, 7, 2, STATUS_VALID));
	event_generate(f->mib, 2, "late", NULL);
	ACCEPTED(f, VB_INTEGER(alarm_table, 12, 2, STATUS_VALID), VB_INTEGER(alarm_table, 2, 2, 1),
	    VB_VARIABLE(alarm_table, 3, 2, "eventLastTimeSent.2"));
	pass(f, 4);
	assert_int_equal(get_integer(f, &alarm_table, 5, 2), 2147483647);
	fixture_free(f);
}

/* Statistics that begin again between two readings are no wrap of a counter. */
static void test_source_begins_again(void **state)
{
	struct heard heard;
	struct fixture *f = heard_start(&heard);

	(void)state;
	MAKE(f, "etherStatsPkts.1", VB_INTEGER(alarm_table, 4, 1, DELTA),
	    VB_INTEGER(alarm_table, 7, 1, 1000));
	frames(f, 9);
	pass(f, 8);
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_UNDER_CREATION));
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_VALID));
	frames(f, 2);
	pass(f, 8);
	assert_int_equal(heard.count, 0);
	assert_true(exists(f, &alarm_table, 1, 1));
	assert_int_equal(get_integer(f, &alarm_table, 5, 1), 0);
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_may_be_set),
	    cmocka_unit_test(test_variables),
	    cmocka_unit_test(test_absolute),
	    cmocka_unit_test(test_notifications),
	    cmocka_unit_test(test_without_event),
	    cmocka_unit_test(test_without_event_index),
	    cmocka_unit_test(test_deadlines),
	    cmocka_unit_test(test_variable_goes),
	    cmocka_unit_test(test_variable_comes),
	    cmocka_unit_test(test_configured_variable_comes),
	    cmocka_unit_test(test_wide),
	    cmocka_unit_test(test_source_begins_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
