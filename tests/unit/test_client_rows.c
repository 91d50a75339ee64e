/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows made and removed on a pretended probe that takes indexes, loses answers and refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/rows.h"
#include "client/varbind.h"
#include "mibs/control.h"
#include "mibs/event.h"
#include "mibs/host.h"

#define ROWS_MAX 8

/* What the probe has, and what it does with requests. */
static struct {
	struct {
		struct oid status; /* the row's name; len 0: none */
		int64_t value;
		char owner[128];
	} rows[ROWS_MAX];
	unsigned taken;    /* so many createRequests meet another's row */
	unsigned lost;     /* so many answers to createRequests are lost, with repetition */
	bool dead;         /* answers nobody */
	bool silent;       /* makes the next row and does not answer */
	bool makes_none;   /* no createRequest comes through */
	unsigned refuses;  /* an error-status for settings */
	unsigned requests; /* SETs that it saw */
	char order[256];   /* the tables of the rows that were removed */
} probe;
static unsigned error_status;
static bool persevered;

/* In place of session.c. */
const char *session_error(const struct session *session)
{
	(void)session;
	return "an error";
}

unsigned session_error_status(const struct session *session)
{
	(void)session;
	return error_status;
}

void session_persevere(struct session *session)
{
	(void)session;
	persevered = true;
}

static bool same(const struct oid *a, const struct oid *b)
{
	return a->len == b->len && memcmp(a->sub, b->sub, a->len * sizeof(a->sub[0])) == 0;
}

/* The row with this status column, or with an empty place for it. */
static int find(const struct oid *status)
{
	for (int i = 0; i < ROWS_MAX; i++) {
		if (same(&probe.rows[i].status, status))
			return i;
	}
	return -1;
}

static int room(void)
{
	return find(&(struct oid){.len = 0});
}

/* The status column of the row that a name lies in. */
static struct oid status_of(const struct oid *name)
{
	const struct table *tables[] = {&event_table, &host_control_table};
	struct oid status = *name;

	for (size_t i = 0; i < 2; i++) {
		const struct oid *entry = &tables[i]->entry;

		if (memcmp(entry->sub, name->sub, entry->len * sizeof(entry->sub[0])) == 0)
			status.sub[entry->len] = table_status(tables[i])->number;
	}
	return status;
}

enum outcome session_get(struct session *session, struct varbind *varbinds, size_t count)
{
	(void)session;
	if (probe.dead)
		return OUTCOME_FAILED;
	for (size_t i = 0; i < count; i++) {
		struct oid status = status_of(&varbinds[i].name);
		int row = find(&status);

		varbinds[i].present = row >= 0;
		if (row >= 0 && same(&status, &varbinds[i].name))
			varbind_integer(&varbinds[i], probe.rows[row].value);
		else if (row >= 0)
			varbind_text(&varbinds[i], probe.rows[row].owner);
	}
	return OUTCOME_GOOD;
}

static enum outcome refuse(unsigned status)
{
	error_status = status;
	return OUTCOME_REFUSED;
}

static void row_put(const struct oid *status, const void *owner, size_t len)
{
	int row = room();

	assert_true(row >= 0 && len < sizeof(probe.rows[0].owner));
	probe.rows[row].status = *status;
	probe.rows[row].value = STATUS_UNDER_CREATION;
	memcpy(probe.rows[row].owner, owner, len);
	probe.rows[row].owner[len] = '\0';
}

static enum outcome create(const struct varbind *varbinds)
{
	if (probe.makes_none)
		return refuse(SNMP_NO_CREATION);
	if (probe.taken) {
		probe.taken--;
		row_put(&varbinds->name, "another", 7);
	}
	if (find(&varbinds->name) >= 0)
		return refuse(SNMP_INCONSISTENT_VALUE);
	row_put(&varbinds->name, varbinds[1].value.octets, varbinds[1].value.octets_len);
	if (probe.silent)
		return OUTCOME_FAILED;
	if (probe.lost) {
		/* The client sends it again, and finds the row that it made. */
		probe.lost--;
		return refuse(SNMP_INCONSISTENT_VALUE);
	}
	return OUTCOME_GOOD;
}

enum outcome session_set(struct session *session, const struct varbind *varbinds, size_t count)
{
	struct oid status = status_of(&varbinds->name);
	int row = find(&status);

