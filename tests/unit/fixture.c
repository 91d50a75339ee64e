/* SPDX-License-Identifier: BSD-2-Clause */
/* A mib over two ports without files or threads, and SET and GET in a line each. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "mibs/alarm.h"
#include "mibs/capture.h"
#include "mibs/channel.h"
#include "mibs/event.h"
#include "mibs/filter.h"
#include "mibs/flow.h"
#include "mibs/hc_alarm.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/oidtext.h"
#include "mibs/rowtext.h"
#include "mibs/statistics.h"
#include "mibs/topn.h"
#include "mibs/transaction.h"

static uint64_t fixture_clock(void *arg)
{
	struct fixture *f = arg;

	f->clock += f->clock_step;
	return f->clock;
}

static void port_make(struct port *port, unsigned number, const char *name, uint32_t ifindex)
{
	pthread_mutex_init(&port->lock, NULL);
	LIST_INIT(&port->groups);
	port_config_init(&port->config);
	strcpy(port->name, name);
	port->number = number;
	port->link_name = "EN10MB";
	port->link = LINK_ETHERNET;
	port->state = PORT_RUNNING;
	port->offloads = OFFLOADS_UNKNOWN;
	port->ifindex = ifindex;
	port->last_wall = INT64_MIN;
	fcs_init(&port->fcs, FCS_ABSENT);
}

struct fixture *fixture_new(uint64_t memory_limit)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	port_make(&f->ports[0], 1, "eth0", IFINDEX_0);
	port_make(&f->ports[1], 2, "eth1", IFINDEX_1);
	f->list[0] = &f->ports[0];
	f->list[1] = &f->ports[1];
	f->clock = 1;
	f->mib = mib_new(f->list, FIXTURE_PORTS, memory_limit);
	assert_non_null(f->mib);
	f->mib->clock = fixture_clock;
	f->mib->clock_arg = f;
	f->mib->version = "1.0";
	return f;
}

void fixture_free(struct fixture *f)
{
	mib_free(f->mib);
	for (int i = 0; i < FIXTURE_PORTS; i++) {
		assert_true(LIST_EMPTY(&f->ports[i].groups));
		pthread_mutex_destroy(&f->ports[i].lock);
	}
	free(f);
}

void fixture_pass(struct fixture *f, uint64_t seconds)
{
	f->clock += seconds * SECOND;
	f->mib->now += seconds * SECOND;
	for (int i = 0; i < FIXTURE_PORTS; i++) {
		port_lock(&f->ports[i]);
		port_tick(&f->ports[i], f->mib->now);
		port_unlock(&f->ports[i]);
	}
}

void fixture_frame(struct fixture *f, unsigned port, uint16_t from, uint16_t to)
{
	uint8_t octets[60] = {0x02, 0, 0, 0, (uint8_t)(to >> 8), (uint8_t)to, /* */
	    0x02, 0, 0, 0, (uint8_t)(from >> 8), (uint8_t)from,               /* */
	    0x88, 0xb5 /* for experiments: nothing to decode */};
	struct frame frame = {
	    .wall = (int64_t)f->mib->now,
	    .data = octets,
	    .caplen = sizeof(octets),
	    .len = sizeof(octets),
	    .fcs_len = 0,
	};

	port_lock(&f->ports[port]);
	port_input(&f->ports[port], &frame);
	port_unlock(&f->ports[port]);
}

struct control *fixture_row(struct fixture *f, const struct control_class *class, uint32_t index)
{
	struct control *row = control_new(f->mib, class, (const uint32_t[]){index, 0});

	assert_non_null(row);
	return row;
}

static void value_make(struct value *value, const struct varbind *varbind)
{
	value->syntax = varbind->syntax;
	value->integer = varbind->integer;
	value->number = (uint64_t)varbind->integer;
	value->octets = (const uint8_t *)varbind->text;
	value->octets_len = varbind->text ? strlen(varbind->text) : 0;
	value->oid = (struct oid)OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);
	value->oid.sub[value->oid.len++] = (uint32_t)varbind->integer;
	if (varbind->syntax == SYNTAX_OID && varbind->text)
		assert_true(oidtext_parse(varbind->text, &value->oid));
}

