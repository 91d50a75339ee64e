/* SPDX-License-Identifier: BSD-2-Clause */
/* The state file: its lines, and what of the rows goes into it. */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/stdlib.h>
#include <bsd/string.h>

#include "log.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"
#include "statefile.h"

static const char header[] =
    "# Written by sondad: what differs from the configuration, and the numbers of ports.\n";

struct state_port {
	char name[IFNAMSIZ];
	unsigned number;
};

struct state_row {
	char *line;
	char *where;
	bool parked;
	bool replaced; /* what is prepared says something else of the row */
};

struct state_base {
	char *line;
	char *deleted;
	bool seen; /* the row still exists in what is prepared */
};

struct state {
	struct statefile file;
	struct state_port *ports;
	size_t port_count;
	struct state_row *rows;
	size_t row_count;
	struct state_base *base;
	size_t base_count;
	bool failing; /* the last write failed, which was logged */
};

/* Room for one more element; NULL: no memory. */
static void *one_more(void *array, size_t count, size_t size)
{
	/* Doubling at powers of two: what is there needs no note of its size. */
	if (count & (count - 1))
		return array;
	return reallocarray(array, count ? 2 * count : 1, size);
}

/* Two lines are of the same row when their first words, TABLE.INDEX, are. */
static bool same_row(const char *a, const char *b)
{
	size_t len = strcspn(a, " ");

	return strcspn(b, " ") == len && strncasecmp(a, b, len) == 0;
}

unsigned state_port(const struct state *state, const char *name)
{
	for (size_t i = 0; i < state->port_count; i++)
		if (strcmp(state->ports[i].name, name) == 0)
			return state->ports[i].number;
	return 0;
}

bool state_port_is_taken(const struct state *state, unsigned number)
{
	for (size_t i = 0; i < state->port_count; i++)
		if (state->ports[i].number == number)
			return true;
	return false;
}

bool state_port_add(struct state *state, const char *name, unsigned number)
{
	struct state_port *ports = one_more(state->ports, state->port_count, sizeof(*ports));

	if (!ports)
		return false;
	state->ports = ports;
	ports += state->port_count++;
	ports->number = number;
	strlcpy(ports->name, name, sizeof(ports->name));
	return true;
}

size_t state_row_count(const struct state *state)
{
	return state->row_count;
}

const char *state_row(const struct state *state, size_t i)
{
	return state->rows[i].line;
}

const char *state_row_where(const struct state *state, size_t i)
{
	return state->rows[i].where;
}

void state_park(struct state *state, size_t i)
{
	state->rows[i].parked = true;
}

/* `NAME P` of a port line; false: it is none, or the name or number is another line's. */
static bool port_line(struct state *state, char *line)
{
	char *number = strchr(line, ' ');
	const char *error;
	unsigned p;

	if (!number || number == line || number - line >= IFNAMSIZ)
		return false;
	*number++ = '\0';
	p = (unsigned)strtonum(number, 1, MIB_PORTS_MAX, &error);
	if (error || state_port(state, line) || state_port_is_taken(state, p))
		return false;
	return state_port_add(state, line, p);
}

static bool row_line(struct state *state, const char *line, unsigned number)
{
	struct state_row row = {0};
	struct state_row *rows;

	if (!*line)
		return false;
	rows = one_more(state->rows, state->row_count, sizeof(*rows));
	if (!rows)
		return false;
	state->rows = rows;
	row.line = strdup(line);
	if (asprintf(&row.where, "%s/rows: line %u", state->file.directory, number) < 0)
		row.where = NULL;
	rows[state->row_count++] = row;
	return row.line && row.where;
}

static bool line_read(struct state *state, char *line, unsigned number)
{
	if (!*line || *line == '#')
		return true;
	if (strncmp(line, "port ", 5) == 0)
		return port_line(state, line + 5);
	if (strncmp(line, "row ", 4) == 0)
		return row_line(state, line + 4, number);
	return false;
}

/* Reads all lines; false: no memory. */
static bool content_read(struct state *state, bool read_only)
{
	char *content = strdup(state->file.content ? state->file.content : "");
	char *rest = content;
	unsigned damaged = 0;
	unsigned number = 0;
	char *line;

	if (!content)
		return false;
	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		if (line_read(state, line, number))
			continue;
		damaged++;
		log_error("%s/rows: line %u: damaged; expected `port NAME NUMBER` or `row ...`",
		    state->file.directory, number);
	}
	free(content);
	if (damaged && !read_only) {
		if (statefile_keep_aside(&state->file))
			log_error("%s/rows: kept as rows.damaged; the other lines are used",
			    state->file.directory);
		else
			log_error("%s", state->file.error);
	}
	return true;
}

struct state *state_open(
    const char *directory, const char *user, bool read_only, char *error, size_t error_size)
{
	struct state *state = calloc(1, sizeof(*state));

	if (!state) {
		snprintf(error, error_size, "no memory");
		return NULL;
	}
	if (!statefile_open(&state->file, directory, user, read_only, error, error_size)) {
		free(state);
		return NULL;
	}
	if (!content_read(state, read_only)) {
		snprintf(error, error_size, "no memory");
		state_close(state);
		return NULL;
	}
	return state;
}

