/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda capture: makes filters, a channel and a buffer, and downloads packets as they come. */
#include "capture.h"

#include <err.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "capture_download.h"
#include "capture_output.h"
#include "capture_rows.h"
#include "interface.h"
#include "mibs/capture.h"
#include "mibs/channel.h"
#include "varbind.h"

#define SECOND 1000000000ll
#define POLL_MS 200
/* After the channel is off an agent may show for so long what it saw before. */
#define SETTLE (3 * SECOND / 2)
#define SNAPLEN_MAX 262144 /* as tcpdump has it */
#define PROGRESS_EVERY SECOND

static const struct oid sys_up_time = {.len = 9, .sub = {1, 3, 6, 1, 2, 1, 1, 3, 0}};

struct capture {
	const struct run *run;
	struct capture_options options;
	struct capture_rows rows;
	struct capture_output output;
	struct download *download;
	int64_t began;  /* ns since 1970: when the buffer was turned on, by our clock */
	bool is_dated;  /* by the probe, not by when we asked for it */
	bool is_broken; /* nobody reads what we write */
	bool ended;     /* there are as many packets as were asked for */
	bool shows_progress;
	int64_t turned_on;  /* on the monotonic clock, ns */
	int64_t progressed; /* when it was shown */
	uint64_t matches;   /* of the channel, before it was turned on */
};

static int64_t clock_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

static bool take_packet(void *arg, const struct capture_packet *packet)
{
	struct capture *capture = arg;
	uint64_t count = download_counts(capture->download).packets;
	struct pcapfile_packet written =
	    capture_packet_written(packet, capture->options.slice, capture->began);

	if (!capture_output_packet(&capture->output, &written)) {
		capture->is_broken = true;
		return false;
	}
	return capture->options.count == 0 || count < capture->options.count;
}

/* Both clocks of the probe in one answer, and ours in the middle of asking. */
static enum outcome date(struct capture *capture)
{
	struct varbind varbinds[2] = {
	    {.name = sys_up_time},
	    {.name = oid_cell(
		 &buffer_control_table.entry, BUFFER_TURN_ON_TIME, capture->rows.buffer)},
	};
	int64_t before = clock_now(CLOCK_REALTIME);
	enum outcome outcome = session_get(capture->run->session, varbinds, 2);
	uint32_t turned_on = (uint32_t)varbind_number(&varbinds[1]);

	if (outcome != OUTCOME_GOOD || !varbinds[0].present || !turned_on)
		return outcome;
	before += (clock_now(CLOCK_REALTIME) - before) / 2;
	capture->began =
	    capture_packet_began(before, (uint32_t)varbind_number(&varbinds[0]), turned_on);
	capture->is_dated = true;
	return outcome;
}

static void show_progress(struct capture *capture)
{
	struct download_counts counts = download_counts(capture->download);
	int64_t now = clock_now(CLOCK_MONOTONIC);

	if (!capture->shows_progress || now < capture->progressed + PROGRESS_EVERY)
		return;
	capture->progressed = now;
	fprintf(stderr, "\r%" PRIu64 " packets, %" PRIu64 " lost ", counts.packets, counts.lost);
}

/* Takes what is there; signals are no failure. */
static enum outcome fetch(struct capture *capture)
{
	enum outcome outcome = OUTCOME_GOOD;

	if (!capture->is_dated)
		outcome = date(capture);
	if (outcome == OUTCOME_GOOD)
		outcome = download_run(capture->download, &capture->ended);
	if (!capture_output_flush(&capture->output))
		capture->is_broken = true;
	show_progress(capture);
	return outcome;
}

static bool is_time_up(const struct capture *capture)
{
	int64_t passed = clock_now(CLOCK_MONOTONIC) - capture->turned_on;

	return capture->options.seconds && passed / SECOND >= capture->options.seconds;
}

static enum outcome read_buffer(const struct capture *capture, uint32_t column, uint64_t *number)
{
	return capture_rows_read(
	    capture->run, &buffer_control_table, column, capture->rows.buffer, number);
}

/* A locked buffer that is full captures nothing more. */
static enum outcome is_locked(const struct capture *capture, bool *locked)
{
	uint64_t full = 0;
	enum outcome outcome = OUTCOME_GOOD;

	if (capture->options.lock)
		outcome = read_buffer(capture, BUFFER_FULL_STATUS, &full);
	*locked = full == BUFFER_FULL;
	return outcome;
}

static enum outcome follow(struct capture *capture)
{
	enum outcome outcome = OUTCOME_GOOD;
	bool locked = false;

	while (outcome == OUTCOME_GOOD && !locked && !is_time_up(capture)) {
		outcome = fetch(capture);
		if (!capture_output_has_reader(&capture->output))
			capture->is_broken = true;
		if (outcome != OUTCOME_GOOD || capture->ended || capture->is_broken)
			break;
		outcome = is_locked(capture, &locked);
		if (!*capture->run->stop)
			poll(NULL, 0, POLL_MS);
	}
	return outcome == OUTCOME_STOPPED ? OUTCOME_GOOD : outcome;
}

