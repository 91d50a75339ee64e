/* SPDX-License-Identifier: BSD-2-Clause */
/* Says for each counter of etherStatsTable where a port has its value from. */
#ifndef PROBE_SOURCE_H
#define PROBE_SOURCE_H

#include <stddef.h>

#include "port.h"

/* As sondaSourceOrigin shows it. */
enum source_origin {
	SOURCE_CAPTURE = 1,
	SOURCE_NIC,
	SOURCE_CAPTURE_AND_NIC,
	SOURCE_NOT_MEASURABLE
};

/* Columns of etherStatsEntry: etherStatsDropEvents .. etherStatsPkts1024to1518Octets. */
#define SOURCE_FIRST_COLUMN 3
#define SOURCE_LAST_COLUMN 19

/*
 * The origin of a column's value on a port, lock held, and the same in words: at most 255 octets,
 * as SnmpAdminString has them.
 */
enum source_origin source_describe(
    const struct port *port, unsigned column, char *text, size_t text_size);

/* "etherStatsDropEvents"; the column must be one of the above. */
const char *source_name(unsigned column);

#endif
