/* SPDX-License-Identifier: BSD-2-Clause */
/* Plays capture files into their ports at the pace at which they were captured. */
#ifndef PROBE_REPLAY_REALTIME_H
#define PROBE_REPLAY_REALTIME_H

#include "port.h"

struct replay_realtime {
	struct port *const *ports;
	unsigned count;
	/* Called for each damaged file when its end comes. */
	void (*broken)(void *arg, const struct port *, const char *sentence);
	void *arg;
};

/*
 * Feeds all packets that are due by now, on a clock that was 0 when the replay began, and lets
 * time pass to now in files that have not ended.  Returns how many files were found damaged this
 * time.
 */
unsigned replay_realtime_feed(struct replay_realtime *replay, uint64_t now);

#endif
