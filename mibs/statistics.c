/* SPDX-License-Identifier: BSD-2-Clause */
/* The statistics group: etherStatsTable and what augments it (RFC 2819, 4502, 3273). */
#include "statistics.h"

#include "columns.h"
#include "mib.h"
#include "probe/stats.h"

#define COUNTER(num, descriptor, member)                                                           \
	READ_ONLY(num, descriptor, COUNTER32, FIELD(IN_SUMMARY, struct stats_summary, member))
#define COUNTER_HIGH(num, descriptor, member)                                                      \
	READ_ONLY(num, descriptor, COUNTER64, FIELD(IN_SUMMARY, struct stats_summary, member))
#define OVERFLOW(num, descriptor, member)                                                          \
	READ_ONLY(num, descriptor, COUNTER32, FIELD(IN_SUMMARY, struct stats_summary, member),     \
	    .flags = COLUMN_OVERFLOW)

static const struct column ether_stats_columns[] = {
    CONTROL_INDEX(1, etherStatsIndex),
    CONTROL_DATA_SOURCE(2, etherStatsDataSource),
    COUNTER(3, etherStatsDropEvents, ether.drop_events),
    COUNTER(4, etherStatsOctets, ether.octets),
    COUNTER(5, etherStatsPkts, ether.pkts),
    COUNTER(6, etherStatsBroadcastPkts, ether.broadcast),
    COUNTER(7, etherStatsMulticastPkts, ether.multicast),
    COUNTER(8, etherStatsCRCAlignErrors, ether.crc_align),
    COUNTER(9, etherStatsUndersizePkts, ether.undersize),
    COUNTER(10, etherStatsOversizePkts, ether.oversize),
    COUNTER(11, etherStatsFragments, ether.fragments),
    COUNTER(12, etherStatsJabbers, ether.jabbers),
    COUNTER(13, etherStatsCollisions, ether.collisions),
    COUNTER(14, etherStatsPkts64Octets, size_pkts[SIZE_64]),
    COUNTER(15, etherStatsPkts65to127Octets, size_pkts[SIZE_65_127]),
    COUNTER(16, etherStatsPkts128to255Octets, size_pkts[SIZE_128_255]),
    COUNTER(17, etherStatsPkts256to511Octets, size_pkts[SIZE_256_511]),
    COUNTER(18, etherStatsPkts512to1023Octets, size_pkts[SIZE_512_1023]),
    COUNTER(19, etherStatsPkts1024to1518Octets, size_pkts[SIZE_1024_1518]),
    CONTROL_OWNER(20, etherStatsOwner),
    CONTROL_STATUS(21, etherStatsStatus),
};

const struct table ether_stats_table = {
    .name = "etherStatsTable",
    .entry = OID_LITERAL(RMON, 1, 1, 1),
    .control = &ether_stats_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(ether_stats_columns),
};

static const struct column ether_stats2_columns[] = {
    COUNTER(1, etherStatsDroppedFrames, dropped_frames),
    READ_ONLY(2, etherStatsCreateTime, TIMETICKS, FIELD(IN_SUMMARY, struct stats_summary, created)),
};

const struct table ether_stats2_table = {
    .name = "etherStats2Table",
    .entry = OID_LITERAL(RMON, 1, 4, 1),
    .control = &ether_stats_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(ether_stats2_columns),
};

static const struct column ether_stats_high_capacity_columns[] = {
    OVERFLOW(1, etherStatsHighCapacityOverflowPkts, ether.pkts),
    COUNTER_HIGH(2, etherStatsHighCapacityPkts, ether.pkts),
    OVERFLOW(3, etherStatsHighCapacityOverflowOctets, ether.octets),
    COUNTER_HIGH(4, etherStatsHighCapacityOctets, ether.octets),
    OVERFLOW(5, etherStatsHighCapacityOverflowPkts64Octets, size_pkts[SIZE_64]),
    COUNTER_HIGH(6, etherStatsHighCapacityPkts64Octets, size_pkts[SIZE_64]),
    OVERFLOW(7, etherStatsHighCapacityOverflowPkts65to127Octets, size_pkts[SIZE_65_127]),
    COUNTER_HIGH(8, etherStatsHighCapacityPkts65to127Octets, size_pkts[SIZE_65_127]),
    OVERFLOW(9, etherStatsHighCapacityOverflowPkts128to255Octets, size_pkts[SIZE_128_255]),
    COUNTER_HIGH(10, etherStatsHighCapacityPkts128to255Octets, size_pkts[SIZE_128_255]),
    OVERFLOW(11, etherStatsHighCapacityOverflowPkts256to511Octets, size_pkts[SIZE_256_511]),
    COUNTER_HIGH(12, etherStatsHighCapacityPkts256to511Octets, size_pkts[SIZE_256_511]),
    OVERFLOW(13, etherStatsHighCapacityOverflowPkts512to1023Octets, size_pkts[SIZE_512_1023]),
    COUNTER_HIGH(14, etherStatsHighCapacityPkts512to1023Octets, size_pkts[SIZE_512_1023]),
    OVERFLOW(15, etherStatsHighCapacityOverflowPkts1024to1518Octets, size_pkts[SIZE_1024_1518]),
    COUNTER_HIGH(16, etherStatsHighCapacityPkts1024to1518Octets, size_pkts[SIZE_1024_1518]),
};

const struct table ether_stats_high_capacity_table = {
    .name = "etherStatsHighCapacityTable",
    .entry = OID_LITERAL(RMON, 1, 7, 1),
    .control = &ether_stats_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(ether_stats_high_capacity_columns),
};

static struct group *ether_stats_collect(struct mib *mib, struct control *row)
{
	(void)mib;
	(void)row;
	return stats_open();
}

const struct control_class ether_stats_control = {
    .name = "etherStatsTable",
    .row_size = sizeof(struct control),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .table = &ether_stats_table,
    .group = &stats_class,
    .collect = ether_stats_collect,
};
