/* SPDX-License-Identifier: BSD-2-Clause */
/* The flows with the largest keys out of any number: a heap with the one to go first on top. */
#include "flow_heap.h"

#include <err.h>
#include <stdlib.h>

struct slot {
	uint64_t key;
	uint64_t order; /* in which they were added */
	struct flow_record record;
};

struct flow_heap {
	size_t size;
	size_t room; /* slots that there is memory for */
	size_t count;
	uint64_t added;
	struct slot *slots;
};

struct flow_heap *flow_heap_new(size_t size)
{
	struct flow_heap *heap = calloc(1, sizeof(*heap));

	if (!heap)
		err(EXIT_FAILURE, NULL);
	heap->size = size;
	return heap;
}

void flow_heap_free(struct flow_heap *heap)
{
	if (heap)
		free(heap->slots);
	free(heap);
}

/* Whether a goes before b when there is no room. */
static bool is_less(const struct slot *a, const struct slot *b)
{
	return a->key < b->key || (a->key == b->key && a->order > b->order);
}

static void swap(struct slot *a, struct slot *b)
{
	const struct slot kept = *a;

	*a = *b;
	*b = kept;
}

static void sift_up(struct slot *slots, size_t at)
{
	while (at > 0 && is_less(&slots[at], &slots[(at - 1) / 2])) {
		swap(&slots[at], &slots[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void sift_down(struct slot *slots, size_t count, size_t at)
{
	for (;;) {
		size_t least = at;

		for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++) {
			if (is_less(&slots[child], &slots[least]))
				least = child;
		}
		if (least == at)
			return;
		swap(&slots[at], &slots[least]);
		at = least;
	}
}

/* A few flows need no room for many. */
static void grow(struct flow_heap *heap)
{
	size_t room = heap->room ? 2 * heap->room : 16;

	heap->slots = reallocarray(heap->slots, room, sizeof(*heap->slots));
	if (!heap->slots)
		err(EXIT_FAILURE, NULL);
	heap->room = room;
}

void flow_heap_add(struct flow_heap *heap, uint64_t key, const struct flow_record *record)
{
	const struct slot slot = {.key = key, .order = heap->added++, .record = *record};

	if (heap->count < heap->size) {
		if (heap->count == heap->room)
			grow(heap);
		heap->slots[heap->count] = slot;
		sift_up(heap->slots, heap->count++);
	} else if (heap->count && is_less(&heap->slots[0], &slot)) {
		heap->slots[0] = slot;
		sift_down(heap->slots, heap->count, 0);
	}
}

size_t flow_heap_sort(struct flow_heap *heap)
{
	for (size_t left = heap->count; left > 1; left--) {
		swap(&heap->slots[0], &heap->slots[left - 1]);
		sift_down(heap->slots, left - 1, 0);
	}
	return heap->count;
}

const struct flow_record *flow_heap_at(const struct flow_heap *heap, size_t at)
{
	return &heap->slots[at].record;
}
