/* SPDX-License-Identifier: BSD-2-Clause */
/* The probe's clock: CLOCK_MONOTONIC, or what a replay ended at plus the time since. */
#ifndef AGENT_CLOCK_H
#define AGENT_CLOCK_H

#include <stdint.h>

/* All zero: CLOCK_MONOTONIC. */
struct clock {
	uint64_t shift; /* modulo 2^64: what is added to CLOCK_MONOTONIC, ns */
};

/* From now on the clock goes on from end, in ns since the replay's start. */
void clock_set_replay_end(struct clock *clock, uint64_t end);

uint64_t clock_now(const struct clock *clock); /* ns */

#endif
