/* SPDX-License-Identifier: BSD-2-Clause */
/* The port's own figures as a group: what sondaPortTable and sondaDamageTable show. */
#ifndef PROBE_PORTSTAT_H
#define PROBE_PORTSTAT_H

#include "group.h"
#include "port.h"

struct portstat_row {
	uint32_t damage; /* enum damage, from 1 */
	const char *name;
	uint64_t packets;
};

struct portstat_summary {
	struct port_figures figures;
	uint64_t damaged; /* packets with any damage */
	uint64_t speed;
	uint32_t ifindex;
	int32_t state;    /* enum port_state */
	int32_t fcs;      /* enum fcs_state */
	int32_t offloads; /* enum port_offloads */
	uint32_t rows;    /* of all the port's collectors */
	uint64_t evictions;
	uint64_t memory;
	uint64_t notices_lost;
};

extern const struct group_class portstat_class;

struct group *portstat_open(void); /* NULL with errno */

#endif
