/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots of time and what came in them, as rates and as bars of letters. */
#ifndef CLIENT_SLOT_PLOT_H
#define CLIENT_SLOT_PLOT_H

#include <stddef.h>
#include <stdint.h>

/* What a slot counts, in the order of SONDA-FLOW-MIB. */
enum {
	SLOT_ALL,
	SLOT_TCP,
	SLOT_UDP,
	SLOT_ICMP,
	SLOT_OTHER,
	SLOT_CLASSES
};

struct slot_count {
	uint32_t index;
	uint32_t ticks; /* sysUpTime at its beginning, 1/100 s */
	int64_t start;  /* tenths of a second since 1970, UTC */
	uint64_t counts[SLOT_CLASSES];
};

/*
 * How long a slot was: until the next one began; without that one right behind it (next may be NULL)
 * until the clock was a multiple of length, in seconds.
 */
double slot_seconds(const struct slot_count *slot, const struct slot_count *next, uint32_t length);

/*
 * A bar of T, U, I and O for the classes, one upon the other, in a text of width + 1; all of width is
 * for the rate top.  What is too little for a letter is a dot.
 */
void slot_bar(char *text, size_t width, const struct slot_count *slot, double seconds, double top);

#endif
