/* SPDX-License-Identifier: BSD-2-Clause */
/* What sonda says of itself: usage, its commands and their options. */
#ifndef CLIENT_HELP_H
#define CLIENT_HELP_H

#include <stdbool.h>
#include <stdio.h>

#include "command.h"

/* The command with this name, or NULL. */
const struct command *help_find(const char *name);

void help_usage(FILE *out, const struct command *command);

/* Whether the command line asks how a command is used: sonda COMMAND -h. */
bool help_is_wanted(int argc, char **argv);

/* Answers a command line that is to do nothing: -h, -V, help, or a mistake.  Returns an exit status. */
int help_answer(int argc, char **argv);

#endif
