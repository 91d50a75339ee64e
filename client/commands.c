/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of sonda's commands. */
#include "command.h"

const struct command commands[] = {
    {.name = NULL},
};
