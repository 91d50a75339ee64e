/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications on their way to the targets of the agent, or of the AgentX master. */
#ifndef AGENT_NOTIFY_H
#define AGENT_NOTIFY_H

#include "mibs/mib.h"

/*
 * From now on the mib's notifications are sent, a few in each turn of the loop, as they would
 * block master and subagent otherwise; while no master is connected they wait.  What is beyond
 * 100 a second after a burst of 1000 is not sent and counted as suppressed; what finds 1024
 * waiting is counted as dropped.  After the agent was started; NULL: no memory.
 */
struct notify *notify_start(struct mib *mib);
void notify_end(struct notify *notify); /* after snmp_stop(); what waits is lost */

#endif
