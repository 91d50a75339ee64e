/* SPDX-License-Identifier: BSD-2-Clause */
/* Every declared table against what the MIB modules say of it, as the files in facts/ have it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/columns.h"

enum field {
	FACT_OID,
	FACT_NAME,
	FACT_ENTRY,
	FACT_SYNTAX,
	FACT_ACCESS,
	FACT_RANGE,
	FACT_NAMES,
	FACT_DEFVAL,
	FACT_INDEX,
	FACT_FIELDS
};

struct fact {
	char line[1000];
	const char *field[FACT_FIELDS];
	struct oid oid;
};

struct facts {
	struct fact *facts;
	size_t count;
};

static void oid_parse(const char *text, struct oid *oid)
{
	char *end;

	for (oid->len = 0;; text = end + 1) {
		oid->sub[oid->len++] = (uint32_t)strtoul(text, &end, 10);
		if (*end != '.')
			break;
	}
	assert_int_equal(*end, '\0');
}

static void fact_parse(struct fact *fact)
{
	char *rest = fact->line;

	fact->line[strcspn(fact->line, "\n")] = '\0';
	for (int i = 0; i < FACT_FIELDS; i++) {
		fact->field[i] = strsep(&rest, "\t");
		assert_non_null(fact->field[i]);
	}
	assert_null(rest);
	oid_parse(fact->field[FACT_OID], &fact->oid);
}

static void facts_read(struct facts *facts, const char *name)
{
	const char *source = getenv("SONDA_SOURCE");
	char path[1000];
	struct fact fact;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/unit/facts/%s", source ? source : ".", name);
	file = fopen(path, "r");
	if (!file)
		print_error("%s: cannot be read; set SONDA_SOURCE\n", path);
	assert_non_null(file);
	while (fgets(fact.line, sizeof(fact.line), file)) {
		if (*fact.line == '#')
			continue;
		facts->facts = reallocarray(facts->facts, facts->count + 1, sizeof(fact));
		assert_non_null(facts->facts);
		facts->facts[facts->count++] = fact;
	}
	fclose(file);
}

static int setup(void **state)
{
	static struct facts facts;

	facts = (struct facts){0};
	facts_read(&facts, "rmon.facts");
	facts_read(&facts, "hc-alarm.facts");
	facts_read(&facts, "sonda.facts");
	for (size_t i = 0; i < facts.count; i++)
		fact_parse(&facts.facts[i]);
	assert_true(facts.count > 200);
	*state = &facts;
	return 0;
}

static int teardown(void **state)
{
	free(((struct facts *)*state)->facts);
	return 0;
}

#define EACH_TABLE(table)                                                                          \
	for (const struct table *const *at_ = mib_tables, *table; (table = *at_) != NULL; at_++)

static bool is_none(const char *field)
{
	return strcmp(field, "-") == 0;
}

/* The fact of an object is one of this table: its name is the entry's and one subidentifier. */
static bool is_of(const struct fact *fact, const struct table *table)
{
	return fact->oid.len == table->entry.len + 1 &&
	       key_compare(fact->oid.sub, table->entry.len, table->entry.sub, table->entry.len) ==
		   0;
}

static const struct fact *fact_of(
    const struct facts *facts, const struct table *table, const struct column *column)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->facts[i];

		if (is_of(fact, table) && fact->oid.sub[table->entry.len] == column->number)
			return fact;
	}
	print_error("%s: no such object\n", column->name);
	fail();
	return NULL;
}

/* Calls check() for each declared column and its fact. */
static void each_column(const struct facts *facts,
    void (*check)(const struct fact *, const struct table *, const struct column *))
{
	EACH_TABLE(table)
	{
		for (size_t i = 0; i < table->column_count; i++)
			check(fact_of(facts, table, &table->columns[i]), table, &table->columns[i]);
	}
}

#define STARTS_WITH(text, start) (strncmp(text, start, strlen(start)) == 0)

static void check_name(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	const char *entry = fact->field[FACT_ENTRY];

	assert_string_equal(column->name, fact->field[FACT_NAME]);
	assert_int_equal(is_none(entry), table->order == TABLE_OF_SCALARS);
	if (!is_none(entry)) {
		size_t len = strlen(entry) - strlen("Entry");

		assert_string_equal(entry + len, "Entry");
		assert_int_equal(strncmp(table->name, entry, len), 0);
		assert_string_equal(table->name + len, "Table");
	}
}

static void test_names(void **state)
{
	each_column(*state, check_name);
}

