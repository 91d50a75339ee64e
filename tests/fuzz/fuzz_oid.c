/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes GET and GETNEXT: any suffix in any table must find what a linear search finds. */
#include <string.h>

#include "mibs/columns.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"
#include "mibs/topn.h"
#include "mibs/transaction.h"
#include "mibs/view.h"
#include "mibs/walk.h"
#include "probe/topn.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TABLES_MAX 64
#define KEY_MAX 16
#define STEPS_MAX 64 /* of one input */

/* The index of a row, control index and the row's own. */
struct key {
	size_t len;
	uint32_t sub[KEY_MAX];
};

/* All rows of a table in order; its columns have the same. */
struct keys {
	struct key *list;
	size_t count;
	size_t room;
	bool known; /* for the PDU under way */
};

struct search {
	struct world *world;
	struct cursor input;
	size_t tables;
	struct keys keys[TABLES_MAX];
	bool live; /* nothing came since the views were made */
};

static const struct control_class *const classes[] = {
    &ether_stats_control, &history_control, &host_control, &matrix_control};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

static int compare(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	size_t i = 0;

	while (i < a_len && i < b_len && a[i] == b[i])
		i++;
	if (i < a_len && i < b_len)
		return a[i] < b[i] ? -1 : 1;
	return (a_len > b_len) - (a_len < b_len);
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *left = a;
	const struct key *right = b;

	return compare(left->sub, left->len, right->sub, right->len);
}

static struct key *keys_add(struct keys *keys)
{
	if (keys->count == keys->room) {
		keys->room = keys->room ? 2 * keys->room : 16;
		keys->list = reallocarray(keys->list, keys->room, sizeof(*keys->list));
		check(keys->list != NULL);
	}
	keys->list[keys->count] = (struct key){.len = 0};
	return &keys->list[keys->count++];
}

/* A key names one row: encoded and decoded it is the same. */
static void check_key(const struct table *table, const uint32_t *key, size_t len, bool is_key)
{
	void *row = calloc(1, WALK_SAMPLE_MAX);
	uint32_t again[OID_MAX];
	bool decoded;

	check(row != NULL);
	decoded = key_decode(table->index, table->index_count, key, len, row);
	check(decoded || !is_key);
	if (decoded) {
		check(key_encode(table->index, table->index_count, row, again, 0) == len);
		check(memcmp(again, key, len * sizeof(*key)) == 0);
	}
	free(row);
}

static void add_rows(struct keys *keys, const struct table *table, const struct control *control,
    const uint8_t *rows, size_t count, size_t row_size)
{
	for (size_t i = 0; i < count; i++) {
		struct key *key = keys_add(keys);
		size_t own = table->control->index_count;

		memcpy(key->sub, control->index, own * sizeof(key->sub[0]));
		key->len = key_encode(
		    table->index, table->index_count, rows + i * row_size, key->sub, own);
		check(key->len <= KEY_MAX && table->entry.len + 1 + key->len <= OID_MAX);
		check_key(table, key->sub + own, key->len - own, true);
	}
}

static void add_traffic_rows(
    struct keys *keys, const struct table *table, const struct control *control)
{
	const struct group *group = control->group;
	size_t row_size = group->class->row_size;
	uint8_t *rows = calloc(group->rows + 1, row_size);

	check(rows != NULL);
	check(group->class->copy(group, 0, group->rows, rows) == group->rows);
	add_rows(keys, table, control, rows, group->rows, row_size);
	free(rows);
}

/* Rows on the main thread are shown as they are. */
static void add_main_rows(
    struct keys *keys, struct mib *mib, const struct table *table, struct control *control)
{
	const struct view *view = NULL;

	if (control->live && (!table->shows || table->shows(mib, control)))
		view = table->control->rows(control);
	if (view)
		add_rows(keys, table, control, view->rows, view->count, view->row_size);
}

