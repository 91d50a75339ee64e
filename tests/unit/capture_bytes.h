/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture files written octet by octet for the tests, and what is expected of them. */
#ifndef TESTS_UNIT_CAPTURE_BYTES_H
#define TESTS_UNIT_CAPTURE_BYTES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "probe/capture.h"

/* Numbers of the drafts draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng, in either order. */
#define L16(n) (uint8_t)((n)&0xff), (uint8_t)((n) >> 8 & 0xff)
#define L32(n) L16(n), L16((uint32_t)(n) >> 16)
#define B16(n) (uint8_t)((n) >> 8 & 0xff), (uint8_t)((n)&0xff)
#define B32(n) B16((uint32_t)(n) >> 16), B16(n)

/* A pcap header of version 2.4, little-endian, snapshot length 65535. */
#define PCAP(magic, link) L32(magic), L16(2), L16(4), L32(0), L32(0), L32(65535), L32(link)

static char error[256];

static inline void write_file(char *path, const uint8_t *data, size_t size)
{
	int fd;

	strcpy(path, "/tmp/sonda-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, size), (ssize_t)size);
	close(fd);
}

static inline struct capture *open_bytes(const uint8_t *data, size_t size)
{
	char path[64];
	struct capture *capture;

	write_file(path, data, size);
	error[0] = '\0';
	capture = capture_open_file(path, error, sizeof(error));
	unlink(path);
	return capture;
}

#define OPEN(bytes) open_bytes(bytes, sizeof(bytes))

static inline void expect_frame(
    struct capture *capture, int64_t wall, uint32_t caplen, uint32_t len)
{
	struct frame frame;

	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, wall);
	assert_int_equal(frame.caplen, caplen);
	assert_int_equal(frame.len, len);
}

static inline int8_t next_fcs_len(struct capture *capture)
{
	struct frame frame;

	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	return frame.fcs_len;
}

static inline void expect_end(struct capture *capture)
{
	struct frame frame;

	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_END);
	assert_string_equal(capture_error(capture), "");
	capture_close(capture);
}

static inline void expect_damage(struct capture *capture, const char *what)
{
	struct frame frame;

	assert_int_equal(capture_next(capture, &frame), CAPTURE_DAMAGED);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_DAMAGED);
	assert_non_null(strstr(capture_error(capture), what));
	capture_close(capture);
}

#endif
