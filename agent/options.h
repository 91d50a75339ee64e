/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line. */
#ifndef AGENT_OPTIONS_H
#define AGENT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* All strings are those of argv. */
struct options {
	bool debug;
	bool foreground;
	bool check;
	bool version;
	bool help;
	bool dump;
	bool realtime;
	const char *config;      /* -c; NULL: not given */
	const char *address;     /* -l; NULL: not given */
	const char *socket;      /* -x; NULL: not given */
	const char **interfaces; /* -i */
	size_t interface_count;
	const char **files; /* -r */
	size_t file_count;
};

/* False: error says what is wrong with the command line.  options_free() in either case. */
bool options_parse(struct options *options, int argc, char **argv, char *error, size_t error_size);
void options_free(struct options *options);

void options_usage(FILE *out);
void options_version(FILE *out);

#endif
