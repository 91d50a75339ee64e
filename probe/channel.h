/* SPDX-License-Identifier: BSD-2-Clause */
/* The channel group: packets that filters accept, counted, told of and passed on to buffers. */
#ifndef PROBE_CHANNEL_H
#define PROBE_CHANNEL_H

#include "buffer.h"
#include "filter.h"
#include "group.h"
#include "queue.h"

enum channel_accept {
	CHANNEL_ACCEPT_MATCHED = 1, /* what passes one filter; without filters nothing */
	CHANNEL_ACCEPT_FAILED       /* what passes no filter; without filters everything */
};

enum channel_event_status {
	CHANNEL_EVENT_READY = 1,
	CHANNEL_EVENT_FIRED,
	CHANNEL_EVENT_ALWAYS_READY
};

/* eventIndexes; 0: none */
struct channel_events {
	uint32_t turn_on;
	uint32_t turn_off;
	uint32_t matched; /* generated for packets */
};

struct channel_config {
	uint32_t index; /* channelIndex: names the channel in notices */
	enum channel_accept accept;
	enum channel_event_status event_status;
	bool on;
	struct channel_events events;
};

/* What changes by itself. */
struct channel_state {
	bool on;
	enum channel_event_status event_status;
};

struct channel_summary {
	uint64_t matches;
	uint64_t dropped_frames; /* none: every packet is tried */
	uint64_t created;        /* ns on the port's clock */
};

extern const struct group_class channel_class;

struct group *channel_open(const struct channel_config *config); /* NULL: no memory */

/*
 * All below: lock held, unless the channel is not attached.  Filters and buffers stay their
 * makers', who take them out before they free them; a channel that is freed leaves them behind.
 * One that is another channel's already is taken from there first by its owner.
 */
void channel_add_filter(struct group *group, struct filter *filter);
void channel_remove_filter(struct filter *filter); /* of no channel: nothing happens */
void channel_add_buffer(struct group *group, struct buffer *buffer);
void channel_remove_buffer(struct buffer *buffer);

struct group *channel_of_filter(const struct filter *filter); /* NULL: none */
struct group *channel_of_buffer(struct buffer *buffer);

struct channel_state channel_state(const struct group *group);
void channel_turn(struct group *group, bool on);
void channel_set_event_status(struct group *group, enum channel_event_status status);
void channel_set_events(struct group *group, const struct channel_events *events);

/* An event was generated: turns the channel on or off, or over if it is named for both. */
void channel_event(struct group *group, uint32_t event);

/*
 * After each packet: channels of the port act on the events that other channels of it generated
 * for the packet.
 */
void channel_react(struct port *port);

/*
 * Whether an event of the channel did not fit into the port's queue since the last call; notice is
 * the latest such.
 */
bool channel_take_unheard(struct group *group, struct notice *notice);

#endif
