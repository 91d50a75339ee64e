/* SPDX-License-Identifier: BSD-2-Clause */
/* The history group: closes a bucket of Ethernet counters at the end of every interval. */
#include "history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"

#define SECOND_NS UINT64_C(1000000000)
#define HOUR_NS (3600 * SECOND_NS)
#define INTERVAL_MAX 3600
#define BUCKETS_MAX 65535
#define SAMPLES_MAX UINT64_C(2147483647) /* etherHistorySampleIndex */
#define UTILIZATION_MAX 10000

/*
 * The ring holds the finished samples, whose indexes follow each other without a gap; the running
 * interval is start .. end and its counters are nobody's to see until it is over.
 */
struct history {
	struct group group;
	struct history_config config;
	struct history_row *ring; /* config.buckets */
	uint32_t oldest;          /* position in the ring */
	uint64_t next_index;      /* of the running interval's sample */
	bool running;             /* start and end are known */
	uint64_t start;           /* port time, ns */
	uint64_t end;             /* 0 until running: whatever comes first sets the times */
	struct ether_counters ether;
};

int32_t history_utilization(
    const struct ether_counters *counters, uint64_t speed, uint32_t interval)
{
	unsigned __int128 capacity = (unsigned __int128)speed * interval;
	unsigned __int128 bits;
	unsigned __int128 hundredths;

	if (capacity == 0)
		return 0;
	/* on the wire 96 bits of gap and 64 of preamble and delimiter go with each packet */
	bits = (unsigned __int128)counters->octets * 8 + (unsigned __int128)counters->pkts * 160;
	hundredths = (2 * UTILIZATION_MAX * bits + capacity) / (2 * capacity);
	return hundredths > UTILIZATION_MAX ? UTILIZATION_MAX : (int32_t)hundredths;
}

/*
 * RFC 2819 etherHistoryIntervalStart: when the next hour begins, a sample shall begin too, and all
 * are of one length.  So the first waits for what the time to the next hour is beyond whole
 * intervals.
 */
static uint64_t hour_delay(uint64_t time, int64_t wall_offset, uint64_t interval)
{
	int64_t offset = wall_offset % (int64_t)HOUR_NS;
	uint64_t into_hour;

	if (offset < 0)
		offset += (int64_t)HOUR_NS;
	into_hour = (time % HOUR_NS + (uint64_t)offset) % HOUR_NS;
	return (HOUR_NS - into_hour) % interval;
}

static uint64_t add_capped(uint64_t time, uint64_t step)
{
	return time > UINT64_MAX - step ? UINT64_MAX : time + step;
}

static void begin(struct history *history)
{
	uint64_t interval = history->config.interval * SECOND_NS;

	history->start = history->group.created;
	if (history->config.align)
		history->start = add_capped(history->start,
		    hour_delay(history->group.created, history->group.port->wall, interval));
	history->end = add_capped(history->start, interval);
	history->running = true;
}

/*
 * A bucket that leaves because the ring is full is the group's way of working, not an eviction for
 * want of memory, so it is not counted as one.
 */
static void sample_add(struct history *history, const struct history_row *sample)
{
	struct group *group = &history->group;
	uint32_t position = (history->oldest + group->rows) % history->config.buckets;

	history->ring[position] = *sample;
	if (group->rows < history->config.buckets) {
		group->rows++;
		return;
	}
	history->oldest = (history->oldest + 1) % history->config.buckets;
	group->layout++;
}

/* The sample of the running interval; after the last index the MIB has, samples are no more taken. */
static void close_running(struct history *history)
{
	struct history_row sample = {
	    .sample_index = (uint32_t)history->next_index,
	    .interval_start = history->start,
	    .ether = history->ether,
	};

	sample.utilization = history_utilization(
	    &history->ether, history->group.port->speed, history->config.interval);
	memset(&history->ether, 0, sizeof(history->ether));
	if (history->next_index > SAMPLES_MAX)
		return;
	sample_add(history, &sample);
	history->next_index++;
}

/*
 * Empty intervals are samples like others, but only those that will still be in the ring after
 * the gap are made: a gap of any length costs one ring.
 */
static void close_empty(struct history *history, uint64_t intervals)
{
	uint64_t interval = history->config.interval * SECOND_NS;
	uint64_t left = SAMPLES_MAX + 1 - history->next_index;
	uint64_t unseen;

	if (intervals > left)
		intervals = left;
	unseen = intervals > history->config.buckets ? intervals - history->config.buckets : 0;
	history->next_index += unseen;
	for (uint64_t i = unseen; i < intervals; i++) {
		struct history_row sample = {
		    .sample_index = (uint32_t)history->next_index++,
		    .interval_start = history->start + i * interval,
		};
		sample_add(history, &sample);
	}
}

