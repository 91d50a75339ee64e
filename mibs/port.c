/* SPDX-License-Identifier: BSD-2-Clause */
/* SONDA-MIB: the probe, its ports, damaged packets, and where the counters come from. */
#include "port.h"

#include "columns.h"
#include "mib.h"
#include "probe/portstat.h"
#include "probe/source.h"
#include "probe/sourcestat.h"

struct port_row {
	struct control control;
	const char *name;
	const char *file;
	const char *link_name;
};

static const struct enumeration mode_names[] = {
    {MIB_EMBEDDED, "embedded"},
    {MIB_SUBAGENT, "subagent"},
    {MIB_DUMP, "dump"},
    {0, NULL},
};

static const struct column probe_columns[] = {
    READ_ONLY(1, sondaProbeVersion, OCTETS, FIELD(IN_MIB, struct mib, version)),
    READ_ONLY(2, sondaProbeMemoryLimit, COUNTER64, FIELD(IN_MIB, struct mib, memory_limit)),
    READ_ONLY(3, sondaProbeMode, INTEGER, FIELD(IN_MIB, struct mib, mode), .names = mode_names),
    READ_ONLY(4, sondaProbeStateWrites, COUNTER32, FIELD(IN_MIB, struct mib, state_writes)),
    READ_ONLY(5, sondaProbeStateFailures, COUNTER32, FIELD(IN_MIB, struct mib, state_failures)),
    READ_ONLY(
	6, sondaProbeNotificationsSent, COUNTER32, FIELD(IN_MIB, struct mib, notifications_sent)),
    READ_ONLY(7, sondaProbeNotificationsSuppressed, COUNTER32,
	FIELD(IN_MIB, struct mib, notifications_suppressed)),
    READ_ONLY(8, sondaProbeNotificationsDropped, COUNTER32,
	FIELD(IN_MIB, struct mib, notifications_dropped)),
    READ_ONLY(9, sondaProbeQueryFailures, COUNTER32, FIELD(IN_MIB, struct mib, query_failures)),
};

const struct table probe_scalars = {
    .name = "sondaProbe",
    .entry = OID_LITERAL(SONDA, 1, 1),
    .order = TABLE_OF_SCALARS,
    COLUMNS(probe_columns),
};

static const struct column event_target_columns[] = {
    READ_ONLY(1, sondaEventTargetSent, COUNTER32, FIELD(IN_MIB, struct mib, event_target_sent)),
    READ_ONLY(2, sondaEventTargetFailed, COUNTER32, FIELD(IN_MIB, struct mib, event_target_failed)),
    READ_ONLY(
	3, sondaEventTargetDropped, COUNTER32, FIELD(IN_MIB, struct mib, event_target_dropped)),
};

const struct table event_target_scalars = {
    .name = "sondaEventTarget",
    .entry = OID_LITERAL(SONDA, 1, 6),
    .order = TABLE_OF_SCALARS,
    COLUMNS(event_target_columns),
};

static const struct enumeration state_names[] = {
    {PORT_RUNNING, "running"},
    {PORT_DOWN, "down"},
    {PORT_GONE, "gone"},
    {PORT_ENDED, "ended"},
    {PORT_FAILED, "failed"},
    {0, NULL},
};

static const struct enumeration fcs_names[] = {
    {FCS_IS_TESTING, "testing"},
    {FCS_IS_PRESENT, "present"},
    {FCS_IS_ABSENT, "absent"},
    {FCS_IS_PER_FRAME, "perFrame"},
    {0, NULL},
};

static const struct enumeration offload_names[] = {
    {OFFLOADS_NOT_APPLICABLE, "notApplicable"},
    {OFFLOADS_OFF, "off"},
    {OFFLOADS_KEPT, "kept"},
    {OFFLOADS_UNKNOWN, "unknown"},
    {0, NULL},
};

#define TEXT(num, descriptor, member)                                                              \
	READ_ONLY(num, descriptor, OCTETS, FIELD(IN_CONTROL, struct port_row, member))
