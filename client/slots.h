/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda slots: what came in each slot of time. */
#ifndef CLIENT_SLOTS_H
#define CLIENT_SLOTS_H

#include "command.h"

extern const struct option_spec slots_options[];

int slots_run(const struct run *run);

#endif
