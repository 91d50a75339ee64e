/* SPDX-License-Identifier: BSD-2-Clause */
/* Shares the memory limit out: how many rows each new collector may hold. */
#ifndef MIBS_BUDGET_H
#define MIBS_BUDGET_H

#include <stdint.h>

enum budget_kind {
	BUDGET_NONE,
	BUDGET_HISTORY,
	BUDGET_HOST,
	BUDGET_TOPN,
	BUDGET_MATRIX,
	BUDGET_FLOW, /* rows of flows, of ended ones and slots */
	BUDGET_LOG,
	BUDGET_CAPTURE, /* rows of CAPTURE_UNIT octets */
	BUDGET_KINDS
};

struct budget {
	uint64_t total; /* rows that the kind's share of the limit pays for */
	uint64_t used;
	uint32_t fair; /* what one collector gets at most: total / (2 * ports) */
};

/* limit: octets; ports: at least 1. */
void budget_init(struct budget budgets[BUDGET_KINDS], uint64_t limit, unsigned ports);

/*
 * Rows granted to a collector that could use want: the least of want, the fair part and, when that
 * is less, half of what is left.  0: too little is left (fewer than 16 rows, or than want).
 */
uint32_t budget_take(struct budget *budget, uint32_t want);
void budget_return(struct budget *budget, uint32_t granted);

/* Octets that one row of this kind costs: row, hash, and its part of one view. */
uint32_t budget_row_cost(enum budget_kind kind);
unsigned budget_percent(enum budget_kind kind);

#endif
