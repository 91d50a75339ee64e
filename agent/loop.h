/* SPDX-License-Identifier: BSD-2-Clause */
/* The main thread's loop, which serves net-snmp and watched descriptors and ticks twice a second. */
#ifndef AGENT_LOOP_H
#define AGENT_LOOP_H

#include <signal.h>
#include <stdbool.h>

#include "clock.h"
#include "mibs/mib.h"

/* All zero: nothing is watched. */
struct loop {
	bool watching; /* epoll is open, and net-snmp waits for it */
	int epoll;     /* one for all watched descriptors */
	struct watch *watches;
};

/*
 * Calls ready(fd, arg) on the main thread while fd is readable; false: it cannot be watched.  The
 * descriptor stays the caller's, and open until loop_end().
 */
bool loop_watch(struct loop *loop, int fd, void (*ready)(int fd, void *arg), void *arg);
void loop_end(struct loop *loop); /* nothing is watched any more */

/* Sets mib->now and mib->up from the clock and net-snmp's sysUpTime. */
void loop_set_time(struct mib *mib, const struct clock *clock);

/*
 * Serves until *stop is set (by a signal handler); calls tick(arg) twice a second with
 * mib->now and mib->up set.
 */
void loop_run(struct mib *mib, const struct clock *clock, const volatile sig_atomic_t *stop,
    void (*tick)(void *), void *arg);

#endif
