/* SPDX-License-Identifier: BSD-2-Clause */
/* Views: how long they live, what a sliced copy holds while rows move, and how they are sorted. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "mibs/copy.h"
#include "mibs/view.h"

#define MILLISECOND (SECOND / 1000)

struct fake_row {
	uint32_t number;
	uint32_t reverse;
	uint8_t filler[24];
};

struct fake_summary {
	uint32_t rows;
};

/* A collector that the tests change at will. */
struct fake {
	struct group group;
	struct fixture *f;
	uint32_t first; /* rows are numbered from here: evicting the oldest moves all */
	unsigned summaries;
	unsigned copies;
	size_t largest;     /* copy asked for */
	unsigned evictions; /* to happen, one after each copy */
	uint32_t evict;     /* rows each time */
	uint32_t append;    /* rows that come after each copy */
	uint64_t takes;     /* a copy, ns */
};

/* The caller must hold the lock, so nobody can take it. */
static void assert_locked(const struct group *group)
{
	assert_int_not_equal(pthread_mutex_trylock(&group->port->lock), 0);
}

static void fake_summary(const struct group *group, void *summary)
{
	struct fake *fake = (struct fake *)group;

	assert_locked(group);
	fake->summaries++;
	((struct fake_summary *)summary)->rows = group->rows;
}

static size_t fake_copy(const struct group *group, size_t from, size_t count, void *rows)
{
	struct fake *fake = (struct fake *)group;
	struct fake_row *copies = rows;

	assert_locked(group);
	assert_true(from + count <= group->rows);
	for (size_t i = 0; i < count; i++) {
		uint32_t number = fake->first + (uint32_t)(from + i);

		copies[i] = (struct fake_row){.number = number, .reverse = UINT32_MAX - number};
	}
	fake->copies++;
	if (count > fake->largest)
		fake->largest = count;
	fake->f->clock += fake->takes;
	fake->group.rows += fake->append;
	if (fake->evictions > 0) {
		fake->evictions--;
		fake->first += fake->evict;
		fake->group.rows -= fake->evict;
		fake->group.layout++;
	}
	return count;
}

static void fake_free(struct group *group)
{
	free(group);
}

static const struct group_class fake_class = {
    .name = "fake",
    .summary_size = sizeof(struct fake_summary),
    .row_size = sizeof(struct fake_row),
    .summary = fake_summary,
    .copy = fake_copy,
    .free = fake_free,
};

static int compare_reverse(const void *a, const void *b)
{
	uint32_t left = ((const struct fake_row *)a)->reverse;
	uint32_t right = ((const struct fake_row *)b)->reverse;

	return left < right ? -1 : left > right;
}

static int (*const fake_orders[])(const void *, const void *) = {NULL, compare_reverse};

static const struct control_class fake_control = {
    .name = "fakeTable",
    .row_size = sizeof(struct control),
    .index_count = 1,
    .index_max = 9,
    .orders = fake_orders,
    .order_count = 2,
};

struct scene {
	struct fixture *f;
	struct control *row;
	struct fake *fake;
};

static int setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	s->f = fixture_new(FIXTURE_MEMORY);
	s->row = fixture_row(s->f, &fake_control, 1);
	s->fake = calloc(1, sizeof(*s->fake));
	s->fake->group.class = &fake_class;
	s->fake->group.rows = 10;
	s->fake->f = s->f;
	s->row->port = s->f->list[0];
	s->row->group = &s->fake->group;
	port_attach(s->row->port, s->row->group, 0);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	view_drop(s->row);
	group_close(s->row->group);
	control_free(s->row);
	fixture_free(s->f);
	free(s);
	return 0;
}

/* In a PDU of its own. */
static struct view *ask(struct scene *s, int order)
{
	struct view *view;

	s->f->mib->pdu++;
	view = view_get(s->f->mib, s->row, order);
	assert_ptr_equal(s->row->view, view);
	return view;
}

/* The view is new if rows were copied for it. */
static bool is_new(struct scene *s, int order)
{
	unsigned before = s->fake->copies;

	assert_non_null(ask(s, order));
	return s->fake->copies != before;
}

static const struct fake_row *row_at(const struct view *view, unsigned order, size_t position)
{
	return view_row(view, order, position);
}

/* All rows first .. first + count - 1, each once, in both orders, and the summary says so. */
static void assert_rows(struct scene *s, uint32_t first, uint32_t count)
{
	const struct view *view = ask(s, 1);

	assert_int_equal(view->count, count);
	assert_int_equal(((const struct fake_summary *)view->summary)->rows, count);
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(row_at(view, 0, i)->number, first + i);
		assert_int_equal(row_at(view, 1, i)->number, first + count - 1 - i);
	}
}

static void test_one_second(void **state)
{
	struct scene *s = *state;
	uint64_t start = s->f->clock;

	assert_true(is_new(s, 0));
	assert_false(is_new(s, 0));
	s->f->clock = start + SECOND - 1;
	assert_false(is_new(s, 0));
	s->f->clock = start + SECOND;
	assert_true(is_new(s, 0));
	s->f->clock += SECOND - 1;
	assert_false(is_new(s, 0));
}

static void test_ten_builds(void **state)
{
	struct scene *s = *state;
	uint64_t built;

	s->fake->takes = 300 * MILLISECOND;
	assert_true(is_new(s, 0));
	built = s->f->clock;
	s->f->clock = built + 3 * SECOND - 1;
	assert_false(is_new(s, 0));
	s->f->clock = built + 3 * SECOND;
	s->fake->takes = 0;
	assert_true(is_new(s, 0));
	built = s->f->clock;
	s->f->clock = built + SECOND;
	assert_true(is_new(s, 0)); /* what the former one cost does not matter */
}

