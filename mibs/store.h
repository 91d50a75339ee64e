/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of one control table, sorted by index. */
#ifndef MIBS_STORE_H
#define MIBS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORES_MAX 32

struct control;

struct store {
	struct control **rows;
	size_t count;
	size_t room; /* rows has space for so many */
};

/* The place of the first row whose index is not below index (store->count: none). */
size_t store_lower_bound(const struct store *store, const uint32_t *index);
struct control *store_find(const struct store *store, const uint32_t *index); /* or NULL */

/* Makes room for count more rows, so that store_put cannot fail; false: no memory. */
bool store_reserve(struct store *store, size_t count);

/* Puts a row in, in place of the one with its index, which is returned (NULL: there was none). */
struct control *store_put(struct store *store, struct control *row);
struct control *store_remove(struct store *store, const uint32_t *index); /* or NULL */
void store_clear(struct store *store); /* frees the array, not the rows */

#endif