/* While the buffer never was full, the latest index is the number of packets in it. */
static enum outcome is_all_there(const struct capture *capture, bool *all)
{
	uint64_t full = 0, packets = 0;
	enum outcome outcome = read_buffer(capture, BUFFER_FULL_STATUS, &full);

	if (outcome == OUTCOME_GOOD)
		outcome = read_buffer(capture, BUFFER_CAPTURED_PACKETS, &packets);
	*all = full != BUFFER_FULL && packets == download_counts(capture->download).last;
	return outcome;
}

/* Nothing comes any more: takes the rest, which an agent may show a little late. */
static enum outcome drain(struct capture *capture)
{
	int64_t until = clock_now(CLOCK_MONOTONIC) + SETTLE;
	enum outcome outcome;
	bool all = false;
	bool late;

	do {
		late = clock_now(CLOCK_MONOTONIC) >= until;
		outcome = fetch(capture);
		if (outcome == OUTCOME_GOOD && !late)
			outcome = is_all_there(capture, &all);
		if (outcome == OUTCOME_GOOD && !all && !late)
			poll(NULL, 0, POLL_MS / 2);
	} while (
	    outcome == OUTCOME_GOOD && !all && !late && !capture->ended && !capture->is_broken);
	return outcome;
}

static enum outcome read_matches(const struct capture *capture, uint64_t *matches)
{
	return capture_rows_read(
	    capture->run, &channel_table, CHANNEL_MATCHES, capture->rows.channel, matches);
}

static void report(const struct capture *capture, uint64_t matches)
{
	struct download_counts counts = download_counts(capture->download);

	fprintf(stderr,
	    "%s%" PRIu64 " packets matched, %" PRIu64 " downloaded, %" PRIu64
	    " overwritten before that\n",
	    capture->shows_progress ? "\r" : "", (matches - capture->matches) & UINT32_MAX,
	    counts.packets, counts.lost);
	if (counts.breaks)
		fprintf(stderr,
		    "the probe lost packets of the interface before %" PRIu64 " of them\n",
		    counts.breaks);
}

/* From now on signals end nothing: what was captured is taken, if somebody wants it. */
static enum outcome finish(struct capture *capture)
{
	uint64_t matches = 0;
	enum outcome outcome;

	session_persevere(capture->run->session);
	outcome = capture_rows_turn(capture->run, &capture->rows, false);
	if (outcome == OUTCOME_GOOD && !capture->is_broken && !capture->ended)
		outcome = drain(capture);
	if (outcome == OUTCOME_GOOD)
		outcome = read_matches(capture, &matches);
	if (outcome == OUTCOME_GOOD && !capture->is_broken)
		report(capture, matches);
	return outcome;
}

static enum outcome begin(struct capture *capture)
{
	struct interface interface;
	enum outcome outcome =
	    interface_find(capture->run->session, capture->options.interface, &interface);

	if (outcome == OUTCOME_GOOD)
		outcome = capture_rows_make(capture->run, &capture->options, interface.index,
		    DOWNLOAD_SLICE_FIRST, &capture->rows);
	if (outcome == OUTCOME_GOOD)
		outcome = read_matches(capture, &capture->matches);
	if (outcome == OUTCOME_GOOD)
		outcome = capture_rows_turn(capture->run, &capture->rows, true);
	capture->began = clock_now(CLOCK_REALTIME);
	capture->turned_on = clock_now(CLOCK_MONOTONIC);
	return outcome;
}

static enum outcome capture_to_output(struct capture *capture)
{
	struct download_config config = {
	    .session = capture->run->session,
	    .rows = capture->run->rows,
	    .slice = capture->options.slice,
	    .take = take_packet,
	    .arg = capture,
	};
	enum outcome outcome = begin(capture);
	enum outcome last;

	if (outcome != OUTCOME_GOOD)
		return outcome;
	config.buffer = capture->rows.buffer;
	capture->download = download_new(&config);
	if (!capture->download)
		err(EXIT_FAILED, NULL);
	outcome = follow(capture);
	last = outcome == OUTCOME_GOOD ? finish(capture) : outcome;
	download_free(capture->download);
	return last;
}

int capture_run(const struct run *run)
{
	struct capture capture = {.run = run};
	enum outcome outcome = OUTCOME_FAILED;
	char error[256];

	if (run->argc) {
		warnx("%s: not expected; an expression is the value of --filter", run->argv[0]);
		return EXIT_USAGE;
	}
	if (!capture_options_read(&capture.options, run->options, error, sizeof(error))) {
		warnx("%s", error);
		return EXIT_USAGE;
	}
	capture.shows_progress = capture.options.file && isatty(STDERR_FILENO);
	if (capture_output_open(&capture.output, capture.options.file,
		capture.options.slice ? capture.options.slice : SNAPLEN_MAX)) {
		outcome = capture_to_output(&capture);
		if (!capture_output_close(&capture.output))
			capture.is_broken = true;
	}
	capture_options_free(&capture.options);
	return outcome == OUTCOME_GOOD && !capture.is_broken ? EXIT_GOOD : EXIT_FAILED;
}
