/* SPDX-License-Identifier: BSD-2-Clause */
/* DateAndTime (RFC 2579) as a number, and as people here read it. */
#include "date.h"

#include <stdio.h>
#include <time.h>

/* Octets of a DateAndTime without and with its distance from UTC. */
#define PLAIN_LEN 8
#define ZONED_LEN 11

int64_t date_load(const struct varbind *cell)
{
	const uint8_t *date = cell->value.octets;
	struct tm broken = {.tm_isdst = 0};
	int64_t seconds;

	if (!cell->present ||
	    (cell->value.octets_len != PLAIN_LEN && cell->value.octets_len != ZONED_LEN))
		return 0;
	broken.tm_year = date[0] * 256 + date[1] - 1900;
	broken.tm_mon = date[2] - 1;
	broken.tm_mday = date[3];
	broken.tm_hour = date[4];
	broken.tm_min = date[5];
	broken.tm_sec = date[6];
	seconds = timegm(&broken);
	if (cell->value.octets_len == ZONED_LEN)
		seconds += (date[8] == '-' ? 1 : -1) * (date[9] * 3600 + date[10] * 60);
	return seconds * DATE_TENTHS + date[7];
}

void date_print(char *text, size_t size, int64_t tenths)
{
	time_t seconds = (time_t)(tenths / DATE_TENTHS);
	struct tm local;

	if (!localtime_r(&seconds, &local) || !strftime(text, size, "%F %T", &local))
		snprintf(text, size, "-");
}
