/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the values of etherStatsTable come from, as a group: what sondaSourceTable shows. */
#ifndef PROBE_SOURCESTAT_H
#define PROBE_SOURCESTAT_H

#include "group.h"

#define SOURCE_TEXT_MAX 255

struct sourcestat_row {
	uint32_t column; /* of etherStatsEntry */
	int32_t origin;  /* enum source_origin */
	const char *name;
	char text[SOURCE_TEXT_MAX + 1];
};

extern const struct group_class sourcestat_class;

struct group *sourcestat_open(void); /* NULL with errno */

#endif