static void find_rows(struct mib *mib, const struct table *table, struct keys *keys)
{
	const struct store *store = mib_store(mib, table->control);

	for (size_t i = 0; i < store->count; i++) {
		struct control *control = store->rows[i];

		if (table->order == TABLE_OF_CONTROL_ROWS) {
			struct key *key = keys_add(keys);

			key->len = table->control->index_count;
			memcpy(key->sub, control->index, key->len * sizeof(key->sub[0]));
		} else if (table->control->rows) {
			add_main_rows(keys, mib, table, control);
		} else if (control->group) {
			add_traffic_rows(keys, table, control);
		}
		view_get(mib, control, table->order); /* of the same moment */
	}
	if (keys->count > 0)
		qsort(keys->list, keys->count, sizeof(*keys->list), compare_keys);
}

static const struct keys *keys_of(struct search *search, size_t table)
{
	struct keys *keys = &search->keys[table];

	if (keys->known)
		return keys;
	keys->count = 0;
	keys->known = true;
	if (mib_tables[table]->order == TABLE_OF_SCALARS)
		keys_add(keys)->len = 1; /* .0 */
	else
		find_rows(search->world->mib, mib_tables[table], keys);
	return keys;
}

/* A new PDU, whose views show what is there now. */
static void next_pdu(struct search *search)
{
	search->world->clock += 2 * SECOND;
	search->world->mib->pdu++;
	for (size_t i = 0; i < search->tables; i++)
		search->keys[i].known = false;
	search->live = true;
}

/* Where a linear search of column after column and row after row ends; column NULL: nowhere. */
struct instance {
	const struct column *column;
	const struct key *key;
};

static size_t suffix_of(struct instance instance, uint32_t *suffix)
{
	suffix[0] = instance.column->number;
	memcpy(suffix + 1, instance.key->sub, instance.key->len * sizeof(*suffix));
	return 1 + instance.key->len;
}

static struct instance find(const struct table *table, const struct keys *keys,
    const uint32_t *suffix, size_t len, bool inclusive)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		bool is_its_column = len > 0 && column->number == suffix[0];

		if (column->access == ACCESS_NONE || (len > 0 && column->number < suffix[0]))
			continue;
		for (size_t j = 0; j < keys->count; j++) {
			const struct key *key = &keys->list[j];
			int order =
			    is_its_column ? compare(key->sub, key->len, suffix + 1, len - 1) : 1;

			if (order > 0 || (order == 0 && inclusive))
				return (struct instance){column, key};
		}
	}
	return (struct instance){NULL, NULL};
}

static void check_instance(const struct walk *walk, bool found, struct instance instance)
{
	uint32_t expected[1 + KEY_MAX];
	uint32_t suffix[OID_MAX];
	struct value value;
	size_t len;

	check(found == (instance.column != NULL));
	if (!found)
		return;
	len = walk_suffix(walk, suffix);
	check(walk_column(walk) == instance.column);
	check(compare(suffix, len, expected, suffix_of(instance, expected)) == 0);
	walk_value(walk, &value);
	check(value.syntax == instance.column->syntax);
	check(value.oid.len <= OID_MAX || value.syntax != SYNTAX_OID);
	check(value.octets_len <= VALUE_OCTETS_MAX || value.syntax != SYNTAX_OCTETS);
}

static void check_step(struct walk walk, const struct table *table, const struct keys *keys)
{
	struct walk other = walk;
	uint32_t suffix[OID_MAX];
	size_t len = walk_suffix(&walk, suffix);

	check_instance(&walk, walk_step(&walk), find(table, keys, suffix, len, false));
	suffix[0]++;
	check_instance(&other, walk_next_column(&other), find(table, keys, suffix, 1, true));
}

