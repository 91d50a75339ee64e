/* SPDX-License-Identifier: BSD-2-Clause */
/* Control rows that a command makes on a probe and removes again when it ends. */
#include "rows.h"

#include <bsd/stdlib.h>
#include <err.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "mibs/control.h"
#include "varbind.h"

#define ROWS_MAX 1024 /* of one command; a capture has many filters */
#define TRIES 20      /* of indexes that are taken */

struct made {
	const struct table *table;
	uint32_t index;
	bool sure; /* the probe has said that it made it */
};

struct rows {
	struct session *session;
	struct made stack[ROWS_MAX];
	size_t count;
	char owner[OWNER_MAX + 1];
	char lasting[OWNER_MAX + 1]; /* without the process */
};

struct rows *rows_new(struct session *session)
{
	struct rows *rows = calloc(1, sizeof(*rows));
	const struct passwd *user = getpwuid(getuid());
	char host[64] = "";

	if (!rows)
		return NULL;
	rows->session = session;
	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	snprintf(rows->lasting, sizeof(rows->lasting), "sonda %.32s@%s", user ? user->pw_name : "?",
	    host);
	snprintf(rows->owner, sizeof(rows->owner), "%.100s %ld", rows->lasting, (long)getpid());
	return rows;
}

void rows_free(struct rows *rows)
{
	free(rows);
}

const char *rows_lasting_owner(const struct rows *rows)
{
	return rows->lasting;
}

static enum outcome complain(struct rows *rows, enum outcome outcome)
{
	if (outcome != OUTCOME_GOOD && outcome != OUTCOME_STOPPED)
		warnx("%s", session_error(rows->session));
	return outcome;
}

uint32_t rows_owner_column(const struct table *table)
{
	static const char end[] = "Owner";

	for (size_t i = 0; i < table->column_count; i++) {
		const char *name = table->columns[i].name;

		if (strlen(name) > strlen(end) &&
		    strcmp(name + strlen(name) - strlen(end), end) == 0)
			return table->columns[i].number;
	}
	return 0;
}

static enum outcome status_set(struct rows *rows, const struct made *row, enum entry_status status)
{
	struct varbind varbind = {
	    .name = oid_cell(&row->table->entry, table_status(row->table)->number, row->index)};

	varbind_integer(&varbind, status);
	return session_set(rows->session, &varbind, 1);
}

/* Whether the row at this index is one that we made: its answer may have been lost on the way. */
static bool is_ours(struct rows *rows, const struct made *row)
{
	struct varbind owner = {
	    .name = oid_cell(&row->table->entry, rows_owner_column(row->table), row->index)};

	return session_get(rows->session, &owner, 1) == OUTCOME_GOOD && owner.present &&
	       owner.value.octets_len == strlen(rows->owner) &&
	       memcmp(owner.value.octets, rows->owner, owner.value.octets_len) == 0;
}

/* Whether there is a row at this index, whosever; true also if nobody answers. */
static bool is_there(struct rows *rows, const struct made *row)
{
	struct varbind status = {
	    .name = oid_cell(&row->table->entry, table_status(row->table)->number, row->index)};

	return session_get(rows->session, &status, 1) != OUTCOME_GOOD || status.present;
}

/* All in one request. */
static enum outcome settings_send(
    struct rows *rows, const struct made *row, const struct setting *settings, size_t count)
{
	struct varbind *varbinds = calloc(count, sizeof(*varbinds));
	enum outcome outcome;

	if (!varbinds)
		err(EXIT_FAILURE, NULL);
	for (size_t i = 0; i < count; i++) {
		varbinds[i] = settings[i].to;
		varbinds[i].name = oid_cell(&row->table->entry, settings[i].column, row->index);
	}
	outcome = session_set(rows->session, varbinds, count);
	free(varbinds);
	return outcome;
}

static enum outcome row_create(struct rows *rows, const struct made *row)
{
	struct setting pair[2] = {{.column = table_status(row->table)->number},
	    {.column = rows_owner_column(row->table)}};

