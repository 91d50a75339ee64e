/* SPDX-License-Identifier: BSD-2-Clause */
/* Control rows that a command makes on a probe and removes again when it ends. */
#ifndef CLIENT_ROWS_H
#define CLIENT_ROWS_H

#include "mibs/table.h"
#include "session.h"

struct rows;

/* A column of a control row and what it is set to (varbind_integer() and its like). */
struct setting {
	uint32_t column;
	struct varbind to;
};

/* NULL: no memory.  rows_free() removes nothing; the session outlives it. */
struct rows *rows_new(struct session *session);
void rows_free(struct rows *rows);

/*
 * The owner that rows are made with is "sonda USER@HOST PID".  Rows that are to stay are given this one
 * by a setting: "sonda USER@HOST".
 */
const char *rows_lasting_owner(const struct rows *rows);

/*
 * Makes a valid row of a control table of RMON at a free index, which it returns in *index: by
 * createRequest with the owner, at another index if that one is taken, then the settings in one
 * request, then valid.  The row is put on the stack.  On an error nothing is left of it, and what was
 * wrong was said on stderr unless a signal came.
 */
enum outcome rows_make(struct rows *rows, const struct table *table, const struct setting *settings,
    size_t count, uint32_t *index);

/* Sets columns of a row, in one request; errors are said on stderr. */
enum outcome rows_set(struct rows *rows, const struct table *table, uint32_t index,
    const struct setting *settings, size_t count);

/* Removes a row that is on no stack.  Errors are said on stderr. */
enum outcome rows_delete(struct rows *rows, const struct table *table, uint32_t index);

/* The column of a control table's owner; 0: it has none. */
uint32_t rows_owner_column(const struct table *table);

/* Forgets the rows made so far: they stay on the probe. */
void rows_keep(struct rows *rows);

/*
 * Removes all rows on the stack, the latest first, whatever signals come.  False: some could not be
 * removed, which was said on stderr with their names.
 */
bool rows_remove(struct rows *rows);

#endif
