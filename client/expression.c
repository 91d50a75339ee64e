/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes filters of RFC 2819 out of the tree of a filter expression. */
#include "expression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expression_priv.h"

/* The tree as alternatives; the cubes of nodes outlive covers. */
static struct cover node_cover(const struct node *node, bool contrary);

typedef struct cover cover_pair(const struct cover *a, const struct cover *b);

/* Both covers are freed. */
static struct cover paired(cover_pair *pair, struct cover a, struct cover b)
{
	struct cover both = pair(&a, &b);

	cover_free(&a);
	cover_free(&b);
	return both;
}

static struct cover all_cover(bool contrary)
{
	const struct cube any = {0};

	return contrary ? (struct cover){0} : cover_equal(&any);
}

/* Adds numbers first .. last in blocks of which the upper bits are the same. */
static void add_blocks(struct cover *cover, size_t offset, uint32_t first, uint32_t end)
{
	while (first < end) {
		uint32_t size = first ? first & -first : 0x10000;
		struct term term = {0};

		while (size > end - first)
			size /= 2;
		cube_set(&term.equal, offset, (uint8_t)(first >> 8), (uint8_t)(~(size - 1) >> 8));
		cube_set(&term.equal, offset + 1, (uint8_t)first, (uint8_t) ~(size - 1));
		cover_add(cover, &term);
		first += size;
	}
}

static struct cover range_cover(const struct node *node, bool contrary)
{
	struct cover cover = {0};

	if (!contrary) {
		add_blocks(&cover, node->offset, node->low, node->high + 1);
		return cover;
	}
	add_blocks(&cover, node->offset, 0, node->low);
	add_blocks(&cover, node->offset, node->high + 1, 0x10000);
	return cover;
}

/* The contrary of "a, and then b" is "not a, or a and then not b": its halves do not overlap. */
static struct cover guard_cover(const struct node *node, bool contrary)
{
	struct cover inside =
	    paired(cover_and, node_cover(node->a, false), node_cover(node->b, contrary));

	if (!contrary)
		return inside;
	return paired(cover_or, node_cover(node->a, true), inside);
}

/* In its contrary all guards stay as they are. */
static struct cover switch_cover(const struct node *node, bool contrary)
{
	struct cover cover = contrary ? node_cover(node->b, false) : (struct cover){0};

	for (const struct node *guard = node->a; guard; guard = guard->sibling) {
		struct cover inside =
		    paired(cover_and, node_cover(guard->a, false), node_cover(guard->b, contrary));

		cover = paired(cover_or, cover, inside);
	}
	return cover;
}

static struct cover node_cover(const struct node *node, bool contrary)
{
	cover_pair *pair = (node->kind == NODE_AND) != contrary ? cover_and : cover_or;

	switch (node->kind) {
	case NODE_ALL:
		return all_cover(contrary);
	case NODE_EQUAL:
		return contrary ? cover_differ(&node->cube) : cover_equal(&node->cube);
	case NODE_RANGE:
		return range_cover(node, contrary);
	case NODE_NOT:
		return node_cover(node->a, !contrary);
	case NODE_GUARD:
		return guard_cover(node, contrary);
	case NODE_SWITCH:
		return switch_cover(node, contrary);
	case NODE_AND:
	case NODE_OR:
		break;
	}
	return paired(pair, node_cover(node->a, contrary), node_cover(node->b, contrary));
}

/* What filters can say of a node, or of its contrary; differ points into kept. */
static struct cover filters_cover(const struct node *node, bool contrary, struct cube *kept)
{
	struct cover cover = node_cover(node, contrary);
	struct cover split = cover_split(&cover, kept);

	cover_free(&cover);
	if (split.count > EXPRESSION_FILTERS_MAX)
		split.too_large = true;
	return split;
}

static struct expression_filter filter_of(const struct term *term)
{
	struct expression_filter filter = {0};
	const struct cube *differ = term->differ_count ? term->differ[0] : NULL;

