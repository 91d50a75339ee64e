/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Downloads from a pretended probe: each packet once, in order and whole, over answers that are too
 * large, packets that were overwritten, interruptions, and the wrap of indexes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/capture_download.h"
#include "client/capture_rows.h"
#include "client/varbind.h"
#include "mibs/capture.h"

#define BUFFER 7
#define PACKETS_MAX 300

/* The probe: packets by index, in the order of names; octet i of packet n is n + i. */
static struct {
	uint32_t index[PACKETS_MAX];
	size_t count;
	uint32_t len; /* octets of each packet */
	uint32_t slice;
	uint32_t offset;
	size_t too_big;    /* refuses larger data; 0: never */
	unsigned stop_get; /* the GET of this number is interrupted; 0: none */
	unsigned gets;
	void (*after_walk)(void); /* what happens behind a walk; NULL: nothing */
	unsigned status;          /* of the latest error */
} probe;

/* What was taken. */
static struct {
	uint32_t index[PACKETS_MAX];
	size_t count;
	size_t most; /* 0: no limit */
} taken;

static uint8_t data[4096];

static void fill_data(struct varbind *cell, uint32_t index)
{
	uint32_t len = probe.offset < probe.len ? probe.len - probe.offset : 0;

	if (len > probe.slice)
		len = probe.slice;
	for (uint32_t i = 0; i < len; i++)
		data[i] = (uint8_t)(index + probe.offset + i);
	cell->present = true;
	varbind_octets(cell, data, len);
}

/* In place of client/session*.c and client/rows.c */

enum outcome session_walk(struct session *session, const struct walk *walk)
{
	uint32_t last = walk->after ? walk->after->sub[0] : 0;

	(void)session;
	for (size_t i = 0; i < probe.count; i++) {
		const struct oid index = {.len = 1, .sub = {probe.index[i]}};
		static struct varbind cells[5];

		if (probe.index[i] <= last)
			continue;
		if (probe.too_big && probe.slice > probe.too_big) {
			probe.status = 1;
			return OUTCOME_REFUSED;
		}
		memset(cells, 0, sizeof(cells));
		fill_data(&cells[0], probe.index[i]);
		for (size_t j = 1; j < 5; j++)
			cells[j].present = true;
		varbind_integer(&cells[1], probe.len + 4);
		varbind_integer(&cells[2], probe.index[i] % 1000);
		varbind_integer(&cells[3], 0);
		varbind_integer(&cells[4], 5);
		if (!walk->row(walk->arg, &index, cells))
			break;
	}
	if (probe.after_walk)
		probe.after_walk();
	return OUTCOME_GOOD;
}

enum outcome session_get(struct session *session, struct varbind *varbinds, size_t count)
{
	(void)session;
	assert_int_equal(count, 1);
	if (++probe.gets == probe.stop_get)
		return OUTCOME_STOPPED;
	fill_data(varbinds, varbinds->name.sub[varbinds->name.len - 1]);
	return OUTCOME_GOOD;
}

enum outcome rows_set(struct rows *rows, const struct table *table, uint32_t index,
    const struct setting *settings, size_t count)
{
	(void)rows;
	assert_ptr_equal(table, &buffer_control_table);
	assert_int_equal(index, BUFFER);
	assert_int_equal(count, 1);
	if (settings->column == BUFFER_DOWNLOAD_SLICE)
		probe.slice = (uint32_t)settings->to.value.integer;
	else if (settings->column == BUFFER_DOWNLOAD_OFFSET)
		probe.offset = (uint32_t)settings->to.value.integer;
	else
		fail();
	return OUTCOME_GOOD;
}

const char *session_error(const struct session *session)
{
	(void)session;
	return "an error";
}

unsigned session_error_status(const struct session *session)
{
	(void)session;
	return probe.status;
}

/* Downloads */

static bool take(void *arg, const struct capture_packet *packet)
{
	(void)arg;
	assert_int_equal(packet->data_len, probe.len);
	assert_int_equal(packet->ms, packet->index % 1000);
	assert_int_equal(packet->ns, 5);
	for (uint32_t i = 0; i < packet->data_len; i++)
		assert_int_equal(packet->data[i], (uint8_t)(packet->index + i));
	taken.index[taken.count++] = packet->index;
	return taken.count != taken.most;
}

static struct download *begin(uint32_t len)
{
	const struct download_config config = {.buffer = BUFFER, .take = take};
	struct download *download = download_new(&config);

	memset(&probe, 0, sizeof(probe));
	memset(&taken, 0, sizeof(taken));
	probe.len = len;
	probe.slice = DOWNLOAD_SLICE_FIRST;
	assert_non_null(download);
	return download;
}

