/* SPDX-License-Identifier: BSD-2-Clause */
/* Control rows as text: the words of the configuration's and the state file's `row` lines. */
#ifndef MIBS_ROWTEXT_H
#define MIBS_ROWTEXT_H

#include "mib.h"

/* How many characters of its columns' descriptors a `row` line leaves out. */
size_t rowtext_prefix(const struct table *table);

/* One `row TABLE.INDEX COLUMN=VALUE ...` line, taken apart. */
struct rowtext;

/*
 * Parses what follows the word `row`.  where ("sondad.conf:12") is kept for messages.  NULL: error
 * holds what was wrong and what was expected.
 */
struct rowtext *rowtext_parse(
    const struct mib *mib, const char *line, const char *where, char *error, size_t error_size);
void rowtext_free(struct rowtext *text);

bool rowtext_same_row(const struct rowtext *a, const struct rowtext *b);
const char *rowtext_where(const struct rowtext *text);
const char *rowtext_line(const struct rowtext *text); /* as parsed, without the word `row` */

/* Adds the row to the transaction as a SET of its columns and status.  Errors as there. */
enum snmp_error rowtext_add(struct mib *mib, const struct rowtext *text, const char **column);

/* Writes the row as such a line without the word `row`; malloc'ed, NULL: no memory. */
char *rowtext_format(const struct mib *mib, const struct control *row);
char *rowtext_format_deleted(const struct control_class *class, const uint32_t *index);

#endif
