/* SPDX-License-Identifier: BSD-2-Clause */
/* What a network card and its driver counted of frames that a capture never sees. */
#ifndef PROBE_NIC_H
#define PROBE_NIC_H

#include <stdbool.h>
#include <stdint.h>

#include "group.h"

enum nic_class {
	NIC_CRC_ALIGN,
	NIC_UNDERSIZE,
	NIC_OVERSIZE,
	NIC_FRAGMENTS,
	NIC_JABBERS,
	NIC_COLLISIONS,
	NIC_MISSED, /* good frames that found no room on their way to the capture */
	NIC_CLASSES
};

enum nic_from {
	NIC_FROM_NONE,    /* the driver has no such counter */
	NIC_FROM_LINK,    /* rtnetlink, IFLA_STATS64 */
	NIC_FROM_ETHTOOL, /* ethtool netlink, groups eth-mac and rmon */
};

struct nic_counters {
	uint64_t value[NIC_CLASSES];
	uint8_t from[NIC_CLASSES]; /* enum nic_from */
	bool bad_captured;         /* rx-all: bad frames are captured, and not taken from here */
	uint64_t speed;            /* bit/s; 0: the driver does not say */
	uint32_t ifindex;
};

struct nic;

/*
 * Opens the netlink sockets for an interface, which need not exist, in the caller's network
 * namespace; no privilege is needed, then or later.  NULL with errno.  Always by name: a device
 * that went and came back is found again.
 */
struct nic *nic_open(const char *interface);
void nic_close(struct nic *nic); /* NULL is allowed */

/*
 * Asks the kernel for all counters since the driver started them.  A virtual interface has none:
 * the zeros that rtnetlink gives for it are not measured.  False: the interface is gone, or cannot
 * be asked now; *counters is undefined.  May take as long as the driver does.
 */
bool nic_read(struct nic *nic, struct nic_counters *counters);

/*
 * What was counted between two reads, as port_loss() takes it, and *missed, how many frames were
 * missed.  Missed frames are one occasion of loss.  A counter that fell, or that comes from
 * elsewhere than before, if only from another device of that name, started anew: it gives 0.
 */
void nic_delta(const struct nic_counters *before, const struct nic_counters *now, struct loss *loss,
    uint64_t *missed);

/* The counters of a class by their names, as "rx_crc_errors + rx_frame_errors"; "" for none. */
const char *nic_text(enum nic_class class, enum nic_from from);

#endif
