/* SPDX-License-Identifier: BSD-2-Clause */
/* The columns of a flow, alike for those under way and those that have ended. */
#ifndef MIBS_FLOW_ROW_H
#define MIBS_FLOW_ROW_H

#include "columns.h"
#include "control.h"
#include "probe/flow.h"

extern const struct enumeration flow_kind_names[];
extern const struct enumeration flow_address_type_names[];

#define FLOW_FIELD(num, descriptor, syn, type, member, ...)                                        \
	READ_ONLY(num, descriptor, syn, FIELD(IN_ROW, type, member), __VA_ARGS__)

/* A column that flow_load() gives, by its number. */
#define FLOW_LOADED(num, descriptor, syn, ...)                                                     \
	READ_ONLY(num, descriptor, syn, .place = IN_ROW, .form = FORM_BY_CLASS, __VA_ARGS__)

enum flow_column {
	FLOW_KIND = 2,
	FLOW_ADDRESS_TYPE = 3,
	FLOW_SOURCE_ADDRESS = 4,
	FLOW_DEST_ADDRESS = 5,
	FLOW_SOURCE_PORT = 6,
	FLOW_DEST_PORT = 7,
	FLOW_ICMP_TYPE = 15,
	FLOW_ICMP_CODE = 16,
	FLOW_FIRST_DATE = 25,
	FLOW_LAST_DATE = 26,
};

/* type has the flow at its beginning, under member names that begin with row. */
#define FLOW_COLUMNS(flow, type, row)                                                              \
	FLOW_LOADED(FLOW_KIND, flow##Kind, INTEGER, .names = flow_kind_names),                     \
	    FLOW_LOADED(                                                                           \
		FLOW_ADDRESS_TYPE, flow##AddressType, INTEGER, .names = flow_address_type_names),  \
	    FLOW_LOADED(FLOW_SOURCE_ADDRESS, flow##SourceAddress, OCTETS),                         \
	    FLOW_LOADED(FLOW_DEST_ADDRESS, flow##DestAddress, OCTETS),                             \
	    FLOW_LOADED(FLOW_SOURCE_PORT, flow##SourcePort, GAUGE32, .max = 65535),                \
	    FLOW_LOADED(FLOW_DEST_PORT, flow##DestPort, GAUGE32, .max = 65535),                    \
	    FLOW_FIELD(8, flow##Protocol, INTEGER, type, row key.protocol, .max = 255),            \
	    FLOW_FIELD(9, flow##EtherType, INTEGER, type, row key.ethertype, .max = 65535),        \
	    FLOW_FIELD(10, flow##Vlan, INTEGER, type, row key.vlan[0], .max = 4095),               \
	    FLOW_FIELD(11, flow##InnerVlan, INTEGER, type, row key.vlan[1], .max = 4095),          \
	    FLOW_FIELD(12, flow##SourceMac, OCTETS, type, row mac[0]),                             \
	    FLOW_FIELD(13, flow##DestMac, OCTETS, type, row mac[1]),                               \
	    FLOW_FIELD(14, flow##Dscp, INTEGER, type, row dscp, .max = 63),                        \
	    FLOW_LOADED(FLOW_ICMP_TYPE, flow##IcmpType, INTEGER, .min = -1, .max = 255),           \
	    FLOW_LOADED(FLOW_ICMP_CODE, flow##IcmpCode, INTEGER, .min = -1, .max = 255),           \
	    FLOW_FIELD(17, flow##ForwardTcpFlags, INTEGER, type, row tcp_flags[0], .max = 255),    \
	    FLOW_FIELD(18, flow##ReverseTcpFlags, INTEGER, type, row tcp_flags[1], .max = 255),    \
	    FLOW_FIELD(19, flow##ForwardPkts, COUNTER64, type, row pkts[0]),                       \
	    FLOW_FIELD(20, flow##ReversePkts, COUNTER64, type, row pkts[1]),                       \
	    FLOW_FIELD(21, flow##ForwardOctets, COUNTER64, type, row octets[0]),                   \
	    FLOW_FIELD(22, flow##ReverseOctets, COUNTER64, type, row octets[1]),                   \
	    FLOW_FIELD(23, flow##FirstTime, TIMETICKS, type, row first),                           \
	    FLOW_FIELD(24, flow##LastTime, TIMETICKS, type, row last),                             \
	    FLOW_LOADED(FLOW_FIRST_DATE, flow##FirstDate, OCTETS),                                 \
	    FLOW_LOADED(FLOW_LAST_DATE, flow##LastDate, OCTETS)

/* Gives a FLOW_LOADED column of a row that begins with a flow. */
void flow_row_load(const struct control *control, const struct column *column,
    const struct flow_row *row, struct value *value);

/* A time on the port's clock as DateAndTime. */
void flow_date_load(const struct control *control, uint64_t time, struct value *value);

#endif