/* Sorting is part of the cost, but makes the copy no younger. */
static void test_sorting_later(void **state)
{
	struct scene *s = *state;
	uint64_t built;

	assert_true(is_new(s, 0));
	built = s->f->clock;
	s->f->clock = built + SECOND - 1;
	assert_false(is_new(s, 1));
	s->f->clock = built + SECOND;
	assert_true(is_new(s, 1));
	s->f->clock_step = 100 * MILLISECOND; /* between any two questions */
	s->f->clock += SECOND;
	assert_true(is_new(s, 1));
	assert_int_equal(s->row->view->cost, 200 * MILLISECOND);
	assert_int_equal(s->row->view->expires - s->row->view->built, 2 * SECOND);
}

/* One PDU is answered from one view, however long it takes. */
static void test_within_a_pdu(void **state)
{
	struct scene *s = *state;
	struct mib *mib = s->f->mib;
	const struct view *view = ask(s, 0);

	s->fake->group.rows = 20;
	s->f->clock += 3600 * SECOND;
	assert_ptr_equal(view_get(mib, s->row, 0), view);
	assert_ptr_equal(view_get(mib, s->row, 1), view);
	assert_int_equal(view->count, 10);
	mib->pdu++;
	assert_int_equal(view_get(mib, s->row, 1)->count, 20);
	assert_int_equal(s->fake->copies, 2);
}

static void test_unread(void **state)
{
	struct scene *s = *state;

	assert_true(is_new(s, 0));
	s->f->clock += SECOND - 1;
	assert_false(is_new(s, 0)); /* read again */
	view_drop_if_unread(s->row, s->f->clock + 60 * SECOND);
	assert_non_null(s->row->view);
	view_drop_if_unread(s->row, s->f->clock + 60 * SECOND + 1);
	assert_null(s->row->view);
	view_drop_if_unread(s->row, s->f->clock + 3600 * SECOND);
	assert_true(is_new(s, 0));
}

static void test_drop(void **state)
{
	struct scene *s = *state;

	view_drop(s->row);
	assert_true(is_new(s, 0));
	view_drop(s->row);
	assert_null(s->row->view);
	assert_non_null(view_get(s->f->mib, s->row, 0)); /* in the same PDU too */
	assert_int_equal(s->fake->copies, 2);
}

static void test_no_collector(void **state)
{
	struct scene *s = *state;
	struct group *group = s->row->group;

	s->row->group = NULL;
	assert_null(ask(s, 0));
	s->row->group = group;
	port_detach(group);
	assert_null(ask(s, 0));
	port_attach(s->row->port, group, 0);
	assert_non_null(ask(s, 0));
}

static void test_slices(void **state)
{
	struct scene *s = *state;

	s->fake->group.rows = 2 * COPY_SLICE + 7;
	assert_rows(s, 0, 2 * COPY_SLICE + 7);
	assert_int_equal(s->fake->copies, 3);
	assert_int_equal(s->fake->largest, COPY_SLICE);
	assert_int_equal(s->fake->summaries, 1);
}

static void test_empty(void **state)
{
	struct scene *s = *state;

	s->fake->group.rows = 0;
	assert_rows(s, 0, 0);
	assert_int_equal(s->fake->copies, 0);
}

/* Rows that come during the copy are not in it, nor in its summary. */
static void test_appended(void **state)
{
	struct scene *s = *state;

	s->fake->group.rows = 3 * COPY_SLICE;
	s->fake->append = 100;
	assert_rows(s, 0, 3 * COPY_SLICE);
	assert_int_equal(s->fake->copies, 3);
}

/* Rows that move between two slices would be missing or twice: the copy begins again. */
static void test_moved(void **state)
{
	struct scene *s = *state;

	s->fake->group.rows = 3 * COPY_SLICE;
	s->fake->evictions = 2;
	s->fake->evict = 50;
	assert_rows(s, 100, 3 * COPY_SLICE - 100);
	assert_int_equal(s->fake->copies, 1 + 1 + 3);
	assert_int_equal(s->fake->largest, COPY_SLICE);
}

/* When they always move, one copy holds the lock throughout. */
static void test_always_moving(void **state)
{
	struct scene *s = *state;
	const uint32_t all = 3 * COPY_SLICE;

	s->fake->group.rows = all;
	s->fake->evictions = 1000;
	s->fake->evict = 50;
	assert_rows(s, 150, all - 150);
	assert_int_equal(s->fake->copies, 3 + 1);
	assert_int_equal(s->fake->largest, all - 150);
}

/* The same with rows that also become more than there was room for. */
static void test_moving_and_growing(void **state)
{
	struct scene *s = *state;
	const uint32_t all = 3 * COPY_SLICE;

	s->fake->group.rows = all;
	s->fake->evictions = 1000;
	s->fake->evict = 50;
	s->fake->append = 700;
	assert_rows(s, 150, all + 3 * 650);
}

static void test_orders(void **state)
{
	struct scene *s = *state;
	const struct view *view = ask(s, 0);

	assert_null(view->orders[0]); /* natural */
	assert_null(view->orders[1]); /* nobody asked yet */
	ask(s, TABLE_OF_CONTROL_ROWS);
	assert_null(view->orders[1]);
	assert_ptr_equal(ask(s, 1), view);
	assert_non_null(view->orders[1]);
	assert_null(view->orders[0]);
	assert_rows(s, 0, 10);
	assert_int_equal(s->fake->copies, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_one_second, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_ten_builds, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_sorting_later, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_within_a_pdu, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_unread, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_drop, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_collector, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_slices, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_appended, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_moved, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_always_moving, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_moving_and_growing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_orders, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