	for (size_t i = 0; i < CUBE_OCTETS; i++) {
		uint8_t equal = cube_mask(&term->equal, i);
		uint8_t not_mask = differ ? cube_mask(differ, i) : 0;
		size_t at;

		if (!(equal | not_mask))
			continue;
		if (filter.len == 0)
			filter.offset = (uint32_t)i;
		at = i - filter.offset;
		filter.len = at + 1;
		filter.mask[at] = equal | not_mask;
		filter.not_mask[at] = not_mask;
		filter.data[at] = cube_value(&term->equal, i);
		if (not_mask) {
			filter.data[at] |= cube_value(differ, i);
			filter.inverts = true;
		}
	}
	return filter;
}

static bool make_filters(struct expression *expression, const struct cover *cover)
{
	expression->count = cover->count;
	expression->filters = calloc(cover->count + 1, sizeof(*expression->filters));
	if (!expression->filters)
		return false;
	for (size_t i = 0; i < cover->count; i++)
		expression->filters[i] = filter_of(&cover->terms[i]);
	return true;
}

/* The two ways to say an expression, and the room that both need. */
struct ways {
	struct cube *kept[2]; /* COVER_MAX each */
	struct cover covers[2];
	bool never_failed;
};

static bool ways_new(struct ways *ways, bool never_failed)
{
	*ways = (struct ways){.never_failed = never_failed};
	for (int i = 0; i < 2; i++)
		ways->kept[i] = calloc(COVER_MAX, sizeof(*ways->kept[i]));
	return ways->kept[0] && ways->kept[1];
}

static void ways_clear(struct ways *ways)
{
	for (int i = 0; i < 2; i++)
		cover_free(&ways->covers[i]);
}

static void ways_free(struct ways *ways)
{
	ways_clear(ways);
	for (int i = 0; i < 2; i++)
		free(ways->kept[i]);
}

/* The shorter way to say a node: 0, 1 for its contrary, or -1. */
static int ways_find(struct ways *ways, const struct node *node)
{
	ways_clear(ways);
	for (int i = 0; i < 2; i++)
		ways->covers[i] = filters_cover(node, i == 1, ways->kept[i]);
	if (ways->covers[1].too_large || ways->never_failed)
		return ways->covers[0].too_large ? -1 : 0;
	if (ways->covers[0].too_large || ways->covers[1].count < ways->covers[0].count)
		return 1;
	return 0;
}

/* The innermost part that the user wrote and that cannot be said. */
static const struct node *blame(struct ways *ways, const struct node *node)
{
	const struct node *parts[] = {node->a, node->b};

	for (int i = 0; i < 2; i++) {
		if (parts[i] && parts[i]->end && ways_find(ways, parts[i]) < 0)
			return blame(ways, parts[i]);
	}
	return node;
}

static bool compile(struct expression *expression, struct ways *ways, const struct node *node,
    const char *text, char *error, size_t error_size)
{
	int way = ways_find(ways, node);

	if (way < 0) {
		node = blame(ways, node);
		snprintf(error, error_size,
		    "cannot be said in RMON filters: %.*s (it takes more than %d of them)",
		    (int)(node->end - node->begin), text + node->begin, EXPRESSION_FILTERS_MAX);
		return false;
	}
	expression->failed = way == 1;
	if (make_filters(expression, &ways->covers[way]))
		return true;
	snprintf(error, error_size, "no memory");
	return false;
}

bool expression_compile(struct expression *expression, const char *text, bool never_failed,
    char *error, size_t error_size)
{
	struct tree tree = {0};
	struct ways ways = {0};
	struct node *node = expression_parse(&tree, text, error, error_size);
	bool ok = false;

	*expression = (struct expression){0};
	if (node && ways_new(&ways, never_failed))
		ok = compile(expression, &ways, node, text, error, error_size);
	else if (node)
		snprintf(error, error_size, "no memory");
	if (ok && !expression->failed && expression->count == 0) {
		snprintf(error, error_size, "no packet can match the filter expression");
		expression_free(expression);
		ok = false;
	}
	ways_free(&ways);
	tree_free(&tree);
	return ok;
}

void expression_free(struct expression *expression)
{
	free(expression->filters);
	*expression = (struct expression){0};
}
