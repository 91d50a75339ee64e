/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda show: what a probe is and has, or any of its tables. */
#ifndef CLIENT_SHOW_H
#define CLIENT_SHOW_H

#include "command.h"

extern const struct option_spec show_options[];
int show_run(const struct run *run);

/* Prints what the probe is, its interfaces, its control rows and its alarms. */
enum outcome show_probe(struct session *session, bool csv);

#endif
