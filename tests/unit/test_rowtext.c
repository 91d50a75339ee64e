/* SPDX-License-Identifier: BSD-2-Clause */
/* `row` lines: what is understood, what is refused in which words, and the one form written. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/rowtext.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"

static int setup(void **state)
{
	*state = fixture_new(FIXTURE_MEMORY);
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static struct rowtext *parse(struct fixture *f, const char *line)
{
	char error[200] = "";
	struct rowtext *text = rowtext_parse(f->mib, line, "here:1", error, sizeof(error));

	if (!text)
		print_error("%s: %s\n", line, error);
	assert_non_null(text);
	assert_string_equal(error, "");
	return text;
}

/* Parses the line and makes it a SET; *column is the last that was added, or the culprit. */
static enum snmp_error apply(struct fixture *f, const char *line, const char **column)
{
	struct rowtext *text = parse(f, line);
	enum snmp_error error;

	transaction_begin(f->mib, 0, 0);
	error = rowtext_add(f->mib, text, column);
	if (!error)
		error = transaction_check(f->mib);
	if (!error)
		assert_int_equal(transaction_commit(f->mib), SNMP_OK);
	if (error) {
		const struct column *culprit;

		assert_ptr_equal(transaction_culprit(f->mib, &culprit), text);
		*column = culprit->name;
		transaction_drop(f->mib);
	} else {
		transaction_finish(f->mib);
	}
	rowtext_free(text);
	return error;
}

static void make(struct fixture *f, const char *line)
{
	const char *column;

	assert_int_equal(apply(f, line, &column), SNMP_OK);
}

static struct control *row(struct fixture *f, const struct control_class *class, uint32_t index)
{
	struct control *found = store_find(mib_store(f->mib, class), (uint32_t[]){index, 0});

	assert_non_null(found);
	return found;
}

static void assert_format(struct fixture *f, const struct control *control, const char *expected)
{
	char *line = rowtext_format(f->mib, control);

	assert_non_null(line);
	assert_string_equal(line, expected);
	free(line);
}

static void test_words(void **state)
{
	struct fixture *f = *state;

	make(f, "historyControlTable.7 DataSource=eth0 BucketsRequested=100 Interval=30");
	assert_int_equal(get_integer(f, &history_control_table, 3, 7), 100);
	assert_int_equal(get_integer(f, &history_control_table, 5, 7), 30);
	assert_int_equal(get_integer(f, &history_control_table, 7, 7), STATUS_VALID);
	assert_ptr_equal(row(f, &history_control, 7)->port, f->list[0]);
	make(f, "  historyControlTable.65535\tStatus=underCreation historyControlInterval=5 ");
	assert_int_equal(get_integer(f, &history_control_table, 5, 65535), 5);
	assert_int_equal(get_integer(f, &history_control_table, 7, 65535), STATUS_UNDER_CREATION);
	make(f, "hostControlTable.1 hostControlStatus=1 Owner=\"a \\\"b\\\"\" DataSource=9");
	assert_ptr_equal(row(f, &host_control, 1)->port, f->list[1]);
	assert_string_equal(row(f, &host_control, 1)->owner, "a \"b\"");
	make(f, "etherStatsTable.1 DataSource=1.3.6.1.2.1.2.2.1.1.9 Owner=0x6d65");
	assert_ptr_equal(row(f, &ether_stats_control, 1)->port, f->list[1]);
	assert_string_equal(row(f, &ether_stats_control, 1)->owner, "me");
	make(f, "etherStatsTable.2 DataSource=.1.3.6.1.2.1.2.2.1.1.7");
	assert_ptr_equal(row(f, &ether_stats_control, 2)->port, f->list[0]);
	make(f, "etherStatsTable.2 Status=invalid");
	assert_false(exists(f, &ether_stats_table, 21, 2));
}

struct refusal {
	const char *line;
	const char *words; /* that the message must have */
};

static const struct refusal refusals[] = {
    {"", "expected TABLE.INDEX"},
    {"   ", "expected TABLE.INDEX"},
    {"hostControlTable", "hostControlTable"},
    {"hostControlTable DataSource=eth0", "TABLE.INDEX"},
    {"nothingTable.1", "\"nothingTable\" is not a control table"},
    {"hostTable.1", "\"hostTable\" is not a control table"},
    {"sondaPortTable.1", "\"sondaPortTable\" is not a control table"},
    {"hostControl.1", "\"hostControl\" is not a control table"},
    {"hostControlTable.", "1 .. 65535"},
    {"hostControlTable.0", "1 .. 65535"},
    {"hostControlTable.65536", "1 .. 65535"},
    {"hostControlTable.-1", "1 .. 65535"},
    {"hostControlTable. 1", "1 .. 65535"},
    {"hostControlTable.1x", "1 .. 65535"},
    {"hostControlTable.18446744073709551617", "1 .. 65535"},
    {"hostControlTable.1.1", "too many indexes"},
    {"hostControlTable.1 Owner", "COLUMN=VALUE, found \"Owner\""},
    {"hostControlTable.1 Nothing=1", "\"Nothing\""},
    {"hostControlTable.1 =1", "\"\""},
    {"hostControlTable.1 TableSize=1", "\"TableSize\""},
    {"hostControlTable.1 Index=1", "\"Index\""},
    {"hostControlTable.1 historyControlOwner=x", "\"historyControlOwner\""},
    {"hostControlTable.1 owner=x", "\"owner\""},
    {"hostControlTable.1 DataSource=eth7", "hostControlDataSource=eth7"},
    {"hostControlTable.1 DataSource=", "no such port"},
    {"hostControlTable.1 DataSource=7x", "no such port"},
    {"hostControlTable.1 DataSource=-7", "no such port"},
    {"hostControlTable.1 DataSource=4294967303", "no such port"},
    {"hostControlTable.1 DataSource=18446744073709551623", "no such port"},
    {"hostControlTable.1 DataSource=1.3.6.1.2.1.2.2.1.2.7", "no such port"},
    {"hostControlTable.1 Owner=0x123", "pairs of hex digits"},
    {"hostControlTable.1 Owner=\"x", "does not end"},
    {"hostControlTable.1 Status=createRequest", "valid, underCreation or invalid"},
    {"hostControlTable.1 Status=2", "valid, underCreation or invalid"},
    {"hostControlTable.1 Status=VALID", "hostControlStatus=VALID"},
    {"hostControlTable.1 Status=", "hostControlStatus="},
    {"hostControlTable.1 Status=valid Status=invalid", "hostControlStatus is given twice"},
    {"hostControlTable.1 Owner=a hostControlOwner=b", "hostControlOwner is given twice"},
    {"historyControlTable.1 Interval=3s", "historyControlInterval=3s: expected a number"},
    {"historyControlTable.1 Interval=99999999999999999999", "expected a number"},
};

