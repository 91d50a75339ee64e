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
	uint64_t matches; /* of the channel, this packet included */
};

/* Guarded by the port's lock; all zero is empty. */
struct queue {
	struct notice notices[QUEUE_MAX];
	unsigned count;
	uint64_t lost; /* notices for which there was no room */

	/*
	 * Set before the port starts: called with the port's lock held, from any thread, when the
	 * empty queue takes a notice, so once until all is taken.  NULL: whoever takes looks by itself.
	 */
	void (*wake)(void *arg);
	void *wake_arg;
};

bool queue_put(struct queue *queue, const struct notice *notice); /* false: full, and counted */

/* Moves all there are, the oldest first, to notices, which has room for QUEUE_MAX; returns how many. */
unsigned queue_take(struct queue *queue, struct notice *notices);

#endif
