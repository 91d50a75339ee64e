/* SPDX-License-Identifier: BSD-2-Clause */
/* Filters as RFC 2819 has them, written by hand. */
#ifndef CLIENT_CAPTURE_RAW_H
#define CLIENT_CAPTURE_RAW_H

#include "capture_options.h"

/*
 * OFFSET:DATA[/MASK[/NOTMASK]], several of them with commas between; all but the offset in hex,
 * with or without 0x.  Packets that one of them matches are meant.  False: error says why.
 */
bool capture_raw_filters(
    struct expression *expression, const char *text, char *error, size_t error_size);

/* VALUE[/MASK[/NOTMASK]], numbers; without a mask the three errors of Ethernet count. */
bool capture_raw_status(
    struct capture_status *status, const char *text, char *error, size_t error_size);

#endif
