/* SPDX-License-Identifier: BSD-2-Clause */
/* Fetches packets from a captureBufferTable, each once, in order and whole. */
#include "capture_download.h"

#include <bsd/stdlib.h>
#include <err.h>
#include <string.h>

#include "capture_rows.h"
#include "mibs/capture.h"
#include "varbind.h"

#define SLICE_MIN 32
#define WAITING_MAX 64 /* packets that wait for the rest of one before them */
#define STATUS_AFTER_LOSS 8
#define ERROR_TOO_BIG 1 /* error-status of RFC 3416 */
#define ERROR_GENERAL 5

/* Columns that are fetched. */
enum {
	CELL_DATA,
	CELL_LENGTH,
	CELL_MS,
	CELL_STATUS,
	CELL_NS,
	CELLS
};

/* A packet that is not whole, or comes after one; its data is its own. */
struct waiting {
	struct capture_packet packet;
	uint8_t *data;
	bool partial;
};

struct download {
	struct download_config config;
	struct download_counts counts;
	uint32_t slice;  /* bufferControlDownloadSliceSize as it is */
	uint32_t offset; /* bufferControlDownloadOffset likewise */
	uint32_t seen;   /* index of the latest row; those in the queue were not taken yet */
	struct oid columns[CELLS];
	struct waiting queue[WAITING_MAX];
	size_t queued;
	size_t came; /* packets of the walks of this run */
	bool again;  /* the walk was not ended by the table's end */
	bool ended;  /* take() wants no more */
	bool peeks;  /* nothing is to be taken, only to be seen whether there is something */
	bool is_new; /* there was */
};

struct download *download_new(const struct download_config *config)
{
	struct download *download = calloc(1, sizeof(*download));
	const struct oid *entry = &capture_buffer_table.entry;

	if (!download)
		return NULL;
	download->config = *config;
	download->slice = DOWNLOAD_SLICE_FIRST;
	download->columns[CELL_DATA] = oid_cell(entry, 4, config->buffer);
	download->columns[CELL_LENGTH] = oid_cell(entry, 5, config->buffer);
	download->columns[CELL_MS] = oid_cell(entry, 6, config->buffer);
	download->columns[CELL_STATUS] = oid_cell(entry, 7, config->buffer);
	download->columns[CELL_NS] =
	    oid_cell(&capture_buffer_high_capacity_table.entry, 1, config->buffer);
	return download;
}

static void queue_drop(struct download *download)
{
	while (download->queued)
		free(download->queue[--download->queued].data);
}

void download_free(struct download *download)
{
	if (download)
		queue_drop(download);
	free(download);
}

struct download_counts download_counts(const struct download *download)
{
	return download->counts;
}

/* Hands a whole packet over. */
static void take(struct download *download, const struct capture_packet *packet)
{
	if (download->ended)
		return;
	download->counts.lost += capture_packet_after(download->counts.last, packet->index) - 1;
	download->counts.last = packet->index;
	download->counts.packets++;
	if (packet->status & STATUS_AFTER_LOSS)
		download->counts.breaks++;
	if (!download->config.take(download->config.arg, packet))
		download->ended = true;
}

/* Its data may end where the download slice ends, not where the packet does. */
static bool is_partial(const struct download *download, const struct capture_packet *packet)
{
	return packet->data_len == download->slice &&
	       packet->data_len < capture_packet_expected(packet, download->config.slice);
}

static void queue_add(struct download *download, const struct capture_packet *packet)
{
	struct waiting *waiting = &download->queue[download->queued++];

	*waiting = (struct waiting){.packet = *packet, .partial = is_partial(download, packet)};
	waiting->data = malloc(packet->data_len + 1);
	if (!waiting->data)
		err(EXIT_FAILURE, NULL);
	if (packet->data_len)
		memcpy(waiting->data, packet->data, packet->data_len);
	waiting->packet.data = waiting->data;
}

/* A row; false ends the walk. */
static bool on_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct download *download = arg;
	struct capture_packet packet = {
	    .index = index->len == 1 ? index->sub[0] : 0,
	    .length = (uint32_t)varbind_number(&cells[CELL_LENGTH]),
	    .ms = (uint32_t)varbind_number(&cells[CELL_MS]),
	    .status = (uint32_t)varbind_number(&cells[CELL_STATUS]),
	    .ns = (uint32_t)varbind_number(&cells[CELL_NS]),
	};
	uint32_t after = capture_packet_after(download->seen, packet.index);

	download->is_new = after != 0;
	if (after == 0 || download->peeks)
		return false;
	if (!cells[CELL_DATA].present || !cells[CELL_LENGTH].present)
		return true; /* it is being overwritten: a gap that is counted with the next one */
	packet.data = cells[CELL_DATA].value.octets;
	packet.data_len = (uint32_t)cells[CELL_DATA].value.octets_len;
	download->seen = packet.index;
	download->came++;
	if (download->queued || is_partial(download, &packet))
		queue_add(download, &packet);
	else
		take(download, &packet);
	download->again = download->queued == WAITING_MAX;
	return !download->ended && !download->again;
}

static enum outcome complain(struct download *download, enum outcome outcome)
{
	if (outcome != OUTCOME_GOOD && outcome != OUTCOME_STOPPED)
		warnx("%s", session_error(download->config.session));
	return outcome;
}

