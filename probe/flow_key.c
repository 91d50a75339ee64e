/* SPDX-License-Identifier: BSD-2-Clause */
/* What makes packets one flow: builds keys that are the same for both directions. */
#include "flow_key.h"

#include <assert.h>

#define MAC_SIZE 6
#define SAP_LOW_BIT 0x01 /* of the DSAP: group address; of the SSAP: response */

static_assert(sizeof(struct flow_key) == 44, "keys have no padding");

/* The question that a message is, or answers; 0: it is no part of a pair.  IANA's numbers. */
static const uint8_t icmp_questions[256] = {
    [8] = 8, /* echo: RFC 792 */
    [0] = 8,
    [13] = 13, /* timestamp */
    [14] = 13,
    [15] = 15, /* information */
    [16] = 15,
    [17] = 17, /* address mask: RFC 950 */
    [18] = 17,
    [42] = 42, /* extended echo: RFC 8335 */
    [43] = 42,
};
static const uint8_t icmpv6_questions[256] = {
    [128] = 128, /* echo: RFC 4443 */
    [129] = 128,
    [135] = 135, /* neighbour solicitation, where unicast: RFC 4861 */
    [136] = 135,
    [139] = 139, /* node information: RFC 4620 */
    [140] = 139,
    [160] = 160, /* extended echo: RFC 8335 */
    [161] = 160,
};

/* The code of a pair says how it was answered, so it does not part them. */
static uint16_t message_of(const uint8_t *questions, uint8_t type, uint8_t code)
{
	uint8_t question = questions[type];

	return (uint16_t)(question != 0 ? question << 8 : type << 8 | code);
}

static struct flow_ports same_ends(uint8_t protocol, uint16_t end)
{
	return (struct flow_ports){end, end, protocol};
}

struct flow_ports flow_ports_of(const struct packet *p)
{
	if (p->layers & LAYER_PORTS)
		return (struct flow_ports){p->src_port, p->dst_port, p->ip_protocol};
	if (p->layers & LAYER_ICMP)
		return same_ends(
		    p->ip_protocol, message_of(icmp_questions, p->icmp_type, p->icmp_code));
	if (p->layers & LAYER_ICMPV6)
		return same_ends(
		    p->ip_protocol, message_of(icmpv6_questions, p->icmp_type, p->icmp_code));
	if (p->layers & (LAYER_IPV4 | LAYER_IPV6))
		return same_ends(p->ip_protocol, 0);
	if ((p->layers & LAYER_LLC) && p->ethertype == 0)
		return (struct flow_ports){.source = p->ssap & (0xff ^ SAP_LOW_BIT),
		    .destination = p->dsap & (0xff ^ SAP_LOW_BIT)};
	return (struct flow_ports){0};
}

static bool source_is_higher(
    const uint8_t *source, const uint8_t *destination, size_t size, const struct flow_ports *ports)
{
	int order = memcmp(source, destination, size);

	return order != 0 ? order > 0 : ports->source > ports->destination;
}

static void put_ends(struct flow_key *key, const uint8_t *source, const uint8_t *destination,
    size_t size, const struct flow_ports *ports, bool *swapped)
{
	bool higher = source_is_higher(source, destination, size, ports);

	memcpy(key->address[higher], source, size);
	memcpy(key->address[!higher], destination, size);
	key->port[higher] = ports->source;
	key->port[!higher] = ports->destination;
	*swapped = higher;
}

/* Without IP: by type or SAPs between two stations, or on links without addresses by type alone. */
static bool put_link(
    struct flow_key *key, const struct packet *p, const struct flow_ports *ports, bool *swapped)
{
	static const uint8_t none[MAC_SIZE];

	key->kind = (p->layers & LAYER_LLC) && p->ethertype == 0 ? FLOW_LLC : FLOW_ETHERTYPE;
	if (p->layers & LAYER_MAC)
		put_ends(key, p->src_mac, p->dst_mac, MAC_SIZE, ports, swapped);
	else if (p->network_offset != 0 || p->ethertype != 0)
		put_ends(key, none, none, MAC_SIZE, ports, swapped);
	else
		return false;
	return true;
}

bool flow_key_make(
    struct flow_key *key, const struct packet *p, const struct flow_ports *ports, bool *swapped)
{
	*key = (struct flow_key){.ethertype = p->ethertype, .protocol = ports->protocol};
	key->vlan[0] = flow_vlan(p, 0);
	key->vlan[1] = flow_vlan(p, 1);
	if (p->layers & LAYER_IPV4) {
		key->kind = FLOW_IPV4;
		put_ends(key, p->src_addr, p->dst_addr, 4, ports, swapped);
		return true;
	}
	if (p->layers & LAYER_IPV6) {
		key->kind = FLOW_IPV6;
		put_ends(key, p->src_addr, p->dst_addr, 16, ports, swapped);
		return true;
	}
	return put_link(key, p, ports, swapped);
}
