/* SPDX-License-Identifier: BSD-2-Clause */
/* Any table that Sonda declares, row by row as an agent has it. */
#ifndef CLIENT_ROWLIST_H
#define CLIENT_ROWLIST_H

#include "mibs/table.h"
#include "session.h"

/* The table with this name, in any case of letters, with or without its "Table"; NULL: none. */
const struct table *rowlist_find(const char *name, size_t len);

/*
 * Prints the rows whose index begins with prefix: the index by its parts, then the other columns, in
 * the order of the index; scalars as a row.  *rows: how many there were.
 */
enum outcome rowlist_print(struct session *session, const struct table *table,
    const struct oid *prefix, bool csv, size_t *rows);

#endif
