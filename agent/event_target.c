/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads `event-target` lines, which are in the words of snmptrap(1). */
#include "event_target.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/stdlib.h>

#include "words.h"

#define SECOND 1000000 /* us */
#define TIMEOUT_DEFAULT SECOND
#define TIMEOUT_MAX 60 /* s */
#define RETRIES_DEFAULT 5
#define RETRIES_MAX 20
#define COMMUNITY_MAX 127 /* octets of eventCommunity */

static bool take_version(struct event_target *target, const char *value)
{
	target->v1 = strcmp(value, "1") == 0;
	return target->v1 || strcmp(value, "2c") == 0;
}

static bool take_application(struct event_target *target, const char *value)
{
	target->inform = strcmp(value, "i") == 0;
	return target->inform;
}

static bool take_timeout(struct event_target *target, const char *value)
{
	char *end;
	double seconds = strtod(value, &end);

	/* so that what is no number is refused, too */
	if (*end || end == value || !(seconds >= 0.01 && seconds <= TIMEOUT_MAX))
		return false;
	target->timeout = (long)(seconds * SECOND);
	return true;
}

static bool take_retries(struct event_target *target, const char *value)
{
	const char *error;

	target->retries = (int)strtonum(value, 0, RETRIES_MAX, &error);
	return !error;
}

static bool take_community(struct event_target *target, const char *value)
{
	if (!*value || strlen(value) > COMMUNITY_MAX)
		return false;
	free(target->community);
	target->community = strdup(value);
	return target->community != NULL;
}

static const struct option {
	char letter;
	bool (*take)(struct event_target *target, const char *value);
	const char *expected;
} options[] = {
    {'C', take_application, "-Ci"},
    {'c', take_community, "-c and a community of 1 to 127 octets"},
    {'r', take_retries, "-r and retries from 0 to 20"},
    {'t', take_timeout, "-t and seconds from 0.01 to 60"},
    {'v', take_version, "-v 1 or -v 2c"},
};

static const struct option *option_find(char letter)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (options[i].letter == letter)
			return &options[i];
	}
	return NULL;
}

/* "-v2c", or "-v" and the next word. */
static bool take_option(
    struct event_target *target, const char *word, char **line, char *error, size_t error_size)
{
	const struct option *option = option_find(word[1]);
	const char *value;

	if (!option) {
		snprintf(error, error_size, "expected -v, -c, -Ci, -t or -r, found \"%s\"", word);
		return false;
	}
	value = word[2] ? word + 2 : words_next(line);
	if (value && option->take(target, value))
		return true;
	snprintf(error, error_size, "expected %s", option->expected);
	return false;
}

/* Host and port of "host", "host:port", "2001:db8::1" or "[host]:port"; cuts them apart. */
static void split_port(char *address, char **host, const char **port)
{
	char *colon = strrchr(address, ':');
	char *bracket = *address == '[' ? strchr(address, ']') : NULL;

	*host = address;
	*port = "162";
	if (bracket) {
		*host = address + 1;
		*bracket = '\0';
		colon = bracket[1] == ':' ? bracket + 1 : NULL;
		if (!colon && bracket[1])
			*port = ""; /* what follows is no port */
	} else if (colon != strchr(address, ':')) {
		colon = NULL; /* they are the address's own */
	}
	if (colon) {
		*colon = '\0';
		*port = colon + 1;
	}
}

/*
 * In digits alone, so that neither the start nor a notification ever waits for a name server; the
 * family is that of the transport, if it is named.
 */
static bool take_address(struct event_target *target, char *address)
{
	static const struct transport {
		const char *prefix;
		bool ipv4, ipv6;
	} transports[] = {{"udp:", true, false}, {"udp6:", false, true}, {"", true, true}};
	const struct transport *transport = transports;
	struct in6_addr binary;
	const char *port, *error;
	char *host;
	long long number;

	while (strncmp(address, transport->prefix, strlen(transport->prefix)) != 0)
		transport++;
	split_port(address + strlen(transport->prefix), &host, &port);
	number = strtonum(port, 1, UINT16_MAX, &error);
	if (error)
		return false;
	if (transport->ipv4 && inet_pton(AF_INET, host, &binary) == 1)
		return asprintf(&target->address, "udp:%s:%lld", host, number) > 0;
	if (transport->ipv6 && inet_pton(AF_INET6, host, &binary) == 1)
		return asprintf(&target->address, "udp6:[%s]:%lld", host, number) > 0;
	return false;
}

bool event_target_parse(char *line, struct event_target *target, char *error, size_t error_size)
{
	char *word = words_next(&line);

	*target = (struct event_target){.timeout = TIMEOUT_DEFAULT, .retries = RETRIES_DEFAULT};
	for (; word && *word == '-'; word = words_next(&line)) {
		if (!take_option(target, word, &line, error, error_size))
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
