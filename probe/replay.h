/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays capture files into their ports on one shared clock. */
#ifndef PROBE_REPLAY_H
#define PROBE_REPLAY_H

#include "port.h"

/*
 * Feeds all packets of the ports' files in the order of their shifted times (each file's first
 * packet is at 0; ties in the order of ports), then lets every port's clock reach the last time.
 * *end is that time in ns.  Calls broken(arg, port, sentence) for each damaged file; returns how
 * many there were.
 */
unsigned replay_run(struct port *const *ports, unsigned count, uint64_t *end,
    void (*broken)(void *arg, const struct port *, const char *), void *arg);

#endif