static const void *tag(size_t number)
{
	return (const void *)(intptr_t)number;
}

/* Looks who is blamed, and that the whole fails as its culprit does. */
static void find_culprit(struct fixture *f, size_t count, enum snmp_error error)
{
	const struct column *column;

	f->culprit = 0;
	for (size_t i = count; i > 0; i--) {
		if (transaction_error(f->mib, tag(i)))
			f->culprit = i;
	}
	if (f->culprit)
		assert_int_equal(transaction_error(f->mib, tag(f->culprit)), error);
	assert_int_equal(f->culprit != 0, error != SNMP_OK);
	assert_ptr_equal(transaction_culprit(f->mib, &column), tag(f->culprit));
}

enum snmp_error fixture_gather(struct fixture *f, const struct varbind *varbinds, size_t count)
{
	static uint64_t id;
	enum snmp_error error;
	struct value value;

	f->mib->pdu++;
	transaction_begin(f->mib, 1, ++id);
	for (size_t i = 0; i < count; i++) {
		const struct varbind *varbind = &varbinds[i];

		value_make(&value, varbind);
		transaction_add(f->mib, varbind->table,
		    (const uint32_t[]){varbind->column, varbind->index}, 2, &value, tag(i + 1));
	}
	error = transaction_check(f->mib);
	find_culprit(f, count, error);
	return error;
}

enum snmp_error fixture_set(struct fixture *f, const struct varbind *varbinds, size_t count)
{
	enum snmp_error error = fixture_gather(f, varbinds, count);

	if (error) {
		transaction_drop(f->mib);
		return error;
	}
	error = transaction_commit(f->mib);
	if (error)
		transaction_drop(f->mib);
	else
		transaction_finish(f->mib);
	return error;
}

enum snmp_error fixture_line(struct fixture *f, const char *line)
{
	char message[256];
	struct rowtext *text = rowtext_parse(f->mib, line, "-", message, sizeof(message));
	const char *column;
	enum snmp_error error;

	if (!text)
		fail_msg("%s: %s", line, message);
	transaction_begin(f->mib, 0, 0);
	error = rowtext_add(f->mib, text, &column);
	if (!error)
		error = transaction_check(f->mib);
	if (!error)
		error = transaction_commit(f->mib);
	if (error)
		transaction_drop(f->mib);
	else
		transaction_finish(f->mib);
	rowtext_free(text);
	return error;
}

void fixture_assert_line(
    struct fixture *f, const struct control_class *class, uint32_t index, const char *wanted)
{
	char *line = rowtext_format(
	    f->mib, store_find(mib_store(f->mib, class), (const uint32_t[]){index, 0}));

	assert_non_null(line);
	assert_string_equal(line, wanted);
	free(line);
}

bool get(struct fixture *f, const struct table *table, uint32_t column, uint32_t index,
    struct value *value)
{
	f->mib->pdu++;
	return walk_get(f->mib, table, (const uint32_t[]){column, index}, 2, value) == WALK_OK;
}

bool exists(struct fixture *f, const struct table *table, uint32_t column, uint32_t index)
{
	struct value value;

	return get(f, table, column, index, &value);
}

int64_t get_integer(struct fixture *f, const struct table *table, uint32_t column, uint32_t index)
{
	struct value value;

	assert_true(get(f, table, column, index, &value));
	return value.syntax == SYNTAX_INTEGER ? value.integer : (int64_t)value.number;
}

size_t instances(struct fixture *f, const struct table *table, uint32_t column)
{
	struct walk walk;
	size_t count = 0;
	bool more;

	f->mib->pdu++;
	more = walk_seek(&walk, f->mib, table, &column, 1, false);
	for (; more && walk_column(&walk)->number == column; more = walk_step(&walk))
		count++;
	return count;
}

struct name *names_of(struct fixture *f, const struct table *table, size_t *count)
{
	struct name *names = NULL;
	uint32_t suffix[OID_MAX];
	struct walk walk;
	size_t room = 0;
	bool more;

