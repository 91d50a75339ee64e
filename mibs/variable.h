/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables that an OID names, for samplers: any INTEGER, counter or gauge, Sonda's own or another's. */
#ifndef MIBS_VARIABLE_H
#define MIBS_VARIABLE_H

#include "mib.h"
#include "probe/alarm.h"

/*
 * Whether the OID names an instance with an integer value that is there, or that may come: with a
 * control row that the SET under way makes, or any when it is configuration and state that are read.
 * Of what is not Sonda's own it is only known whether anybody can be asked for it.
 */
bool variable_exists(struct mib *mib, const struct oid *variable);

/*
 * Whether it names an instance, there or not, of an object of Sonda's own that is an integer, or one
 * of others for which somebody can be asked.
 */
bool variable_may_exist(struct mib *mib, const struct oid *variable);

/* Whether it lies in one of Sonda's own tables. */
bool variable_is_own(const struct oid *variable);

/*
 * Whether a row that is made now may wait for a variable that is not there: what was configured or
 * kept may start before those who have its variables.
 */
bool variable_may_wait(const struct mib *mib);

/*
 * Its present value, past all views: Sonda's own at once (ANSWER_VALUE or ANSWER_MISSING), another's
 * ANSWER_LATER through the row's class, or ANSWER_NONE when nobody can be asked now.
 */
enum answer variable_take(struct mib *mib, const struct control *row, const struct oid *variable,
    struct alarm_reading *reading);

#endif
