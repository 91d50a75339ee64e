/* SPDX-License-Identifier: BSD-2-Clause */
/* GET, GETNEXT and GETBULK over declared tables: search by key, step by position. */
#ifndef MIBS_WALK_H
#define MIBS_WALK_H

#include <stdbool.h>

#include "mib.h"

/* Room for the largest summary or row of any group; the unit tests check that it suffices. */
#define WALK_SAMPLE_MAX 1024

enum walk_result {
	WALK_OK,
	WALK_NO_OBJECT,   /* no such column (or one that cannot be read) */
	WALK_NO_INSTANCE, /* no such row */
};

/*
 * Where a walk stands within a table.  Valid only while one PDU is answered: the views under it
 * are those of mib->pdu.  A suffix is what follows the table's entry: column, then index.
 */
struct walk {
	struct mib *mib;
	const struct table *table;
	size_t column;     /* position in table->columns */
	size_t control;    /* position in the control store */
	size_t row;        /* position in the view's order */
	struct view *view; /* of the control row stood on; NULL: none */
};

/* The value of one instance. */
enum walk_result walk_get(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, struct value *value);

/* Stands on the first instance after suffix (or at it, if inclusive); false: none is left. */
bool walk_seek(struct walk *walk, struct mib *mib, const struct table *table,
    const uint32_t *suffix, size_t len, bool inclusive);

/* On to the next instance, or to the first of the next column; false: none is left. */
bool walk_step(struct walk *walk);
bool walk_next_column(struct walk *walk);

/* The column stood on, its value, and the suffix of the instance (room for OID_MAX). */
const struct column *walk_column(const struct walk *walk);
void walk_value(const struct walk *walk, struct value *value);
size_t walk_suffix(const struct walk *walk, uint32_t *suffix);

/* The present value of an instance past all views, for samplers. */
enum walk_result walk_sample(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, struct value *value);

/* The same; but a Counter32 that is a 64-bit counter inside is given whole, as a Counter64. */
enum walk_result walk_sample_whole(struct mib *mib, const struct table *table,
    const uint32_t *suffix, size_t len, struct value *value);

#endif
