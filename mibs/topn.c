/* SPDX-License-Identifier: BSD-2-Clause */
/* The hostTopN group: reports of the hosts whose counters changed most, made once when asked for. */
#include "topn.h"

#include <assert.h>
#include <stdlib.h>

#include "columns.h"
#include "copy.h"
#include "host.h"
#include "mib.h"
#include "probe/topn.h"
#include "view.h"

#define SIZE_DEFAULT 10     /* DEFVAL of hostTopNRequestedSize */
#define SIZE_MAX_ROWS 65535 /* the range of hostTopNIndex, and of hosts in a table */
#define SECOND UINT64_C(1000000000)

/* A report being collected. */
struct topn_run {
	uint64_t ends; /* ns, probe's clock */
	uint64_t life; /* of the hostControl row it began with; 0: there was none */
	struct budget *budget;
	uint32_t granted; /* rows of the budget that starts takes */
	struct topn_start *starts;
	size_t start_count;
};

/* What a valid row has. */
struct topn_live {
	struct topn_run *run; /* NULL: none */
	uint64_t life;        /* of the hostControl row that the report is about */
	struct view report;   /* the finished report; no rows: none */
};

struct topn_control_row {
	struct control control;
	int32_t host_index;
	int32_t rate_base; /* enum topn_rate_base */
	int32_t remaining; /* s, as run() last counted */
	int32_t duration;  /* s */
	int32_t requested;
	int32_t granted;
	uint64_t start_time;  /* ns */
	struct topn_run *run; /* made beforehand, or replaced by a change */
};

/* RFC 2819, and from 8 on RFC 3273. */
static const struct enumeration rate_bases[] = {
    {TOPN_IN_PKTS, "hostTopNInPkts"},
    {TOPN_OUT_PKTS, "hostTopNOutPkts"},
    {TOPN_IN_OCTETS, "hostTopNInOctets"},
    {TOPN_OUT_OCTETS, "hostTopNOutOctets"},
    {TOPN_OUT_ERRORS, "hostTopNOutErrors"},
    {TOPN_OUT_BROADCAST, "hostTopNOutBroadcastPkts"},
    {TOPN_OUT_MULTICAST, "hostTopNOutMulticastPkts"},
    {TOPN_HC_IN_PKTS, "hostTopNHCInPkts"},
    {TOPN_HC_OUT_PKTS, "hostTopNHCOutPkts"},
    {TOPN_HC_IN_OCTETS, "hostTopNHCInOctets"},
    {TOPN_HC_OUT_OCTETS, "hostTopNHCOutOctets"},
    {0, NULL},
};

#define CONTROL_FIELD(member) FIELD(IN_CONTROL, struct topn_control_row, member)

/*
 * HostIndex need not name a row that exists: like an event's index it may come before what it
 * names, and a deleted hostControl row must not make the row's line in the state file wrong.  A
 * report of no hosts has no rows.  TimeRemaining is not kept over a restart: what it started is
 * over, and a restored row is to wait for the next SET.
 */
static const struct column host_top_n_control_columns[] = {
    CONTROL_INDEX(1, hostTopNControlIndex),
    READ_CREATE(2, hostTopNHostIndex, INTEGER, CONTROL_FIELD(host_index), .min = 1,
	.max = INDEX_MAX, .flags = COLUMN_MANDATORY),
    READ_CREATE(3, hostTopNRateBase, INTEGER, CONTROL_FIELD(rate_base), .names = rate_bases,
	.flags = COLUMN_MANDATORY),
    READ_CREATE(4, hostTopNTimeRemaining, INTEGER, CONTROL_FIELD(remaining),
	.flags = COLUMN_LIVE | COLUMN_VOLATILE),
    READ_ONLY(5, hostTopNDuration, INTEGER, CONTROL_FIELD(duration)),
    READ_CREATE(6, hostTopNRequestedSize, INTEGER, CONTROL_FIELD(requested), .flags = COLUMN_LIVE),
    READ_ONLY(7, hostTopNGrantedSize, INTEGER, CONTROL_FIELD(granted)),
    READ_ONLY(8, hostTopNStartTime, TIMETICKS, CONTROL_FIELD(start_time)),
    CONTROL_OWNER(9, hostTopNOwner),
    CONTROL_STATUS(10, hostTopNStatus),
};

