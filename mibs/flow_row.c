/* SPDX-License-Identifier: BSD-2-Clause */
/* The columns of a flow that are not simply a member of its row. */
#include "flow_row.h"

#include <string.h>

#include "datetime.h"

#define IPV4_SIZE 4
#define IPV6_SIZE 16

/* InetAddressType (RFC 4001). */
enum {
	ADDRESS_UNKNOWN = 0,
	ADDRESS_IPV4 = 1,
	ADDRESS_IPV6 = 2,
};

const struct enumeration flow_kind_names[] = {
    {FLOW_IPV4, "ipv4"},
    {FLOW_IPV6, "ipv6"},
    {FLOW_ETHERTYPE, "etherType"},
    {FLOW_LLC, "llc"},
    {0, NULL},
};

const struct enumeration flow_address_type_names[] = {
    {ADDRESS_UNKNOWN, "unknown"},
    {ADDRESS_IPV4, "ipv4"},
    {ADDRESS_IPV6, "ipv6"},
    {3, "ipv4z"},
    {4, "ipv6z"},
    {16, "dns"},
    {0, NULL},
};

static int64_t address_type(const struct flow_row *row)
{
	if (row->key.kind == FLOW_IPV4)
		return ADDRESS_IPV4;
	return row->key.kind == FLOW_IPV6 ? ADDRESS_IPV6 : ADDRESS_UNKNOWN;
}

static void address_load(const struct flow_row *row, bool end, struct value *value)
{
	int64_t type = address_type(row);

	value->octets_len = 0;
	if (type != ADDRESS_UNKNOWN)
		value->octets_len = type == ADDRESS_IPV4 ? IPV4_SIZE : IPV6_SIZE;
	memcpy(value->octets_space, row->key.address[end], value->octets_len);
	value->octets = value->octets_space;
}

void flow_date_load(const struct control *control, uint64_t time, struct value *value)
{
	int64_t wall;

	port_lock(control->port);
	wall = control->port->wall;
	port_unlock(control->port);
	if (__builtin_add_overflow((int64_t)time, wall, &wall))
		wall = INT64_MAX;
	datetime_put(wall, value->octets_space);
	value->octets = value->octets_space;
	value->octets_len = DATETIME_SIZE;
}

void flow_row_load(const struct control *control, const struct column *column,
    const struct flow_row *row, struct value *value)
{
	bool source = row->marks & FLOW_SWAPPED;
	bool message = row->marks & FLOW_MESSAGE;

	switch (column->number) {
	case FLOW_KIND:
		value->integer = row->key.kind;
		break;
	case FLOW_ADDRESS_TYPE:
		value->integer = address_type(row);
		break;
	case FLOW_SOURCE_ADDRESS:
		address_load(row, source, value);
		break;
	case FLOW_DEST_ADDRESS:
		address_load(row, !source, value);
		break;
	case FLOW_SOURCE_PORT:
	case FLOW_DEST_PORT:
		/* ICMP has its message there */
		value->number = 0;
		if (!flow_is_icmp(&row->key))
			value->number =
			    row->key.port[(column->number == FLOW_SOURCE_PORT) == source];
		break;
	case FLOW_ICMP_TYPE:
		value->integer = message ? row->icmp_type : -1;
		break;
	case FLOW_ICMP_CODE:
		value->integer = message ? row->icmp_code : -1;
		break;
	case FLOW_FIRST_DATE:
		flow_date_load(control, row->first, value);
		break;
	case FLOW_LAST_DATE:
		flow_date_load(control, row->last, value);
		break;
	}
}
