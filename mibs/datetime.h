/* SPDX-License-Identifier: BSD-2-Clause */
/* DateAndTime of SNMPv2-TC (RFC 2579). */
#ifndef MIBS_DATETIME_H
#define MIBS_DATETIME_H

#include <stdint.h>

#define DATETIME_SIZE 11

/* wall: ns since 1970, of any sign; told as UTC, in tenths of a second. */
void datetime_put(int64_t wall, uint8_t octets[DATETIME_SIZE]);

#endif
