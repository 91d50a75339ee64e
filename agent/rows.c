/* SPDX-License-Identifier: BSD-2-Clause */
/* Merges default, configured and kept rows and makes them in one transaction. */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "defaults.h"
#include "log.h"
#include "mibs/hc_alarm.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"
#include "rowerror.h"

#define WRONG_MAX 20 /* configured rows; each takes a try to find */

/* From the weakest to the strongest. */
enum origin {
	ORIGIN_DEFAULT = 1,
	ORIGIN_CONFIG = 2,
	ORIGIN_STATE = 4,
	ORIGIN_ANY = 7,
};

struct entry {
	enum origin origin;
	struct rowtext *text;
	size_t number;   /* of a state row */
	bool out;        /* it cannot be made */
	bool moved_once; /* a default put elsewhere for a kept row: from now on kept, too */
};

/* A row that configuration or state makes. */
struct holder {
	enum origin origin;
	const struct control_class *class;
	uint32_t index;
	const struct port *port;
};

struct rows {
	struct mib *mib;
	struct state *state;
	struct entry *entries;
	size_t entry_count;
	struct holder *holders;
	size_t holder_count;
	enum origin gathering; /* whose holders */
	bool wrong;            /* a default or configured row is */
};

static bool no_memory(struct rows *rows)
{
	log_error("no memory for rows");
	rows->wrong = true;
	return false;
}

/* line is copied; a wrong one is logged. */
static struct entry *entry_add(
    struct rows *rows, enum origin origin, const char *line, const char *where)
{
	struct entry *entries =
	    reallocarray(rows->entries, rows->entry_count + 1, sizeof(*entries));
	char error[512];
	struct rowtext *text;

	if (!entries) {
		no_memory(rows);
		return NULL;
	}
	rows->entries = entries;
	text = rowtext_parse(rows->mib, line, where, error, sizeof(error));
	if (!text) {
		if (origin == ORIGIN_STATE) {
			log_warning("%s: row left out, and kept for later: %s", where, error);
		} else {
			log_error("%s: row: %s", where, error);
			rows->wrong = true;
		}
		return NULL;
	}
	entries[rows->entry_count] = (struct entry){.origin = origin, .text = text};
	return &entries[rows->entry_count++];
}

static void config_entries(struct rows *rows, const struct config *config)
{
	for (size_t i = 0; i < config->row_count; i++)
		entry_add(rows, ORIGIN_CONFIG, config->rows[i].line, config->rows[i].where);
}

static void state_entries(struct rows *rows)
{
	size_t count = rows->state ? state_row_count(rows->state) : 0;

	for (size_t i = 0; i < count; i++) {
		struct entry *entry = entry_add(
		    rows, ORIGIN_STATE, state_row(rows->state, i), state_row_where(rows->state, i));

		if (entry)
			entry->number = i;
		else
			state_park(rows->state, i);
	}
}

/* Whether a stronger, or a later equal, entry says what the row is to be. */
static bool is_overridden(const struct rows *rows, size_t i, unsigned origins)
{
	const struct entry *entry = &rows->entries[i];

	for (size_t j = 0; j < rows->entry_count; j++) {
		const struct entry *other = &rows->entries[j];

		if ((other->origin & origins) && !other->out &&
		    (other->origin > entry->origin || (other->origin == entry->origin && j > i)) &&
		    rowtext_same_row(other->text, entry->text))
			return true;
	}
	return false;
}

/* What a row that cannot be made means: configured, no start; otherwise it is left out. */
static void entry_refuse(
    struct rows *rows, struct entry *entry, const struct column *column, enum snmp_error error)
{
	char words[512];

	row_error_describe(column, error, words, sizeof(words));
	entry->out = true;
	switch (entry->origin) {
	case ORIGIN_CONFIG:
		log_error("%s: row %s", rowtext_where(entry->text), words);
		rows->wrong = true;
		break;
	case ORIGIN_STATE:
		log_warning(
		    "%s: row left out, and kept for later: %s", rowtext_where(entry->text), words);
		state_park(rows->state, entry->number);
		break;
	default:
		log_warning("default row %s left out: %s", rowtext_line(entry->text), words);
	}
}

static struct entry *entry_of(struct rows *rows, const struct rowtext *text)
{
	for (size_t i = 0; i < rows->entry_count; i++)
		if (rows->entries[i].text == text)
			return &rows->entries[i];
	return NULL;
}

/* One try at a transaction of all entries of these origins; on an error *culprit is who, or NULL. */
static enum snmp_error try(struct rows *rows, unsigned origins, bool base_only,
    struct entry **culprit, const struct column **column)
{
	enum snmp_error error = SNMP_OK;
	const char *name;

