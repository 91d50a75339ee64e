/* SPDX-License-Identifier: BSD-2-Clause */
/* DateAndTime: days as date(1) says them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mibs/datetime.h"

#define SECOND INT64_C(1000000000)

static void assert_date(int64_t wall, uint16_t year, const uint8_t rest[6])
{
	uint8_t octets[DATETIME_SIZE];

	datetime_put(wall, octets);
	assert_int_equal(octets[0] << 8 | octets[1], year);
	assert_memory_equal(octets + 2, rest, 6);
	assert_memory_equal(octets + 8, "+\0\0", 3);
}

static void test_dates(void **state)
{
	(void)state;
	assert_date(0, 1970, (const uint8_t[]){1, 1, 0, 0, 0, 0});
	assert_date(951782400 * SECOND, 2000, (const uint8_t[]){2, 29, 0, 0, 0, 0});
	assert_date(
	    1793318399 * SECOND + 999999999, 2026, (const uint8_t[]){10, 29, 23, 59, 59, 9});
	assert_date(99999999, 1970, (const uint8_t[]){1, 1, 0, 0, 0, 0});
	assert_date(100000000, 1970, (const uint8_t[]){1, 1, 0, 0, 0, 1});
	assert_date(-1, 1969, (const uint8_t[]){12, 31, 23, 59, 59, 9});
	assert_date(-SECOND, 1969, (const uint8_t[]){12, 31, 23, 59, 59, 0});
	assert_date(7289654399 * SECOND, 2200, (const uint8_t[]){12, 31, 23, 59, 59, 0});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
