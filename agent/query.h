/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks other agents for the variables of alarms: the agent around the daemon, or within it. */
#ifndef AGENT_QUERY_H
#define AGENT_QUERY_H

#include "clock.h"
#include "mibs/mib.h"
#include "queryline.h"

struct query;

/*
 * From now on mib->ask takes questions.  line: whom to ask; NULL: the agent within the daemon, which
 * then answers as to one who may read everything.  Opens nothing yet.  mib, clock and line must
 * outlive it.  NULL: no memory.
 */
struct query *query_new(struct mib *mib, const struct clock *clock, const struct queryline *line);

/*
 * After each mib_run(), from the loop: sends what was asked since, 32 variables in a request; mib
 * gets its answers from the loop.  Waits for nobody, but 0.1 s for the connection of a stream.
 */
void query_turn(struct query *query);

void query_close(struct query *query); /* before snmp_stop(); NULL: nothing */
void query_free(struct query *query);  /* after snmp_stop(), before mib_free(); NULL: nothing */

#endif
