/* SPDX-License-Identifier: BSD-2-Clause */
/* A flow collector by itself, packets for it, and what it says of its flows; after cmocka.h. */
#ifndef TESTS_UNIT_FLOW_WORLD_H
#define TESTS_UNIT_FLOW_WORLD_H

#include "flow_packets.h"
#include "probe/flow.h"
#include "probe/port.h"

#define SECOND UINT64_C(1000000000)
#define IDLE 60
#define ACTIVE 1800

enum {
	FIN = 1,
	SYN = 2,
	RST = 4,
	ACK = 16,
};

struct world {
	struct port port;
	struct group *group;
	uint64_t sent;
	uint64_t time;
};

static inline void setup(struct world *w, uint32_t capacity)
{
	struct flow_config config = {
	    .capacity = capacity,
	    .ended = 100,
	    .slot_length = 300,
	    .slots = 12,
	    .idle = IDLE,
	    .active = ACTIVE,
	    .seed = 1,
	};

	*w = (struct world){0};
	w->group = flow_open(&config);
	assert_non_null(w->group);
	w->group->port = &w->port;
}

static inline struct flow_summary summary_of(const struct world *w)
{
	struct flow_summary summary;

	w->group->class->summary(w->group, &summary);
	return summary;
}

/* What is in flows, those that ended too, and what is not, is what was sent. */
static inline void teardown(struct world *w)
{
	struct flow_summary s = summary_of(w);
	uint64_t ended = 0;

	for (int reason = 0; reason < FLOW_ENDS; reason++)
		ended += s.deletes[reason];
	assert_int_equal(s.inserts, s.current + ended);
	assert_int_equal(s.pkts + s.uncounted[0] + s.uncounted[1] + s.uncounted[2], w->sent);
	w->group->class->free(w->group);
}

/* Packets are sent a millisecond apart. */
static inline void give(struct world *w, struct packet p)
{
	w->sent++;
	w->time += 1000000;
	p.number = w->sent;
	p.time = w->time;
	w->group->class->packet(w->group, &p);
}

static inline void give_tcp(struct world *w, bool back, uint8_t flags)
{
	struct packet p = packet_with_ports(packet_ipv4(6), 1024, 80);

	p.tcp_flags = flags;
	give(w, back ? packet_back(p) : p);
}

static inline void give_udp(struct world *w, uint16_t source)
{
	give(w, packet_with_ports(packet_ipv4(17), source, 53));
}

static inline void pass(struct world *w, uint64_t ns)
{
	w->time += ns;
	w->group->class->tick(w->group, w->time);
}

static inline bool has_flow(const struct world *w, uint32_t id, struct flow_row *row)
{
	struct flow_row space;

	if (row == NULL)
		row = &space;
	memset(row, 0xff, sizeof(*row));
	row->id = id;
	return w->group->class->find(w->group, 0, row);
}

static inline struct flow_ended ended_of(const struct world *w, uint32_t index)
{
	const struct group *log = w->group->parts[FLOW_PART_ENDED];
	struct flow_ended ended = {.index = index};

	assert_true(log->class->find(log, 0, &ended));
	return ended;
}

static inline void assert_ended(
    const struct world *w, uint32_t index, uint32_t id, enum flow_end reason, uint64_t pkts)
{
	struct flow_ended ended = ended_of(w, index);

	assert_int_equal(ended.flow.id, id);
	assert_int_equal(ended.reason, reason);
	assert_int_equal(ended.flow.pkts[0] + ended.flow.pkts[1], pkts);
}

#endif
