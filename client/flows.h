/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda flows: the flows of an interface. */
#ifndef CLIENT_FLOWS_H
#define CLIENT_FLOWS_H

#include "command.h"

extern const struct option_spec flows_options[];

int flows_run(const struct run *run);

#endif
