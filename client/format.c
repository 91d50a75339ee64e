/* SPDX-License-Identifier: BSD-2-Clause */
/* Values, indexes and times as people read them, and sizes and times as people write them. */
#include "format.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "interface.h"
#include "mibs/quote.h"
#include "name.h"

#define ADDRESS_LEN 6

struct suffix {
	char letter;
	int64_t factor;
};

static const struct suffix size_suffixes[] = {
    {'k', 1000}, {'K', 1000}, {'M', 1000000}, {'G', 1000000000}, {'\0', 1}};
static const struct suffix time_suffixes[] = {
    {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'\0', 1}};

void format_ticks(char *text, size_t size, uint64_t ticks)
{
	uint64_t seconds = ticks / 100;

	snprintf(text, size, "%" PRIu64 ":%02d:%02d:%02d.%02d", seconds / 86400,
	    (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60), (int)(seconds % 60),
	    (int)(ticks % 100));
}

void format_address(char *text, size_t size, const uint8_t *octets, size_t len)
{
	size_t at = 0;

	if (size > 0)
		*text = '\0';
	for (size_t i = 0; i < len && at < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%02x", i ? ":" : "", octets[i]);
}

void format_text(char *text, size_t size, const struct varbind *cell)
{
	size_t len = cell->value.octets_len < size ? cell->value.octets_len : size - 1;

	for (size_t i = 0; i < len; i++)
		text[i] = isprint(cell->value.octets[i]) ? (char)cell->value.octets[i] : '?';
	text[len] = '\0';
}

/* Whether octets can be told from a number, hexadecimal or nothing without quotes around them. */
static bool is_word(const struct value *value)
{
	if (value->octets_len == 0 || !isalpha(value->octets[0]))
		return false;
	for (size_t i = 0; i < value->octets_len; i++) {
		if (!isgraph(value->octets[i]) || value->octets[i] == '"')
			return false;
	}
	return true;
}

static void format_octets(
    char *text, size_t size, const struct column *column, const struct value *value)
{
	char *word;

	if (column && column->form == FORM_OCTETS && column->size == ADDRESS_LEN &&
	    value->octets_len == ADDRESS_LEN) {
		format_address(text, size, value->octets, value->octets_len);
		return;
	}
	if (is_word(value)) {
		snprintf(text, size, "%.*s", (int)value->octets_len, (const char *)value->octets);
		return;
	}
	word = quote_make(value->octets, value->octets_len);
	if (snprintf(text, size, "%s", word ? word : "?") >= (int)size)
		memcpy(text + size - sizeof("..."), "...", sizeof("..."));
	free(word);
}

static void format_integer(char *text, size_t size, const struct column *column, int64_t number)
{
	for (const struct enumeration *e = column ? column->names : NULL; e && e->number; e++) {
		if (e->number == number) {
			snprintf(text, size, "%s", e->name);
			return;
		}
	}
	snprintf(text, size, "%" PRId64, number);
}

static void format_oid(char *text, size_t size, const struct oid *target)
{
	uint32_t index = interface_of_source(target);

	if (index)
		snprintf(text, size, "ifIndex.%" PRIu32, index);
	else
		name_print(text, size, target);
}

void format_cell(char *text, size_t size, const struct column *column, const struct varbind *cell)
{
	const struct value *value = &cell->value;

	if (!cell->present) {
		snprintf(text, size, "-");
		return;
	}
	switch (value->syntax) {
	case SYNTAX_INTEGER:
		format_integer(text, size, column, value->integer);
		break;
	case SYNTAX_OID:
		format_oid(text, size, &value->oid);
		break;
	case SYNTAX_TIMETICKS:
		format_ticks(text, size, value->number);
		break;
	case SYNTAX_COUNTER32:
	case SYNTAX_GAUGE32:
	case SYNTAX_COUNTER64:
		snprintf(text, size, "%" PRIu64, value->number);
		break;
	default:
		format_octets(text, size, column, value);
	}
}

void format_short(char *text, size_t size, double number)
{
	static const char suffixes[] = " kMGTP";
	size_t at = 0;

	while (number >= 999.5 && suffixes[at + 1]) {
		number /= 1000;
		at++;
	}
	if (at == 0)
		snprintf(text, size,
		    number < 9.95 && number != (double)(int)number ? "%.1f" : "%.0f", number);
	else
		snprintf(text, size, "%.*f%c",
		    number < 9.995   ? 2
		    : number < 99.95 ? 1
				     : 0,
		    number, suffixes[at]);
}

static bool parse_number(
    const char *text, const struct suffix *suffixes, int64_t min, int64_t max, int64_t *number)
{
	const struct suffix *suffix = suffixes;
	char *end;
	long long value;

	if (!isdigit((unsigned char)text[*text == '-']))
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || (*end && end[1]))
		return false;
	while (suffix->letter && suffix->letter != *end)
		suffix++;
	if (suffix->letter != *end || value > INT64_MAX / suffix->factor ||
	    value < INT64_MIN / suffix->factor)
		return false;
	*number = value * suffix->factor;
	return *number >= min && *number <= max;
}

bool format_parse_size(const char *text, int64_t min, int64_t max, int64_t *number)
{
	return parse_number(text, size_suffixes, min, max, number);
}

bool format_parse_time(const char *text, int32_t *seconds)
{
	int64_t number;

	if (!parse_number(text, time_suffixes, 1, INT32_MAX, &number))
		return false;
	*seconds = (int32_t)number;
	return true;
}
