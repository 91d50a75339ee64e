/* SPDX-License-Identifier: BSD-2-Clause */
/* The tree of a filter expression. */
#include <stdlib.h>

#include "expression_priv.h"

static struct node *node_new(struct tree *tree, enum node_kind kind)
{
	struct node *node = calloc(1, sizeof(*node));

	if (!node) {
		tree->failed = true;
		return NULL;
	}
	node->kind = kind;
	node->next = tree->all;
	tree->all = node;
	return node;
}

void tree_free(struct tree *tree)
{
	while (tree->all) {
		struct node *node = tree->all;

		tree->all = node->next;
		free(node);
	}
}

struct node *node_all(struct tree *tree)
{
	return node_new(tree, NODE_ALL);
}

struct node *node_octets(
    struct tree *tree, size_t offset, const uint8_t *value, const uint8_t *mask, size_t len)
{
	struct node *node = node_new(tree, NODE_EQUAL);

	for (size_t i = 0; node && i < len; i++)
		cube_set(&node->cube, offset + i, value[i], mask[i]);
	return node;
}

struct node *node_number(struct tree *tree, size_t offset, size_t len, uint32_t value)
{
	struct node *node = node_new(tree, NODE_EQUAL);

	for (size_t i = 0; node && i < len; i++)
		cube_set(&node->cube, offset + i, (uint8_t)(value >> 8 * (len - 1 - i)), 0xff);
	return node;
}

struct node *node_masked(struct tree *tree, size_t offset, uint8_t value, uint8_t mask)
{
	return node_octets(tree, offset, &value, &mask, 1);
}

struct node *node_range(struct tree *tree, size_t offset, uint32_t low, uint32_t high)
{
	struct node *node;

	if (low == high)
		return node_number(tree, offset, 2, low);
	node = node_new(tree, NODE_RANGE);
	if (!node)
		return NULL;
	node->offset = offset;
	node->low = low;
	node->high = high;
	return node;
}

struct node *node_pair(struct tree *tree, enum node_kind kind, struct node *a, struct node *b)
{
	struct node *node = a && b ? node_new(tree, kind) : NULL;

	if (!node)
		return NULL;
	node->a = a;
	node->b = b;
	return node;
}

struct node *node_not(struct tree *tree, struct node *a)
{
	struct node *node = a ? node_new(tree, NODE_NOT) : NULL;

	if (node)
		node->a = a;
	return node;
}

struct node *node_switch(struct tree *tree, struct node *guards, struct node *otherwise)
{
	return node_pair(tree, NODE_SWITCH, guards, otherwise);
}