/* GET, and the same past all views as long as these show what is there now. */
static void check_get(struct search *search, const struct table *table, const struct keys *keys,
    const uint32_t *suffix, size_t len)
{
	struct instance instance = find(table, keys, suffix, len, true);
	const struct column *column = len > 0 ? table_column(table, suffix[0]) : NULL;
	enum walk_result expected = WALK_NO_INSTANCE;
	uint32_t own[1 + KEY_MAX];
	struct value value, live;

	if (!column || column->access == ACCESS_NONE)
		expected = WALK_NO_OBJECT;
	else if (instance.column && compare(own, suffix_of(instance, own), suffix, len) == 0)
		expected = WALK_OK;
	check(walk_get(search->world->mib, table, suffix, len, &value) == expected);
	if (!search->live) {
		walk_sample(search->world->mib, table, suffix, len, &live);
		return;
	}
	check(walk_sample(search->world->mib, table, suffix, len, &live) == expected);
	check(expected != WALK_OK || value_equal(&value, &live));
}

static void lengthen(uint32_t *suffix, size_t *len, size_t more)
{
	for (; more > 0 && *len < OID_MAX; more--)
		suffix[(*len)++] = 0;
}

static void edit(struct cursor *input, uint32_t *suffix, size_t *len)
{
	uint8_t kind = take(input);
	uint32_t *sub;

	if (*len == 0 || kind % 8 == 0)
		lengthen(suffix, len, 1);
	else if (kind % 8 == 1)
		lengthen(suffix, len, take(input));
	sub = &suffix[kind % 8 < 2 ? *len - 1 : take(input) % *len];
	switch (kind / 8 % 5) {
	case 0:
		*sub = take(input);
		break;
	case 1:
		++*sub;
		break;
	case 2:
		--*sub;
		break;
	case 3:
		*sub = 6; /* octets in an address */
		break;
	default:
		cursor_u32(input, sub);
	}
}

/* One that is there, cut and edited; or made up. */
static size_t take_suffix(
    struct cursor *input, const struct table *table, const struct keys *keys, uint32_t *suffix)
{
	uint8_t which = take(input);
	uint8_t cut = take(input);
	size_t len = 0;

	if (which > 0 && keys->count > 0) {
		struct instance instance = {&table->columns[take(input) % table->column_count],
		    &keys->list[which % keys->count]};

		len = suffix_of(instance, suffix);
	}
	for (uint8_t i = cut / 32; i > 0; i--)
		edit(input, suffix, &len);
	return cut % 32 > len ? len : len - cut % 32;
}

static void ask(struct search *search)
{
	size_t number = take(&search->input) % search->tables;
	bool inclusive = take(&search->input) & 1;
	const struct table *table = mib_tables[number];
	const struct keys *keys = keys_of(search, number);
	uint32_t space[OID_MAX];
	size_t len = take_suffix(&search->input, table, keys, space);
	uint32_t *suffix;
	struct walk walk;
	bool found;

	/* a copy of the exact size, so that a sanitizer sees any read beyond */
	suffix = malloc(len > 0 ? len * sizeof(*suffix) : 1);
	check(suffix != NULL);
	memcpy(suffix, space, len * sizeof(*suffix));
	found = walk_seek(&walk, search->world->mib, table, suffix, len, inclusive);
	check_instance(&walk, found, find(table, keys, suffix, len, inclusive));
	if (found)
		check_step(walk, table, keys);
	check_get(search, table, keys, suffix, len);
	if (table->index_count > 0)
		check_key(table, suffix, len, false);
	free(suffix);
}

/* Time and traffic, which the views of a PDU under way do not show. */
static void feed(struct search *search)
{
	uint8_t what = take(&search->input);
	uint8_t from = take(&search->input);

	for (size_t i = 0; i < search->tables; i++)
		keys_of(search, i);
	for (uint8_t i = 0; i < what / 16; i++)
		world_frame(search->world, what & 1, from, (uint8_t)(from * 7 + i));
	world_pass(search->world, (what >> 1) % 4);
	search->live = false;
}

