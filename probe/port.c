/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes ports and takes each of their frames through FCS test, decoder, measure and collectors. */
#include "port.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <bsd/string.h>

#include "channel.h"
#include "decode.h"

#define RING_DEFAULT (16 << 20)
#define FILE_IFINDEX 60000 /* far above what interfaces get */

void port_config_init(struct port_config *config)
{
	*config = (struct port_config){
	    .offloads = OFFLOAD_AUTO,
	    .fcs = FCS_AUTO,
	    .ring = RING_DEFAULT,
	    .promiscuous = true,
	    .align = true,
	};
}

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool open_interface(struct port *port, char *error, size_t error_size)
{
	const struct port_config *config = &port->config;
	struct capture_live_config live = {
	    .interface = config->name,
	    .ring = config->ring,
	    .promiscuous = config->promiscuous,
	};

	strlcpy(port->name, config->name, sizeof(port->name));
	port->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (port->stop_fd < 0) {
		snprintf(error, error_size, "interface %s: %s", config->name, strerror(errno));
		return false;
	}
	port->capture = capture_open_live(&live, error, error_size);
	if (port->capture == NULL)
		return false;
	port->ifindex = if_nametoindex(config->name);
	port->offloads = OFFLOADS_UNKNOWN;
	port->clock = (uint64_t)clock_ns(CLOCK_MONOTONIC);
	port->wall = clock_ns(CLOCK_REALTIME) - (int64_t)port->clock;
	return true;
}

/* The clock of a file begins with its first packet. */
static bool open_file(struct port *port, char *error, size_t error_size)
{
	struct frame first;

	snprintf(port->name, sizeof(port->name), "replay%u", port->number);
	port->capture = capture_open_file(port->config.file, error, error_size);
	if (port->capture == NULL)
		return false;
	port->ifindex = FILE_IFINDEX + port->number;
	port->speed = capture_speed(port->capture);
	port->offloads = OFFLOADS_NOT_APPLICABLE;
	if (capture_peek(port->capture, &first) == CAPTURE_FRAME)
		port->wall = first.wall;
	return true;
}

struct port *port_open(
    const struct port_config *config, unsigned number, char *error, size_t error_size)
{
	struct port *port = calloc(1, sizeof(*port));
	bool opened;

	if (port == NULL) {
		snprintf(error, error_size, "port %u: %s", number, strerror(errno));
		return NULL;
	}
	pthread_mutex_init(&port->lock, NULL);
	LIST_INIT(&port->groups);
	port->number = number;
	port->config = *config;
	port->stop_fd = -1;
	port->state = PORT_RUNNING;
	port->last_wall = INT64_MIN;
	fcs_init(&port->fcs, config->fcs);
	opened = config->file != NULL ? open_file(port, error, error_size)
				      : open_interface(port, error, error_size);
	if (!opened) {
		port_close(port);
		return NULL;
	}
	port->link = capture_link_type(port->capture);
	port->link_name = capture_link_name(port->capture);
	if (config->speed != 0)
		port->speed = config->speed;
	return port;
}

void port_close(struct port *port)
{
	if (port == NULL)
		return;
	if (port->started)
		port_stop(port);
	capture_close(port->capture);
	if (port->stop_fd >= 0)
		close(port->stop_fd);
	pthread_mutex_destroy(&port->lock);
	free(port);
}

/* The clock of a file stops where the file ends. */
static bool clock_stopped(const struct port *port)
{
	return port->config.file != NULL && port->state != PORT_RUNNING;
}

void port_advance(struct port *port, uint64_t now)
{
	if (now > port->clock && !clock_stopped(port))
		port->clock = now;
}

static void set_port(struct group *group, struct port *port)
{
	group->port = port;
	for (int i = 0; i < GROUP_PARTS; i++) {
		if (group->parts[i] != NULL)
			group->parts[i]->port = port;
	}
}

