/* SPDX-License-Identifier: BSD-2-Clause */
/* DateAndTime of SNMPv2-TC (RFC 2579). */
#include "datetime.h"

#include <string.h>
#include <time.h>

#define SECOND_NS 1000000000

void datetime_put(int64_t wall, uint8_t octets[DATETIME_SIZE])
{
	int64_t ns = wall % SECOND_NS;
	time_t seconds = (time_t)(wall / SECOND_NS);
	struct tm tm;
	int year;

	if (ns < 0) {
		ns += SECOND_NS;
		seconds--;
	}
	gmtime_r(&seconds, &tm); /* 64 bits of ns are the years 1677 .. 2262 */
	year = tm.tm_year + 1900;
	memcpy(octets,
	    (const uint8_t[DATETIME_SIZE]){(uint8_t)(year >> 8), (uint8_t)year,
		(uint8_t)(tm.tm_mon + 1), (uint8_t)tm.tm_mday, (uint8_t)tm.tm_hour,
		(uint8_t)tm.tm_min, (uint8_t)tm.tm_sec, (uint8_t)(ns / (SECOND_NS / 10)), '+', 0,
		0},
	    DATETIME_SIZE);
}
