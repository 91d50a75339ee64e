/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda alarm: lists the alarms of a probe, makes one with its events, deletes one. */
#ifndef CLIENT_ALARM_H
#define CLIENT_ALARM_H

#include "command.h"

extern const struct option_spec alarm_options[];
int alarm_run(const struct run *run);

/* Prints the alarms, each with how its value compares to its thresholds; nothing if there are none. */
enum outcome alarm_list(struct session *session, bool csv);
/* Prints the latest entries of the log. */
enum outcome alarm_log(struct session *session, bool csv);

/* Makes the alarm that the command line asks for; deletes the one that it names.  An exit status. */
int alarm_make(const struct run *run);
int alarm_delete(const struct run *run, const char *index);

#endif