	*count = 0;
	for (more = walk_seek(&walk, f->mib, table, NULL, 0, true); more; more = walk_step(&walk)) {
		struct name *name;

		if (*count == room) {
			room = room ? 2 * room : 64;
			names = reallocarray(names, room, sizeof(*names));
			assert_non_null(names);
		}
		name = &names[(*count)++];
		name->len = (uint32_t)walk_suffix(&walk, suffix);
		assert_true(name->len < NAME_MAX_SUBS);
		memcpy(name->sub, suffix, name->len * sizeof(*suffix));
	}
	return names;
}

static void with_sub(const struct name *name, uint32_t at, uint32_t sub,
    void (*each)(void *arg, const struct name *), void *arg)
{
	struct name other = *name;

	other.sub[at] = sub;
	each(arg, &other);
}

void names_nearby(const struct name *name, void (*each)(void *arg, const struct name *), void *arg)
{
	static const uint32_t far[] = {0, 5, 6, 7, 255, 256, 65536, UINT32_MAX};
	struct name other = *name;

	each(arg, name);
	for (other.len = 0; other.len < name->len; other.len++)
		each(arg, &other);
	other.len = name->len + 1;
	with_sub(&other, name->len, 0, each, arg);
	with_sub(&other, name->len, UINT32_MAX, each, arg);
	for (uint32_t i = 0; i < name->len; i++) {
		with_sub(name, i, name->sub[i] + 1, each, arg);
		with_sub(name, i, name->sub[i] - 1, each, arg);
		for (size_t j = 0; j < sizeof(far) / sizeof(far[0]); j++)
			with_sub(name, i, far[j], each, arg);
	}
}

bool values_equal(const struct value *a, const struct value *b)
{
	if (a->syntax != b->syntax)
		return false;
	switch (a->syntax) {
	case SYNTAX_INTEGER:
		return a->integer == b->integer;
	case SYNTAX_OCTETS:
		return a->octets_len == b->octets_len &&
		       memcmp(a->octets, b->octets, a->octets_len) == 0;
	case SYNTAX_OID:
		return key_compare(a->oid.sub, a->oid.len, b->oid.sub, b->oid.len) == 0;
	default:
		return a->number == b->number;
	}
}

/* An event that logs, and an alarm on a column that all rows of statistics have. */
static void populate_alarm(struct fixture *f, uint32_t index, int32_t status)
{
	assert_int_equal(
	    SET(f, VB_INTEGER(event_table, 7, index, status), VB_INTEGER(event_table, 3, index, 2),
		VB_TEXT(event_table, 4, index, "public"),
		VB_INTEGER(alarm_table, 12, index, status), VB_INTEGER(alarm_table, 2, index, 1),
		VB_VARIABLE(alarm_table, 3, index, "etherStatsPkts.1"),
		VB_INTEGER(alarm_table, 9, index, index)),
	    SNMP_OK);
}

/* An alarm of 64 bits that rises at once, if it is made active. */
static void populate_hc_alarm(struct fixture *f, uint32_t index, int32_t status)
{
	assert_int_equal(SET(f, VB_INTEGER(hc_alarm_table, 19, index, status),
			     VB_INTEGER(hc_alarm_table, 2, index, 1),
			     VB_VARIABLE(hc_alarm_table, 3, index, "etherStatsPkts.1"),
			     VB_INTEGER(hc_alarm_table, 14, index, index)),
	    SNMP_OK);
}

/* Reports of three seconds on the hosts of the same index: 1 of high capacity, 3 not. */
static void populate_report(struct fixture *f, uint32_t index, int32_t status)
{
	assert_int_equal(SET(f, VB_INTEGER(host_top_n_control_table, 10, index, status),
			     VB_INTEGER(host_top_n_control_table, 2, index, index),
			     VB_INTEGER(host_top_n_control_table, 3, index, index == 1 ? 8 : 2),
			     VB_INTEGER(host_top_n_control_table, 4, index, 3)),
	    SNMP_OK);
}

