/* SPDX-License-Identifier: BSD-2-Clause */
/* The bounded queue between a port's collectors and the main thread. */
#include "queue.h"

#include <string.h>

bool queue_put(struct queue *queue, const struct notice *notice)
{
	if (queue->count == QUEUE_MAX) {
		queue->lost++;
		return false;
	}
	queue->notices[queue->count++] = *notice;
	if (queue->count == 1 && queue->wake)
		queue->wake(queue->wake_arg);
	return true;
}

unsigned queue_take(struct queue *queue, struct notice *notices)
{
	unsigned count = queue->count;

	memcpy(notices, queue->notices, count * sizeof(*notices));
	queue->count = 0;
	return count;
}
