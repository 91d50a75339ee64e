/* SPDX-License-Identifier: BSD-2-Clause */
/* Filter expressions in the manner of pcap-filter(7), as filters of RFC 2819. */
#ifndef CLIENT_EXPRESSION_H
#define CLIENT_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cube.h"

#define EXPRESSION_FILTERS_MAX 512

/* A data match of RFC 2819: data, mask and not_mask have len octets each. */
struct expression_filter {
	uint32_t offset; /* octets after the start of the destination address */
	size_t len;      /* 0 .. CUBE_OCTETS; 0: every packet */
	uint8_t data[CUBE_OCTETS];
	uint8_t mask[CUBE_OCTETS];
	uint8_t not_mask[CUBE_OCTETS];
	bool inverts; /* not_mask has ones */
};

/* The packets meant are those that a filter matches, or with `failed` those that none does. */
struct expression {
	bool failed;
	size_t count; /* 0 .. EXPRESSION_FILTERS_MAX */
	struct expression_filter *filters;
};

/*
 * Compiles text; an empty one means every packet.  What it means is what libpcap makes of it for
 * Ethernet, but that IPv4 headers of less than 20 octets have no ports, and that a packet cut short
 * within what the expression is about may be taken or not.  never_failed: the filters shall match
 * what is meant, also if the contrary were shorter.  False: error tells which part is wrong, or
 * cannot be said in RMON filters, and nothing is to be freed.
 */
bool expression_compile(struct expression *expression, const char *text, bool never_failed,
    char *error, size_t error_size);
void expression_free(struct expression *expression);

#endif
