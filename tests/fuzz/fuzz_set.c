/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes SET: any order of varbinds and phases must leave all, or nothing, and lose no row. */
#include <stdio.h>
#include <string.h>

#include "memfile.h"
#include "mibs/alarm.h"
#include "mibs/channel.h"
#include "mibs/transaction.h"
#include "mibs/walk.h"
#include "varbind.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STEPS_MAX 128   /* of one input */
#define VARBINDS_MAX 24 /* of one SET */

struct bytes {
	char *at;
	size_t len;
};

struct manager {
	struct world *world;
	struct cursor input;
	struct memfile file;
	struct bytes settled; /* rows, budgets and ports when no SET is under way */
	struct varbind *varbinds;
	size_t count;
	bool refused; /* a varbind was, before the check: there is nothing to judge */
	bool checked;
	bool committed;
};

/* The octets of all that a SET may change, but for views. */

static void put_rows(FILE *out, const struct store *store)
{
	for (size_t i = 0; i < store->count; i++) {
		struct control *copy = control_copy(store->rows[i]);

		check(copy != NULL);
		copy->view = NULL;
		fwrite(&store->rows[i], sizeof(store->rows[i]), 1, out);
		fwrite(copy, copy->class->row_size, 1, out);
		control_free(copy);
	}
}

static void put_collectors(FILE *out, const struct port *port)
{
	const struct group *group;

	LIST_FOREACH(group, &port->groups, link) {
		fwrite(&group, sizeof(group), 1, out);
		fwrite(&group->memory, sizeof(group->memory), 1, out);
	}
}

/* budgets: whether what is taken of them counts, which a SET under way may do. */
static struct bytes snapshot(const struct world *world, bool budgets)
{
	const struct mib *mib = world->mib;
	struct bytes bytes = {0};
	FILE *out = open_memstream(&bytes.at, &bytes.len);

	check(out != NULL);
	for (int i = 0; i < WORLD_PORTS; i++)
		put_collectors(out, &world->ports[i]);
	for (size_t i = 0; mib_controls[i]; i++)
		put_rows(out, &mib->stores[i]);
	if (budgets)
		fwrite(mib->budgets, sizeof(mib->budgets), 1, out);
	check(fclose(out) == 0);
	return bytes;
}

/* Nothing of the SET is to be seen; while it is under way, but for budgets. */
static void check_unchanged(const struct manager *m, bool budgets)
{
	struct bytes now = snapshot(m->world, budgets);

	check(now.len + (budgets ? 0 : sizeof(m->world->mib->budgets)) == m->settled.len);
	check(memcmp(now.at, m->settled.at, now.len) == 0);
	free(now.at);
}

/* No SET is under way: what is there is of a piece, and all of it is in the file. */
static void settle(struct manager *m, bool changed)
{
	world_check(m->world);
	memfile_check(&m->file, m->world->mib);
	if (!changed)
		check_unchanged(m, true);
	free(m->settled.at);
	m->settled = snapshot(m->world, true);
	m->count = 0;
	m->refused = m->checked = m->committed = false;
}

/* Varbinds. */

static void varbind_add(struct manager *m, struct varbind *varbind)
{
	bool late = m->checked;

	varbind->error = transaction_add(
	    m->world->mib, varbind->table, varbind->suffix, varbind->len, &varbind->value, varbind);
	check(!late || varbind->error);
	m->refused |= varbind->error != SNMP_OK;
	check(transaction_error(m->world->mib, varbind) == varbind->error);
	check_unchanged(m, !m->checked);
}

static struct varbind *varbind_next(struct manager *m)
{
	if (!m->world->mib->transaction || m->committed || m->count == VARBINDS_MAX)
		return NULL;
	m->varbinds[m->count] = (struct varbind){.len = 2};
	return &m->varbinds[m->count++];
}

static void add(struct manager *m)
{
	struct varbind *varbind = varbind_next(m);

	if (!varbind)
		return;
	take_varbind(&m->input, varbind);
	varbind_add(m, varbind);
}

