/* SPDX-License-Identifier: BSD-2-Clause */
/* Conditions on the bits of a packet, as alternatives that a filter of RFC 2819 can say each. */
#ifndef CLIENT_CUBE_H
#define CLIENT_CUBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Octets of a packet that conditions may be about: four tags, and the longest IPv4 header. */
#define CUBE_OCTETS 96
#define CUBE_WORDS (CUBE_OCTETS / sizeof(uint64_t))

/* Bits that must have these values: all bits of mask, and value has no others. */
struct cube {
	uint64_t mask[CUBE_WORDS];
	uint64_t value[CUBE_WORDS];
};

/* All bits must be equal, and of each of differ at least one bit must not. */
#define TERM_DIFFER_MAX 12
struct term {
	struct cube equal;
	const struct cube *differ[TERM_DIFFER_MAX]; /* not owned */
	unsigned differ_count;
};

/* Alternatives: no term is never, a term without bits is always; all zero is none. */
struct cover {
	struct term *terms;
	size_t count;
	size_t room;
	bool
	    too_large; /* more than COVER_MAX, or TERM_DIFFER_MAX, or no memory: good for nothing */
};
#define COVER_MAX 1024

/* Wants an octet to be value where mask has ones. */
void cube_set(struct cube *cube, size_t octet, uint8_t value, uint8_t mask);
uint8_t cube_mask(const struct cube *cube, size_t octet);
uint8_t cube_value(const struct cube *cube, size_t octet);

/* Each of these gives a new cover, for cover_free(). */
struct cover cover_equal(const struct cube *cube);
struct cover cover_differ(const struct cube *cube); /* cube outlives it */
struct cover cover_and(const struct cover *a, const struct cover *b);
struct cover cover_or(const struct cover *a, const struct cover *b);
void cover_free(struct cover *cover);

/* Adds an alternative unless another one covers it. */
void cover_add(struct cover *cover, const struct term *term);

/*
 * The same with no term that has more than one differ: of the others one bit is chosen each, in all
 * ways.  Differ of what it gives shares no bit with equal; it points into kept, whose room is
 * COVER_MAX and which outlives it.
 */
struct cover cover_split(const struct cover *cover, struct cube *kept);

#endif
