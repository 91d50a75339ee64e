/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes Linux cooked headers, SLL and SLL2. */
#include "dec.h"

#define SLL_HEADER 16
#define SLL2_HEADER 20

/* The protocol field holds an Ethernet type, or for LLC this number of Linux's own. */
#define PROTOCOL_LLC 0x0004

enum packet_type {
	PACKET_TYPE_BROADCAST = 1,
	PACKET_TYPE_MULTICAST = 2,
};

/* Interface kinds (ARPHRD_*) whose protocol field is no Ethernet type. */
static bool has_ethertype(uint16_t hardware)
{
	switch (hardware) {
	case 770: /* Frame Relay */
	case 803: /* radiotap */
	case 824: /* netlink */
		return false;
	default:
		return true;
	}
}

static void take_protocol(
    struct packet *p, struct span *s, uint16_t type, uint16_t hardware, uint16_t protocol)
{
	p->broadcast = type == PACKET_TYPE_BROADCAST;
	p->multicast = type == PACKET_TYPE_MULTICAST;
	if (!has_ethertype(hardware))
		dec_network(p, s, 0);
	else if (protocol == PROTOCOL_LLC)
		dec_llc(p, s);
	else if (protocol < ETHERTYPE_MIN)
		dec_network(p, s, 0);
	else
		dec_ethernet_type(p, s, protocol);
}

void dec_sll(struct packet *p, struct span *s)
{
	struct cursor h;
	uint16_t type;
	uint16_t hardware;
	uint16_t protocol;

	if (dec_header(p, s, SLL_HEADER, DAMAGE_LINK_SHORT, &h) && cursor_u16(&h, &type) &&
	    cursor_u16(&h, &hardware) && cursor_skip(&h, 10) && cursor_u16(&h, &protocol))
		take_protocol(p, s, type, hardware, protocol);
}

void dec_sll2(struct packet *p, struct span *s)
{
	struct cursor h;
	uint16_t protocol;
	uint16_t hardware;
	uint8_t type;

	if (dec_header(p, s, SLL2_HEADER, DAMAGE_LINK_SHORT, &h) && cursor_u16(&h, &protocol) &&
	    cursor_skip(&h, 6) && cursor_u16(&h, &hardware) && cursor_u8(&h, &type))
		take_protocol(p, s, type, hardware, protocol);
}
