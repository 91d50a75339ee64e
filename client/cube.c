/* SPDX-License-Identifier: BSD-2-Clause */
/* An algebra of alternatives: and, or, and one difference a term. */
#include "cube.h"

#include <stdlib.h>
#include <string.h>

void cube_set(struct cube *cube, size_t octet, uint8_t value, uint8_t mask)
{
	((uint8_t *)cube->mask)[octet] = mask;
	((uint8_t *)cube->value)[octet] = value & mask;
}

uint8_t cube_mask(const struct cube *cube, size_t octet)
{
	return ((const uint8_t *)cube->mask)[octet];
}

uint8_t cube_value(const struct cube *cube, size_t octet)
{
	return ((const uint8_t *)cube->value)[octet];
}

/* No packet can have both. */
static bool is_contrary(const struct cube *a, const struct cube *b)
{
	for (size_t i = 0; i < CUBE_WORDS; i++) {
		if ((a->value[i] ^ b->value[i]) & a->mask[i] & b->mask[i])
			return true;
	}
	return false;
}

/* Every packet that has a has b. */
static bool is_within(const struct cube *a, const struct cube *b)
{
	for (size_t i = 0; i < CUBE_WORDS; i++) {
		if ((b->mask[i] & ~a->mask[i]) || ((a->value[i] ^ b->value[i]) & b->mask[i]))
			return false;
	}
	return true;
}

