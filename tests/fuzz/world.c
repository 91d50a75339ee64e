/* SPDX-License-Identifier: BSD-2-Clause */
/* A mib over two ports without files or threads, and what must always be true of it. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "mibs/columns.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"

void check_failed(const char *file, int line, const char *expectation)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, expectation);
	abort();
}

static uint64_t world_clock(void *arg)
{
	const struct world *world = arg;

	return world->clock;
}

static void port_make(struct port *port, unsigned number, const char *name, uint32_t ifindex)
{
	pthread_mutex_init(&port->lock, NULL);
	LIST_INIT(&port->groups);
	port_config_init(&port->config);
	strcpy(port->name, name);
	port->number = number;
	port->link_name = "EN10MB";
	port->link = LINK_ETHERNET;
	port->state = PORT_RUNNING;
	port->offloads = OFFLOADS_UNKNOWN;
	port->ifindex = ifindex;
	port->last_wall = INT64_MIN;
	fcs_init(&port->fcs, FCS_ABSENT);
}

struct world *world_new(uint64_t memory, const unsigned *numbers)
{
	struct world *world = calloc(1, sizeof(*world));

	check(world != NULL);
	port_make(&world->ports[0], numbers ? numbers[0] : 1, "eth0", IFINDEX_0);
	port_make(&world->ports[1], numbers ? numbers[1] : 2, "eth1", IFINDEX_1);
	for (int i = 0; i < WORLD_PORTS; i++)
		world->list[i] = &world->ports[i];
	world->clock = 1;
	world->mib = mib_new(world->list, WORLD_PORTS, memory);
	check(world->mib != NULL);
	world->mib->clock = world_clock;
	world->mib->clock_arg = world;
	world->mib->version = "1.0";
	return world;
}

void world_free(struct world *world)
{
	mib_free(world->mib);
	for (int i = 0; i < WORLD_PORTS; i++) {
		check(LIST_EMPTY(&world->ports[i].groups));
		pthread_mutex_destroy(&world->ports[i].lock);
	}
	free(world);
}

void world_pass(struct world *world, uint64_t seconds)
{
	world->clock += seconds * SECOND;
	world->mib->now += seconds * SECOND;
	for (int i = 0; i < WORLD_PORTS; i++) {
		port_lock(&world->ports[i]);
		port_tick(&world->ports[i], world->mib->now);
		port_unlock(&world->ports[i]);
	}
}

void world_frame(struct world *world, unsigned port, uint8_t from, uint8_t to)
{
	uint8_t octets[60] = {0x02, 0, 0, 0, 0, to, 0x02, 0, 0, 0, 0, from, 0x88, 0xb5};
	struct frame frame = {
	    .wall = (int64_t)world->mib->now,
	    .data = octets,
	    .caplen = sizeof(octets),
	    .len = sizeof(octets),
	};

	port_lock(&world->ports[port]);
	port_input(&world->ports[port], &frame);
	port_unlock(&world->ports[port]);
}

struct oid world_source(uint32_t ifindex)
{
	struct oid oid = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);

	oid.sub[oid.len++] = ifindex;
	return oid;
}

struct oid world_variable(uint32_t index)
{
	struct oid oid = OID_LITERAL(RMON, 1, 1, 1, 5);

	oid.sub[oid.len++] = index;
	return oid;
}

static const struct column *column_with(const struct table *table, unsigned flag)
{
	const struct column *column = table->columns;

	while (!(column->flags & flag))
		column++;
	return column;
}

enum snmp_error world_add_row(struct world *world, const struct control_class *class,
    uint32_t index, unsigned port, int32_t status, const void *tags[2])
{
	uint32_t source[] = {column_with(class->table, COLUMN_MANDATORY)->number, index};
	uint32_t entry_status[] = {column_with(class->table, COLUMN_STATUS)->number, index};
	struct value value = {.syntax = SYNTAX_OID};
	enum snmp_error error;

	value.oid = world_source(world->ports[port].ifindex);
	error = transaction_add(world->mib, class->table, source, 2, &value, tags[0]);
	if (error)
		return error;
	value.syntax = SYNTAX_INTEGER;
	value.integer = status;
	return transaction_add(world->mib, class->table, entry_status, 2, &value, tags[1]);
}

enum snmp_error world_settle(struct world *world)
{
	enum snmp_error error = transaction_check(world->mib);

	if (!error)
		error = transaction_commit(world->mib);
	if (error)
		transaction_drop(world->mib);
	else
		transaction_finish(world->mib);
	return error;
}

void world_row(struct world *world, const char *line)
{
	char error[512];
	struct rowtext *parsed = rowtext_parse(world->mib, line, "here", error, sizeof(error));
	const char *column;

	check(parsed != NULL);
	transaction_begin(world->mib, 0, 0);
	check(rowtext_add(world->mib, parsed, &column) == SNMP_OK);
	check(world_settle(world) == SNMP_OK);
	rowtext_free(parsed);
}

bool value_equal(const struct value *a, const struct value *b)
{
	if (a->syntax != b->syntax)
		return false;
	switch (a->syntax) {
	case SYNTAX_INTEGER:
		return a->integer == b->integer;
	case SYNTAX_OCTETS:
		return a->octets_len == b->octets_len &&
		       (a->octets_len == 0 || memcmp(a->octets, b->octets, a->octets_len) == 0);
	case SYNTAX_OID:
		return a->oid.len == b->oid.len &&
		       memcmp(a->oid.sub, b->oid.sub, a->oid.len * sizeof(a->oid.sub[0])) == 0;
	default:
		return a->number == b->number;
	}
}

/* How often a port carries this collector. */
static unsigned port_carries(const struct port *port, const struct group *group)
{
	const struct group *each;
	unsigned times = 0;

	LIST_FOREACH(each, &port->groups, link) {
		times += each == group;
	}
	return times;
}

