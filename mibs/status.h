/* SPDX-License-Identifier: BSD-2-Clause */
/* How control rows live: EntryStatus of RFC 2819, RowStatus and StorageType of RFC 2579. */
#ifndef MIBS_STATUS_H
#define MIBS_STATUS_H

#include "table.h"

/* EntryStatus; inside, a row of either kind is valid or underCreation, and invalid is none. */
enum entry_status {
	STATUS_VALID = 1,
	STATUS_CREATE,
	STATUS_UNDER_CREATION,
	STATUS_INVALID
};

enum row_status {
	ROW_ACTIVE = 1,
	ROW_NOT_IN_SERVICE,
	ROW_NOT_READY,
	ROW_CREATE_AND_GO,
	ROW_CREATE_AND_WAIT,
	ROW_DESTROY
};

/* A manager cannot make a row permanent or readOnly, and the probe makes none such. */
enum storage_type {
	STORAGE_OTHER = 1, /* kept, as everything here that does not say otherwise */
	STORAGE_VOLATILE,
	STORAGE_NON_VOLATILE,
	STORAGE_PERMANENT,
	STORAGE_READ_ONLY
};

extern const struct enumeration entry_status_names[];
extern const struct enumeration row_status_names[];
extern const struct enumeration storage_type_names[];

/*
 * What a requested status (0: none) makes of a row that is now valid, underCreation or 0, not
 * there; 0: not allowed.  status is the table's column, here and below.
 */
int32_t status_after(const struct column *status, int32_t now, int32_t requested);

/* Whether the request is for a row that has all it needs. */
bool status_wants_complete(const struct column *status, int32_t after, int32_t requested);

/* What a manager reads of a row that is valid or underCreation and has, or has not, all it needs. */
int32_t status_shown(const struct column *status, int32_t now, bool complete);

/* What a manager would write so that a row, which is there or not, comes to be like this. */
int32_t status_request(const struct column *status, int32_t wanted, bool exists);

/*
 * What a row is to be whose status is told to be this: valid, underCreation, invalid, 0 (that is no
 * way to be), or another number that is no status at all.
 */
int64_t status_told(const struct column *status, int64_t number);

#endif
