/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes filter expressions apart into words, and reads numbers and addresses. */
#include "expression_priv.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *text;
	enum word_kind kind;
} signs[] = {
    {"(", WORD_OPEN},
    {")", WORD_CLOSE},
    {"!", WORD_NOT},
    {"&&", WORD_AND},
    {"||", WORD_OR},
};

static const struct {
	const char *text;
	enum word_kind kind;
} operators[] = {
    {"not", WORD_NOT},
    {"and", WORD_AND},
    {"or", WORD_OR},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool read_sign(struct word *word, const char *text)
{
	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t len = strlen(signs[i].text);

		if (strncmp(text, signs[i].text, len) == 0) {
			word->kind = signs[i].kind;
			word->end = word->begin + len;
			memcpy(word->text, signs[i].text, len + 1);
			return true;
		}
	}
	return false;
}

struct word word_read(const char *text, size_t at)
{
	struct word word = {.kind = WORD_NAME};
	size_t len, begin;

	at += strspn(text + at, " \t\r\n");
	word.begin = word.end = at;
	if (text[at] == '\0')
		word.kind = WORD_END;
	if (text[at] == '\0' || read_sign(&word, text + at))
		return word;
	len = strcspn(text + at, " \t\r\n()!&|");
	word.end = at + (len ? len : 1);
	begin = len > 1 && text[at] == '\\' ? 1 : 0;
	len = word.end - at - begin;
	if (len >= WORD_MAX)
		len = WORD_MAX - 1;
	memcpy(word.text, text + at + begin, len);
	for (size_t i = 0; begin == 0 && i < COUNT(operators); i++) {
		if (strcmp(word.text, operators[i].text) == 0)
			word.kind = operators[i].kind;
	}
	return word;
}

bool word_is(const struct word *word, const char *name)
{
	return word->kind == WORD_NAME && strcmp(word->text, name) == 0;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* As libpcap reads it: decimal, hexadecimal after 0x, octal after 0. */
bool word_number(const char *text, uint32_t max, uint32_t *number)
{
	uint64_t value = 0;
	int base = 10;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	} else if (text[0] == '0' && text[1] != '\0') {
		base = 8;
	}
	if (*text == '\0')
		return false;
	for (; *text; text++) {
		int digit = digit_of(*text);

		if (digit >= base)
			return false;
		value = value * (uint64_t)base + (uint64_t)digit;
		if (value > max)
			return false;
	}
	*number = (uint32_t)value;
	return true;
}

bool word_range(const char *text, uint32_t *low, uint32_t *high)
{
	const char *dash = strchr(text, '-');
	char first[WORD_MAX];
	uint32_t swap;

	if (!dash)
		return false;
	memcpy(first, text, (size_t)(dash - text));
	first[dash - text] = '\0';
	if (!word_number(first, UINT16_MAX, low) || !word_number(dash + 1, UINT16_MAX, high))
		return false;
	if (*low > *high) {
		swap = *low;
		*low = *high;
		*high = swap;
	}
	return true;
}

/* Six numbers of one or two digits with one of : - . between them. */
bool word_ethernet(const char *text, struct address *address)
{
	*address = (struct address){.len = 6};
	memset(address->mask, 0xff, 6);
	for (unsigned i = 0; i < 6; i++) {
		unsigned digits = 0, value = 0;

		for (; digits < 2 && digit_of(*text) < 16; digits++, text++)
			value = value * 16 + (unsigned)digit_of(*text);
		if (digits == 0)
			return false;
		address->octets[i] = (uint8_t)value;
		if (i < 5 && !strchr(":-.", *text))
			return false;
		if (i < 5 && *text++ == '\0')
			return false;
	}
	return *text == '\0';
}

bool word_host(const char *text, struct address *address)
{
	*address = (struct address){.len = 4};
	memset(address->mask, 0xff, sizeof(address->mask));
	if (inet_pton(AF_INET, text, address->octets) == 1)
		return true;
	address->len = 16;
	return inet_pton(AF_INET6, text, address->octets) == 1;
}

/* One to four decimal numbers; how many, or 0. */
static unsigned read_dotted(const char *text, uint8_t octets[4])
{
	unsigned count = 0, value = 0, digits = 0;

	for (;; text++) {
		if (*text >= '0' && *text <= '9') {
			value = value * 10 + (unsigned)(*text - '0');
			if (++digits > 3 || value > 255)
				return 0;
			continue;
		}
		if (digits == 0 || count == 4)
			return 0;
		octets[count++] = (uint8_t)value;
		value = digits = 0;
		if (*text == '\0')
			return count;
		if (*text != '.')
			return 0;
	}
}

static void mask_bits(struct address *address, uint32_t bits)
{
	memset(address->mask, 0, sizeof(address->mask));
	for (uint32_t i = 0; i < bits; i++)
		address->mask[i / 8] |= (uint8_t)(0x80 >> i % 8);
}

bool word_net(const char *text, struct address *address)
{
	const char *slash = strchr(text, '/');
	char base[WORD_MAX] = "";
	uint32_t bits;
	unsigned dotted;

	memcpy(base, text, slash ? (size_t)(slash - text) : strlen(text));
	*address = (struct address){.len = 4};
	dotted = read_dotted(base, address->octets);
	if (!dotted) {
		address->len = 16;
		if (inet_pton(AF_INET6, base, address->octets) != 1)
			return false;
	}
	bits = dotted ? 8 * dotted : 128;
	if (slash && !word_number(slash + 1, 8 * address->len, &bits))
		return false;
	mask_bits(address, bits);
	for (unsigned i = 0; i < address->len; i++) {
		if (address->octets[i] & ~address->mask[i])
			return false;
	}
	return true;
}
