/* SPDX-License-Identifier: BSD-2-Clause */
/* Lets the main thread hear at once of what a port's collectors notice. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "wake.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "mibs/channel.h"

/*
 * A channel that takes each of a million packets a second would keep the main thread from all else.
 * Until it listened, a port does not wake it again.
 */
#define PAUSE_NS 5000000

static void listen_to_ports(struct wake *wake)
{
	loop_set_time(wake->mib, wake->clock);
	wake->heard = wake->mib->now;
	channel_hear(wake->mib);
}

static void after_pause(unsigned id, void *arg)
{
	(void)id;
	listen_to_ports(arg);
}

static void woken(int fd, void *arg)
{
	const struct timeval pause = {.tv_usec = PAUSE_NS / 1000};
	struct wake *wake = arg;

	eventfd_read(fd, &(eventfd_t){0});
	if (clock_now(wake->clock) - wake->heard >= PAUSE_NS ||
	    snmp_alarm_register_hr(pause, 0, after_pause, wake) == 0)
		listen_to_ports(wake);
}

/* With the port's lock held, from its thread. */
static void wake_up(void *arg)
{
	eventfd_write(((struct wake *)arg)->fd, 1);
}

bool wake_start(struct wake *wake, struct loop *loop, struct mib *mib, const struct clock *clock,
    const struct ports *ports)
{
	*wake = (struct wake){.mib = mib, .clock = clock};
	wake->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake->fd < 0 || !loop_watch(loop, wake->fd, woken, wake))
		return false;
	for (unsigned i = 0; i < ports->count; i++) {
		ports->list[i]->queue.wake_arg = wake;
		ports->list[i]->queue.wake = wake_up;
	}
	return true;
}

void wake_end(struct wake *wake)
{
	if (wake->fd >= 0)
		close(wake->fd);
	wake->fd = -1;
}
