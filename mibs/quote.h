/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a `row` line, and octet strings within them: bare, "quoted" or 0x hexadecimal. */
#ifndef MIBS_QUOTE_H
#define MIBS_QUOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum quote_result {
	QUOTE_OK,
	QUOTE_END,
	QUOTE_UNENDED
};

/*
 * The next word of *line, which is cut there and moved on; blanks within "" do not end a word, and
 * \" and \\ within them stand for " and \.  The quotes stay in the word.
 */
enum quote_result quote_next(char **line, char **word);

/* The octets that a word stands for; false: odd or bad hex digits, or more than size octets. */
bool quote_octets(const char *word, uint8_t *octets, size_t size, size_t *len);

/* The word for these octets, malloc'ed; NULL: no memory. */
char *quote_make(const uint8_t *octets, size_t len);

#endif
