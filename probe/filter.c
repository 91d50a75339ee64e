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

static uint64_t bits(unsigned octet, size_t position)
{
	uint64_t word = 0;

	((uint8_t *)&word)[position % WORD] = (uint8_t)octet;
	return word;
}

static void prefer(struct filter *filter, uint32_t word)
{
	filter->key = filter->word[word];
	filter->key_at = (uint64_t)filter->offset + word * WORD;
}

/* At first the word with the most bits that must be equal; packets will tell a better one. */
static uint32_t fullest_word(const struct filter *filter)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < filter->words; i++) {
		if (__builtin_popcountll(filter->word[i].equal) >
		    __builtin_popcountll(filter->word[best].equal))
			best = i;
	}
	return best;
}

void filter_compile(struct filter *filter, const struct filter_rules *rules)
{
	*filter = (struct filter){
	    .offset = rules->offset,
	    .words = ((uint32_t)rules->data.len + WORD - 1) / WORD,
	    .end = rules->data.len ? (uint64_t)rules->offset + rules->data.len : 0,
	    .status = (uint8_t)(rules->status & ERRORS),
	    .equal_status = (uint8_t)(rules->status_mask & ~rules->status_not_mask & ERRORS),
	    .differ_status = (uint8_t)(rules->status_mask & rules->status_not_mask & ERRORS),
	};
	for (size_t i = 0; i < rules->data.len; i++) {
		struct filter_word *word = &filter->word[i / WORD];
		uint8_t mask = mask_at(&rules->mask, i, 0xff);
		uint8_t not_mask = mask_at(&rules->not_mask, i, 0);

		word->data |= bits(rules->data.octets[i], i);
		word->equal |= bits(mask & (uint8_t)~not_mask, i);
		word->differ |= bits(mask & not_mask, i);
		if (mask & not_mask)
			filter->inverts = true;
	}
	prefer(filter, fullest_word(filter));
}

/* Octets of the packet beyond its end are 0, those beyond the filter's data in no mask. */
static inline uint64_t load(const uint8_t *octets, uint32_t len, uint64_t at)
{
	uint64_t value = 0;

	if (len - at >= WORD)
		memcpy(&value, octets + at, WORD);
	else
		memcpy(&value, octets + at, len - at);
	return value;
}

static bool data_match(struct filter *filter, const uint8_t *octets, uint32_t len)
{
	uint64_t found = 0;

	if ((load(octets, len, filter->key_at) ^ filter->key.data) & filter->key.equal)
		return false;
	for (uint32_t i = 0; i < filter->words; i++) {
		const struct filter_word *word = &filter->word[i];
		uint64_t differ = load(octets, len, filter->offset + i * WORD) ^ word->data;

		if (differ & word->equal) {
			prefer(filter, i);
			return false;
		}
		found |= differ & word->differ;
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

bool filter_match(struct filter *filter, const uint8_t *octets, uint32_t len, uint8_t status)
{
	if (!status_match(filter, status))
		return false;
	if (filter->end == 0)
		return true;
	return len >= filter->end && data_match(filter, octets, len);
}
