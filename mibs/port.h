/* SPDX-License-Identifier: BSD-2-Clause */
/* SONDA-MIB: the probe, its ports, damaged packets, and where the counters come from. */
#ifndef MIBS_PORT_H
#define MIBS_PORT_H

#include <stdbool.h>

#include "control.h"

extern const struct control_class port_control;
extern const struct control_class source_control;
extern const struct table probe_scalars;
extern const struct table port_table;
extern const struct table damage_table;
extern const struct table source_table;
extern const struct table event_target_scalars;

/* Makes the rows of all ports of a new mib; false: no memory. */
bool port_rows_make(struct mib *mib);

#endif
