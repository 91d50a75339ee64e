/* SPDX-License-Identifier: BSD-2-Clause */
/* A packet filter of RFC 2819: data and status, each with a mask and an inversion mask. */
#ifndef PROBE_FILTER_H
#define PROBE_FILTER_H

#include <bsd/sys/queue.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest filterPktData, and its masks, that Sonda takes: octets, beginning at any offset. */
#define FILTER_DATA_MAX 256

struct channel;

/* A filter as a manager writes it; octets point to len octets each (NULL where len is 0). */
struct filter_octets {
	const uint8_t *octets;
	size_t len; /* 0 .. FILTER_DATA_MAX */
};

struct filter_rules {
	uint32_t offset; /* of the data, octets after the start of the destination address */
	struct filter_octets data;
	struct filter_octets mask;
	struct filter_octets not_mask;
	int32_t status;
	int32_t status_mask;
	int32_t status_not_mask;
};

#define FILTER_WORDS (FILTER_DATA_MAX / sizeof(uint64_t))

/* A filter ready to be tried on packets: constant once compiled, but for its place in a channel. */
struct filter {
	uint32_t offset;
	uint32_t len;   /* octets that the packet must have at offset */
	uint32_t first; /* the word tried first: where the longest run of wanted bits begins */
	uint32_t words; /* words in use, the last one filled up with 0 */
	bool inverts;   /* some bit of differ is set */
	uint8_t status; /* enum packet_status */
	uint8_t equal_status;
	uint8_t differ_status;
	uint64_t data[FILTER_WORDS];
	uint64_t equal[FILTER_WORDS];  /* bits that must equal the data's */
	uint64_t differ[FILTER_WORDS]; /* bits of which one at least must not */

	struct channel *channel; /* that tries it (probe/channel.c); NULL: none */
	LIST_ENTRY(filter) link;
};

/*
 * Masks are extended and cut to the data's length as RFC 2819 says of filterPktDataMask (ones) and
 * filterPktDataNotMask (zeros).
 */
void filter_compile(struct filter *filter, const struct filter_rules *rules);

/*
 * Whether a packet of len octets with this enum packet_status passes both matches.  The rule that
 * an inverted match must find a difference holds only if there are inverted bits: read by the
 * letter it would fail every packet otherwise, and "a zero length filter will match any packet".
 * Status bits beyond those of Ethernet errors (0 .. 2) are no part of the match.
 */
bool filter_match(const struct filter *filter, const uint8_t *octets, uint32_t len, uint8_t status);

#endif
