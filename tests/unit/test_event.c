/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: what each type does, the log's order and bounds, who else hears. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "mibs/event.h"
#include "mibs/event_log.h"

#define NONE 1
#define LOG 2
#define TRAP 3
#define LOG_AND_TRAP 4
#define TICK 10000000

struct heard {
	unsigned count;
	struct oid name;
	char community[200];
};

static void hear(void *arg, const struct notification *notification)
{
	struct heard *heard = arg;

	heard->count++;
	heard->name = notification->name;
	snprintf(heard->community, sizeof(heard->community), "%.*s",
	    (int)notification->community_len, (const char *)notification->community);
}

static struct notification something = {.name = OID_LITERAL(1, 3, 6, 9)};

static void make(struct fixture *f, uint32_t index, int64_t type)
{
	ACCEPTED(f, VB_INTEGER(event_table, 7, index, STATUS_VALID),
	    VB_INTEGER(event_table, 3, index, type));
}

static bool log_get(
    struct fixture *f, uint32_t column, uint32_t event, uint32_t index, struct value *value)
{
	f->mib->pdu++;
	return walk_get(f->mib, &log_table, (const uint32_t[]){column, event, index}, 3, value) ==
	       WALK_OK;
}

static void assert_log(
    struct fixture *f, uint32_t event, uint32_t index, uint64_t ticks, const char *text)
{
	struct value value;

	assert_true(log_get(f, 1, event, index, &value));
	assert_int_equal(value.integer, event);
	assert_true(log_get(f, 2, event, index, &value));
	assert_int_equal(value.integer, index);
	assert_true(log_get(f, 3, event, index, &value));
	assert_int_equal(value.number, ticks);
	assert_true(log_get(f, 4, event, index, &value));
	assert_int_equal(value.octets_len, strlen(text));
	assert_memory_equal(value.octets, text, strlen(text));
}

static void test_types(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct heard heard = {0};

	(void)state;
	f->mib->notify = hear;
	f->mib->notify_arg = &heard;
	for (uint32_t type = NONE; type <= LOG_AND_TRAP; type++) {
		make(f, type, type);
		assert_int_equal(get_integer(f, &event_table, 5, type), 0);
		f->mib->now += TICK;
		heard.count = 0;
		event_generate(f->mib, type, "why", &something);
		assert_int_equal(heard.count, type == TRAP || type == LOG_AND_TRAP);
		assert_int_equal(get_integer(f, &event_table, 5, type), type); /* whatever it is */
	}
	assert_int_equal(heard.name.sub[3], 9);
	assert_int_equal(instances(f, &log_table, 2), 2);
	assert_log(f, LOG, 1, 2, "why");
	assert_log(f, LOG_AND_TRAP, 1, 4, "why");
	/* Nothing to send, and nobody who sends. */
	heard.count = 0;
	event_generate(f->mib, TRAP, "why", NULL);
	assert_int_equal(heard.count, 0);
	f->mib->notify = NULL;
	event_generate(f->mib, TRAP, "why", &something);
	fixture_free(f);
}

/* Whom it is for goes with it, as the row has it then. */
static void test_community(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct heard heard = {0};

	(void)state;
	f->mib->notify = hear;
	f->mib->notify_arg = &heard;
	make(f, 1, TRAP);
	event_generate(f->mib, 1, "why", &something);
	assert_string_equal(heard.community, "");
	ACCEPTED(f, VB_TEXT(event_table, 4, 1, "operators"));
	event_generate(f->mib, 1, "why", &something);
	assert_string_equal(heard.community, "operators");
	ACCEPTED(f, VB_TEXT(event_table, 4, 1, "ops"));
	event_generate(f->mib, 1, "why", &something);
	assert_string_equal(heard.community, "ops");
	fixture_free(f);
}

/* All three settings of an event take effect while it is valid, and keep its log. */
static void test_live(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	make(f, 5, NONE);
	event_generate(f->mib, 5, "not kept", NULL);
	assert_int_equal(instances(f, &log_table, 2), 0);
	ACCEPTED(f, VB_INTEGER(event_table, 3, 5, LOG));
	event_generate(f->mib, 5, "kept", NULL);
	ACCEPTED(f, VB_TEXT(event_table, 2, 5, "described"), VB_TEXT(event_table, 4, 5, "public"));
	assert_log(f, 5, 1, 0, "kept");
	REFUSED(f, SNMP_WRONG_VALUE, 1, VB_INTEGER(event_table, 3, 5, 5));
	fixture_free(f);
}

static void test_no_event(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_CREATE));
	assert_int_equal(get_integer(f, &event_table, 3, 1), NONE);
	ACCEPTED(f, VB_INTEGER(event_table, 3, 1, LOG));
	event_generate(f->mib, 0, "zero is no event", NULL);
	event_generate(f->mib, 1, "not valid yet", NULL);
	event_generate(f->mib, 2, "no such row", NULL);
	assert_int_equal(instances(f, &log_table, 2), 0);
	assert_int_equal(get_integer(f, &event_table, 5, 1), 0);
	fixture_free(f);
}

