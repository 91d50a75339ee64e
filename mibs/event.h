/* SPDX-License-Identifier: BSD-2-Clause */
/* The event group: eventTable, logTable, and what generating an event does. */
#ifndef MIBS_EVENT_H
#define MIBS_EVENT_H

#include "control.h"

#define NOTIFICATION_VARBINDS_MAX 16

/*
 * A notification to send; name is its OID (risingAlarm), varbinds in the MIB's order.  The
 * community is eventCommunity, set by event_generate(), and as all it points to valid in the call.
 * TimeTicks are ns on the probe's clock: a master may start, and sysUpTime with it, before they leave.
 */
struct notification {
	struct oid name;
	const uint8_t *community;
	size_t community_len;
	unsigned count;
	struct {
		struct oid name;
		struct value value;
	} varbinds[NOTIFICATION_VARBINDS_MAX];
};

extern const struct control_class event_control;
extern const struct table event_table;
extern const struct table log_table;

/*
 * Generates the event with this eventIndex for the reason that text (the log's words) tells: stamps
 * eventLastTimeSent, logs and notifies as the row's eventType says, and lets every class of control
 * rows know (control_class.event).  An index without a valid row, as 0, is no event: nothing happens.
 * notification: NULL, or what to send when the type says so.
 */
void event_generate(
    struct mib *mib, uint32_t index, const char *text, struct notification *notification);

/* Whether an object that names this eventIndex is associated with an event. */
bool event_exists(struct mib *mib, uint32_t index);

#endif