static void add_column(struct manager *m, const struct control_class *class, uint32_t index,
    const struct column *column, const struct value *value)
{
	struct varbind *varbind = varbind_next(m);

	if (!varbind)
		return;
	varbind->table = class->table;
	varbind->suffix[0] = column->number;
	varbind->suffix[1] = index;
	varbind->value = *value;
	varbind_add(m, varbind);
}

/* The columns without which there is no valid row. */
static void add_row(struct manager *m)
{
	const struct control_class *class = take_class(&m->input);
	uint32_t index = take_index(&m->input);
	struct value source = {.syntax = SYNTAX_OID};
	struct value number = {.syntax = SYNTAX_INTEGER, .integer = 1};
	struct value status = {.syntax = SYNTAX_INTEGER};
	uint8_t how = take(&m->input);

	source.oid = world_source(how & 8 ? IFINDEX_0 : IFINDEX_1);
	if (class == &channel_control)
		number.integer = how & 8 ? IFINDEX_0 : IFINDEX_1;
	for (size_t i = 0; i < class->table->column_count; i++) {
		const struct column *column = &class->table->columns[i];

		status.integer = 1 + how % (column->flags & COLUMN_ROW_STATUS ? 6 : 4);
		if (column->form == FORM_OID)
			source.oid = world_variable(1);
		if (column->flags & COLUMN_STATUS)
			add_column(m, class, index, column, &status);
		else if (column->flags & COLUMN_MANDATORY)
			add_column(m, class, index, column,
			    column->syntax == SYNTAX_OID ? &source : &number);
	}
}

/* Phases. */

static void begin(struct manager *m)
{
	uint8_t id = take(&m->input);

	transaction_begin(m->world->mib, id, id + 1u);
	m->count = 0;
	m->refused = m->checked = m->committed = false;
	check(transaction_is(m->world->mib, id, id + 1u));
	check_unchanged(m, true);
}

static void judge(struct manager *m)
{
	const struct column *column = NULL;
	enum snmp_error error = transaction_check(m->world->mib);
	const struct varbind *culprit;
	bool blamed = false;

	if (!m->world->mib->transaction) {
		check(error == SNMP_RESOURCE_UNAVAILABLE);
		return;
	}
	if (!m->refused)
		m->checked = true;
	for (size_t i = 0; i < m->count; i++)
		blamed |= transaction_error(m->world->mib, &m->varbinds[i]) != SNMP_OK;
	check(blamed == (error != SNMP_OK));
	culprit = transaction_culprit(m->world->mib, &column);
	check((culprit != NULL) == blamed);
	for (size_t i = 0; i < m->count; i++)
		check(!m->varbinds[i].error || error);
	if (!m->committed)
		check_unchanged(m, false);
}

/* The rows are others now; collectors, which may be kept, are as they were. */
static void commit(struct manager *m)
{
	enum snmp_error error = transaction_commit(m->world->mib);

	if (error) {
		check(!m->committed);
		check(error == SNMP_COMMIT_FAILED);
		check_unchanged(m, !m->world->mib->transaction);
		return;
	}
	check(m->checked);
	m->committed = true;
}

static const struct varbind *status_of(const struct manager *m, const struct varbind *varbind)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct varbind *other = &m->varbinds[i];
		const struct column *column = table_column(other->table, other->suffix[0]);

		if (other->table->control == varbind->table->control &&
		    other->suffix[1] == varbind->suffix[1] && (column->flags & COLUMN_STATUS))
			return other;
	}
	return NULL;
}

/* A RowStatus after what was written: createAndWait makes a row, which has what its PDU has. */
static int64_t row_status_expected(
    const struct manager *m, const struct varbind *status, int64_t written)
{
	const struct table *table = status->table;
	size_t missing = 0;

	for (size_t i = 0; i < table->column_count; i++)
		missing += (table->columns[i].flags & COLUMN_MANDATORY) != 0;
	for (size_t i = 0; i < m->count; i++) {
		const struct varbind *other = &m->varbinds[i];

		if (other->table == table && other->suffix[1] == status->suffix[1] &&
		    (table_column(table, other->suffix[0])->flags & COLUMN_MANDATORY))
			missing--;
	}
	switch (written) {
	case ROW_CREATE_AND_GO:
		return ROW_ACTIVE;
	case ROW_CREATE_AND_WAIT:
		return missing ? ROW_NOT_READY : ROW_NOT_IN_SERVICE;
	default:
		check(written != ROW_NOT_READY);
		return written;
	}
}

