/* SPDX-License-Identifier: BSD-2-Clause */
/* What the protocol decoders share: the span they read from, and who calls whom. */
#ifndef PROBE_DEC_H
#define PROBE_DEC_H

#include "cursor.h"
#include "packet.h"

/*
 * decode() makes a span of the whole frame and gives it to the link decoder; each decoder takes its
 * header off the front, narrows the span to what its length field says, and hands it on.  A decoder
 * returns early where the capture ends, and sets p->damage where the frame contradicts itself.
 */

#define FRAME_PLAIN_MAX 1518 /* the longest untagged Ethernet frame, FCS included */

enum {
	ETHERTYPE_MIN = 0x0600, /* IEEE 802.3, 3.2.6: below are lengths, or nothing */
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_RARP = 0x8035,
	ETHERTYPE_IPV6 = 0x86dd,
};

/* What is left of a frame, and how much of that the capture did not keep. */
struct span {
	struct cursor cursor; /* captured */
	uint64_t missing;     /* octets that followed cursor.end on the wire */
};

/* Octets left on the wire, captured or not. */
static inline uint64_t span_length(const struct span *s)
{
	return cursor_left(&s->cursor) + s->missing;
}

/* Drops what follows the next n octets: padding, trailers.  n is at most span_length(). */
static inline void span_limit(struct span *s, uint64_t n)
{
	size_t left = cursor_left(&s->cursor);

	s->missing = n > left ? n - left : 0;
	if (n < left)
		s->cursor.end = s->cursor.at + n;
}

/* To be called where the next n octets are not captured: damage only if the wire lacked them too. */
static inline void dec_missing(
    struct packet *p, const struct span *s, uint64_t n, enum damage damage)
{
	if (span_length(s) < n)
		p->damage = damage;
}

/* Takes a header of n octets off the front; false where it is not all there (see dec_missing). */
static inline bool dec_header(
    struct packet *p, struct span *s, size_t n, enum damage damage, struct cursor *header)
{
	if (cursor_window(&s->cursor, n, header))
		return true;
	dec_missing(p, s, n, damage);
	return false;
}

static inline uint32_t dec_offset(const struct packet *p, const struct span *s)
{
	return (uint32_t)(s->cursor.at - p->data);
}

/* The transport header is behind us; what remains is payload. */
static inline void dec_payload(struct packet *p, const struct span *s)
{
	p->payload_offset = dec_offset(p, s);
	p->payload_len = (uint32_t)cursor_left(&s->cursor);
}

/* TCP, UDP and SCTP begin alike.  Ports count even where the capture cut the rest of the header. */
static inline void dec_ports(struct packet *p, const struct span *s)
{
	struct cursor c = s->cursor;

	if (cursor_u16(&c, &p->src_port) && cursor_u16(&c, &p->dst_port))
		p->layers |= LAYER_PORTS;
}

/* Link layers: one for each enum link_type. */
void dec_ethernet(struct packet *p, struct span *s);
void dec_sll(struct packet *p, struct span *s);
void dec_sll2(struct packet *p, struct span *s);
void dec_raw(struct packet *p, struct span *s);
void dec_null(struct packet *p, struct span *s);
void dec_loop(struct packet *p, struct span *s);
void dec_ppp(struct packet *p, struct span *s);
void dec_ppp_hdlc(struct packet *p, struct span *s);
void dec_tokenring(struct packet *p, struct span *s);

/* The VLAN tags that may follow an Ethernet type field, then what the last type or length says. */
void dec_ethernet_type(struct packet *p, struct span *s, uint16_t type);

/* IEEE 802.2 LLC and SNAP; the span ends where the 802.3 length says. */
void dec_llc(struct packet *p, struct span *s);

/* All link decoders end here: notes where the network layer begins and chooses its decoder. */
void dec_network(struct packet *p, struct span *s, uint16_t ethertype);

void dec_arp(struct packet *p, struct span *s);
void dec_ipv4(struct packet *p, struct span *s);
void dec_ipv6(struct packet *p, struct span *s);

/* Both IP decoders end here, p->ip_protocol and the fragment's place set. */
void dec_transport(struct packet *p, struct span *s);

void dec_tcp(struct packet *p, struct span *s);
void dec_udp(struct packet *p, struct span *s);
void dec_sctp(struct packet *p, struct span *s);
void dec_icmp(struct packet *p, struct span *s);
void dec_icmpv6(struct packet *p, struct span *s);

#endif
