/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads filters as RFC 2819 has them, written by hand. */
#include "capture_raw.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ETHERNET_ERRORS 7

static bool read_integer(const char **text, int32_t *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	value = strtoul(*text, &end, 0);
	*text = end;
	*number = (int32_t)value;
	return value <= INT32_MAX;
}

static int digit_of(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* Pairs of digits; false: not that, or too many. */
static bool read_hex(const char **text, uint8_t *octets, size_t *len)
{
	const char *at = *text;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		at += 2;
	for (*len = 0; digit_of(at[0]) >= 0; at += 2) {
		if (*len == CUBE_OCTETS || digit_of(at[1]) < 0)
			return false;
		octets[(*len)++] = (uint8_t)(digit_of(at[0]) << 4 | digit_of(at[1]));
	}
	*text = at;
	return true;
}

/* A mask, of which octets beyond the data have no meaning. */
static bool read_mask(const char **text, uint8_t *mask, size_t data_len)
{
	uint8_t octets[CUBE_OCTETS];
	size_t len;

	++*text;
	if (!read_hex(text, octets, &len))
		return false;
	memcpy(mask, octets, len < data_len ? len : data_len);
	return true;
}

static bool read_filter(const char **text, struct expression_filter *filter)
{
	int32_t offset;

	*filter = (struct expression_filter){0};
	if (!read_integer(text, &offset) || *(*text)++ != ':' ||
	    !read_hex(text, filter->data, &filter->len))
		return false;
	filter->offset = (uint32_t)offset;
	memset(filter->mask, 0xff, filter->len); /* as RFC 2819 extends it */
	if (**text == '/' && !read_mask(text, filter->mask, filter->len))
		return false;
	if (**text == '/' && !read_mask(text, filter->not_mask, filter->len))
		return false;
	for (size_t i = 0; i < filter->len; i++)
		filter->inverts |= filter->not_mask[i] != 0;
	return true;
}

bool capture_raw_filters(
    struct expression *expression, const char *text, char *error, size_t error_size)
{
	const char *at = text;
	size_t most = 1;

	for (const char *c = text; *c; c++)
		most += *c == ',';
	*expression = (struct expression){.filters = calloc(most, sizeof(*expression->filters))};
	if (!expression->filters) {
		snprintf(error, error_size, "no memory");
		return false;
	}
	while (read_filter(&at, &expression->filters[expression->count])) {
		expression->count++;
		if (*at == '\0' && expression->count <= EXPRESSION_FILTERS_MAX)
			return true;
		if (*at++ != ',')
			break;
	}
	snprintf(error, error_size, "--raw %s: not OFFSET:DATA[/MASK[/NOTMASK]]", text);
	expression_free(expression);
	return false;
}

bool capture_raw_status(
    struct capture_status *status, const char *text, char *error, size_t error_size)
{
	int32_t *numbers[] = {&status->value, &status->mask, &status->not_mask};
	const char *at = text;

	*status = (struct capture_status){.mask = ETHERNET_ERRORS};
	for (size_t i = 0; i < 3 && read_integer(&at, numbers[i]); i++) {
		if (*at == '\0')
			return true;
		if (*at++ != '/')
			break;
	}
	snprintf(error, error_size, "--status %s: not VALUE[/MASK[/NOTMASK]]", text);
	return false;
}
