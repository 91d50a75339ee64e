/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses of agents and managers in the words of snmpcmd(1); none is left to a name server. */
#ifndef AGENT_PEER_H
#define AGENT_PEER_H

#include <stdbool.h>
#include <sys/socket.h>

struct netsnmp_transport_s;

#define PEER_TEXT_SIZE 160

struct peer {
	char text[PEER_TEXT_SIZE]; /* whole: "udp:192.0.2.1:161"; "": none */
	bool stream;               /* tcp, tcp6, unix: connected by peer_connect() */
	struct sockaddr_storage address;
	socklen_t address_len;
};

/*
 * [udp:|udp6:|tcp:|tcp6:]ADDRESS[:PORT] with a numeric address, one of IPv6 in brackets if a port
 * follows, or unix:PATH with an absolute path.  False: it is none of these.
 */
bool peer_parse(struct peer *peer, const char *text, unsigned default_port);

/*
 * A transport over a new connection to a stream's peer, which waits for it 0.1 s at most; NULL with
 * errno.  Who gives it to a session need not free it.
 */
struct netsnmp_transport_s *peer_connect(const struct peer *peer);

#endif
