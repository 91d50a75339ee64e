/* SPDX-License-Identifier: BSD-2-Clause */
/* The main thread's loop: net-snmp's sockets and alarms, watched descriptors, the tick. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <net-snmp/library/fd_event_manager.h>
#include <net-snmp/library/large_fd_set.h>

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "loop.h"
#include "reader.h"
#include "snmp.h"

#define SECOND 1000000000ull    /* ns */
#define TICK (SECOND / 2)       /* ns from one tick to the next */
#define CENTISECOND 10000000ll  /* ns in a unit of TimeTicks */
#define SLACK (2 * CENTISECOND) /* by which sysUpTime's rounding may move its origin */
#define READY_MAX 16            /* descriptors served before SNMP has its turn again */

struct watch {
	struct watch *next;
	int fd;
	void (*ready)(int fd, void *arg);
	void *arg;
};

void loop_set_time(struct mib *mib, const struct clock *clock)
{
	int64_t up;

	mib->now = clock_now(clock);
	up = (int64_t)mib->now - (int64_t)netsnmp_get_agent_uptime() * CENTISECOND;
	/*
	 * The origin stays while it is the same but for rounding, or stamps would jitter; of two it is
	 * the later, as sysUpTime is rounded down and no stamp may be beyond it.
	 */
	if (up < mib->up - SLACK || up > mib->up)
		mib->up = up;
}

static void watches_serve(int epoll, void *arg)
{
	struct epoll_event events[READY_MAX];
	int count = epoll_wait(epoll, events, READY_MAX, 0);

	(void)arg;
	for (int i = 0; i < count; i++) {
		const struct watch *watch = events[i].data.ptr;

		watch->ready(watch->fd, watch->arg);
	}
}

/* One epoll descriptor stands for all watched ones: net-snmp has room for few. */
static bool epoll_ready(struct loop *loop)
{
	if (loop->watching)
		return true;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		return false;
	loop->watching = register_readfd(loop->epoll, watches_serve, NULL) == FD_REGISTERED_OK;
	if (!loop->watching)
		close(loop->epoll);
	return loop->watching;
}

bool loop_watch(struct loop *loop, int fd, void (*ready)(int fd, void *arg), void *arg)
{
	struct watch *watch = malloc(sizeof(*watch));
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = watch};

	if (!watch || !epoll_ready(loop) ||
	    epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
		free(watch);
		return false;
	}
	*watch = (struct watch){.next = loop->watches, .fd = fd, .ready = ready, .arg = arg};
	loop->watches = watch;
	return true;
}

void loop_end(struct loop *loop)
{
	struct watch *next;

	if (loop->watching) {
		unregister_readfd(loop->epoll);
		close(loop->epoll);
	}
	for (struct watch *watch = loop->watches; watch; watch = next) {
		next = watch->next;
		free(watch);
	}
	*loop = (struct loop){0};
}

/* Waits until something is to be done, or ns have passed, and does what net-snmp has to do. */
static void snmp_wait(uint64_t ns)
{
	struct timeval timeout = {
	    .tv_sec = (time_t)(ns / SECOND), .tv_usec = (suseconds_t)(ns % SECOND / 1000)};
	netsnmp_large_fd_set readable, writable, exceptional;
	int count = 0, block = 0;

	netsnmp_large_fd_set_init(&readable, FD_SETSIZE);
	netsnmp_large_fd_set_init(&writable, FD_SETSIZE);
	netsnmp_large_fd_set_init(&exceptional, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&readable);
	NETSNMP_LARGE_FD_ZERO(&writable);
	NETSNMP_LARGE_FD_ZERO(&exceptional);
	snmp_select_info2(&count, &readable, &timeout, &block);
	netsnmp_external_event_info2(&count, &readable, &writable, &exceptional);
	count = netsnmp_large_fd_set_select(count, &readable, &writable, &exceptional, &timeout);
	if (count > 0) {
		netsnmp_dispatch_external_events2(&count, &readable, &writable, &exceptional);
		snmp_read2(&readable);
	}
	/* Not only when nothing came: under load requests of our own must still time out. */
	snmp_timeout();
	run_alarms();
	netsnmp_check_outstanding_agent_requests();
	netsnmp_large_fd_set_cleanup(&readable);
	netsnmp_large_fd_set_cleanup(&writable);
	netsnmp_large_fd_set_cleanup(&exceptional);
}

void loop_run(struct mib *mib, const struct clock *clock, const volatile sig_atomic_t *stop,
    void (*tick)(void *), void *arg)
{
	uint64_t now = clock_now(clock);
	uint64_t due = now;

	while (!*stop) {
		snmp_store_if_needed();
		now = clock_now(clock);
		if (now >= due) {
			loop_set_time(mib, clock);
			tick(arg);
			due = due + TICK > now ? due + TICK : now + TICK;
			continue;
		}
		snmp_wait(due - now);
	}
}

void snmp_stop(void)
{
	/* Set when the agent library was started. */
	if (!netsnmp_ds_get_string(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_APPTYPE))
		return;
	reader_free();
	snmp_shutdown(READER_APPLICATION);
	shutdown_master_agent();
	shutdown_agent();
	agentx_free();
}
