/* SPDX-License-Identifier: BSD-2-Clause */
/* The history groups: historyControlTable, etherHistoryTable and what augments them. */
#ifndef MIBS_HISTORY_H
#define MIBS_HISTORY_H

#include "control.h"

extern const struct control_class history_control;
extern const struct table history_control_table;
extern const struct table ether_history_table;
extern const struct table history_control2_table;
extern const struct table ether_history_high_capacity_table;

#endif
