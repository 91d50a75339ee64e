/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory limit shared out: fair parts, halves of what is left, nothing lost or made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mibs/budget.h"
#include "probe/history.h"
#include "probe/host.h"
#include "probe/matrix.h"

static void test_take(void **state)
{
	struct budget budget = {.total = 1000, .fair = 400};

	(void)state;
	assert_int_equal(budget_take(&budget, 30), 30);    /* want */
	assert_int_equal(budget_take(&budget, 5000), 400); /* fair */
	assert_int_equal(budget_take(&budget, 5000), 285); /* half of 570 */
	assert_int_equal(budget.used, 715);
	budget_return(&budget, 285);
	assert_int_equal(budget.used, 430);
	assert_int_equal(budget_take(&budget, 285), 285);
	budget_return(&budget, 285);
	budget_return(&budget, 400);
	budget_return(&budget, 30);
	assert_int_equal(budget.used, 0);
}

/* Fewer than 16 rows are no table, unless no more are wanted. */
static void test_little_left(void **state)
{
	struct budget budget = {.total = 100, .used = 70, .fair = 50};

	(void)state;
	assert_int_equal(budget_take(&budget, 100), 0);
	assert_int_equal(budget.used, 70);
	assert_int_equal(budget_take(&budget, 15), 15);
	assert_int_equal(budget.used, 85);
	assert_int_equal(budget_take(&budget, 8), 0); /* half of 15 is 7 */
	assert_int_equal(budget_take(&budget, 7), 7);
	budget.used = 68;
	assert_int_equal(budget_take(&budget, 100), 16);
	budget.used = 100;
	assert_int_equal(budget_take(&budget, 1), 0);
	assert_int_equal(budget.used, 100);
}

static void test_never_beyond_total(void **state)
{
	struct budget budget = {.total = 10000, .fair = 2500};
	uint64_t sum = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		sum += budget_take(&budget, 3000);
	assert_int_equal(budget.used, sum);
	assert_true(sum <= budget.total);
	assert_true(sum > budget.total - 64);
}

static void test_init(void **state)
{
	struct budget budgets[BUDGET_KINDS];
	const uint64_t limit = 256u << 20;
	unsigned percent = 0;

	(void)state;
	budget_init(budgets, limit, 2);
	for (int kind = 0; kind < BUDGET_KINDS; kind++) {
		uint64_t octets = budgets[kind].total * budget_row_cost((enum budget_kind)kind);

		percent += budget_percent((enum budget_kind)kind);
		assert_true(octets <= limit / 100 * budget_percent((enum budget_kind)kind));
		assert_int_equal(budgets[kind].fair, budgets[kind].total / 4);
		assert_int_equal(budgets[kind].used, 0);
	}
	assert_true(percent < 100);
	assert_true(budgets[BUDGET_HOST].total > 0);
	assert_true(budgets[BUDGET_MATRIX].total > 0);
	assert_true(budgets[BUDGET_HISTORY].total > 0);
}

/*
 * A row, its hash entry of 8 octets at a load of a quarter, its copy in a view, and its number in
 * each order that is not the natural one.
 */
static void test_row_cost(void **state)
{
	(void)state;
	assert_int_equal(budget_row_cost(BUDGET_HISTORY), 2 * sizeof(struct history_row));
	assert_int_equal(budget_row_cost(BUDGET_HOST), 2 * sizeof(struct host_row) + 32 + 4);
	assert_int_equal(
	    budget_row_cost(BUDGET_MATRIX), 2 * sizeof(struct matrix_row) + 32 + 2 * 4);
}

/* Nothing is granted of nothing, and a fair part fits its type. */
static void test_small_limit(void **state)
{
	struct budget budgets[BUDGET_KINDS];

	(void)state;
	budget_init(budgets, 0, 1);
	assert_int_equal(budget_take(&budgets[BUDGET_HOST], 65535), 0);
	budget_init(budgets, UINT64_MAX, 1);
	assert_true(budgets[BUDGET_HISTORY].fair == UINT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_take),
	    cmocka_unit_test(test_little_left),
	    cmocka_unit_test(test_never_beyond_total),
	    cmocka_unit_test(test_init),
	    cmocka_unit_test(test_row_cost),
	    cmocka_unit_test(test_small_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
