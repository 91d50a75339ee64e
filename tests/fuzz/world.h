/* SPDX-License-Identifier: BSD-2-Clause */
/* A mib over two ports without files or threads, for the fuzz targets that need one. */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include <stdint.h>
#include <stdlib.h>

#include "mibs/mib.h"
#include "probe/cursor.h"

#define WORLD_PORTS 2
#define WORLD_MEMORY (768u << 10) /* a few collectors use it up */
#define SECOND UINT64_C(1000000000)

/* Of the ports "eth0" and "eth1". */
#define IFINDEX_0 7
#define IFINDEX_1 9

struct world {
	struct mib *mib;
	struct port ports[WORLD_PORTS];
	struct port *list[WORLD_PORTS];
	uint64_t clock; /* what views age by, ns */
};

/* numbers: of the ports; NULL: 1 and 2.  memory: what budgets are made of.  Never NULL. */
struct world *world_new(uint64_t memory, const unsigned *numbers);

/* No collector may be left on a port. */
void world_free(struct world *world);

void world_pass(struct world *world, uint64_t seconds);

/* A good frame of 64 octets between the stations 02:00:00:00:00:nn. */
void world_frame(struct world *world, unsigned port, uint8_t from, uint8_t to);

/* Adds source (a port's number in the list) and status of a row to the transaction under way. */
enum snmp_error world_add_row(struct world *world, const struct control_class *class,
    uint32_t index, unsigned port, int32_t status, const void *tags[2]);

/* Makes the row that this line, as after `row` in a configuration, tells. */
void world_row(struct world *world, const char *line);

/* Judges what was added, makes it so if it is good, and ends it either way. */
enum snmp_error world_settle(struct world *world);

/* The ifIndex.N that a data source is. */
struct oid world_source(uint32_t ifindex);

/* What an alarm may watch: etherStatsPkts of a row. */
struct oid world_variable(uint32_t index);

/* Ends the program unless rows, collectors, ports and budgets agree; no transaction under way. */
void world_check(const struct world *world);

/* The rows that are to be kept, as the checked transaction leaves them, as lines; to be freed. */
char *world_text(const struct mib *mib);

/* Ends the program unless each row's text makes a row of the same text. */
void world_check_text(const struct world *world);

/* Whether an SNMP manager could not tell one from the other. */
bool value_equal(const struct value *a, const struct value *b);

/* The next octet of the input; 0 at its end. */
static inline uint8_t take(struct cursor *input)
{
	uint8_t octet = 0;

	cursor_u8(input, &octet);
	return octet;
}

/* Ends the program, and says which expectation was not met. */
#define check(holds) ((holds) ? (void)0 : check_failed(__FILE__, __LINE__, #holds))
_Noreturn void check_failed(const char *file, int line, const char *expectation);

#endif
