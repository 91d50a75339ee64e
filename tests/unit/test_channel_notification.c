/* SPDX-License-Identifier: BSD-2-Clause */
/* sondaPacketMatch, which a channel's event sends: its objects, and of which packet they tell. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "mibs/channel.h"
#include "mibs/event.h"
#include "probe/channel.h"

#define CHANNEL(column, index, n) VB_INTEGER(channel_table, column, index, n)

/* Copies what was sent, octets as text. */
struct sent {
	unsigned count;
	struct notification last;
	char texts[NOTIFICATION_VARBINDS_MAX][200];
};

static void sent_put(void *arg, const struct notification *notification)
{
	struct sent *sent = arg;

	sent->count++;
	sent->last = *notification;
	for (unsigned i = 0; i < notification->count; i++) {
		const struct value *value = &notification->varbinds[i].value;

		if (value->syntax == SYNTAX_OCTETS)
			snprintf(sent->texts[i], sizeof(sent->texts[i]), "%.*s",
			    (int)value->octets_len, (const char *)value->octets);
	}
}

static void assert_oid(const struct oid *oid, const char *text)
{
	char found[500] = "";

	for (uint32_t i = 0; i < oid->len; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found), ".%u", oid->sub[i]);
	assert_string_equal(found, text);
}

#define SONDA_OID ".1.3.6.1.4.1.8072.9999.9999.2819"

/* sondaPacketMatch: the objects of SONDA-MIB in its order, of the packet that matched. */
static void test_notification(void **state)
{
	static const struct {
		const char *name;
		enum syntax syntax;
	} wanted[] = {
	    {".1.3.6.1.2.1.16.7.2.1.9.31", SYNTAX_COUNTER32},
	    {".1.3.6.1.2.1.16.7.2.1.10.31", SYNTAX_OCTETS},
	    {".1.3.6.1.2.1.16.7.2.1.2.31", SYNTAX_INTEGER},
	    {SONDA_OID ".1.2.1.2.2", SYNTAX_OCTETS},
	    {SONDA_OID ".1.5.1.0", SYNTAX_TIMETICKS},
	};
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct sent sent = {0};
	uint64_t matched;

	(void)state;
	f->mib->notify = sent_put;
	f->mib->notify_arg = &sent;
	ACCEPTED(f, VB_INTEGER(event_table, 7, 5, STATUS_VALID), VB_INTEGER(event_table, 3, 5, 2));
	ACCEPTED(f, CHANNEL(12, 31, STATUS_VALID), CHANNEL(2, 31, IFINDEX_1), CHANNEL(3, 31, 2),
	    CHANNEL(7, 31, 5), VB_TEXT(channel_table, 10, 31, "strays"));
	fixture_frame(f, 1, 1, 2); /* counts, but is none to tell of: the channel is off */
	ACCEPTED(f, CHANNEL(4, 31, 1));
	f->mib->up = 0;
	fixture_pass(f, 3);
	fixture_frame(f, 1, 1, 2);
	fixture_frame(f, 1, 1, 2);
	fixture_pass(f, 60); /* what is told later is told as it was */
	channel_hear(f->mib);
	assert_int_equal(sent.count, 0); /* the event only logs */
	ACCEPTED(f, VB_INTEGER(event_table, 3, 5, 4), CHANNEL(8, 31, CHANNEL_EVENT_READY));
	matched = f->mib->now;
	f->mib->up = (int64_t)matched - 500000000;
	fixture_frame(f, 1, 1, 2);
	fixture_frame(f, 1, 1, 2);
	fixture_pass(f, 60);
	channel_hear(f->mib);
	channel_hear(f->mib);
	mib_run(f->mib);
	assert_int_equal(sent.count, 1);
	assert_int_equal(get_integer(f, &event_table, 5, 5), 6050);
	assert_oid(&sent.last.name, SONDA_OID ".0.1");
	assert_int_equal(sent.last.count, 5);
	for (unsigned i = 0; i < 5; i++) {
		assert_oid(&sent.last.varbinds[i].name, wanted[i].name);
		assert_int_equal(sent.last.varbinds[i].value.syntax, wanted[i].syntax);
	}
	assert_int_equal(sent.last.varbinds[0].value.number, 4);
	assert_string_equal(sent.texts[1], "strays");
	assert_int_equal(sent.last.varbinds[2].value.integer, IFINDEX_1);
	assert_string_equal(sent.texts[3], "eth1");
	assert_int_equal(sent.last.varbinds[4].value.number, matched);
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_notification),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