static enum outcome set_column(struct download *download, uint32_t column, uint32_t number)
{
	struct setting setting = {.column = column};

	varbind_integer(&setting.to, number);
	return rows_set(
	    download->config.rows, &buffer_control_table, download->config.buffer, &setting, 1);
}

/* The rest of packets that were cut */

/* One slice more of a packet at the present offset; none if it is gone or was whole. */
static enum outcome fetch_more(struct download *download, struct waiting *waiting)
{
	struct varbind cell = {.name = download->columns[CELL_DATA]};
	struct capture_packet *packet = &waiting->packet;
	size_t len;
	enum outcome outcome;

	oid_append(&cell.name, &packet->index, 1);
	outcome = complain(download, session_get(download->config.session, &cell, 1));
	if (outcome != OUTCOME_GOOD)
		return outcome;
	len = cell.present ? cell.value.octets_len : 0;
	waiting->data = reallocf(waiting->data, packet->data_len + len + 1);
	if (!waiting->data)
		err(EXIT_FAILURE, NULL);
	if (len)
		memcpy(waiting->data + packet->data_len, cell.value.octets, len);
	packet->data = waiting->data;
	packet->data_len += (uint32_t)len;
	waiting->partial =
	    len == download->slice &&
	    packet->data_len < capture_packet_expected(packet, download->config.slice);
	return OUTCOME_GOOD;
}

static bool is_any_partial(const struct download *download)
{
	for (size_t i = 0; i < download->queued; i++) {
		if (download->queue[i].partial)
			return true;
	}
	return false;
}

static enum outcome set_offset(struct download *download, uint32_t offset)
{
	enum outcome outcome = OUTCOME_GOOD;

	if (offset != download->offset)
		outcome = set_column(download, BUFFER_DOWNLOAD_OFFSET, offset);
	if (outcome == OUTCOME_GOOD)
		download->offset = offset;
	return outcome;
}

/* Makes all packets whole by moving the offset over them. */
static enum outcome complete(struct download *download)
{
	enum outcome outcome = OUTCOME_GOOD;

	while (outcome == OUTCOME_GOOD && is_any_partial(download)) {
		outcome = set_offset(download, download->offset + download->slice);
		for (size_t i = 0; outcome == OUTCOME_GOOD && i < download->queued; i++) {
			if (download->queue[i].partial)
				outcome = fetch_more(download, &download->queue[i]);
		}
	}
	return outcome;
}

/* What cannot be made whole now is seen again by the next walk. */
static enum outcome flush_queue(struct download *download)
{
	enum outcome outcome = complete(download);

	for (size_t i = 0; outcome == OUTCOME_GOOD && i < download->queued; i++)
		take(download, &download->queue[i].packet);
	queue_drop(download);
	download->seen = download->counts.last;
	return outcome;
}

static enum outcome walk(struct download *download, uint32_t last)
{
	const struct oid after = {.len = 1, .sub = {last}};
	const struct walk walk = {
	    .columns = download->columns,
	    .count = CELLS,
	    .after = last ? &after : NULL,
	    .row = on_row,
	    .arg = download,
	};

	enum outcome outcome = set_offset(download, 0);

	download->again = false;
	return outcome == OUTCOME_GOOD ? session_walk(download->config.session, &walk) : outcome;
}

/* Where a walk failed: less of a packet, if that may help; false: no. */
static bool halve(struct download *download, enum outcome outcome)
{
	unsigned status = session_error_status(download->config.session);

	if (outcome != OUTCOME_REFUSED || download->slice <= SLICE_MIN ||
	    (status != ERROR_TOO_BIG && status != ERROR_GENERAL))
		return false;
	download->slice /= 2;
	return true;
}

/* Walks behind an index, 0 from the start, and on, until there is nothing more. */
static enum outcome walk_on(struct download *download, uint32_t last)
{
	enum outcome outcome, rest;

	do {
		outcome = walk(download, last);
		rest = flush_queue(download);
		if (rest == OUTCOME_GOOD && halve(download, outcome)) {
			outcome = set_column(download, BUFFER_DOWNLOAD_SLICE, download->slice);
			download->again = true;
		} else {
			complain(download, outcome);
		}
		if (outcome == OUTCOME_GOOD)
			outcome = rest;
		last = download->counts.last;
	} while (outcome == OUTCOME_GOOD && download->again && !download->ended);
	return outcome;
}

/*
 * Behind the highest index come the lowest, where the table starts.  What was seen there is behind
 * all that the next walk finds, or does not find.
 */
static enum outcome walk_around(struct download *download)
{
	enum outcome outcome;
	bool is_new;

	download->is_new = false;
	download->peeks = true;
	outcome = complain(download, walk(download, 0));
	download->peeks = false;
	is_new = download->is_new;
	if (outcome == OUTCOME_GOOD && is_new)
		outcome = walk_on(download, download->counts.last);
	if (outcome == OUTCOME_GOOD && is_new && download->came == 0)
		outcome = walk_on(download, 0);
	return outcome;
}

enum outcome download_run(struct download *download, bool *ended)
{
	enum outcome outcome;

	download->came = 0;
	outcome = walk_on(download, download->counts.last);
	if (outcome == OUTCOME_GOOD && download->came == 0 &&
	    download->counts.last > CAPTURE_INDEX_MAX / 2)
		outcome = walk_around(download);
	*ended = download->ended;
	return outcome;
}
