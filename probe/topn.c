/* SPDX-License-Identifier: BSD-2-Clause */
/* Top N reports of hosts (RFC 2819): which counter changed most over an interval. */
#include "topn.h"

#include <stdlib.h>
#include <string.h>

static uint64_t row_value(enum topn_rate_base base, const struct host_row *row)
{
	static const size_t members[] = {
	    [TOPN_IN_PKTS] = offsetof(struct host_row, in_pkts),
	    [TOPN_OUT_PKTS] = offsetof(struct host_row, out_pkts),
	    [TOPN_IN_OCTETS] = offsetof(struct host_row, in_octets),
	    [TOPN_OUT_OCTETS] = offsetof(struct host_row, out_octets),
	    [TOPN_OUT_ERRORS] = offsetof(struct host_row, out_errors),
	    [TOPN_OUT_BROADCAST] = offsetof(struct host_row, out_broadcast),
	    [TOPN_OUT_MULTICAST] = offsetof(struct host_row, out_multicast),
	    [TOPN_HC_IN_PKTS] = offsetof(struct host_row, in_pkts),
	    [TOPN_HC_OUT_PKTS] = offsetof(struct host_row, out_pkts),
	    [TOPN_HC_IN_OCTETS] = offsetof(struct host_row, in_octets),
	    [TOPN_HC_OUT_OCTETS] = offsetof(struct host_row, out_octets),
	};
	uint64_t value;

	memcpy(&value, (const uint8_t *)row + members[base], sizeof(value));
	return value;
}

static int compare_starts(const void *a, const void *b)
{
	const struct topn_start *left = a;
	const struct topn_start *right = b;

	return memcmp(left->address, right->address, sizeof(left->address));
}

void topn_begin(
    enum topn_rate_base base, const struct host_row *rows, size_t count, struct topn_start *starts)
{
	for (size_t i = 0; i < count; i++) {
		starts[i] = (struct topn_start){
		    .value = row_value(base, &rows[i]),
		    .born = rows[i].born,
		};
		memcpy(starts[i].address, rows[i].address, sizeof(starts[i].address));
	}
	if (count > 0)
		qsort(starts, count, sizeof(*starts), compare_starts);
}

static uint64_t start_value(
    const struct topn_start *starts, size_t start_count, const struct host_row *row)
{
	struct topn_start key = {.value = 0};
	const struct topn_start *start = NULL;

	memcpy(key.address, row->address, sizeof(key.address));
	if (start_count > 0)
		start = bsearch(&key, starts, start_count, sizeof(*starts), compare_starts);
	return start && start->born == row->born ? start->value : 0;
}

/* <0: a comes before b in the report. */
static int compare_rates(const void *a, const void *b)
{
	const struct topn_row *left = a;
	const struct topn_row *right = b;

	if (left->rate != right->rate)
		return left->rate > right->rate ? -1 : 1;
	return memcmp(left->address, right->address, sizeof(left->address));
}

/* Lets a row of the heap, whose root is the last in the report, sink to its place. */
static void heap_sink(struct topn_row *heap, size_t count, size_t at)
{
	const struct topn_row row = heap[at];

	for (size_t child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && compare_rates(&heap[child + 1], &heap[child]) > 0)
			child++;
		if (compare_rates(&heap[child], &row) <= 0)
			break;
		heap[at] = heap[child];
	}
	heap[at] = row;
}

static void heap_make(struct topn_row *heap, size_t count)
{
	for (size_t at = count / 2; at-- > 0;)
		heap_sink(heap, count, at);
}

size_t topn_report(enum topn_rate_base base, const struct topn_start *starts, size_t start_count,
    const struct host_row *rows, size_t count, struct topn_row *report, size_t size)
{
	size_t held = 0;

	for (size_t i = 0; size > 0 && i < count; i++) {
		struct topn_row row = {
		    .rate = row_value(base, &rows[i]) - start_value(starts, start_count, &rows[i]),
		};

		memcpy(row.address, rows[i].address, sizeof(row.address));
		if (held < size) {
			report[held++] = row;
			if (held == size)
				heap_make(report, size);
		} else if (compare_rates(&row, &report[0]) < 0) {
			report[0] = row;
			heap_sink(report, size, 0);
		}
	}
	if (held > 0)
		qsort(report, held, sizeof(*report), compare_rates);
	for (size_t i = 0; i < held; i++) {
		report[i].index = (uint32_t)(i + 1);
		report[i].low = (uint32_t)report[i].rate;
	}
	return held;
}
