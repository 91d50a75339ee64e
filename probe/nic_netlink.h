/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel answers about an interface, as far as nic.c uses it. */
#ifndef PROBE_NIC_NETLINK_H
#define PROBE_NIC_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/ethtool_netlink.h>
#include <linux/if_link.h>
#include <linux/netlink.h>

#include "nic.h"

#define NIC_RMON_STATS (ETHTOOL_A_STATS_RMON_JABBER + 1)
#define NIC_SPEED_UNKNOWN UINT32_MAX /* ethtool's SPEED_UNKNOWN */

struct nic_answer {
	struct rtnl_link_stats64 link;
	bool hardware; /* has a parent device, hence error counters that mean something */
	bool has_fcs_errors;
	bool has_rmon[NIC_RMON_STATS];
	bool rx_all;
	uint64_t fcs_errors;
	uint64_t align_errors;
	uint64_t rmon[NIC_RMON_STATS]; /* by ETHTOOL_A_STATS_RMON_ */
	uint32_t speed_mbit;
	uint32_t ifindex;
	uint32_t mtu;
};

struct nic_netlink;

struct nic_netlink *nic_netlink_open(void); /* NULL with errno */
void nic_netlink_close(struct nic_netlink *netlink);

/* False: no such interface, or no answer. */
bool nic_ask_link(struct nic_netlink *netlink, const char *interface, struct nic_answer *answer);

/* Adds what the driver tells ethtool; most drivers tell little, which is no error. */
void nic_ask_ethtool(struct nic_netlink *netlink, const char *interface, struct nic_answer *answer);

/*
 * nic_parse.c: callbacks of libmnl that read one message of the kernel into arg, a struct
 * nic_answer, and want no more.  Attributes that are missing or malformed leave it as it is.
 */
int nic_read_link(const struct nlmsghdr *message, void *arg);
int nic_read_stats(const struct nlmsghdr *message, void *arg);
int nic_read_features(const struct nlmsghdr *message, void *arg);
int nic_read_modes(const struct nlmsghdr *message, void *arg);

/* nic.c: what an answer means. */
void nic_sort(const struct nic_answer *answer, struct nic_counters *counters);

#endif
