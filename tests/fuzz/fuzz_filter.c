/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes packet filters: each must decide as the rules of filterPktData read bit by bit say. */
#include <string.h>

#include "probe/filter.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STATUS_BITS 3 /* those that an Ethernet packet's status has */

static bool bit_of(const uint8_t *octets, size_t bit)
{
	return octets[bit / 8] >> (7 - bit % 8) & 1;
}

static bool mask_bit(const struct filter_octets *mask, size_t bit, bool beyond)
{
	return bit < mask->len * 8 ? bit_of(mask->octets, bit) : beyond;
}

/* What the rules (2) and (3), which data and status have in common, find out bit after bit. */
struct rules {
	bool unequal;   /* a bit that must be equal is not */
	bool inverted;  /* there are bits one of which must differ */
	bool different; /* one does */
};

static void look(struct rules *rules, bool packet, bool filter, bool mask, bool not_mask)
{
	if (!mask)
		return;
	if (!not_mask) {
		rules->unequal |= packet != filter;
	} else {
		rules->inverted = true;
		rules->different |= packet != filter;
	}
}

/* (3) with no such bit would fail every packet: it is taken not to be meant then. */
static bool passed(const struct rules *rules)
{
	return !rules->unequal && (!rules->inverted || rules->different);
}

static bool data_passes(const struct filter_rules *filter, const uint8_t *octets, size_t len)
{
	struct rules rules = {0};

	if (filter->data.len == 0)
		return true;
	if ((uint64_t)filter->offset + filter->data.len > len)
		return false;
	for (size_t bit = 0; bit < filter->data.len * 8; bit++)
		look(&rules, bit_of(octets + filter->offset, bit), bit_of(filter->data.octets, bit),
		    mask_bit(&filter->mask, bit, true), mask_bit(&filter->not_mask, bit, false));
	return passed(&rules);
}

static bool status_passes(const struct filter_rules *filter, uint8_t status)
{
	struct rules rules = {0};

	for (unsigned bit = 0; bit < STATUS_BITS; bit++)
		look(&rules, status >> bit & 1, (uint32_t)filter->status >> bit & 1,
		    (uint32_t)filter->status_mask >> bit & 1,
		    (uint32_t)filter->status_not_mask >> bit & 1);
	return passed(&rules);
}

/* A copy of the exact size, so that a sanitizer sees any read beyond. */
static uint8_t *copy_of(const uint8_t *octets, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);

	check(copy != NULL);
	if (len > 0)
		memcpy(copy, octets, len);
	return copy;
}

static struct filter_octets take_octets(struct cursor *input)
{
	size_t len = take(input);
	const uint8_t *at = input->at;

	if (len == FILTER_DATA_MAX - 1)
		len = FILTER_DATA_MAX;
	if (len > cursor_left(input))
		len = cursor_left(input);
	cursor_skip(input, len);
	return (struct filter_octets){copy_of(at, len), len};
}

static int32_t take_status(struct cursor *input)
{
	uint8_t octet = take(input);

	return octet & 0x80 ? (int32_t)((uint32_t)octet << 24) : octet;
}

static uint32_t take_offset(struct cursor *input)
{
	uint32_t offset = take(input);

	if (offset >= 0xf0)
		cursor_u32(input, &offset);
	return offset;
}

static void try(struct filter *filter, const struct filter_rules *rules, const uint8_t *packet,
    size_t len, uint8_t status)
{
	bool wanted = data_passes(rules, packet, len) && status_passes(rules, status);

	check(filter_match(filter, packet, (uint32_t)len, status) == wanted);
}

/*
 * Octets that choose a filter; what is left is the packet, which is tried with its last octets gone
 * and others changed, too.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor input = cursor_make(data, size);
	uint8_t status = take(&input);
	struct filter_rules rules;
	struct filter filter;
	size_t len;

	rules.status = take_status(&input);
	rules.status_mask = take_status(&input);
	rules.status_not_mask = take_status(&input);
	rules.offset = take_offset(&input);
	rules.data = take_octets(&input);
	rules.mask = take_octets(&input);
	rules.not_mask = take_octets(&input);
	memset(&filter, 0xaa, sizeof(filter));
	filter_compile(&filter, &rules);
	len = cursor_left(&input);
	for (size_t shorter = 0; shorter <= len && shorter < 4; shorter++) {
		uint8_t *packet = copy_of(input.at, len - shorter);

		if (shorter % 2 && len > shorter)
			packet[(status + 7 * shorter) % (len - shorter)] ^= 0x10;
		try(&filter, &rules, packet, len - shorter, status);
		free(packet);
	}
	free((void *)rules.data.octets);
	free((void *)rules.mask.octets);
	free((void *)rules.not_mask.octets);
	return 0;
}
