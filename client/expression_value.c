/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses the primitives of filter expressions: qualifiers and a value, or a word alone. */
#include <stdio.h>
#include <string.h>

#include "expression_parse.h"

#define ETHERNET_HEADER 14
#define TAG 4
#define TAGS_MAX 4            /* what CUBE_OCTETS has room for */
#define LENGTH_MAX 1500       /* of IEEE 802.3: no type */
#define TYPE_APPLETALK 0x809b /* both may also be in LLC, as libpcap knows */
#define TYPE_APPLETALK_ARP 0x80f3

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Neither type nor number: it says only what follows. */
static const struct protocol_name {
	const char *name;
	uint32_t type;   /* of Ethernet; 0: IPv4 or IPv6 */
	uint32_t number; /* of IP */
} protocols[] = {
    {"ether", 0, 0},
    {"ip", TYPE_IP, 0},
    {"ip6", TYPE_IP6, 0},
    {"arp", TYPE_ARP, 0},
    {"rarp", TYPE_RARP, 0},
    {"tcp", 0, PROTOCOL_TCP},
    {"udp", 0, PROTOCOL_UDP},
    {"sctp", 0, PROTOCOL_SCTP},
    {"icmp", TYPE_IP, PROTOCOL_ICMP},
    {"icmp6", TYPE_IP6, PROTOCOL_ICMP6},
};

static const struct {
	const char *name;
	enum value_type value;
} value_names[] = {
    {"host", VALUE_HOST},
    {"net", VALUE_NET},
    {"port", VALUE_PORT},
    {"portrange", VALUE_PORTRANGE},
    {"proto", VALUE_PROTO},
};

/* Words of pcap-filter(7) about what no filter of RFC 2819 can look at. */
static const char *const unsayable[] = {
    "greater",
    "less",
    "len",
    "gateway",
    "protochain",
    "mpls",
    "pppoed",
    "pppoes",
    "geneve",
    "inbound",
    "outbound",
    "iso",
    "llc",
    "stp",
    "ipx",
    "netbeui",
    "atalk",
    "aarp",
    "decnet",
};

static const struct protocol_name *protocol_find(const char *name)
{
	for (size_t i = 0; i < COUNT(protocols); i++) {
		if (strcmp(protocols[i].name, name) == 0)
			return &protocols[i];
	}
	return NULL;
}

static size_t payload_of(const struct parser *parser)
{
	return ETHERNET_HEADER + TAG * parser->tags;
}

/* Takes the word that ends a primitive. */
static void take_last(struct parser *parser)
{
	parser->last_end = parser->word.end;
	parser_next(parser);
}

/* Values */

static struct node *bad_value(struct parser *parser, const char *wanted)
{
	return parser_error(parser, "'%s' is not %s", parser->word.text, wanted);
}

static struct node *misplaced(struct parser *parser, const char *what)
{
	return parser_error(parser, "'%s' cannot stand before %s", parser->of.protocol, what);
}

static struct node *parse_address(struct parser *parser)
{
	const struct qualifiers *of = &parser->of;
	bool net = of->value == VALUE_NET;
	struct address address;

	if (of->protocol && strcmp(of->protocol, "ether") == 0) {
		if (net)
			return misplaced(parser, "net");
		if (!word_ethernet(parser->word.text, &address))
			return bad_value(parser, "an Ethernet address");
		return make_ethernet(parser->tree, of->direction, &address);
	}
	if (of->protocol && (of->type == 0 || of->number))
		return misplaced(parser, net ? "net" : "host");
	if (net && !word_net(parser->word.text, &address))
		return bad_value(parser, "a network, as 192.0.2.0/24 or 2001:db8::/32");
	if (!net && !word_host(parser->word.text, &address))
		return bad_value(parser, "an address (names are not looked up)");
	if (of->protocol && (address.len == 16) != (of->type == TYPE_IP6))
		return bad_value(parser, "an address of that protocol");
	return make_address(parser->tree, payload_of(parser), of->type, of->direction, &address);
}