	transaction_begin(rows->mib, 0, 0);
	for (size_t i = 0; i < rows->entry_count && !error; i++) {
		const struct entry *entry = &rows->entries[i];

		if ((entry->origin & origins) && !entry->out && !(base_only && entry->moved_once) &&
		    !is_overridden(rows, i, origins))
			error = rowtext_add(rows->mib, entry->text, &name);
	}
	if (!error)
		error = transaction_check(rows->mib);
	*column = NULL;
	*culprit = error ? entry_of(rows, transaction_culprit(rows->mib, column)) : NULL;
	return error;
}

/*
 * A checked transaction of all entries of the given origins that can be made.  False: there is
 * none, as some that must be made cannot.
 */
static bool gather(struct rows *rows, unsigned origins, bool base_only)
{
	uint32_t failures = rows->mib->state_failures;
	unsigned refused = 0;
	const struct column *column;
	struct entry *culprit;
	enum snmp_error error;

	while ((error = try(rows, origins, base_only, &culprit, &column)) != SNMP_OK) {
		transaction_drop(rows->mib);
		if (rows->mib->state_failures != failures)
			return false; /* logged by the state */
		if (!culprit)
			return no_memory(rows);
		entry_refuse(rows, culprit, column, error);
		if (++refused >= WRONG_MAX && rows->wrong) {
			log_error("there may be more wrong rows: only the first are told");
			return false;
		}
	}
	if (rows->wrong)
		transaction_drop(rows->mib);
	return !rows->wrong;
}

static void holder_add(void *arg, const struct control *row)
{
	struct rows *rows = arg;
	struct holder *holders =
	    reallocarray(rows->holders, rows->holder_count + 1, sizeof(*holders));

	if (!holders) {
		no_memory(rows);
		return;
	}
	rows->holders = holders;
	holders[rows->holder_count++] =
	    (struct holder){rows->gathering, row->class, row->index[0], row->port};
}

/* Which rows those of one origin would make by themselves, and for which ports. */
static bool find_holders(struct rows *rows, enum origin origin)
{
	if (!gather(rows, origin, false))
		return false;
	rows->gathering = origin;
	if (!transaction_rows(rows->mib, holder_add, rows))
		no_memory(rows);
	transaction_drop(rows->mib);
	return !rows->wrong;
}

/* The row of another port that has this place; NULL: none.  One without a source is no other's. */
static const struct holder *stranger(const struct rows *rows, const struct control_class *class,
    uint32_t index, const struct port *port, enum origin origin)
{
	for (size_t i = 0; i < rows->holder_count; i++) {
		const struct holder *h = &rows->holders[i];

		if (h->origin == origin && h->class == class && h->index == index && h->port &&
		    h->port != port)
			return h;
	}
	return NULL;
}

/* Whether a configured or another default row is at this place, or another port's kept one. */
static bool is_occupied(const struct rows *rows, const struct entry *candidate,
    const struct control_class *class, uint32_t index, const struct port *port)
{
	for (size_t i = 0; i < rows->entry_count; i++) {
		const struct entry *entry = &rows->entries[i];

		if (entry != candidate && entry->origin != ORIGIN_STATE &&
		    rowtext_same_row(entry->text, candidate->text))
			return true;
	}
	return stranger(rows, class, index, port, ORIGIN_STATE) != NULL;
}

static struct entry *default_add(
    struct rows *rows, unsigned n, uint32_t index, const struct port *port)
{
	char *line = default_row_line(n, index, port->name);
	struct entry *entry;

	if (!line) {
		no_memory(rows);
		return NULL;
	}
	entry = entry_add(rows, ORIGIN_DEFAULT, line, "default");
	free(line);
	return entry;
}

static void default_forget(struct rows *rows)
{
	rowtext_free(rows->entries[--rows->entry_count].text);
}

/* Its own place is another row's: the lowest free one from DEFAULT_ELSEWHERE. */
static struct entry *default_elsewhere(
    struct rows *rows, unsigned n, const struct control_class *class, const struct port *port)
{
	for (uint32_t index = DEFAULT_ELSEWHERE; index <= class->index_max; index++) {
		struct entry *entry = default_add(rows, n, index, port);

		if (!entry || !is_occupied(rows, entry, class, index, port))
			return entry;
		default_forget(rows);
	}
	log_warning("%s: no index is free for a default row of %s", class->name, port->name);
	return NULL;
}

