/* SPDX-License-Identifier: BSD-2-Clause */
/* Shares the memory limit out: how many rows each new collector may hold. */
#include "budget.h"

#include "capture.h"
#include "event_log.h"
#include "probe/flow.h"
#include "probe/history.h"
#include "probe/host.h"
#include "probe/matrix.h"
#include "probe/topn.h"

#define LEAST_ROWS 16

/*
 * A hash entry is 8 octets at a load of at least a quarter; a view has the row, and its number in
 * each order that is sorted.
 */
#define HASH_OCTETS 32
#define ORDER_OCTETS 4

struct share {
	unsigned percent; /* of the memory limit */
	uint32_t row_cost;
};

/* Together less than 100: the rest is for the process, and for groups to come. */
static const struct share shares[BUDGET_KINDS] = {
    [BUDGET_NONE] = {0, 1},
    [BUDGET_HISTORY] = {8, 2 * sizeof(struct history_row)},
    [BUDGET_HOST] = {14, 2 * sizeof(struct host_row) + HASH_OCTETS + ORDER_OCTETS},
    [BUDGET_TOPN] = {4, sizeof(struct topn_row)},
    [BUDGET_MATRIX] = {20, 2 * sizeof(struct matrix_row) + HASH_OCTETS + 2 * ORDER_OCTETS},
    /* Two indexes of 16 octets a row. */
    [BUDGET_FLOW] = {24, 2 * sizeof(struct flow_row) + 32 + ORDER_OCTETS},
    [BUDGET_LOG] = {3, sizeof(struct log_row) + ORDER_OCTETS},
    /* A tenth more is what tells where packets begin; the copy that is read is as large. */
    [BUDGET_CAPTURE] = {12, 2 * (CAPTURE_UNIT + CAPTURE_UNIT / 10)},
};

void budget_init(struct budget budgets[BUDGET_KINDS], uint64_t limit, unsigned ports)
{
	for (int kind = 0; kind < BUDGET_KINDS; kind++) {
		const struct share *share = &shares[kind];
		uint64_t total = limit / 100 * share->percent / share->row_cost;
		uint64_t fair = total / (2 * (uint64_t)ports);

		budgets[kind] = (struct budget){
		    .total = total,
		    .fair = fair > UINT32_MAX ? UINT32_MAX : (uint32_t)fair,
		};
	}
}

uint32_t budget_take(struct budget *budget, uint32_t want)
{
	uint64_t left = budget->total - budget->used;
	uint64_t granted = want;

	if (granted > budget->fair)
		granted = budget->fair;
	if (granted > left / 2)
		granted = left / 2;
	if (granted < LEAST_ROWS && granted < want)
		return 0;
	budget->used += granted;
	return (uint32_t)granted;
}

void budget_return(struct budget *budget, uint32_t granted)
{
	budget->used -= granted;
}

uint32_t budget_row_cost(enum budget_kind kind)
{
	return shares[kind].row_cost;
}

unsigned budget_percent(enum budget_kind kind)
{
	return shares[kind].percent;
}
