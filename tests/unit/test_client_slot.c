/* SPDX-License-Identifier: BSD-2-Clause */
/* How long slots of time were, and the bars that show what came in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/slot_plot.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_seconds(void **state)
{
	/* 300 s is at a multiple of 300 s: 3000 tenths. */
	static const struct {
		struct slot_count slot, next;
		int hundredths;
	} slots[] = {
	    {{1, 5, 3000, {0}}, {2, 30005, 6000, {0}}, 30000},
	    {{1, 5, 4234, {0}}, {2, 17665, 6000, {0}}, 17660},
	    /* The ticks turn over. */
	    {{1, UINT32_MAX - 99, 3000, {0}}, {2, 29900, 6000, {0}}, 30000},
	    /* One is missing between them. */
	    {{1, 5, 3000, {0}}, {3, 60005, 9000, {0}}, 30000},
	    {{1, 5, 4234, {0}}, {3, 47665, 9000, {0}}, 17660},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(slots); i++)
		assert_int_equal(slot_seconds(&slots[i].slot, &slots[i].next, 300) * 100 + 0.5,
		    slots[i].hundredths);
	assert_int_equal(slot_seconds(&slots[0].slot, NULL, 300), 300);
	assert_int_equal(slot_seconds(&slots[1].slot, NULL, 300) * 10 + 0.5, 1766);
	/* An agent that tells no length. */
	assert_true(slot_seconds(&slots[0].slot, NULL, 0) > 0);
}

static void test_bar(void **state)
{
	static const struct {
		uint64_t counts[SLOT_CLASSES];
		double seconds, top;
		const char *bar;
	} bars[] = {
	    {{10, 4, 3, 2, 1}, 1, 10, "TTTTUUUIIO"},
	    {{10, 4, 3, 2, 1}, 2, 10, "TTUUI"}, /* 2, 3.5, 4.5 and 5 letters */
	    {{10, 0, 0, 10, 0}, 1, 10, "IIIIIIIIII"},
	    {{10, 0, 10, 0, 0}, 1, 20, "UUUUU"},
	    {{1, 0, 0, 0, 1}, 1, 1000, "."},
	    {{0, 0, 0, 0, 0}, 1, 10, ""},
	    {{0, 0, 0, 0, 0}, 1, 0, ""},
	    /* More than an agent's own sum says. */
	    {{1, 40, 3, 0, 0}, 1, 10, "TTTTTTTTTT"},
	    {{UINT64_MAX, UINT64_MAX, 0, 0, 0}, 1, 18446744073709551616.0, "TTTTTTTTTT"},
	};
	char text[11];

	(void)state;
	for (size_t i = 0; i < COUNT(bars); i++) {
		struct slot_count slot = {.index = 1};

		memcpy(slot.counts, bars[i].counts, sizeof(slot.counts));
		slot_bar(text, 10, &slot, bars[i].seconds, bars[i].top);
		assert_string_equal(text, bars[i].bar);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_seconds),
	    cmocka_unit_test(test_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