void state_close(struct state *state)
{
	if (!state)
		return;
	for (size_t i = 0; i < state->row_count; i++) {
		free(state->rows[i].line);
		free(state->rows[i].where);
	}
	for (size_t i = 0; i < state->base_count; i++) {
		free(state->base[i].line);
		free(state->base[i].deleted);
	}
	statefile_close(&state->file);
	free(state->ports);
	free(state->rows);
	free(state->base);
	free(state);
}

bool state_base_add(struct state *state, char *line, char *deleted)
{
	struct state_base *base = NULL;

	if (line && deleted)
		base = one_more(state->base, state->base_count, sizeof(*base));
	if (!base) {
		free(line);
		free(deleted);
		return false;
	}
	state->base = base;
	base[state->base_count++] = (struct state_base){.line = line, .deleted = deleted};
	return true;
}

static struct state_base *base_find(const struct state *state, const char *line)
{
	for (size_t i = 0; i < state->base_count; i++)
		if (same_row(state->base[i].line, line))
			return &state->base[i];
	return NULL;
}

struct comparing {
	struct state *state;
	const struct mib *mib;
	void (*differ)(void *arg, const char *configured, const char *kept);
	void *arg;
	bool failed;
};

static void compare_row(void *arg, const struct control *row)
{
	struct comparing *comparing = arg;
	char *line = rowtext_format(comparing->mib, row);
	struct state_base *base;

	if (!line) {
		comparing->failed = true;
		return;
	}
	base = base_find(comparing->state, line);
	if (base)
		base->seen = true;
	if (control_is_kept(row) && (!base || strcmp(base->line, line) != 0))
		comparing->differ(comparing->arg, base ? base->line : NULL, line);
	free(line);
}

bool state_compare(struct state *state, const struct mib *mib,
    void (*differ)(void *arg, const char *configured, const char *kept), void *arg)
{
	struct comparing comparing = {state, mib, differ, arg, false};

	for (size_t i = 0; i < state->base_count; i++)
		state->base[i].seen = false;
	if (!transaction_rows(mib, compare_row, &comparing) || comparing.failed)
		return false;
	for (size_t i = 0; i < state->base_count; i++)
		if (!state->base[i].seen)
			differ(arg, state->base[i].line, state->base[i].deleted);
	return true;
}

struct writing {
	struct state *state;
	FILE *out;
};

/* One row goes to the file; what was parked for it does not. */
static void write_row(void *arg, const char *configured, const char *kept)
{
	struct writing *writing = arg;
	struct state *state = writing->state;

	(void)configured;
	fprintf(writing->out, "row %s\n", kept);
	for (size_t i = 0; i < state->row_count; i++)
		if (state->rows[i].parked && same_row(state->rows[i].line, kept))
			state->rows[i].replaced = true;
}

/* The whole file as it is to be; NULL: no memory. */
static char *content_make(struct state *state, const struct mib *mib)
{
	char *content = NULL;
	size_t size;
	struct writing writing = {state, open_memstream(&content, &size)};
	bool compared;

	if (!writing.out)
		return NULL;
	for (size_t i = 0; i < state->row_count; i++)
		state->rows[i].replaced = false;
	fputs(header, writing.out);
	for (size_t i = 0; i < state->port_count; i++)
		fprintf(writing.out, "port %s %u\n", state->ports[i].name, state->ports[i].number);
	compared = state_compare(state, mib, write_row, &writing);
	for (size_t i = 0; i < state->row_count; i++)
		if (state->rows[i].parked && !state->rows[i].replaced)
			fprintf(writing.out, "row %s\n", state->rows[i].line);
	if (fclose(writing.out) != 0 || !compared) {
		free(content);
		return NULL;
	}
	return content;
}

/* A full disk is told once, not at each SET. */
static bool note_result(struct state *state, bool good)
{
	if (!good && !state->failing)
		log_error("%s; no row can be changed until this is mended",
		    *state->file.error ? state->file.error : "no memory for the state file");
	if (good && state->failing)
		log_info("%s/rows can be written again", state->file.directory);
	state->failing = !good;
	return good;
}

static bool prepare(void *arg, const struct mib *mib)
{
	struct state *state = arg;
	char *content = content_make(state, mib);
	bool good = content && statefile_prepare(&state->file, content);

	free(content);
	return note_result(state, good);
}

static bool commit(void *arg)
{
	struct state *state = arg;

	return note_result(state, statefile_commit(&state->file));
}

static void undo(void *arg)
{
	struct state *state = arg;

	if (!statefile_undo(&state->file))
		log_error("%s", state->file.error);
}

/* After a commit, rows whose place was taken are no longer waited for. */
static void forget(void *arg)
{
	struct state *state = arg;

	for (size_t i = 0; state->file.phase == STATEFILE_COMMITTED && i < state->row_count; i++)
		if (state->rows[i].replaced)
			state->rows[i].parked = false;
	statefile_forget(&state->file);
}

struct mib_persist state_persist(struct state *state)
{
	return (struct mib_persist){
	    .prepare = prepare,
	    .commit = commit,
	    .undo = undo,
	    .forget = forget,
	    .arg = state,
	};
}
