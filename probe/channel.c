/* SPDX-License-Identifier: BSD-2-Clause */
/* A channel tries its filters on each packet, counts, generates events and feeds its buffers. */
#include "channel.h"

#include <stdlib.h>

#include "port.h"

struct channel {
	struct group group; /* first */
	struct channel_config config;
	uint64_t matches;
	bool fired;            /* for the packet under way */
	struct notice unheard; /* the latest that found the queue full; event 0: none */
	LIST_HEAD(, filter) filters;
	LIST_HEAD(, buffer_link) buffers;
};

struct group *channel_open(const struct channel_config *config)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	if (!channel)
		return NULL;
	channel->group.class = &channel_class;
	channel->group.memory = sizeof(*channel);
	channel->config = *config;
	LIST_INIT(&channel->filters);
	LIST_INIT(&channel->buffers);
	return &channel->group;
}

static void channel_free(struct group *group)
{
	struct channel *channel = (struct channel *)group;
	struct filter *filter;
	struct buffer_link *link;

	while ((filter = LIST_FIRST(&channel->filters)) != NULL)
		channel_remove_filter(filter);
	while ((link = LIST_FIRST(&channel->buffers)) != NULL)
		channel_remove_buffer(link->buffer);
	free(channel);
}

void channel_add_filter(struct group *group, struct filter *filter)
{
	struct channel *channel = (struct channel *)group;

	channel_remove_filter(filter);
	filter->channel = channel;
	LIST_INSERT_HEAD(&channel->filters, filter, link);
}

void channel_remove_filter(struct filter *filter)
{
	if (!filter->channel)
		return;
	LIST_REMOVE(filter, link);
	filter->channel = NULL;
}

static uint64_t channel_now(const struct channel *channel)
{
	return channel->group.port ? channel->group.port->clock : channel->group.created;
}

void channel_add_buffer(struct group *group, struct buffer *buffer)
{
	struct channel *channel = (struct channel *)group;
	struct buffer_link *link = buffer_link(buffer);

	channel_remove_buffer(buffer);
	link->channel = channel;
	LIST_INSERT_HEAD(&channel->buffers, link, link);
	if (channel->config.on)
		buffer_turn_on(buffer, channel_now(channel));
}

void channel_remove_buffer(struct buffer *buffer)
{
	struct buffer_link *link = buffer_link(buffer);

	if (!link->channel)
		return;
	LIST_REMOVE(link, link);
	link->channel = NULL;
}

struct group *channel_of_filter(const struct filter *filter)
{
	return filter->channel ? &filter->channel->group : NULL;
}

struct group *channel_of_buffer(struct buffer *buffer)
{
	struct channel *channel = buffer_link(buffer)->channel;

	return channel ? &channel->group : NULL;
}

struct channel_state channel_state(const struct group *group)
{
	const struct channel *channel = (const struct channel *)group;

	return (struct channel_state){channel->config.on, channel->config.event_status};
}

void channel_turn(struct group *group, bool on)
{
	struct channel *channel = (struct channel *)group;
	struct buffer_link *link;

	channel->config.on = on;
	if (!on)
		return;
	LIST_FOREACH(link, &channel->buffers, link)
		buffer_turn_on(link->buffer, channel_now(channel));
}

void channel_set_event_status(struct group *group, enum channel_event_status status)
{
	((struct channel *)group)->config.event_status = status;
}

void channel_set_events(struct group *group, const struct channel_events *events)
{
	((struct channel *)group)->config.events = *events;
}

void channel_event(struct group *group, uint32_t event)
{
	const struct channel_config *config = &((struct channel *)group)->config;
	bool on = config->events.turn_on == event;
	bool off = config->events.turn_off == event;

	if (event != 0 && (on || off))
		channel_turn(group, on && off ? !config->on : on);
}

void channel_react(struct port *port)
{
	struct group *group, *other;

	port->fired = false;
	LIST_FOREACH(group, &port->groups, link) {
		struct channel *channel = (struct channel *)group;

		if (group->class != &channel_class || !channel->fired)
			continue;
		channel->fired = false;
		LIST_FOREACH(other, &port->groups, link) {
			if (other->class == &channel_class)
				channel_event(other, channel->config.events.matched);
		}
	}
}

bool channel_take_unheard(struct group *group, struct notice *notice)
{
	struct channel *channel = (struct channel *)group;

	*notice = channel->unheard;
	channel->unheard = (struct notice){0};
	return notice->event != 0;
}

static bool passes_a_filter(const struct channel *channel, const struct packet *p)
{
	struct filter *filter;

	LIST_FOREACH(filter, &channel->filters, link) {
		if (filter_match(filter, p->data, p->caplen, p->status))
			return true;
	}
	return false;
}

/* A single event while ready, then none until a manager makes it ready again (RFC 2819). */
static void fire(struct channel *channel, const struct packet *p)
{
	struct channel_config *config = &channel->config;
	struct port *port = channel->group.port;
	struct notice notice = {config->index, config->events.matched, p->time, channel->matches};

	if (config->events.matched == 0 || config->event_status == CHANNEL_EVENT_FIRED)
		return;
	if (config->event_status == CHANNEL_EVENT_READY)
		config->event_status = CHANNEL_EVENT_FIRED;
	channel->fired = port->fired = true;
	if (!queue_put(&port->queue, &notice))
		channel->unheard = notice;
}

static void channel_packet(struct group *group, const struct packet *p)
{
	struct channel *channel = (struct channel *)group;
	struct buffer_link *link;

	if (passes_a_filter(channel, p) != (channel->config.accept == CHANNEL_ACCEPT_MATCHED))
		return;
	channel->matches++;
	if (!channel->config.on)
		return;
	LIST_FOREACH(link, &channel->buffers, link)
		buffer_add(link->buffer, p);
	fire(channel, p);
}

static void channel_loss(struct group *group, const struct loss *loss)
{
	struct channel *channel = (struct channel *)group;
	struct buffer_link *link;

	if (loss->occasions == 0)
		return;
	LIST_FOREACH(link, &channel->buffers, link)
		buffer_loss(link->buffer);
}

static void channel_summary(const struct group *group, void *summary)
{
	*(struct channel_summary *)summary = (struct channel_summary){
	    .matches = ((const struct channel *)group)->matches,
	    .created = group->created,
	};
}

const struct group_class channel_class = {
    .name = "channel",
    .summary_size = sizeof(struct channel_summary),
    .packet = channel_packet,
    .loss = channel_loss,
    .summary = channel_summary,
    .free = channel_free,
};
