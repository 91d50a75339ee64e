/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the expression compiler share: words, and the tree that they make. */
#ifndef CLIENT_EXPRESSION_PRIV_H
#define CLIENT_EXPRESSION_PRIV_H

#include "expression.h"

/* Words: client/expression_word.c */

enum word_kind {
	WORD_END,
	WORD_OPEN,
	WORD_CLOSE,
	WORD_NOT,
	WORD_AND,
	WORD_OR,
	WORD_NAME, /* whatever has no blank or bracket: a keyword, a number, an address */
};

#define WORD_MAX 80

struct word {
	enum word_kind kind;
	size_t begin; /* in the text */
	size_t end;
	char text[WORD_MAX]; /* cut; a backslash in front is left out */
};

/* The word at or behind a place of the text. */
struct word word_read(const char *text, size_t at);
bool word_is(const struct word *word, const char *name);

/* An address with what belongs to a network of it. */
struct address {
	unsigned len; /* 4, 6 (of Ethernet) or 16 octets */
	uint8_t octets[16];
	uint8_t mask[16];
};

/* Each is given the text of a word. */
bool word_number(const char *text, uint32_t max, uint32_t *number);
bool word_range(const char *text, uint32_t *low, uint32_t *high); /* "80-90", ports */
bool word_ethernet(const char *text, struct address *address);
bool word_host(const char *text, struct address *address);
/* "10.1/16", "192.168", "2001:db8::/32"; octets beyond the mask must be 0. */
bool word_net(const char *text, struct address *address);

/* The tree: client/expression_tree.c */

enum node_kind {
	NODE_ALL,   /* every packet */
	NODE_EQUAL, /* cube */
	NODE_RANGE, /* two octets at offset are low .. high */
	NODE_AND,
	NODE_OR,
	NODE_NOT,
	NODE_GUARD, /* a, and then b, which makes sense only where a holds */
	/*
	 * One of the guards in a, of which no two hold of a packet; where none does, b.  It is false
	 * of packets of b.
	 */
	NODE_SWITCH,
};

struct node {
	enum node_kind kind;
	struct node *a;
	struct node *b;
	struct node *sibling; /* the next guard of a switch */
	struct cube cube;
	size_t offset;
	uint32_t low;
	uint32_t high;
	size_t begin; /* what the user wrote for it; both 0: it is a part of that */
	size_t end;
	struct node *next; /* of all */
};

/* All nodes made, for tree_free(); failed: there was no memory, and nodes are NULL. */
struct tree {
	struct node *all;
	bool failed;
};

/* Each returns NULL if there is no memory, or an operand is NULL. */
struct node *node_all(struct tree *tree);
struct node *node_octets(
    struct tree *tree, size_t offset, const uint8_t *value, const uint8_t *mask, size_t len);
struct node *node_number(struct tree *tree, size_t offset, size_t len, uint32_t value);
struct node *node_masked(struct tree *tree, size_t offset, uint8_t value, uint8_t mask);
struct node *node_range(struct tree *tree, size_t offset, uint32_t low, uint32_t high);
struct node *node_pair(struct tree *tree, enum node_kind kind, struct node *a, struct node *b);
struct node *node_not(struct tree *tree, struct node *a);
struct node *node_switch(struct tree *tree, struct node *guards, struct node *otherwise);
void tree_free(struct tree *tree);

/* Primitives: client/expression_primitive.c.  Payload is where the type of Ethernet ends. */

enum direction {
	DIRECTION_EITHER,
	DIRECTION_SOURCE,
	DIRECTION_DESTINATION,
	DIRECTION_BOTH,
};

enum {
	TYPE_IP = 0x0800,
	TYPE_ARP = 0x0806,
	TYPE_RARP = 0x8035,
	TYPE_IP6 = 0x86dd,
};

enum {
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ICMP6 = 58,
	PROTOCOL_SCTP = 132,
};

struct node *make_type(struct tree *tree, size_t payload, uint32_t type);
struct node *make_vlan(struct tree *tree, size_t payload, bool has_id, uint32_t id);
struct node *make_protocol(struct tree *tree, size_t payload, uint32_t type, uint32_t protocol);
/* type 0: of IPv4, ARP and RARP, or of IPv6, as the address is. */
struct node *make_address(struct tree *tree, size_t payload, uint32_t type,
    enum direction direction, const struct address *address);
struct node *make_ethernet(
    struct tree *tree, enum direction direction, const struct address *address);
/* protocol 0: TCP, UDP or SCTP. */
struct node *make_ports(struct tree *tree, size_t payload, uint32_t protocol,
    enum direction direction, uint32_t low, uint32_t high);

/* The parser: client/expression_parse.c.  NULL: error says why. */
struct node *expression_parse(struct tree *tree, const char *text, char *error, size_t error_size);

#endif
