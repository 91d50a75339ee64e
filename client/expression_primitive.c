/* SPDX-License-Identifier: BSD-2-Clause */
/* What the primitives of filter expressions mean in octets of an Ethernet frame. */
#include "expression_priv.h"

#define IP_FRAGMENT 6 /* octets after the start of the IPv4 header */
#define IP_PROTOCOL 9
#define IP_SOURCE 12
#define IP_DESTINATION 16
#define IP6_NEXT 6
#define IP6_SOURCE 8
#define IP6_DESTINATION 24
#define IP6_HEADER 40
#define IP6_FRAGMENT 44 /* a next header */
#define ARP_SENDER 14
#define ARP_TARGET 24

#define WORDS_MIN 5 /* of 4 octets, in an IPv4 header */
#define WORDS_MAX 15

static const uint32_t tags[] = {0x8100, 0x88a8, 0x9100};
static const uint32_t protocols_with_ports[] = {PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_SCTP};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct node *make_type(struct tree *tree, size_t payload, uint32_t type)
{
	return node_number(tree, payload - 2, 2, type);
}

static struct node *number_is_one_of(
    struct tree *tree, size_t offset, size_t len, const uint32_t *numbers, size_t count)
{
	struct node *any = node_number(tree, offset, len, numbers[0]);

	for (size_t i = 1; i < count; i++)
		any = node_pair(tree, NODE_OR, any, node_number(tree, offset, len, numbers[i]));
	return any;
}

struct node *make_vlan(struct tree *tree, size_t payload, bool has_id, uint32_t id)
{
	const uint8_t value[] = {(uint8_t)(id >> 8), (uint8_t)id};
	const uint8_t mask[] = {0x0f, 0xff};
	struct node *tagged = number_is_one_of(tree, payload - 2, 2, tags, COUNT(tags));

	if (!has_id)
		return tagged;
	return node_pair(
	    tree, NODE_GUARD, tagged, node_octets(tree, payload, value, mask, sizeof(value)));
}

/* In IPv6 behind a fragment header as well. */
struct node *make_protocol(struct tree *tree, size_t payload, uint32_t type, uint32_t protocol)
{
	struct node *ip, *next, *behind;

	if (type == 0) {
		ip = make_protocol(tree, payload, TYPE_IP, protocol);
		return node_pair(
		    tree, NODE_OR, ip, make_protocol(tree, payload, TYPE_IP6, protocol));
	}
	if (type == TYPE_IP)
		return node_pair(tree, NODE_GUARD, make_type(tree, payload, TYPE_IP),
		    node_number(tree, payload + IP_PROTOCOL, 1, protocol));
	next = node_number(tree, payload + IP6_NEXT, 1, protocol);
	behind = node_pair(tree, NODE_GUARD, node_number(tree, payload + IP6_NEXT, 1, IP6_FRAGMENT),
	    node_number(tree, payload + IP6_HEADER, 1, protocol));
	return node_pair(tree, NODE_GUARD, make_type(tree, payload, TYPE_IP6),
	    node_pair(tree, NODE_OR, next, behind));
}

static struct node *in_direction(
    struct tree *tree, enum direction direction, struct node *source, struct node *destination)
{
	switch (direction) {
	case DIRECTION_SOURCE:
		return source;
	case DIRECTION_DESTINATION:
		return destination;
	case DIRECTION_BOTH:
		return node_pair(tree, NODE_AND, source, destination);
	case DIRECTION_EITHER:
		break;
	}
	return node_pair(tree, NODE_OR, source, destination);
}

static struct node *address_at(struct tree *tree, size_t offset, const struct address *address)
{
	return node_octets(tree, offset, address->octets, address->mask, address->len);
}

static struct node *addresses_at(struct tree *tree, size_t source, size_t destination,
    enum direction direction, const struct address *address)
{
	return in_direction(tree, direction, address_at(tree, source, address),
	    address_at(tree, destination, address));
}