/* Closes all intervals that are over at time now; deadlines are absolute, so nothing drifts. */
static void history_tick(struct group *group, uint64_t now)
{
	struct history *history = (struct history *)group;
	uint64_t interval = history->config.interval * SECOND_NS;
	uint64_t over;

	if (now < history->end)
		return;
	if (!history->running)
		begin(history);
	if (now < history->start)
		return;
	over = (now - history->start) / interval;
	if (over == 0)
		return;
	close_running(history);
	history->start += interval;
	close_empty(history, over - 1);
	history->start += (over - 1) * interval;
	history->end = add_capped(history->start, interval);
}

static void history_packet(struct group *group, const struct packet *p)
{
	struct history *history = (struct history *)group;

	if (p->time >= history->end)
		history_tick(group, p->time);
	if (p->time >= history->start)
		ether_count_packet(&history->ether, p);
}

static void history_loss(struct group *group, const struct loss *loss)
{
	struct history *history = (struct history *)group;

	if (history->running && group->port->clock >= history->start)
		ether_count_loss(&history->ether, loss);
}

static void history_summary(const struct group *group, void *summary)
{
	*(struct history_summary *)summary = (struct history_summary){.created = group->created};
}

/* The sample of this age rank, 0 the oldest. */
static const struct history_row *sample_at(const struct history *history, size_t rank)
{
	return &history->ring[(history->oldest + rank) % history->config.buckets];
}

static size_t history_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	const struct history *history = (const struct history *)group;
	struct history_row *copies = rows;

	if (from >= group->rows)
		return 0;
	if (count > group->rows - from)
		count = group->rows - from;
	for (size_t i = 0; i < count; i++)
		copies[i] = *sample_at(history, from + i);
	return count;
}

static bool history_find(const struct group *group, unsigned order, void *row)
{
	const struct history *history = (const struct history *)group;
	struct history_row *wanted = row;
	uint64_t first = history->next_index - group->rows;

	(void)order;
	if (wanted->sample_index < first || wanted->sample_index >= history->next_index)
		return false;
	*wanted = *sample_at(history, wanted->sample_index - first);
	return true;
}

struct history_row *history_ring_new(uint32_t buckets)
{
	if (buckets == 0 || buckets > BUCKETS_MAX) {
		errno = EINVAL;
		return NULL;
	}
	return calloc(buckets, sizeof(struct history_row));
}

void history_ring_free(struct history_row *ring)
{
	free(ring);
}

static void ring_use(struct history *history, struct history_row *ring, uint32_t buckets)
{
	history->ring = ring;
	history->oldest = 0;
	history->config.buckets = buckets;
	history->group.memory = sizeof(*history) + buckets * sizeof(*ring);
}

struct history_row *history_resize(struct group *group, struct history_row *ring, uint32_t buckets)
{
	struct history *history = (struct history *)group;
	struct history_row *old = history->ring;
	uint32_t kept = group->rows < buckets ? group->rows : buckets;

	history_copy(group, group->rows - kept, kept, ring);
	ring_use(history, ring, buckets);
	group->rows = kept;
	group->layout++;
	return old;
}

static void history_free(struct group *group)
{
	struct history *history = (struct history *)group;

	history_ring_free(history->ring);
	free(history);
}

const struct group_class history_class = {
    .name = "history",
    .summary_size = sizeof(struct history_summary),
    .row_size = sizeof(struct history_row),
    .packet = history_packet,
    .tick = history_tick,
    .loss = history_loss,
    .summary = history_summary,
    .copy = history_copy,
    .find = history_find,
    .free = history_free,
};

struct group *history_open(const struct history_config *config)
{
	struct history_row *ring;
	struct history *history;

	if (config->interval == 0 || config->interval > INTERVAL_MAX) {
		errno = EINVAL;
		return NULL;
	}
	ring = history_ring_new(config->buckets);
	if (ring == NULL)
		return NULL;
	history = calloc(1, sizeof(*history));
	if (history == NULL) {
		history_ring_free(ring);
		return NULL;
	}
	history->config = *config;
	history->next_index = 1;
	history->group.class = &history_class;
	ring_use(history, ring, config->buckets);
	return &history->group;
}
