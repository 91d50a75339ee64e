/* SPDX-License-Identifier: BSD-2-Clause */
/* The filters of the filter group: filterTable. */
#ifndef MIBS_FILTER_H
#define MIBS_FILTER_H

#include "control.h"

extern const struct control_class filter_control;
extern const struct table filter_table;
extern const struct table filter2_table;

/* A channel became valid: the valid filters that name it join it. */
void filter_rows_join(struct mib *mib, uint32_t channel);

#endif
