/* SPDX-License-Identifier: BSD-2-Clause */
/* The flow group: finds the flow of each packet, counts it there, and ends flows. */
#include "flow.h"

#include <errno.h>
#include <stdlib.h>

#include "flow_fragment.h"
#include "port.h"

#define SECOND_NS UINT64_C(1000000000)
/* How long last packets of a closed flow are still its own, ns. */
#define LINGER (5 * SECOND_NS)

#define LOOKS 8          /* at a flow with packets before its idle time-out is over */
#define TICK_ROWS 4096   /* of a list looked at in one tick: a millisecond or two */
#define PROBATION_PART 8 /* of the rows: what a flood leaves to flows of one packet */
#define VICTIMS 8        /* rows looked at to find one that makes room */

/* 2^24 ns, 17 ms: 32 bits of it last for two years. */
#define QUEUE_SHIFT 24

enum {
	TCP_FIN = 1,
	TCP_SYN = 2,
	TCP_RST = 4,
	TCP_ACK = 16,
};

struct flow {
	struct group group;
	struct flow_table table;
	struct flow_slots slots;
	struct flow_log log;
	struct flow_summary summary;
	uint64_t idle; /* ns */
	uint64_t active;
	struct fragment_memory fragments;
};

static uint32_t queue_time(uint64_t time)
{
	return (uint32_t)(time >> QUEUE_SHIFT);
}

/* How long the row is on its list, in ns. */
static uint64_t queued_for(const struct flow_row *row, uint64_t now)
{
	return (uint64_t)(queue_time(now) - row->queued) << QUEUE_SHIFT;
}

static void flow_note_end(
    struct flow *flow, const struct flow_row *row, enum flow_end reason, uint64_t now)
{
	flow_log_add(&flow->log, row, reason, now);
	flow->summary.deletes[reason]++;
}

static void flow_end(struct flow *flow, struct flow_row *row, enum flow_end reason, uint64_t now)
{
	flow_note_end(flow, row, reason, now);
	flow_table_remove(&flow->table, row);
}

static bool was_used(const struct flow_row *row)
{
	return (int32_t)(queue_time(row->last) - row->queued) > 0;
}

/* Of the flows with packets, one that had none since it was looked at; or of a few the oldest. */
static struct flow_row *find_unused(struct flow *flow, uint64_t now)
{
	struct flow_row *row = flow_table_first(&flow->table, FLOW_PROTECTED);
	struct flow_row *oldest = row;

	for (int i = 0; i < VICTIMS && was_used(row); i++) {
		if (row->last < oldest->last)
			oldest = row;
		flow_table_queue(&flow->table, row, FLOW_PROTECTED, queue_time(now));
		row = flow_table_first(&flow->table, FLOW_PROTECTED);
	}
	return was_used(row) ? oldest : row;
}

static void make_room(struct flow *flow, uint64_t now)
{
	const struct flow_table *table = &flow->table;
	struct flow_row *row = flow_table_first(table, FLOW_CLOSING);
	enum flow_end reason = FLOW_END_CLOSED;

	if (row == NULL) {
		bool many = table->queues[FLOW_PROBATION].count > table->capacity / PROBATION_PART;

		if (many || table->queues[FLOW_PROTECTED].count == 0)
			row = flow_table_first(table, FLOW_PROBATION);
		else
			row = find_unused(flow, now);
		reason = now - row->last < flow->idle ? FLOW_END_EVICTED : FLOW_END_IDLE;
	}
	flow_end(flow, row, reason, now);
	flow->group.evictions = flow->summary.deletes[FLOW_END_EVICTED];
}

/* What a flow shows of its first packet. */
static void flow_begin(
    struct flow *flow, struct flow_row *row, const struct packet *p, bool swapped)
{
	row->marks = swapped ? FLOW_SWAPPED : 0;
	row->first = p->time;
	row->queued = queue_time(p->time);
	if (p->layers & LAYER_MAC) {
		memcpy(row->mac[0], p->src_mac, sizeof(row->mac[0]));
		memcpy(row->mac[1], p->dst_mac, sizeof(row->mac[1]));
	}
	if (p->layers & (LAYER_IPV4 | LAYER_IPV6))
		row->dscp = p->ip_tos >> 2;
	if (p->layers & (LAYER_ICMP | LAYER_ICMPV6)) {
		row->marks |= FLOW_MESSAGE;
		row->icmp_type = p->icmp_type;
		row->icmp_code = p->icmp_code;
	}
	flow->summary.inserts++;
}

