/* SPDX-License-Identifier: BSD-2-Clause */
/* Where frames come from: a live interface (libpcap) or a capture file (pcap, pcapng). */
#ifndef PROBE_CAPTURE_H
#define PROBE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"

struct frame {
	int64_t wall; /* ns since 1970-01-01 UTC; may be before */
	const uint8_t *data;
	uint32_t caplen;
	uint32_t len;
	int8_t fcs_len; /* octets of FCS the source declares; -1: it does not say */
};

struct capture;

enum capture_result {
	CAPTURE_FRAME,   /* *frame is set; valid until the next call */
	CAPTURE_END,     /* of the file, all was readable */
	CAPTURE_DAMAGED, /* the file ends here: capture_error() says what and where */
};

/*
 * Opens a pcap (micro- or nanosecond, either byte order) or pcapng file; "-" is standard input.
 * NULL: error says why, naming the file, and the link type if that is what is not supported.
 */
struct capture *capture_open_file(const char *path, char *error, size_t error_size);
enum capture_result capture_next(struct capture *capture, struct frame *frame);

/* What capture_next() will give, without taking it.  Both are for files. */
enum capture_result capture_peek(struct capture *capture, struct frame *frame);

struct capture_live_config {
	const char *interface;
	size_t ring; /* octets of kernel buffer */
	bool promiscuous;
};

/*
 * Opens an interface, which must be up; needs CAP_NET_RAW.  NULL: error says why, naming the
 * interface, and the link type if that is what is not supported.
 */
struct capture *capture_open_live(
    const struct capture_live_config *config, char *error, size_t error_size);
int capture_fd(const struct capture *capture); /* for poll() */

enum {
	CAPTURE_DOWN = -1,
	CAPTURE_GONE = -2,
	CAPTURE_FAILED = -3 /* capture_error() says what */
};
/* Hands at most max waiting frames to handler; the number, or one of the above. */
int capture_dispatch(
    struct capture *capture, int max, void (*handler)(void *, const struct frame *), void *arg);
/*
 * Packets that the full ring lost since opening: the kernel's modulo-2^32 figure made 64 bits wide.
 * What the interface lost before the ring is nic.h's matter.
 */
uint64_t capture_drops(struct capture *capture);

/*
 * How an interface is now: 0 (up, with a carrier), or one of the above; *ifindex 0 if gone.
 * CAPTURE_FAILED: the process has no descriptor left to ask with.
 */
int capture_interface(const char *name, uint32_t *ifindex);

enum link_type capture_link_type(const struct capture *capture);
const char *capture_link_name(const struct capture *capture); /* "EN10MB" */
uint64_t capture_speed(const struct capture *capture);        /* pcapng if_speed; 0 unknown */
uint64_t capture_skipped(const struct capture *capture);      /* packets of other link types */
const char *capture_error(const struct capture *capture);     /* "" if none */
void capture_close(struct capture *capture);

#endif
