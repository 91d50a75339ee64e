/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads capture files through a sliding window; the formats are capture_pcap.c's and _pcapng.c's. */

/*
 * libpcap could read them, but it does not tell the FCS length that a file declares, ends at the
 * first pcapng interface whose link type or snapshot length is not the first one's, and copies each
 * packet once more.  read(2) and not mmap(2), because "-" may be a pipe, and a mapped file that
 * somebody shortens kills its reader.
 */
#include "capture_file.h"

#include <bsd/string.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_SIZE (128 * 1024) /* at first; it grows with the longest record */

static void file_close(struct capture *capture)
{
	struct capture_file *file = (struct capture_file *)capture;

	pcapng_end(file);
	if (file->fd >= 0)
		close(file->fd);
	free(file->buffer);
	free(file);
}

enum capture_result capture_file_damaged(struct capture_file *file, const char *format, ...)
{
	char *error = file->capture.error;
	size_t size = sizeof(file->capture.error);
	va_list args;
	size_t used;

	if (error[0] != '\0')
		return CAPTURE_DAMAGED;
	strlcpy(error, file->name, size);
	used = strlcat(error, ": ", size);
	va_start(args, format);
	vsnprintf(error + used, size - used, format, args);
	va_end(args);
	return CAPTURE_DAMAGED;
}

enum capture_result capture_file_cut(struct capture_file *file, const char *what, uint64_t at)
{
	return capture_file_damaged(
	    file, "cut short in the %s at octet %llu", what, (unsigned long long)at);
}

/* Moves what is unread to the front of a window of at least n octets. */
static bool make_room(struct capture_file *file, size_t n)
{
	size_t size = file->size;
	uint8_t *buffer;

	memmove(file->buffer, file->buffer + file->at, file->end - file->at);
	file->base += file->at;
	file->end -= file->at;
	file->at = 0;
	if (n <= size)
		return true;
	while (size < n)
		size *= 2;
	buffer = realloc(file->buffer, size);
	if (buffer == NULL) {
		capture_file_damaged(file, "no memory for a record of %zu octets", n);
		return false;
	}
	file->buffer = buffer;
	file->size = size;
	return true;
}

/* One read(2) to the end of the window; false: no more, or an error, which is set. */
static bool read_some(struct capture_file *file)
{
	ssize_t got;

	do {
		got = read(file->fd, file->buffer + file->end, file->size - file->end);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		capture_file_damaged(file, "cannot be read: %s", strerror(errno));
	file->ended = got <= 0;
	if (got > 0)
		file->end += (size_t)got;
	return got > 0;
}

bool capture_file_fill(struct capture_file *file, size_t n)
{
	if (file->ended || !make_room(file, n))
		return false;
	while (file->end - file->at < n) {
		if (!read_some(file))
			return false;
	}
	return true;
}

bool capture_file_skip(struct capture_file *file, uint64_t n)
{
	while (n > file->end - file->at) {
		n -= file->end - file->at;
		file->at = file->end;
		if (!capture_file_has(file, 1))
			return false;
	}
	file->at += n;
	return true;
}

/* First octets of what people mistake for a capture, and the word for it. */
static const struct {
	uint32_t magic;
	uint32_t mask;
	const char *what;
} strangers[] = {
    {0x1f8b0000, 0xffff0000, "compressed by gzip: unpack it first"},
    {0x28b52ffd, 0xffffffff, "compressed by zstd: unpack it first"},
    {0xfd377a58, 0xffffffff, "compressed by xz: unpack it first"},
    {0x425a6800, 0xffffff00, "compressed by bzip2: unpack it first"},
};

static bool begin(struct capture_file *file)
{
	struct cursor c;
	uint32_t magic = 0;

	if (!capture_file_has(file, 4)) {
		capture_file_damaged(file, "not a capture file: %zu octets long", file->end);
		return false;
	}
	c = capture_file_cursor(file);
	cursor_u32(&c, &magic);
	if (magic == 0x0a0d0d0a)
		return pcapng_begin(file);
	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
		if ((magic & strangers[i].mask) == strangers[i].magic) {
			capture_file_damaged(file, "%s", strangers[i].what);
			return false;
		}
	}
	return pcap_begin(file, magic);
}

struct capture *capture_open_fd(int fd, const char *name, char *error, size_t error_size)
{
	struct capture_file *file = calloc(1, sizeof(*file));

	if (file != NULL)
		file->buffer = malloc(WINDOW_SIZE);
	if (file == NULL || file->buffer == NULL) {
		snprintf(error, error_size, "%s: no memory", name);
		free(file);
		close(fd);
		return NULL;
	}
	strlcpy(file->name, name, sizeof(file->name));
	file->capture.close = file_close;
	file->fd = fd;
	file->size = WINDOW_SIZE;
	if (!begin(file)) {
		strlcpy(error, file->capture.error, error_size);
		file_close(&file->capture);
		return NULL;
	}
	return &file->capture;
}

struct capture *capture_open_file(const char *path, char *error, size_t error_size)
{
	bool input = strcmp(path, "-") == 0;
	int fd = input ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0) {
		snprintf(error, error_size, "%s: %s", path, strerror(errno));
		return NULL;
	}
	return capture_open_fd(fd, input ? "standard input" : path, error, error_size);
}

enum capture_result capture_peek(struct capture *capture, struct frame *frame)
{
	struct capture_file *file = (struct capture_file *)capture;

	if (!file->pending) {
		file->result = file->read(file, &file->frame);
		file->pending = true;
	}
	*frame = file->frame;
	return file->result;
}

enum capture_result capture_next(struct capture *capture, struct frame *frame)
{
	struct capture_file *file = (struct capture_file *)capture;
	enum capture_result result;

	if (!file->pending) {
		result = file->read(file, frame);
	} else {
		result = file->result;
		*frame = file->frame;
	}
	/* An end stays: it is told each time it is asked for. */
	file->pending = result != CAPTURE_FRAME;
	file->result = result;
	return result;
}
