/* SPDX-License-Identifier: BSD-2-Clause */
/* Says for each counter of etherStatsTable where a port has its value from. */
#include "source.h"

#include <stdio.h>

/* What a column needs to be told apart; NIC_CLASSES: the capture alone makes it. */
struct column {
	const char *name;
	enum nic_class class;
	const char *captured; /* what of it the capture counts; NULL: it depends */
};

enum {
	DROP_EVENTS = 3,
	OCTETS = 4,
	PKTS = 5,
	CRC_ALIGN = 8,
	UNDERSIZE = 9,
	OVERSIZE = 10,
	FRAGMENTS = 11,
	JABBERS = 12,
	COLLISIONS = 13,
};

#define SIZES "captured packets of this length, FCS included"

static const struct column columns[SOURCE_LAST_COLUMN + 1] = {
    [DROP_EVENTS] = {"etherStatsDropEvents", NIC_MISSED, "losses of the capture ring"},
    [OCTETS] = {"etherStatsOctets", NIC_CLASSES, "captured packets, FCS included"},
    [PKTS] = {"etherStatsPkts", NIC_CLASSES, "captured packets"},
    [6] = {"etherStatsBroadcastPkts", NIC_CLASSES, "captured good packets"},
    [7] = {"etherStatsMulticastPkts", NIC_CLASSES, "captured good packets"},
    [CRC_ALIGN] = {"etherStatsCRCAlignErrors", NIC_CRC_ALIGN, NULL},
    [UNDERSIZE] = {"etherStatsUndersizePkts", NIC_UNDERSIZE, NULL},
    [OVERSIZE] = {"etherStatsOversizePkts", NIC_OVERSIZE, "captured packets"},
    [FRAGMENTS] = {"etherStatsFragments", NIC_FRAGMENTS, NULL},
    [JABBERS] = {"etherStatsJabbers", NIC_JABBERS, NULL},
    [COLLISIONS] = {"etherStatsCollisions", NIC_COLLISIONS, NULL},
    [14] = {"etherStatsPkts64Octets", NIC_CLASSES, SIZES},
    [15] = {"etherStatsPkts65to127Octets", NIC_CLASSES, SIZES},
    [16] = {"etherStatsPkts128to255Octets", NIC_CLASSES, SIZES},
    [17] = {"etherStatsPkts256to511Octets", NIC_CLASSES, SIZES},
    [18] = {"etherStatsPkts512to1023Octets", NIC_CLASSES, SIZES},
    [19] = {"etherStatsPkts1024to1518Octets", NIC_CLASSES, SIZES},
};

/* Frames that fail their FCS are captured only if the FCS is. */
static bool sees_fcs(const struct port *port)
{
	return port->link == LINK_ETHERNET && port->fcs.state != FCS_IS_ABSENT &&
	       (port->fcs.state != FCS_IS_TESTING || port->fcs.valid != 0);
}

/* What the capture itself counts of a column; NULL: nothing. */
static const char *captured_part(const struct port *port, unsigned column)
{
	if (port->config.file != NULL && column == DROP_EVENTS)
		return NULL;
	if (columns[column].captured != NULL)
		return columns[column].captured;
	switch (column) {
	case CRC_ALIGN:
	case JABBERS:
		return sees_fcs(port) ? "captured packets with a wrong FCS" : NULL;
	case UNDERSIZE:
		return port->config.rules.runts ? "captured packets" : NULL;
	case FRAGMENTS:
		return port->config.rules.runts && sees_fcs(port)
			   ? "captured packets with a wrong FCS"
			   : NULL;
	default:
		return NULL;
	}
}

/* Whether packets that only the NIC saw are in Pkts. */
static bool adds_bad(const struct nic_counters *counters)
{
	for (int class = NIC_CRC_ALIGN; class <= NIC_JABBERS; class ++) {
		if (counters->from[class] != NIC_FROM_NONE)
			return !counters->bad_captured;
	}
	return false;
}

/* What the NIC counts of a column, in words; "": nothing. */
static const char *nic_part(const struct port *port, unsigned column)
{
	const struct nic_counters *counters = &port->nic_counters;
	enum nic_class class = columns[column].class;

	if (column == PKTS && adds_bad(counters))
		return "its counters of bad packets";
	if (class == NIC_CLASSES || (class <= NIC_JABBERS && counters->bad_captured))
		return "";
	return nic_text(class, counters->from[class]);
}

/* What is to be known where offloads may have joined packets. */
static const char *caveat(const struct port *port, unsigned column)
{
	bool sized = column == PKTS || column == OVERSIZE || column >= 14;

	if (sized && (port->offloads == OFFLOADS_KEPT || port->offloads == OFFLOADS_UNKNOWN))
		return "; super-frames of offloads count as one packet";
	return "";
}

enum source_origin source_describe(
    const struct port *port, unsigned column, char *text, size_t text_size)
{
	const char *captured = captured_part(port, column);
	const char *nic = nic_part(port, column);

	if (captured != NULL && nic[0] != '\0') {
		snprintf(text, text_size, "%s; and of the NIC: %s%s", captured, nic,
		    caveat(port, column));
		return SOURCE_CAPTURE_AND_NIC;
	}
	if (captured != NULL) {
		snprintf(text, text_size, "%s%s", captured, caveat(port, column));
		return SOURCE_CAPTURE;
	}
	if (nic[0] != '\0') {
		snprintf(text, text_size, "NIC: %s", nic);
		return SOURCE_NIC;
	}
	snprintf(text, text_size,
	    port->config.file != NULL ? "not in the capture file"
				      : "not captured, and the driver has no such counter");
	return SOURCE_NOT_MEASURABLE;
}

const char *source_name(unsigned column)
{
	return columns[column].name;
}
