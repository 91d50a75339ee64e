/* SPDX-License-Identifier: BSD-2-Clause */
/* The statistics group: etherStatsTable and what augments it (RFC 2819, 4502, 3273). */
#ifndef MIBS_STATISTICS_H
#define MIBS_STATISTICS_H

#include "control.h"

extern const struct control_class ether_stats_control;
extern const struct table ether_stats_table;
extern const struct table ether_stats2_table;
extern const struct table ether_stats_high_capacity_table;

#endif