static const struct {
	uint32_t type;
	unsigned address_len;
	size_t source;
	size_t destination;
} places[] = {
    {TYPE_IP, 4, IP_SOURCE, IP_DESTINATION},
    {TYPE_ARP, 4, ARP_SENDER, ARP_TARGET},
    {TYPE_RARP, 4, ARP_SENDER, ARP_TARGET},
    {TYPE_IP6, 16, IP6_SOURCE, IP6_DESTINATION},
};

struct node *make_address(struct tree *tree, size_t payload, uint32_t type,
    enum direction direction, const struct address *address)
{
	struct node *any = NULL;

	for (size_t i = 0; i < COUNT(places) && !tree->failed; i++) {
		struct node *node;

		if (places[i].address_len != address->len || (type && places[i].type != type))
			continue;
		node = node_pair(tree, NODE_GUARD, make_type(tree, payload, places[i].type),
		    addresses_at(tree, payload + places[i].source, payload + places[i].destination,
			direction, address));
		any = any ? node_pair(tree, NODE_OR, any, node) : node;
	}
	return any;
}

struct node *make_ethernet(
    struct tree *tree, enum direction direction, const struct address *address)
{
	return addresses_at(tree, 6, 0, direction, address);
}

static struct node *ports_at(
    struct tree *tree, size_t offset, enum direction direction, uint32_t low, uint32_t high)
{
	return in_direction(tree, direction, node_range(tree, offset, low, high),
	    node_range(tree, offset + 2, low, high));
}

/* IPv4 headers of 16 octets and less: 00xx and 0100 words of 4 octets. */
static struct node *header_too_short(struct tree *tree, size_t payload)
{
	return node_pair(tree, NODE_OR, node_masked(tree, payload, 0, 0x0c),
	    node_masked(tree, payload, 4, 0x0f));
}

/* Ports of the first fragment, where the header says that it ends. */
static struct node *ports_ip(
    struct tree *tree, size_t payload, enum direction direction, uint32_t low, uint32_t high)
{
	const uint8_t first[] = {0, 0}, fragment_offset[] = {0x1f, 0xff};
	struct node *guards = NULL;

	for (unsigned words = WORDS_MIN; words <= WORDS_MAX; words++) {
		struct node *guard =
		    node_pair(tree, NODE_GUARD, node_masked(tree, payload, (uint8_t)words, 0x0f),
			ports_at(tree, payload + words * 4, direction, low, high));

		if (!guard)
			return NULL;
		guard->sibling = guards;
		guards = guard;
	}
	return node_pair(tree, NODE_GUARD,
	    node_octets(tree, payload + IP_FRAGMENT, first, fragment_offset, sizeof(first)),
	    node_switch(tree, guards, header_too_short(tree, payload)));
}

static struct node *with_ports(
    struct tree *tree, size_t offset, uint32_t protocol, struct node *ports)
{
	const uint32_t *numbers = protocol ? &protocol : protocols_with_ports;
	size_t count = protocol ? 1 : COUNT(protocols_with_ports);

	return node_pair(
	    tree, NODE_GUARD, number_is_one_of(tree, offset, 1, numbers, count), ports);
}

struct node *make_ports(struct tree *tree, size_t payload, uint32_t protocol,
    enum direction direction, uint32_t low, uint32_t high)
{
	struct node *ip = with_ports(
	    tree, payload + IP_PROTOCOL, protocol, ports_ip(tree, payload, direction, low, high));
	struct node *ip6 = with_ports(tree, payload + IP6_NEXT, protocol,
	    ports_at(tree, payload + IP6_HEADER, direction, low, high));

	ip = node_pair(tree, NODE_GUARD, make_type(tree, payload, TYPE_IP), ip);
	ip6 = node_pair(tree, NODE_GUARD, make_type(tree, payload, TYPE_IP6), ip6);
	return node_pair(tree, NODE_OR, ip, ip6);
}
