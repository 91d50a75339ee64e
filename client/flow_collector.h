/* SPDX-License-Identifier: BSD-2-Clause */
/* The row of sondaFlowControlTable that collects the flows of an interface. */
#ifndef CLIENT_FLOW_COLLECTOR_H
#define CLIENT_FLOW_COLLECTOR_H

#include "command.h"
#include "interface.h"

struct flow_collector {
	struct interface interface;
	uint32_t index; /* sondaFlowControlIndex */
};

/*
 * The first active one of the interface that --interface names, or of the only one.  Returns an exit
 * status; what was wrong was said on stderr unless a signal came.
 */
int flow_collector_find(const struct run *run, struct flow_collector *collector);

#endif
