/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda flows: the flows of an interface, those under way or those that have ended. */
#include "flows.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

#include "flow_collector.h"
#include "flow_heap.h"
#include "flow_record.h"
#include "format.h"
#include "listing.h"

#define COUNT_SORTED 20 /* flows, unless --count says otherwise */
#define COUNT_MAX 1000000

const struct option_spec flows_options[] = {
    {"interface", 0, "IF", "by name or ifIndex; may be left out if there is one"},
    {"since", 0, "ID", "only flows behind this one, by the first column"},
    {"ended", 0, NULL, "those that have ended, and why"},
    {"sort", 0, "BY", "id (default: the newest last), octets, packets or last"},
    {"count", 0, "N", "the newest N, or the first N as sorted (20)"},
    {"csv", 0, NULL, "comma separated values instead of aligned columns"},
    {.name = NULL},
};

/* What flows are sorted by; NULL: as they come. */
typedef uint64_t key_of(const struct flow_record *record);

static uint64_t key_octets(const struct flow_record *record)
{
	return record->octets[FLOW_FORWARD] + record->octets[FLOW_REVERSE];
}

static uint64_t key_pkts(const struct flow_record *record)
{
	return record->pkts[FLOW_FORWARD] + record->pkts[FLOW_REVERSE];
}

static uint64_t key_last(const struct flow_record *record)
{
	return (uint64_t)record->last;
}

static const struct {
	const char *word;
	key_of *key;
} sorts[] = {{"id", NULL}, {"octets", key_octets}, {"packets", key_pkts}, {"last", key_last}};

#define SORTS (sizeof(sorts) / sizeof(sorts[0]))

struct flows {
	const struct run *run;
	bool csv, ended;
	key_of *key;
	struct oid after;       /* of one subidentifier; 0: all */
	int64_t count;          /* 0: all */
	struct flow_heap *heap; /* NULL: they are printed as they come */
	uint64_t seen;          /* flows */
	struct listing *listing;
};

static bool sort_find(const char *word, key_of **key)
{
	for (size_t i = 0; i < SORTS; i++) {
		if (strcmp(sorts[i].word, word) == 0) {
			*key = sorts[i].key;
			return true;
		}
	}
	return false;
}

static bool options_read(struct flows *flows)
{
	const struct option_values *options = flows->run->options;
	const char *since = option_value(options, "since");
	const char *sort = option_value(options, "sort");
	const char *count = option_value(options, "count");
	int64_t after = 0;

	flows->csv = option_given(options, "csv");
	flows->ended = option_given(options, "ended");
	if (since && !format_parse_size(since, 0, UINT32_MAX, &after)) {
		warnx("--since %s is no number of a flow", since);
	} else if (sort && !sort_find(sort, &flows->key)) {
		warnx("--sort %s is none of: id octets packets last", sort);
	} else if (count && !format_parse_size(count, 1, COUNT_MAX, &flows->count)) {
		warnx("--count %s is no number from 1 to %d", count, COUNT_MAX);
	} else if (flows->run->argc > 0) {
		warnx("%s: flows takes options only", flows->run->argv[0]);
	} else {
		flows->after = (struct oid)OID_LITERAL((uint32_t)after);
		if (flows->key && !count)
			flows->count = COUNT_SORTED;
		return true;
	}
	return false;
}

static void flow_print(const struct flows *flows, const struct flow_record *record)
{
	char texts[FLOW_RECORD_CELLS_MAX][FLOW_RECORD_CELL_SIZE];
	const char *list[FLOW_RECORD_CELLS_MAX];

	for (size_t i = 0; i < FLOW_RECORD_CELLS_MAX; i++)
		list[i] = texts[i];
	flow_record_print(texts, record, flows->csv, flows->ended);
	listing_row(flows->listing, list);
}

static bool flow_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct flows *flows = arg;
	struct flow_record record;

	if (index->len != 1 || !flow_record_load(&record, index->sub[0], cells, flows->ended))
		return true;
	flows->seen++;
	if (flows->heap)
		flow_heap_add(flows->heap, flows->key ? flows->key(&record) : flows->seen, &record);
	else
		flow_print(flows, &record);
	return true;
}

/* The largest first, but the newest last. */
static void heap_print(const struct flows *flows)
{
	size_t count = flow_heap_sort(flows->heap);

	for (size_t i = 0; i < count; i++)
		flow_print(flows, flow_heap_at(flows->heap, flows->key ? i : count - 1 - i));
}

static enum outcome flows_list(struct flows *flows, const struct flow_collector *collector)
{
	const char *heads[FLOW_RECORD_CELLS_MAX];
	struct oid columns[FLOW_RECORD_COLUMNS];
	const struct walk walk = {.columns = columns,
	    .count = flow_record_columns(columns, collector->index, flows->ended),
	    .after = flows->after.sub[0] ? &flows->after : NULL,
	    .row = flow_row,
	    .arg = flows};
	enum outcome outcome;

	flows->listing =
	    listing_begin(heads, flow_record_heads(heads, flows->csv, flows->ended), flows->csv);
	if (flows->count)
		flows->heap = flow_heap_new((size_t)flows->count);
	outcome = session_walk(flows->run->session, &walk);
	if (flows->heap)
		heap_print(flows);
	flow_heap_free(flows->heap);
	if (listing_end(flows->listing) == 0 && outcome == OUTCOME_GOOD && !flows->csv)
		puts("no flows");
	return outcome;
}

int flows_run(const struct run *run)
{
	struct flows flows = {.run = run};
	struct flow_collector collector;
	int status;

	if (!options_read(&flows))
		return EXIT_USAGE;
	status = flow_collector_find(run, &collector);
	return status == EXIT_GOOD ? run_status(run, flows_list(&flows, &collector)) : status;
}