/* Whether the PDU deletes the row, and what is read of the status that it writes. */
static bool status_deletes(const struct manager *m, const struct varbind *status, int64_t *expected)
{
	const struct column *column = table_column(status->table, status->suffix[0]);
	int64_t written = status->value.integer;

	if (column->flags & COLUMN_ROW_STATUS) {
		*expected = row_status_expected(m, status, written);
		return written == ROW_DESTROY;
	}
	*expected = written == STATUS_CREATE ? STATUS_UNDER_CREATION : written;
	return written == STATUS_INVALID;
}

/* What a manager wrote it reads. */
static void check_written(struct manager *m)
{
	struct value value;

	m->world->mib->pdu++;
	for (size_t i = 0; i < m->count; i++) {
		const struct varbind *varbind = &m->varbinds[i];
		const struct varbind *status = status_of(m, varbind);
		struct value expected = varbind->value;
		int64_t shown = 0;
		bool deletes = status && status_deletes(m, status, &shown);
		enum walk_result result =
		    walk_get(m->world->mib, varbind->table, varbind->suffix, varbind->len, &value);

		check(deletes == (result != WALK_OK));
		if (varbind == status)
			expected.integer = shown;
		check(result != WALK_OK || value_equal(&value, &expected));
	}
}

static void finish(struct manager *m)
{
	transaction_finish(m->world->mib);
	if (!m->committed)
		return;
	check_written(m);
	settle(m, true);
}

static void undo(struct manager *m)
{
	transaction_undo(m->world->mib);
	settle(m, false);
}

static void drop(struct manager *m)
{
	if (m->committed)
		return;
	transaction_drop(m->world->mib);
	settle(m, false);
}

static void go_through(struct manager *m)
{
	judge(m);
	commit(m);
	finish(m);
	drop(m);
}

/* What happens between SETs, or between the phases of one. */

static void traffic(struct manager *m)
{
	uint8_t what = take(&m->input);

	world_frame(m->world, what & 1, what, (uint8_t)(what / 2));
	world_pass(m->world, what / 64);
}

/* Up to 68 minutes, in which rows in underCreation age out; never while a SET is under way. */
static void tick(struct manager *m)
{
	bool under_way = m->world->mib->transaction != NULL;

	world_pass(m->world, (uint64_t)take(&m->input) * 16);
	mib_tick(m->world->mib);
	if (!under_way) {
		mib_run(m->world->mib);
		settle(m, true);
	}
}

static void read_all(struct manager *m)
{
	struct mib *mib = m->world->mib;
	struct value value;
	struct walk walk;
	bool more;

	mib->pdu++;
	for (size_t i = 0; mib_tables[i]; i++) {
		for (more = walk_seek(&walk, mib, mib_tables[i], NULL, 0, true); more;
		     more = walk_next_column(&walk))
			walk_value(&walk, &value);
	}
}

static void break_file(struct manager *m)
{
	uint8_t how = take(&m->input);

	m->file.prepare_fails = how % 4 == 1;
	m->file.commit_fails = how % 4 == 2;
}

static void (*const steps[])(struct manager *) = {
    begin,
    add,
    add_row,
    judge,
    commit,
    finish,
    undo,
    drop,
    go_through,
    traffic,
    tick,
    read_all,
    break_file,
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct manager m = {
	    .world = world_new(WORLD_MEMORY, NULL), .input = cursor_make(data, size)};

	m.varbinds = calloc(VARBINDS_MAX, sizeof(*m.varbinds));
	check(m.varbinds != NULL);
	memfile_init(&m.file);
	m.world->mib->persist = memfile_persist(&m.file);
	settle(&m, true);
	for (int i = 0; i < STEPS_MAX && cursor_left(&m.input) > 0; i++)
		steps[take(&m.input) % STEPS](&m);
	undo(&m);
	world_check_text(m.world);
	world_free(m.world);
	free(m.varbinds);
	free(m.settled.at);
	memfile_free(&m.file);
	return 0;
}
