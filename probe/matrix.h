/* SPDX-License-Identifier: BSD-2-Clause */
/* The matrix group (RFC 2819): one row a direction of a pair of addresses seen in good packets. */
#ifndef PROBE_MATRIX_H
#define PROBE_MATRIX_H

#include "group.h"
#include "slab.h"

enum matrix_order {
	MATRIX_BY_SOURCE,
	MATRIX_BY_DESTINATION
};

struct matrix_row {
	struct slab_row slab;
	uint8_t source[6];
	uint8_t destination[6];
	uint8_t unused[4];
	uint64_t pkts;
	uint64_t octets;
	uint64_t errors;
};

struct matrix_summary {
	uint32_t table_size;  /* of matrixSDTable, which is that of matrixDSTable */
	uint64_t last_delete; /* port time, ns; 0: none yet */
	uint64_t dropped_frames;
	uint64_t created;
};

extern const struct group_class matrix_class;

/* A collector of at most capacity rows; NULL with errno. */
struct group *matrix_open(uint32_t capacity, uint64_t seed);

#endif
