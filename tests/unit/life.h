/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests of what outlives the daemon: lives of a daemon over one state directory. */
#ifndef TESTS_UNIT_LIFE_H
#define TESTS_UNIT_LIFE_H

#include "agent/rows.h"
#include "agent/state.h"
#include "fixture.h"

#define HEADER                                                                                     \
	"# Written by sondad: what differs from the configuration, and the numbers of ports.\n"
#define PORTS "port eth0 1\nport eth1 2\n"

/* A daemon from its start to its end. */
struct life {
	struct fixture *f;
	struct state *state;
	struct config config;
	struct config_row rows[4];
};

/* The state directory, made by life_start_all(); a file in it, and its content or "none". */
extern char life_directory[];
char *life_path(const char *name);
const char *life_read(const char *name);
void life_write(const char *name, const char *text);
struct state *life_open_state(void);

/* configured: `row` lines without the word, ended by NULL. */
bool life_begin(struct life *life, const char *const *configured);
void life_end(struct life *life);

/* Starts and ends, and asks for what the file then says below its header. */
void life_assert(const char *const *configured, const char *lines);

/* A SET in the words of a row line. */
enum snmp_error life_set(struct life *life, const char *line);
const struct control *life_row(
    struct life *life, const struct control_class *class, uint32_t index);

/* Set-up of each test, and of all; the end of all. */
int life_clean(void **unused);
int life_start_all(void **unused);
int life_end_all(void **unused);

#endif
