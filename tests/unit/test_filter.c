/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet filters: each rule of RFC 2819's filterPktData and filterPktStatus by hand. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "probe/filter.h"
#include "probe/packet.h"

/* clang-format off */
static const uint8_t arp[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x01,
    0x08, 0x00, 0x06, 0x04, 0x00, 0x01,
};
/* clang-format on */

#define OCTETS(...)                                                                                \
	{                                                                                          \
		(const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})             \
	}

/* The packet lies at the end of its memory: reading beyond it is found. */
static bool match_status(
    const struct filter_rules *rules, const uint8_t *octets, size_t len, uint8_t status)
{
	uint8_t *packet = malloc(len ? len : 1);
	struct filter filter;
	bool result;

	assert_non_null(packet);
	if (len)
		memcpy(packet, octets, len);
	filter_compile(&filter, rules);
	result = filter_match(&filter, packet, (uint32_t)len, status);
	free(packet);
	return result;
}

static bool match(const struct filter_rules *rules, const uint8_t *octets, size_t len)
{
	return match_status(rules, octets, len, 0);
}

static bool match_arp(const struct filter_rules *rules)
{
	return match(rules, arp, sizeof(arp));
}

static void test_empty_matches_all(void **state)
{
	const struct filter_rules none = {0};
	const struct filter_rules far = {.offset = INT32_MAX};

	(void)state;
	assert_true(match_arp(&none));
	assert_true(match(&none, NULL, 0));
	assert_true(match_arp(&far));
	assert_true(match_status(&none, arp, sizeof(arp), 7));
}

static void test_equal(void **state)
{
	const struct filter_rules arp_type = {.offset = 12, .data = OCTETS(0x08, 0x06)};
	const struct filter_rules ip_type = {.offset = 12, .data = OCTETS(0x08, 0x00)};
	const struct filter_rules low_bit = {.offset = 12, .data = OCTETS(0x08, 0x07)};

	(void)state;
	assert_true(match_arp(&arp_type));
	assert_false(match_arp(&ip_type));
	assert_false(match_arp(&low_bit));
}

/* Only bits of the mask are relevant; what the mask lacks is ones, what it has too much is cut. */
static void test_mask(void **state)
{
	const struct filter_rules masked = {
	    .offset = 12, .data = OCTETS(0x08, 0x00), .mask = OCTETS(0xff, 0x00)};
	const struct filter_rules nibble = {
	    .offset = 12, .data = OCTETS(0x0f, 0x06), .mask = OCTETS(0xf0, 0x0f)};
	const struct filter_rules extended = {
	    .offset = 12, .data = OCTETS(0xaa, 0x07), .mask = OCTETS(0x00)};
	const struct filter_rules extended_equal = {
	    .offset = 12, .data = OCTETS(0xaa, 0x06), .mask = OCTETS(0x00)};
	const struct filter_rules excess = {
	    .offset = 12, .data = OCTETS(0x08), .mask = OCTETS(0xff, 0xff, 0xff)};

	(void)state;
	assert_true(match_arp(&masked));
	assert_true(match_arp(&nibble));
	assert_false(match_arp(&extended));
	assert_true(match_arp(&extended_equal));
	assert_true(match_arp(&excess));
}

/* Rule 1: data beyond the packet's end fails, even where nothing of it is relevant. */
static void test_short_packet(void **state)
{
	const struct filter_rules last = {
	    .offset = sizeof(arp) - 1, .data = OCTETS(0xaa), .mask = OCTETS(0)};
	const struct filter_rules beyond = {
	    .offset = sizeof(arp) - 1, .data = OCTETS(0xaa, 0xaa), .mask = OCTETS(0, 0)};
	const struct filter_rules far = {.offset = INT32_MAX, .data = OCTETS(0), .mask = OCTETS(0)};

	(void)state;
	assert_true(match_arp(&last));
	assert_false(match_arp(&beyond));
	assert_false(match_arp(&far));
	assert_false(match(&last, NULL, 0));
}