static void test_refused(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		char error[200] = "";

		assert_null(
		    rowtext_parse(f->mib, refusals[i].line, "here:1", error, sizeof(error)));
		if (!strstr(error, refusals[i].words))
			print_error("%s: %s\n", refusals[i].line, error);
		assert_non_null(strstr(error, refusals[i].words));
	}
}

/* What a SET would refuse is refused as there, and the column is named. */
static void test_refused_later(void **state)
{
	struct fixture *f = *state;
	const char *column;

	assert_int_equal(
	    apply(f, "historyControlTable.1 DataSource=eth0 Interval=3601 Owner=me", &column),
	    SNMP_WRONG_VALUE);
	assert_string_equal(column, "historyControlInterval");
	assert_int_equal(apply(f, "hostControlTable.1 Owner=x", &column), SNMP_INCONSISTENT_VALUE);
	assert_string_equal(column, "hostControlStatus");
	assert_int_equal(
	    apply(f, "hostControlTable.1 DataSource=8", &column), SNMP_INCONSISTENT_VALUE);
	assert_string_equal(column, "hostControlDataSource");
	assert_int_equal(apply(f, "hostControlTable.1 DataSource=eth0 Status=4294967297", &column),
	    SNMP_WRONG_VALUE);
	assert_string_equal(column, "hostControlStatus");
	assert_int_equal(
	    apply(f, "hostControlTable.1 DataSource=eth0 Status=7", &column), SNMP_WRONG_VALUE);
}

static void test_same_row(void **state)
{
	struct fixture *f = *state;
	struct rowtext *a = parse(f, "hostControlTable.1 Owner=a");
	struct rowtext *b = parse(f, "hostControlTable.1 Owner=b DataSource=eth1");
	struct rowtext *c = parse(f, "hostControlTable.2 Owner=a");
	struct rowtext *d = parse(f, "matrixControlTable.1 Owner=a");

	assert_true(rowtext_same_row(a, b));
	assert_false(rowtext_same_row(a, c));
	assert_false(rowtext_same_row(a, d));
	assert_string_equal(rowtext_line(b), "hostControlTable.1 Owner=b DataSource=eth1");
	assert_string_equal(rowtext_where(b), "here:1");
	rowtext_free(a);
	rowtext_free(b);
	rowtext_free(c);
	rowtext_free(d);
	rowtext_free(NULL);
}

static void test_format(void **state)
{
	struct fixture *f = *state;
	char *line;

	make(f, "historyControlTable.7 Interval=30 DataSource=7 BucketsRequested=100");
	assert_format(f, row(f, &history_control, 7),
	    "historyControlTable.7 DataSource=eth0 BucketsRequested=100 Interval=30 Owner=\"\"");
	make(f, "hostControlTable.65535 DataSource=eth1 Owner=\"a \\\"b\\\"\"");
	assert_format(f, row(f, &host_control, 65535),
	    "hostControlTable.65535 DataSource=eth1 Owner=\"a \\\"b\\\"\"");
	make(f, "etherStatsTable.3 Status=underCreation Owner=0xc3a4");
	assert_format(f, row(f, &ether_stats_control, 3),
	    "etherStatsTable.3 Owner=0xc3a4 Status=underCreation");
	line = rowtext_format_deleted(&host_control, (uint32_t[]){9, 0});
	assert_string_equal(line, "hostControlTable.9 Status=invalid");
	rowtext_free(parse(f, line));
	free(line);
}

static const char *const canonical[] = {
    "etherStatsTable.1 DataSource=eth0 Owner=\"monitor\"",
    "etherStatsTable.2 DataSource=eth1 Owner=\"\" Status=underCreation",
    "etherStatsTable.3 Owner=\"\" Status=underCreation",
    "historyControlTable.1 DataSource=eth0 BucketsRequested=1 Interval=3600 Owner=\"#\"",
    "historyControlTable.2 BucketsRequested=65535 Interval=1 Owner=0x0a Status=underCreation",
    "hostControlTable.1 DataSource=eth1 Owner=\"0xff\"",
    "matrixControlTable.1 DataSource=eth0 Owner=\"\\\\\"",
};

/* What was written makes the same row again, and is written the same again. */
static void test_round_trip(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(canonical) / sizeof(canonical[0]); i++)
		make(f, canonical[i]);
	for (size_t i = 0, n = 0; mib_controls[i]; i++) {
		const struct store *store = &f->mib->stores[i];

		for (size_t j = 0; !mib_controls[i]->fixed && j < store->count; j++)
			assert_format(f, store->rows[j], canonical[n++]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_words, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refused_later, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_same_row, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_format, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
