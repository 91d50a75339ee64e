/* SPDX-License-Identifier: BSD-2-Clause */
/* The bounded queue between a port's collectors and the main thread. */
#include "queue.h"

bool queue_put(struct queue *queue, const struct notice *notice)
{
	if (queue->count == QUEUE_MAX) {
		queue->lost++;
		return false;
	}
	queue->notices[(queue->first + queue->count++) % QUEUE_MAX] = *notice;
	return true;
}

bool queue_take(struct queue *queue, struct notice *notice)
{
	if (queue->count == 0)
		return false;
	*notice = queue->notices[queue->first];
	queue->first = (queue->first + 1) % QUEUE_MAX;
	queue->count--;
	return true;
}
