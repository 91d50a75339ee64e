/* SPDX-License-Identifier: BSD-2-Clause */
/* Remembers the ports of first fragments for those that follow, in a bounded table. */
#include "flow_fragment.h"

#include <assert.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static_assert(sizeof(struct fragment_key) == 44, "keys have no padding");

static struct fragment_key fragment_key_of(const struct packet *p)
{
	bool ipv4 = p->layers & LAYER_IPV4;
	size_t size = ipv4 ? 4 : 16;
	struct fragment_key key = {
	    .id = p->fragment_id,
	    .vlan = {flow_vlan(p, 0), flow_vlan(p, 1)},
	    .kind = ipv4 ? FLOW_IPV4 : FLOW_IPV6,
	    .protocol = ipv4 ? p->ip_protocol : 0,
	};

	memcpy(key.source, p->src_addr, size);
	memcpy(key.destination, p->dst_addr, size);
	return key;
}

static bool is_older(const struct fragment *a, const struct fragment *b)
{
	if (a->key.kind == 0 || b->key.kind == 0)
		return a->key.kind == 0 && b->key.kind != 0;
	return a->time < b->time;
}

/* The entry with this key, or the one that is to make room for it: a free one, or the oldest. */
static struct fragment *entry_of(struct fragment_memory *memory, const struct fragment_key *key)
{
	uint64_t hash = XXH3_64bits_withSeed(key, sizeof(*key), memory->seed);
	struct fragment *set = memory->entries[hash % FRAGMENT_SETS];
	struct fragment *oldest = &set[0];

	for (int i = 0; i < FRAGMENT_WAYS; i++) {
		if (memcmp(&set[i].key, key, sizeof(*key)) == 0)
			return &set[i];
		if (is_older(&set[i], oldest))
			oldest = &set[i];
	}
	return oldest;
}

struct flow_ports fragment_ports(struct fragment_memory *memory, const struct packet *p)
{
	struct fragment_key key = fragment_key_of(p);
	struct fragment *entry = entry_of(memory, &key);
	struct flow_ports ports = flow_ports_of(p);

	if (p->fragment_offset == 0)
		*entry = (struct fragment){.key = key, .ports = ports, .time = p->time};
	else if (memcmp(&entry->key, &key, sizeof(key)) == 0 &&
		 p->time - entry->time < FRAGMENT_LIFE)
		ports = entry->ports;
	return ports;
}
