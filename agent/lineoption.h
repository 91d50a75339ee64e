/* SPDX-License-Identifier: BSD-2-Clause */
/* Options within configuration lines, in the words of snmpcmd(1): "-v2c", or "-v" and "2c". */
#ifndef AGENT_LINEOPTION_H
#define AGENT_LINEOPTION_H

#include <stdbool.h>
#include <stddef.h>

struct line_option {
	char letter;
	bool (*take)(void *arg, const char *value); /* false: not as expected */
	const char *expected;
};

/*
 * Takes the option that word, which begins with -, is or begins; its value is the rest of the word,
 * or the next of *rest.  False: error says what was expected, and quotes nothing, which may be a
 * part of a secret.
 */
bool line_option_take(const struct line_option *options, size_t count, void *arg, const char *word,
    char **rest, char *error, size_t error_size);

#endif