#define TIME_REMAINING (UINT64_C(1) << 3) /* its bit of position */

const struct table host_top_n_control_table = {
    .name = "hostTopNControlTable",
    .entry = OID_LITERAL(RMON, 5, 1, 1),
    .control = &host_top_n_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(host_top_n_control_columns),
};

static const struct index_part report_index[] = {
    {INDEX_U32, offsetof(struct topn_row, index)},
};

#define REPORT(num, descriptor, syn, member, ...)                                                  \
	READ_ONLY(num, descriptor, syn, FIELD(IN_ROW, struct topn_row, member), __VA_ARGS__)

static const struct column host_top_n_columns[] = {
    CONTROL_INDEX(1, hostTopNReport),
    REPORT(2, hostTopNIndex, INTEGER, index, .min = 1, .max = SIZE_MAX_ROWS),
    REPORT(3, hostTopNAddress, OCTETS, address),
    REPORT(4, hostTopNRate, INTEGER, rate), /* at its maximum where it does not fit */
};

static const struct column host_top_n_high_capacity_columns[] = {
    REPORT(1, hostTopNHighCapacityAddress, OCTETS, address),
    REPORT(2, hostTopNHighCapacityBaseRate, GAUGE32, low),
    REPORT(3, hostTopNHighCapacityOverflowRate, GAUGE32, rate, .flags = COLUMN_OVERFLOW),
    REPORT(4, hostTopNHighCapacityRate, COUNTER64, rate),
};

/* The hostControl row that a report is of, if it has a table; or NULL. */
static struct control *host_find(struct mib *mib, const struct topn_control_row *row)
{
	struct control *host =
	    store_find(mib_store(mib, &host_control), &(uint32_t){(uint32_t)row->host_index});

	return host && host->status == STATUS_VALID ? host : NULL;
}

/* A report goes with the hostControl row that it is of. */
static bool report_is_current(struct mib *mib, const struct control *control)
{
	const struct topn_live *live = control->live;
	const struct control *host = host_find(mib, (const struct topn_control_row *)control);

	return live && host && host->life == live->life;
}

static bool is_high_capacity(const struct control *control)
{
	return ((const struct topn_control_row *)control)->rate_base >= TOPN_HC_IN_PKTS;
}

static bool shows_report(struct mib *mib, const struct control *control)
{
	return !is_high_capacity(control) && report_is_current(mib, control);
}

static bool shows_high_capacity(struct mib *mib, const struct control *control)
{
	return is_high_capacity(control) && report_is_current(mib, control);
}

const struct table host_top_n_table = {
    .name = "hostTopNTable",
    .entry = OID_LITERAL(RMON, 5, 2, 1),
    .control = &host_top_n_control,
    .order = 0,
    INDEXES(report_index),
    .shows = shows_report,
    COLUMNS(host_top_n_columns),
};

const struct table host_top_n_high_capacity_table = {
    .name = "hostTopNHighCapacityTable",
    .entry = OID_LITERAL(RMON, 5, 3, 1),
    .control = &host_top_n_control,
    .order = 0,
    INDEXES(report_index),
    .shows = shows_high_capacity,
    COLUMNS(host_top_n_high_capacity_columns),
};

static void run_free(struct topn_run *run)
{
	if (!run)
		return;
	budget_return(run->budget, run->granted);
	free(run->starts);
	free(run);
}

/* Remembers all of the hosts or, when the budget has no room for them, none (false). */
static bool run_remember(
    struct topn_run *run, enum topn_rate_base base, const struct host_row *rows, size_t count)
{
	run->granted = budget_take(run->budget, (uint32_t)count);
	if (run->granted < count)
		return false;
	run->starts = calloc(count + 1, sizeof(*run->starts));
	if (!run->starts)
		return false;
	topn_begin(base, rows, count, run->starts);
	run->start_count = count;
	return true;
}

