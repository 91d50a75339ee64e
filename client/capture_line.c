/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints a packet in one line. */
#include "capture_line.h"

#include <arpa/inet.h>
#include <string.h>
#include <time.h>

#include "probe/decode.h"

#define ADDRESS_MAX 64
#define SECOND 1000000000
#define MICROSECOND 1000

/* The innermost layer that was decoded gives a packet its name. */
static const struct {
	uint16_t layer;
	const char *name;
} names[] = {
    {LAYER_TCP, "TCP"},
    {LAYER_UDP, "UDP"},
    {LAYER_SCTP, "SCTP"},
    {LAYER_ICMP, "ICMP"},
    {LAYER_ICMPV6, "ICMPv6"},
    {LAYER_ARP, "ARP"},
};

static void name_print(char *text, size_t size, const struct packet *p)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (p->layers & names[i].layer) {
			snprintf(text, size, "%s", names[i].name);
			return;
		}
	}
	if (p->layers & (LAYER_IPV4 | LAYER_IPV6))
		snprintf(text, size, "%s protocol %u", p->layers & LAYER_IPV4 ? "IPv4" : "IPv6",
		    p->ip_protocol);
	else if (p->ethertype)
		snprintf(text, size, "type 0x%04x", p->ethertype);
	else
		snprintf(text, size, "LLC");
}

/* address: NULL if there is none of the network layer; port: -1 if there is none. */
static void address_print(
    char *text, size_t size, int family, const uint8_t *address, const uint8_t *mac, int port)
{
	char host[INET6_ADDRSTRLEN];

	if (!address)
		snprintf(text, size, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		    mac[3], mac[4], mac[5]);
	else if (!inet_ntop(family, address, host, sizeof(host)))
		snprintf(text, size, "?");
	else if (port >= 0)
		snprintf(text, size, "%s.%d", host, port);
	else
		snprintf(text, size, "%s", host);
}

static void addresses_print(char *source, char *destination, const struct packet *p)
{
	const uint8_t *from = NULL, *to = NULL;
	int family = p->layers & LAYER_IPV6 ? AF_INET6 : AF_INET;
	bool ports = p->layers & LAYER_PORTS;

	if (p->layers & (LAYER_IPV4 | LAYER_IPV6)) {
		from = p->src_addr;
		to = p->dst_addr;
	} else if (p->layers & LAYER_ARP) {
		from = p->arp.spa;
		to = p->arp.tpa;
	}
	address_print(source, ADDRESS_MAX, family, from, p->src_mac, ports ? p->src_port : -1);
	address_print(destination, ADDRESS_MAX, family, to, p->dst_mac, ports ? p->dst_port : -1);
}

bool capture_line_print(FILE *file, const struct pcapfile_packet *packet)
{
	struct packet p = {
	    .data = packet->data,
	    .caplen = packet->caplen,
	    .len = packet->len,
	    .link = LINK_ETHERNET,
	};
	char source[ADDRESS_MAX] = "?", destination[ADDRESS_MAX] = "?", name[32] = "?", clock[16];
	time_t seconds = (time_t)(packet->time / SECOND);
	struct tm local;

	decode(&p);
	if (p.layers & LAYER_MAC) {
		addresses_print(source, destination, &p);
		name_print(name, sizeof(name), &p);
	}
	if (!localtime_r(&seconds, &local) || !strftime(clock, sizeof(clock), "%H:%M:%S", &local))
		strcpy(clock, "?");
	return fprintf(file, "%s.%06u %s > %s %s %u\n", clock,
		   (unsigned)(packet->time % SECOND / MICROSECOND), source, destination, name,
		   packet->len) > 0;
}
