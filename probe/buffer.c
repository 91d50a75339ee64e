/* SPDX-License-Identifier: BSD-2-Clause */
/* Keeps accepted packets in a ring of octets, the oldest leaving first, or none any more. */
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_MAX 2147483647u
#define ID_MASK 0x7fffffffu
#define CAPTURED_MAX 65535u /* octets of a packet */

/*
 * A packet's row and octets lie one after the other in the ring, past its end going on at its
 * start; places has where each begins, so that any packet is found at once.
 */
struct buffer {
	struct buffer_config config;
	uint8_t *octets; /* config.octets of them */
	uint32_t *places;
	uint32_t place_count; /* room: no more packets than that can be */
	uint32_t used;        /* octets that packets and overhead take, <= config.octets */
	uint32_t packets;
	uint64_t added; /* packets ever; the oldest there is number added - packets */
	uint32_t index; /* of the latest packet */
	uint64_t turn_on;
	bool was_on;
	bool full;
	bool lost;
	struct buffer_link link;
};

struct buffer *buffer_new(const struct buffer_config *config)
{
	struct buffer *buffer = calloc(1, sizeof(*buffer));

	if (!buffer)
		return NULL;
	buffer->config = *config;
	buffer->index = config->index;
	buffer->place_count = config->octets / (uint32_t)BUFFER_OVERHEAD + 1;
	buffer->octets = calloc(config->octets + (size_t)1, 1);
	buffer->places = calloc(buffer->place_count, sizeof(*buffer->places));
	buffer->link.buffer = buffer;
	if (buffer->octets && buffer->places)
		return buffer;
	buffer_free(buffer);
	return NULL;
}

void buffer_free(struct buffer *buffer)
{
	if (!buffer)
		return;
	free(buffer->octets);
	free(buffer->places);
	free(buffer);
}

struct buffer_link *buffer_link(struct buffer *buffer)
{
	return &buffer->link;
}

void buffer_turn_on(struct buffer *buffer, uint64_t now)
{
	if (!buffer->was_on)
		buffer->turn_on = now;
	buffer->was_on = true;
}

void buffer_loss(struct buffer *buffer)
{
	buffer->lost = true;
}

void buffer_wrap(struct buffer *buffer, bool wrap)
{
	buffer->config.wrap = wrap;
}

struct buffer_state buffer_state(const struct buffer *buffer)
{
	return (struct buffer_state){
	    .full = buffer->full,
	    .packets = buffer->packets,
	    .turn_on = buffer->turn_on,
	};
}

static uint32_t ring_write(struct buffer *buffer, uint32_t at, const void *from, uint32_t len)
{
	uint32_t tail = buffer->config.octets - at;

	if (len < tail) {
		memcpy(buffer->octets + at, from, len);
		return at + len;
	}
	memcpy(buffer->octets + at, from, tail);
	memcpy(buffer->octets, (const uint8_t *)from + tail, len - tail);
	return len - tail;
}

static uint32_t ring_read(const struct buffer *buffer, uint32_t at, void *to, uint32_t len)
{
	uint32_t tail = buffer->config.octets - at;

	if (len < tail) {
		memcpy(to, buffer->octets + at, len);
		return at + len;
	}
	memcpy(to, buffer->octets + at, tail);
	memcpy((uint8_t *)to + tail, buffer->octets, len - tail);
	return len - tail;
}

/* The row of the packet with this number among those ever added; returns where its octets are. */
static uint32_t row_read(const struct buffer *buffer, uint64_t number, struct buffer_row *row)
{
	uint32_t place = buffer->places[number % buffer->place_count];

	return ring_read(buffer, place, row, sizeof(*row));
}

static uint32_t cost_of(const struct buffer_row *row)
{
	return (uint32_t)BUFFER_OVERHEAD + row->captured;
}

static void drop_oldest(struct buffer *buffer)
{
	struct buffer_row row;

	row_read(buffer, buffer->added - buffer->packets, &row);
	buffer->used -= cost_of(&row);
	buffer->packets--;
}

/* Where the next packet goes: after the latest. */
static uint32_t next_place(const struct buffer *buffer)
{
	struct buffer_row row;
	uint32_t at;

	if (buffer->packets == 0)
		return 0;
	at = row_read(buffer, buffer->added - 1, &row);
	return (uint32_t)(((uint64_t)at + row.captured) % buffer->config.octets);
}

/* There is room. */
static void append(struct buffer *buffer, const struct buffer_row *row, const uint8_t *octets)
{
	uint32_t place = next_place(buffer);

	buffer->places[buffer->added % buffer->place_count] = place;
	place = ring_write(buffer, place, row, sizeof(*row));
	ring_write(buffer, place, octets, row->captured);
	buffer->used += cost_of(row);
	buffer->packets++;
	buffer->added++;
	buffer->index = row->index;
}

