/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables that an OID names, for samplers: any INTEGER, counter or gauge of Sonda's own. */
#ifndef MIBS_VARIABLE_H
#define MIBS_VARIABLE_H

#include "mib.h"
#include "probe/alarm.h"

/*
 * Whether the OID names an instance with an integer value that is there, or that may come: with a
 * control row that the SET under way makes, or any when it is configuration and state that are read.
 */
bool variable_exists(struct mib *mib, const struct oid *variable);

/* Its present value, past all views; false: there is none. */
bool variable_read(struct mib *mib, const struct oid *variable, struct alarm_reading *reading);

#endif
