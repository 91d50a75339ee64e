/* SPDX-License-Identifier: BSD-2-Clause */
/* The parser of filter expressions: what its two halves share. */
#ifndef CLIENT_EXPRESSION_PARSE_H
#define CLIENT_EXPRESSION_PARSE_H

#include "expression_priv.h"

enum value_type {
	VALUE_NONE,
	VALUE_HOST,
	VALUE_NET,
	VALUE_PORT,
	VALUE_PORTRANGE,
	VALUE_PROTO,
};

/* What stands in front of a value, and holds for those that follow with nothing in front. */
struct qualifiers {
	const char *protocol; /* of the expression's language; NULL: none */
	uint32_t type;        /* of Ethernet, that it means; 0: none */
	uint32_t number;      /* of IP, that it means; 0: none */
	bool directed;
	enum direction direction;
	enum value_type value;
};

struct parser {
	struct tree *tree;
	const char *text;
	struct word word;     /* not yet taken */
	size_t last_end;      /* where the latest primitive or group ended */
	size_t tags;          /* vlan was said so often: all that follows is behind them */
	struct qualifiers of; /* of the latest value; VALUE_NONE: there is none */
	unsigned depth;
	bool failed; /* error was written */
	char *error;
	size_t error_size;
};

void parser_next(struct parser *parser);
bool parser_take(struct parser *parser, const char *name); /* the word, if it is this */

/* Both write the error unless there is one, and return NULL. */
struct node *parser_error(struct parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct node *parser_cannot(struct parser *parser, const char *what);

/* From the opening bracket. */
struct node *parser_group(struct parser *parser);
/* client/expression_value.c: the word is a name. */
struct node *parser_primitive(struct parser *parser);

#endif