static unsigned port_groups(const struct port *port)
{
	const struct group *each;
	unsigned count = 0;

	LIST_FOREACH(each, &port->groups, link) {
		check(each->port == port);
		count++;
	}
	return count;
}

static void row_check(const struct control *row)
{
	const struct control_class *class = row->class;

	for (unsigned i = 0; i < class->index_count; i++)
		check(row->index[i] >= 1 && row->index[i] <= class->index_max);
	check(row->status == STATUS_VALID || row->status == STATUS_UNDER_CREATION);
	check(memchr(row->owner, '\0', sizeof(row->owner)) != NULL);
	if (row->status == STATUS_UNDER_CREATION) {
		check(row->group == NULL && row->granted == 0);
		return;
	}
	check(row->live == NULL || class->make != NULL);
	if (class->make != NULL && class->collect == NULL) {
		check(row->live != NULL && row->group == NULL);
		return;
	}
	check(row->port != NULL && row->group != NULL);
	check(row->group->class == class->group);
	check(port_carries(row->port, row->group) == 1);
}

static void store_check(const struct mib *mib, size_t n, uint64_t used[BUDGET_KINDS])
{
	const struct store *store = &mib->stores[n];

	check(store->count <= store->room);
	for (size_t i = 0; i < store->count; i++) {
		const struct control *row = store->rows[i];

		check(row->class == mib_controls[n]);
		check(i == 0 || control_compare(store->rows[i - 1], row->index) < 0);
		row_check(row);
		used[row->class->budget] += row->granted;
	}
}

/* Collectors on ports and collectors of rows are the same ones: each row's is on one port. */
static unsigned rows_with_collectors(const struct mib *mib, const struct port *port)
{
	unsigned count = 0;

	for (size_t n = 0; mib_controls[n]; n++) {
		for (size_t i = 0; i < mib->stores[n].count; i++) {
			const struct control *row = mib->stores[n].rows[i];

			count += row->group != NULL && row->port == port;
		}
	}
	return count;
}

/* What a row has on the main thread may take of the budget as long as it needs it. */
static bool is_paid_by_live(enum budget_kind kind)
{
	for (size_t n = 0; mib_controls[n]; n++) {
		if (mib_controls[n]->make != NULL && mib_controls[n]->budget == kind)
			return true;
	}
	return false;
}

void world_check(const struct world *world)
{
	const struct mib *mib = world->mib;
	uint64_t used[BUDGET_KINDS] = {0};

	check(mib->transaction == NULL);
	for (size_t n = 0; mib_controls[n]; n++)
		store_check(mib, n, used);
	for (int kind = 0; kind < BUDGET_KINDS; kind++) {
		check(mib->budgets[kind].used >= used[kind]);
		check(mib->budgets[kind].used == used[kind] ||
		      is_paid_by_live((enum budget_kind)kind));
		check(mib->budgets[kind].used <= mib->budgets[kind].total);
	}
	for (int i = 0; i < WORLD_PORTS; i++)
		check(port_groups(world->list[i]) == rows_with_collectors(mib, world->list[i]));
}

static void print_row(void *arg, const struct control *row)
{
	char *line;

	if (!control_is_kept(row))
		return;
	line = rowtext_format(NULL, row);
	check(line != NULL);
	fprintf(arg, "%s\n", line);
	free(line);
}

char *world_text(const struct mib *mib)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	check(out != NULL);
	check(transaction_rows(mib, print_row, out));
	check(fclose(out) == 0);
	return text;
}

struct text {
	const struct mib *mib;
	char *line;
};

static void text_take(void *arg, const struct control *row)
{
	struct text *text = arg;

	check(text->line == NULL);
	text->line = rowtext_format(text->mib, row);
	check(text->line != NULL);
}

/* The text that a row made from this line has, in a mib of its own. */
static char *text_again(struct world *other, const char *line)
{
	char error[512];
	struct rowtext *parsed = rowtext_parse(other->mib, line, "here", error, sizeof(error));
	struct text text = {other->mib, NULL};
	const char *column;

	check(parsed != NULL);
	transaction_begin(other->mib, 0, 0);
	check(rowtext_add(other->mib, parsed, &column) == SNMP_OK);
	check(transaction_check(other->mib) == SNMP_OK);
	check(transaction_rows(other->mib, text_take, &text));
	transaction_drop(other->mib);
	rowtext_free(parsed);
	check(text.line != NULL);
	return text.line;
}

static void row_check_text(void *arg, const struct control *row)
{
	struct world *other = arg;
	char *line = rowtext_format(other->mib, row);
	char *again;

	check(line != NULL);
	again = text_again(other, line);
	check(strcmp(line, again) == 0);
	free(line);
	free(again);
}

void world_check_text(const struct world *world)
{
	struct world *other = world_new(WORLD_MEMORY, NULL);

	check(transaction_rows(world->mib, row_check_text, other));
	world_free(other);
}
