/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of all tables, in the order of their OIDs, and of all control tables. */
#include "alarm.h"
#include "capture.h"
#include "channel.h"
#include "event.h"
#include "filter.h"
#include "flow.h"
#include "hc_alarm.h"
#include "history.h"
#include "host.h"
#include "matrix.h"
#include "mib.h"
#include "port.h"
#include "statistics.h"
#include "topn.h"

const struct table *const mib_tables[] = {
    &ether_stats_table,
    &ether_stats2_table,
    &ether_stats_high_capacity_table,
    &history_control_table,
    &ether_history_table,
    &history_control2_table,
    &ether_history_high_capacity_table,
    &alarm_table,
    &host_control_table,
    &host_table,
    &host_time_table,
    &host_control2_table,
    &host_high_capacity_table,
    &host_time_high_capacity_table,
    &host_top_n_control_table,
    &host_top_n_table,
    &host_top_n_high_capacity_table,
    &matrix_control_table,
    &matrix_sd_table,
    &matrix_ds_table,
    &matrix_control2_table,
    &matrix_sd_high_capacity_table,
    &matrix_ds_high_capacity_table,
    &filter_table,
    &channel_table,
    &channel2_table,
    &filter2_table,
    &buffer_control_table,
    &capture_buffer_table,
    &capture_buffer_high_capacity_table,
    &event_table,
    &log_table,
    &hc_alarm_table,
    &hc_alarm_scalars,
    &probe_scalars,
    &port_table,
    &damage_table,
    &source_table,
    &event_target_scalars,
    &flow_control_table,
    &flow_table,
    &flow_ended_table,
    &flow_slot_table,
    NULL,
};

const struct control_class *const mib_controls[] = {
    &port_control,
    &source_control,
    &ether_stats_control,
    &history_control,
    &host_control,
    &host_top_n_control,
    &matrix_control,
    &flow_control,
    &filter_control,
    &channel_control,
    &buffer_control,
    &event_control,
    &alarm_control,
    &hc_alarm_control,
    NULL,
};
