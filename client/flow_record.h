/* SPDX-License-Identifier: BSD-2-Clause */
/* A flow as a row of sondaFlowTable or sondaFlowEndedTable tells it, and its cells in a listing. */
#ifndef CLIENT_FLOW_RECORD_H
#define CLIENT_FLOW_RECORD_H

#include "mibs/table.h"
#include "session.h"

#define FLOW_RECORD_COLUMNS 25   /* that are asked for, at most */
#define FLOW_RECORD_CELLS_MAX 24 /* of a line */
#define FLOW_RECORD_CELL_SIZE 128

/* The first packet's direction and the other. */
enum {
	FLOW_FORWARD,
	FLOW_REVERSE,
	FLOW_WAYS
};

struct flow_record {
	uint32_t entry;    /* the row's number in its table */
	uint32_t id;       /* sondaFlowId */
	uint8_t kind;      /* sondaFlowKind */
	uint8_t octets_of; /* octets of both addresses: 4, 16 or 0 */
	uint8_t protocol;
	uint8_t dscp;
	uint8_t flags[FLOW_WAYS]; /* of TCP */
	uint8_t reason;           /* sondaFlowEndedReason; 0: under way */
	bool counted;             /* the probe tells 64-bit counters: not by SNMPv1 */
	uint16_t ethertype, vlan, inner_vlan;
	uint16_t ports[2]; /* source, destination */
	int16_t icmp_type, icmp_code;
	uint8_t addresses[2][16];
	uint8_t macs[2][6];
	uint64_t pkts[FLOW_WAYS], octets[FLOW_WAYS];
	int64_t first, last; /* tenths of a second since 1970, UTC */
};

/* The columns of a collector's rows to walk through; returns how many. */
size_t flow_record_columns(struct oid *columns, uint32_t collector, bool ended);

/* Takes a row of these columns over.  False: the flow has left the table meanwhile. */
bool flow_record_load(
    struct flow_record *record, uint32_t entry, const struct varbind *cells, bool ended);

/* Heads of a listing; returns how many. */
size_t flow_record_heads(const char **heads, bool csv, bool ended);
/* The cells under them. */
void flow_record_print(
    char (*texts)[FLOW_RECORD_CELL_SIZE], const struct flow_record *record, bool csv, bool ended);

#endif
