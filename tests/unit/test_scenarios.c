/* SPDX-License-Identifier: BSD-2-Clause */
/* A thousand random scenarios of SETs, legal and not, against a second reading of the standard. */
#include <stdlib.h>
#include <string.h>

#include "mibs/transaction.h"
#include "scenario_model.h"

#define SCENARIOS 1000
#define SETS 5 /* in one scenario, each upon what the ones before left */
#define MEMORY (8u << 20)

struct play {
	struct fixture *f;
	struct model model;
	uint32_t seed;
	struct varbind varbinds[MODEL_VARBINDS];
	size_t count;
	unsigned outcomes[32]; /* by error */
};

/* 0 .. below - 1 */
static uint32_t roll(struct play *play, uint32_t below)
{
	play->seed = play->seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(play->seed >> 8) * below >> 24);
}

static int64_t one_of(struct play *play, const int64_t *values, uint32_t count)
{
	return values[roll(play, count)];
}

#define ONE_OF(play, ...)                                                                          \
	one_of(play, (const int64_t[]){__VA_ARGS__},                                               \
	    sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* Adds a varbind, unless there is one of the same name. */
static void add(struct play *play, struct varbind varbind)
{
	if (play->count == MODEL_VARBINDS)
		return;
	for (size_t i = 0; i < play->count; i++) {
		const struct varbind *other = &play->varbinds[i];

		if (other->table == varbind.table && other->column == varbind.column &&
		    other->index == varbind.index)
			return;
	}
	play->varbinds[play->count++] = varbind;
}

static const char *owner_roll(struct play *play, bool wild)
{
	static const char *const owners[] = {"", "monitor", "me \"and\" you", "192.0.2.1"};
	static char longest[MODEL_OWNER];
	static char too_long[MODEL_OWNER + 1];

	if (roll(play, 4))
		return owners[roll(play, 4)];
	memset(longest, 'l', MODEL_OWNER - 1);
	memset(too_long, 't', MODEL_OWNER);
	return wild && roll(play, 4) == 0 ? too_long : longest;
}

/* The data source; of hcAlarmTable, what statistics of that number count, or another's object. */
static struct varbind source_of(unsigned t, uint32_t index, uint32_t ifindex)
{
	const struct model_table *table = &model_tables[t];
	struct varbind varbind = {table->table, table->source, index, SYNTAX_OID, ifindex, NULL};

	if (table->row_status)
		varbind.text = ifindex == IFINDEX_0   ? "etherStatsPkts.7"
			       : ifindex == IFINDEX_1 ? "etherStatsPkts.9"
						      : "1.3.6.1.2.1.2.2.1.10.8";
	return varbind;
}

/* A column other than the status, of a row as it is now. */
static void add_column(struct play *play, unsigned t, uint32_t index, bool wild)
{
	const struct model_table *table = &model_tables[t];
	struct varbind source = source_of(t, index, (uint32_t)ONE_OF(play, IFINDEX_0, IFINDEX_1));
	struct varbind owner = VB_TEXT(*table->table, table->owner, index, owner_roll(play, wild));
	struct varbind requested = VB_INTEGER(
	    *table->table, table->requested, index, ONE_OF(play, 1, 2, 50, 100, 4000, 65535));
	struct varbind interval =
	    VB_INTEGER(*table->table, table->interval, index, ONE_OF(play, 1, 30, 1800, 3600));

	if (wild && roll(play, 10) == 0)
		source = source_of(t, index, IFINDEX_NONE);
	if (wild && roll(play, 20) == 0)
		requested.integer = interval.integer = ONE_OF(play, 0, -1, 65536, INT64_C(1) << 32);
	switch (roll(play, table->requested ? 4 : table->interval ? 3 : 2)) {
	case 0:
		add(play, source);
		break;
	case 1:
		add(play, owner);
		break;
	case 2:
		add(play, table->requested ? requested : interval);
		break;
	default:
		add(play, interval);
	}
}

static void add_status(struct play *play, unsigned t, uint32_t index, int64_t status)
{
	add(play, (struct varbind)VB_INTEGER(
		      *model_tables[t].table, model_tables[t].status, index, status));
}

/* What a well-behaved manager would ask of a row. */
static void add_polite(struct play *play, unsigned t, uint32_t index)
{
	const struct model_row *row = &play->model.rows[t][index - 1];
	/* What may be asked of no row, one underCreation and a valid one. */
	static const int64_t requests[2][3][4] = {
	    {{1, 2, 2, 4}, {1, 1, 3, 4}, {1, 3, 3, 4}}, /* EntryStatus */
	    {{4, 5, 5, 1}, {1, 2, 2, 6}, {1, 2, 2, 6}}, /* RowStatus, once wrongly */
	};
	const struct model_table *table = &model_tables[t];
	const int64_t *asks = requests[table->row_status][row->status == 0   ? 0
							  : row->status == 1 ? 2
									     : 1];
	struct varbind source = source_of(
	    t, index, row->source ? row->source : (uint32_t)ONE_OF(play, IFINDEX_0, IFINDEX_1));

	if (table->row_status && !row->interval && roll(play, 6))
		add(play, (struct varbind)VB_INTEGER(*table->table, table->interval, index, 30));
	switch (row->status) {
	case 0:
		add_status(play, t, index, one_of(play, asks, 4));
		add(play, source);
		break;
	case 1:
		if (roll(play, 3))
			add_status(play, t, index, one_of(play, asks, 4));
		else
			add(play, source); /* its own value */
		break;
	default:
		if (roll(play, 2))
			add_status(play, t, index, one_of(play, asks, 4));
		if (roll(play, 2))
			add(play, source);
	}
	if (roll(play, 2))
		add_column(play, t, index, false);
}

static void add_wild(struct play *play, unsigned t, uint32_t index)
{
	const struct model_table *table = &model_tables[t];

	if (roll(play, 3) == 0)
		add_status(
		    play, t, index, ONE_OF(play, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6, 0, 7));
	else
		add_column(play, t, index, true);
	if (play->count == 0 || roll(play, 40))
		return;
	switch (roll(play, 4)) {
	case 0:
		play->varbinds[play->count - 1].index =
		    (uint32_t)ONE_OF(play, 0, 65536, UINT32_MAX);
		break;
	case 1:
		play->varbinds[play->count - 1].syntax =
		    (enum syntax)ONE_OF(play, SYNTAX_GAUGE32, SYNTAX_COUNTER64, 0x40);
		break;
	case 2:
		add(play, (struct varbind)VB_INTEGER(*table->table, table->read_only, index, 1));
		break;
	default:
		add(play, (struct varbind)VB_INTEGER(*table->table, 77, index, 1));
	}
}

/* Managers put varbinds in any order. */
static void shuffle(struct play *play)
{
	for (size_t i = play->count; i > 1; i--) {
		size_t j = roll(play, (uint32_t)i);
		struct varbind last = play->varbinds[i - 1];

		play->varbinds[i - 1] = play->varbinds[j];
		play->varbinds[j] = last;
	}
}

static void pdu_roll(struct play *play)
{
	size_t wanted = 1 + roll(play, MODEL_VARBINDS);
	bool polite = roll(play, 5) < 3;

	play->count = 0;
	for (int tries = 0; play->count < wanted && tries < 50; tries++) {
		unsigned t = roll(play, MODEL_TABLES);
		uint32_t index = 1 + roll(play, MODEL_INDEXES);

		if (polite)
			add_polite(play, t, index);
		else
			add_wild(play, t, index);
	}
	shuffle(play);
}

static bool is_expected(const struct verdict *verdict, size_t number, enum snmp_error error)
{
	for (size_t i = 0; i < verdict->count; i++) {
		if (verdict->culprits[i].number == number && verdict->culprits[i].error == error)
			return true;
	}
	return false;
}

static void tell(const struct play *play, const struct verdict *verdict, enum snmp_error error)
{
	for (size_t i = 0; i < play->count; i++) {
		const struct varbind *v = &play->varbinds[i];

		print_error("%zu: %s column %u row %u = %lld %s\n", i + 1, v->table->name,
		    v->column, v->index, (long long)v->integer, v->text ? v->text : "");
	}
	print_error("found %s at %zu\n", snmp_error_name(error), play->f->culprit);
	for (size_t i = 0; i < verdict->count; i++)
		print_error("expected %s at %zu\n", snmp_error_name(verdict->culprits[i].error),
		    verdict->culprits[i].number);
}

static void check_row(struct play *play, unsigned t, uint32_t index, unsigned *collectors)
{
	const struct model_table *table = &model_tables[t];
	const struct model_row *row = &play->model.rows[t][index - 1];
	int32_t fair = (int32_t)play->f->mib->budgets[BUDGET_HISTORY].fair;
	struct fixture *f = play->f;
	struct value value;

	assert_int_equal(exists(f, table->table, table->status, index), row->status != 0);
	if (!row->status)
		return;
	assert_int_equal(
	    get_integer(f, table->table, table->status, index), model_status(table, row));
	assert_true(get(f, table->table, table->owner, index, &value));
	assert_int_equal(value.octets_len, strlen(row->owner));
	assert_memory_equal(value.octets, row->owner, value.octets_len);
	assert_true(get(f, table->table, table->source, index, &value));
	assert_int_equal(value.oid.sub[value.oid.len - 1], row->source); /* 0.0: never set */
	if (table->requested) {
		assert_int_equal(
		    get_integer(f, table->table, table->requested, index), row->requested);
		assert_int_equal(get_integer(f, table->table, table->granted, index),
		    row->requested < fair ? row->requested : fair);
	}
	if (table->interval && row->interval)
		assert_int_equal(
		    get_integer(f, table->table, table->interval, index), row->interval);
	*collectors += row->status == STATUS_VALID && !table->row_status;
}

static unsigned collectors_attached(const struct fixture *f)
{
	const struct group *group;
	unsigned count = 0;

	for (int i = 0; i < FIXTURE_PORTS; i++) {
		LIST_FOREACH(group, &f->ports[i].groups, link)
			count++;
	}
	return count - FIXTURE_PORTS * 2; /* those of the ports themselves */
}

/* What rows were granted is what the budgets miss. */
static void check_budgets(const struct fixture *f)
{
	uint64_t granted[BUDGET_KINDS] = {0};

	for (size_t i = 0; mib_controls[i]; i++) {
		const struct store *store = &f->mib->stores[i];

		for (size_t j = 0; j < store->count; j++)
			granted[mib_controls[i]->budget] += store->rows[j]->granted;
	}
	for (int i = 0; i < BUDGET_KINDS; i++)
		assert_int_equal(f->mib->budgets[i].used, granted[i]);
}

/* What a GET finds is what the model has, and nothing else is there. */
static void check_tables(struct play *play)
{
	unsigned collectors = 0;

	for (unsigned t = 0; t < MODEL_TABLES; t++) {
		size_t rows = 0;

		for (uint32_t index = 1; index <= MODEL_INDEXES; index++) {
			check_row(play, t, index, &collectors);
			rows += play->model.rows[t][index - 1].status != 0;
		}
		assert_int_equal(
		    instances(play->f, model_tables[t].table, model_tables[t].status), rows);
	}
	assert_int_equal(collectors_attached(play->f), collectors);
	check_budgets(play->f);
}

/* An accepted SET is finished, or dropped, or undone as another agent's part of it failed. */
static void end_set(struct play *play, const struct model *after)
{
	struct mib *mib = play->f->mib;
	uint32_t end = roll(play, 8);

	if (end == 0) {
		transaction_drop(mib);
		return;
	}
	assert_int_equal(transaction_commit(mib), SNMP_OK);
	if (end == 1) {
		transaction_undo(mib);
		return;
	}
	transaction_finish(mib);
	play->model = *after;
}

static void play_set(struct play *play)
{
	struct verdict verdict;
	enum snmp_error error;

	pdu_roll(play);
	model_judge(&play->model, play->varbinds, play->count, &verdict);
	error = fixture_gather(play->f, play->varbinds, play->count);
	play->outcomes[error]++;
	if ((error == SNMP_OK) != (verdict.count == 0) ||
	    (error && !is_expected(&verdict, play->f->culprit, error))) {
		tell(play, &verdict, error);
		fail();
	}
	if (error)
		transaction_drop(play->f->mib);
	else
		end_set(play, &verdict.after);
	check_tables(play);
	fixture_frame(play->f, roll(play, 2), (uint16_t)roll(play, 100), (uint16_t)roll(play, 100));
	fixture_pass(play->f, roll(play, 3));
}

static void test_scenarios(void **state)
{
	static const enum snmp_error wanted[] = {SNMP_WRONG_TYPE, SNMP_WRONG_LENGTH,
	    SNMP_WRONG_VALUE, SNMP_NO_CREATION, SNMP_INCONSISTENT_VALUE, SNMP_NOT_WRITABLE,
	    SNMP_INCONSISTENT_NAME};
	struct play play = {0};

	(void)state;
	for (uint32_t scenario = 0; scenario < SCENARIOS; scenario++) {
		play.f = fixture_new(MEMORY);
		play.model = (struct model){0};
		play.seed = scenario;
		for (int i = 0; i < SETS; i++)
			play_set(&play);
		fixture_free(play.f);
	}
	/* the dice were fair: every outcome came up, success most often */
	assert_true(play.outcomes[SNMP_OK] > SCENARIOS);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		assert_true(play.outcomes[wanted[i]] >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_scenarios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