static bool is_same(const struct cube *a, const struct cube *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool has_differ(const struct term *term, const struct cube *cube)
{
	for (unsigned i = 0; i < term->differ_count; i++) {
		if (term->differ[i] == cube || is_same(term->differ[i], cube))
			return true;
	}
	return false;
}

/* Every packet of a is one of b. */
static bool term_is_within(const struct term *a, const struct term *b)
{
	if (!is_within(&a->equal, &b->equal))
		return false;
	for (unsigned i = 0; i < b->differ_count; i++) {
		if (!is_contrary(&a->equal, b->differ[i]) && !has_differ(a, b->differ[i]))
			return false;
	}
	return true;
}

static bool reserve(struct cover *cover)
{
	size_t room = cover->room ? 2 * cover->room : 16;
	struct term *more;

	if (cover->count < cover->room)
		return true;
	if (room > COVER_MAX)
		return false;
	more = reallocarray(cover->terms, room, sizeof(*more));
	if (!more)
		return false;
	cover->terms = more;
	cover->room = room;
	return true;
}

void cover_add(struct cover *cover, const struct term *term)
{
	size_t kept = 0;

	if (cover->too_large)
		return;
	for (size_t i = 0; i < cover->count; i++) {
		if (term_is_within(term, &cover->terms[i]))
			return;
	}
	for (size_t i = 0; i < cover->count; i++) {
		if (term_is_within(&cover->terms[i], term))
			continue;
		if (kept != i)
			cover->terms[kept] = cover->terms[i];
		kept++;
	}
	cover->count = kept;
	if (reserve(cover))
		cover->terms[cover->count++] = *term;
	else
		cover->too_large = true;
}

void cover_free(struct cover *cover)
{
	free(cover->terms);
	*cover = (struct cover){0};
}

struct cover cover_equal(const struct cube *cube)
{
	struct cover cover = {0};
	struct term term = {.equal = *cube};

	cover_add(&cover, &term);
	return cover;
}

struct cover cover_differ(const struct cube *cube)
{
	struct cover cover = {0};
	struct term term = {.differ = {cube}, .differ_count = 1};

	cover_add(&cover, &term);
	return cover;
}

/*
 * Takes the differ of from over into term, whose equal is complete: those that are true whatever
 * the packet is are left out.  False: one can never be true, or there is no room.
 */
static bool take_differ(struct term *term, const struct term *from, bool *too_large)
{
	for (unsigned i = 0; i < from->differ_count; i++) {
		const struct cube *cube = from->differ[i];

		if (is_within(&term->equal, cube))
			return false;
		if (is_contrary(&term->equal, cube) || has_differ(term, cube))
			continue;
		if (term->differ_count == TERM_DIFFER_MAX) {
			*too_large = true;
			return false;
		}
		term->differ[term->differ_count++] = cube;
	}
	return true;
}

static void add_both(struct cover *cover, const struct term *a, const struct term *b)
{
	struct term term = {.equal = a->equal};

	if (is_contrary(&a->equal, &b->equal))
		return;
	for (size_t i = 0; i < CUBE_WORDS; i++) {
		term.equal.mask[i] |= b->equal.mask[i];
		term.equal.value[i] |= b->equal.value[i];
	}
	if (take_differ(&term, a, &cover->too_large) && take_differ(&term, b, &cover->too_large))
		cover_add(cover, &term);
}

struct cover cover_and(const struct cover *a, const struct cover *b)
{
	struct cover cover = {.too_large = a->too_large || b->too_large};

	for (size_t i = 0; i < a->count && !cover.too_large; i++) {
		for (size_t j = 0; j < b->count && !cover.too_large; j++)
			add_both(&cover, &a->terms[i], &b->terms[j]);
	}
	return cover;
}

struct cover cover_or(const struct cover *a, const struct cover *b)
{
	struct cover cover = {.too_large = a->too_large || b->too_large};

	for (size_t i = 0; i < a->count && !cover.too_large; i++)
		cover_add(&cover, &a->terms[i]);
	for (size_t i = 0; i < b->count && !cover.too_large; i++)
		cover_add(&cover, &b->terms[i]);
	return cover;
}

/* Splitting */

struct split {
	struct cover cover;
	struct cube *kept;
	size_t kept_count;
};

/* The bits of a differ that equal leaves open. */
static struct cube open_bits(const struct term *term, unsigned which)
{
	struct cube open = *term->differ[which];

	for (size_t i = 0; i < CUBE_WORDS; i++) {
		open.mask[i] &= ~term->equal.mask[i];
		open.value[i] &= open.mask[i];
	}
	return open;
}

static unsigned bit_count(const struct cube *cube)
{
	unsigned count = 0;

	for (size_t i = 0; i < CUBE_WORDS; i++)
		count += (unsigned)__builtin_popcountll(cube->mask[i]);
	return count;
}

/* The differ of the fewest open bits. */
static unsigned narrowest(const struct term *term)
{
	unsigned best = 0, best_bits = UINT32_MAX;

	for (unsigned i = 0; i < term->differ_count; i++) {
		struct cube open = open_bits(term, i);
		unsigned bits = bit_count(&open);

		if (bits < best_bits) {
			best = i;
			best_bits = bits;
		}
	}
	return best;
}

/* One difference over all its open bits is what a filter has. */
static void keep(struct split *split, struct term *term)
{
	if (term->differ_count > 0) {
		if (split->kept_count == COVER_MAX) {
			split->cover.too_large = true;
			return;
		}
		split->kept[split->kept_count] = open_bits(term, 0);
		term->differ[0] = &split->kept[split->kept_count++];
	}
	cover_add(&split->cover, term);
}

static void split_term(struct split *split, const struct term *term);

/* Term, of which differ[which] is dropped because this open bit of it differs. */
static void split_bit(
    struct split *split, const struct term *term, unsigned which, size_t word, uint64_t bit)
{
	const struct cube *cube = term->differ[which];
	struct term rest = *term;
	struct term with = {.equal = term->equal};

	rest.differ[which] = rest.differ[--rest.differ_count];
	with.equal.mask[word] |= bit;
	with.equal.value[word] |= ~cube->value[word] & bit;
	if (take_differ(&with, &rest, &split->cover.too_large))
		split_term(split, &with);
}

/* The depth of the recursion is the number of differ, which shrinks. */
static void split_term(struct split *split, const struct term *term)
{
	unsigned which = narrowest(term);
	struct term copy = *term;
	struct cube open;

	if (term->differ_count == 0) {
		keep(split, &copy);
		return;
	}
	open = open_bits(term, which);
	if (term->differ_count == 1 && bit_count(&open) > 1) {
		keep(split, &copy);
		return;
	}
	for (size_t word = 0; word < CUBE_WORDS; word++) {
		for (uint64_t left = open.mask[word]; left && !split->cover.too_large;
		     left &= left - 1)
			split_bit(split, term, which, word, left & -left);
	}
}

struct cover cover_split(const struct cover *cover, struct cube *kept)
{
	struct split split = {.cover.too_large = cover->too_large, .kept = kept};

	for (size_t i = 0; i < cover->count && !split.cover.too_large; i++)
		split_term(&split, &cover->terms[i]);
	return split.cover;
}
