/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints every object of every table in walk order, in the words of `snmpwalk -On -Oe`. */
#ifndef MIBS_DUMP_H
#define MIBS_DUMP_H

#include <stdio.h>

#include "mib.h"

void dump(struct mib *mib, FILE *out);

/* One line without its end: `.1.3.6.1.2.1.16.1.1.1.4.1 = Counter32: 7`. */
void dump_line(FILE *out, const uint32_t *name, size_t len, const struct value *value);

#endif
