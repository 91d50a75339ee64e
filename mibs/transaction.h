/* SPDX-License-Identifier: BSD-2-Clause */
/* A SET as if simultaneous: varbinds gather into drafts of rows, then all or nothing happens. */
#ifndef MIBS_TRANSACTION_H
#define MIBS_TRANSACTION_H

#include "mib.h"

/*
 * Order of calls:
 *   transaction_begin -> transaction_add for each varbind -> transaction_check
 *     -> transaction_commit -> transaction_finish
 *                           -> transaction_undo (another agent's part of the SET failed; before
 *                              a commit it is the same as transaction_drop)
 *     -> transaction_drop (before a commit)
 * Nothing is visible before transaction_commit; collectors start and end in transaction_finish.
 * There is one transaction at a time: beginning one ends another that was left over, undoing it
 * if it was committed.
 */

/* id and session tell one manager's SET from another's; the same pair again is the same SET. */
void transaction_begin(struct mib *mib, uint64_t session, uint64_t id);
bool transaction_is(const struct mib *mib, uint64_t session, uint64_t id);

/*
 * Adds one varbind; tag names it in transaction_error().  Returns what is wrong with the varbind
 * by itself (type, length, value, column, index); the first such error also stays in the
 * transaction, which then fails.
 */
enum snmp_error transaction_add(struct mib *mib, const struct table *table, const uint32_t *suffix,
    size_t len, const struct value *value, const void *tag);

/*
 * Judges the whole: rows against their life cycle, takes memory and collectors, makes the new
 * state durable beside the old.  May be called again (once a registration); the first call's
 * judgement stays.  SNMP_OK, or the first error.
 */
enum snmp_error transaction_check(struct mib *mib);

/* The error of the varbind with this tag after transaction_check: SNMP_OK if it is not to blame. */
enum snmp_error transaction_error(const struct mib *mib, const void *tag);

/* The tag of the first varbind that is to blame, and its column; NULL: none is. */
const void *transaction_culprit(const struct mib *mib, const struct column **column);

enum snmp_error transaction_commit(struct mib *mib); /* SNMP_OK or SNMP_COMMIT_FAILED */
void transaction_undo(struct mib *mib);
void transaction_finish(struct mib *mib);
void transaction_drop(struct mib *mib);

/*
 * Calls each(arg, row) for every control row as it would be after the checked transaction, in the
 * order of classes and indexes; rows that the probe itself makes are left out.  False: no memory.
 */
bool transaction_rows(
    const struct mib *mib, void (*each)(void *arg, const struct control *row), void *arg);

#endif