	(void)session;
	probe.requests++;
	if (probe.dead)
		return OUTCOME_FAILED;
	if (!same(&status, &varbinds->name))
		return probe.refuses ? refuse(probe.refuses) : OUTCOME_GOOD;
	if (varbinds->value.integer == STATUS_CREATE) {
		assert_int_equal(count, 2);
		return create(varbinds);
	}
	if (row < 0)
		return refuse(SNMP_INCONSISTENT_VALUE);
	probe.rows[row].value = varbinds->value.integer;
	if (varbinds->value.integer == STATUS_INVALID) {
		probe.rows[row].status.len = 0;
		strcat(
		    probe.order, status.sub[event_table.entry.len - 3] == 9 ? "event " : "host ");
	}
	return OUTCOME_GOOD;
}

static struct rows *begin(void)
{
	struct rows *rows = rows_new(NULL);

	memset(&probe, 0, sizeof(probe));
	persevered = false;
	assert_non_null(rows);
	return rows;
}

static unsigned count_of(const char *owner)
{
	unsigned count = 0;

	for (int i = 0; i < ROWS_MAX; i++) {
		if (probe.rows[i].status.len &&
		    strncmp(probe.rows[i].owner, owner, strlen(owner)) == 0)
			count++;
	}
	return count;
}

static enum outcome make(struct rows *rows, const struct table *table, uint32_t *index)
{
	struct setting setting = {.column = 2};

	varbind_text(&setting.to, "text");
	return rows_make(rows, table, &setting, 1, index);
}

static void test_made_and_removed(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	assert_true(index >= 1 && index <= 65535);
	assert_int_equal(probe.rows[0].value, STATUS_VALID);
	assert_int_equal(probe.rows[0].status.sub[probe.rows[0].status.len - 1], index);
	assert_int_equal(make(rows, &host_control_table, &index), OUTCOME_GOOD);
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	assert_int_equal(count_of("sonda "), 3);
	assert_true(rows_remove(rows));
	assert_true(persevered);
	assert_int_equal(count_of("sonda "), 0);
	assert_string_equal(probe.order, "event host event ");
	rows_free(rows);
}

static void test_kept(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	rows_keep(rows);
	assert_true(rows_remove(rows));
	assert_int_equal(count_of("sonda "), 1);
	rows_free(rows);
}

static void test_taken(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.taken = 3;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	assert_int_equal(count_of("another"), 3);
	assert_int_equal(count_of("sonda "), 1);
	assert_true(rows_remove(rows));
	assert_int_equal(count_of("another"), 3);
	assert_int_equal(count_of("sonda "), 0);
	rows_free(rows);
}

static void test_answer_lost(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.lost = 1;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	assert_int_equal(count_of("sonda "), 1);
	assert_true(rows_remove(rows));
	assert_int_equal(count_of("sonda "), 0);
	rows_free(rows);
}

static void test_setting_refused(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.refuses = SNMP_WRONG_VALUE;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_REFUSED);
	assert_int_equal(count_of("sonda "), 0);
	probe.requests = 0;
	assert_true(rows_remove(rows));
	assert_int_equal(probe.requests, 0);
	rows_free(rows);
}

/* Not asked for again and again when the probe makes no such rows. */
static void test_no_such_table(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.makes_none = true;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_REFUSED);
	assert_int_equal(probe.requests, 1);
	assert_true(rows_remove(rows));
	assert_int_equal(probe.requests, 1);
	rows_free(rows);
}

/* What a probe that did not answer has made, it still has when it answers again. */
static void test_silent_probe(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.silent = true;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_FAILED);
	assert_int_equal(count_of("sonda "), 1);
	assert_true(rows_remove(rows));
	assert_int_equal(count_of("sonda "), 0);
	rows_free(rows);
}

static void test_dead_probe(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	probe.dead = true;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_FAILED);
	assert_int_equal(probe.requests, 1);
	probe.dead = false;
	assert_true(rows_remove(rows));
	assert_int_equal(probe.requests, 1);
	rows_free(rows);
}

/* A row that went meanwhile is removed; one that a dead probe has is told, and others not tried. */
static void test_removal_fails(void **state)
{
	struct rows *rows = begin();
	uint32_t index;

	(void)state;
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	probe.rows[0].status.len = 0;
	assert_true(rows_remove(rows));
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	assert_int_equal(make(rows, &event_table, &index), OUTCOME_GOOD);
	probe.dead = true;
	probe.requests = 0;
	assert_false(rows_remove(rows));
	assert_int_equal(probe.requests, 1);
	rows_free(rows);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_made_and_removed),
	    cmocka_unit_test(test_kept),
	    cmocka_unit_test(test_taken),
	    cmocka_unit_test(test_answer_lost),
	    cmocka_unit_test(test_setting_refused),
	    cmocka_unit_test(test_no_such_table),
	    cmocka_unit_test(test_silent_probe),
	    cmocka_unit_test(test_dead_probe),
	    cmocka_unit_test(test_removal_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
