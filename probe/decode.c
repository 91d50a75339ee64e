/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes a frame: the way in, and the tables that lead from one layer to the next. */
#include "decode.h"

#include <stddef.h>

#include "dec.h"

#define FCS_OCTETS 4

/* More than any datagram has left: what a first fragment lacks may be in the next. */
#define DATAGRAM_MAX 65536

/* IANA's protocol numbers */
enum {
	PROTOCOL_ICMP = 1,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	PROTOCOL_ICMPV6 = 58,
	PROTOCOL_SCTP = 132,
};

static void (*const link_decoders[])(struct packet *p, struct span *s) = {
    [LINK_ETHERNET] = dec_ethernet,
    [LINK_SLL] = dec_sll,
    [LINK_SLL2] = dec_sll2,
    [LINK_RAW] = dec_raw,
    [LINK_NULL] = dec_null,
    [LINK_LOOP] = dec_loop,
    [LINK_PPP] = dec_ppp,
    [LINK_PPP_HDLC] = dec_ppp_hdlc,
    [LINK_TOKEN_RING] = dec_tokenring,
};

static const char *const damage_names[DAMAGE_KINDS] = {
    [DAMAGE_NONE] = "none",
    [DAMAGE_LINK_SHORT] = "link-short",
    [DAMAGE_VLAN_SHORT] = "vlan-short",
    [DAMAGE_VLAN_DEPTH] = "vlan-depth",
    [DAMAGE_LLC_LENGTH] = "llc-length",
    [DAMAGE_LLC_SHORT] = "llc-short",
    [DAMAGE_ARP_SHORT] = "arp-short",
    [DAMAGE_ARP_FORMAT] = "arp-format",
    [DAMAGE_IPV4_SHORT] = "ipv4-short",
    [DAMAGE_IPV4_VERSION] = "ipv4-version",
    [DAMAGE_IPV4_HEADER] = "ipv4-header",
    [DAMAGE_IPV4_LENGTH] = "ipv4-length",
    [DAMAGE_IPV4_FRAGMENT] = "ipv4-fragment",
    [DAMAGE_IPV6_SHORT] = "ipv6-short",
    [DAMAGE_IPV6_VERSION] = "ipv6-version",
    [DAMAGE_IPV6_LENGTH] = "ipv6-length",
    [DAMAGE_IPV6_EXTENSION] = "ipv6-extension",
    [DAMAGE_IPV6_DEPTH] = "ipv6-depth",
    [DAMAGE_TCP_SHORT] = "tcp-short",
    [DAMAGE_TCP_HEADER] = "tcp-header",
    [DAMAGE_UDP_SHORT] = "udp-short",
    [DAMAGE_UDP_LENGTH] = "udp-length",
    [DAMAGE_SCTP_SHORT] = "sctp-short",
    [DAMAGE_ICMP_SHORT] = "icmp-short",
};

const char *damage_name(enum damage damage)
{
	return (unsigned int)damage < DAMAGE_KINDS ? damage_names[damage] : "unknown";
}

/* Only what no layer bit guards: the rest is valid by its bit. */
static void packet_reset(struct packet *p)
{
	p->broadcast = false;
	p->multicast = false;
	p->layers = 0;
	p->damage = DAMAGE_NONE;
	p->vlan_count = 0;
	p->ethertype = 0;
	p->fragment = false;
	p->more_fragments = false;
	p->fragment_offset = 0;
	p->network_offset = 0;
	p->transport_offset = 0;
	p->payload_offset = 0;
	p->payload_len = 0;
}

void decode(struct packet *p)
{
	uint32_t wire = p->len;
	uint32_t captured;
	struct span s;

	if (p->has_fcs)
		wire = wire > FCS_OCTETS ? wire - FCS_OCTETS : 0;
	captured = p->caplen < wire ? p->caplen : wire;
	s.cursor = cursor_make(p->data, captured);
	s.missing = wire - captured;
	packet_reset(p);
	link_decoders[p->link](p, &s);
}

void dec_network(struct packet *p, struct span *s, uint16_t ethertype)
{
	p->ethertype = ethertype;
	p->network_offset = dec_offset(p, s);
	switch (ethertype) {
	case ETHERTYPE_IPV4:
		dec_ipv4(p, s);
		break;
	case ETHERTYPE_IPV6:
		dec_ipv6(p, s);
		break;
	case ETHERTYPE_ARP:
	case ETHERTYPE_RARP:
		dec_arp(p, s);
		break;
	}
}

void dec_transport(struct packet *p, struct span *s)
{
	p->transport_offset = dec_offset(p, s);
	if (p->fragment_offset != 0)
		return;
	if (p->more_fragments)
		s->missing += DATAGRAM_MAX;
	switch (p->ip_protocol) {
	case PROTOCOL_TCP:
		dec_tcp(p, s);
		break;
	case PROTOCOL_UDP:
		dec_udp(p, s);
		break;
	case PROTOCOL_SCTP:
		dec_sctp(p, s);
		break;
	case PROTOCOL_ICMP:
		if (p->layers & LAYER_IPV4)
			dec_icmp(p, s);
		break;
	case PROTOCOL_ICMPV6:
		if (p->layers & LAYER_IPV6)
			dec_icmpv6(p, s);
		break;
	}
}
