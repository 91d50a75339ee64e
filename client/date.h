/* SPDX-License-Identifier: BSD-2-Clause */
/* DateAndTime (RFC 2579) as a number, and as people here read it. */
#ifndef CLIENT_DATE_H
#define CLIENT_DATE_H

#include "session.h"

#define DATE_TENTHS 10 /* of a second */
#define DATE_LEN 10    /* characters of a day: 2026-11-22 */

/* Tenths of a second since 1970, UTC; a date that does not say how far from UTC it is, is that. */
int64_t date_load(const struct varbind *cell);

/* Local time to the second, "2026-11-22 04:05:06"; "-" if there is no such time. */
void date_print(char *text, size_t size, int64_t tenths);

#endif
