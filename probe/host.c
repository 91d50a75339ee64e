/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts group: finds the addresses of a segment and counts what each sends and receives. */
#include "host.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct host {
	struct group group;
	struct slab slab;
	uint64_t last_delete; /* port time, ns */
};

static_assert(offsetof(struct host_row, address) == sizeof(struct slab_row), "the key follows");

/* RFC 2819: Out counters include bad packets; the broadcast and multicast ones do not. */
static void count_out(struct host_row *row, const struct packet *p)
{
	row->out_pkts++;
	row->out_octets += p->octets;
	row->out_errors += !p->good;
	row->out_broadcast += p->good && p->broadcast;
	row->out_multicast += p->good && p->multicast && !p->broadcast;
}

static void count_in(struct host_row *row, const struct packet *p)
{
	row->in_pkts++;
	row->in_octets += p->octets;
}

static struct host_row *row_take(
    struct host *host, const uint8_t *address, const struct packet *p, bool *evicted)
{
	struct host_row *row = slab_take(&host->slab, address, p->number, evicted);

	if (row->born == 0)
		row->born = p->number;
	return row;
}

static void host_update(struct host *host, const struct packet *p)
{
	bool evicted = false;

	/* one row at a time: the second take may move the first row */
	count_out(row_take(host, p->src_mac, p, &evicted), p);
	count_in(row_take(host, p->dst_mac, p, &evicted), p);
	host->group.rows = host->slab.count;
	if (evicted) {
		host->group.evictions = host->slab.evictions;
		host->group.layout++;
		host->last_delete = p->time;
	}
}

static void host_packet(struct group *group, const struct packet *p)
{
	struct host *host = (struct host *)group;
	struct host_row *row;

	if (p->link != LINK_ETHERNET || !(p->layers & LAYER_MAC))
		return;
	if (p->good) {
		host_update(host, p);
		return;
	}
	/* the addresses of a bad packet may be wrong: it makes no row and keeps none alive */
	row = slab_find(&host->slab, p->src_mac);
	if (row != NULL)
		count_out(row, p);
}

static void host_summary(const struct group *group, void *summary)
{
	const struct host *host = (const struct host *)group;

	*(struct host_summary *)summary = (struct host_summary){
	    .table_size = host->slab.count,
	    .last_delete = host->last_delete,
	    .created = group->created,
	};
}

static size_t host_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	const struct host *host = (const struct host *)group;
	struct host_row *copies = rows;

	if (from >= host->slab.count)
		return 0;
	if (count > host->slab.count - from)
		count = host->slab.count - from;
	memcpy(copies, slab_at(&host->slab, from), count * sizeof(*copies));
	for (size_t i = 0; i < count; i++)
		copies[i].creation_order = (uint32_t)(from + i + 1);
	return count;
}

static bool host_find(const struct group *group, unsigned order, void *row)
{
	const struct host *host = (const struct host *)group;
	const struct host_row *rows = slab_at(&host->slab, 0);
	const struct host_row *found;
	struct host_row *wanted = row;

	if (order == HOST_BY_CREATION) {
		if (wanted->creation_order == 0 || wanted->creation_order > host->slab.count)
			return false;
		found = &rows[wanted->creation_order - 1];
	} else {
		found = slab_find(&host->slab, wanted->address);
		if (found == NULL)
			return false;
	}
	*wanted = *found;
	wanted->creation_order = (uint32_t)(found - rows) + 1;
	return true;
}

static void host_free(struct group *group)
{
	struct host *host = (struct host *)group;

	slab_free(&host->slab);
	free(host);
}

const struct group_class host_class = {
    .name = "hosts",
    .summary_size = sizeof(struct host_summary),
    .row_size = sizeof(struct host_row),
    .packet = host_packet,
    .summary = host_summary,
    .copy = host_copy,
    .find = host_find,
    .free = host_free,
};

struct group *host_open(uint32_t capacity, uint64_t seed)
{
	struct host *host;

	if (capacity > HOST_ROWS_MAX) {
		errno = EINVAL;
		return NULL;
	}
	host = calloc(1, sizeof(*host));
	if (host == NULL)
		return NULL;
	if (slab_init(&host->slab, sizeof(struct host_row), sizeof(((struct host_row *)0)->address),
		capacity, seed) != 0) {
		free(host);
		return NULL;
	}
	host->group.class = &host_class;
	host->group.memory = sizeof(*host) + slab_memory(&host->slab);
	return &host->group;
}
