/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows of text in aligned columns, or as comma separated values. */
#include "listing.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MAX 200 /* rows that the widths are taken from */

struct listing {
	size_t columns;
	bool csv;
	size_t rows;
	char **kept; /* cells, row by row; the head is the first */
	size_t kept_rows;
	size_t *widths;
};

static void *need(void *memory)
{
	if (!memory)
		err(EXIT_FAILURE, NULL);
	return memory;
}

static void print_quoted(const char *cell)
{
	bool plain = !strpbrk(cell, "\",\r\n");

	if (!plain)
		putchar('"');
	for (; *cell; cell++) {
		if (*cell == '"')
			putchar('"');
		putchar(*cell);
	}
	if (!plain)
		putchar('"');
}

static void print_row(const struct listing *listing, const char *const *cells)
{
	for (size_t i = 0; i < listing->columns; i++) {
		if (listing->csv) {
			if (i > 0)
				putchar(',');
			print_quoted(cells[i]);
		} else if (i + 1 < listing->columns) {
			printf("%-*s ", (int)listing->widths[i], cells[i]);
		} else {
			fputs(cells[i], stdout);
		}
	}
	putchar('\n');
}

static void keep(struct listing *listing, const char *const *cells)
{
	char **to = &listing->kept[listing->kept_rows++ * listing->columns];

	for (size_t i = 0; i < listing->columns; i++) {
		size_t len = strlen(cells[i]);

		to[i] = need(strdup(cells[i]));
		if (len > listing->widths[i])
			listing->widths[i] = len;
	}
}

struct listing *listing_begin(const char *const *heads, size_t columns, bool csv)
{
	struct listing *listing = need(calloc(1, sizeof(*listing)));

	listing->columns = columns;
	listing->csv = csv;
	listing->kept = need(calloc((KEPT_MAX + 1) * columns, sizeof(*listing->kept)));
	listing->widths = need(calloc(columns, sizeof(*listing->widths)));
	keep(listing, heads);
	return listing;
}

static void kept_print(struct listing *listing)
{
	for (size_t i = 0; i < listing->kept_rows && listing->rows; i++)
		print_row(listing, (const char *const *)&listing->kept[i * listing->columns]);
	for (size_t i = 0; i < listing->kept_rows * listing->columns; i++)
		free(listing->kept[i]);
	listing->kept_rows = 0;
}

void listing_row(struct listing *listing, const char *const *cells)
{
	listing->rows++;
	if (listing->rows <= KEPT_MAX) {
		keep(listing, cells);
		return;
	}
	if (listing->kept_rows)
		kept_print(listing);
	print_row(listing, cells);
}

size_t listing_end(struct listing *listing)
{
	size_t rows = listing->rows;

	kept_print(listing);
	free(listing->kept);
	free(listing->widths);
	free(listing);
	return rows;
}
