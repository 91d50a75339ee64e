/* SPDX-License-Identifier: BSD-2-Clause */
/* The sliding window over a capture file that the readers of its formats share. */
#ifndef PROBE_CAPTURE_FILE_H
#define PROBE_CAPTURE_FILE_H

#include "capture_priv.h"
#include "cursor.h"

/* The longest record or block that is read whole; a longer pcapng block can only be skipped. */
#define CAPTURE_FILE_RECORD_MAX (1 << 20)

/* How pcap counts the parts of a second. */
struct pcap_reader {
	uint32_t header_len; /* of a record: 16, in Kuznetzov's variant 24 */
	uint32_t fraction;   /* ns */
	uint16_t minor;
	int8_t fcs_len;
};

/* One interface of a pcapng section. */
struct pcapng_interface {
	uint64_t multiplier; /* ns = ticks * multiplier >> shift, or / divisor, + offset */
	uint64_t divisor;
	int64_t offset;
	uint32_t snaplen; /* 0: none */
	uint8_t shift;
	int8_t fcs_len;
	bool wanted; /* its link type is the port's */
};

struct pcapng_reader {
	struct pcapng_interface *interfaces;
	uint32_t count; /* in this section */
	uint32_t room;
	uint32_t number; /* link type of the first interface of the file */
	bool linked;     /* that interface was seen */
	int64_t wall;    /* of the packet before, for simple packet blocks, which have no time */
};

struct capture_file {
	struct capture capture;
	enum capture_result (*read)(struct capture_file *file, struct frame *frame);
	char name[256]; /* for messages */
	int fd;
	bool little; /* byte order of the file, in pcapng of the section */
	bool ended;  /* read(2) has nothing more */

	/* buffer[at .. end) is unread; buffer[0] is octet number base of the file */
	uint8_t *buffer;
	size_t size;
	size_t at;
	size_t end;
	uint64_t base;

	/* one step of look-ahead */
	bool pending;
	enum capture_result result;
	struct frame frame;

	struct pcap_reader pcap;
	struct pcapng_reader pcapng;
};

/* As capture_open_file(), of a descriptor that becomes the capture's; name is for messages. */
struct capture *capture_open_fd(int fd, const char *name, char *error, size_t error_size);

/*
 * These begin to read a file after its magic was seen, but not consumed.  False: capture.error
 * says why.
 */
bool pcap_begin(struct capture_file *file, uint32_t magic);
bool pcapng_begin(struct capture_file *file);
void pcapng_end(struct capture_file *file);

/* The slow half of capture_file_has(). */
bool capture_file_fill(struct capture_file *file, size_t n);

/*
 * Makes the next n octets (at most CAPTURE_FILE_RECORD_MAX) contiguous in the window; false where
 * the file ends before.  What was given out before this call may have moved.
 */
static inline bool capture_file_has(struct capture_file *file, size_t n)
{
	return file->end - file->at >= n || capture_file_fill(file, n);
}

/* The unread octets in the window. */
static inline struct cursor capture_file_cursor(const struct capture_file *file)
{
	return cursor_make(file->buffer + file->at, file->end - file->at);
}

/* Consumes n octets of the window. */
static inline void capture_file_take(struct capture_file *file, size_t n)
{
	file->at += n;
}

/* Consumes n octets, in the window or not; false where the file ends before. */
bool capture_file_skip(struct capture_file *file, uint64_t n);

/* Number of the first unread octet of the file. */
static inline uint64_t capture_file_offset(const struct capture_file *file)
{
	return file->base + file->at;
}

/* Sets capture.error to "NAME: " and the sentence, unless it is set; returns CAPTURE_DAMAGED. */
enum capture_result capture_file_damaged(struct capture_file *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For an end in the middle: what is "header", "record" or "block", at where it begins. */
enum capture_result capture_file_cut(struct capture_file *file, const char *what, uint64_t at);

/* Numbers in the byte order of the file. */
static inline bool capture_file_u16(struct cursor *c, bool little, uint16_t *value)
{
	if (!cursor_u16(c, value))
		return false;
	if (little)
		*value = __builtin_bswap16(*value);
	return true;
}

static inline bool capture_file_u32(struct cursor *c, bool little, uint32_t *value)
{
	if (!cursor_u32(c, value))
		return false;
	if (little)
		*value = __builtin_bswap32(*value);
	return true;
}

#endif
