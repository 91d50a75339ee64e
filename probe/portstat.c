/* SPDX-License-Identifier: BSD-2-Clause */
/* The port's own figures as a group: read from the port at every question, counted nowhere else. */
#include "portstat.h"

#include <stdlib.h>
#include <string.h>

#include "decode.h"

#define ROWS (DAMAGE_KINDS - 1) /* DAMAGE_NONE is no damage */

/* What every group of the port holds together; groups without packets have no traffic rows. */
static void sum_groups(const struct port *port, struct portstat_summary *s)
{
	const struct group *group;

	LIST_FOREACH(group, &port->groups, link) {
		if (group->class->packet != NULL)
			s->rows += group->rows;
		s->evictions += group->evictions;
		s->memory += group->memory;
	}
}

static void portstat_summary(const struct group *group, void *summary)
{
	const struct port *port = group->port;
	struct portstat_summary *s = summary;

	memset(s, 0, sizeof(*s));
	if (port == NULL)
		return;
	s->figures = port->figures;
	for (int kind = 1; kind < DAMAGE_KINDS; kind++)
		s->damaged += port->figures.damage[kind];
	s->speed = port->speed;
	s->ifindex = port->ifindex;
	s->state = (int32_t)port->state;
	s->fcs = (int32_t)port->fcs.state;
	s->offloads = (int32_t)port->offloads;
	s->evictions = port->figures.evictions;
	s->notices_lost = port->queue.lost;
	sum_groups(port, s);
}

static struct portstat_row row_of(const struct group *group, uint32_t damage)
{
	return (struct portstat_row){
	    .damage = damage,
	    .name = damage_name((enum damage)damage),
	    .packets = group->port != NULL ? group->port->figures.damage[damage] : 0,
	};
}

static size_t portstat_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	struct portstat_row *copies = rows;

	if (from >= ROWS)
		return 0;
	if (count > ROWS - from)
		count = ROWS - from;
	for (size_t i = 0; i < count; i++)
		copies[i] = row_of(group, (uint32_t)(from + i + 1));
	return count;
}

static bool portstat_find(const struct group *group, unsigned order, void *row)
{
	struct portstat_row *wanted = row;

	(void)order;
	if (wanted->damage == DAMAGE_NONE || wanted->damage >= DAMAGE_KINDS)
		return false;
	*wanted = row_of(group, wanted->damage);
	return true;
}

static void portstat_free(struct group *group)
{
	free(group);
}

const struct group_class portstat_class = {
    .name = "port",
    .summary_size = sizeof(struct portstat_summary),
    .row_size = sizeof(struct portstat_row),
    .summary = portstat_summary,
    .copy = portstat_copy,
    .find = portstat_find,
    .free = portstat_free,
};

struct group *portstat_open(void)
{
	struct group *group = calloc(1, sizeof(*group));

	if (group == NULL)
		return NULL;
	group->class = &portstat_class;
	group->rows = ROWS;
	group->memory = sizeof(*group);
	return group;
}
