/* SPDX-License-Identifier: BSD-2-Clause */
/* The probe's clock. */
#include "clock.h"

#include <time.h>

#define SECOND 1000000000ull

static uint64_t monotonic(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

void clock_set_replay_end(struct clock *clock, uint64_t end)
{
	clock->shift = end - monotonic();
}

uint64_t clock_now(const struct clock *clock)
{
	return monotonic() + clock->shift;
}
