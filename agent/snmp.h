/* SPDX-License-Identifier: BSD-2-Clause */
/* The two ways to serve: the embedded agent, and the AgentX subagent of a running master. */
#ifndef AGENT_SNMP_H
#define AGENT_SNMP_H

#include <stdbool.h>
#include <stddef.h>

#include "clock.h"
#include "mibs/mib.h"

struct snmp_config {
	const char *file;            /* configuration; NULL: none */
	const char *state_directory; /* for engineBoots, USM users: net-snmp's persistent files */
	const char *address; /* embedded: listen here, as "udp:127.0.0.1:1161"; NULL: default */
	const char *socket;  /* subagent: the master's AgentX address; NULL: net-snmp's default */
	const struct clock *clock; /* the probe's; outlives the agent */
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

/* After a replay: the embedded agent counts sysUpTime from the replay's start. */
void embedded_set_uptime(const struct clock *clock);

/*
 * agentx.c: the same as a subagent.  Does not wait for a master: it connects and reconnects by
 * itself from loop_run(); call after privileges were dropped.
 */
bool agentx_start(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size);

/* Frees what agentx_start made; snmp_stop() does it. */
void agentx_free(void);

/* handler.c: registers every table of mib_tables[] with the one handler. */
bool handler_register(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size);

/*
 * handler_bulk.c: every registration there is, net-snmp's own included, then ends its part of an
 * answer to a GETBULK where the message would be longer than it may be.  False: no memory.
 */
bool handler_fit_answers(void);

/* loop.c: closes sessions and stores persistent data; before mib_free(). */
void snmp_stop(void);

#endif
