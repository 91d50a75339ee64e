/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda slots: what came in each slot of time, as a plot for terminals or as comma separated values. */
#include "slots.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "date.h"
#include "flow_collector.h"
#include "format.h"
#include "listing.h"
#include "mibs/flow.h"
#include "slot_plot.h"
#include "varbind.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MAX 500
#define WIDTH_BESIDE 30 /* of what stands before the bar */
#define BAR_MIN 10

/* Columns: one of sondaFlowControlTable, then of sondaFlowSlotTable, which has three a class. */
enum {
	SLOT_LENGTH = 7,
	START_TIME = 2,
	START_DATE = 3,
	COUNTS_FIRST = 4,
	COUNTS_STEP = 3
};

enum {
	CELL_TIME,
	CELL_DATE,
	CELL_COUNTS,
	CELLS = CELL_COUNTS + SLOT_CLASSES
};

struct what {
	const char *word;
	const char *rate; /* its head */
	uint32_t offset;  /* of its column in a class */
	double factor;
};

static const struct what whats[] = {
    {"octets", "BITS/S", 2, 8}, {"packets", "PACKETS/S", 1, 1}, {"flows", "FLOWS/S", 0, 1}};

#define WHATS (sizeof(whats) / sizeof(whats[0]))

const struct option_spec slots_options[] = {
    {"interface", 0, "IF", "by name or ifIndex; may be left out if there is one"},
    {"what", 0, "WHAT", "octets (default, as bits), packets or flows that began"},
    {"csv", 0, NULL, "comma separated values instead of a plot: counts, not rates"},
    {.name = NULL},
};

struct slots {
	const struct run *run;
	const struct what *what;
	uint32_t length; /* s */
	struct slot_count *list;
	size_t count;
	bool uncounted; /* there was a slot without counts */
};

static const struct what *what_find(const char *word)
{
	for (size_t i = 0; i < WHATS; i++) {
		if (strcmp(whats[i].word, word) == 0)
			return &whats[i];
	}
	return NULL;
}

static bool options_read(struct slots *slots)
{
	const char *what = option_value(slots->run->options, "what");

	slots->what = what_find(what ? what : "octets");
	if (!slots->what)
		warnx("--what %s is none of: octets packets flows", what);
	else if (slots->run->argc > 0)
		warnx("%s: slots takes options only", slots->run->argv[0]);
	else
		return true;
	return false;
}

static bool slot_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct slots *slots = arg;
	struct slot_count *slot;

	if (index->len != 1 || !cells[CELL_DATE].present)
		return true;
	if (!cells[CELL_COUNTS].present) {
		slots->uncounted = true;
		return true;
	}
	slots->list = reallocarray(slots->list, slots->count + 1, sizeof(*slots->list));
	if (!slots->list)
		err(EXIT_FAILURE, NULL);
	slot = &slots->list[slots->count++];
	*slot = (struct slot_count){.index = index->sub[0],
	    .ticks = (uint32_t)varbind_number(&cells[CELL_TIME]),
	    .start = date_load(&cells[CELL_DATE])};
	for (size_t i = 0; i < SLOT_CLASSES; i++)
		slot->counts[i] = (uint64_t)varbind_number(&cells[CELL_COUNTS + i]);
	return true;
}

static enum outcome slots_load(struct slots *slots, uint32_t collector)
{
	const struct oid *entry = &flow_slot_table.entry;
	struct oid columns[CELLS] = {
	    oid_cell(entry, START_TIME, collector), oid_cell(entry, START_DATE, collector)};
	struct varbind length = {
	    .name = oid_cell(&flow_control_table.entry, SLOT_LENGTH, collector)};
	const struct walk walk = {
	    .columns = columns, .count = CELLS, .row = slot_row, .arg = slots};
	enum outcome outcome = session_get(slots->run->session, &length, 1);

