/* SPDX-License-Identifier: BSD-2-Clause */
/* What a channel says when it takes a packet: sondaPacketMatch, and the log's words. */
#ifndef MIBS_CHANNEL_EVENT_H
#define MIBS_CHANNEL_EVENT_H

#include "control.h"

/*
 * Generates the event that a valid channel's collector gave notice of; other ports' channels act on
 * it, the own port's have done so.
 */
void channel_event_generate(
    struct mib *mib, const struct control *row, const struct notice *notice);

#endif
