/* SPDX-License-Identifier: BSD-2-Clause */
/* A capture buffer: the packets that a channel accepted, in a bounded space taken beforehand. */
#ifndef PROBE_BUFFER_H
#define PROBE_BUFFER_H

#include <bsd/sys/queue.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"

struct channel;
struct buffer;

/* What a packet costs of the buffer's octets beside its own. */
#define BUFFER_OVERHEAD (sizeof(struct buffer_row) + sizeof(uint32_t))

/* A captured packet; its octets follow it in the buffer, or lie at `at` in a copy. */
struct buffer_row {
	uint64_t time;     /* ns since the buffer was first turned on */
	size_t at;         /* in a copy: where its octets begin */
	uint32_t index;    /* from 1; after 2147483647 comes 1 */
	uint32_t id;       /* number of the packet on its port, modulo 2^31 */
	uint32_t length;   /* RMON length, FCS included */
	uint32_t captured; /* octets kept */
	uint32_t status;   /* enum packet_status */
};

struct buffer_config {
	uint32_t octets; /* the most that packets and overhead may take */
	uint32_t slice;  /* octets kept of a packet; 0: all, up to 65535 */
	bool wrap;       /* when full the oldest packets make room; else it stays as it is */
	uint32_t index;  /* the latest given before, 0: the first packet's is 1 */
};

/* What the buffer shows of itself. */
struct buffer_state {
	bool full;        /* it once was; only more octets take that back */
	uint32_t packets; /* in it now */
	uint64_t turn_on; /* ns on the port's clock: when it first was on; 0: then, or never */
};

/*
 * A buffer belongs to the main thread; while a channel feeds it (channel_add_buffer), whoever calls
 * any of these but new and free holds the lock of the channel's port.  None but new, copy_begin and
 * copy_more allocates.
 */
struct buffer *buffer_new(const struct buffer_config *config); /* NULL: no memory */
void buffer_free(struct buffer *buffer); /* no channel feeds it; NULL is allowed */

void buffer_turn_on(struct buffer *buffer, uint64_t now); /* the first time counts */
void buffer_add(struct buffer *buffer, const struct packet *p);
void buffer_loss(struct buffer *buffer); /* the next packet is the first after some were lost */
void buffer_wrap(struct buffer *buffer, bool wrap);
struct buffer_state buffer_state(const struct buffer *buffer);

/*
 * Moves the newest packets, as many as fit, and all else that buffer knows into other, a new buffer
 * of another size, and changes their contents: other is to be freed afterwards.
 */
void buffer_resize(struct buffer *buffer, struct buffer *other);

/* Packets and their octets, taken from a buffer piece by piece; all zero is empty. */
struct buffer_copy {
	struct buffer_row *rows; /* count of them, oldest first */
	size_t count;
	size_t row_room;
	uint8_t *octets;
	size_t used;
	size_t room;
	uint64_t next; /* of the buffer's packets ever added: the first not looked at */
	uint64_t end;  /* the first that came after the copy began */
};

/* Octets and rows of a piece. */
#define BUFFER_PIECE_OCTETS (256 << 10)
#define BUFFER_PIECE_ROWS 1024

/*
 * begin notes what is there; then room makes room for a piece (lock not held; false: no memory)
 * and more copies it (lock held), until more says that there is nothing left.  Packets that go
 * before their turn are not copied.
 */
void buffer_copy_begin(const struct buffer *buffer, struct buffer_copy *copy);
bool buffer_copy_room(struct buffer_copy *copy);
bool buffer_copy_more(const struct buffer *buffer, struct buffer_copy *copy);
void buffer_copy_free(struct buffer_copy *copy);

/* For probe/channel.c alone: the channel that feeds a buffer, and its list of them. */
struct buffer_link {
	struct channel *channel; /* NULL: none */
	LIST_ENTRY(buffer_link) link;
	struct buffer *buffer;
};
struct buffer_link *buffer_link(struct buffer *buffer);

#endif
