/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots of time and what came in them, as rates and as bars of letters. */
#include "slot_plot.h"

#include <string.h>

#include "date.h"

#define TICKS 100 /* of a second */

double slot_seconds(const struct slot_count *slot, const struct slot_count *next, uint32_t length)
{
	int64_t tenths = (int64_t)length * DATE_TENTHS;

	/* Ticks turn over, and the clock of dates may be set. */
	if (next && next->index == slot->index + 1 && next->ticks != slot->ticks)
		return (double)(uint32_t)(next->ticks - slot->ticks) / TICKS;
	if (tenths <= 0)
		return 1;
	return (double)(tenths - slot->start % tenths) / DATE_TENTHS;
}

void slot_bar(char *text, size_t width, const struct slot_count *slot, double seconds, double top)
{
	static const char letters[SLOT_CLASSES] = {
	    [SLOT_TCP] = 'T', [SLOT_UDP] = 'U', [SLOT_ICMP] = 'I', [SLOT_OTHER] = 'O'};
	double sum = 0;
	size_t at = 0;

	for (size_t i = SLOT_TCP; i < SLOT_CLASSES; i++) {
		double end;

		/* The sum is rounded, not each part: together they are as long as all. */
		sum += (double)slot->counts[i];
		end = top > 0 ? sum / seconds / top * (double)width + 0.5 : 0;
		while (at < width && (double)(at + 1) <= end)
			text[at++] = letters[i];
	}
	if (at == 0 && sum > 0 && width > 0)
		text[at++] = '.';
	text[at] = '\0';
}