/*
 * Begins a report of row->remaining seconds at mib->now.  That is still before the SET is sure:
 * what cannot be had must refuse it.  NULL: no memory.
 */
static struct topn_run *run_new(struct mib *mib, const struct topn_control_row *row)
{
	struct topn_run *run = calloc(1, sizeof(*run));
	struct control *host = host_find(mib, row);
	struct copy copy = {0};
	bool ok = true;

	if (!run)
		return NULL;
	run->budget = &mib->budgets[BUDGET_TOPN];
	run->ends = mib->now + (uint64_t)row->remaining * SECOND;
	if (host) {
		run->life = host->life;
		if (host->group && host->group->port)
			ok = copy_take(&copy, host->group);
		ok = ok && run_remember(run, (enum topn_rate_base)row->rate_base,
			       (const struct host_row *)copy.rows, copy.count);
	}
	free(copy.rows);
	if (ok)
		return run;
	run_free(run);
	return NULL;
}

static void report_drop(struct topn_live *live)
{
	free(live->report.rows);
	live->report.rows = NULL;
	live->report.count = 0;
}

/* The finished report of a run; false: no memory. */
static bool report_make(struct topn_live *live, const struct topn_control_row *row,
    const struct topn_run *run, struct group *hosts)
{
	struct copy copy = {0};
	struct topn_row *report = NULL;
	size_t size = (size_t)row->granted;

	if (copy_take(&copy, hosts)) {
		size = copy.count < size ? copy.count : size;
		report = calloc(size + 1, sizeof(*report));
	}
	if (report) {
		live->report.rows = (uint8_t *)report;
		live->report.count = topn_report((enum topn_rate_base)row->rate_base, run->starts,
		    run->start_count, (const struct host_row *)copy.rows, copy.count, report, size);
		live->life = run->life;
	}
	free(copy.rows);
	return report;
}

static void topn_defaults(struct mib *mib, struct control *control)
{
	(void)mib;
	((struct topn_control_row *)control)->requested = SIZE_DEFAULT;
}

/* The rows that a report would get of an untouched budget. */
static uint32_t size_wanted(const struct mib *mib, const struct topn_control_row *row)
{
	uint32_t fair = mib->budgets[BUDGET_TOPN].fair;
	uint32_t most = fair < SIZE_MAX_ROWS ? fair : SIZE_MAX_ROWS;

	return (uint32_t)row->requested < most ? (uint32_t)row->requested : most;
}

static bool is_valid(const struct control *control)
{
	return control && control->status == STATUS_VALID;
}

static enum snmp_error topn_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	bool asked = control->set & TIME_REMAINING;

	if (row->remaining < 0 || row->requested < 0) {
		*column = table_column(&host_top_n_control_table, row->remaining < 0 ? 4 : 6);
		return SNMP_WRONG_VALUE;
	}
	if (!asked && is_valid(old) && !is_valid(control))
		row->remaining = 0; /* aborted */
	if (asked || (is_valid(control) && !is_valid(old) && row->remaining > 0)) {
		row->duration = row->remaining;
		row->start_time = mib->now;
	}
	if (!is_valid(control))
		row->granted = (int32_t)size_wanted(mib, row);
	return SNMP_OK;
}

static void topn_end(struct mib *mib, struct control *control)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	struct topn_live *live = control->live;

	budget_return(&mib->budgets[BUDGET_TOPN], control->granted);
	control->granted = 0;
	run_free(row->run);
	row->run = NULL;
	if (!live)
		return;
	run_free(live->run);
	report_drop(live);
	free(live);
	control->live = NULL;
}

static bool topn_make(struct mib *mib, struct control *control)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	struct topn_live *live = control->live = calloc(1, sizeof(*live));
	uint32_t want = size_wanted(mib, row);

	row->run = NULL;
	control->granted = budget_take(&mib->budgets[BUDGET_TOPN], want);
	row->granted = (int32_t)control->granted;
	if (row->remaining > 0)
		row->run = run_new(mib, row);
	if (!live || (want > 0 && control->granted == 0) || (row->remaining > 0 && !row->run)) {
		topn_end(mib, control);
		return false;
	}
	live->report.row_size = sizeof(struct topn_row);
	return true;
}

