/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows that have ended, the latest of them, in a ring. */
#include "flow_log.h"

#include <errno.h>
#include <stdlib.h>

int flow_log_init(struct flow_log *log, uint32_t size)
{
	*log = (struct flow_log){.size = size};
	log->group.class = &flow_log_class;
	if (size == 0)
		return 0;
	if (size > FLOW_ROWS_MAX) {
		errno = EINVAL;
		return -1;
	}
	log->ring = calloc(size, sizeof(*log->ring));
	log->group.memory = size * sizeof(*log->ring);
	return log->ring != NULL ? 0 : -1;
}

void flow_log_free(struct flow_log *log)
{
	free(log->ring);
	log->ring = NULL;
}

/* The place of an index; after 2^32 - 1 they begin again at 1, and 0 is left out. */
static uint32_t place_of(const struct flow_log *log, uint32_t index)
{
	return index % log->size;
}

void flow_log_add(
    struct flow_log *log, const struct flow_row *row, enum flow_end reason, uint64_t time)
{
	struct group *group = &log->group;
	struct flow_ended *ended;

	if (log->size == 0)
		return;
	if (++group->newest == 0)
		group->newest = 1;
	ended = &log->ring[place_of(log, group->newest)];
	if (ended->index == 0)
		group->rows++;
	ended->flow = *row;
	ended->time = time;
	ended->index = group->newest;
	ended->reason = reason;
	if (group->places < log->size)
		group->places = log->size;
}

static size_t flow_log_copy(
    const struct group *group, size_t from, size_t count, uint32_t newest, void *rows)
{
	const struct flow_log *log = (const struct flow_log *)group;
	struct flow_ended *copies = rows;
	size_t copied = 0;

	for (size_t place = from; place < from + count && place < log->size; place++) {
		if (group_had(group, log->ring[place].index, newest))
			copies[copied++] = log->ring[place];
	}
	return copied;
}

static bool flow_log_find(const struct group *group, unsigned order, void *row)
{
	const struct flow_log *log = (const struct flow_log *)group;
	struct flow_ended *wanted = row;
	const struct flow_ended *found;

	(void)order;
	if (log->size == 0 || wanted->index == 0)
		return false;
	found = &log->ring[place_of(log, wanted->index)];
	if (found->index != wanted->index)
		return false;
	*wanted = *found;
	return true;
}

const struct group_class flow_log_class = {
    .name = "flow log",
    .row_size = sizeof(struct flow_ended),
    .copy_places = flow_log_copy,
    .find = flow_log_find,
};
