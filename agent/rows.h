/* SPDX-License-Identifier: BSD-2-Clause */
/* The control rows at the start: defaults, then configuration, then state; the last wins. */
#ifndef AGENT_ROWS_H
#define AGENT_ROWS_H

#include <stdbool.h>

#include "config.h"
#include "mibs/mib.h"
#include "state.h"

/*
 * Makes all rows as one transaction and lets what is written to them later go to the state, in
 * which the ports' numbers are noted.  A configured row that is wrong is logged with its file and
 * line; so is a state row that cannot be made, which is kept for another time.  state: NULL: none.
 * False: it cannot start, which was logged.
 */
bool rows_start(struct mib *mib, const struct config *config, struct state *state);

/*
 * The same, but makes nothing: instead calls differ(arg, configured, kept) for each row in which
 * the state overrides defaults and configuration.
 */
bool rows_check(struct mib *mib, const struct config *config, struct state *state,
    void (*differ)(void *arg, const char *configured, const char *kept), void *arg);

#endif
