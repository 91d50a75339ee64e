/* SPDX-License-Identifier: BSD-2-Clause */
/* What the engine relies on in the declarations, and that views are in the order of names. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/topn.h"
#include "mibs/view.h"

#define EACH_TABLE(table)                                                                          \
	for (const struct table *const *at_ = mib_tables, *table; (table = *at_) != NULL; at_++)
#define EACH_COLUMN(table, column)                                                                 \
	for (const struct column *column = (table)->columns;                                       \
	     column < (table)->columns + (table)->column_count; column++)

/* In the order of their OIDs, and none within another. */
static void test_tables_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; mib_tables[i]; i++) {
		const struct oid *before = &mib_tables[i - 1]->entry;
		const struct oid *entry = &mib_tables[i]->entry;

		assert_true(key_compare(before->sub, before->len, entry->sub, entry->len) < 0);
		assert_true(entry->len < before->len ||
			    key_compare(before->sub, before->len, entry->sub, before->len) != 0);
	}
}

static void test_columns_are_sorted(void **state)
{
	(void)state;
	EACH_TABLE(table)
	{
		uint16_t before = 0;

		assert_true(table->column_count > 0);
		EACH_COLUMN(table, column)
		{
			assert_true(column->number > before);
			before = column->number;
		}
	}
}

static size_t place_size(const struct table *table, enum place place)
{
	switch (place) {
	case IN_CONTROL:
		return table->control->row_size;
	case IN_SUMMARY:
		if (table->control->rows)
			return SIZE_MAX; /* the class's own matter */
		assert_non_null(table->control->group->summary);
		return table->control->group->summary_size;
	case IN_ROW:
		assert_true(table->order >= 0);
		if (table->control->rows)
			return SIZE_MAX;
		return view_group_class(table->control->group, table->order)->row_size;
	case IN_MIB:
		assert_int_equal(table->order, TABLE_OF_SCALARS);
		return sizeof(struct mib);
	}
	return 0;
}

/* Each field lies within its struct; a form can be read as the syntax. */
static void test_fields(void **state)
{
	static const unsigned forms[] = {
	    [SYNTAX_INTEGER] = 1 << FORM_PORT | 1 << FORM_I32 | 1 << FORM_U8 | 1 << FORM_U16 |
			       1 << FORM_U32 | 1 << FORM_U64,
	    [SYNTAX_OCTETS] =
		1 << FORM_OCTETS | 1 << FORM_TEXT | 1 << FORM_STRING | 1 << FORM_BYTES,
	    [SYNTAX_OID] = 1 << FORM_PORT | 1 << FORM_OID,
	    [SYNTAX_COUNTER32] = 1 << FORM_U32 | 1 << FORM_U64,
	    [SYNTAX_GAUGE32] = 1 << FORM_U32 | 1 << FORM_U64,
	    [SYNTAX_TIMETICKS] = 1 << FORM_U64,
	    [SYNTAX_COUNTER64] = 1 << FORM_U64,
	};

	(void)state;
	EACH_TABLE(table)
	{
		EACH_COLUMN(table, column)
		{
			assert_true((size_t)column->offset + column->size <=
				    place_size(table, column->place));
			if (column->form == FORM_BY_CLASS)
				assert_non_null(table->control->load);
			else
				assert_true(forms[column->syntax] & 1u << column->form);
		}
		for (size_t i = 0;
		     table->control && !table->control->rows && i < table->index_count; i++)
			assert_true(table->index[i].offset < place_size(table, IN_ROW));
	}
}

