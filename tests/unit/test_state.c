/* SPDX-License-Identifier: BSD-2-Clause */
/* What outlives the daemon: the state file's life, and how it merges with the rows of the start. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/log.h"
#include "agent/rows.h"
#include "agent/state.h"
#include "fixture.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"

#define HEADER                                                                                     \
	"# Written by sondad: what differs from the configuration, and the numbers of ports.\n"
#define PORTS "port eth0 1\nport eth1 2\n"

static char directory[] = "/tmp/sonda-state-XXXXXX";
static char content[4096];

/* A daemon from its start to its end. */
struct life {
	struct fixture *f;
	struct state *state;
	struct config config;
	struct config_row rows[4];
};

static char *path_of(const char *name)
{
	static char path[sizeof(directory) + 256];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static const char *read_file(const char *name)
{
	FILE *file = fopen(path_of(name), "r");
	size_t len;

	if (!file)
		return "none";
	len = fread(content, 1, sizeof(content) - 1, file);
	content[len] = '\0';
	fclose(file);
	return content;
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static struct state *open_state(void)
{
	char error[256];
	struct state *state = state_open(directory, NULL, false, error, sizeof(error));

	if (!state)
		fail_msg("%s", error);
	return state;
}

/* configured: `row` lines without the word, ended by NULL. */
static bool begin(struct life *life, const char *const *configured)
{
	static char where[] = "test.conf: line 1";

	*life = (struct life){.f = fixture_new(FIXTURE_MEMORY), .state = open_state()};
	config_init(&life->config);
	life->config.rows = life->rows;
	for (size_t i = 0; configured && configured[i]; i++) {
		life->rows[i].line = (char *)(uintptr_t)configured[i];
		life->rows[i].where = where;
		life->config.row_count++;
	}
	return rows_start(life->f->mib, &life->config, life->state);
}

static void end(struct life *life)
{
	fixture_free(life->f);
	state_close(life->state);
}

/* Starts and ends, and asks for what the file then says below its header. */
static void assert_life(const char *const *configured, const char *lines)
{
	char expected[4096];
	struct life life;

	snprintf(expected, sizeof(expected), HEADER "%s", lines);
	assert_true(begin(&life, configured));
	assert_string_equal(read_file("rows"), expected);
	end(&life);
}

/* A SET in the words of a row line. */
static enum snmp_error set_row(struct life *life, const char *line)
{
	struct mib *mib = life->f->mib;
	char error[256];
	struct rowtext *text = rowtext_parse(mib, line, "test", error, sizeof(error));
	const char *column;
	enum snmp_error result;

	if (!text)
		fail_msg("%s", error);
	transaction_begin(mib, 1, 1);
	result = rowtext_add(mib, text, &column);
	if (!result)
		result = transaction_check(mib);
	if (!result)
		result = transaction_commit(mib);
	if (result)
		transaction_drop(mib);
	else
		transaction_finish(mib);
	rowtext_free(text);
	return result;
}

static const struct control *row_of(
    struct life *life, const struct control_class *class, uint32_t index)
{
	return store_find(mib_store(life->f->mib, class), &index);
}

static int clean(void **unused)
{
	struct dirent *entry;
	DIR *dir = opendir(directory);

	(void)unused;
	while (dir && (entry = readdir(dir)) != NULL)
		unlink(path_of(entry->d_name));
	if (dir)
		closedir(dir);
	return 0;
}

/* Defaults are made, and need no line. */
static void test_defaults(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(begin(&life, NULL));
	assert_string_equal(read_file("rows"), HEADER PORTS);
	assert_string_equal(row_of(&life, &history_control, 3)->owner, "monitor");
	assert_ptr_equal(row_of(&life, &history_control, 3)->port, &life.f->ports[1]);
	assert_int_equal(get_integer(life.f, &history_control_table, 5, 1), 30);
	assert_int_equal(get_integer(life.f, &history_control_table, 5, 2), 1800);
	assert_int_equal(get_integer(life.f, &history_control_table, 3, 2), 50);
	assert_null(row_of(&life, &history_control, 5));
	assert_ptr_equal(row_of(&life, &host_control, 2)->port, &life.f->ports[1]);
	end(&life);
	assert_string_equal(read_file("rows.tmp"), "none");
	assert_string_equal(read_file("rows.old"), "none");
}

static void test_no_defaults(void **unused)
{
	struct life life = {.f = fixture_new(FIXTURE_MEMORY), .state = open_state()};

	(void)unused;
	config_init(&life.config);
	life.config.no_defaults = true;
	assert_true(rows_start(life.f->mib, &life.config, life.state));
	assert_null(row_of(&life, &host_control, 1));
	assert_string_equal(read_file("rows"), HEADER PORTS);
	end(&life);
}

/* Made, changed, deleted and unfinished rows are there again. */
static void test_kept(void **unused)
{
	static const char lines[] =
	    "row historyControlTable.7 DataSource=eth1 BucketsRequested=9 Interval=5 "
	    "Owner=\"me\"\n"
	    "row historyControlTable.8 BucketsRequested=50 Interval=1800 Owner=\"\" "
	    "Status=underCreation\n"
	    "row hostControlTable.1 DataSource=eth0 Owner=\"bob\"\n"
	    "row historyControlTable.4 Status=invalid\n";
	char expected[1024];
	struct life life;

	(void)unused;
	snprintf(expected, sizeof(expected), HEADER PORTS "%s", lines);
	assert_true(begin(&life, NULL));
	assert_int_equal(
	    set_row(&life, "historyControlTable.7 DataSource=eth1 BucketsRequested=9 Interval=5 "
			   "Owner=me"),
	    SNMP_OK);
	assert_int_equal(set_row(&life, "historyControlTable.8 Status=underCreation"), SNMP_OK);
	assert_int_equal(set_row(&life, "historyControlTable.4 Status=invalid"), SNMP_OK);
	assert_int_equal(set_row(&life, "hostControlTable.1 Owner=bob"), SNMP_OK);
	assert_string_equal(read_file("rows"), expected);
	end(&life);
	for (int i = 0; i < 2; i++) {
		assert_true(begin(&life, NULL));
		assert_string_equal(read_file("rows"), expected);
		assert_null(row_of(&life, &history_control, 4));
		assert_int_equal(row_of(&life, &history_control, 7)->status, STATUS_VALID);
		assert_int_equal(row_of(&life, &history_control, 8)->status, STATUS_UNDER_CREATION);
		assert_string_equal(row_of(&life, &host_control, 1)->owner, "bob");
		end(&life);
	}
}

/* What is as configured again needs no line. */
static void test_back_to_configured(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(begin(&life, NULL));
	assert_int_equal(set_row(&life, "hostControlTable.1 Owner=bob"), SNMP_OK);
	assert_int_equal(set_row(&life, "hostControlTable.1 Owner=monitor"), SNMP_OK);
	assert_string_equal(read_file("rows"), HEADER PORTS);
	end(&life);
}

static void test_undo(void **unused)
{
	struct mib_persist persist;
	struct life life;

	(void)unused;
	assert_true(begin(&life, NULL));
	persist = life.f->mib->persist;
	assert_int_equal(
	    fixture_gather(life.f, VARBINDS(VB_TEXT(host_control_table, 5, 1, "bob"))), SNMP_OK);
	assert_string_equal(read_file("rows"), HEADER PORTS);
	assert_non_null(strstr(read_file("rows.tmp"), "bob"));
	assert_int_equal(transaction_commit(life.f->mib), SNMP_OK);
	assert_non_null(strstr(read_file("rows"), "bob"));
	transaction_undo(life.f->mib);
	assert_string_equal(read_file("rows"), HEADER PORTS);
	assert_string_equal(row_of(&life, &host_control, 1)->owner, "monitor");

	/* Nor does one that was prepared only leave anything. */
	assert_true(persist.prepare(persist.arg, life.f->mib));
	persist.forget(persist.arg);
	assert_string_equal(read_file("rows.tmp"), "none");
	assert_string_equal(read_file("rows.old"), "none");
	end(&life);
}

/* The first write of all undone: there is no file. */
static void test_undo_first(void **unused)
{
	struct fixture *f = fixture_new(FIXTURE_MEMORY);
	struct state *state = open_state();
	struct mib_persist persist = state_persist(state);

	(void)unused;
	assert_true(persist.prepare(persist.arg, f->mib));
	assert_true(persist.commit(persist.arg));
	assert_string_equal(read_file("rows"), HEADER);
	persist.undo(persist.arg);
	persist.forget(persist.arg);
	assert_string_equal(read_file("rows"), "none");
	fixture_free(f);
	state_close(state);
}

/* A SET that cannot be kept is refused, and nothing of it stays. */
static void test_cannot_write(void **unused)
{
	struct life life;

	(void)unused;
	assert_true(begin(&life, NULL));
	assert_int_equal(mkdir(path_of("rows.tmp"), 0700), 0); /* no file can be made there */
	assert_int_equal(
	    set_row(&life, "hostControlTable.9 DataSource=eth0"), SNMP_RESOURCE_UNAVAILABLE);
	assert_null(row_of(&life, &host_control, 9));
	assert_string_equal(read_file("rows"), HEADER PORTS);
	assert_int_equal(rmdir(path_of("rows.tmp")), 0);
	assert_int_equal(set_row(&life, "hostControlTable.9 DataSource=eth0"), SNMP_OK);
	end(&life);
}

/* The same content is not written again. */
static void test_same(void **unused)
{
	struct stat before;
	struct stat after;
	struct life life;

	(void)unused;
	assert_life(NULL, PORTS);
	assert_int_equal(stat(path_of("rows"), &before), 0);
	assert_true(begin(&life, NULL));
	assert_int_equal(set_row(&life, "hostControlTable.1 Owner=monitor"), SNMP_OK);
	end(&life);
	assert_int_equal(stat(path_of("rows"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void test_lock(void **unused)
{
	struct state *state = open_state();
	char error[256];

	(void)unused;
	assert_null(state_open(directory, NULL, false, error, sizeof(error)));
	assert_non_null(strstr(error, "another sondad"));
	state_close(state);
	state_close(open_state());
}

/* To look at it takes no lock, and makes nothing. */
static void test_read_only(void **unused)
{
	struct state *state = open_state();
	struct state *reader;
	char error[256];

	(void)unused;
	reader = state_open(directory, NULL, true, error, sizeof(error));
	assert_non_null(reader);
	state_close(reader);
	reader = state_open("/tmp/sonda-nonexistent", NULL, true, error, sizeof(error));
	assert_non_null(reader);
	assert_int_equal(state_row_count(reader), 0);
	assert_int_not_equal(access("/tmp/sonda-nonexistent", F_OK), 0);
	state_close(reader);
	state_close(state);
}

static void test_damaged(void **unused)
{
	static const char damaged[] = "port eth0 1\n"
				      "port eth9 1\n" /* whose number is taken */
				      "port eth0 5\n" /* named twice */
				      "port eth8 0\n" /* no such number */
				      "rov x\n"
				      "row hostControlTable.1 DataSource=eth0 Owner=bob\n"
				      "row ";
	struct state *state;

	(void)unused;
	write_file("rows", damaged);
	state = open_state();
	assert_int_equal(state_port(state, "eth0"), 1);
	assert_int_equal(state_port(state, "eth9"), 0);
	assert_int_equal(state_port(state, "eth8"), 0);
	assert_string_equal(state_row(state, 0), "hostControlTable.1 DataSource=eth0 Owner=bob");
	assert_string_equal(read_file("rows.damaged"), damaged);
	state_close(state);
	assert_life(NULL, PORTS "row hostControlTable.1 DataSource=eth0 Owner=\"bob\"\n");
	assert_string_equal(read_file("rows.damaged"), damaged);
}

/* Rows of an interface that is not there wait for it, word by word. */
static void test_parked(void **unused)
{
	static const char parked[] = PORTS "row hostControlTable.9 DataSource=eth9 Owner='x'\n"
					   "row alienTable.1 What=ever\n"
					   "row historyControlTable.9 DataSource=eth0 Interval=0\n";
	struct life life;

	(void)unused;
	write_file("rows", parked);
	assert_life(NULL, parked);
	assert_true(begin(&life, NULL));
	assert_null(row_of(&life, &host_control, 9));
	assert_int_equal(set_row(&life, "hostControlTable.9 DataSource=eth0 Owner=me"), SNMP_OK);
	assert_int_equal(set_row(&life, "hostControlTable.9 Status=invalid"), SNMP_OK);
	end(&life);
	/* The NMS made and deleted hostControlTable.9: what was kept of it is no more. */
	assert_life(NULL, PORTS "row alienTable.1 What=ever\n"
				"row historyControlTable.9 DataSource=eth0 Interval=0\n");
}

/* A configured row of the same port is made instead of the default. */
static void test_configured_instead(void **unused)
{
	static const char *const configured[] = {
	    "hostControlTable.1 DataSource=eth0 Owner=me",
	    "historyControlTable.2 Status=invalid",
	    NULL,
	};
	struct life life;

	(void)unused;
	assert_true(begin(&life, configured));
	assert_string_equal(row_of(&life, &host_control, 1)->owner, "me");
	assert_null(row_of(&life, &host_control, 32768));
	assert_null(row_of(&life, &history_control, 2));
	assert_null(row_of(&life, &history_control, 32768));
	assert_non_null(row_of(&life, &history_control, 1));
	assert_string_equal(read_file("rows"), HEADER PORTS);
	end(&life);
}

/* One of another port moves the default. */
static void test_configured_for_other(void **unused)
{
	static const char *const configured[] = {
	    "hostControlTable.1 DataSource=eth1 Owner=me",
	    "hostControlTable.32768 DataSource=eth1 Owner=me",
	    NULL,
	};
	struct life life;

	(void)unused;
	for (int i = 0; i < 2; i++) {
		assert_true(begin(&life, configured));
		assert_string_equal(row_of(&life, &host_control, 1)->owner, "me");
		assert_ptr_equal(row_of(&life, &host_control, 32769)->port, &life.f->ports[0]);
		assert_string_equal(row_of(&life, &host_control, 32769)->owner, "monitor");
		assert_string_equal(read_file("rows"), HEADER PORTS);
		end(&life);
	}
}

/* A kept row moves the default of a port that is new, once and for all. */
static void test_kept_for_other(void **unused)
{
	static const char kept[] = "row hostControlTable.2 DataSource=eth0 Owner=\"me\"\n";
	static const char moved[] =
	    "row hostControlTable.32768 DataSource=eth1 Owner=\"monitor\"\n";
	char expected[1024];
	struct life life;

	(void)unused;
	snprintf(expected, sizeof(expected), HEADER "port eth0 1\n%s", kept);
	write_file("rows", expected);
	snprintf(expected, sizeof(expected), PORTS "%s%s", kept, moved);
	assert_life(NULL, expected);
	assert_life(NULL, expected);
	assert_true(begin(&life, NULL));
	assert_ptr_equal(row_of(&life, &host_control, 2)->port, &life.f->ports[0]);
	assert_ptr_equal(row_of(&life, &host_control, 32768)->port, &life.f->ports[1]);
	assert_int_equal(set_row(&life, "hostControlTable.32768 Status=invalid"), SNMP_OK);
	end(&life);
	snprintf(expected, sizeof(expected), PORTS "%s", kept);
	assert_life(NULL, expected);
}

/* What an NMS made of a default row, even for another port, is no reason to make it again. */
static void test_default_given_away(void **unused)
{
	static const char kept[] = PORTS "row hostControlTable.2 DataSource=eth0 Owner=\"me\"\n";
	struct life life;

	(void)unused;
	write_file("rows", kept);
	assert_life(NULL, kept);
	assert_true(begin(&life, NULL));
	assert_null(row_of(&life, &host_control, 32768));
	end(&life);
}

static void test_configured_wrong(void **unused)
{
	static const char *const wrong[] = {
	    "historyControlTable.7 DataSource=eth0 Interval=3601",
	    "historyControlTable.7 Interval=30",
	    "historyControlTable.65536 DataSource=eth0",
	    "hostControlTable.1 DataSource=eth9",
	    "hostControlTable.1 Size=9",
	    "hostTable.1 Owner=me",
	    "hostControlTable DataSource=eth0",
	};
	struct life life;

	(void)unused;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *const configured[] = {wrong[i], NULL};

		if (begin(&life, configured))
			fail_msg("`row %s` was taken", wrong[i]);
		assert_null(row_of(&life, &host_control, 1));
		end(&life);
		assert_string_equal(read_file("rows"), "none");
	}
}

struct difference {
	unsigned count;
	char configured[128];
	char kept[128];
};

static void differ(void *arg, const char *configured, const char *kept)
{
	struct difference *difference = arg;

	difference->count++;
	snprintf(difference->configured, sizeof(difference->configured), "%s",
	    configured ? configured : "nothing");
	snprintf(difference->kept, sizeof(difference->kept), "%s", kept);
}

/* The check names what the state overrides, and changes nothing. */
static void test_check(void **unused)
{
	static const char kept[] = "row hostControlTable.2 DataSource=eth1 Owner=me\n";
	struct life life = {.f = fixture_new(FIXTURE_MEMORY)};
	struct difference difference = {0};

	(void)unused;
	write_file("rows", kept);
	life.state = open_state();
	config_init(&life.config);
	assert_true(rows_check(life.f->mib, &life.config, life.state, differ, &difference));
	assert_int_equal(difference.count, 1);
	assert_string_equal(
	    difference.configured, "hostControlTable.2 DataSource=eth1 Owner=\"monitor\"");
	assert_string_equal(difference.kept, "hostControlTable.2 DataSource=eth1 Owner=\"me\"");
	assert_null(row_of(&life, &host_control, 1));
	assert_string_equal(read_file("rows"), kept);
	end(&life);
}

static int start_all(void **unused)
{
	(void)unused;
	log_open("test", LOG_TO_STDERR, false);
	return mkdtemp(directory) ? 0 : -1;
}

static int end_all(void **unused)
{
	clean(unused);
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_defaults, clean),
	    cmocka_unit_test_setup(test_no_defaults, clean),
	    cmocka_unit_test_setup(test_kept, clean),
	    cmocka_unit_test_setup(test_back_to_configured, clean),
	    cmocka_unit_test_setup(test_undo, clean),
	    cmocka_unit_test_setup(test_undo_first, clean),
	    cmocka_unit_test_setup(test_cannot_write, clean),
	    cmocka_unit_test_setup(test_same, clean),
	    cmocka_unit_test_setup(test_lock, clean),
	    cmocka_unit_test_setup(test_read_only, clean),
	    cmocka_unit_test_setup(test_damaged, clean),
	    cmocka_unit_test_setup(test_parked, clean),
	    cmocka_unit_test_setup(test_configured_instead, clean),
	    cmocka_unit_test_setup(test_configured_for_other, clean),
	    cmocka_unit_test_setup(test_kept_for_other, clean),
	    cmocka_unit_test_setup(test_default_given_away, clean),
	    cmocka_unit_test_setup(test_configured_wrong, clean),
	    cmocka_unit_test_setup(test_check, clean),
	};

	return cmocka_run_group_tests(tests, start_all, end_all);
}
