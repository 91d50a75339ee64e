/* SPDX-License-Identifier: BSD-2-Clause */
/* Object identifiers as text: numbers, or the name of one of our columns and its index. */
#ifndef MIBS_OIDTEXT_H
#define MIBS_OIDTEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "value.h"

/* "1.3.6.1.2.1.1.3.0", with or without a dot before, or "etherStatsOctets.1".  False: neither. */
bool oidtext_parse(const char *text, struct oid *oid);

/* The name of our column and its index, or else the numbers; cut to size. */
void oidtext_name(char *text, size_t size, const struct oid *oid);

/* Writes the numbers with a dot between them. */
void oidtext_print(FILE *out, const struct oid *oid);

#endif
