/* SPDX-License-Identifier: BSD-2-Clause */
/* Which ports there are: probe lines, -i and -r, and the number that each has. */
#ifndef AGENT_PORTS_H
#define AGENT_PORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "config.h"
#include "offload.h"
#include "options.h"
#include "probe/port.h"
#include "state.h"

struct ports {
	struct port **list;
	uint32_t *settled; /* per port: the ifindex whose offloads were seen to; 0: down or gone */
	unsigned count;
	bool replay; /* they are files */
};

/*
 * Opens all ports, in the order of probe lines, then -i; or of -r.  A name keeps the number that
 * the state (NULL: none) has for it; others get the lowest that no name has.  Files are numbered in
 * their order; a probe line for replay1 says how to read the first.  sketch: interfaces need only
 * exist, and are not opened: for checking rows.  False: error says why; ports_close() it.
 */
bool ports_open(struct ports *ports, const struct options *options, const struct config *config,
    const struct state *state, struct offload *offload, bool sketch, char *error,
    size_t error_size);
void ports_close(struct ports *ports);

/* Live ports: starts the capture threads.  False: error names the port. */
bool ports_start(const struct ports *ports, char *error, size_t error_size);
void ports_stop(const struct ports *ports);

/* Once a second: NIC counters, and the offloads of interfaces that came back. */
void ports_tick(struct ports *ports, struct offload *offload);

#endif