/* Rule 3: of the inverted bits one at least must differ, and rule 2 holds for the others. */
static void test_inverted(void **state)
{
	/* not to the broadcast address */
	const struct filter_rules not_all = {.data = OCTETS(0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
	    .not_mask = OCTETS(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)};
	const uint8_t almost[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xfe};
	const struct filter_rules mixed = {
	    .data = OCTETS(0xff, 0x01), .not_mask = OCTETS(0x00, 0xff)};
	const uint8_t differs[] = {0xff, 0x02}, same[] = {0xff, 0x01}, wrong[] = {0xfe, 0x02};

	(void)state;
	assert_false(match_arp(&not_all));
	assert_true(match(&not_all, almost, sizeof(almost)));
	assert_true(match(&mixed, differs, sizeof(differs)));
	assert_false(match(&mixed, same, sizeof(same)));
	assert_false(match(&mixed, wrong, sizeof(wrong)));
}

/* What RFC 2819's text would fail by the letter: no inverted bit is relevant, and so none equal. */
static void test_no_inverted_bit_is_relevant(void **state)
{
	const struct filter_rules irrelevant = {
	    .data = OCTETS(0xff, 0x00), .mask = OCTETS(0xff, 0x00), .not_mask = OCTETS(0x00, 0xff)};
	const struct filter_rules zero = {.data = OCTETS(0x55), .mask = OCTETS(0x00)};

	(void)state;
	assert_true(match_arp(&irrelevant));
	assert_true(match_arp(&zero));
}

/* The inversion mask is extended by zeros, and its excess is cut. */
static void test_not_mask_length(void **state)
{
	const struct filter_rules shorter = {.data = OCTETS(0x01, 0x02), .not_mask = OCTETS(0xff)};
	const struct filter_rules longer = {.data = OCTETS(0x01), .not_mask = OCTETS(0x00, 0xff)};
	const uint8_t second[] = {0x00, 0x02}, neither[] = {0x00, 0x03}, first[] = {0x01, 0x09};

	(void)state;
	assert_true(match(&shorter, second, 2));
	assert_false(match(&shorter, neither, 2));
	assert_true(match(&longer, first, 2));
	assert_false(match(&longer, second, 2));
}

/* A fragment has undersize and CRC: 6. */
static void test_status(void **state)
{
	const struct filter_rules fragment = {.status = 6, .status_mask = 7};
	const struct filter_rules bad_crc = {.status = 4, .status_mask = 4};
	const struct filter_rules any_error = {.status = 0, .status_mask = 7, .status_not_mask = 7};
	const struct filter_rules error_not_long = {
	    .status = 0, .status_mask = 7, .status_not_mask = 6};

	(void)state;
	assert_true(match_status(&fragment, arp, sizeof(arp), 6));
	assert_false(match_status(&fragment, arp, sizeof(arp), 2));
	assert_false(match_status(&fragment, arp, sizeof(arp), 7));
	assert_true(match_status(&bad_crc, arp, sizeof(arp), 5));
	assert_false(match_status(&bad_crc, arp, sizeof(arp), 3));
	assert_false(match_status(&any_error, arp, sizeof(arp), 0));
	assert_true(match_status(&any_error, arp, sizeof(arp), 1));
	assert_true(match_status(&error_not_long, arp, sizeof(arp), 2));
	assert_false(match_status(&error_not_long, arp, sizeof(arp), 3));
}

/* Loss and approximate order are no errors: bits 3 and 4 are those of captured packets. */
static void test_status_has_three_bits(void **state)
{
	const struct filter_rules no_error = {.status = 0, .status_mask = -1};
	const struct filter_rules inverted = {
	    .status = 0, .status_mask = -1, .status_not_mask = ~7};

	(void)state;
	assert_true(match_status(&no_error, arp, sizeof(arp), PACKET_AFTER_LOSS));
	assert_true(match_status(&no_error, arp, sizeof(arp), PACKET_ORDER));
	assert_false(match_status(&no_error, arp, sizeof(arp), PACKET_CRC_ERROR));
	assert_true(match_status(&inverted, arp, sizeof(arp), 0));
}

static void test_both_must_match(void **state)
{
	const struct filter_rules rules = {
	    .offset = 12, .data = OCTETS(0x08, 0x06), .status = 0, .status_mask = 7};
	const uint8_t other[14] = {0};

	(void)state;
	assert_true(match_status(&rules, arp, sizeof(arp), 0));
	assert_false(match_status(&rules, arp, sizeof(arp), 4));
	assert_false(match_status(&rules, other, sizeof(other), 0));
}

/* Each octet counts wherever it lies, in data of every length and at odd offsets. */
static void test_every_octet(void **state)
{
	uint8_t packet[FILTER_DATA_MAX + 3], mask[FILTER_DATA_MAX], not_mask[FILTER_DATA_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(packet); i++)
		packet[i] = (uint8_t)(i * 7 + 1);
	for (size_t len = 1; len <= FILTER_DATA_MAX; len++) {
		struct filter_rules rules = {.offset = 3, .data = {packet + 3, len}};
		uint8_t changed[sizeof(packet)];

		assert_true(match(&rules, packet, len + 3));
		assert_false(match(&rules, packet, len + 2));
		for (size_t at = 0; at<len; at += len> 20 ? 7 : 1) {
			memcpy(changed, packet, sizeof(changed));
			changed[3 + at] ^= 0x10;
			rules.mask = rules.not_mask = (struct filter_octets){NULL, 0};
			assert_false(match(&rules, changed, len + 3));
			memset(mask, 0xff, sizeof(mask));
			mask[at] = 0xef;
			rules.mask = (struct filter_octets){mask, len};
			assert_true(match(&rules, changed, len + 3));
			memset(not_mask, 0, sizeof(not_mask));
			not_mask[at] = 0x30;
			rules.mask = (struct filter_octets){NULL, 0};
			rules.not_mask = (struct filter_octets){not_mask, len};
			assert_true(match(&rules, changed, len + 3));
			assert_false(match(&rules, packet, len + 3));
		}
	}
}

/* What a filter found in one packet has no part in the verdict on the next. */
static void test_packet_after_packet(void **state)
{
	uint8_t packet[61], changed[sizeof(packet)];
	const struct filter_rules rules = {.offset = 5, .data = {packet + 5, sizeof(packet) - 5}};
	struct filter filter;

	(void)state;
	for (size_t i = 0; i < sizeof(packet); i++)
		packet[i] = (uint8_t)(i * 11 + 3);
	filter_compile(&filter, &rules);
	for (size_t at = 0; at < sizeof(packet); at++) {
		memcpy(changed, packet, sizeof(changed));
		changed[at * 23 % sizeof(changed)] ^= 1;
		assert_int_equal(filter_match(&filter, changed, sizeof(changed), 0),
		    at * 23 % sizeof(changed) < 5);
		assert_false(filter_match(&filter, packet, sizeof(packet) - 1, 0));
		assert_true(filter_match(&filter, packet, sizeof(packet), 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_empty_matches_all),
	    cmocka_unit_test(test_equal),
	    cmocka_unit_test(test_mask),
	    cmocka_unit_test(test_short_packet),
	    cmocka_unit_test(test_inverted),
	    cmocka_unit_test(test_no_inverted_bit_is_relevant),
	    cmocka_unit_test(test_not_mask_length),
	    cmocka_unit_test(test_status),
	    cmocka_unit_test(test_status_has_three_bits),
	    cmocka_unit_test(test_both_must_match),
	    cmocka_unit_test(test_every_octet),
	    cmocka_unit_test(test_packet_after_packet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
