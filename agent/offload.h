/* SPDX-License-Identifier: BSD-2-Clause */
/* Switches off what joins or splits frames before they are captured, in a process of its own. */
#ifndef AGENT_OFFLOAD_H
#define AGENT_OFFLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "probe/port.h"

struct offload;

/*
 * Forks the helper, which becomes user and keeps CAP_NET_ADMIN alone.  It restores what it
 * switched, and ends, when offload_stop() is called or this process dies of whatever cause.  Call
 * it early: the helper closes all it inherits.  NULL: error says why; then offloads stay as they
 * are.
 */
struct offload *offload_start(const char *user, char *error, size_t error_size);
void offload_stop(struct offload *offload); /* NULL is allowed */

/*
 * Does what a port's configuration asks: off, keep, or auto: off where the interface has no IP
 * address (link-local IPv6 does not count), keep elsewhere.  Returns what became of it for
 * port->offloads; if it is not OFFLOADS_OFF, sentence says what that means.  offload may be NULL.
 */
enum port_offloads offload_apply(struct offload *offload, enum offload_mode mode,
    const char *interface, char *sentence, size_t size);

#endif
