/* SPDX-License-Identifier: BSD-2-Clause */
/* Lets the main thread hear at once of what a port's collectors notice. */
#ifndef AGENT_WAKE_H
#define AGENT_WAKE_H

#include "loop.h"
#include "ports.h"

struct wake {
	int fd; /* an eventfd; -1: none */
	struct mib *mib;
	const struct clock *clock;
	uint64_t heard; /* when it was listened last, by the clock */
};

/*
 * From now on a notice in the queue of a port wakes the loop, which generates events for all that
 * are there, but not more often than every 5 ms.  Before the ports start; *wake stays where it is
 * until wake_end().  False with errno.
 */
bool wake_start(struct wake *wake, struct loop *loop, struct mib *mib, const struct clock *clock,
    const struct ports *ports);

/* After the ports' threads have ended and loop_end(); all zero but fd -1 is as good as ended. */
void wake_end(struct wake *wake);

#endif
