/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of a capture on the probe: filters, a channel and a buffer. */
#ifndef CLIENT_CAPTURE_ROWS_H
#define CLIENT_CAPTURE_ROWS_H

#include "capture_options.h"
#include "command.h"

struct capture_rows {
	uint32_t channel;
	uint32_t buffer;
};

/* Columns of channelTable and bufferControlTable that a running capture uses. */
enum {
	CHANNEL_DATA_CONTROL = 4,
	CHANNEL_MATCHES = 9,
	BUFFER_FULL_STATUS = 3,
	BUFFER_DOWNLOAD_SLICE = 6,
	BUFFER_DOWNLOAD_OFFSET = 7,
	BUFFER_CAPTURED_PACKETS = 10,
	BUFFER_TURN_ON_TIME = 11,
};

/* bufferControlFullStatus */
enum {
	BUFFER_FULL = 2,
};

/* Makes them on run->rows, the channel off; errors were said. */
enum outcome capture_rows_make(const struct run *run, const struct capture_options *options,
    uint32_t interface, uint32_t download_slice, struct capture_rows *made);
enum outcome capture_rows_turn(const struct run *run, const struct capture_rows *made, bool on);

/* One integer of a row; absent: 0.  Errors are said. */
enum outcome capture_rows_read(const struct run *run, const struct table *table, uint32_t column,
    uint32_t index, uint64_t *number);

#endif
