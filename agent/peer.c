/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses in the words of snmpcmd(1), and connections that do not wait for long. */
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "words.h"

#define WAIT_MS 100 /* for a connection */

enum {
	UDP,
	UDP6
};
static const struct transport {
	const char *prefix;
	int family;
	bool stream;
} transports[] = {
    [UDP] = {"udp:", AF_INET, false},
    [UDP6] = {"udp6:", AF_INET6, false},
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
	snprintf(peer->text, sizeof(peer->text), "unix:%s", path);
	return true;
}

/* Takes ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT apart; one of IPv6 has a port only in the last. */
static bool cut_port(char *text, int family, char **host, unsigned *port)
{
	char *end = text + strcspn(text, family == AF_INET6 ? "" : ":");
	int number;

	*host = text;
	if (family == AF_INET6 && *text == '[') {
		*host = text + 1;
		end = strchr(text, ']');
		if (!end)
			return false;
		*end++ = '\0';
	}
	if (!*end)
		return true;
	if (*end != ':' || !words_number(end + 1, 1, UINT16_MAX, &number))
		return false;
	*end = '\0';
	*port = (unsigned)number;
	return true;
}

/* All four numbers: 161 alone is a port to net-snmp and an address to getaddrinfo(). */
static bool is_whole(int family, const char *address)
{
	struct in_addr unused;

	return family != AF_INET || inet_pton(AF_INET, address, &unused) == 1;
}

static bool inet_parse(
    struct peer *peer, const struct transport *transport, const char *text, unsigned port)
{
	const struct addrinfo hints = {.ai_family = transport->family,
	    .ai_socktype = SOCK_STREAM, /* one answer */
	    .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char copy[PEER_TEXT_SIZE - sizeof("udp6:[]:65535")];
	char service[sizeof("65535")];
	char *host;

	if (strlen(text) >= sizeof(copy))
		return false;
	strcpy(copy, text);
	if (!cut_port(copy, transport->family, &host, &port) || !is_whole(transport->family, host))
		return false;
	snprintf(service, sizeof(service), "%u", port);
	if (getaddrinfo(host, service, &hints, &found) != 0)
		return false;
	memcpy(&peer->address, found->ai_addr, found->ai_addrlen);
	peer->address_len = found->ai_addrlen;
	freeaddrinfo(found);
	snprintf(peer->text, sizeof(peer->text),
	    transport->family == AF_INET6 ? "%s[%s]:%u" : "%s%s:%u", transport->prefix, host, port);
	return true;
}

/* UDP by either, if none is named: two colons are an address's own. */
static const struct transport *transport_find(const char **text)
{
	for (size_t i = 0; i < sizeof(transports) / sizeof(transports[0]); i++) {
		size_t len = strlen(transports[i].prefix);

		if (strncmp(*text, transports[i].prefix, len) == 0) {
			*text += len;
			return &transports[i];
		}
	}
	return &transports[strchr(*text, ':') != strrchr(*text, ':') ? UDP6 : UDP];
}

bool peer_parse(struct peer *peer, const char *text, unsigned default_port)
{
	const struct transport *transport = transport_find(&text);

	*peer = (struct peer){.stream = transport->stream};
	return transport->family == AF_UNIX ? unix_parse(peer, text)
					    : inet_parse(peer, transport, text, default_port);
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
