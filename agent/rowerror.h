/* SPDX-License-Identifier: BSD-2-Clause */
/* Says in words what an SNMP error of a row's column means, and what was expected. */
#ifndef AGENT_ROWERROR_H
#define AGENT_ROWERROR_H

#include <stddef.h>

#include "mibs/table.h"

/* As "historyControlInterval: wrongValue; expected 1 .. 3600".  column may be NULL. */
void row_error_describe(
    const struct column *column, enum snmp_error error, char *text, size_t size);

#endif
