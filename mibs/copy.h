/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies a collector's rows without keeping its port's thread waiting for long. */
#ifndef MIBS_COPY_H
#define MIBS_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct group;

#define COPY_SLICE 1024 /* rows copied under one hold of the port's lock */

/* Begins as zeros, but for summary: room for the group's, or NULL. */
struct copy {
	void *summary;
	uint8_t *rows; /* count rows in the group's natural order; the caller's to free, always */
	size_t count;
	size_t room;
};

/* The rows, and the summary of the same moment if wanted, of an attached group; false: no memory. */
bool copy_take(struct copy *copy, struct group *group);

/* The summary alone. */
void copy_summary(struct copy *copy, struct group *group);

#endif