/* Whether a packet of this cost may come in; makes room for it if it does so by wrapping. */
static bool make_room(struct buffer *buffer, uint64_t cost)
{
	if (buffer->full && !buffer->config.wrap)
		return false;
	if (cost <= buffer->config.octets - buffer->used)
		return true;
	buffer->full = true;
	if (!buffer->config.wrap || cost > buffer->config.octets)
		return false;
	while (cost > buffer->config.octets - buffer->used)
		drop_oldest(buffer);
	return true;
}

static uint32_t captured_of(const struct buffer *buffer, const struct packet *p)
{
	uint32_t most = buffer->config.slice;

	if (most == 0 || most > CAPTURED_MAX)
		most = CAPTURED_MAX;
	return p->caplen < most ? p->caplen : most;
}

void buffer_add(struct buffer *buffer, const struct packet *p)
{
	struct buffer_row row = {
	    .time = p->time > buffer->turn_on ? p->time - buffer->turn_on : 0,
	    .index = buffer->index == INDEX_MAX ? 1 : buffer->index + 1,
	    .id = (uint32_t)p->number & ID_MASK,
	    .length = p->octets,
	    .captured = captured_of(buffer, p),
	    .status = p->status & ~(uint32_t)PACKET_AFTER_LOSS,
	};

	if (!make_room(buffer, (uint64_t)row.captured + BUFFER_OVERHEAD))
		return;
	if (buffer->lost)
		row.status |= PACKET_AFTER_LOSS;
	buffer->lost = false;
	append(buffer, &row, p->data);
}

/* The packet's octets, in a piece or in two, into another buffer. */
static void move_packet(const struct buffer *from, uint64_t number, struct buffer *to)
{
	uint8_t piece[2048];
	struct buffer_row row;
	uint32_t at = row_read(from, number, &row);
	uint32_t place = next_place(to);
	uint32_t left = row.captured;

	to->places[to->added % to->place_count] = place;
	place = ring_write(to, place, &row, sizeof(row));
	while (left > 0) {
		uint32_t len = left < sizeof(piece) ? left : (uint32_t)sizeof(piece);

		at = ring_read(from, at, piece, len);
		place = ring_write(to, place, piece, len);
		left -= len;
	}
	to->used += cost_of(&row);
	to->packets++;
	to->added++;
}

void buffer_resize(struct buffer *buffer, struct buffer *other)
{
	struct buffer old = *buffer;

	while (buffer->used > other->config.octets)
		drop_oldest(buffer);
	other->added = buffer->added - buffer->packets;
	for (uint64_t number = other->added; number < buffer->added; number++)
		move_packet(buffer, number, other);
	if (other->config.octets > buffer->config.octets)
		buffer->full = false;
	buffer->config.octets = other->config.octets;
	buffer->octets = other->octets;
	buffer->places = other->places;
	buffer->place_count = other->place_count;
	other->octets = old.octets;
	other->places = old.places;
}

void buffer_copy_begin(const struct buffer *buffer, struct buffer_copy *copy)
{
	*copy = (struct buffer_copy){
	    .next = buffer->added - buffer->packets,
	    .end = buffer->added,
	};
}

static bool reserve(void **memory, size_t *room, size_t want, size_t size)
{
	void *more;

	if (want <= *room)
		return true;
	if (want < *room + *room / 2)
		want = *room + *room / 2;
	more = reallocarray(*memory, want, size);
	if (!more)
		return false;
	*memory = more;
	*room = want;
	return true;
}

bool buffer_copy_room(struct buffer_copy *copy)
{
	uint64_t left = copy->end > copy->next ? copy->end - copy->next : 0;
	size_t rows = left < BUFFER_PIECE_ROWS ? (size_t)left : BUFFER_PIECE_ROWS;
	void *memory = copy->rows;
	bool ok = reserve(&memory, &copy->row_room, copy->count + rows, sizeof(*copy->rows));

	copy->rows = memory;
	if (!ok)
		return false;
	memory = copy->octets;
	ok = reserve(&memory, &copy->room, copy->used + BUFFER_PIECE_OCTETS, 1);
	copy->octets = memory;
	return ok;
}

bool buffer_copy_more(const struct buffer *buffer, struct buffer_copy *copy)
{
	uint64_t oldest = buffer->added - buffer->packets;
	struct buffer_row row;

	if (copy->next < oldest)
		copy->next = oldest;
	while (copy->next < copy->end) {
		uint32_t at = row_read(buffer, copy->next, &row);

		if (copy->count == copy->row_room || row.captured > copy->room - copy->used)
			return true;
		ring_read(buffer, at, copy->octets + copy->used, row.captured);
		row.at = copy->used;
		copy->rows[copy->count++] = row;
		copy->used += row.captured;
		copy->next++;
	}
	return false;
}

void buffer_copy_free(struct buffer_copy *copy)
{
	free(copy->rows);
	free(copy->octets);
	*copy = (struct buffer_copy){0};
}
