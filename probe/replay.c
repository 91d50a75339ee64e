/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays capture files into their ports: a merge of the files by their shifted times. */
#include "replay.h"

#include <stddef.h>

#define TICK_NS 100000000ULL /* of packet time, as often as a live port ticks when it is idle */

struct replay {
	struct port *const *ports;
	unsigned count;
	uint64_t end;
	unsigned damaged;
	void (*broken)(void *arg, const struct port *, const char *);
	void *arg;
};

/* A file ends: what there is to say of it is said once, by the change of its port's state. */
static void finish(struct replay *replay, struct port *port, enum capture_result result)
{
	port_lock(port);
	port->figures.other_link_type = capture_skipped(port->capture);
	port->state = result == CAPTURE_END ? PORT_ENDED : PORT_FAILED;
	port_unlock(port);
	if (result == CAPTURE_END)
		return;
	replay->damaged++;
	replay->broken(replay->arg, port, capture_error(port->capture));
}

/* When the port's next packet is due on the shared clock; false: its file has no more. */
static bool due(struct replay *replay, struct port *port, uint64_t *time)
{
	struct frame frame;
	enum capture_result result;

	if (port->state != PORT_RUNNING)
		return false;
	result = capture_peek(port->capture, &frame);
	if (result == CAPTURE_FRAME)
		*time = port_time(port, frame.wall);
	else
		finish(replay, port, result);
	return result == CAPTURE_FRAME;
}

/* The port whose packet is next, and in *until the time to which it stays the next. */
static struct port *choose(struct replay *replay, uint64_t *until)
{
	struct port *first = NULL;
	uint64_t first_time = 0;
	uint64_t time;

	*until = UINT64_MAX;
	for (unsigned i = 0; i < replay->count; i++) {
		struct port *port = replay->ports[i];

		if (!due(replay, port, &time))
			continue;
		if (first == NULL) {
			first = port;
			first_time = time;
		} else if (time < first_time) {
			/* the one before precedes at equal times: this one goes on only below */
			*until = first_time - 1;
			first = port;
			first_time = time;
		} else if (time < *until) {
			*until = time;
		}
	}
	return first;
}

/* One batch of the port's packets, as long as none is due after until. */
static void play(struct replay *replay, struct port *port, uint64_t until)
{
	struct frame frame;

	port_lock(port);
	for (int n = 0; n < PORT_BATCH; n++) {
		uint64_t time;

		if (capture_peek(port->capture, &frame) != CAPTURE_FRAME)
			break;
		time = port_time(port, frame.wall);
		if (time > until)
			break;
		/* Also where packets are rare: a gap is one tick, however long it is. */
		if (time / TICK_NS != port->clock / TICK_NS)
			port_tick(port, time);
		capture_next(port->capture, &frame);
		port_input(port, &frame);
	}
	if (replay->end < port->clock)
		replay->end = port->clock;
	port_unlock(port);
}

unsigned replay_run(struct port *const *ports, unsigned count, uint64_t *end,
    void (*broken)(void *arg, const struct port *, const char *), void *arg)
{
	struct replay replay = {.ports = ports, .count = count, .broken = broken, .arg = arg};
	struct port *port;
	uint64_t until;

	while ((port = choose(&replay, &until)) != NULL)
		play(&replay, port, until);
	for (unsigned i = 0; i < count; i++) {
		port_lock(ports[i]);
		port_tick(ports[i], replay.end);
		port_unlock(ports[i]);
	}
	*end = replay.end;
	return replay.damaged;
}
