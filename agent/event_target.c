/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads `event-target` lines, which are in the words of snmptrap(1). */
#include "event_target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lineoption.h"
#include "peer.h"
#include "words.h"

#define TRAP_PORT 162
#define TIMEOUT_DEFAULT 1000000 /* us */
#define TIMEOUT_MIN 0.01        /* s */
#define TIMEOUT_MAX 60          /* s */
#define RETRIES_DEFAULT 5
#define RETRIES_MAX 20
#define COMMUNITY_MAX 127 /* octets of eventCommunity */

static bool take_version(void *arg, const char *value)
{
	struct event_target *target = arg;

	target->v1 = strcmp(value, "1") == 0;
	return target->v1 || strcmp(value, "2c") == 0;
}

static bool take_application(void *arg, const char *value)
{
	struct event_target *target = arg;

	target->inform = strcmp(value, "i") == 0;
	return target->inform;
}

static bool take_timeout(void *arg, const char *value)
{
	struct event_target *target = arg;

	return words_seconds(value, TIMEOUT_MIN, TIMEOUT_MAX, &target->timeout);
}

static bool take_retries(void *arg, const char *value)
{
	struct event_target *target = arg;

	return words_number(value, 0, RETRIES_MAX, &target->retries);
}

static bool take_community(void *arg, const char *value)
{
	struct event_target *target = arg;

	if (!*value || strlen(value) > COMMUNITY_MAX)
		return false;
	free(target->community);
	target->community = strdup(value);
	return target->community != NULL;
}

static const struct line_option options[] = {
    {'v', take_version, "1 or 2c, as -v 2c"},
    {'c', take_community, "a community of 1 to 127 octets"},
    {'C', take_application, "i, as -Ci"},
    {'t', take_timeout, "seconds from 0.01 to 60"},
    {'r', take_retries, "retries from 0 to 20"},
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

/* By datagrams alone: what a connection may wait for would hold up all notifications. */
static bool take_address(struct event_target *target, const char *word)
{
	struct peer peer;

	if (!peer_parse(&peer, word, TRAP_PORT) || peer.stream)
		return false;
	target->address = strdup(peer.text);
	return target->address != NULL;
}

bool event_target_parse(char *line, struct event_target *target, char *error, size_t error_size)
{
	char *word = words_next(&line);

	*target = (struct event_target){.timeout = TIMEOUT_DEFAULT, .retries = RETRIES_DEFAULT};
	for (; word && *word == '-'; word = words_next(&line)) {
		if (!line_option_take(options, OPTIONS, target, word, &line, error, error_size))
			return false;
	}
	if (!target->community)
		snprintf(error, error_size, "expected -c and a community");
	else if (target->v1 && target->inform)
		snprintf(error, error_size, "SNMPv1 has no informs: expected -v 2c with -Ci");
	else if (!word || !take_address(target, word))
		snprintf(error, error_size,
		    "expected an address in digits, as 192.0.2.1, udp:192.0.2.1:162 or "
		    "udp6:[2001:db8::1]:162");
	else if (words_next(&line))
		snprintf(error, error_size, "expected nothing after the address");
	else
		return true;
	return false;
}

void event_target_free(struct event_target *target)
{
	free(target->community);
	free(target->address);
	*target = (struct event_target){0};
}