static void check_syntax(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	static const struct {
		const char *name;
		enum syntax syntax;
	} syntaxes[] = {
	    {"INTEGER", SYNTAX_INTEGER},
	    {"OCTETSTR", SYNTAX_OCTETS},
	    {"OID", SYNTAX_OID},
	    {"Counter32", SYNTAX_COUNTER32},
	    {"Gauge32", SYNTAX_GAUGE32},
	    {"TimeTicks", SYNTAX_TIMETICKS},
	    {"Counter64", SYNTAX_COUNTER64},
	};
	size_t i = 0;

	(void)table;
	while (strcmp(syntaxes[i].name, fact->field[FACT_SYNTAX]) != 0)
		assert_true(++i < sizeof(syntaxes) / sizeof(syntaxes[0]));
	assert_int_equal(column->syntax, syntaxes[i].syntax);
}

static void test_syntax(void **state)
{
	each_column(*state, check_syntax);
}

static void check_access(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	static const char *const accesses[] = {
	    [ACCESS_NONE] = "not-accessible",
	    [ACCESS_READ] = "read-only",
	    [ACCESS_WRITE] = "read-create",
	};

	(void)table;
	assert_string_equal(accesses[column->access], fact->field[FACT_ACCESS]);
}

static void test_access(void **state)
{
	each_column(*state, check_access);
}

/* An octet string's size is that of its field, if it can be written; MAC addresses have none. */
static void check_range(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	char range[64] = "-";

	(void)table;
	if (column->min || column->max)
		snprintf(range, sizeof(range), "%lld..%lld", (long long)column->min,
		    (long long)column->max);
	else if (column->syntax == SYNTAX_OCTETS && column->form == FORM_TEXT)
		snprintf(range, sizeof(range), "0..%u", column->size - 1u);
	else if (column->syntax == SYNTAX_OCTETS && column->form == FORM_BYTES &&
		 !is_none(fact->field[FACT_RANGE]))
		snprintf(range, sizeof(range), "0..%zu", column->size - sizeof(uint32_t));
	else if (column->form == FORM_OCTETS && !is_none(fact->field[FACT_RANGE]))
		snprintf(range, sizeof(range), "%u..%u", column->size, column->size);
	else if (column->syntax == SYNTAX_OCTETS && column->form == FORM_BY_CLASS)
		snprintf(range, sizeof(range), "%s", fact->field[FACT_RANGE]); /* test_values */
	else if (column->syntax == SYNTAX_OCTETS && column->form == FORM_STRING)
		snprintf(range, sizeof(range), "0..255"); /* names of ours: test_values */
	assert_string_equal(range, fact->field[FACT_RANGE]);
}

static void test_ranges(void **state)
{
	each_column(*state, check_range);
}

/* What RFC 3273 says in its text of an object that is not in its module. */
static const char rate_bases_added[] = ",hostTopNHCInPkts=8,hostTopNHCOutPkts=9,"
				       "hostTopNHCInOctets=10,hostTopNHCOutOctets=11";

static void check_enumeration(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	bool added = strcmp(column->name, "hostTopNRateBase") == 0;
	char names[500] = "", expected[500];
	size_t len = 0;

	(void)table;
	if (column->syntax == SYNTAX_OCTETS)
		return; /* the names are those of BITS */
	for (const struct enumeration *e = column->names; e && e->name; e++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s=%d", len ? "," : "",
		    e->name, e->number);
	snprintf(expected, sizeof(expected), "%s%s", fact->field[FACT_NAMES],
	    added ? rate_bases_added : "");
	assert_string_equal(len ? names : "-", expected);
}

static void test_enumerations(void **state)
{
	each_column(*state, check_enumeration);
}

/* A DEFVAL is a number, or one of the enumeration's words. */
static int64_t defval(const struct column *column, const char *text)
{
	for (const struct enumeration *e = column->names; e && e->name; e++) {
		if (strcmp(e->name, text) == 0)
			return e->number;
	}
	return atoi(text);
}

/* A new row has the DEFVALs; what is written and has none is empty, or must be set. */
static void test_defaults(void **state)
{
	const struct facts *facts = *state;
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	unsigned checked = 0;
	struct value value;

	EACH_TABLE(table)
	{
		struct control *row = NULL;

		for (size_t i = 0; i < table->column_count; i++) {
			const struct column *column = &table->columns[i];
			const struct fact *fact = fact_of(facts, table, column);

			if (is_none(fact->field[FACT_DEFVAL]))
				continue;
			if (!row)
				row = fixture_row(f, table->control, 1);
			assert_int_equal(column->place, IN_CONTROL);
			column_load(column, f->mib, row, &value);
			assert_int_equal(value.syntax, SYNTAX_INTEGER);
			assert_int_equal(value.integer, defval(column, fact->field[FACT_DEFVAL]));
			checked++;
		}
		control_free(row);
	}
	/* historyControl: BucketsRequested, Interval; hostTopN: TimeRemaining, Duration, Size;
	 * filter: Offset; channel: DataControl, EventStatus; bufferControl: slices, offset, octets;
	 * filter2: both; flows: rows, time-outs, slots, ended */
	assert_int_equal(checked, 2 + 3 + 1 + 2 + 4 + 2 + 6);
	fixture_free(f);
}

