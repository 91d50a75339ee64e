/* SPDX-License-Identifier: BSD-2-Clause */
/* A bounded reader: the only way from wire bytes to values; the bound is in the getter. */
#ifndef PROBE_CURSOR_H
#define PROBE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *at;
	const uint8_t *end;
};

static inline struct cursor cursor_make(const void *data, size_t len)
{
	const uint8_t *at = data;

	return (struct cursor){at, at + len};
}

static inline size_t cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->at);
}

/* The next n octets in place, or false with the cursor unmoved. */
static inline bool cursor_bytes(struct cursor *c, size_t n, const uint8_t **bytes)
{
	if (cursor_left(c) < n)
		return false;
	*bytes = c->at;
	c->at += n;
	return true;
}

static inline bool cursor_skip(struct cursor *c, size_t n)
{
	const uint8_t *unused;

	return cursor_bytes(c, n, &unused);
}

/* A window of the next n octets that a sub-parser cannot leave. */
static inline bool cursor_window(struct cursor *c, size_t n, struct cursor *window)
{
	const uint8_t *at;

	if (!cursor_bytes(c, n, &at))
		return false;
	*window = cursor_make(at, n);
	return true;
}

static inline bool cursor_u8(struct cursor *c, uint8_t *value)
{
	const uint8_t *b;

	if (!cursor_bytes(c, 1, &b))
		return false;
	*value = b[0];
	return true;
}

/* Network byte order. */
static inline bool cursor_u16(struct cursor *c, uint16_t *value)
{
	const uint8_t *b;

	if (!cursor_bytes(c, 2, &b))
		return false;
	*value = (uint16_t)(b[0] << 8 | b[1]);
	return true;
}

static inline bool cursor_u32(struct cursor *c, uint32_t *value)
{
	const uint8_t *b;

	if (!cursor_bytes(c, 4, &b))
		return false;
	*value = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
	return true;
}

#endif
