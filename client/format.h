/* SPDX-License-Identifier: BSD-2-Clause */
/* Values, indexes and times as people read them, and sizes and times as people write them. */
#ifndef CLIENT_FORMAT_H
#define CLIENT_FORMAT_H

#include "mibs/table.h"
#include "session.h"

/* Texts are cut to size; this holds a whole packet of Ethernet. */
#define FORMAT_SIZE 4096

/*
 * A cell of a column (NULL: of none of ours): "-" where the agent has none, enumerations and objects by
 * name, text bare, "quoted" or 0x hexadecimal as in sondad.conf(5).
 */
void format_cell(char *text, size_t size, const struct column *column, const struct varbind *cell);

/* Octets as text alone, what cannot be printed as '?'. */
void format_text(char *text, size_t size, const struct varbind *cell);

/* TimeTicks as DAYS:HH:MM:SS.CC. */
void format_ticks(char *text, size_t size, uint64_t ticks);

/* Six octets as 00:13:7f:be:8c:ff; any other number of them likewise. */
void format_address(char *text, size_t size, const uint8_t *octets, size_t len);

/* Counts and rates in 5 characters or so: 999, 12.3k, 1.23M; powers of 1000. */
void format_short(char *text, size_t size, double number);

/* A number from min to max with k, M or G for powers of 1000 behind it; false: it is none. */
bool format_parse_size(const char *text, int64_t min, int64_t max, int64_t *number);

/* Seconds, from 1 on, with s, m, h or d behind them; false: it is none. */
bool format_parse_time(const char *text, int32_t *seconds);

#endif
