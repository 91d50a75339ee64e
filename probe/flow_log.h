/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows that have ended, the latest of them, in a ring. */
#ifndef PROBE_FLOW_LOG_H
#define PROBE_FLOW_LOG_H

#include "flow_table.h"
#include "group.h"

/* Why a flow ended; the numbers are those of sondaFlowEndedReason, and of IPFIX as far as it goes. */
enum flow_end {
	FLOW_END_IDLE = 1,    /* no packet for as long as the idle time-out */
	FLOW_END_ACTIVE,      /* a packet came after the active time-out: it began the next flow */
	FLOW_END_CLOSED,      /* TCP: a FIN from both ends, or a RST */
	FLOW_END_EVICTED = 5, /* it made room for another; 4 is IPFIX's forced end */
	FLOW_ENDS
};

struct flow_ended {
	struct flow_row flow; /* as it was at its end */
	uint64_t time;        /* when it was found to be over, port time, ns */
	uint32_t index;       /* from 1, rising while the control row lives; 0: nothing */
	int32_t reason;       /* enum flow_end */
};

/* A group of its own for those who copy and find its rows; packets never come to it. */
struct flow_log {
	struct group group;
	struct flow_ended *ring;
	uint32_t size;
};

extern const struct group_class flow_log_class;

/* Of 0 .. FLOW_ROWS_MAX rows; 0, or -1 with errno. */
int flow_log_init(struct flow_log *log, uint32_t size);
void flow_log_free(struct flow_log *log);

void flow_log_add(
    struct flow_log *log, const struct flow_row *row, enum flow_end reason, uint64_t time);

#endif