	for (uint32_t i = 0; i < SLOT_CLASSES; i++)
		columns[CELL_COUNTS + i] = oid_cell(
		    entry, COUNTS_FIRST + i * COUNTS_STEP + slots->what->offset, collector);
	slots->length = (uint32_t)varbind_number(&length);
	return outcome == OUTCOME_GOOD ? session_walk(slots->run->session, &walk) : outcome;
}

static double seconds_of(const struct slots *slots, size_t at)
{
	const struct slot_count *slot = &slots->list[at];

	return slot_seconds(slot, at + 1 < slots->count ? slot + 1 : NULL, slots->length);
}

static double rate_of(const struct slots *slots, size_t at)
{
	return (double)slots->list[at].counts[SLOT_ALL] / seconds_of(slots, at);
}

/* Columns of the terminal that are left for bars. */
static size_t bar_width(void)
{
	struct winsize window = {.ws_col = 0};
	const char *columns = getenv("COLUMNS");
	int64_t width = WIDTH_DEFAULT;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
		width = window.ws_col;
	else if (columns)
		format_parse_size(columns, 1, WIDTH_MAX, &width);
	if (width > WIDTH_MAX)
		width = WIDTH_MAX;
	return width < WIDTH_BESIDE + BAR_MIN ? BAR_MIN : (size_t)width - WIDTH_BESIDE;
}

static void slots_plot(const struct slots *slots)
{
	const char *const heads[] = {"START", slots->what->rate, "TCP, UDP, ICMP, OTHER"};
	struct listing *listing = listing_begin(heads, 3, false);
	size_t width = bar_width();
	double top = 0;

	for (size_t i = 0; i < slots->count; i++)
		top = rate_of(slots, i) > top ? rate_of(slots, i) : top;
	for (size_t i = 0; i < slots->count; i++) {
		char start[32], rate[32], bar[WIDTH_MAX + 1];

		date_print(start, sizeof(start), slots->list[i].start);
		format_short(rate, sizeof(rate), rate_of(slots, i) * slots->what->factor);
		slot_bar(bar, width, &slots->list[i], seconds_of(slots, i), top);
		listing_row(listing, (const char *const[]){start, rate, bar});
	}
	listing_end(listing);
}

static void slots_csv(const struct slots *slots)
{
	static const char *const heads[] = {
	    "START", "SECONDS", "ALL", "TCP", "UDP", "ICMP", "OTHER"};
	struct listing *listing = listing_begin(heads, CELLS, true);

	for (size_t i = 0; i < slots->count; i++) {
		char texts[CELLS][32];
		const char *list[CELLS];

		date_print(texts[0], sizeof(texts[0]), slots->list[i].start);
		snprintf(texts[1], sizeof(texts[1]), "%.2f", seconds_of(slots, i));
		for (size_t j = 0; j < SLOT_CLASSES; j++)
			snprintf(texts[CELL_COUNTS + j], sizeof(texts[0]), "%" PRIu64,
			    slots->list[i].counts[j]);
		for (size_t j = 0; j < CELLS; j++)
			list[j] = texts[j];
		listing_row(listing, list);
	}
	listing_end(listing);
}

static int slots_print(const struct slots *slots)
{
	if (slots->uncounted) {
		warnx("%s: tells no counts of slots, which SNMPv1 cannot",
		    session_host(slots->run->session));
		return EXIT_FAILED;
	}
	if (option_given(slots->run->options, "csv"))
		slots_csv(slots);
	else if (slots->count)
		slots_plot(slots);
	else
		printf("no slots: the first is not over; each has %" PRIu32 " s\n", slots->length);
	return EXIT_GOOD;
}

int slots_run(const struct run *run)
{
	struct slots slots = {.run = run};
	struct flow_collector collector;
	enum outcome outcome;
	int status;

	if (!options_read(&slots))
		return EXIT_USAGE;
	status = flow_collector_find(run, &collector);
	if (status != EXIT_GOOD)
		return status;
	outcome = slots_load(&slots, collector.index);
	status = outcome == OUTCOME_GOOD ? slots_print(&slots) : run_status(run, outcome);
	free(slots.list);
	return status;
}