static void add(uint32_t from, uint32_t to)
{
	for (; from <= to; from++)
		probe.index[probe.count++] = from;
}

static void run(struct download *download)
{
	bool ended;

	assert_int_equal(download_run(download, &ended), OUTCOME_GOOD);
}

static void assert_taken(size_t at, uint32_t from, uint32_t to)
{
	for (; from <= to; from++, at++)
		assert_int_equal(taken.index[at], from);
}

static void test_each_once(void **state)
{
	struct download *download = begin(100);

	(void)state;
	add(1, 5);
	run(download);
	run(download);
	assert_int_equal(taken.count, 5);
	add(6, 9);
	run(download);
	assert_int_equal(taken.count, 9);
	assert_taken(0, 1, 9);
	assert_int_equal(download_counts(download).packets, 9);
	assert_int_equal(download_counts(download).lost, 0);
	download_free(download);
}

static void test_overwritten(void **state)
{
	struct download *download = begin(100);

	(void)state;
	add(4, 6); /* 1 .. 3 were overwritten */
	run(download);
	probe.count = 0;
	add(10, 11);
	run(download);
	assert_int_equal(taken.count, 5);
	assert_int_equal(download_counts(download).lost, 6);
	assert_int_equal(download_counts(download).last, 11);
	download_free(download);
}

static void test_too_big(void **state)
{
	struct download *download = begin(1514);

	(void)state;
	probe.too_big = 300;
	add(1, 200);
	run(download);
	assert_int_equal(probe.slice, 256); /* 16384 halved until it fits */
	assert_int_equal(taken.count, 200);
	assert_taken(0, 1, 200);
	add(201, 202);
	run(download);
	assert_int_equal(taken.count, 202);
	download_free(download);
}

static void test_never_fits(void **state)
{
	struct download *download = begin(1514);
	bool ended;

	(void)state;
	probe.too_big = 1;
	add(1, 2);
	assert_int_equal(download_run(download, &ended), OUTCOME_REFUSED);
	assert_int_equal(taken.count, 0);
	download_free(download);
}

/* What was not whole when a signal came is not lost by it. */
static void test_interrupted(void **state)
{
	struct download *download = begin(1000);
	bool ended;

	(void)state;
	probe.too_big = 600;
	probe.stop_get = 3;
	add(1, 5);
	assert_int_equal(download_run(download, &ended), OUTCOME_STOPPED);
	assert_int_equal(taken.count, 0);
	run(download);
	assert_int_equal(taken.count, 5);
	assert_taken(0, 1, 5);
	assert_int_equal(download_counts(download).lost, 0);
	download_free(download);
}

static void test_enough(void **state)
{
	struct download *download = begin(100);
	bool ended;

	(void)state;
	taken.most = 3;
	add(1, 5);
	assert_int_equal(download_run(download, &ended), OUTCOME_GOOD);
	assert_true(ended);
	assert_int_equal(taken.count, 3);
	assert_int_equal(download_counts(download).packets, 3);
	download_free(download);
}

#define LAST 2147483647u

/* After the highest index the lowest come, in front of the others. */
static void test_wrap(void **state)
{
	struct download *download = begin(100);

	(void)state;
	add(LAST - 2, LAST - 1);
	run(download);
	assert_int_equal(taken.count, 2);
	probe.count = 0;
	add(1, 3);
	add(LAST - 2, LAST);
	run(download);
	run(download);
	assert_int_equal(taken.count, 6);
	assert_taken(2, LAST, LAST);
	assert_taken(3, 1, 3);
	assert_int_equal(download_counts(download).lost, LAST - 3); /* before the first */
	probe.count = 0;
	add(1, 4);
	add(LAST - 1, LAST);
	run(download);
	assert_int_equal(taken.count, 7);
	assert_taken(6, 4, 4);
	download_free(download);
}

/* Between the walk that finds no more and the look at the table's start the rest came. */
static void rest_comes(void)
{
	probe.after_walk = NULL;
	probe.count = 0;
	add(1, 2);
	add(LAST - 2, LAST);
}

static void test_wrap_meanwhile(void **state)
{
	struct download *download = begin(100);

	(void)state;
	add(LAST - 2, LAST - 2);
	run(download);
	probe.after_walk = rest_comes;
	run(download);
	run(download);
	assert_int_equal(taken.count, 5);
	assert_taken(1, LAST - 1, LAST);
	assert_taken(3, 1, 2);
	assert_int_equal(download_counts(download).lost, LAST - 3);
	download_free(download);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_once),
	    cmocka_unit_test(test_overwritten),
	    cmocka_unit_test(test_too_big),
	    cmocka_unit_test(test_never_fits),
	    cmocka_unit_test(test_interrupted),
	    cmocka_unit_test(test_enough),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_wrap_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
