/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's statistics of an interface: rtnetlink, and ethtool's netlink where a driver has it. */
#include "nic.h"

#include <linux/if_ether.h>
#include <net/if.h>
#include <stdlib.h>

#include <bsd/string.h>

#include "nic_netlink.h"

struct nic {
	char interface[IFNAMSIZ];
	struct nic_netlink *netlink;
};

struct nic *nic_open(const char *interface)
{
	struct nic *nic = calloc(1, sizeof(*nic));

	if (nic == NULL)
		return NULL;
	strlcpy(nic->interface, interface, sizeof(nic->interface));
	nic->netlink = nic_netlink_open();
	if (nic->netlink == NULL) {
		free(nic);
		return NULL;
	}
	return nic;
}

void nic_close(struct nic *nic)
{
	if (nic == NULL)
		return;
	nic_netlink_close(nic->netlink);
	free(nic);
}

bool nic_read(struct nic *nic, struct nic_counters *counters)
{
	struct nic_answer answer = {.speed_mbit = NIC_SPEED_UNKNOWN};

	if (!nic_ask_link(nic->netlink, nic->interface, &answer))
		return false;
	nic_ask_ethtool(nic->netlink, nic->interface, &answer);
	nic_sort(&answer, counters);
	return true;
}

static void take(
    struct nic_counters *counters, enum nic_class class, enum nic_from from, uint64_t value)
{
	counters->from[class] = from;
	counters->value[class] = value;
}

void nic_sort(const struct nic_answer *answer, struct nic_counters *counters)
{
	const struct rtnl_link_stats64 *link = &answer->link;
	static const enum nic_class rmon[NIC_RMON_STATS] = {
	    [ETHTOOL_A_STATS_RMON_UNDERSIZE] = NIC_UNDERSIZE,
	    [ETHTOOL_A_STATS_RMON_OVERSIZE] = NIC_OVERSIZE,
	    [ETHTOOL_A_STATS_RMON_FRAG] = NIC_FRAGMENTS,
	    [ETHTOOL_A_STATS_RMON_JABBER] = NIC_JABBERS,
	};

	*counters =
	    (struct nic_counters){.ifindex = answer->ifindex, .bad_captured = answer->rx_all};
	if (answer->speed_mbit != NIC_SPEED_UNKNOWN)
		counters->speed = (uint64_t)answer->speed_mbit * 1000000;
	if (answer->hardware) {
		take(counters, NIC_CRC_ALIGN, NIC_FROM_LINK,
		    link->rx_crc_errors + link->rx_frame_errors);
		take(counters, NIC_COLLISIONS, NIC_FROM_LINK, link->collisions);
		take(counters, NIC_MISSED, NIC_FROM_LINK,
		    link->rx_missed_errors + link->rx_fifo_errors + link->rx_over_errors);
	}
	if (answer->has_fcs_errors)
		take(counters, NIC_CRC_ALIGN, NIC_FROM_ETHTOOL,
		    answer->fcs_errors + answer->align_errors);
	for (unsigned i = 0; i < NIC_RMON_STATS; i++) {
		/* With jumbo frames allowed, those that it counts as oversize are captured too. */
		if (i == ETHTOOL_A_STATS_RMON_OVERSIZE && answer->mtu > ETH_DATA_LEN)
			continue;
		if (answer->has_rmon[i])
			take(counters, rmon[i], NIC_FROM_ETHTOOL, answer->rmon[i]);
	}
}

static uint64_t grown(
    const struct nic_counters *before, const struct nic_counters *now, enum nic_class class)
{
	if (now->ifindex != before->ifindex || now->from[class] != before->from[class] ||
	    now->value[class] < before->value[class])
		return 0;
	return now->value[class] - before->value[class];
}

void nic_delta(const struct nic_counters *before, const struct nic_counters *now, struct loss *loss,
    uint64_t *missed)
{
	*missed = grown(before, now, NIC_MISSED);
	*loss = (struct loss){
	    .occasions = *missed != 0,
	    .collisions = grown(before, now, NIC_COLLISIONS),
	};
	if (before->bad_captured || now->bad_captured)
		return;
	loss->crc_align = grown(before, now, NIC_CRC_ALIGN);
	loss->undersize = grown(before, now, NIC_UNDERSIZE);
	loss->oversize = grown(before, now, NIC_OVERSIZE);
	loss->fragments = grown(before, now, NIC_FRAGMENTS);
	loss->jabbers = grown(before, now, NIC_JABBERS);
}

const char *nic_text(enum nic_class class, enum nic_from from)
{
	static const char *const link[NIC_CLASSES] = {
	    [NIC_CRC_ALIGN] = "rx_crc_errors + rx_frame_errors",
	    [NIC_COLLISIONS] = "collisions",
	    [NIC_MISSED] = "rx_missed_errors + rx_fifo_errors + rx_over_errors",
	};
	static const char *const ethtool[NIC_CLASSES] = {
	    [NIC_CRC_ALIGN] = "FrameCheckSequenceErrors + AlignmentErrors (eth-mac)",
	    [NIC_UNDERSIZE] = "etherStatsUndersizePkts (rmon)",
	    [NIC_OVERSIZE] = "etherStatsOversizePkts (rmon)",
	    [NIC_FRAGMENTS] = "etherStatsFragments (rmon)",
	    [NIC_JABBERS] = "etherStatsJabbers (rmon)",
	};
	const char *text = NULL;

	if (from == NIC_FROM_LINK)
		text = link[class];
	else if (from == NIC_FROM_ETHTOOL)
		text = ethtool[class];
	return text != NULL ? text : "";
}
