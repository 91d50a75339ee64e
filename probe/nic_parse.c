/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the kernel's netlink messages about an interface. */
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>

#include "nic_netlink.h"

int nic_read_link(const struct nlmsghdr *message, void *arg)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);
	struct nic_answer *answer = arg;
	const struct nlattr *attr;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*info))
		return MNL_CB_STOP;
	answer->ifindex = (uint32_t)info->ifi_index;
	mnl_attr_for_each(attr, message, sizeof(*info))
	{
		size_t size = mnl_attr_get_payload_len(attr);

		if (mnl_attr_get_type(attr) == IFLA_PARENT_DEV_NAME) {
			answer->hardware = true;
		} else if (mnl_attr_get_type(attr) == IFLA_MTU && size == sizeof(answer->mtu)) {
			answer->mtu = mnl_attr_get_u32(attr);
		} else if (mnl_attr_get_type(attr) == IFLA_STATS64) {
			/* the structure grows from one kernel to the next */
			if (size > sizeof(answer->link))
				size = sizeof(answer->link);
			memcpy(&answer->link, mnl_attr_get_payload(attr), size);
		}
	}
	return MNL_CB_STOP;
}

/* Newer kernels may shorten a number that fits in 32 bits; an attribute of 0 octets is padding. */
static bool read_number(const struct nlattr *attr, uint64_t *number)
{
	if (mnl_attr_validate(attr, MNL_TYPE_U64) >= 0) {
		*number = mnl_attr_get_u64(attr);
		return true;
	}
	if (mnl_attr_validate(attr, MNL_TYPE_U32) >= 0) {
		*number = mnl_attr_get_u32(attr);
		return true;
	}
	return false;
}

static void read_stat(struct nic_answer *answer, uint32_t group, const struct nlattr *stat)
{
	uint16_t type = mnl_attr_get_type(stat);
	uint64_t number;

	if (!read_number(stat, &number))
		return;
	if (group == ETHTOOL_STATS_RMON && type < NIC_RMON_STATS) {
		answer->has_rmon[type] = true;
		answer->rmon[type] = number;
	} else if (group == ETHTOOL_STATS_ETH_MAC && type == ETHTOOL_A_STATS_ETH_MAC_6_FCS_ERR) {
		answer->has_fcs_errors = true;
		answer->fcs_errors = number;
	} else if (group == ETHTOOL_STATS_ETH_MAC && type == ETHTOOL_A_STATS_ETH_MAC_7_ALIGN_ERR) {
		answer->align_errors = number;
	}
}

static void read_group(struct nic_answer *answer, const struct nlattr *nest)
{
	const struct nlattr *attr;
	const struct nlattr *stat;
	uint32_t group = UINT32_MAX; /* the kernel names the group before its statistics */

	mnl_attr_for_each_nested(attr, nest)
	{
		if (mnl_attr_get_type(attr) == ETHTOOL_A_STATS_GRP_ID &&
		    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			group = mnl_attr_get_u32(attr);
		if (mnl_attr_get_type(attr) != ETHTOOL_A_STATS_GRP_STAT)
			continue;
		mnl_attr_for_each_nested(stat, attr)
		{
			read_stat(answer, group, stat);
		}
	}
}

int nic_read_stats(const struct nlmsghdr *message, void *arg)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
	{
		if (mnl_attr_get_type(attr) == ETHTOOL_A_STATS_GRP)
			read_group(arg, attr);
	}
	return MNL_CB_STOP;
}

/* The attribute of this type in a nest; NULL: there is none. */
static const struct nlattr *find_nested(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
	{
		if (mnl_attr_get_type(attr) == type)
			return attr;
	}
	return NULL;
}

/* Whether a list of bits that are set has one of this name. */
static bool has_bit(const struct nlattr *bitset, const char *name)
{
	const struct nlattr *bits = find_nested(bitset, ETHTOOL_A_BITSET_BITS);
	const struct nlattr *bit;

	if (bits == NULL)
		return false;
	mnl_attr_for_each_nested(bit, bits)
	{
		const struct nlattr *label = find_nested(bit, ETHTOOL_A_BITSET_BIT_NAME);

		if (label != NULL && mnl_attr_validate(label, MNL_TYPE_NUL_STRING) >= 0 &&
		    strcmp(mnl_attr_get_str(label), name) == 0)
			return true;
	}
	return false;
}

int nic_read_features(const struct nlmsghdr *message, void *arg)
{
	struct nic_answer *answer = arg;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
	{
		if (mnl_attr_get_type(attr) == ETHTOOL_A_FEATURES_ACTIVE)
			answer->rx_all = has_bit(attr, "rx-all");
	}
	return MNL_CB_STOP;
}

int nic_read_modes(const struct nlmsghdr *message, void *arg)
{
	struct nic_answer *answer = arg;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, message, sizeof(struct genlmsghdr))
	{
		if (mnl_attr_get_type(attr) == ETHTOOL_A_LINKMODES_SPEED &&
		    mnl_attr_validate(attr, MNL_TYPE_U32) >= 0)
			answer->speed_mbit = mnl_attr_get_u32(attr);
	}
	return MNL_CB_STOP;
}