/* A channel that takes everything but what its filter passes, and a buffer for it. */
static void populate_capture(struct fixture *f, uint32_t index, uint32_t ifindex, int32_t status)
{
	assert_int_equal(
	    SET(f, VB_INTEGER(filter_table, 11, index, status),
		VB_INTEGER(filter_table, 2, index, index), VB_TEXT(filter_table, 4, index, "never"),
		VB_INTEGER(channel_table, 12, index, status),
		VB_INTEGER(channel_table, 2, index, ifindex),
		VB_INTEGER(channel_table, 3, index, 2), VB_INTEGER(channel_table, 4, index, 1),
		VB_INTEGER(buffer_control_table, 13, index, status),
		VB_INTEGER(buffer_control_table, 2, index, index),
		VB_INTEGER(buffer_control_table, 6, index, 16),
		VB_INTEGER(buffer_control_table, 8, index, 4000)),
	    SNMP_OK);
}

static void populate_row(struct fixture *f, uint32_t index, uint32_t ifindex, int32_t status)
{
	assert_int_equal(SET(f, VB_INTEGER(ether_stats_table, 21, index, status),
			     VB_SOURCE(ether_stats_table, index, ifindex),
			     VB_INTEGER(history_control_table, 7, index, status),
			     VB_SOURCE(history_control_table, index, ifindex),
			     VB_INTEGER(history_control_table, 5, index, 1),
			     VB_INTEGER(host_control_table, 6, index, status),
			     VB_SOURCE(host_control_table, index, ifindex),
			     VB_INTEGER(matrix_control_table, 6, index, status),
			     VB_SOURCE(matrix_control_table, index, ifindex)),
	    SNMP_OK);
}

/* Flows end after two seconds, and slots after one. */
static void populate_flows(struct fixture *f, uint32_t index, uint32_t ifindex, int32_t status)
{
	assert_int_equal(SET(f, VB_INTEGER(flow_control_table, 25, index, status),
			     VB_SOURCE(flow_control_table, index, ifindex),
			     VB_INTEGER(flow_control_table, 3, index, 100),
			     VB_INTEGER(flow_control_table, 5, index, 2),
			     VB_INTEGER(flow_control_table, 7, index, 1),
			     VB_INTEGER(flow_control_table, 8, index, 20),
			     VB_INTEGER(flow_control_table, 10, index, 50)),
	    SNMP_OK);
}

void fixture_populate(struct fixture *f)
{
	populate_row(f, 3, IFINDEX_0, STATUS_VALID);
	populate_row(f, 1, IFINDEX_1, STATUS_VALID);
	populate_row(f, 2, IFINDEX_0, STATUS_CREATE);
	populate_report(f, 3, STATUS_VALID);
	populate_report(f, 1, STATUS_VALID);
	populate_report(f, 2, STATUS_CREATE);
	populate_alarm(f, 3, STATUS_VALID);
	populate_alarm(f, 1, STATUS_VALID);
	populate_alarm(f, 2, STATUS_CREATE);
	populate_hc_alarm(f, 3, ROW_CREATE_AND_GO);
	populate_hc_alarm(f, 1, ROW_CREATE_AND_GO);
	populate_hc_alarm(f, 2, ROW_CREATE_AND_WAIT);
	for (int i = 0; i < 20; i++)
		event_generate(f->mib, 1 + 2 * (uint32_t)(i % 3 == 0), "a test", NULL);
	populate_capture(f, 3, IFINDEX_0, STATUS_VALID);
	populate_capture(f, 1, IFINDEX_1, STATUS_VALID);
	populate_capture(f, 2, IFINDEX_0, STATUS_CREATE);
	populate_flows(f, 3, IFINDEX_0, ROW_CREATE_AND_GO);
	populate_flows(f, 1, IFINDEX_1, ROW_CREATE_AND_GO);
	populate_flows(f, 2, IFINDEX_0, ROW_CREATE_AND_WAIT);
	for (uint16_t i = 0; i < 4; i++) {
		fixture_frame(f, 0, 10, i);
		fixture_frame(f, 0, i, 0xff00);
		fixture_frame(f, 1, i, 9);
		fixture_pass(f, 1);
	}
	mib_run(f->mib);
	populate_row(f, 4, IFINDEX_1, STATUS_VALID);
	populate_capture(f, 4, IFINDEX_1, STATUS_VALID);
	populate_report(f, 4, STATUS_VALID);
	populate_flows(f, 4, IFINDEX_1, ROW_CREATE_AND_GO);
}
