/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes frames that tests write as hex digits. */
#ifndef TESTS_UNIT_FRAME_HEX_H
#define TESTS_UNIT_FRAME_HEX_H

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "probe/decode.h"

static inline uint8_t hex_digit(char c)
{
	return (uint8_t)(isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10);
}

/*
 * A packet of these octets (lower case, blanks ignored), not yet decoded.  Its data has exactly
 * their size, so that a sanitizer sees a read beyond; all other fields hold rubbish.
 */
static inline struct packet frame_hex(enum link_type link, const char *hex)
{
	uint8_t *data = malloc(strlen(hex) / 2 + 1);
	uint32_t digits = 0;
	struct packet p;

	if (data == NULL)
		abort();
	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		if (digits % 2 == 0)
			data[digits / 2] = 0;
		data[digits / 2] = (uint8_t)(data[digits / 2] << 4 | hex_digit(*hex));
		digits++;
	}
	if (digits % 2 != 0)
		abort();
	memset(&p, 0xaa, sizeof(p));
	p.link = link;
	p.has_fcs = false;
	p.status = 0;
	p.caplen = digits / 2;
	p.len = p.caplen;
	p.data = realloc(data, p.caplen > 0 ? p.caplen : 1);
	if (p.data == NULL)
		abort();
	return p;
}

static inline void frame_free(struct packet *p)
{
	free((void *)p->data);
}

/* The frame decoded as a whole; free with frame_free. */
static inline struct packet frame_decode(enum link_type link, const char *hex)
{
	struct packet p = frame_hex(link, hex);

	decode(&p);
	return p;
}

/* What decoding a whole frame finds, where nothing of the packet matters but these two. */
static inline enum damage frame_damage(enum link_type link, const char *hex)
{
	struct packet p = frame_decode(link, hex);

	frame_free(&p);
	return p.damage;
}

static inline unsigned int frame_layers(enum link_type link, const char *hex)
{
	struct packet p = frame_decode(link, hex);

	frame_free(&p);
	return p.layers;
}

/* The same for a frame of which the capture kept caplen octets. */
static inline struct packet frame_decode_cut(enum link_type link, const char *hex, uint32_t caplen)
{
	struct packet p = frame_hex(link, hex);
	uint8_t *kept = malloc(caplen > 0 ? caplen : 1);

	if (kept == NULL)
		abort();
	memcpy(kept, p.data, caplen);
	frame_free(&p);
	p.data = kept;
	p.caplen = caplen;
	decode(&p);
	return p;
}

#endif
