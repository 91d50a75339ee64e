/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda top: the busiest hosts of an interface, by the probe's own report (hostTopN). */
#ifndef CLIENT_TOP_H
#define CLIENT_TOP_H

#include "command.h"

extern const struct option_spec top_options[];
int top_run(const struct run *run);

#endif
