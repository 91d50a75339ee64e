/* SPDX-License-Identifier: BSD-2-Clause */
/* A mib over two ports without files or threads, and SET and GET in a line each. */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mibs/mib.h"
#include "mibs/walk.h"

#define FIXTURE_PORTS 2
#define FIXTURE_MEMORY (64u << 20)
#define SECOND UINT64_C(1000000000)

/* Of the ports "eth0" and "eth1"; nothing has the third. */
#define IFINDEX_0 7
#define IFINDEX_1 9
#define IFINDEX_NONE 8

struct fixture {
	struct mib *mib;
	struct port ports[FIXTURE_PORTS];
	struct port *list[FIXTURE_PORTS];
	uint64_t clock;      /* what views age by, ns */
	uint64_t clock_step; /* that passes whenever it is asked */
	size_t culprit;      /* of the last SET: number of the varbind to blame, from 1; 0: none */
};

struct fixture *fixture_new(uint64_t memory_limit);
void fixture_free(struct fixture *f);

/* Both clocks go on, and the ports hear of it. */
void fixture_pass(struct fixture *f, uint64_t seconds);

/* A good frame of 64 octets between two stations 02:00:00:00:hi:lo. */
void fixture_frame(struct fixture *f, unsigned port, uint16_t from, uint16_t to);

/* A row by itself, of the class, in no store. */
struct control *fixture_row(struct fixture *f, const struct control_class *class, uint32_t index);

struct varbind {
	const struct table *table;
	uint32_t column;
	uint32_t index;
	enum syntax syntax;
	int64_t integer;  /* or the ifIndex of a data source */
	const char *text; /* or an OID, as in a row line */
};

#define VB_INTEGER(table, column, index, n)                                                        \
	{                                                                                          \
		&(table), column, index, SYNTAX_INTEGER, n, NULL                                   \
	}
#define VB_UNSIGNED(table, column, index, n)                                                       \
	{                                                                                          \
		&(table), column, index, SYNTAX_GAUGE32, n, NULL                                   \
	}
#define VB_TEXT(table, column, index, text)                                                        \
	{                                                                                          \
		&(table), column, index, SYNTAX_OCTETS, 0, text                                    \
	}
#define VB_SOURCE(table, index, ifindex)                                                           \
	{                                                                                          \
		&(table), 2, index, SYNTAX_OID, ifindex, NULL                                      \
	}

#define VB_VARIABLE(table, column, index, text)                                                    \
	{                                                                                          \
		&(table), column, index, SYNTAX_OID, 0, text                                       \
	}

/* From the first varbind through the check; the transaction is left open. */
enum snmp_error fixture_gather(struct fixture *f, const struct varbind *varbinds, size_t count);

/* The same, then commit and finish, or drop. */
enum snmp_error fixture_set(struct fixture *f, const struct varbind *varbinds, size_t count);

#define VARBINDS(...)                                                                              \
	(const struct varbind[]){__VA_ARGS__},                                                     \
	    sizeof((const struct varbind[]){__VA_ARGS__}) / sizeof(struct varbind)
#define GATHER(f, ...) fixture_gather(f, VARBINDS(__VA_ARGS__))
#define SET(f, ...) fixture_set(f, VARBINDS(__VA_ARGS__))

/* The SET must fail with this error and blame this varbind. */
#define REFUSED(f, error, number, ...)                                                             \
	do {                                                                                       \
		assert_int_equal(SET(f, __VA_ARGS__), error);                                      \
		assert_int_equal((f)->culprit, number);                                            \
	} while (0)
#define ACCEPTED(f, ...) REFUSED(f, SNMP_OK, 0, __VA_ARGS__)

/* A SET in the words of a row line, which must be one, as the configuration makes rows. */
enum snmp_error fixture_line(struct fixture *f, const char *line);

/* The line that the state file would have of a row. */
void fixture_assert_line(
    struct fixture *f, const struct control_class *class, uint32_t index, const char *wanted);

/* GET of column.index in a PDU of its own; get_integer() of what must exist, counters too. */
bool get(struct fixture *f, const struct table *table, uint32_t column, uint32_t index,
    struct value *value);
bool exists(struct fixture *f, const struct table *table, uint32_t column, uint32_t index);
int64_t get_integer(struct fixture *f, const struct table *table, uint32_t column, uint32_t index);

/* How many instances a walk of this column finds. */
size_t instances(struct fixture *f, const struct table *table, uint32_t column);

/* What follows a table's entry in an instance's name. */
#define NAME_MAX_SUBS 24
struct name {
	uint32_t len;
	uint32_t sub[NAME_MAX_SUBS];
};

/* All instances of the table, walked in one PDU that goes on; to be freed. */
struct name *names_of(struct fixture *f, const struct table *table, size_t *count);

/*
 * Calls each() for names close to this one and not: cut, lengthened, and with every subidentifier
 * one more, one less and far off.
 */
void names_nearby(const struct name *name, void (*each)(void *arg, const struct name *), void *arg);

bool values_equal(const struct value *a, const struct value *b);

/*
 * Rows in every table, some of them empty, on both ports: control rows 1 and 3 are valid, 2 is in
 * underCreation, 4 is valid and saw no packet; history samples, hosts and pairs in 1 and 3.
 */
void fixture_populate(struct fixture *f);

#endif
