/* SPDX-License-Identifier: BSD-2-Clause */
/* The hostTopN group: hostTopNControlTable, hostTopNTable and its high capacity form. */
#ifndef MIBS_TOPN_H
#define MIBS_TOPN_H

#include "control.h"

extern const struct control_class host_top_n_control;
extern const struct table host_top_n_control_table;
extern const struct table host_top_n_table;
extern const struct table host_top_n_high_capacity_table;

#endif
