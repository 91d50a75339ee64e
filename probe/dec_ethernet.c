/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes Ethernet II and IEEE 802.3 frames with their VLAN tags. */
#include <string.h>

#include "dec.h"

#define ETHERNET_HEADER 14
#define TAG_OCTETS 4        /* the TCI and the type behind it */
#define LLC_LENGTH_MAX 1500 /* IEEE 802.3, 3.2.6: up to here the field is a length */
#define GROUP_BIT 0x01      /* I/G, the first bit on the wire */

static bool is_tag(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

static void set_destination_kind(struct packet *p)
{
	static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

	if (!(p->dst_mac[0] & GROUP_BIT))
		return;
	p->broadcast = memcmp(p->dst_mac, broadcast, sizeof(broadcast)) == 0;
	p->multicast = !p->broadcast;
}

void dec_ethernet(struct packet *p, struct span *s)
{
	struct cursor h;
	uint16_t type;

	if (!dec_header(p, s, ETHERNET_HEADER, DAMAGE_LINK_SHORT, &h) ||
	    !cursor_bytes(&h, 6, &p->dst_mac) || !cursor_bytes(&h, 6, &p->src_mac) ||
	    !cursor_u16(&h, &type))
		return;
	p->layers |= LAYER_MAC;
	set_destination_kind(p);
	dec_ethernet_type(p, s, type);
}

/* False where the tags cannot be passed; else *type is what follows the last. */
static bool take_tags(struct packet *p, struct span *s, uint16_t *type)
{
	struct vlan_tag *tag;
	struct cursor h;

	while (is_tag(*type)) {
		if (p->vlan_count == PACKET_MAX_VLANS) {
			p->damage = DAMAGE_VLAN_DEPTH;
			return false;
		}
		tag = &p->vlan[p->vlan_count];
		tag->tpid = *type;
		if (!dec_header(p, s, TAG_OCTETS, DAMAGE_VLAN_SHORT, &h) ||
		    !cursor_u16(&h, &tag->tci) || !cursor_u16(&h, type))
			return false;
		p->vlan_count++;
		p->layers |= LAYER_VLAN;
	}
	return true;
}

void dec_ethernet_type(struct packet *p, struct span *s, uint16_t type)
{
	if (!take_tags(p, s, &type))
		return;
	if (type >= ETHERTYPE_MIN) {
		dec_network(p, s, type);
	} else if (type > LLC_LENGTH_MAX) {
		dec_network(p, s, 0); /* 1501 .. 1535 are undefined */
	} else if (type > span_length(s)) {
		p->damage = DAMAGE_LLC_LENGTH;
	} else {
		span_limit(s, type);
		dec_llc(p, s);
	}
}
