/* SPDX-License-Identifier: BSD-2-Clause */
/* The capture thread of a live port, and what the main thread asks of its NIC. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <time.h>

#include <bsd/string.h>

#include "port.h"

#define SECOND 1000000000LL
#define WAIT_MS 100

/*
 * When the ring is empty, time is known to have passed only up to this long ago: the kernel keeps
 * packets back until their block is full or old (capture_live.c), and then this thread must run.
 * Within it, packets come into the history interval of their time stamps.
 */
#define SETTLE (SECOND / 5)

/* The wall clock was set if it moved this much against the monotonic one. */
#define WALL_STEP (SECOND / 1000)

/* Batches without looking at the stop event while packets never end. */
#define STREAK 16

struct live {
	struct port *port;
	int64_t monotonic; /* ns; both at the start of the batch */
	int64_t wall;
	int64_t next_check; /* monotonic */
	uint64_t drops;     /* of the ring, as last read */
	unsigned streak;    /* full batches in a row */
	bool rest;          /* the capture failed: do not poll it before the next check */
	char complaint[256];
};

static int64_t read_clock(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec;
}

static void __attribute__((format(printf, 2, 3)))
tell(const struct port *port, const char *format, ...)
{
	char sentence[512];
	va_list args;

	if (port->notice == NULL)
		return;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	port->notice(port->notice_arg, port, sentence);
}

void port_tell_oversize(struct port *port)
{
	bool due;

	port_lock(port);
	due = !port->oversize_told && port->figures.packets >= 1000 &&
	      port->figures.oversize > port->figures.packets / 1000;
	port->oversize_told |= due;
	port_unlock(port);
	if (due)
		tell(port,
		    "%s: more than one frame in a thousand is too long: either offloads join "
		    "frames (set `offloads off`), or the segment carries jumbo frames (set "
		    "`max-frame`, as 9018)",
		    port->name);
}

static enum port_state get_state(struct port *port)
{
	return port->state; /* only this thread changes it: no lock to read it here */
}

static void set_state(struct port *port, enum port_state state)
{
	port_lock(port);
	port->state = state;
	port_unlock(port);
}

/* The time stamps of packets come from the wall clock, which may be set while they wait. */
static void take_packet(void *arg, const struct frame *frame)
{
	struct live *live = arg;
	struct frame checked = *frame;

	if (checked.wall > live->wall)
		checked.wall = live->wall;
	port_input(live->port, &checked);
}

static void read_clocks(struct live *live)
{
	struct port *port = live->port;
	int64_t before = read_clock(CLOCK_MONOTONIC);
	int64_t offset;

	live->wall = read_clock(CLOCK_REALTIME);
	live->monotonic = read_clock(CLOCK_MONOTONIC);
	offset = live->wall - (before + (live->monotonic - before) / 2);
	/* kept while it is the same but for the reading, lest times go back by nanoseconds */
	if (offset - port->wall > WALL_STEP || port->wall - offset > WALL_STEP)
		port->wall = offset;
}

static int run_batch(struct live *live)
{
	struct port *port = live->port;
	int count = 0;
	uint64_t now;

	port_lock(port);
	read_clocks(live);
	if (port->capture != NULL && !live->rest)
		count = capture_dispatch(port->capture, PORT_BATCH, take_packet, live);
	now = port->clock;
	if (count < PORT_BATCH && live->monotonic - SETTLE > (int64_t)now)
		now = (uint64_t)(live->monotonic - SETTLE);
	port_tick(port, now);
	port_unlock(port);
	return count;
}

static void drop_capture(struct live *live, enum port_state state)
{
	capture_close(live->port->capture);
	live->port->capture = NULL;
	live->drops = 0;
	set_state(live->port, state);
}

static void check_drops(struct live *live)
{
	struct port *port = live->port;
	uint64_t drops = capture_drops(port->capture);

	if (drops == live->drops)
		return;
	port_lock(port);
	port->figures.ring_drops += drops - live->drops;
	port_loss(port, &(struct loss){.occasions = 1});
	port_unlock(port);
	live->drops = drops;
}

/* A device of the same name may be another one: its number, and even its link type, may differ. */
static bool adopt(struct live *live, struct capture *capture, uint32_t ifindex)
{
	struct port *port = live->port;

	if (capture_link_type(capture) != port->link) {
		snprintf(live->complaint, sizeof(live->complaint),
		    "interface %s now has link type %s, not %s: restart to monitor it", port->name,
		    capture_link_name(capture), port->link_name);
		capture_close(capture);
		return false;
	}
	port->capture = capture;
	live->rest = false;
	port_lock(port);
	port->ifindex = ifindex;
	port->offloads = OFFLOADS_UNKNOWN;
	port->lost = true;
	port_unlock(port);
	return true;
}

static enum port_state reopen(struct live *live, int found, uint32_t ifindex)
{
	const struct port_config *config = &live->port->config;
	struct capture_live_config wanted = {live->port->name, config->ring, config->promiscuous};
	struct capture *capture;

	if (found == CAPTURE_GONE)
		return PORT_GONE;
	capture = capture_open_live(&wanted, live->complaint, sizeof(live->complaint));
	if (capture == NULL)
		return found == CAPTURE_DOWN ? PORT_DOWN : PORT_FAILED;
	if (!adopt(live, capture, ifindex))
		return PORT_FAILED;
	return found == CAPTURE_DOWN ? PORT_DOWN : PORT_RUNNING;
}

