/* SPDX-License-Identifier: BSD-2-Clause */
/* The probe's clock. */
#include <time.h>

#include "snmp.h"

#define SECOND 1000000000ull

/* One clock a process; set before any thread starts. */
static struct {
	uint64_t shift; /* modulo 2^64: what is added to CLOCK_MONOTONIC */
	bool replayed;
} self;

static uint64_t monotonic(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

void clock_set_replay_end(uint64_t end)
{
	self.shift = end - monotonic();
	self.replayed = true;
}

bool clock_replayed(void)
{
	return self.replayed;
}

uint64_t clock_now(void)
{
	return monotonic() + self.shift;
}
