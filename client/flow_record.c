/* SPDX-License-Identifier: BSD-2-Clause */
/* A flow as a row of sondaFlowTable or sondaFlowEndedTable tells it. */
#include "flow_record.h"

#include <string.h>

#include "date.h"
#include "mibs/flow.h"
#include "varbind.h"

/* Columns of both tables, then those of sondaFlowEndedTable alone, and where their cells are. */
static const uint8_t columns_asked[FLOW_RECORD_COLUMNS] = {
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25, 26, 27, 29};

enum {
	CELL_KIND,
	CELL_ADDRESS_TYPE,
	CELL_ADDRESS, /* two of them, as of all that follow in steps of two */
	CELL_PORT = 4,
	CELL_PROTOCOL = 6,
	CELL_ETHERTYPE,
	CELL_VLAN,
	CELL_INNER_VLAN,
	CELL_MAC,
	CELL_DSCP = 12,
	CELL_ICMP_TYPE,
	CELL_ICMP_CODE,
	CELL_FLAGS,
	CELL_PKTS = 17,
	CELL_OCTETS = 19,
	CELL_FIRST = 21,
	CELL_LAST,
	CELLS_UNDER_WAY,
	CELL_FLOW_ID = CELLS_UNDER_WAY,
	CELL_REASON,
};

size_t flow_record_columns(struct oid *columns, uint32_t collector, bool ended)
{
	const struct oid *entry = ended ? &flow_ended_table.entry : &flow_table.entry;
	size_t count = ended ? FLOW_RECORD_COLUMNS : CELLS_UNDER_WAY;

	for (size_t i = 0; i < count; i++)
		columns[i] = oid_cell(entry, columns_asked[i], collector);
	return count;
}

/* The rest is zeros. */
static void octets_take(uint8_t *to, size_t size, const struct varbind *cell)
{
	size_t len = cell->present && cell->value.octets ? cell->value.octets_len : 0;

	memset(to, 0, size);
	if (len)
		memcpy(to, cell->value.octets, len < size ? len : size);
}

static uint8_t address_len(int64_t type)
{
	return type == 1 ? 4 : type == 2 ? 16 : 0;
}

static void both_take(struct flow_record *record, const struct varbind *cells)
{
	for (size_t i = 0; i < FLOW_WAYS; i++) {
		octets_take(
		    record->addresses[i], sizeof(record->addresses[i]), &cells[CELL_ADDRESS + i]);
		octets_take(record->macs[i], sizeof(record->macs[i]), &cells[CELL_MAC + i]);
		record->ports[i] = (uint16_t)varbind_number(&cells[CELL_PORT + i]);
		record->flags[i] = (uint8_t)varbind_number(&cells[CELL_FLAGS + i]);
		record->pkts[i] = (uint64_t)varbind_number(&cells[CELL_PKTS + i]);
		record->octets[i] = (uint64_t)varbind_number(&cells[CELL_OCTETS + i]);
	}
}

bool flow_record_load(
    struct flow_record *record, uint32_t entry, const struct varbind *cells, bool ended)
{
	*record = (struct flow_record){
	    .entry = entry,
	    .id = ended ? (uint32_t)varbind_number(&cells[CELL_FLOW_ID]) : entry,
	    .kind = (uint8_t)varbind_number(&cells[CELL_KIND]),
	    .octets_of = address_len(varbind_number(&cells[CELL_ADDRESS_TYPE])),
	    .protocol = (uint8_t)varbind_number(&cells[CELL_PROTOCOL]),
	    .dscp = (uint8_t)varbind_number(&cells[CELL_DSCP]),
	    .reason = ended ? (uint8_t)varbind_number(&cells[CELL_REASON]) : 0,
	    .counted = cells[CELL_PKTS].present,
	    .ethertype = (uint16_t)varbind_number(&cells[CELL_ETHERTYPE]),
	    .vlan = (uint16_t)varbind_number(&cells[CELL_VLAN]),
	    .inner_vlan = (uint16_t)varbind_number(&cells[CELL_INNER_VLAN]),
	    .icmp_type = (int16_t)varbind_number(&cells[CELL_ICMP_TYPE]),
	    .icmp_code = (int16_t)varbind_number(&cells[CELL_ICMP_CODE]),
	    .first = date_load(&cells[CELL_FIRST]),
	    .last = date_load(&cells[CELL_LAST]),
	};
	both_take(record, cells);
	/* What one answer had no room for is asked later, and may be gone by then. */
	return cells[CELL_KIND].present && cells[CELL_LAST].present &&
	       (!ended || cells[CELL_REASON].present);
}
