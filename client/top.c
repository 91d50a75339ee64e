/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda top: the busiest hosts of an interface, by the probe's own report (hostTopN). */
#include "top.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "format.h"
#include "interface.h"
#include "listing.h"
#include "mibs/control.h"
#include "mibs/host.h"
#include "mibs/topn.h"
#include "varbind.h"

#define TIME_DEFAULT 10 /* s */
#define COUNT_DEFAULT 10
#define COUNT_MAX 65535 /* of hostTopNIndex */
#define LATE_MAX 30     /* s that a report may take longer than it was asked to */

/* Columns of hostControlTable and hostTopNControlTable. */
enum {
	HOST_DATA_SOURCE = 2,
	HOST_STATUS = 6,
	TOP_HOST_INDEX = 2,
	TOP_RATE_BASE = 3,
	TOP_TIME_REMAINING = 4,
	TOP_DURATION = 5,
	TOP_REQUESTED_SIZE = 6,
	TOP_GRANTED_SIZE = 7
};

/* What hosts are compared by: hostTopNRateBase of RFC 2819 and, with 64 bits, of RFC 3273. */
struct rate {
	const char *word;
	const char *told;
	int32_t base;
	int32_t high_capacity; /* 0: there is none */
	bool octets;
};

static const struct rate rates[] = {
    {"in-packets", "packets received", 1, 8, false},
    {"out-packets", "packets sent", 2, 9, false},
    {"in-octets", "octets received", 3, 10, true},
    {"out-octets", "octets sent", 4, 11, true},
    {"out-errors", "errors sent", 5, 0, false},
    {"out-broadcasts", "broadcasts sent", 6, 0, false},
    {"out-multicasts", "multicasts sent", 7, 0, false},
};

#define RATES (sizeof(rates) / sizeof(rates[0]))
#define RATE_DEFAULT "out-octets"

const struct option_spec top_options[] = {
    {"by", 0, "RATE", "in-packets, out-packets, in-octets, out-octets (default), ..."},
    {"for", 0, "TIME", "how long to count, as 30s or 5m (10s)"},
    {"count", 0, "N", "how many hosts (10)"},
    {"interface", 0, "IF", "by name or ifIndex; may be left out if there is one"},
    {"csv", 0, NULL, "comma separated values instead of aligned columns"},
    {.name = NULL},
};

/* What was asked for, and where it is collected. */
struct top {
	const struct run *run;
	const struct rate *rate;
	int32_t seconds;
	int64_t count;
	struct interface interface;
	uint32_t host;      /* hostControlIndex; 0: none yet */
	uint32_t report;    /* hostTopNControlIndex */
	bool high_capacity; /* the report's rates are of 64 bits */
	int64_t duration;   /* s, as the probe says */
	struct listing *listing;
};

static const struct rate *rate_find(const char *word)
{
	for (size_t i = 0; i < RATES; i++) {
		if (strcmp(rates[i].word, word) == 0)
			return &rates[i];
	}
	return NULL;
}

static bool options_read(struct top *top)
{
	const struct option_values *options = top->run->options;
	const char *by = option_value(options, "by");
	const char *time = option_value(options, "for");
	const char *count = option_value(options, "count");

	top->rate = rate_find(by ? by : RATE_DEFAULT);
	top->seconds = TIME_DEFAULT;
	top->count = COUNT_DEFAULT;
	if (!top->rate) {
		fprintf(stderr, "sonda: --by %s is none of:", by);
		for (size_t i = 0; i < RATES; i++)
			fprintf(stderr, " %s", rates[i].word);
		fputc('\n', stderr);
	} else if (time && !format_parse_time(time, &top->seconds)) {
		warnx("--for %s is no time, as 30s, 5m or 1h", time);
	} else if (count && !format_parse_size(count, 1, COUNT_MAX, &top->count)) {
		warnx("--count %s is no number from 1 to %d", count, COUNT_MAX);
	} else if (top->run->argc > 0) {
		warnx("%s: top takes options only", top->run->argv[0]);
	} else {
		return true;
	}
	return false;
}

