/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures decoding, the groups, views and walks over one capture, and prints a table. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mibs/flow.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/rowtext.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"
#include "mibs/view.h"
#include "mibs/walk.h"
#include "probe/decode.h"
#include "probe/port.h"

#define MEMORY_LIMIT (UINT64_C(256) << 20)

/* The groups that a run has on, each as the line that makes its control row. */
static const char *const rows[] = {
    "etherStatsTable.1 DataSource=replay1",
    "historyControlTable.1 DataSource=replay1 Interval=1",
    "hostControlTable.1 DataSource=replay1",
    "matrixControlTable.1 DataSource=replay1",
    "sondaFlowControlTable.1 DataSource=replay1",
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
#define ROW_BIT(row) (1u << (row))

/* Filters that no packet passes, so that all are tried. */
struct filter_kind {
	unsigned offset;
	const char *data; /* the filter's number follows, in two octets */
	const char *mask;
};

/* The EtherType is that of all packets, the destination address of none. */
static const struct filter_kind near_filter = {
    12, "0800000000000000000000000000c0000200cb00", "ffff000000000000000000000000ffffffffffff"};
/* More is that of all packets: of the IPv4 header, too.  The destination port is of none. */
static const struct filter_kind late_filter = {12,
    "080045000000000000000000000000000000000000000000",
    "ffffffff0000000000000000000000000000000000000000"};
/* Behind most packets, and in none. */
static const struct filter_kind far_filter = {1400, "cb0071", "ffffff"};

static const struct {
	const char *name;
	unsigned rows;     /* by ROW_BIT */
	unsigned channels; /* with as many filters each: */
	unsigned filters;
	const struct filter_kind *kind;
} runs[] = {
    {"read only", 0, 0, 0, NULL},
    {"read, decode", 0, 0, 0, NULL},
    {"... statistics", ROW_BIT(0), 0, 0, NULL},
    {"... history", ROW_BIT(1), 0, 0, NULL},
    {"... hosts", ROW_BIT(2), 0, 0, NULL},
    {"... matrix", ROW_BIT(3), 0, 0, NULL},
    {"... flows", ROW_BIT(4), 0, 0, NULL},
    {"... 1 channel", 0, 1, 0, NULL},
    {"... 1 filter", 0, 1, 1, &near_filter},
    {"... 10 filters", 0, 1, 10, &near_filter},
    {"... 100 filters", 0, 1, 100, &near_filter},
    {"... 10 x 10", 0, 10, 10, &near_filter},
    {"... 100 late", 0, 1, 100, &late_filter},
    {"... 100 far off", 0, 1, 100, &far_filter},
    {"... the first four", ROW_BIT(0) | ROW_BIT(1) | ROW_BIT(2) | ROW_BIT(3), 0, 0, NULL},
    {"... all five", ROW_BIT(0) | ROW_BIT(1) | ROW_BIT(2) | ROW_BIT(3) | ROW_BIT(4), 0, 0, NULL},
};
#define RUNS (sizeof(runs) / sizeof(runs[0]))
#define RUN_BASE 1 /* that others are compared with */
#define TRIES 3    /* of which the fastest counts */

static uint64_t clock_now(void *arg)
{
	struct timespec now;

	(void)arg;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static double cpu_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static struct port *open_port(const char *path)
{
	struct port_config config;
	char error[512];
	struct port *port;

	port_config_init(&config);
	config.file = path;
	config.align = false;
	port = port_open(&config, 1, error, sizeof(error));
	if (!port) {
		fprintf(stderr, "bench: %s\n", error);
		exit(1);
	}
	return port;
}

static void make_row(struct mib *mib, const char *line)
{
	char error[512];
	struct rowtext *text = rowtext_parse(mib, line, "bench", error, sizeof(error));
	const char *column;

	transaction_begin(mib, 0, 0);
	if (!text || rowtext_add(mib, text, &column) || transaction_check(mib) ||
	    transaction_commit(mib)) {
		fprintf(stderr, "bench: cannot make %s\n", line);
		exit(1);
	}
	transaction_finish(mib);
	rowtext_free(text);
}

static void make_filters(struct mib *mib, size_t run)
{
	const struct filter_kind *kind = runs[run].kind;
	char line[300];

	for (unsigned i = 0; i < runs[run].channels; i++) {
		snprintf(line, sizeof(line), "channelTable.%u IfIndex=replay1", i + 1);
		make_row(mib, line);
		for (unsigned j = 0; j < runs[run].filters; j++) {
			unsigned number = i * runs[run].filters + j + 1;

			snprintf(line, sizeof(line),
			    "filterTable.%u ChannelIndex=%u PktDataOffset=%u PktData=0x%s%04x "
			    "PktDataMask=0x%sffff",
			    number, i + 1, kind->offset, kind->data, number, kind->mask);
			make_row(mib, line);
		}
	}
}

static uint64_t read_all(struct port *port, bool input)
{
	struct frame frame;
	uint64_t packets = 0;

	for (; capture_next(port->capture, &frame) == CAPTURE_FRAME; packets++) {
		if (input)
			port_input(port, &frame);
	}
	return packets;
}

static struct mib *run_begin(const char *path, size_t run, struct port **ports)
{
	struct mib *mib;

	ports[0] = open_port(path);
	mib = mib_new(ports, 1, MEMORY_LIMIT);
	if (!mib)
		exit(1);
	mib->clock = clock_now;
	for (size_t i = 0; i < ROWS; i++) {
		if (runs[run].rows & ROW_BIT(i))
			make_row(mib, rows[i]);
	}
	make_filters(mib, run);
	return mib;
}

static void run_end(struct mib *mib, struct port **ports)
{
	mib_free(mib);
	port_close(ports[0]);
}

/* The mib of the last try; the run's time a packet, ns. */
static struct mib *run_packets(const char *path, size_t run, struct port **ports, double *best)
{
	struct mib *mib = NULL;
	uint64_t packets;

	*best = 0;
	for (int i = 0; i < TRIES; i++) {
		double start;

		if (mib)
			run_end(mib, ports);
		mib = run_begin(path, run, ports);
		start = cpu_now();
		packets = read_all(ports[0], run > 0);
		start = (cpu_now() - start) / (double)packets;
		if (i == 0 || start < *best)
			*best = start;
	}
	return mib;
}

static void run_view(struct mib *mib, const struct control_class *class, int order)
{
	uint32_t index[2] = {1, 0};
	struct control *row = store_find(mib_store(mib, class), index);
	double start = cpu_now();
	const struct view *view;

	view_drop(row);
	view = view_get(mib, row, order);
	start = cpu_now() - start;
	if (view)
		printf("view of %-20s %8zu rows %10.3f ms %6.0f ns a row\n", class->name,
		    view->count, start / 1e6, view->count ? start / (double)view->count : 0);
}

static void run_walk(struct mib *mib, const struct table *table)
{
	uint64_t varbinds = 0;
	struct value value;
	uint32_t suffix[OID_MAX];
	struct walk walk;
	double start = cpu_now();

	for (bool more = walk_seek(&walk, mib, table, NULL, 0, true); more;
	     more = walk_step(&walk)) {
		walk_value(&walk, &value);
		walk_suffix(&walk, suffix);
		varbinds++;
	}
	start = cpu_now() - start;
	printf("step  %-20s %8" PRIu64 " varbinds %6.0f ns each\n", table->name, varbinds,
	    start / (double)varbinds);
}

/* Every instance found by its name, as one GETNEXT after another does. */
static void run_search(struct mib *mib, const struct table *table)
{
	uint64_t varbinds = 0;
	uint32_t suffix[OID_MAX];
	struct value value;
	struct walk walk;
	size_t len = 0;
	double start = cpu_now();

	while (varbinds < 1000000 && walk_seek(&walk, mib, table, suffix, len, false)) {
		walk_value(&walk, &value);
		len = walk_suffix(&walk, suffix);
		varbinds++;
	}
	start = cpu_now() - start;
	printf("next  %-20s %8" PRIu64 " varbinds %6.0f ns each\n", table->name, varbinds,
	    start / (double)varbinds);
}

int main(int argc, char **argv)
{
	struct port *ports[1];
	struct mib *mib = NULL;
	double time, base = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: bench FILE.pcap\n");
		return 2;
	}
	for (size_t i = 0; i < RUNS; i++) {
		if (mib)
			run_end(mib, ports);
		mib = run_packets(argv[1], i, ports, &time);
		if (i == RUN_BASE)
			base = time;
		printf("%-16s %8.1f ns a packet %8.2f M packets/s", runs[i].name, time, 1e3 / time);
		if (base > 0)
			printf(" %6.2f of \"%s\"", time / base, runs[RUN_BASE].name);
		putchar('\n');
	}
	mib->pdu++;
	run_view(mib, &host_control, 0);
	run_view(mib, &matrix_control, 0);
	run_view(mib, &flow_control, 0);
	run_walk(mib, &host_table);
	run_walk(mib, &matrix_sd_table);
	run_walk(mib, &flow_table);
	run_search(mib, &host_table);
	run_search(mib, &matrix_sd_table);
	run_search(mib, &flow_table);
	run_end(mib, ports);
	return 0;
}
