/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures decoding, the groups, views and walks over one capture, and prints a table. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))
#define ROW_BIT(row) (1u << (row))

static const struct {
	const char *name;
	unsigned rows;    /* by ROW_BIT */
	unsigned filters; /* of one channel; 0: no channel */
} runs[] = {
    {"read only", 0, 0},
    {"read, decode", 0, 0},
    {"... statistics", ROW_BIT(0), 0},
    {"... history", ROW_BIT(1), 0},
    {"... hosts", ROW_BIT(2), 0},
    {"... matrix", ROW_BIT(3), 0},
    {"... 1 filter", 0, 1},
    {"... 10 filters", 0, 10},
    {"... 100 filters", 0, 100},
    {"... all four", ROW_BIT(0) | ROW_BIT(1) | ROW_BIT(2) | ROW_BIT(3), 0},
};

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

/* A channel whose filters are all tried on each packet: addresses that none has, behind IPv4. */
static void make_filters(struct mib *mib, unsigned count)
{
	char line[200];

	make_row(mib, "channelTable.1 IfIndex=replay1");
	for (unsigned i = 1; i <= count; i++) {
		snprintf(line, sizeof(line),
		    "filterTable.%u ChannelIndex=1 PktDataOffset=12 "
		    "PktData=0x0800000000000000000000000000c0000200cb0071%02x "
		    "PktDataMask=0xffff000000000000000000000000ffffffffffffffff",
		    i, i);
		make_row(mib, line);
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

static struct mib *run_packets(const char *path, size_t run, struct port **ports)
{
	struct mib *mib;
	uint64_t packets;
	double start;

	ports[0] = open_port(path);
	mib = mib_new(ports, 1, MEMORY_LIMIT);
	if (!mib)
		exit(1);
	mib->clock = clock_now;
	for (size_t i = 0; i < ROWS; i++) {
		if (runs[run].rows & ROW_BIT(i))
			make_row(mib, rows[i]);
	}
	if (runs[run].filters)
		make_filters(mib, runs[run].filters);
	start = cpu_now();
	packets = read_all(ports[0], run > 0);
	start = cpu_now() - start;
	printf("%-16s %10" PRIu64 " packets %8.1f ns a packet %8.2f M packets/s\n", runs[run].name,
	    packets, start / (double)packets, (double)packets * 1e3 / start);
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

	if (argc != 2) {
		fprintf(stderr, "usage: bench FILE.pcap\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		if (mib) {
			mib_free(mib);
			port_close(ports[0]);
		}
		mib = run_packets(argv[1], i, ports);
	}
	mib->pdu++;
	run_view(mib, &host_control, 0);
	run_view(mib, &matrix_control, 0);
	run_walk(mib, &host_table);
	run_walk(mib, &matrix_sd_table);
	run_search(mib, &host_table);
	run_search(mib, &matrix_sd_table);
	mib_free(mib);
	port_close(ports[0]);
	return 0;
}