static struct node *parse_ports(struct parser *parser)
{
	const struct qualifiers *of = &parser->of;
	uint32_t low, high;

	if (of->protocol && (of->type || of->number == 0))
		return misplaced(parser, "port");
	if (of->value == VALUE_PORT) {
		if (!word_number(parser->word.text, UINT16_MAX, &low))
			return bad_value(parser, "the number of a port");
		high = low;
	} else if (!word_range(parser->word.text, &low, &high)) {
		return bad_value(parser, "a range of ports, as 1024-65535");
	}
	return make_ports(parser->tree, payload_of(parser), of->number, of->direction, low, high);
}

static struct node *parse_ether_proto(struct parser *parser)
{
	const struct protocol_name *named = protocol_find(parser->word.text);
	uint32_t type = named ? named->type : 0;
	char what[WORD_MAX + 32];

	if ((!named || named->number || !type) &&
	    !word_number(parser->word.text, UINT16_MAX, &type))
		return bad_value(parser, "a type of Ethernet");
	snprintf(what, sizeof(what), "ether proto %s", parser->word.text);
	if (type <= LENGTH_MAX || type == TYPE_APPLETALK || type == TYPE_APPLETALK_ARP)
		return parser_cannot(parser, what);
	return make_type(parser->tree, payload_of(parser), type);
}

static struct node *parse_proto(struct parser *parser)
{
	const struct qualifiers *of = &parser->of;
	const struct protocol_name *named = protocol_find(parser->word.text);
	uint32_t number = named ? named->number : 0;

	if (of->directed)
		return parser_error(parser, "proto has no direction");
	if (of->protocol && strcmp(of->protocol, "ether") == 0)
		return parse_ether_proto(parser);
	if (of->number || of->type == TYPE_ARP || of->type == TYPE_RARP)
		return misplaced(parser, "proto");
	if (!number && !word_number(parser->word.text, UINT8_MAX, &number))
		return bad_value(parser, "a protocol of IP");
	return make_protocol(parser->tree, payload_of(parser), of->type, number);
}

static struct node *parse_value(struct parser *parser)
{
	struct node *node = NULL;

	if (parser->word.kind != WORD_NAME)
		return parser_error(parser, "a value is missing after '%.*s'",
		    (int)parser->word.begin, parser->text);
	switch (parser->of.value) {
	case VALUE_NONE:
		return parser_error(
		    parser, "'%s' is no word of filter expressions", parser->word.text);
	case VALUE_HOST:
	case VALUE_NET:
		node = parse_address(parser);
		break;
	case VALUE_PORT:
	case VALUE_PORTRANGE:
		node = parse_ports(parser);
		break;
	case VALUE_PROTO:
		node = parse_proto(parser);
		break;
	}
	take_last(parser);
	return node;
}

/* Qualifiers */

/* "src", "dst", "src or dst", "src and dst", and the same the other way round. */
static void parse_direction(struct parser *parser, struct qualifiers *of)
{
	bool source = word_is(&parser->word, "src");
	struct word sign, other;

	if (!source && !word_is(&parser->word, "dst"))
		return;
	of->directed = true;
	of->direction = source ? DIRECTION_SOURCE : DIRECTION_DESTINATION;
	parser_next(parser);
	sign = parser->word;
	other = word_read(parser->text, sign.end);
	if ((sign.kind != WORD_AND && sign.kind != WORD_OR) ||
	    !word_is(&other, source ? "dst" : "src"))
		return;
	of->direction = sign.kind == WORD_AND ? DIRECTION_BOTH : DIRECTION_EITHER;
	parser_next(parser);
	parser_next(parser);
}

static void parse_value_name(struct parser *parser, struct qualifiers *of)
{
	for (size_t i = 0; i < COUNT(value_names); i++) {
		if (parser_take(parser, value_names[i].name)) {
			of->value = value_names[i].value;
			return;
		}
	}
	if (of->directed)
		of->value = VALUE_HOST;
}