static bool host_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct top *top = arg;

	if (index->len != 1 || varbind_number(&cells[1]) != STATUS_VALID || !cells[0].present ||
	    interface_of_source(&cells[0].value.oid) != top->interface.index)
		return true;
	top->host = index->sub[0];
	return false;
}

/* Finds a table of the interface's hosts or has one made. */
static int host_find(struct top *top)
{
	const struct oid columns[] = {oid_column(&host_control_table.entry, HOST_DATA_SOURCE),
	    oid_column(&host_control_table.entry, HOST_STATUS)};
	const struct walk walk = {.columns = columns, .count = 2, .row = host_row, .arg = top};
	const struct oid source = interface_source(top->interface.index);
	struct setting setting = {.column = HOST_DATA_SOURCE};
	enum outcome outcome = session_walk(top->run->session, &walk);

	if (outcome != OUTCOME_GOOD)
		return run_status(top->run, outcome);
	if (top->host)
		return EXIT_GOOD;
	varbind_oid(&setting.to, &source);
	outcome = rows_make(top->run->rows, &host_control_table, &setting, 1, &top->host);
	return outcome == OUTCOME_GOOD ? EXIT_GOOD : EXIT_FAILED;
}

static bool any_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	(void)index;
	*(bool *)arg = cells[0].present;
	return false;
}

/* Whether the probe counts hosts with 64 bits, which RFC 3273's rates need. */
static enum outcome high_capacity_find(struct top *top)
{
	const struct oid column = oid_column(&host_high_capacity_table.entry, 2);
	const struct walk walk = {
	    .columns = &column, .count = 1, .row = any_row, .arg = &top->high_capacity};

	return top->rate->high_capacity ? session_walk(top->run->session, &walk) : OUTCOME_GOOD;
}

/* A collection begins when the remaining time is set in a row that is valid. */
static int report_begin(struct top *top)
{
	struct setting settings[] = {
	    {.column = TOP_HOST_INDEX}, {.column = TOP_RATE_BASE}, {.column = TOP_REQUESTED_SIZE}};
	struct setting start = {.column = TOP_TIME_REMAINING};
	enum outcome outcome = high_capacity_find(top);

	if (outcome != OUTCOME_GOOD)
		return run_status(top->run, outcome);
	varbind_integer(&settings[0].to, top->host);
	varbind_integer(
	    &settings[1].to, top->high_capacity ? top->rate->high_capacity : top->rate->base);
	varbind_integer(&settings[2].to, top->count);
	varbind_integer(&start.to, top->seconds);
	outcome = rows_make(top->run->rows, &host_top_n_control_table, settings, 3, &top->report);
	if (outcome == OUTCOME_GOOD)
		outcome =
		    rows_set(top->run->rows, &host_top_n_control_table, top->report, &start, 1);
	return outcome == OUTCOME_GOOD ? EXIT_GOOD : EXIT_FAILED;
}

static void remaining_print(int64_t seconds)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (seconds > 0)
		fprintf(stderr, "\r%" PRId64 " s left \b", seconds);
	else
		fputs("\r            \r", stderr);
}

/* Waits until the report is there. */
static int report_await(struct top *top)
{
	const struct timespec second = {.tv_sec = 1};
	struct varbind remaining = {
	    .name = oid_cell(&host_top_n_control_table.entry, TOP_TIME_REMAINING, top->report)};

	for (int32_t waited = 0; waited <= top->seconds + LATE_MAX; waited++) {
		enum outcome outcome = session_get(top->run->session, &remaining, 1);

		if (outcome != OUTCOME_GOOD)
			return run_status(top->run, outcome);
		if (!remaining.present) {
			warnx("%s: the report is gone: hostTopNControlTable.%" PRIu32,
			    session_host(top->run->session), top->report);
			return EXIT_FAILED;
		}
		remaining_print(varbind_number(&remaining));
		if (varbind_number(&remaining) == 0)
			return EXIT_GOOD;
		nanosleep(&second, NULL);
	}
	warnx("%s: the report does not end", session_host(top->run->session));
	return EXIT_FAILED;
}