/* The declared column with this name, and the table that has it. */
static const struct column *column_named(
    const char *name, size_t len, const struct table **table_of_it)
{
	EACH_TABLE(table)
	{
		for (size_t i = 0; i < table->column_count; i++) {
			if (strlen(table->columns[i].name) == len &&
			    strncmp(table->columns[i].name, name, len) == 0) {
				*table_of_it = table;
				return &table->columns[i];
			}
		}
	}
	fail();
	return NULL;
}

/* The control row's index is the field of that name; a traffic row's part is, too. */
static void check_part(const struct table *table, size_t position, const char *name, size_t len)
{
	const struct table *owner = NULL;
	const struct column *column = column_named(name, len, &owner);
	const struct index_part *part;

	if (position < table->control->index_count) {
		assert_int_equal(column->place, IN_CONTROL);
		assert_int_equal(
		    column->offset, offsetof(struct control, index) + position * sizeof(uint32_t));
		return;
	}
	part = &table->index[position - table->control->index_count];
	assert_int_equal(column->place, IN_ROW);
	assert_ptr_equal(owner->control->group, table->control->group);
	assert_int_equal(part->offset, column->offset);
	if (column->syntax == SYNTAX_OCTETS) {
		assert_int_equal(part->form, INDEX_MAC);
		assert_int_equal(column->size, 6);
	} else {
		assert_true(column->syntax == SYNTAX_INTEGER || column->syntax == SYNTAX_GAUGE32);
		assert_int_equal(part->form, INDEX_U32);
		assert_int_equal(column->size, sizeof(uint32_t));
	}
}

static void check_index(
    const struct fact *fact, const struct table *table, const struct column *column)
{
	const char *at = fact->field[FACT_INDEX];
	size_t count = 0;

	(void)column;
	if (table->order == TABLE_OF_SCALARS) {
		assert_true(is_none(at));
		return;
	}
	for (; *at; count++) {
		size_t len = strcspn(at, ",");

		assert_false(STARTS_WITH(at, "IMPLIED"));
		assert_true(count < table->control->index_count + table->index_count);
		check_part(table, count, at, len);
		at += len + (at[len] == ',');
	}
	assert_int_equal(count, table->control->index_count + table->index_count);
}

static void test_index(void **state)
{
	each_column(*state, check_index);
}

/* No object of the modules is left out, and no table either, but what is for notifications alone. */
static void test_complete(void **state)
{
	const struct facts *facts = *state;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->facts[i];
		bool declared = false;
		bool wanted = strcmp(fact->field[FACT_ACCESS], "accessible-for-notify") != 0;

		EACH_TABLE(table)
		{
			if (is_of(fact, table))
				declared =
				    table_column(table, fact->oid.sub[table->entry.len]) != NULL;
		}
		if (declared == wanted)
			continue;
		print_error("%s is %sdeclared\n", fact->field[FACT_NAME], wanted ? "not " : "");
		fail();
	}
}

/* Values as they are read keep to the MIB's ranges, sizes and enumerations. */
static void check_value(const struct column *column, const struct value *value)
{
	const struct enumeration *e = column->names;

	if (column->syntax == SYNTAX_OCTETS && column->form != FORM_OCTETS)
		assert_true(value->octets_len <= 255);
	if (column->syntax != SYNTAX_INTEGER)
		return;
	if (column->min || column->max)
		assert_in_range(value->integer - column->min, 0, column->max - column->min);
	for (; e && e->number != value->integer; e++)
		assert_non_null(e->name);
}

static void test_values(void **state)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct value value;
	struct walk walk;

	(void)state;
	fixture_populate(f);
	EACH_TABLE(table)
	{
		bool more = walk_seek(&walk, f->mib, table, NULL, 0, true);

		for (; more; more = walk_step(&walk)) {
			walk_value(&walk, &value);
			assert_int_equal(value.syntax, walk_column(&walk)->syntax);
			check_value(walk_column(&walk), &value);
		}
	}
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_syntax),
	    cmocka_unit_test(test_access),
	    cmocka_unit_test(test_ranges),
	    cmocka_unit_test(test_enumerations),
	    cmocka_unit_test(test_defaults),
	    cmocka_unit_test(test_index),
	    cmocka_unit_test(test_complete),
	    cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
