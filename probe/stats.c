/* SPDX-License-Identifier: BSD-2-Clause */
/* The counters of etherStatsTable, and how every group counts the frames of a segment. */
#include "stats.h"

#include <stdlib.h>

struct stats {
	struct group group;
	struct ether_counters ether;
	uint64_t size_pkts[SIZE_CLASSES + 1]; /* the last: frames in no class, never shown */
};

/* RFC 2819: which fault a frame of this status is; the bits that cannot meet are not named. */
static void count_fault(struct ether_counters *counters, unsigned int status)
{
	switch (status & (PACKET_OVERSIZE | PACKET_UNDERSIZE | PACKET_CRC_ERROR)) {
	case PACKET_CRC_ERROR:
		counters->crc_align++;
		break;
	case PACKET_UNDERSIZE:
		counters->undersize++;
		break;
	case PACKET_OVERSIZE:
		counters->oversize++;
		break;
	case PACKET_UNDERSIZE | PACKET_CRC_ERROR:
		counters->fragments++;
		break;
	case PACKET_OVERSIZE | PACKET_CRC_ERROR:
		counters->jabbers++;
		break;
	}
}

void ether_count_packet(struct ether_counters *counters, const struct packet *p)
{
	counters->pkts++;
	counters->octets += p->octets;
	counters->broadcast += p->good && p->broadcast;
	counters->multicast += p->good && p->multicast && !p->broadcast;
	count_fault(counters, p->status);
}

/*
 * Frames that only the NIC saw are packets of the segment; their octets are unknown.  Those with
 * CRC or alignment errors have a legal but unknown length, so they are in pkts and crc_align and
 * in no size class: only by them can pkts exceed size classes + undersize + oversize + fragments +
 * jabbers.
 */
void ether_count_loss(struct ether_counters *counters, const struct loss *loss)
{
	counters->drop_events += loss->occasions;
	counters->crc_align += loss->crc_align;
	counters->undersize += loss->undersize;
	counters->oversize += loss->oversize;
	counters->fragments += loss->fragments;
	counters->jabbers += loss->jabbers;
	counters->collisions += loss->collisions;
	counters->pkts +=
	    loss->crc_align + loss->undersize + loss->oversize + loss->fragments + loss->jabbers;
}

static void stats_packet(struct group *group, const struct packet *p)
{
	struct stats *stats = (struct stats *)group;

	ether_count_packet(&stats->ether, p);
	stats->size_pkts[frame_size_class(p)]++;
}

static void stats_loss(struct group *group, const struct loss *loss)
{
	struct stats *stats = (struct stats *)group;

	ether_count_loss(&stats->ether, loss);
}

static void stats_summary(const struct group *group, void *summary)
{
	const struct stats *stats = (const struct stats *)group;
	struct stats_summary *s = summary;

	*s = (struct stats_summary){.ether = stats->ether, .created = group->created};
	for (int size = 0; size < SIZE_CLASSES; size++)
		s->size_pkts[size] = stats->size_pkts[size];
}

static void stats_free(struct group *group)
{
	free(group);
}

const struct group_class stats_class = {
    .name = "statistics",
    .summary_size = sizeof(struct stats_summary),
    .packet = stats_packet,
    .loss = stats_loss,
    .summary = stats_summary,
    .free = stats_free,
};

struct group *stats_open(void)
{
	struct stats *stats = calloc(1, sizeof(*stats));

	if (stats == NULL)
		return NULL;
	stats->group.class = &stats_class;
	stats->group.memory = sizeof(*stats);
	return &stats->group;
}