/*
 * Whether the flow is over before this packet, and why; 0: it goes on.  A SYN after the end begins
 * another connection between the same ports.
 */
static enum flow_end flow_is_over(
    const struct flow *flow, const struct flow_row *row, const struct packet *p)
{
	if (row->list == FLOW_CLOSING) {
		bool opens =
		    (p->layers & LAYER_TCP) && (p->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;

		return opens || queued_for(row, p->time) >= LINGER ? FLOW_END_CLOSED : 0;
	}
	if (p->time - row->last >= flow->idle)
		return FLOW_END_IDLE;
	return p->time - row->first >= flow->active ? FLOW_END_ACTIVE : 0;
}

/*
 * The row for a packet; *begins: it is its flow's first.  What goes on beyond the active time-out
 * keeps its source, whoever sends next.
 */
static struct flow_row *flow_take(struct flow *flow, const struct flow_key *key,
    const struct packet *p, bool swapped, bool *begins)
{
	struct flow_table *table = &flow->table;
	uint32_t hash = flow_hash(table, key);
	struct flow_row *row = flow_table_find(table, key, hash);
	enum flow_end over = row != NULL ? flow_is_over(flow, row, p) : 0;

	*begins = row == NULL || over;
	if (!*begins)
		return row;
	if (over == FLOW_END_ACTIVE)
		swapped = row->marks & FLOW_SWAPPED;
	if (over) {
		flow_note_end(flow, row, over, p->time);
		flow_table_renew(table, row);
	} else {
		if (table->count == table->capacity)
			make_room(flow, p->time);
		row = flow_table_add(table, key, hash);
	}
	flow_begin(flow, row, p, swapped);
	return row;
}

static void take_tcp_flags(
    struct flow *flow, struct flow_row *row, const struct packet *p, bool back)
{
	row->tcp_flags[back] |= p->tcp_flags;
	if (row->list != FLOW_CLOSING &&
	    ((p->tcp_flags & TCP_RST) || (row->tcp_flags[0] & row->tcp_flags[1] & TCP_FIN)))
		flow_table_queue(&flow->table, row, FLOW_CLOSING, queue_time(p->time));
}

static void flow_count(
    struct flow *flow, struct flow_row *row, const struct packet *p, bool swapped)
{
	bool back = swapped != !!(row->marks & FLOW_SWAPPED);

	row->last = p->time;
	row->pkts[back]++;
	row->octets[back] += p->octets;
	if (p->layers & LAYER_TCP)
		take_tcp_flags(flow, row, p, back);
	if (row->list == FLOW_PROBATION && row->pkts[0] + row->pkts[1] > 1)
		flow_table_queue(&flow->table, row, FLOW_PROTECTED, queue_time(p->time));
}

static void pass_slots(struct flow *flow, uint64_t now)
{
	if (now >= flow->slots.end)
		flow_slots_pass(&flow->slots, now, flow->group.port->wall, flow->group.created);
}

static void flow_packet(struct group *group, const struct packet *p)
{
	struct flow *flow = (struct flow *)group;
	struct flow_ports ports;
	struct flow_row *row;
	struct flow_key key;
	bool swapped;
	bool begins;

	pass_slots(flow, p->time);
	if (!p->good) {
		bool fcs = p->status & PACKET_CRC_ERROR;

		flow->summary.uncounted[fcs ? FLOW_UNCOUNTED_FCS : FLOW_UNCOUNTED_LENGTH]++;
		return;
	}
	ports = p->fragment ? fragment_ports(&flow->fragments, p) : flow_ports_of(p);
	if (!flow_key_make(&key, p, &ports, &swapped)) {
		flow->summary.uncounted[FLOW_UNCOUNTED_DAMAGE]++;
		return;
	}
	row = flow_take(flow, &key, p, swapped, &begins);
	flow_count(flow, row, p, swapped);
	flow_slots_count(&flow->slots, flow_traffic_of(&key), begins, p->octets);
	flow->summary.pkts++;
	flow->summary.octets += p->octets;
	group->rows = flow->table.count;
	group->places = flow->table.places;
	group->newest = flow->table.newest;
}

/* Ends closed flows whose last packets have come. */
static void end_closed(struct flow *flow, uint64_t now)
{
	struct flow_row *row;
	int looks = 0;

	while ((row = flow_table_first(&flow->table, FLOW_CLOSING)) != NULL &&
	       queued_for(row, now) >= LINGER && looks++ < TICK_ROWS)
		flow_end(flow, row, FLOW_END_CLOSED, now);
}

/* Flows of one packet are in the order of that packet. */
static void end_single(struct flow *flow, uint64_t now)
{
	struct flow_row *row;
	int looks = 0;

	while ((row = flow_table_first(&flow->table, FLOW_PROBATION)) != NULL &&
	       now - row->last >= flow->idle && looks++ < TICK_ROWS)
		flow_end(flow, row, FLOW_END_IDLE, now);
}

/* A flow with packets is looked at a few times in its idle time-out, not moved at each packet. */
static void end_idle(struct flow *flow, uint64_t now)
{
	struct flow_row *row;
	int looks = 0;

	while ((row = flow_table_first(&flow->table, FLOW_PROTECTED)) != NULL &&
	       queued_for(row, now) >= flow->idle / LOOKS && looks++ < TICK_ROWS) {
		if (now - row->last >= flow->idle)
			flow_end(flow, row, FLOW_END_IDLE, now);
		else
			flow_table_queue(&flow->table, row, FLOW_PROTECTED, queue_time(now));
	}
}

static void flow_tick(struct group *group, uint64_t now)
{
	struct flow *flow = (struct flow *)group;

	pass_slots(flow, now);
	end_closed(flow, now);
	end_single(flow, now);
	end_idle(flow, now);
	group->rows = flow->table.count;
}

static void flow_summary(const struct group *group, void *summary)
{
	const struct flow *flow = (const struct flow *)group;
	struct flow_summary *copy = summary;

	*copy = flow->summary;
	copy->current = flow->table.count;
	copy->created = group->created;
}

static size_t flow_copy(
    const struct group *group, size_t from, size_t count, uint32_t newest, void *rows)
{
	const struct flow_table *table = &((const struct flow *)group)->table;
	struct flow_row *copies = rows;
	size_t copied = 0;

	for (size_t place = from; place < from + count && place < table->places; place++) {
		if (group_had(group, table->rows[place].id, newest))
			copies[copied++] = table->rows[place];
	}
	return copied;
}

static bool flow_find(const struct group *group, unsigned order, void *row)
{
	const struct flow *flow = (const struct flow *)group;
	struct flow_row *wanted = row;
	const struct flow_row *found = flow_table_find_id(&flow->table, wanted->id);

	(void)order;
	if (found == NULL)
		return false;
	*wanted = *found;
	return true;
}

static void flow_free(struct group *group)
{
	struct flow *flow = (struct flow *)group;

	flow_table_free(&flow->table);
	flow_slots_free(&flow->slots);
	flow_log_free(&flow->log);
	free(flow);
}

const struct group_class flow_class = {
    .name = "flow",
    .summary_size = sizeof(struct flow_summary),
    .row_size = sizeof(struct flow_row),
    .packet = flow_packet,
    .tick = flow_tick,
    .summary = flow_summary,
    .copy_places = flow_copy,
    .find = flow_find,
    .free = flow_free,
    .parts = {[FLOW_PART_ENDED] = &flow_log_class, [FLOW_PART_SLOTS] = &flow_slots_class},
    .summary_apart = true,
};

void flow_set_timeouts(struct group *group, uint32_t idle, uint32_t active)
{
	struct flow *flow = (struct flow *)group;

	flow->idle = idle * SECOND_NS;
	flow->active = active * SECOND_NS;
}

static bool is_timeout(uint32_t seconds)
{
	return seconds >= 1 && seconds <= FLOW_TIMEOUT_MAX;
}

static void flow_use_parts(struct flow *flow)
{
	struct group *group = &flow->group;

	group->parts[FLOW_PART_ENDED] = &flow->log.group;
	group->parts[FLOW_PART_SLOTS] = &flow->slots.group;
	group->memory = sizeof(*flow) + flow_table_memory(&flow->table) + flow->log.group.memory +
			flow->slots.group.memory;
}

struct group *flow_open(const struct flow_config *config)
{
	struct flow *flow = calloc(1, sizeof(*flow));

	if (flow == NULL)
		return NULL;
	if (!is_timeout(config->idle) || !is_timeout(config->active)) {
		flow_free(&flow->group);
		errno = EINVAL;
		return NULL;
	}
	if (flow_table_init(&flow->table, config->capacity, config->seed) != 0 ||
	    flow_log_init(&flow->log, config->ended) != 0 ||
	    flow_slots_init(&flow->slots, config->slot_length, config->slots) != 0) {
		int error = errno;

		flow_free(&flow->group);
		errno = error;
		return NULL;
	}
	flow->fragments.seed = config->seed;
	flow->group.class = &flow_class;
	flow_set_timeouts(&flow->group, config->idle, config->active);
	flow_use_parts(flow);
	return &flow->group;
}
