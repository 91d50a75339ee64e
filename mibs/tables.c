/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of all tables, in the order of their OIDs, and of all control tables. */
#include "history.h"
#include "host.h"
#include "matrix.h"
#include "mib.h"
#include "port.h"
#include "statistics.h"

const struct table *const mib_tables[] = {
    &ether_stats_table,
    &ether_stats2_table,
    &ether_stats_high_capacity_table,
    &history_control_table,
    &ether_history_table,
    &history_control2_table,
    &ether_history_high_capacity_table,
    &host_control_table,
    &host_table,
    &host_time_table,
    &host_control2_table,
    &host_high_capacity_table,
    &host_time_high_capacity_table,
    &matrix_control_table,
    &matrix_sd_table,
    &matrix_ds_table,
    &matrix_control2_table,
    &matrix_sd_high_capacity_table,
    &matrix_ds_high_capacity_table,
    &probe_scalars,
    &port_table,
    &damage_table,
    &source_table,
    NULL,
};

const struct control_class *const mib_controls[] = {
    &port_control,
    &source_control,
    &ether_stats_control,
    &history_control,
    &host_control,
    &matrix_control,
    NULL,
};
