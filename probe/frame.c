/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures frames by RFC 2819. */
#include "frame.h"

#define OCTETS_MIN 64
#define OCTETS_MAX 1518 /* untagged */
#define TAG_OCTETS 4
#define FCS_OCTETS 4

/* A hostile capture file may claim any length: the sum must not wrap. */
static uint32_t add_fcs(uint32_t len)
{
	return len > UINT32_MAX - FCS_OCTETS ? UINT32_MAX : len + FCS_OCTETS;
}

static uint32_t ethernet_octets(const struct packet *p, bool runts)
{
	uint32_t octets = p->has_fcs ? p->len : add_fcs(p->len);

	return octets < OCTETS_MIN && !runts ? OCTETS_MIN : octets;
}

/* The longest frame that is not oversize. */
static uint32_t legal_octets(const struct packet *p)
{
	return OCTETS_MAX + TAG_OCTETS * (uint32_t)p->vlan_count;
}

void frame_measure(struct packet *p, const struct frame_rules *rules)
{
	uint32_t legal = legal_octets(p);

	p->status &= 0xff ^ (PACKET_OVERSIZE | PACKET_UNDERSIZE);
	p->good = !(p->status & PACKET_CRC_ERROR);
	p->octets = p->link == LINK_ETHERNET ? ethernet_octets(p, rules->runts) : p->len;
	if (p->octets > legal)
		p->status |= PACKET_OVERSIZE;
	if (p->link != LINK_ETHERNET)
		return;
	if (p->octets < OCTETS_MIN) {
		p->status |= PACKET_UNDERSIZE;
		p->good = false;
	}
	if (p->octets > legal && p->octets > rules->max_frame)
		p->good = false;
}

enum size_class frame_size_class(const struct packet *p)
{
	static const uint32_t limits[SIZE_CLASSES] = {
	    [SIZE_64] = 64,
	    [SIZE_65_127] = 127,
	    [SIZE_128_255] = 255,
	    [SIZE_256_511] = 511,
	    [SIZE_512_1023] = 1023,
	    [SIZE_1024_1518] = UINT32_MAX,
	};
	unsigned int size = SIZE_64;

	if ((p->status & PACKET_UNDERSIZE) || p->octets > legal_octets(p))
		return SIZE_CLASSES;
	while (p->octets > limits[size])
		size++;
	return size;
}
