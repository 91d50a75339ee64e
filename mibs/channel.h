/* SPDX-License-Identifier: BSD-2-Clause */
/* The channels of the filter group: channelTable and what augments it. */
#ifndef MIBS_CHANNEL_H
#define MIBS_CHANNEL_H

#include "control.h"

struct filter;
struct buffer;

extern const struct control_class channel_control;
extern const struct table channel_table;
extern const struct table channel2_table;

/*
 * Generates the events for which channels took packets since the last time.  mib_run() does so, too;
 * this is for whoever cannot wait for it (struct queue tells when).
 */
void channel_hear(struct mib *mib);

/*
 * Lets the valid channel with this index, if there is one, try the filter or feed the buffer, and
 * no other channel (index 0: none).  Port locks not held.
 */
void channel_join_filter(struct mib *mib, uint32_t index, struct filter *filter);
void channel_join_buffer(struct mib *mib, uint32_t index, struct buffer *buffer);

/* Events came or went: an index without a valid row in eventTable is associated with none. */
void channel_rows_associate(struct mib *mib);

#endif
