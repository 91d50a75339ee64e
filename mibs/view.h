/* SPDX-License-Identifier: BSD-2-Clause */
/* Immutable sorted copies of a collector's rows, through which all SNMP reading goes. */
#ifndef MIBS_VIEW_H
#define MIBS_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "table.h"

struct control;
struct mib;

/*
 * A view lives one second or ten times what it took to build, whichever is longer, is built only
 * when asked for, and is dropped after a minute without readers.  During one PDU it stays.
 */
struct view {
	uint64_t built;   /* when it was copied, by mib->clock, ns */
	uint64_t cost;    /* ns that copying and sorting took */
	uint64_t expires; /* by mib->clock, ns */
	uint64_t read;    /* last asked for, by mib->clock */
	uint64_t pdu;     /* that last asked for it */
	size_t row_size;
	size_t count;
	uint8_t *rows;                     /* count rows in the group's natural order */
	uint32_t *orders[VIEW_ORDERS_MAX]; /* count row numbers; NULL: natural, or not sorted yet */
	void *summary;
	int part;          /* of the collector that its rows are of; VIEW_WHOLE, VIEW_SUMMARY */
	struct view *next; /* another view of the same collector; NULL: none */
};

#define VIEW_WHOLE (-1)   /* the collector's own rows, and its summary */
#define VIEW_SUMMARY (-2) /* its summary and no rows */

/*
 * The view of a control row's collector, sorted in that order (TABLE_OF_CONTROL_ROWS: none is
 * needed); NULL if the row has none, or there is no memory for one (then its rows are invisible
 * until there is).  The only door to traffic rows.
 */
struct view *view_get(struct mib *mib, struct control *row, int order);

static inline const void *view_row(const struct view *view, unsigned order, size_t position)
{
	const uint32_t *numbers = view->orders[order % VIEW_ORDERS_MAX];

	return view->rows + (numbers ? numbers[position] : position) * view->row_size;
}

/* What has the rows of an order: the collector, or one of its parts; order: 0 or more. */
static inline struct group *view_group(struct group *group, int order)
{
	return order < VIEW_ORDERS_MAX ? group : group->parts[order / VIEW_ORDERS_MAX - 1];
}

static inline const struct group_class *view_group_class(const struct group_class *class, int order)
{
	return order < VIEW_ORDERS_MAX ? class : class->parts[order / VIEW_ORDERS_MAX - 1];
}

void view_drop(struct control *row);                         /* all views of the row's collector */
void view_drop_if_unread(struct control *row, uint64_t now); /* by mib->clock */

#endif
