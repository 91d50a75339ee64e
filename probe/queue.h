/* SPDX-License-Identifier: BSD-2-Clause */
/* What a port's collectors noticed and the main thread is to hear: a bounded queue. */
#ifndef PROBE_QUEUE_H
#define PROBE_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#define QUEUE_MAX 256

/* A channel took a packet for which it generates an event. */
struct notice {
	uint32_t channel; /* channelIndex */
	uint32_t event;   /* eventIndex, not 0 */
	uint64_t time;    /* of the packet, ns on the port's clock */
};

/* Guarded by the port's lock; all zero is empty. */
struct queue {
	struct notice notices[QUEUE_MAX];
	uint32_t first;
	uint32_t count;
	uint64_t lost; /* notices for which there was no room */
};

bool queue_put(struct queue *queue, const struct notice *notice); /* false: full, and counted */
bool queue_take(struct queue *queue, struct notice *notice);      /* the oldest; false: empty */

#endif
