/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies a collector's rows without keeping its port's thread waiting for long. */
#include "copy.h"

#include <sched.h>
#include <stdlib.h>

#include "probe/port.h"

/* Sliced copies that the rows may spoil by moving before one copy holds the lock throughout. */
#define SLICED_TRIES 3

static bool rows_reserve(struct copy *copy, const struct group *group, size_t count)
{
	uint8_t *rows;

	if (count <= copy->room)
		return true;
	rows = reallocarray(copy->rows, count, group->class->row_size);
	if (!rows)
		return false;
	copy->rows = rows;
	copy->room = count;
	return true;
}

/* The summary and how many rows it speaks of; lock held. */
static void summary_take(struct copy *copy, const struct group *group)
{
	if (copy->summary && group->class->summary)
		group->class->summary(group, copy->summary);
	copy->count = group->class->row_size ? group->rows : 0;
}

/* Copies in slices, letting packets in between; false: rows moved meanwhile. */
static bool copy_sliced(struct copy *copy, struct group *group, uint64_t layout)
{
	size_t copied = 0;

	while (copied < copy->count) {
		size_t slice = copy->count - copied;
		bool moved;

		if (slice > COPY_SLICE)
			slice = COPY_SLICE;
		port_lock(group->port);
		moved = group->layout != layout;
		if (!moved)
			group->class->copy(
			    group, copied, slice, copy->rows + copied * group->class->row_size);
		port_unlock(group->port);
		if (moved)
			return false;
		copied += slice;
		sched_yield(); /* a mutex is not fair: the capture thread may be waiting */
	}
	return true;
}

static bool copy_whole(struct copy *copy, struct group *group)
{
	for (;;) {
		port_lock(group->port);
		summary_take(copy, group);
		if (copy->count <= copy->room) {
			group->class->copy(group, 0, copy->count, copy->rows);
			port_unlock(group->port);
			return true;
		}
		port_unlock(group->port);
		if (!rows_reserve(copy, group, copy->count + COPY_SLICE))
			return false;
	}
}

/* Rows at fixed places do not move: what one slice missed is newer than the copy. */
static bool copy_places(struct copy *copy, struct group *group)
{
	const struct group_class *class = group->class;
	uint32_t newest;
	size_t places;

	port_lock(group->port);
	places = group->places;
	newest = group->newest;
	summary_take(copy, group);
	port_unlock(group->port);
	copy->count = 0;
	if (!rows_reserve(copy, group, places))
		return false;
	for (size_t from = 0; from < places; from += COPY_SLICE) {
		port_lock(group->port);
		copy->count += class->copy_places(
		    group, from, COPY_SLICE, newest, copy->rows + copy->count * class->row_size);
		port_unlock(group->port);
		sched_yield();
	}
	return true;
}

void copy_summary(struct copy *copy, struct group *group)
{
	port_lock(group->port);
	summary_take(copy, group);
	port_unlock(group->port);
	copy->count = 0;
}

bool copy_take(struct copy *copy, struct group *group)
{
	if (group->class->copy_places)
		return copy_places(copy, group);
	for (int i = 0; i < SLICED_TRIES; i++) {
		uint64_t layout;

		port_lock(group->port);
		layout = group->layout;
		summary_take(copy, group);
		port_unlock(group->port);
		if (!rows_reserve(copy, group, copy->count))
			return false;
		if (copy_sliced(copy, group, layout))
			return true;
	}
	return copy_whole(copy, group);
}
