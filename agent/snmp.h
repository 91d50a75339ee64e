/* SPDX-License-Identifier: BSD-2-Clause */
/* The two ways to serve: the embedded agent, and the AgentX subagent of a running master. */
#ifndef AGENT_SNMP_H
#define AGENT_SNMP_H

#include <stdbool.h>
#include <stddef.h>

#include "mibs/mib.h"

struct snmp_config {
	const char *file;            /* configuration; NULL: none */
	const char *state_directory; /* for engineBoots, USM users: net-snmp's persistent files */
	const char *address; /* embedded: listen here, as "udp:127.0.0.1:1161"; NULL: default */
	const char *socket;  /* subagent: the master's AgentX address; NULL: net-snmp's default */
	bool subagent;
	bool check_only; /* -t: read the configuration whole, open nothing */
};

/*
 * embedded.c: starts net-snmp's agent library as master with the modules Sonda needs, reads the
 * configuration through it (every warning of the reader is an error), registers all tables of mib
 * and opens the listening addresses.  False: error says why; reader errors were logged.
 * The listening sockets are open when it returns, so privileges may be dropped after it.
 */
bool embedded_start(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size);

/*
 * agentx.c: the same as a subagent.  Does not wait for a master: it connects and reconnects by
 * itself from snmp_loop(); call after privileges were dropped.
 */
bool agentx_start(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size);

/* Frees what agentx_start made; snmp_stop() does it. */
void agentx_free(void);

/* handler.c: registers every table of mib_tables[] with the one handler. */
bool handler_register(struct mib *mib, bool embedded, char *error, size_t error_size);

/*
 * loop.c: serves until *stop is set (by a signal handler); calls tick(arg) at least once a second
 * and sets mib->now, mib->up before each request and tick.
 */
void snmp_loop(struct mib *mib, const volatile int *stop, void (*tick)(void *), void *arg);

/* Calls ready(fd, arg) on the main thread while fd is readable; false: it cannot be watched. */
bool loop_watch(int fd, void (*ready)(int fd, void *arg), void *arg);
void loop_unwatch_all(void);

/* Sets mib->now and mib->up from the clock and net-snmp's sysUpTime. */
void loop_set_time(struct mib *mib);

/*
 * The probe's clock: CLOCK_MONOTONIC in ns, or after a replay that ended at `end`, end plus the
 * time since.  Embedded agents then count sysUpTime from the replay's start.
 */
void clock_set_replay_end(uint64_t end);
bool clock_replayed(void); /* clock_set_replay_end() was called */
uint64_t clock_now(void);

/* loop.c: closes sessions and stores persistent data; before mib_free(). */
void snmp_stop(void);

#endif
