/* SPDX-License-Identifier: BSD-2-Clause */
/* The port's figures as a group: all of the port's fields, sums over its groups, damage rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/host.h"
#include "probe/portstat.h"

static void attach(struct port *port, struct group *group)
{
	group->port = port;
	LIST_INSERT_HEAD(&port->groups, group, link);
}

static void test_summary(void **state)
{
	struct group one = {.class = &host_class, .rows = 3, .evictions = 20, .memory = 1000};
	struct group two = {.class = &host_class, .rows = 4, .evictions = 50, .memory = 6000};
	struct port port = {
	    .ifindex = 60001,
	    .speed = 100000000,
	    .state = PORT_ENDED,
	    .fcs = {.state = FCS_IS_PER_FRAME},
	    .offloads = OFFLOADS_KEPT,
	    .queue = {.lost = 12},
	    .figures = {.packets = 11, .octets = 700, .ring_drops = 5, .cut = 1},
	};
	struct group *group = portstat_open();
	struct portstat_summary s;

	(void)state;
	assert_non_null(group);
	LIST_INIT(&port.groups);
	attach(&port, &one);
	attach(&port, group);
	attach(&port, &two);
	port.figures.damage[DAMAGE_LINK_SHORT] = 2;
	port.figures.damage[DAMAGE_IPV4_LENGTH] = 30;
	port.figures.damage[DAMAGE_KINDS - 1] = 400;
	port.figures.damage[DAMAGE_NONE] = 5000; /* not damaged */
	memset(&s, 0xff, sizeof(s));
	group->class->summary(group, &s);
	assert_memory_equal(&s.figures, &port.figures, sizeof(port.figures));
	assert_int_equal(s.damaged, 432);
	assert_int_equal(s.speed, 100000000);
	assert_int_equal(s.ifindex, 60001);
	assert_int_equal(s.state, 4);
	assert_int_equal(s.fcs, 4);
	assert_int_equal(s.offloads, 3);
	assert_int_equal(s.rows, 7); /* its own damage rows are no traffic */
	assert_int_equal(s.evictions, 70);
	assert_int_equal(s.memory, 7000 + group->memory);
	assert_int_equal(s.notices_lost, 12);
	group->class->free(group);
}

static void test_damage_rows(void **state)
{
	struct port port = {.number = 1};
	struct group *group = portstat_open();
	struct portstat_row rows[DAMAGE_KINDS];
	struct portstat_row row = {.damage = DAMAGE_IPV4_HEADER};

	(void)state;
	group->port = &port;
	for (unsigned int kind = 0; kind < DAMAGE_KINDS; kind++)
		port.figures.damage[kind] = 100 + kind;
	assert_int_equal(group->rows, DAMAGE_KINDS - 1);
	assert_int_equal(group->class->copy(group, 0, DAMAGE_KINDS, rows), DAMAGE_KINDS - 1);
	for (uint32_t i = 0; i < DAMAGE_KINDS - 1; i++) {
		assert_int_equal(rows[i].damage, i + 1);
		assert_int_equal(rows[i].packets, 101 + i);
		assert_true(strlen(rows[i].name) > 0);
	}
	assert_int_equal(group->class->copy(group, DAMAGE_KINDS - 2, 2, rows), 1);
	assert_int_equal(rows[0].damage, DAMAGE_KINDS - 1);
	assert_int_equal(group->class->copy(group, DAMAGE_KINDS - 1, 2, rows), 0);

	assert_true(group->class->find(group, 0, &row));
	assert_int_equal(row.packets, 100 + DAMAGE_IPV4_HEADER);
	assert_string_equal(row.name, "ipv4-header");
	row.damage = DAMAGE_NONE;
	assert_false(group->class->find(group, 0, &row));
	row.damage = DAMAGE_KINDS;
	assert_false(group->class->find(group, 0, &row));
	group->class->free(group);
}

/* It costs no packet anything, and before it has a port it shows nothing. */
static void test_shape(void **state)
{
	struct group *group = portstat_open();
	struct portstat_summary s;
	struct portstat_summary nothing = {.rows = 0};

	(void)state;
	assert_null(group->class->packet);
	assert_null(group->class->loss);
	assert_null(group->class->tick);
	memset(&nothing, 0, sizeof(nothing));
	memset(&s, 0xff, sizeof(s));
	group->class->summary(group, &s);
	assert_memory_equal(&s, &nothing, sizeof(s));
	group->class->free(group);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_summary),
	    cmocka_unit_test(test_damage_rows),
	    cmocka_unit_test(test_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