static void topn_begin_run(struct mib *mib, struct control *control)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	struct topn_live *live = control->live;
	struct control *host = host_find(mib, row);

	live->run = row->run;
	row->run = NULL;
	/* A hostControl row that the same SET made: it has no hosts yet. */
	if (live->run && live->run->life == 0 && host)
		live->run->life = host->life;
}

/* Granted follows Requested, as far as the budget gives beyond what the row has. */
static void size_change(
    struct mib *mib, struct topn_control_row *row, const struct topn_control_row *old)
{
	struct budget *budget = &mib->budgets[BUDGET_TOPN];
	uint32_t want = size_wanted(mib, row);
	uint32_t has = old->control.granted;

	if (row->requested == old->requested)
		return;
	row->control.granted = want > has ? has + budget_take(budget, want - has) : want;
	row->granted = (int32_t)row->control.granted;
}

static bool topn_change_prepare(struct mib *mib, struct control *control, const struct control *old)
{
	struct topn_control_row *row = (struct topn_control_row *)control;

	row->run = NULL;
	size_change(mib, row, (const struct topn_control_row *)old);
	if (!(control->set & TIME_REMAINING) || row->remaining == 0)
		return true;
	row->run = run_new(mib, row);
	if (!row->run && control->granted > old->granted)
		budget_return(&mib->budgets[BUDGET_TOPN], control->granted - old->granted);
	return row->run;
}

/* A new TimeRemaining, 0 too, ends what runs and drops the report; a lower size cuts it. */
static void topn_change_apply(struct control *control, const struct control *old)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	struct topn_live *live = control->live;
	struct topn_run *replaced = live->run;

	(void)old;
	if (control->set & TIME_REMAINING) {
		live->run = row->run;
		row->run = replaced;
		report_drop(live);
	}
	if (live->report.count > (size_t)row->granted)
		live->report.count = (size_t)row->granted;
}

static void topn_change_drop(struct control *control)
{
	struct topn_control_row *row = (struct topn_control_row *)control;

	run_free(row->run);
	row->run = NULL;
}

/* TimeRemaining is 0 only when the report can be read. */
static int32_t seconds_left(const struct mib *mib, const struct topn_run *run)
{
	return mib->now < run->ends ? (int32_t)((run->ends - mib->now + SECOND - 1) / SECOND) : 1;
}

static void topn_run(struct mib *mib, struct control *control)
{
	struct topn_control_row *row = (struct topn_control_row *)control;
	struct topn_live *live = control->live;
	struct topn_run *run = live->run;
	const struct control *host = host_find(mib, row);
	bool done = run && mib->now >= run->ends;

	/* When the hosts were dropped meanwhile there is nothing to report. */
	if (done && host && host->life == run->life)
		done = report_make(live, row, run, host->group);
	if (done) {
		live->run = NULL;
		run_free(run);
	}
	if (!live->run && !report_is_current(mib, control))
		report_drop(live);
	row->remaining = live->run ? seconds_left(mib, live->run) : 0;
}

static struct view *topn_rows(struct control *control)
{
	return &((struct topn_live *)control->live)->report;
}

static_assert(sizeof(struct topn_start) == sizeof(struct topn_row), "one budget pays for both");

const struct control_class host_top_n_control = {
    .name = "hostTopNControlTable",
    .row_size = sizeof(struct topn_control_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .budget = BUDGET_TOPN,
    .table = &host_top_n_control_table,
    .defaults = topn_defaults,
    .check = topn_check,
    .change_prepare = topn_change_prepare,
    .change_apply = topn_change_apply,
    .change_drop = topn_change_drop,
    .make = topn_make,
    .begin = topn_begin_run,
    .end = topn_end,
    .run = topn_run,
    .rows = topn_rows,
};
