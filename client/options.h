/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of a command, taken out of the command line before net-snmp sees it. */
#ifndef CLIENT_OPTIONS_H
#define CLIENT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define OPTIONS_MAX 24 /* of one command */

struct option_spec {
	const char *name;  /* "filter" for --filter; NULL ends a list */
	char letter;       /* 'w' for -w as well; 0: none */
	const char *value; /* what it is called in the help, "FILE"; NULL: it has none */
	const char *help;
};

/* What was given, in the order of the specs. */
struct option_values {
	const struct option_spec *specs;
	const char *values[OPTIONS_MAX]; /* NULL: not given; "" for one without a value */
};

/*
 * Takes the options of specs out of argv, of which the rest moves up: net-snmp's own options with
 * their values, and words.  "--" ends options.  False: error says what is wrong; other long options
 * are.
 */
bool options_take(struct option_values *values, const struct option_spec *specs, int *argc,
    char **argv, char *error, size_t error_size);

/* The value of an option; NULL: it was not given. */
const char *option_value(const struct option_values *values, const char *name);
bool option_given(const struct option_values *values, const char *name);

#endif
