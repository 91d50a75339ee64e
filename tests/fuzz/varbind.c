/* SPDX-License-Identifier: BSD-2-Clause */
/* Varbinds of a SET made from octets: mostly such as a manager would send, some of them odd. */
#include "varbind.h"

#include <string.h>

#include "mibs/alarm.h"
#include "mibs/capture.h"
#include "mibs/channel.h"
#include "mibs/event.h"
#include "mibs/filter.h"
#include "mibs/hc_alarm.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"
#include "mibs/topn.h"
#include "world.h"

/* The corpus names them by their number here. */
static const struct control_class *const classes[] = {&ether_stats_control, &history_control,
    &host_control, &matrix_control, &host_top_n_control, &event_control, &alarm_control,
    &filter_control, &channel_control, &buffer_control, &hc_alarm_control};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

const struct control_class *take_class(struct cursor *input)
{
	return classes[take(input) % CLASSES];
}

uint32_t take_index(struct cursor *input)
{
	static const uint32_t odd[] = {0, 65535, 65536, UINT32_MAX};
	uint8_t which = take(input);

	return which < 224 ? 1 + which % 8u : odd[which % 4];
}

static int64_t take_integer(struct cursor *input, const struct column *column)
{
	uint8_t which = take(input);
	uint32_t large = 0;

	switch (which % 8) {
	case 0:
		return column->min - 1;
	case 1:
		return column->max;
	case 2:
		return column->max + 1;
	case 3:
		cursor_u32(input, &large);
		return (int32_t)large;
	case 4:
		cursor_u32(input, &large);
		return (int64_t)large << 16;
	default:
		return 1 + take(input) % (!(column->flags & COLUMN_STATUS)       ? 64
					     : column->flags & COLUMN_ROW_STATUS ? 6
										 : 4);
	}
}

/* Text, one octet of which is another. */
static void take_octets(struct cursor *input, struct value *value)
{
	uint8_t len = take(input) % 160;
	uint8_t at = take(input);
	uint8_t octet = take(input);

	value->octets_len = len;
	value->octets = len > 0 ? value->octets_space : NULL;
	memset(value->octets_space, 'o', len);
	if (len > 0)
		value->octets_space[at % len] = octet;
}

static void take_oid(struct cursor *input, const struct column *column, struct value *value)
{
	static const uint32_t ports[] = {IFINDEX_0, IFINDEX_1, IFINDEX_0, IFINDEX_1, 0, 8};
	uint8_t which = take(input);

	value->oid =
	    column->form == FORM_OID ? world_variable(which % 6) : world_source(ports[which % 6]);
	switch (which / 6) {
	case 30:
		value->oid.len--;
		break;
	case 31:
		value->oid.sub[value->oid.len++] = 0;
		break;
	case 32:
		value->oid.sub[take(input) % value->oid.len]++;
		break;
	case 33:
		value->oid.len = 0;
		break;
	case 34:
		memset(value->oid.sub, 0xff, sizeof(value->oid.sub));
		value->oid.len = OID_MAX;
		break;
	case 35:
	case 36:
		value->oid = world_variable(1 + which % 4u);
		break;
	}
}

static void take_value(struct cursor *input, const struct column *column, struct value *value)
{
	static const enum syntax others[] = {SYNTAX_INTEGER, SYNTAX_OCTETS, SYNTAX_OID,
	    SYNTAX_COUNTER32, SYNTAX_GAUGE32, SYNTAX_TIMETICKS, SYNTAX_COUNTER64};
	uint8_t which = take(input);

	value->syntax = which < 240 ? column->syntax : others[which % 7];
	switch (value->syntax) {
	case SYNTAX_INTEGER:
		value->integer = take_integer(input, column);
		break;
	case SYNTAX_OCTETS:
		take_octets(input, value);
		break;
	case SYNTAX_OID:
		take_oid(input, column, value);
		break;
	default:
		value->number = take(input);
	}
}

static const struct table *take_table(struct cursor *input)
{
	uint8_t which = take(input);
	size_t count = 0;

	if (which < 240) {
		const struct control_class *class = classes[which % CLASSES];

		return class->augment && (which & 1) ? class->augment : class->table;
	}
	while (mib_tables[count])
		count++;
	return mib_tables[take(input) % count];
}

void take_varbind(struct cursor *input, struct varbind *varbind)
{
	uint8_t which = take(input);
	uint8_t len = take(input);
	const struct column *column;

	varbind->table = take_table(input);
	column = &varbind->table->columns[which % varbind->table->column_count];
	varbind->suffix[0] = len < 250 ? column->number : which;
	varbind->suffix[1] = take_index(input);
	varbind->len = len < 240 ? 2 : len % 4;
	take_value(input, column, &varbind->value);
}
