/* SPDX-License-Identifier: BSD-2-Clause */
/* The flows that are under way: bounded rows at fixed places, found by key and by id. */
#ifndef PROBE_FLOW_TABLE_H
#define PROBE_FLOW_TABLE_H

#include "flow_key.h"
#include "hashindex.h"

#define FLOW_ROWS_MAX (UINT32_C(1) << 24)
#define FLOW_NONE UINT32_MAX

/* Which list a row is on; the oldest of a list comes first. */
enum flow_list {
	FLOW_FREE,
	FLOW_PROBATION, /* one packet: in the order of it */
	FLOW_PROTECTED, /* more: in the order of their turn to be looked at */
	FLOW_CLOSING,   /* over, but last packets may come: in the order of their end */
	FLOW_LISTS
};

enum flow_mark {
	FLOW_SWAPPED = 1 << 0, /* the flow's source is end 1 of its key */
	FLOW_MESSAGE = 1 << 1, /* icmp_type and icmp_code are known */
};

/*
 * Of [2], the first is of the flow's source, which sent its first packet, the second of its
 * destination.  128 octets, two lines of a cache: what each packet needs of both.
 */
struct flow_row {
	struct flow_key key;
	uint32_t id; /* from 1, rising as flows begin; 0: the place is free */
	uint64_t pkts[2];
	uint64_t octets[2]; /* RMON octets, FCS included */
	uint64_t first;     /* port time of the first packet, ns */
	uint64_t last;
	uint32_t previous; /* on its list */
	uint32_t next;
	uint32_t queued;   /* when it came there, in units of the group's */
	uint8_t mac[2][6]; /* of the first packet; zeros on links without */
	uint8_t tcp_flags[2];
	uint8_t dscp; /* of the first packet */
	uint8_t icmp_type;
	uint8_t icmp_code;
	uint8_t list;  /* enum flow_list */
	uint8_t marks; /* enum flow_mark */
	uint8_t unused;
};

struct flow_queue {
	uint32_t first;
	uint32_t last;
	uint32_t count;
};

struct flow_table {
	struct flow_row *rows;
	struct hashindex keys;
	struct hashindex ids;
	struct flow_queue queues[FLOW_LISTS];
	uint32_t capacity;
	uint32_t count;
	uint32_t places; /* the rows behind it were never used */
	uint32_t newest; /* the id given last */
	uint64_t seed;
};

/* For 1 .. FLOW_ROWS_MAX rows; 0, or -1 with errno.  A seed makes the hash unpredictable. */
int flow_table_init(struct flow_table *table, uint32_t capacity, uint64_t seed);
void flow_table_free(struct flow_table *table);
size_t flow_table_memory(const struct flow_table *table);

/* The hash by which a key is found, to be made once a packet. */
uint32_t flow_hash(const struct flow_table *table, const struct flow_key *key);

struct flow_row *flow_table_find(
    const struct flow_table *table, const struct flow_key *key, uint32_t hash);
struct flow_row *flow_table_find_id(const struct flow_table *table, uint32_t id);

/*
 * A row, zero but for key and id, on the probation list; the table must not be full and must not
 * have the key.  After 2^32 - 1 flows ids begin again at 1, those in use being left out.
 */
struct flow_row *flow_table_add(
    struct flow_table *table, const struct flow_key *key, uint32_t hash);

/* Lets another flow with the same key begin in the row: zero but for key and a new id. */
void flow_table_renew(struct flow_table *table, struct flow_row *row);

void flow_table_remove(struct flow_table *table, struct flow_row *row);

/* The first of a list, NULL: empty; and to the end of a list. */
struct flow_row *flow_table_first(const struct flow_table *table, enum flow_list list);
void flow_table_queue(
    struct flow_table *table, struct flow_row *row, enum flow_list list, uint32_t queued);

#endif
