/* SPDX-License-Identifier: BSD-2-Clause */
/* One live port without an agent: prints what it counts ten times a second; live.sh's subject. */
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bsd/string.h>

#include "agent/offload.h"
#include "agent/privs.h"
#include "probe/port.h"
#include "probe/stats.h"

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static void on_notice(void *arg, const struct port *port, const char *sentence)
{
	(void)arg;
	(void)port;
	printf("notice %s\n", sentence);
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void print(struct port *port, const struct group *group)
{
	struct stats_summary s;

	port_lock(port);
	group->class->summary(group, &s);
	printf("state %d ifindex %u offloads %d packets %llu octets %llu drops %llu ring %llu "
	       "oversize %llu late %llu\n",
	    (int)port->state, port->ifindex, (int)port->offloads, (unsigned long long)s.ether.pkts,
	    (unsigned long long)s.ether.octets, (unsigned long long)s.ether.drop_events,
	    (unsigned long long)port->figures.ring_drops,
	    (unsigned long long)port->figures.oversize,
	    (unsigned long long)(now() - port->clock) / 1000000);
	port_unlock(port);
}

/* A device that came back has its offloads on again. */
static void follow(struct port *port, struct offload *offload, enum offload_mode mode)
{
	char sentence[256];
	enum port_offloads offloads;
	bool due;

	port_lock(port);
	due = port->offloads == OFFLOADS_UNKNOWN && port->state == PORT_RUNNING;
	port_unlock(port);
	if (!due)
		return;
	offloads = offload_apply(offload, mode, port->name, sentence, sizeof(sentence));
	port_lock(port);
	port->offloads = offloads;
	port_unlock(port);
}

static void serve(struct port *port, struct offload *offload, enum offload_mode mode)
{
	struct group *group = stats_open();

	if (group == NULL)
		return;
	port->notice = on_notice;
	port_attach(port, group, now());
	if (port_start(port) == 0) {
		for (unsigned count = 0; !stopped; count++) {
			follow(port, offload, mode);
			if (count % 10 == 0)
				port_poll_nic(port);
			print(port, group);
			usleep(100000);
		}
	}
	group_close(group);
}

static int run(const struct port_config *config, const char *user, struct offload *offload)
{
	char error[512];
	struct port *port = port_open(config, 1, error, sizeof(error));

	if (port == NULL || !privs_drop(user, CAP_NET_RAW, error, sizeof(error))) {
		printf("error %s\n", error);
		port_close(port);
		return 1;
	}
	printf("link %s\n", port->link_name);
	serve(port, offload, config->offloads);
	port_close(port);
	return 0;
}

int main(int argc, char **argv)
{
	struct port_config config;
	struct offload *offload;
	char error[512];
	int status;

	if (argc < 4) {
		fputs("usage: live_port INTERFACE USER auto|off|keep [RING]\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGTERM, on_signal);
	port_config_init(&config);
	strlcpy(config.name, argv[1], sizeof(config.name));
	if (strcmp(argv[3], "auto") != 0)
		config.offloads = strcmp(argv[3], "off") == 0 ? OFFLOAD_OFF : OFFLOAD_KEEP;
	if (argc > 4)
		config.ring = strtoul(argv[4], NULL, 10);
	offload = offload_start(argv[2], error, sizeof(error));
	if (offload == NULL)
		printf("notice %s\n", error);
	status = run(&config, argv[2], offload);
	offload_stop(offload);
	return status;
}
