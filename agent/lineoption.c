/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks the options of a configuration line by a table. */
#include "lineoption.h"

#include <stdio.h>

#include "words.h"

static void say_letters(
    const struct line_option *options, size_t count, char *error, size_t error_size)
{
	size_t len = (size_t)snprintf(error, error_size, "expected no option but");

	for (size_t i = 0; i < count && len < error_size; i++)
		len += (size_t)snprintf(error + len, error_size - len, " -%c", options[i].letter);
}

bool line_option_take(const struct line_option *options, size_t count, void *arg, const char *word,
    char **rest, char *error, size_t error_size)
{
	const struct line_option *option = options;
	const char *value;

	while (option < options + count && option->letter != word[1])
		option++;
	if (option == options + count) {
		say_letters(options, count, error, error_size);
		return false;
	}
	value = word[2] ? word + 2 : words_next(rest);
	if (value && option->take(arg, value))
		return true;
	snprintf(error, error_size, "-%c: expected %s", option->letter, option->expected);
	return false;
}