/* Tells of a change once; a failure again only when it is another one. */
static void report(struct live *live, enum port_state before, enum port_state now, const char *old)
{
	const struct port *port = live->port;

	if (now == PORT_FAILED) {
		if (before != now || strcmp(old, live->complaint) != 0)
			tell(port, "%s", live->complaint);
		return;
	}
	if (before == now)
		return;
	switch (now) {
	case PORT_RUNNING:
		tell(port, before == PORT_DOWN ? "interface %s is up" : "interface %s is back",
		    port->name);
		break;
	case PORT_DOWN:
		tell(port, "interface %s is down", port->name);
		break;
	case PORT_GONE:
		tell(port, "interface %s is gone; waiting for it to come back", port->name);
		break;
	default:
		break;
	}
}

/* Once a second, and when the capture failed: how are the interface and the ring? */
static void check(struct live *live)
{
	struct port *port = live->port;
	enum port_state before = get_state(port);
	enum port_state now;
	char old[sizeof(live->complaint)];
	uint32_t ifindex;
	int found = capture_interface(port->name, &ifindex);

	strlcpy(old, live->complaint, sizeof(old));
	live->rest = false;
	if (found == CAPTURE_FAILED)
		return; /* nothing is known: the capture goes on */
	if (port->capture != NULL) {
		check_drops(live);
		if (found == CAPTURE_GONE || ifindex != port->ifindex) {
			drop_capture(live, PORT_GONE);
			report(live, before, PORT_GONE, old);
			before = PORT_GONE;
		}
	}
	if (port->capture == NULL)
		now = reopen(live, found, ifindex);
	else
		now = found == CAPTURE_DOWN ? PORT_DOWN : PORT_RUNNING;
	if (now != before)
		set_state(port, now);
	report(live, before, now, old);
	port_tell_oversize(port);
}

/* After a batch: what its result means for the next one. */
static void consider(struct live *live, int count)
{
	struct port *port = live->port;

	live->streak = count == PORT_BATCH ? live->streak + 1 : 0;
	if (count == CAPTURE_DOWN) {
		live->rest = true;
	} else if (count == CAPTURE_GONE) {
		live->next_check = 0;
	} else if (count == CAPTURE_FAILED) {
		enum port_state before = get_state(port);
		char old[sizeof(live->complaint)];

		strlcpy(old, live->complaint, sizeof(old));
		strlcpy(live->complaint, capture_error(port->capture), sizeof(live->complaint));
		drop_capture(live, PORT_FAILED);
		report(live, before, PORT_FAILED, old);
	}
	/* An empty ring before a verdict: packets of a device that went are still its packets. */
	if (live->monotonic >= live->next_check && live->streak % STREAK == 0) {
		live->next_check = live->monotonic + SECOND;
		check(live);
	}
	/* The lock is not fair: whoever waits would not wake before it is taken again. */
	if (atomic_load(&port->waiting) != 0)
		nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
}

/* Waits for packets or for a time-out; false: the thread is to end. */
static bool await(struct live *live)
{
	struct port *port = live->port;
	struct pollfd fds[2] = {{.fd = port->stop_fd, .events = POLLIN}, {.events = POLLIN}};

	if (live->streak % STREAK != 0)
		return true;
	fds[1].fd = port->capture == NULL || live->rest ? -1 : capture_fd(port->capture);
	if (poll(fds, 2, live->streak != 0 ? 0 : WAIT_MS) < 0 && errno != EINTR)
		return false;
	return fds[0].revents == 0;
}

static void *run(void *arg)
{
	struct live live = {.port = arg};

	while (await(&live))
		consider(&live, run_batch(&live));
	return NULL;
}

static int start_thread(struct port *port)
{
	sigset_t all;
	sigset_t before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&port->thread, NULL, run, port);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error == 0)
		pthread_setname_np(port->thread, port->name);
	return error;
}

int port_start(struct port *port)
{
	int error;

	eventfd_read(port->stop_fd, &(eventfd_t){0});
	port->nic = nic_open(port->name);
	port_poll_nic(port);
	error = start_thread(port);
	if (error != 0) {
		nic_close(port->nic);
		port->nic = NULL;
		errno = error;
		return -1;
	}
	port->started = true;
	return 0;
}

void port_stop(struct port *port)
{
	if (!port->started)
		return;
	eventfd_write(port->stop_fd, 1);
	pthread_join(port->thread, NULL);
	port->started = false;
	nic_close(port->nic);
	port->nic = NULL;
	port->nic_baseline = false;
}

void port_poll_nic(struct port *port)
{
	struct nic_counters counters;
	struct loss loss;
	uint64_t missed;

	if (port->nic == NULL || !nic_read(port->nic, &counters))
		return;
	port_lock(port);
	if (port->nic_baseline) {
		nic_delta(&port->nic_counters, &counters, &loss, &missed);
		port->figures.interface_drops += missed;
		port_loss(port, &loss);
	}
	port->nic_counters = counters;
	port->nic_baseline = true;
	if (port->config.speed == 0)
		port->speed = counters.speed;
	port_unlock(port);
}
