/* SPDX-License-Identifier: BSD-2-Clause */
/* Top N reports of hosts (RFC 2819): which counter changed most over an interval. */
#ifndef PROBE_TOPN_H
#define PROBE_TOPN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host.h"

/* hostTopNRateBase; from TOPN_HC_IN_PKTS on those that RFC 3273 adds. */
enum topn_rate_base {
	TOPN_IN_PKTS = 1,
	TOPN_OUT_PKTS,
	TOPN_IN_OCTETS,
	TOPN_OUT_OCTETS,
	TOPN_OUT_ERRORS,
	TOPN_OUT_BROADCAST,
	TOPN_OUT_MULTICAST,
	TOPN_HC_IN_PKTS,
	TOPN_HC_OUT_PKTS,
	TOPN_HC_IN_OCTETS,
	TOPN_HC_OUT_OCTETS
};

/* What is remembered of a host from the start of the interval. */
struct topn_start {
	uint8_t address[6];
	uint8_t unused[2];
	uint64_t value;
	uint64_t born; /* host_row.born: tells a host that was dropped and learned again */
};

struct topn_row {
	uint32_t index; /* from 1 */
	uint32_t low;   /* rate modulo 2^32 */
	uint8_t address[6];
	uint8_t unused[2];
	uint64_t rate; /* change over the interval, not per second */
};

/* Remembers count rows in starts, in an order of its own. */
void topn_begin(
    enum topn_rate_base base, const struct host_row *rows, size_t count, struct topn_start *starts);

/*
 * Makes the report from the rows at the end of the interval (no address twice): at most size rows
 * of decreasing rate, those of equal rates by address, hosts that did nothing included.  A host
 * that was not there at the start, or was dropped since and learned again, counts from 0.  Returns
 * how many rows it made.
 */
size_t topn_report(enum topn_rate_base base, const struct topn_start *starts, size_t start_count,
    const struct host_row *rows, size_t count, struct topn_row *report, size_t size);

#endif
