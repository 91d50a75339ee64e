/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of objects: Sonda's own without any MIB file, others as net-snmp knows them. */
#ifndef CLIENT_NAME_H
#define CLIENT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "mibs/value.h"

/* "1.3.6.1.2.1.1.3.0", "etherStatsOctets.1", or a name of the MIBs that net-snmp has loaded. */
bool name_parse(const char *text, struct oid *oid);

/* The shortest of these ways to write it that is known; cut to size. */
void name_print(char *text, size_t size, const struct oid *oid);

#endif
