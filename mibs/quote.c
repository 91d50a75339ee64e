/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a `row` line, and octet strings within them: bare, "quoted" or 0x hexadecimal. */
#include "quote.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum quote_result quote_next(char **line, char **word)
{
	char *at = *line;
	bool quoted = false;

	while (is_blank(*at))
		at++;
	*word = at;
	if (!*at)
		return QUOTE_END;
	for (; *at && (quoted || !is_blank(*at)); at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (quoted && *at == '\\' && at[1])
			at++;
	}
	*line = *at ? at + 1 : at;
	*at = '\0';
	return quoted ? QUOTE_UNENDED : QUOTE_OK;
}

static bool hex_octets(const char *digits, uint8_t *octets, size_t size, size_t *len)
{
	size_t count = strlen(digits);

	if (count % 2 || count / 2 > size)
		return false;
	for (size_t i = 0; i < count; i += 2) {
		char pair[3] = {digits[i], digits[i + 1], '\0'};

		if (!isxdigit((unsigned char)pair[0]) || !isxdigit((unsigned char)pair[1]))
			return false;
		octets[i / 2] = (uint8_t)strtoul(pair, NULL, 16);
	}
	*len = count / 2;
	return true;
}

bool quote_octets(const char *word, uint8_t *octets, size_t size, size_t *len)
{
	bool quoted = false;

	if (strncmp(word, "0x", 2) == 0)
		return hex_octets(word + 2, octets, size, len);
	*len = 0;
	for (; *word; word++) {
		if (*word == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && *word == '\\' && word[1])
			word++;
		if (*len == size)
			return false;
		octets[(*len)++] = (uint8_t)*word;
	}
	return true;
}

static bool needs_hex(const uint8_t *octets, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isprint(octets[i]))
			return true;
	}
	return false;
}

char *quote_make(const uint8_t *octets, size_t len)
{
	char *word = malloc(2 * len + 3);
	char *at = word;

	if (!word)
		return NULL;
	if (needs_hex(octets, len)) {
		at += sprintf(at, "0x");
		for (size_t i = 0; i < len; i++)
			at += sprintf(at, "%02x", octets[i]);
		return word;
	}
	*at++ = '"';
	for (size_t i = 0; i < len; i++) {
		if (octets[i] == '"' || octets[i] == '\\')
			*at++ = '\\';
		*at++ = (char)octets[i];
	}
	*at++ = '"';
	*at = '\0';
	return word;
}
