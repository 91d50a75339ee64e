/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays capture files into their ports on one shared clock. */
#ifndef PROBE_REPLAY_H
#define PROBE_REPLAY_H

#include "port.h"

#define REPLAY_STEP 100000000ULL /* ns; as often as a live port ticks when it is idle */

/*
 * Feeds all packets of the ports' files in the order of their shifted times (each file's first
 * packet is at 0; ties in the order of ports), then lets every port's clock reach the last time.
 * *end is that time in ns.  Calls broken(arg, port, sentence) for each damaged file; returns how
 * many there were.  step (or NULL) is called without any lock before the first packet of each
 * REPLAY_STEP of time that has one, with that packet's time, and at the end.
 */
unsigned replay_run(struct port *const *ports, unsigned count, uint64_t *end,
    void (*broken)(void *arg, const struct port *, const char *),
    void (*step)(void *arg, uint64_t time), void *arg);

#endif
