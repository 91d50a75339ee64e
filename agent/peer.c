/* SPDX-License-Identifier: BSD-2-Clause */
/* An agent's address in the words of snmpcmd(1), and connections that do not wait for long. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/snmpSocketBaseDomain.h>
#include <net-snmp/library/snmpTCPBaseDomain.h>
#include <net-snmp/library/snmp_transport.h>

#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include <bsd/stdlib.h>

#define DEFAULT_PORT "161"
#define WAIT_MS 100 /* for a connection */

static const struct transport {
	const char *prefix;
	int family;
	bool stream;
} transports[] = {
    {"udp:", AF_INET, false},
    {"udp6:", AF_INET6, false},
    {"tcp:", AF_INET, true},
    {"tcp6:", AF_INET6, true},
    {"unix:", AF_UNIX, true},
};

static bool unix_parse(struct peer *peer, const char *path)
{
	struct sockaddr_un *address = (struct sockaddr_un *)&peer->address;

	if (*path != '/' || strlen(path) >= sizeof(address->sun_path))
		return false;
	address->sun_family = AF_UNIX;
	strcpy(address->sun_path, path);
	peer->address_len = sizeof(*address);
	return true;
}

/* Cuts ADDRESS, or [ADDRESS], off its port, which it returns; NULL: not so. */
static const char *cut_port(char *text, int family)
{
	char *end = family == AF_INET6 ? strchr(text, ']') : text + strcspn(text, ":");
	const char *rest = end;
	const char *error;

	if (family == AF_INET6) {
		if (*text != '[' || !end)
			return NULL;
		rest = end + 1;
	}
	if (!*rest)
		rest = ":" DEFAULT_PORT;
	if (*rest != ':')
		return NULL;
	*end = '\0';
	strtonum(++rest, 1, UINT16_MAX, &error);
	return error ? NULL : rest;
}

/* All four numbers: 161 alone is a port to net-snmp and an address to getaddrinfo(). */
static bool is_whole(int family, const char *address)
{
	struct in_addr unused;

	return family != AF_INET || inet_pton(AF_INET, address, &unused) == 1;
}

static bool inet_parse(struct peer *peer, int family, const char *text)
{
	const struct addrinfo hints = {.ai_family = family,
	    .ai_socktype = SOCK_STREAM, /* one answer */
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char copy[128];
	const char *port;

	if (strlen(text) >= sizeof(copy))
		return false;
	strcpy(copy, text);
	port = cut_port(copy, family);
	if (!port || !is_whole(family, copy) ||
	    getaddrinfo(copy + (family == AF_INET6), port, &hints, &found) != 0)
		return false;
	memcpy(&peer->address, found->ai_addr, found->ai_addrlen);
	peer->address_len = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

bool peer_parse(struct peer *peer, const char *text)
{
	*peer = (struct peer){.text = text};
	for (size_t i = 0; i < sizeof(transports) / sizeof(transports[0]); i++) {
		const struct transport *transport = &transports[i];
		size_t len = strlen(transport->prefix);

		if (strncmp(text, transport->prefix, len) != 0)
			continue;
		peer->stream = transport->stream;
		if (transport->family == AF_UNIX)
			return unix_parse(peer, text + len);
		return inet_parse(peer, transport->family, text + len);
	}
	return inet_parse(peer, *text == '[' ? AF_INET6 : AF_INET, text);
}

/* An error number; 0: the connection is there. */
static int wait_connected(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};
	socklen_t len = sizeof(int);
	int error = ETIMEDOUT;

	if (poll(&poll_fd, 1, WAIT_MS) == 1 &&
	    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		error = errno;
	return error;
}

/* Never blocks, later neither: a peer that does not read is one that does not answer. */
static int stream_open(const struct peer *peer)
{
	int fd = socket(peer->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = 0;

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&peer->address, peer->address_len) != 0)
		error = errno == EINPROGRESS ? wait_connected(fd) : errno;
	if (!error)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

netsnmp_transport *peer_connect(const struct peer *peer)
{
	netsnmp_transport *transport = calloc(1, sizeof(*transport));

	if (!transport)
		return NULL;
	transport->sock = stream_open(peer);
	if (transport->sock < 0) {
		free(transport);
		return NULL;
	}
	transport->flags = NETSNMP_TRANSPORT_FLAG_STREAM;
	transport->msgMaxSize = SNMP_MAX_PACKET_LEN;
	transport->f_recv = netsnmp_tcpbase_recv;
	transport->f_send = netsnmp_tcpbase_send;
	transport->f_close = netsnmp_socketbase_close;
	return transport;
}
