/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays capture files into their ports: a merge of the files by their shifted times. */
#include "replay.h"

#include <stddef.h>

struct replay {
	struct port *const *ports;
	unsigned count;
	uint64_t end;
	unsigned damaged;
	void (*broken)(void *arg, const struct port *, const char *);
	void (*step)(void *arg, uint64_t time);
	void *arg;
	uint64_t stepped; /* steps of time that began */
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

/* The port whose packet is next, when that is, and until when it stays the next. */
static struct port *choose(struct replay *replay, uint64_t *at, uint64_t *until)
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
	*at = first_time;
	return first;
}

/* A packet at this time is next: who follows the time hears of it.  Returns the step's end. */
static uint64_t step_begin(struct replay *replay, uint64_t time)
{
	uint64_t number = time / REPLAY_STEP;

	if (replay->step && number >= replay->stepped) {
		replay->stepped = number + 1;
		replay->step(replay->arg, time);
	}
	return (number + 1) * REPLAY_STEP - 1;
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
		if (time / REPLAY_STEP != port->clock / REPLAY_STEP)
			port_tick(port, time);
		capture_next(port->capture, &frame);
		port_input(port, &frame);
	}
	if (replay->end < port->clock)
		replay->end = port->clock;
	port_unlock(port);
}

unsigned replay_run(struct port *const *ports, unsigned count, uint64_t *end,
    void (*broken)(void *arg, const struct port *, const char *),
    void (*step)(void *arg, uint64_t time), void *arg)
{
	struct replay replay = {
	    .ports = ports, .count = count, .broken = broken, .step = step, .arg = arg};
	struct port *port;
	uint64_t time, until;

	while ((port = choose(&replay, &time, &until)) != NULL) {
		uint64_t end_of_step = step_begin(&replay, time);

		play(&replay, port, until < end_of_step ? until : end_of_step);
	}
	for (unsigned i = 0; i < count; i++) {
		port_lock(ports[i]);
		port_tick(ports[i], replay.end);
		port_unlock(ports[i]);
	}
	if (step)
		step(arg, replay.end);
	*end = replay.end;
	return replay.damaged;
}
