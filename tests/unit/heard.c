/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests of alarms: a mib whose notifications are heard, time as the daemon has it, frames. */
#include "heard.h"

#include <stdio.h>
#include <string.h>

#include "mibs/statistics.h"

static void hear(void *arg, const struct notification *notification)
{
	struct heard *heard = arg;

	heard->count++;
	heard->last = *notification;
}

static void learn(void *arg, const char *sentence)
{
	snprintf(((struct heard *)arg)->sentence, sizeof(((struct heard *)arg)->sentence), "%s",
	    sentence);
}

struct fixture *heard_start(struct heard *heard)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	*heard = (struct heard){0};
	f->mib->notify = hear;
	f->mib->notify_arg = heard;
	f->mib->tell = learn;
	f->mib->tell_arg = heard;
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_VALID),
	    VB_SOURCE(ether_stats_table, 1, IFINDEX_0), VB_INTEGER(event_table, 7, 1, STATUS_VALID),
	    VB_INTEGER(event_table, 3, 1, 4));
	return f;
}

void pass(struct fixture *f, unsigned halves)
{
	for (unsigned i = 0; i < halves; i++) {
		f->mib->now += 500 * MS;
		mib_run(f->mib);
	}
}

void frames(struct fixture *f, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		fixture_frame(f, 0, 1, 2);
}

void assert_heard(const struct heard *heard, const struct oid *name, unsigned varbinds)
{
	const struct oid *found = &heard->last.name;

	assert_int_equal(key_compare(found->sub, found->len, name->sub, name->len), 0);
	assert_int_equal(heard->last.count, varbinds);
}

void assert_log(struct fixture *f, uint32_t index, uint64_t ticks, const char *text)
{
	struct value value;

	f->mib->pdu++;
	assert_int_equal(
	    walk_get(f->mib, &log_table, (const uint32_t[]){4, 1, index}, 3, &value), WALK_OK);
	assert_int_equal(value.octets_len, strlen(text));
	assert_memory_equal(value.octets, text, strlen(text));
	assert_int_equal(
	    walk_get(f->mib, &log_table, (const uint32_t[]){3, 1, index}, 3, &value), WALK_OK);
	assert_int_equal(value.number, ticks);
}
