/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows of text in aligned columns, or as comma separated values. */
#ifndef CLIENT_LISTING_H
#define CLIENT_LISTING_H

#include <stdbool.h>
#include <stddef.h>

struct listing;

/*
 * The head is printed with the first row, blanks between columns; the widths are those of the first
 * rows, of which some are kept for that.  csv: RFC 4180.  Ends the program if there is no memory.  One
 * freer: listing_end(), which prints what was kept and returns the number of rows.
 */
struct listing *listing_begin(const char *const *heads, size_t columns, bool csv);
void listing_row(struct listing *listing, const char *const *cells);
size_t listing_end(struct listing *listing);

#endif
