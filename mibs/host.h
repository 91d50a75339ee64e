/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts group: hostControlTable, hostTable, hostTimeTable and what augments them. */
#ifndef MIBS_HOST_H
#define MIBS_HOST_H

#include "control.h"

extern const struct control_class host_control;
extern const struct table host_control_table;
extern const struct table host_table;
extern const struct table host_time_table;
extern const struct table host_control2_table;
extern const struct table host_high_capacity_table;
extern const struct table host_time_high_capacity_table;

#endif
