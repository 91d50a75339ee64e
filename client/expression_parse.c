/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses filter expressions: and, or and not, with libpcap's precedence. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "expression_parse.h"

#define DEPTH_MAX 64 /* of brackets and negations */

void parser_next(struct parser *parser)
{
	parser->word = word_read(parser->text, parser->word.end);
}

bool parser_take(struct parser *parser, const char *name)
{
	if (!word_is(&parser->word, name))
		return false;
	parser_next(parser);
	return true;
}

struct node *parser_error(struct parser *parser, const char *format, ...)
{
	va_list ap;

	if (!parser->failed) {
		parser->failed = true;
		va_start(ap, format);
		vsnprintf(parser->error, parser->error_size, format, ap);
		va_end(ap);
	}
	return NULL;
}

struct node *parser_cannot(struct parser *parser, const char *what)
{
	return parser_error(parser, "cannot be said in RMON filters: %s", what);
}

static struct node *parse_operand(struct parser *parser)
{
	struct node *node = NULL;
	size_t begin = parser->word.begin;

	if (++parser->depth > DEPTH_MAX)
		return parser_error(parser, "too many brackets and negations");
	switch (parser->word.kind) {
	case WORD_NOT:
		parser_next(parser);
		node = node_not(parser->tree, parse_operand(parser));
		break;
	case WORD_OPEN:
		node = parser_group(parser);
		break;
	case WORD_NAME:
		node = parser_primitive(parser);
		break;
	case WORD_END:
		return parser_error(parser, "the filter expression ends too early");
	default:
		return parser_error(parser, "'%s' has nothing before it", parser->word.text);
	}
	parser->depth--;
	if (node && node->end == 0) {
		node->begin = begin;
		node->end = parser->last_end;
	}
	return node;
}

/* Equal precedence, from left to right. */
static struct node *parse_operands(struct parser *parser)
{
	size_t begin = parser->word.begin;
	struct node *node = parse_operand(parser);

	while (node && (parser->word.kind == WORD_AND || parser->word.kind == WORD_OR)) {
		enum node_kind kind = parser->word.kind == WORD_AND ? NODE_AND : NODE_OR;

		parser_next(parser);
		node = node_pair(parser->tree, kind, node, parse_operand(parser));
		if (node) {
			node->begin = begin;
			node->end = parser->last_end;
		}
	}
	return node;
}

struct node *parser_group(struct parser *parser)
{
	struct node *node;

	parser_next(parser);
	node = parse_operands(parser);
	if (!node)
		return NULL;
	if (parser->word.kind != WORD_CLOSE)
		return parser_error(parser, "a bracket is not closed");
	parser->last_end = parser->word.end;
	parser_next(parser);
	return node;
}

struct node *expression_parse(struct tree *tree, const char *text, char *error, size_t error_size)
{
	struct parser parser = {
	    .tree = tree, .text = text, .error = error, .error_size = error_size};
	struct node *node;

	parser.word = word_read(text, 0);
	if (parser.word.kind == WORD_END)
		return node_all(tree);
	node = parse_operands(&parser);
	if (node && parser.word.kind != WORD_END)
		node = parser_error(&parser, "'%s' is not expected", parser.word.text);
	if (tree->failed)
		return parser_error(&parser, "no memory");
	return node;
}