static void change_row(struct search *search)
{
	uint8_t what = take(&search->input);
	uint8_t how = take(&search->input);
	const void *tags[2] = {"source", "status"};
	struct world *world = search->world;

	transaction_begin(world->mib, 0, 0);
	world_add_row(world, classes[what % CLASSES], 1 + what / 4 % 8, what >> 7,
	    STATUS_VALID + how % 4, tags);
	world_settle(world);
	next_pdu(search);
}

/* A report of a second on the hosts of the same index. */
static void add_report(struct world *world, uint32_t index, int64_t rate_base)
{
	const int64_t columns[][2] = {
	    {2, index}, {3, rate_base}, {4, 1}, {10, STATUS_VALID}}; /* by number */

	transaction_begin(world->mib, 0, 0);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		struct value value = {.syntax = SYNTAX_INTEGER, .integer = columns[i][1]};

		transaction_add(world->mib, &host_top_n_control_table,
		    (uint32_t[]){(uint32_t)columns[i][0], index}, 2, &value, "report");
	}
	check(world_settle(world) == SNMP_OK);
}

/* An alarm, and what captures and logs each packet of one port and half of those of the other. */
static void add_others(struct world *world)
{
	static const char *const rows[] = {
	    "eventTable.1 Type=log",
	    "eventTable.2 Type=logandtrap",
	    "alarmTable.1 Interval=1 Variable=etherStatsPkts.1 RisingThreshold=1 "
	    "RisingEventIndex=2",
	    "channelTable.1 IfIndex=eth0 AcceptType=acceptFailed DataControl=on EventIndex=1 "
	    "EventStatus=eventAlwaysReady",
	    "channelTable.2 IfIndex=eth1 DataControl=on",
	    "filterTable.1 ChannelIndex=2 PktDataOffset=5 PktData=0x01 PktDataMask=0x01",
	    "bufferControlTable.1 ChannelIndex=1 MaxOctetsRequested=512 FullAction=wrapWhenFull",
	    "bufferControlTable.2 ChannelIndex=2 MaxOctetsRequested=512 DownloadOffset=50",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		world_row(world, rows[i]);
}

/* Rows 1 and 3 are valid, 2 is in underCreation, 4 is valid and saw nothing. */
static void populate(struct search *search)
{
	static const int32_t status[] = {STATUS_VALID, STATUS_CREATE, STATUS_VALID, STATUS_VALID};
	struct value interval = {.syntax = SYNTAX_INTEGER, .integer = 1};
	const void *tags[2] = {"source", "status"};
	struct world *world = search->world;

	for (uint32_t row = 1; row <= 4; row++) {
		if (row == 4) {
			add_others(world);
			add_report(world, 1, TOPN_OUT_PKTS);
			add_report(world, 3, TOPN_HC_OUT_PKTS);
			for (uint8_t i = 0; i < 5; i++)
				world_frame(world, i & 1, i, (uint8_t)(200 - i));
			world_pass(world, 3);
			mib_run(world->mib);
		}
		transaction_begin(world->mib, 0, 0);
		for (size_t i = 0; i < CLASSES; i++)
			world_add_row(world, classes[i], row, row & 1, status[row - 1], tags);
		transaction_add(world->mib, &history_control_table, (uint32_t[]){5, row}, 2,
		    &interval, "interval");
		check(world_settle(world) == SNMP_OK);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct search search = {
	    .world = world_new(WORLD_MEMORY, NULL), .input = cursor_make(data, size)};

	while (mib_tables[search.tables])
		search.tables++;
	check(search.tables <= TABLES_MAX);
	populate(&search);
	next_pdu(&search);
	for (unsigned step = 0; step < STEPS_MAX && cursor_left(&search.input) > 0; step++) {
		switch (take(&search.input) % 8) {
		case 0:
			feed(&search);
			break;
		case 1:
			next_pdu(&search);
			break;
		case 2:
			change_row(&search);
			break;
		default:
			ask(&search);
		}
	}
	for (size_t i = 0; i < search.tables; i++)
		free(search.keys[i].list);
	world_free(search.world);
	return 0;
}
