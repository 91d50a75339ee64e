/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests of alarms: a mib whose notifications are heard, time as the daemon has it, frames. */
#ifndef TESTS_UNIT_HEARD_H
#define TESTS_UNIT_HEARD_H

#include "fixture.h"
#include "mibs/event.h"

#define MS UINT64_C(1000000)

struct heard {
	unsigned count;
	struct notification last;
	char sentence[128]; /* for the log of the daemon */
};

/* Statistics 1 of the first port, and event 1 that logs and notifies. */
struct fixture *heard_start(struct heard *heard);

/* Time in steps as the daemon's, half a second each. */
void pass(struct fixture *f, unsigned halves);
void frames(struct fixture *f, unsigned count); /* of 64 octets, to the first port */

/* The last notification has this name and so many varbinds. */
void assert_heard(const struct heard *heard, const struct oid *name, unsigned varbinds);

/* Entry number index of event 1's log. */
void assert_log(struct fixture *f, uint32_t index, uint64_t ticks, const char *text);

#endif
