/* SPDX-License-Identifier: BSD-2-Clause */
/* What the configuration's `probe` line says of one interface. */
#ifndef AGENT_PROBELINE_H
#define AGENT_PROBELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "probe/port.h"

/*
 * Reads `IF [offloads off|keep] [fcs auto|present|absent] ...` into *config, whose defaults the
 * caller has set; line is changed.  False: error says which word is wrong and what was expected.
 */
bool probeline_parse(char *line, struct port_config *config, char *error, size_t error_size);

#endif
