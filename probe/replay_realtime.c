/* SPDX-License-Identifier: BSD-2-Clause */
/* A replay that keeps step with a clock: each file by itself, as live ports are. */
#include "replay_realtime.h"

/* The file ended: its clock stays where it is, its state says how. */
static unsigned finish(
    struct replay_realtime *replay, struct port *port, enum capture_result result)
{
	port_lock(port);
	port->figures.other_link_type = capture_skipped(port->capture);
	port->state = result == CAPTURE_END ? PORT_ENDED : PORT_FAILED;
	port_unlock(port);
	port_tell_oversize(port);
	if (result == CAPTURE_END)
		return 0;
	replay->broken(replay->arg, port, capture_error(port->capture));
	return 1;
}

/* One batch of what is due; what stopped it, or CAPTURE_FRAME after all that is due. */
static enum capture_result play(struct port *port, uint64_t now, bool *more)
{
	enum capture_result result = CAPTURE_FRAME;
	struct frame frame;
	int n;

	port_lock(port);
	for (n = 0; n < PORT_BATCH; n++) {
		result = capture_peek(port->capture, &frame);
		if (result != CAPTURE_FRAME || port_time(port, frame.wall) > now)
			break;
		port_tick(port, port_time(port, frame.wall));
		capture_next(port->capture, &frame);
		port_input(port, &frame);
	}
	*more = n == PORT_BATCH;
	if (!*more && result == CAPTURE_FRAME)
		port_tick(port, now);
	port_unlock(port);
	return result;
}

unsigned replay_realtime_feed(struct replay_realtime *replay, uint64_t now)
{
	unsigned damaged = 0;

	for (unsigned i = 0; i < replay->count; i++) {
		struct port *port = replay->ports[i];
		enum capture_result result = CAPTURE_FRAME;
		bool more = port->state == PORT_RUNNING;

		while (more)
			result = play(port, now, &more);
		if (result != CAPTURE_FRAME)
			damaged += finish(replay, port, result);
	}
	return damaged;
}