/* The upper halves of HC-RMON's counters are those, and no other. */
static void test_overflow(void **state)
{
	(void)state;
	EACH_TABLE(table)
	{
		EACH_COLUMN(table, column)
		{
			bool overflow = strstr(column->name, "Overflow") != NULL;

			assert_int_equal((column->flags & COLUMN_OVERFLOW) != 0, overflow);
			if (overflow)
				assert_int_equal(column->form, FORM_U64);
		}
	}
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

/*
 * RFC 2819: what may be written while a row is valid, and what has no default.  RFC 3434 says of
 * hcAlarmStatus that all other objects may be written while it is not active.
 */
static const char *const live_columns[] = {
    "historyControlBucketsRequested",
    "sondaFlowControlIdleTimeout",
    "sondaFlowControlActiveTimeout",
    "hostTopNTimeRemaining",
    "hostTopNRequestedSize",
    "filterChannelIndex",
    "filterProtocolDirDataLocalIndex",
    "filterProtocolDirLocalIndex",
    "channelDataControl",
    "channelEventStatus",
    "channelDescription",
    "bufferControlFullAction",
    "bufferControlDownloadSliceSize",
    "bufferControlDownloadOffset",
    "bufferControlMaxOctetsRequested",
    "eventDescription",
    "eventType",
    "eventCommunity",
    NULL,
};
static const char *const mandatory_columns[] = {
    "alarmInterval",
    "alarmVariable",
    "hcAlarmInterval",
    "hcAlarmVariable",
    "filterChannelIndex",
    "channelIfIndex",
    "bufferControlChannelIndex",
    "hostTopNHostIndex",
    "hostTopNRateBase",
    NULL,
};

static void test_flags(void **state)
{
	(void)state;
	EACH_TABLE(table)
	{
		EACH_COLUMN(table, column)
		{
			bool set = column->access == ACCESS_WRITE;
			bool live = (ends_with(column->name, "Owner") &&
					strcmp(column->name, "hcAlarmOwner") != 0) ||
				    is_one_of(column->name, live_columns);
			bool row_status = set && column->names == row_status_names;
			bool mandatory = ends_with(column->name, "DataSource") ||
					 is_one_of(column->name, mandatory_columns);

			assert_int_equal((column->flags & COLUMN_LIVE) != 0, set && live);
			assert_int_equal((column->flags & COLUMN_MANDATORY) != 0, set && mandatory);
			assert_int_equal((column->flags & COLUMN_STATUS) != 0,
			    (set && column->names == entry_status_names) || row_status);
			assert_int_equal((column->flags & COLUMN_ROW_STATUS) != 0, row_status);
			assert_int_equal((column->flags & COLUMN_STORAGE_TYPE) != 0,
			    set && column->names == storage_type_names);
			if (set)
				assert_int_equal(column->place, IN_CONTROL);
		}
	}
}

static bool is_listed(const struct table *wanted)
{
	EACH_TABLE(table)
	{
		if (table == wanted)
			return true;
	}
	return false;
}

static void test_controls(void **state)
{
	size_t count = 0;

	(void)state;
	for (; mib_controls[count]; count++) {
		const struct control_class *class = mib_controls[count];
		unsigned statuses = 0;

		assert_true(class->row_size >= sizeof(struct control));
		assert_in_range(class->index_count, 1, 2);
		assert_true(class->order_count <= (1 + GROUP_PARTS) * VIEW_ORDERS_MAX);
		assert_true(is_listed(class->table));
		assert_ptr_equal(class->table->control, class);
		assert_true(!class->augment || is_listed(class->augment));
		assert_true(!class->augment || class->augment->control == class);
		assert_true(control_column_count(class) <= 64); /* a bit each */
		EACH_COLUMN(class->table, column)
		statuses += (column->flags & COLUMN_STATUS) != 0;
		assert_int_equal(statuses, class->fixed ? 0 : 1);
		assert_true(ends_with(class->table->columns[0].name, "Index") || class->fixed);
	}
	assert_true(count <= STORES_MAX);
	EACH_TABLE(table)
	{
		if (table->order == TABLE_OF_SCALARS)
			assert_null(table->control);
		else
			assert_int_equal(table->order >= 0, table->index_count > 0);
		if (table->order > 0)
			assert_true((unsigned)table->order < table->control->order_count);
	}
}

/* Addresses of all kinds, the high half of an octet's values too. */
static void traffic(struct fixture *f)
{
	uint32_t seed = 7;

	for (int i = 0; i < 3000; i++) {
		seed = seed * 1103515245 + 12345;
		fixture_frame(f, 0, (uint16_t)(seed >> 16), (uint16_t)(seed >> 8));
	}
	fixture_pass(f, 20);
	for (uint16_t i = 0; i < 20; i++)
		fixture_frame(f, 0, i, 0xff00); /* flows that have not ended */
}

/* Each order of each view is that of the names made of it: strictly ascending. */
static void test_orders(void **state)
{
	struct fixture *f = fixture_new(1u << 28);

	(void)state;
	fixture_populate(f);
	ACCEPTED(f, VB_INTEGER(host_top_n_control_table, 6, 3, 100),
	    VB_INTEGER(host_top_n_control_table, 4, 3, 20));
	traffic(f);
	mib_run(f->mib);
	f->mib->pdu++;
	EACH_TABLE(table)
	{
		uint32_t key[OID_MAX], before[OID_MAX];
		size_t len, before_len = 0, most = 0;
		const struct store *store;

		if (table->order < 0)
			continue;
		store = mib_store(f->mib, table->control);
		for (size_t i = 0; i < store->count; i++) {
			struct view *view = view_get(f->mib, store->rows[i], table->order);

			before_len = 0;
			for (size_t j = 0; view && j < view->count; j++) {
				len = key_encode(table->index, table->index_count,
				    view_row(view, (unsigned)table->order, j), key, 0);
				assert_true(key_compare(before, before_len, key, len) < 0);
				memcpy(before, key, len * sizeof(*key));
				before_len = len;
				most = j + 1 > most ? j + 1 : most;
			}
		}
		assert_true(most > 10);
	}
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_tables_are_sorted),
	    cmocka_unit_test(test_columns_are_sorted),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_overflow),
	    cmocka_unit_test(test_flags),
	    cmocka_unit_test(test_controls),
	    cmocka_unit_test(test_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
