/* SPDX-License-Identifier: BSD-2-Clause */
/* `event-target` lines of the configuration: where notifications of a community go. */
#ifndef AGENT_EVENT_TARGET_H
#define AGENT_EVENT_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct event_target {
	bool v1;
	bool inform;     /* not with v1 */
	long timeout;    /* us until an inform is sent again */
	int retries;     /* of an inform */
	char *community; /* that of eventCommunity, and of the message */
	char *address;   /* "udp:192.0.2.1:162" or "udp6:[2001:db8::1]:162", never a name */
};

/*
 * Takes "[-v 1|2c] [-Ci] [-t SECONDS] [-r RETRIES] -c COMMUNITY ADDRESS", which it changes.  False:
 * error says what was expected; event_target_free() in either case.
 */
bool event_target_parse(char *line, struct event_target *target, char *error, size_t error_size);
void event_target_free(struct event_target *target); /* what it points to */

#endif
