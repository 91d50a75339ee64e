/* SPDX-License-Identifier: BSD-2-Clause */
/* Fetches packets from a captureBufferTable, each once, in order and whole. */
#ifndef CLIENT_CAPTURE_DOWNLOAD_H
#define CLIENT_CAPTURE_DOWNLOAD_H

#include "capture_packet.h"
#include "rows.h"

/* bufferControlDownloadSliceSize to begin with: room for a jumbo frame, and several fit an answer. */
#define DOWNLOAD_SLICE_FIRST 16384

/* Takes a packet, whose data is gone afterwards; false: no more, please. */
typedef bool download_take(void *arg, const struct capture_packet *packet);

struct download_config {
	struct session *session;
	struct rows *rows;
	uint32_t buffer; /* bufferControlIndex */
	uint32_t slice;  /* octets that the probe keeps of a packet; 0: all */
	download_take *take;
	void *arg;
};

/* What came so far. */
struct download_counts {
	uint64_t packets;
	uint64_t lost;   /* overwritten before they were fetched */
	uint64_t breaks; /* packets before which the probe itself had lost some */
	uint32_t last;   /* captureBufferIndex of the latest; 0: none */
};

struct download;

/* NULL: no memory.  One freer: download_free(). */
struct download *download_new(const struct download_config *config);
void download_free(struct download *download);
struct download_counts download_counts(const struct download *download);

/*
 * Takes all packets that are there and new.  Asks for less a packet if the agent cannot answer, and
 * then for the rest of those that are longer.  *ended: take() wants no more.  Errors are said.
 */
enum outcome download_run(struct download *download, bool *ended);

#endif
