/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes ARP (RFC 826) and RARP (RFC 903). */
#include "dec.h"

#define ARP_HEADER 8
#define MAC_OCTETS 6
#define IPV4_OCTETS 4

static bool is_mac_type(uint16_t hardware)
{
	return hardware == 1 || hardware == 6; /* Ethernet; IEEE 802 */
}

void dec_arp(struct packet *p, struct span *s)
{
	struct cursor h;
	uint16_t hardware;
	uint16_t protocol;
	uint8_t hardware_len;
	uint8_t protocol_len;
	uint16_t operation;

	if (!dec_header(p, s, ARP_HEADER, DAMAGE_ARP_SHORT, &h) || !cursor_u16(&h, &hardware) ||
	    !cursor_u16(&h, &protocol) || !cursor_u8(&h, &hardware_len) ||
	    !cursor_u8(&h, &protocol_len) || !cursor_u16(&h, &operation))
		return;
	if ((is_mac_type(hardware) && hardware_len != MAC_OCTETS) ||
	    (protocol == ETHERTYPE_IPV4 && protocol_len != IPV4_OCTETS)) {
		p->damage = DAMAGE_ARP_FORMAT;
		return;
	}
	if (!dec_header(p, s, 2 * ((size_t)hardware_len + protocol_len), DAMAGE_ARP_SHORT, &h))
		return;
	if (!is_mac_type(hardware) || protocol != ETHERTYPE_IPV4)
		return;
	p->arp.operation = operation;
	if (cursor_bytes(&h, MAC_OCTETS, &p->arp.sha) &&
	    cursor_bytes(&h, IPV4_OCTETS, &p->arp.spa) &&
	    cursor_bytes(&h, MAC_OCTETS, &p->arp.tha) && cursor_bytes(&h, IPV4_OCTETS, &p->arp.tpa))
		p->layers |= LAYER_ARP;
}