	varbind_integer(&pair[0].to, STATUS_CREATE);
	varbind_text(&pair[1].to, rows->owner);
	return settings_send(rows, row, pair, 2);
}

/* An index that no row made here has. */
static uint32_t index_choose(const struct rows *rows, const struct table *table)
{
	uint32_t index;
	size_t i;

	do {
		index = 1 + arc4random_uniform(table->control->index_max);
		for (i = 0; i < rows->count; i++) {
			if (rows->stack[i].table == table && rows->stack[i].index == index)
				break;
		}
	} while (i < rows->count);
	return index;
}

/*
 * Puts a row in underCreation on the stack.  It is there before the probe is asked: the answer, or
 * our patience, may get lost.
 */
static enum outcome row_begin(struct rows *rows, const struct table *table)
{
	struct made *row = &rows->stack[rows->count++];
	enum outcome outcome = OUTCOME_REFUSED;

	for (unsigned i = 0; i < TRIES; i++) {
		rows->count--;
		*row = (struct made){.table = table, .index = index_choose(rows, table)};
		rows->count++;
		outcome = row_create(rows, row);
		row->sure = outcome == OUTCOME_GOOD;
		if (outcome != OUTCOME_REFUSED)
			return outcome;
		/* A request that was repeated finds the row that it made. */
		if (is_ours(rows, row)) {
			row->sure = true;
			return OUTCOME_GOOD;
		}
		if (!is_there(rows, row))
			break;
	}
	rows->count--;
	return outcome;
}

/* Ends a row; true: it is gone. */
static bool row_end(struct rows *rows, const struct made *row, enum outcome *outcome)
{
	*outcome = OUTCOME_GOOD;
	if (!row->sure && !is_ours(rows, row))
		return true;
	*outcome = status_set(rows, row, STATUS_INVALID);
	return *outcome == OUTCOME_GOOD || (*outcome == OUTCOME_REFUSED && !is_there(rows, row));
}

enum outcome rows_make(struct rows *rows, const struct table *table, const struct setting *settings,
    size_t count, uint32_t *index)
{
	struct made *row = &rows->stack[rows->count];
	enum outcome outcome;
	enum outcome end;

	if (rows->count == ROWS_MAX) {
		warnx("more than %d rows", ROWS_MAX);
		return OUTCOME_FAILED;
	}
	outcome = complain(rows, row_begin(rows, table));
	if (outcome == OUTCOME_REFUSED)
		return outcome;
	if (outcome == OUTCOME_GOOD && count)
		outcome = complain(rows, settings_send(rows, row, settings, count));
	if (outcome == OUTCOME_GOOD)
		outcome = complain(rows, status_set(rows, row, STATUS_VALID));
	if (outcome == OUTCOME_REFUSED && row_end(rows, row, &end))
		rows->count--;
	*index = row->index;
	return outcome;
}

enum outcome rows_set(struct rows *rows, const struct table *table, uint32_t index,
    const struct setting *settings, size_t count)
{
	struct made row = {.table = table, .index = index};

	return complain(rows, settings_send(rows, &row, settings, count));
}

enum outcome rows_delete(struct rows *rows, const struct table *table, uint32_t index)
{
	struct made row = {.table = table, .index = index};

	return complain(rows, status_set(rows, &row, STATUS_INVALID));
}

void rows_keep(struct rows *rows)
{
	rows->count = 0;
}

bool rows_remove(struct rows *rows)
{
	enum outcome outcome = OUTCOME_GOOD;
	bool all = true;
	char name[128];

	session_persevere(rows->session);
	while (rows->count) {
		const struct made *row = &rows->stack[--rows->count];

		/* Who does not answer is not asked for each row. */
		if (outcome != OUTCOME_FAILED && row_end(rows, row, &outcome))
			continue;
		snprintf(name, sizeof(name), "%s.%u", row->table->name, row->index);
		warnx("%s stays on the probe: %s", name, session_error(rows->session));
		all = false;
	}
	return all;
}
