/* SPDX-License-Identifier: BSD-2-Clause */
/* What a channel says when it takes a packet: sondaPacketMatch, and the log's words. */
#include "channel_event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "channel.h"
#include "event.h"
#include "mib.h"
#include "port.h"

#define TEXT_SIZE 128

/* Columns of channelTable and sondaPortTable. */
enum {
	CHANNEL_IF_INDEX = 2,
	CHANNEL_MATCHES = 9,
	CHANNEL_DESCRIPTION = 10,
	PORT_NAME = 2,
};

/* The standard's own, packetMatch, went with RFC 1757. */
static const struct oid packet_match = OID_LITERAL(SONDA, 0, 1);
static const struct oid packet_time = OID_LITERAL(SONDA, 1, 5, 1, 0);

static struct value *add_varbind(struct notification *notification, const struct oid *name)
{
	notification->varbinds[notification->count].name = *name;
	return &notification->varbinds[notification->count++].value;
}

/* Of a table with one index; its syntax is set, its value is not. */
static struct value *add_column(
    struct notification *notification, const struct table *table, uint32_t column, uint32_t index)
{
	struct oid name = table->entry;
	struct value *value;

	name.sub[name.len++] = column;
	name.sub[name.len++] = index;
	value = add_varbind(notification, &name);
	value->syntax = table_column(table, column)->syntax;
	return value;
}

static void add_of_channel(struct notification *notification, const struct mib *mib,
    const struct control *row, uint32_t column)
{
	struct value *value = add_column(notification, &channel_table, column, row->index[0]);

	column_load(table_column(&channel_table, column), mib, row, value);
}

/* The objects and their order are those of the NOTIFICATION-TYPE. */
static void notification_make(struct notification *notification, const struct mib *mib,
    const struct control *row, const struct notice *notice)
{
	const struct port *port = row->port;
	struct value *value;

	notification->name = packet_match;
	notification->count = 0;
	value = add_column(notification, &channel_table, CHANNEL_MATCHES, row->index[0]);
	value->number = (uint32_t)notice->matches;
	add_of_channel(notification, mib, row, CHANNEL_DESCRIPTION);
	add_of_channel(notification, mib, row, CHANNEL_IF_INDEX);
	value = add_column(notification, &port_table, PORT_NAME, port->number);
	value->octets = (const uint8_t *)port->name;
	value->octets_len = strlen(port->name);
	value = add_varbind(notification, &packet_time);
	value->syntax = SYNTAX_TIMETICKS;
	value->number = notice->time;
}

void channel_event_generate(struct mib *mib, const struct control *row, const struct notice *notice)
{
	struct notification notification;
	char text[TEXT_SIZE];

	notification_make(&notification, mib, row, notice);
	snprintf(text, sizeof(text), "channel %" PRIu32 " matched a packet on %s", row->index[0],
	    row->port->name);
	mib->acted = row->port;
	event_generate(mib, notice->event, text, &notification);
	mib->acted = NULL;
}
