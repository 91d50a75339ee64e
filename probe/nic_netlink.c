/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks the kernel by rtnetlink and ethtool netlink; every question has at most one answer. */
#include "nic_netlink.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>

/* An interface with many virtual functions or address families answers at length. */
#define BUFFER_SIZE 32768

struct nic_netlink {
	struct mnl_socket *route;
	struct mnl_socket *generic;
	uint32_t sequence;
	uint16_t ethtool; /* the family's number; 0: this kernel has none */
	_Alignas(struct nlmsghdr) char buffer[BUFFER_SIZE];
};

/* Sends the message in the buffer and reads its answer; late answers to others are skipped. */
static bool ask(struct nic_netlink *netlink, struct mnl_socket *socket, mnl_cb_t read, void *arg)
{
	struct nlmsghdr *message = (struct nlmsghdr *)netlink->buffer;
	uint32_t sequence = ++netlink->sequence;
	int status;

	message->nlmsg_flags = NLM_F_REQUEST;
	message->nlmsg_seq = sequence;
	if (mnl_socket_sendto(socket, message, message->nlmsg_len) < 0)
		return false;
	do {
		ssize_t length =
		    mnl_socket_recvfrom(socket, netlink->buffer, sizeof(netlink->buffer));

		if (length < 0)
			return false;
		status = mnl_cb_run(netlink->buffer, (size_t)length, sequence,
		    mnl_socket_get_portid(socket), read, arg);
	} while (status < 0 && errno == ESRCH);
	return status >= 0;
}

static struct mnl_socket *connect_to(int bus)
{
	struct mnl_socket *socket = mnl_socket_open2(bus, SOCK_CLOEXEC);
	struct timeval patience = {.tv_sec = 1};

	if (socket == NULL)
		return NULL;
	setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		mnl_socket_close(socket);
		return NULL;
	}
	return socket;
}

static struct nlmsghdr *begin_generic(struct nic_netlink *netlink, uint16_t family, uint8_t command)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(netlink->buffer);
	struct genlmsghdr *generic;

	message->nlmsg_type = family;
	generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));
	generic->cmd = command;
	generic->version = 1;
	return message;
}

static int read_family(const struct nlmsghdr *message, void *arg)
{
	uint16_t *number = arg;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
	{
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
			*number = mnl_attr_get_u16(attr);
	}
	return MNL_CB_STOP;
}

static uint16_t find_ethtool(struct nic_netlink *netlink)
{
	struct nlmsghdr *message = begin_generic(netlink, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	uint16_t number = 0;

	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, ETHTOOL_GENL_NAME);
	return ask(netlink, netlink->generic, read_family, &number) ? number : 0;
}

struct nic_netlink *nic_netlink_open(void)
{
	struct nic_netlink *netlink = calloc(1, sizeof(*netlink));
	int error;

	if (netlink == NULL)
		return NULL;
	netlink->route = connect_to(NETLINK_ROUTE);
	if (netlink->route == NULL) {
		error = errno;
		nic_netlink_close(netlink);
		errno = error;
		return NULL;
	}
	netlink->generic = connect_to(NETLINK_GENERIC);
	if (netlink->generic != NULL)
		netlink->ethtool = find_ethtool(netlink);
	return netlink;
}

void nic_netlink_close(struct nic_netlink *netlink)
{
	if (netlink->route != NULL)
		mnl_socket_close(netlink->route);
	if (netlink->generic != NULL)
		mnl_socket_close(netlink->generic);
	free(netlink);
}

bool nic_ask_link(struct nic_netlink *netlink, const char *interface, struct nic_answer *answer)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(netlink->buffer);
	struct ifinfomsg *info;

	message->nlmsg_type = RTM_GETLINK;
	info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	info->ifi_family = AF_UNSPEC;
	mnl_attr_put_strz(message, IFLA_IFNAME, interface);
	return ask(netlink, netlink->route, nic_read_link, answer);
}

/* header_attr: every ethtool message has its own number for the same header. */
static struct nlmsghdr *begin_ethtool(
    struct nic_netlink *netlink, uint8_t command, uint16_t header_attr, const char *interface)
{
	struct nlmsghdr *message = begin_generic(netlink, netlink->ethtool, command);
	struct nlattr *header = mnl_attr_nest_start(message, header_attr);

	mnl_attr_put_strz(message, ETHTOOL_A_HEADER_DEV_NAME, interface);
	mnl_attr_nest_end(message, header);
	return message;
}

void nic_ask_ethtool(struct nic_netlink *netlink, const char *interface, struct nic_answer *answer)
{
	const uint32_t groups = 1U << ETHTOOL_STATS_ETH_MAC | 1U << ETHTOOL_STATS_RMON;
	struct nlmsghdr *message;
	struct nlattr *nest;

	if (netlink->ethtool == 0)
		return;
	message = begin_ethtool(netlink, ETHTOOL_MSG_STATS_GET, ETHTOOL_A_STATS_HEADER, interface);
	nest = mnl_attr_nest_start(message, ETHTOOL_A_STATS_GROUPS);
	mnl_attr_put(message, ETHTOOL_A_BITSET_NOMASK, 0, NULL);
	mnl_attr_put_u32(message, ETHTOOL_A_BITSET_SIZE, ETHTOOL_STATS_RMON + 1);
	mnl_attr_put_u32(message, ETHTOOL_A_BITSET_VALUE, groups);
	mnl_attr_nest_end(message, nest);
	ask(netlink, netlink->generic, nic_read_stats, answer);

	begin_ethtool(netlink, ETHTOOL_MSG_FEATURES_GET, ETHTOOL_A_FEATURES_HEADER, interface);
	ask(netlink, netlink->generic, nic_read_features, answer);

	begin_ethtool(netlink, ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_A_LINKMODES_HEADER, interface);
	ask(netlink, netlink->generic, nic_read_modes, answer);
}
