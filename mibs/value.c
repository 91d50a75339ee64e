/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of SNMP errors. */
#include "value.h"

const char *snmp_error_name(enum snmp_error error)
{
	static const char *const names[] = {
	    [SNMP_OK] = "noError",
	    [SNMP_GEN_ERR] = "genErr",
	    [SNMP_NO_ACCESS] = "noAccess",
	    [SNMP_WRONG_TYPE] = "wrongType",
	    [SNMP_WRONG_LENGTH] = "wrongLength",
	    [SNMP_WRONG_VALUE] = "wrongValue",
	    [SNMP_NO_CREATION] = "noCreation",
	    [SNMP_INCONSISTENT_VALUE] = "inconsistentValue",
	    [SNMP_RESOURCE_UNAVAILABLE] = "resourceUnavailable",
	    [SNMP_COMMIT_FAILED] = "commitFailed",
	    [SNMP_UNDO_FAILED] = "undoFailed",
	    [SNMP_NOT_WRITABLE] = "notWritable",
	    [SNMP_INCONSISTENT_NAME] = "inconsistentName",
	};

	if ((size_t)error >= sizeof(names) / sizeof(names[0]) || !names[error])
		return "genErr";
	return names[error];
}
