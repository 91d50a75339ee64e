/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda capture: packets of a probe's interface to a file or the terminal. */
#ifndef CLIENT_CAPTURE_H
#define CLIENT_CAPTURE_H

#include "capture_options.h" /* its options */
#include "command.h"

int capture_run(const struct run *run);

#endif
