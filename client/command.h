/* SPDX-License-Identifier: BSD-2-Clause */
/* What a command of sonda is, and what it is given when it runs. */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include <signal.h>

#include "options.h"
#include "rows.h"
#include "session.h"

enum {
	EXIT_GOOD = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2
};

struct run {
	const struct option_values *options; /* those of the command's own */
	int argc;                            /* words after HOST */
	char **argv;
	struct session *session;
	struct rows *rows; /* what is on this stack when the command returns is removed */
	const volatile sig_atomic_t *stop; /* not 0: a signal came */
};

struct command {
	const char *name;
	const char *summary;               /* after the name in a list */
	const char *usage;                 /* what follows "sonda NAME " */
	const struct option_spec *options; /* ended by one without a name */
	/*
	 * Returns an exit status; says what was wrong with warnx().  EXIT_USAGE lets main add how the
	 * command is used.
	 */
	int (*run)(const struct run *run);
};

/* The exit status after requests; says on stderr what session_error() has. */
int run_status(const struct run *run, enum outcome outcome);

/* All commands, ended by one without a name. */
extern const struct command commands[];

#endif