/* Leaving valid deletes the log; a new life counts from 1 again. */
static void test_life(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	make(f, 1, LOG);
	make(f, 2, LOG);
	event_generate(f->mib, 1, "a", NULL);
	event_generate(f->mib, 1, "b", NULL);
	event_generate(f->mib, 2, "c", NULL);
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_UNDER_CREATION));
	assert_int_equal(instances(f, &log_table, 2), 1);
	assert_log(f, 2, 1, 0, "c");
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_VALID));
	event_generate(f->mib, 1, "d", NULL);
	assert_log(f, 1, 1, 0, "d");
	ACCEPTED(f, VB_INTEGER(event_table, 7, 1, STATUS_INVALID),
	    VB_INTEGER(event_table, 7, 2, STATUS_INVALID));
	assert_int_equal(instances(f, &log_table, 2), 0);
	assert_int_equal(f->mib->budgets[BUDGET_LOG].used, 0);
	fixture_free(f);
}

/* A thousand entries stay, the latest ones, each with the index it always had. */
static void test_bounded(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct value value;
	char text[32];

	(void)state;
	make(f, 1, LOG);
	for (int i = 1; i <= 2345; i++) {
		snprintf(text, sizeof(text), "entry %d", i);
		event_generate(f->mib, 1, text, NULL);
	}
	assert_int_equal(instances(f, &log_table, 2), 1000);
	assert_false(log_get(f, 2, 1, 1345, &value));
	assert_log(f, 1, 1346, 0, "entry 1346");
	assert_log(f, 1, 2000, 0, "entry 2000");
	assert_log(f, 1, 2345, 0, "entry 2345");
	assert_false(log_get(f, 2, 1, 2346, &value));
	fixture_free(f);
}

/* An index is never used again: after the MIB's last one nothing is logged any more. */
static void test_last_index(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct budget *budget = &f->mib->budgets[BUDGET_LOG];
	struct event_log *log = event_log_new(budget);
	const struct log_row *rows;

	(void)state;
	assert_non_null(log);
	log->last_index = 2147483646;
	for (int i = 0; i < 3; i++)
		event_log_add(log, budget, 0, i ? "too many" : "the last");
	rows = (const struct log_row *)log->view.rows;
	assert_int_equal(log->view.count, 1);
	assert_int_equal(rows[0].index, 2147483647);
	assert_string_equal(rows[0].text, "the last");
	event_log_free(log, budget);
	fixture_free(f);
}

/* When the budget is used up each log goes on in the place it has; none takes another's. */
static void test_budget(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct budget *budget = &f->mib->budgets[BUDGET_LOG];
	uint64_t total = budget->total;
	struct value value;

	(void)state;
	budget->total = 200; /* rows; 16 at the start, then 64 more each time */
	make(f, 1, LOG);
	make(f, 2, LOG);
	for (int i = 0; i < 500; i++) {
		event_generate(f->mib, 1, "first", NULL);
		assert_in_range(budget->used, 32, 200);
	}
	assert_true(instances(f, &log_table, 2) >= 80);
	for (int i = 0; i < 30; i++)
		event_generate(f->mib, 2, "second", NULL);
	assert_log(f, 1, 500, 0, "first");
	assert_log(f, 2, 30, 0, "second");
	assert_true(log_get(f, 2, 2, 15, &value));
	/* Too little for another event. */
	budget->total = budget->used + 10;
	REFUSED(f, SNMP_RESOURCE_UNAVAILABLE, 1, VB_INTEGER(event_table, 7, 3, STATUS_VALID));
	budget->total = total;
	make(f, 3, LOG);
	fixture_free(f);
}

/* What an outsider can have a say in is shown as printable text of at most 255 octets. */
static void test_text(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	char text[400];
	struct value value;

	(void)state;
	make(f, 1, LOG);
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	event_generate(f->mib, 1, text, NULL);
	assert_true(log_get(f, 4, 1, 1, &value));
	assert_int_equal(value.octets_len, 255);
	event_generate(f->mib, 1, "a\x1b[1m\xc3\xa4~ ", NULL);
	assert_log(f, 1, 2, 0, "a?[1m??~ ");
	event_generate(f->mib, 1, "", NULL);
	assert_log(f, 1, 3, 0, "");
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_community),
	    cmocka_unit_test(test_live),
	    cmocka_unit_test(test_no_event),
	    cmocka_unit_test(test_life),
	    cmocka_unit_test(test_bounded),
	    cmocka_unit_test(test_last_index),
	    cmocka_unit_test(test_budget),
	    cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