#define FIGURE(num, descriptor, syn, member, ...)                                                  \
	READ_ONLY(num, descriptor, syn, FIELD(IN_SUMMARY, struct portstat_summary, member),        \
	    ##__VA_ARGS__)

static const struct column port_columns[] = {
    NOT_ACCESSIBLE(1, sondaPortIndex, INTEGER, FIELD(IN_CONTROL, struct control, index[0]),
	.min = 1, .max = INDEX_MAX),
    TEXT(2, sondaPortName, name),
    FIGURE(3, sondaPortIfIndex, INTEGER, ifindex, .min = 0, .max = INT32_MAX),
    TEXT(4, sondaPortFile, file),
    TEXT(5, sondaPortLinkType, link_name),
    FIGURE(6, sondaPortSpeed, COUNTER64, speed),
    FIGURE(7, sondaPortState, INTEGER, state, .names = state_names),
    FIGURE(8, sondaPortFcs, INTEGER, fcs, .names = fcs_names),
    FIGURE(9, sondaPortOffloads, INTEGER, offloads, .names = offload_names),
    FIGURE(10, sondaPortPackets, COUNTER64, figures.packets),
    FIGURE(11, sondaPortOctets, COUNTER64, figures.octets),
    FIGURE(12, sondaPortRingDrops, COUNTER64, figures.ring_drops),
    FIGURE(13, sondaPortInterfaceDrops, COUNTER64, figures.interface_drops),
    FIGURE(14, sondaPortOtherLinkType, COUNTER64, figures.other_link_type),
    FIGURE(15, sondaPortTimeSteps, COUNTER64, figures.time_steps),
    FIGURE(16, sondaPortDamaged, COUNTER64, damaged),
    FIGURE(17, sondaPortCut, COUNTER64, figures.cut),
    FIGURE(18, sondaPortRows, GAUGE32, rows),
    FIGURE(19, sondaPortEvictions, COUNTER64, evictions),
    FIGURE(20, sondaPortMemory, COUNTER64, memory),
    FIGURE(21, sondaPortNoticesLost, COUNTER64, notices_lost),
};

const struct table port_table = {
    .name = "sondaPortTable",
    .entry = OID_LITERAL(SONDA, 1, 2, 1),
    .control = &port_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(port_columns),
};

static const struct index_part damage_index[] = {
    {INDEX_U32, offsetof(struct portstat_row, damage)},
};

static const struct column damage_columns[] = {
    NOT_ACCESSIBLE(1, sondaDamageIndex, INTEGER, FIELD(IN_ROW, struct portstat_row, damage),
	.min = 1, .max = 255),
    READ_ONLY(2, sondaDamageName, OCTETS, FIELD(IN_ROW, struct portstat_row, name)),
    READ_ONLY(3, sondaDamagePackets, COUNTER64, FIELD(IN_ROW, struct portstat_row, packets)),
};

const struct table damage_table = {
    .name = "sondaDamageTable",
    .entry = OID_LITERAL(SONDA, 1, 3, 1),
    .control = &port_control,
    .order = 0,
    INDEXES(damage_index),
    COLUMNS(damage_columns),
};

static const struct enumeration origin_names[] = {
    {SOURCE_CAPTURE, "capture"},
    {SOURCE_NIC, "nic"},
    {SOURCE_CAPTURE_AND_NIC, "captureAndNic"},
    {SOURCE_NOT_MEASURABLE, "notMeasurable"},
    {0, NULL},
};

static const struct index_part source_index[] = {
    {INDEX_U32, offsetof(struct sourcestat_row, column)},
};

static const struct column source_columns[] = {
    NOT_ACCESSIBLE(1, sondaSourceObject, INTEGER, FIELD(IN_ROW, struct sourcestat_row, column),
	.min = SOURCE_FIRST_COLUMN, .max = SOURCE_LAST_COLUMN),
    READ_ONLY(2, sondaSourceName, OCTETS, FIELD(IN_ROW, struct sourcestat_row, name)),
    READ_ONLY(3, sondaSourceOrigin, INTEGER, FIELD(IN_ROW, struct sourcestat_row, origin),
	.names = origin_names),
    READ_ONLY(4, sondaSourceText, OCTETS, FIELD(IN_ROW, struct sourcestat_row, text)),
};

const struct table source_table = {
    .name = "sondaSourceTable",
    .entry = OID_LITERAL(SONDA, 1, 4, 1),
    .control = &source_control,
    .order = 0,
    INDEXES(source_index),
    COLUMNS(source_columns),
};

const struct control_class port_control = {
    .name = "sondaPortTable",
    .row_size = sizeof(struct port_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .fixed = true,
    .table = &port_table,
    .group = &portstat_class,
};

const struct control_class source_control = {
    .name = "sondaSourceTable",
    .row_size = sizeof(struct control),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .fixed = true,
    .table = &source_table,
    .group = &sourcestat_class,
};

static struct control *row_make(
    struct mib *mib, const struct control_class *class, struct port *port, struct group *group)
{
	uint32_t index[2] = {port->number, 0};
	struct store *store = mib_store(mib, class);
	struct control *row = group ? control_new(mib, class, index) : NULL;

	if (!row || !store_reserve(store, 1)) {
		control_free(row);
		group_close(group);
		return NULL;
	}
	row->status = STATUS_VALID;
	row->port = port;
	row->group = group;
	control_start(mib, row);
	store_put(store, row);
	return row;
}

bool port_rows_make(struct mib *mib)
{
	for (unsigned i = 0; i < mib->port_count; i++) {
		struct port *port = mib->ports[i];
		struct port_row *row =
		    (struct port_row *)row_make(mib, &port_control, port, portstat_open());

		if (!row || !row_make(mib, &source_control, port, sourcestat_open()))
			return false;
		row->name = port->name;
		row->file = port->config.file ? port->config.file : "";
		row->link_name = port->link_name;
	}
	return true;
}
