/* SPDX-License-Identifier: BSD-2-Clause */
/* How control rows live: EntryStatus of RFC 2819, RowStatus and StorageType of RFC 2579. */
#include "status.h"

const struct enumeration entry_status_names[] = {
    {STATUS_VALID, "valid"},
    {STATUS_CREATE, "createRequest"},
    {STATUS_UNDER_CREATION, "underCreation"},
    {STATUS_INVALID, "invalid"},
    {0, NULL},
};

const struct enumeration row_status_names[] = {
    {ROW_ACTIVE, "active"},
    {ROW_NOT_IN_SERVICE, "notInService"},
    {ROW_NOT_READY, "notReady"},
    {ROW_CREATE_AND_GO, "createAndGo"},
    {ROW_CREATE_AND_WAIT, "createAndWait"},
    {ROW_DESTROY, "destroy"},
    {0, NULL},
};

const struct enumeration storage_type_names[] = {
    {STORAGE_OTHER, "other"},
    {STORAGE_VOLATILE, "volatile"},
    {STORAGE_NON_VOLATILE, "nonVolatile"},
    {STORAGE_PERMANENT, "permanent"},
    {STORAGE_READ_ONLY, "readOnly"},
    {0, NULL},
};

enum {
	NONE = 0,
	STATES = STATUS_UNDER_CREATION + 1,
	REQUESTS = ROW_DESTROY + 1
};

/*
 * The MIB leaves some transitions to the agent: activating a row in the PDU that makes it is allowed
 * when the PDU has every mandatory column, making one straight into underCreation is not.
 */
static const int32_t entry_after[STATES][REQUESTS] = {
    [NONE] = {[STATUS_VALID] = STATUS_VALID,
	[STATUS_CREATE] = STATUS_UNDER_CREATION,
	[STATUS_INVALID] = STATUS_INVALID},
    [STATUS_UNDER_CREATION] = {[NONE] = STATUS_UNDER_CREATION,
	[STATUS_VALID] = STATUS_VALID,
	[STATUS_UNDER_CREATION] = STATUS_UNDER_CREATION,
	[STATUS_INVALID] = STATUS_INVALID},
    [STATUS_VALID] = {[NONE] = STATUS_VALID,
	[STATUS_VALID] = STATUS_VALID,
	[STATUS_UNDER_CREATION] = STATUS_UNDER_CREATION,
	[STATUS_INVALID] = STATUS_INVALID},
};

static const int32_t row_after[STATES][REQUESTS] = {
    [NONE] = {[ROW_CREATE_AND_GO] = STATUS_VALID,
	[ROW_CREATE_AND_WAIT] = STATUS_UNDER_CREATION,
	[ROW_DESTROY] = STATUS_INVALID},
    [STATUS_UNDER_CREATION] = {[NONE] = STATUS_UNDER_CREATION,
	[ROW_ACTIVE] = STATUS_VALID,
	[ROW_NOT_IN_SERVICE] = STATUS_UNDER_CREATION,
	[ROW_DESTROY] = STATUS_INVALID},
    [STATUS_VALID] = {[NONE] = STATUS_VALID,
	[ROW_ACTIVE] = STATUS_VALID,
	[ROW_NOT_IN_SERVICE] = STATUS_UNDER_CREATION,
	[ROW_DESTROY] = STATUS_INVALID},
};

static bool is_row_status(const struct column *status)
{
	return status->flags & COLUMN_ROW_STATUS;
}

int32_t status_after(const struct column *status, int32_t now, int32_t requested)
{
	return is_row_status(status) ? row_after[now][requested] : entry_after[now][requested];
}

bool status_wants_complete(const struct column *status, int32_t after, int32_t requested)
{
	return after == STATUS_VALID || (is_row_status(status) && requested == ROW_NOT_IN_SERVICE);
}

int32_t status_shown(const struct column *status, int32_t now, bool complete)
{
	if (!is_row_status(status))
		return now;
	if (now == STATUS_VALID)
		return ROW_ACTIVE;
	return complete ? ROW_NOT_IN_SERVICE : ROW_NOT_READY;
}

int32_t status_request(const struct column *status, int32_t wanted, bool exists)
{
	static const int32_t entry[][2] = {
	    [STATUS_VALID] = {STATUS_VALID, STATUS_VALID},
	    [STATUS_UNDER_CREATION] = {STATUS_CREATE, STATUS_UNDER_CREATION},
	    [STATUS_INVALID] = {STATUS_INVALID, STATUS_INVALID},
	};
	static const int32_t row[][2] = {
	    [STATUS_VALID] = {ROW_CREATE_AND_GO, ROW_ACTIVE},
	    [STATUS_UNDER_CREATION] = {ROW_CREATE_AND_WAIT, ROW_NOT_IN_SERVICE},
	    [STATUS_INVALID] = {ROW_DESTROY, ROW_DESTROY},
	};

	return is_row_status(status) ? row[wanted][exists] : entry[wanted][exists];
}

int64_t status_told(const struct column *status, int64_t number)
{
	static const int32_t row[REQUESTS] = {
	    [ROW_ACTIVE] = STATUS_VALID,
	    [ROW_NOT_IN_SERVICE] = STATUS_UNDER_CREATION,
	    [ROW_NOT_READY] = STATUS_UNDER_CREATION,
	    [ROW_DESTROY] = STATUS_INVALID,
	};

	if (!is_row_status(status))
		return number == STATUS_CREATE ? 0 : number;
	return number >= 0 && number < REQUESTS ? row[number] : number;
}
