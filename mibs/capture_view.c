/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies of a capture buffer's packets, through which they are read. */
#include "capture_view.h"

#include <sched.h>

#include "mib.h"
#include "probe/channel.h"

#define SECOND 1000000000ull
#define LIFE_MIN SECOND
#define LIFE_PER_BUILD 10
#define UNREAD_MAX (60 * SECOND)

void packet_view_lock(struct packet_view *view)
{
	struct group *group = channel_of_buffer(view->buffer);

	if (group && group->port)
		port_lock(group->port);
}

void packet_view_unlock(struct packet_view *view)
{
	struct group *group = channel_of_buffer(view->buffer);

	if (group && group->port)
		port_unlock(group->port);
}

static void reverse(struct buffer_row *rows, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct buffer_row row = rows[i];

		rows[i] = rows[count - 1 - i];
		rows[count - 1 - i] = row;
	}
}

/* After 2147483647 comes 1, which is first in the order of names. */
static void sort_by_index(struct buffer_row *rows, size_t count)
{
	size_t wrap = 1;

	while (wrap < count && rows[wrap].index > rows[wrap - 1].index)
		wrap++;
	if (wrap >= count)
		return;
	reverse(rows, wrap);
	reverse(rows + wrap, count - wrap);
	reverse(rows, count);
}

/* Headers and octets of all packets, in pieces that let packets in between. */
static bool copy_packets(struct packet_view *view)
{
	struct buffer_copy *copy = &view->copy;
	bool more = true;

	buffer_copy_free(copy);
	packet_view_lock(view);
	buffer_copy_begin(view->buffer, copy);
	packet_view_unlock(view);
	while (more) {
		if (!buffer_copy_room(copy))
			return false;
		packet_view_lock(view);
		more = buffer_copy_more(view->buffer, copy);
		packet_view_unlock(view);
		sched_yield();
	}
	sort_by_index(copy->rows, copy->count);
	return true;
}

static uint64_t view_clock(const struct packet_view *view)
{
	return view->mib->clock(view->mib->clock_arg);
}

static bool view_build(struct packet_view *view)
{
	uint64_t start = view_clock(view);
	uint64_t life;
	bool ok = copy_packets(view);

	if (!ok)
		buffer_copy_free(&view->copy);
	view->view = (struct view){
	    .built = view_clock(view),
	    .row_size = sizeof(struct buffer_row),
	    .count = view->copy.count,
	    .rows = (uint8_t *)view->copy.rows,
	};
	view->sets = view->mib->sets;
	life = LIFE_PER_BUILD * (view->view.built - start);
	view->view.expires = view->view.built + (life > LIFE_MIN ? life : LIFE_MIN);
	return ok;
}

static bool is_fresh(const struct packet_view *view)
{
	if (!view->view.built)
		return false;
	return view->view.pdu == view->mib->pdu ||
	       (view->sets == view->mib->sets && view_clock(view) < view->view.expires);
}

struct view *packet_view_get(struct packet_view *view)
{
	if (!is_fresh(view) && !view_build(view)) {
		view->view.built = 0;
		return NULL;
	}
	if (view->view.pdu != view->mib->pdu || !view->view.read)
		view->view.read = view_clock(view);
	view->view.pdu = view->mib->pdu;
	return &view->view;
}

void packet_view_drop(struct packet_view *view)
{
	buffer_copy_free(&view->copy);
	view->view = (struct view){0};
}

void packet_view_drop_if_unread(struct packet_view *view)
{
	if (view->view.built && view_clock(view) > view->view.read + UNREAD_MAX)
		packet_view_drop(view);
}
