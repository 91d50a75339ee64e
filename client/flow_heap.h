/* SPDX-License-Identifier: BSD-2-Clause */
/* The flows with the largest keys out of any number, in memory for so many alone. */
#ifndef CLIENT_FLOW_HEAP_H
#define CLIENT_FLOW_HEAP_H

#include "flow_record.h"

struct flow_heap;

/* Ends the program if there is no memory.  One freer: flow_heap_free(). */
struct flow_heap *flow_heap_new(size_t size);
void flow_heap_free(struct flow_heap *heap);

/* Of flows with the same key the earlier one is kept. */
void flow_heap_add(struct flow_heap *heap, uint64_t key, const struct flow_record *record);

/* Sorts them, the largest key first; returns how many there are.  None may be added then. */
size_t flow_heap_sort(struct flow_heap *heap);
/* One of them, from 0, once they are sorted. */
const struct flow_record *flow_heap_at(const struct flow_heap *heap, size_t at);

#endif
