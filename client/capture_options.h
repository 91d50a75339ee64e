/* SPDX-License-Identifier: BSD-2-Clause */
/* What the options of sonda capture ask for. */
#ifndef CLIENT_CAPTURE_OPTIONS_H
#define CLIENT_CAPTURE_OPTIONS_H

#include "expression.h"
#include "options.h"

/* filterPktStatus and its masks. */
struct capture_status {
	int32_t value;
	int32_t mask;
	int32_t not_mask;
};

extern const struct option_spec capture_option_specs[];

struct capture_options {
	const char *interface; /* NULL: the only one */
	const char *file;      /* "-": standard output; NULL: a line a packet */
	struct expression expression;
	struct capture_status status; /* of every filter */
	uint32_t slice;               /* octets kept of a packet; 0: all */
	int32_t octets;               /* of the buffer; -1: as many as the probe gives */
	bool lock;                    /* when the buffer is full it ends */
	uint32_t count;               /* of packets; 0: no limit */
	int32_t seconds;              /* 0: no limit */
};

/* False: error says what is wrong, and nothing is to be freed. */
bool capture_options_read(struct capture_options *options, const struct option_values *values,
    char *error, size_t error_size);
void capture_options_free(struct capture_options *options);

#endif
