/* SPDX-License-Identifier: BSD-2-Clause */
/* The small parts of configuration lines: words, sizes, yes and no. */
#ifndef AGENT_WORDS_H
#define AGENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ends the line before its first # that is not within quotes, and before the blanks there. */
void words_cut_comment(char *line);

/*
 * Cuts the next word, one in "" without them, out of *line and moves on; NULL at the end.
 * The words lie in the line, which is changed.
 */
char *words_next(char **line);

/* "yes" or "no"; false: neither. */
bool words_yes_no(const char *word, bool *value);

/*
 * A number with a unit letter K, M, G or T, in either case, of 1000 or 1024 (unit) each, within
 * min .. max.  False: it is not.
 */
bool words_size(const char *word, unsigned unit, uint64_t min, uint64_t max, uint64_t *value);

/* A whole number within min .. max.  False: it is not. */
bool words_number(const char *word, int min, int max, int *value);

/* Seconds within min .. max, with or without a fraction; min is above 0.  False: they are not. */
bool words_seconds(const char *word, double min, double max, long *us);

#endif
