/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiles filters of RFC 2819 to words and masks, and tries them on packets. */
#include "filter.h"

#include <string.h>

#include "packet.h"

#define WORD ((uint32_t)sizeof(uint64_t))
#define ERRORS (PACKET_OVERSIZE | PACKET_UNDERSIZE | PACKET_CRC_ERROR)

/* The octet of a mask at a position of the data, beyond its end as RFC 2819 extends it. */
static uint8_t mask_at(const struct filter_octets *mask, size_t position, uint8_t beyond)
{
	return position < mask->len ? mask->octets[position] : beyond;
}

static void put(uint64_t *words, size_t position, uint8_t octet)
{
	memcpy((uint8_t *)words + position, &octet, 1);
}

/* The word in which the longest run of octets begins that have bits which must be equal. */
static uint32_t longest_run(const struct filter *filter)
{
	const uint8_t *equal = (const uint8_t *)filter->equal;
	uint32_t best = 0, best_len = 0;

	for (uint32_t i = 0; i < filter->len; i++) {
		uint32_t start = i;

		while (i < filter->len && equal[i])
			i++;
		if (i - start > best_len) {
			best = start;
			best_len = i - start;
		}
	}
	return best / WORD;
}

void filter_compile(struct filter *filter, const struct filter_rules *rules)
{
	*filter = (struct filter){
	    .offset = rules->offset,
	    .len = (uint32_t)rules->data.len,
	    .words = ((uint32_t)rules->data.len + WORD - 1) / WORD,
	    .status = (uint8_t)(rules->status & ERRORS),
	    .equal_status = (uint8_t)(rules->status_mask & ~rules->status_not_mask & ERRORS),
	    .differ_status = (uint8_t)(rules->status_mask & rules->status_not_mask & ERRORS),
	};
	for (size_t i = 0; i < filter->len; i++) {
		uint8_t mask = mask_at(&rules->mask, i, 0xff);
		uint8_t not_mask = mask_at(&rules->not_mask, i, 0);

		put(filter->data, i, rules->data.octets[i]);
		put(filter->equal, i, mask & (uint8_t)~not_mask);
		put(filter->differ, i, mask & not_mask);
		if (mask & not_mask)
			filter->inverts = true;
	}
	filter->first = longest_run(filter);
}

/* Bits in which a word of the packet differs from the filter's; octets beyond its end are 0. */
static inline uint64_t difference(const struct filter *filter, const uint8_t *octets, uint32_t word)
{
	uint32_t left = filter->len - word * WORD;
	uint64_t value = 0;

	if (left >= WORD)
		memcpy(&value, octets + word * WORD, WORD);
	else
		memcpy(&value, octets + word * WORD, left);
	return value ^ filter->data[word];
}

static bool data_match(const struct filter *filter, const uint8_t *octets)
{
	uint64_t found = 0;

	if (difference(filter, octets, filter->first) & filter->equal[filter->first])
		return false;
	for (uint32_t i = 0; i < filter->words; i++) {
		uint64_t differ = difference(filter, octets, i);

		if (differ & filter->equal[i])
			return false;
		found |= differ & filter->differ[i];
	}
	return !filter->inverts || found;
}

static bool status_match(const struct filter *filter, uint8_t status)
{
	uint8_t differ = status ^ filter->status;

	if (differ & filter->equal_status)
		return false;
	return !filter->differ_status || (differ & filter->differ_status);
}

bool filter_match(const struct filter *filter, const uint8_t *octets, uint32_t len, uint8_t status)
{
	if (!status_match(filter, status))
		return false;
	if (filter->len == 0)
		return true;
	if (len < filter->offset || len - filter->offset < filter->len)
		return false;
	return data_match(filter, octets + filter->offset);
}
