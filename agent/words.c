/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes configuration lines apart. */
#include "words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <bsd/stdlib.h>

static bool is_blank(char c)
{
	return isspace((unsigned char)c);
}

/* Just after the quoted part that starts here, or at the end of the line. */
static char *skip_quoted(char *quote)
{
	char *c = quote + 1;

	while (*c && *c != *quote)
		c += *c == '\\' && c[1] ? 2 : 1;
	return *c ? c + 1 : c;
}

/* Rows have "" anywhere in a word; net-snmp's words have '' too, but only around the whole. */
static bool starts_quote(const char *c, const char *line)
{
	return *c == '"' || (*c == '\'' && (c == line || is_blank(c[-1])));
}

void words_cut_comment(char *line)
{
	char *c = line;

	while (*c && *c != '#')
		c = starts_quote(c, line) ? skip_quoted(c) : c + 1;
	while (c > line && is_blank(c[-1]))
		c--;
	*c = '\0';
}

char *words_next(char **line)
{
	char *from = *line;
	char *to;
	char *word;
	bool quoted = false;

	while (is_blank(*from))
		from++;
	if (!*from)
		return NULL;
	word = to = from;
	for (; *from && (quoted || !is_blank(*from)); from++) {
		if (*from == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && *from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	*line = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

bool words_yes_no(const char *word, bool *value)
{
	*value = strcmp(word, "yes") == 0;
	return *value || strcmp(word, "no") == 0;
}

bool words_size(const char *word, unsigned unit, uint64_t min, uint64_t max, uint64_t *value)
{
	static const char letters[] = "kmgt";
	const char *letter;
	uint64_t number = 0;

	if (!isdigit((unsigned char)*word))
		return false;
	for (; isdigit((unsigned char)*word); word++)
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *word - '0', &number))
			return false;
	if (*word) {
		letter = strchr(letters, tolower((unsigned char)*word));
		if (!letter || word[1])
			return false;
		for (; letter >= letters; letter--)
			if (__builtin_mul_overflow(number, unit, &number))
				return false;
	}
	*value = number;
	return number >= min && number <= max;
}

bool words_number(const char *word, int min, int max, int *value)
{
	const char *error;

	*value = (int)strtonum(word, min, max, &error);
	return !error;
}

bool words_seconds(const char *word, double min, double max, long *us)
{
	char *end;
	double seconds = strtod(word, &end);

	/* so that what is no number is refused, too */
	if (*end || !(seconds >= min && seconds <= max))
		return false;
	*us = (long)(seconds * 1e6);
	return true;
}