/* Words alone */

static struct node *parse_vlan(struct parser *parser)
{
	struct node *node;
	uint32_t id = 0;
	bool has_id;

	if (parser->tags == TAGS_MAX)
		return parser_cannot(parser, "more than 4 times vlan");
	take_last(parser);
	has_id = parser->word.kind == WORD_NAME && word_number(parser->word.text, 0xfff, &id);
	if (has_id)
		take_last(parser);
	node = make_vlan(parser->tree, payload_of(parser), has_id, id);
	parser->tags++;
	return node;
}

/* type 0: of Ethernet. */
static struct node *parse_multicast(struct parser *parser, uint32_t type)
{
	size_t payload = payload_of(parser);
	struct node *group;

	take_last(parser);
	if (type == 0)
		return node_masked(parser->tree, 0, 1, 1);
	/* the first octet of the destination: 1110 of IPv4, and whatever libpcap takes above it */
	group = type == TYPE_IP ? node_masked(parser->tree, payload + 16, 0xe0, 0xe0)
				: node_masked(parser->tree, payload + 24, 0xff, 0xff);
	return node_pair(parser->tree, NODE_GUARD, make_type(parser->tree, payload, type), group);
}

static struct node *parse_broadcast(struct parser *parser, uint32_t type)
{
	const struct address all = {.len = 6,
	    .octets = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	    .mask = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

	if (type)
		return parser_cannot(parser, "ip broadcast");
	take_last(parser);
	return make_ethernet(parser->tree, DIRECTION_DESTINATION, &all);
}

static struct node *parse_cast(struct parser *parser, uint32_t type)
{
	if (word_is(&parser->word, "multicast"))
		return parse_multicast(parser, type);
	return parse_broadcast(parser, type);
}

static bool is_cast(const struct parser *parser)
{
	return word_is(&parser->word, "multicast") || word_is(&parser->word, "broadcast");
}

static struct node *parse_alone(struct parser *parser, const struct protocol_name *protocol)
{
	size_t payload = payload_of(parser);

	if (!protocol->type && !protocol->number)
		return parser_error(parser, "'%s' needs more behind it", protocol->name);
	if (protocol->number)
		return make_protocol(parser->tree, payload, protocol->type, protocol->number);
	return make_type(parser->tree, payload, protocol->type);
}

static bool is_unsayable(const struct word *word)
{
	for (size_t i = 0; i < COUNT(unsayable); i++) {
		if (strcmp(word->text, unsayable[i]) == 0)
			return true;
	}
	return strchr(word->text, '[') != NULL;
}

/* Behind a protocol: a primitive with the qualifiers that follow it, or it alone. */
static struct node *parse_qualified(struct parser *parser, const struct protocol_name *protocol)
{
	struct qualifiers of = {0};

	if (protocol) {
		of.protocol = protocol->name;
		of.type = protocol->type;
		of.number = protocol->number;
		take_last(parser);
		if (is_cast(parser) && !of.number)
			return parse_cast(parser, of.type);
	}
	parse_direction(parser, &of);
	parse_value_name(parser, &of);
	if (protocol && of.value == VALUE_NONE) {
		parser->of = of;
		return parse_alone(parser, protocol);
	}
	if (of.value != VALUE_NONE)
		parser->of = of;
	if (of.value != VALUE_NONE && parser->word.kind == WORD_OPEN)
		return parser_group(parser);
	return parse_value(parser);
}

struct node *parser_primitive(struct parser *parser)
{
	if (is_unsayable(&parser->word))
		return parser_cannot(parser, parser->word.text);
	if (word_is(&parser->word, "vlan")) {
		parser->of = (struct qualifiers){0};
		return parse_vlan(parser);
	}
	if (is_cast(parser)) {
		parser->of = (struct qualifiers){0};
		return parse_cast(parser, 0);
	}
	return parse_qualified(parser, protocol_find(parser->word.text));
}