/*
 * A configured row of the same port, or one that only says Status=invalid, replaces the default;
 * one of another port moves it, and so does a kept row of another port while this port is new.
 * That is the one time: the default so moved is kept from then on, as if an NMS had made it.  A
 * port that is not new had its default in its own place, so a kept row there is what an NMS made
 * of it, and it stays in the configuration's part.
 */
static void default_place(struct rows *rows, unsigned n, const struct port *port)
{
	const struct default_row row = default_row(n, port->number);
	bool is_new = rows->state && state_port(rows->state, port->name) == 0;
	struct entry *entry = NULL;
	bool by_config, by_state;

	if (row.index > row.class->index_max) {
		default_elsewhere(rows, n, row.class, port);
		return;
	}
	by_config = stranger(rows, row.class, row.index, port, ORIGIN_CONFIG);
	by_state = !by_config && is_new && stranger(rows, row.class, row.index, port, ORIGIN_STATE);
	if (by_config || by_state) {
		entry = default_elsewhere(rows, n, row.class, port);
		if (entry)
			entry->moved_once = by_state;
		return;
	}
	default_add(rows, n, row.index, port);
}

static void default_entries(struct rows *rows)
{
	for (unsigned i = 0; i < rows->mib->port_count; i++)
		for (unsigned n = 0; n < DEFAULT_ROWS; n++)
			default_place(rows, n, rows->mib->ports[i]);
}

static void base_add(void *arg, const struct control *row)
{
	struct rows *rows = arg;

	if (!state_base_add(rows->state, rowtext_format(rows->mib, row),
		rowtext_format_deleted(row->class, row->index)))
		no_memory(rows);
}

/* Tells the state what defaults and configuration make without it. */
static bool find_base(struct rows *rows)
{
	if (!gather(rows, ORIGIN_DEFAULT | ORIGIN_CONFIG, true))
		return false;
	if (!transaction_rows(rows->mib, base_add, rows))
		no_memory(rows);
	transaction_drop(rows->mib);
	return !rows->wrong;
}

/* From here on a port is not new. */
static void note_ports(struct rows *rows)
{
	for (unsigned i = 0; i < rows->mib->port_count; i++) {
		const struct port *port = rows->mib->ports[i];

		if (state_port(rows->state, port->name) == 0 &&
		    !state_port_add(rows->state, port->name, port->number))
			no_memory(rows);
	}
}

/* Everything up to the last transaction; all that is wrong in the configuration is told. */
static bool prepare(struct rows *rows, const struct config *config)
{
	config_entries(rows, config);
	if (rows->wrong || !find_holders(rows, ORIGIN_CONFIG))
		return false;
	state_entries(rows);
	if (rows->state && !find_holders(rows, ORIGIN_STATE))
		return false;
	if (!config->no_defaults)
		default_entries(rows);
	if (rows->state && !find_base(rows))
		return false;
	if (rows->state)
		note_ports(rows);
	return !rows->wrong;
}

/* Numbers of ports may be all that is new: no transaction wrote them. */
static bool save(struct mib *mib)
{
	struct mib_persist *persist = &mib->persist;

	if (!persist->prepare)
		return true;
	if (!persist->prepare(persist->arg, mib) || !persist->commit(persist->arg))
		return false;
	persist->forget(persist->arg);
	return true;
}

static void rows_free(struct rows *rows)
{
	for (size_t i = 0; i < rows->entry_count; i++)
		rowtext_free(rows->entries[i].text);
	free(rows->entries);
	free(rows->holders);
}

bool rows_start(struct mib *mib, const struct config *config, struct state *state)
{
	struct rows rows = {.mib = mib, .state = state};
	bool made = prepare(&rows, config);

	if (made && state) {
		mib->persist = state_persist(state);
		mib->hc_alarm_capabilities[0] |= HC_ALARM_NV_STORAGE;
	}
	made = made && gather(&rows, ORIGIN_ANY, false);
	if (made) {
		made = transaction_commit(mib) == SNMP_OK;
		if (made)
			transaction_finish(mib);
		else
			transaction_drop(mib);
	}
	rows_free(&rows);
	return made && save(mib);
}

bool rows_check(struct mib *mib, const struct config *config, struct state *state,
    void (*differ)(void *arg, const char *configured, const char *kept), void *arg)
{
	struct rows rows = {.mib = mib, .state = state};
	bool good = prepare(&rows, config) && gather(&rows, ORIGIN_ANY, false);

	if (good && state && !state_compare(state, mib, differ, arg))
		good = no_memory(&rows);
	transaction_drop(mib);
	rows_free(&rows);
	return good;
}
