/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications on their way to targets: those of the agent or its master, and Sonda's own. */
#ifndef AGENT_NOTIFY_H
#define AGENT_NOTIFY_H

#include "clock.h"
#include "event_target.h"
#include "mibs/mib.h"

/*
 * From now on the mib's notifications are sent, a few in each turn of the loop, as they would
 * block master and subagent otherwise; while no master is connected they wait for it.  Those whose
 * community targets have go there, too, by sessions of Sonda's own and with or without a master.
 * What is beyond 100 a second after a burst of 1000 is not sent and counted as suppressed; what
 * finds 1024 waiting is counted as dropped.  clock: the one of mib->now; it and the targets outlive
 * this.  After the agent was started; NULL: no memory.
 */
struct notify *notify_start(
    struct mib *mib, const struct clock *clock, const struct event_target *targets, size_t count);
void notify_end(struct notify *notify); /* after snmp_stop(); what waits is lost */

#endif