void port_attach(struct port *port, struct group *group, uint64_t now)
{
	struct group *last;

	port_lock(port);
	set_port(group, port);
	group->created = now > port->clock ? now : port->clock;
	/* No packet may come to a collector from before it was there. */
	port_advance(port, now);
	last = LIST_FIRST(&port->groups);
	while (last != NULL && LIST_NEXT(last, link) != NULL)
		last = LIST_NEXT(last, link);
	if (last == NULL)
		LIST_INSERT_HEAD(&port->groups, group, link);
	else
		LIST_INSERT_AFTER(last, group, link);
	port_unlock(port);
}

void port_detach(struct group *group)
{
	struct port *port = group->port;

	if (port == NULL)
		return;
	port_lock(port);
	LIST_REMOVE(group, link);
	port->figures.evictions += group->evictions;
	set_port(group, NULL);
	port_unlock(port);
}

void group_close(struct group *group)
{
	if (group == NULL)
		return;
	port_detach(group);
	group->class->free(group);
}

uint32_t port_ifindex(struct port *port)
{
	uint32_t ifindex;

	port_lock(port);
	ifindex = port->ifindex;
	port_unlock(port);
	return ifindex;
}

uint64_t port_time(const struct port *port, int64_t wall)
{
	int64_t time;

	if (__builtin_sub_overflow(wall, port->wall, &time))
		time = wall < port->wall ? 0 : INT64_MAX;
	return time < 0 || (uint64_t)time < port->clock ? port->clock : (uint64_t)time;
}

/* What the FCS and the packets lost before it make of a packet; Ethernet alone has this FCS. */
static uint8_t judge(struct port *port, const struct frame *frame, bool *has_fcs)
{
	enum fcs_verdict verdict = FCS_NONE;
	uint8_t status = port->lost ? PACKET_AFTER_LOSS : 0;

	if (port->link == LINK_ETHERNET)
		verdict = fcs_judge(&port->fcs, frame);
	*has_fcs = verdict != FCS_NONE;
	return verdict == FCS_BAD ? status | PACKET_CRC_ERROR : status;
}

static void count_packet(struct port_figures *figures, const struct packet *p)
{
	figures->octets += p->octets;
	if (p->caplen < p->len)
		figures->cut++;
	/* What is too long and has an error as well is a jabber: no offload made it. */
	if ((p->status & (PACKET_OVERSIZE | PACKET_CRC_ERROR)) == PACKET_OVERSIZE && !p->good)
		figures->oversize++;
	if (p->damage != DAMAGE_NONE)
		figures->damage[p->damage]++;
}

void port_input(struct port *port, const struct frame *frame)
{
	struct packet p;
	struct group *group;

	if (frame->wall < port->last_wall)
		port->figures.time_steps++;
	port->last_wall = frame->wall;
	port->clock = port_time(port, frame->wall);

	p.time = port->clock;
	p.number = ++port->figures.packets;
	p.data = frame->data;
	p.caplen = frame->caplen;
	p.len = frame->len;
	p.link = port->link;
	p.status = judge(port, frame, &p.has_fcs);
	port->lost = false;
	decode(&p);
	frame_measure(&p, &port->config.rules);
	count_packet(&port->figures, &p);
	LIST_FOREACH(group, &port->groups, link) {
		if (group->class->packet != NULL)
			group->class->packet(group, &p);
	}
	if (port->fired)
		channel_react(port);
}

void port_tick(struct port *port, uint64_t now)
{
	struct group *group;

	if (now > port->clock)
		port->clock = now;
	LIST_FOREACH(group, &port->groups, link) {
		if (group->class->tick != NULL)
			group->class->tick(group, port->clock);
	}
}

void port_loss(struct port *port, const struct loss *loss)
{
	struct group *group;

	if (loss->occasions != 0)
		port->lost = true;
	LIST_FOREACH(group, &port->groups, link) {
		if (group->class->loss != NULL)
			group->class->loss(group, loss);
	}
}
