/* SPDX-License-Identifier: BSD-2-Clause */
/* The matrix group: matrixControlTable, matrixSDTable, matrixDSTable and what augments them. */
#ifndef MIBS_MATRIX_H
#define MIBS_MATRIX_H

#include "control.h"

extern const struct control_class matrix_control;
extern const struct table matrix_control_table;
extern const struct table matrix_sd_table;
extern const struct table matrix_ds_table;
extern const struct table matrix_control2_table;
extern const struct table matrix_sd_high_capacity_table;
extern const struct table matrix_ds_high_capacity_table;

#endif