static bool report_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	const struct top *top = arg;
	int64_t total = varbind_number(&cells[1]);
	double rate = (double)total * (top->rate->octets ? 8 : 1) /
		      (double)(top->duration ? top->duration : 1);
	char texts[4][64];
	const char *list[] = {texts[0], texts[1], texts[2], texts[3]};

	snprintf(texts[0], sizeof(texts[0]), "%" PRIu32, index->len ? index->sub[0] : 0);
	format_address(texts[1], sizeof(texts[1]), cells[0].value.octets,
	    cells[0].present ? cells[0].value.octets_len : 0);
	if (option_given(top->run->options, "csv"))
		snprintf(texts[2], sizeof(texts[2]), "%.1f", rate);
	else
		format_short(texts[2], sizeof(texts[2]), rate);
	snprintf(texts[3], sizeof(texts[3]), "%" PRId64, total);
	listing_row(top->listing, list);
	return true;
}

static enum outcome report_print(struct top *top)
{
	const char *const heads[] = {"RANK", "ADDRESS", top->rate->octets ? "BITS/S" : "PACKETS/S",
	    top->rate->octets ? "OCTETS" : "PACKETS"};
	const struct oid *entry = &host_top_n_table.entry;
	struct oid columns[2] = {oid_cell(entry, 3, top->report), oid_cell(entry, 4, top->report)};
	const struct walk walk = {.columns = columns, .count = 2, .row = report_row, .arg = top};
	bool csv = option_given(top->run->options, "csv");
	char text[INTERFACE_NAME_MAX + 1];
	enum outcome outcome;

	if (top->high_capacity) {
		entry = &host_top_n_high_capacity_table.entry;
		columns[0] = oid_cell(entry, 1, top->report);
		columns[1] = oid_cell(entry, 4, top->report);
	}
	if (!csv)
		printf("%s, %" PRId64 " s of %s, by %s\n", session_host(top->run->session),
		    top->duration, interface_text(&top->interface, text, sizeof(text)),
		    top->rate->told);
	top->listing = listing_begin(heads, 4, csv);
	outcome = session_walk(top->run->session, &walk);
	if (listing_end(top->listing) == 0 && outcome == OUTCOME_GOOD && !csv)
		puts("no hosts");
	return outcome;
}

static enum outcome report_show(struct top *top)
{
	const struct oid *entry = &host_top_n_control_table.entry;
	struct varbind sizes[2] = {{.name = oid_cell(entry, TOP_DURATION, top->report)},
	    {.name = oid_cell(entry, TOP_GRANTED_SIZE, top->report)}};
	enum outcome outcome = session_get(top->run->session, sizes, 2);

	if (outcome != OUTCOME_GOOD)
		return outcome;
	top->duration = varbind_number(&sizes[0]);
	if (sizes[1].present && varbind_number(&sizes[1]) < top->count)
		warnx("%s: grants %" PRId64 " hosts only", session_host(top->run->session),
		    varbind_number(&sizes[1]));
	return report_print(top);
}

int top_run(const struct run *run)
{
	struct top top = {.run = run};
	int status;

	if (!options_read(&top))
		return EXIT_USAGE;
	if (interface_find(run->session, option_value(run->options, "interface"), &top.interface) !=
	    OUTCOME_GOOD)
		return EXIT_FAILED;
	status = host_find(&top);
	if (status == EXIT_GOOD)
		status = report_begin(&top);
	if (status == EXIT_GOOD)
		status = report_await(&top);
	if (status != EXIT_GOOD) {
		remaining_print(0);
		return status;
	}
	return run_status(run, report_show(&top));
}
