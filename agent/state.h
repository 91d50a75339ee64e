/* SPDX-License-Identifier: BSD-2-Clause */
/* What outlives the daemon: rows that an NMS made or changed, and which port has which number. */
#ifndef AGENT_STATE_H
#define AGENT_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "mibs/mib.h"

struct state;

/*
 * Opens the state in a directory as statefile_open() does and reads it.  A damaged line is logged
 * and left out, and the whole file kept aside.  NULL: error says why.
 */
struct state *state_open(
    const char *directory, const char *user, bool read_only, char *error, size_t error_size);
void state_close(struct state *state); /* NULL is allowed */

/* The number of the port with this name; 0: it has none. */
unsigned state_port(const struct state *state, const char *name);
bool state_port_is_taken(const struct state *state, unsigned number);
bool state_port_add(struct state *state, const char *name, unsigned number);

/* The row lines as read, without the word `row`, and where each came from ("DIR/rows: line 7"). */
size_t state_row_count(const struct state *state);
const char *state_row(const struct state *state, size_t i);
const char *state_row_where(const struct state *state, size_t i);

/* Row i cannot be made now: keep its line as it is until a row takes its place. */
void state_park(struct state *state, size_t i);

/*
 * One row that defaults and configuration make, in the words of rowtext_format() and of
 * rowtext_format_deleted(); takes both strings.  False: no memory.  Only what differs is kept.
 */
bool state_base_add(struct state *state, char *line, char *deleted);

/*
 * Calls differ(arg, configured, kept) for each row that is, or in the checked transaction will be,
 * other than defaults and configuration make it; configured is NULL where they make none.  False:
 * no memory.
 */
bool state_compare(struct state *state, const struct mib *mib,
    void (*differ)(void *arg, const char *configured, const char *kept), void *arg);

/* For mib->persist. */
struct mib_persist state_persist(struct state *state);

#endif
