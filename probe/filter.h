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

struct filter_word {
	uint64_t data;
	uint64_t equal;  /* bits that must equal the data's */
	uint64_t differ; /* bits of which one at least, in any word, must not */
};

/* A filter ready to be tried on packets; what most packets need of it comes first. */
struct filter {
	struct filter_word key; /* the word tried first, */
	uint64_t key_at;        /* at this octet of the packet */
	uint64_t end;           /* octets that the packet must have; 0: there is no data */
	uint8_t status;         /* enum packet_status */
	uint8_t equal_status;
	uint8_t differ_status;
	bool inverts; /* some bit of differ is set */
	LIST_ENTRY(filter) link;
	struct channel *channel; /* that tries it (probe/channel.c); NULL: none */

	uint32_t offset;
	uint32_t words; /* in use, the last one filled up with 0 */
	struct filter_word word[FILTER_WORDS];
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
 * A word that fails a packet is the one tried first on the next: what all packets have in common,
 * as the EtherType of IPv4, costs nothing.  The verdict does not depend on it.
 */
bool filter_match(struct filter *filter, const uint8_t *octets, uint32_t len, uint8_t status);

#endif
