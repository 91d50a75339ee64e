/* SPDX-License-Identifier: BSD-2-Clause */
/* One SNMP value, and the SNMP errors of RFC 3416 that a SET can meet. */
#ifndef MIBS_VALUE_H
#define MIBS_VALUE_H

#include <stddef.h>
#include <stdint.h>

#define OID_MAX 128 /* subidentifiers (RFC 3416) */

/* The values are the tags on the wire. */
enum syntax {
	SYNTAX_INTEGER = 0x02,
	SYNTAX_OCTETS = 0x04,
	SYNTAX_OID = 0x06,
	SYNTAX_COUNTER32 = 0x41,
	SYNTAX_GAUGE32 = 0x42,
	SYNTAX_TIMETICKS = 0x43,
	SYNTAX_COUNTER64 = 0x46,
};

/* error-status of RFC 3416. */
enum snmp_error {
	SNMP_OK = 0,
	SNMP_GEN_ERR = 5,
	SNMP_NO_ACCESS = 6,
	SNMP_WRONG_TYPE = 7,
	SNMP_WRONG_LENGTH = 8,
	SNMP_WRONG_VALUE = 10,
	SNMP_NO_CREATION = 11,
	SNMP_INCONSISTENT_VALUE = 12,
	SNMP_RESOURCE_UNAVAILABLE = 13,
	SNMP_COMMIT_FAILED = 14,
	SNMP_UNDO_FAILED = 15,
	SNMP_NOT_WRITABLE = 17,
	SNMP_INCONSISTENT_NAME = 18,
};

struct oid {
	uint32_t len;
	uint32_t sub[OID_MAX];
};

#define VALUE_OCTETS_MAX 1024

/* Tagged by syntax; an octet string points into octets_space or to what outlives the PDU. */
struct value {
	enum syntax syntax;
	int64_t integer; /* SYNTAX_INTEGER */
	uint64_t number; /* Counter32, Gauge32, TimeTicks (both 32 bits), Counter64 */
	const uint8_t *octets;
	size_t octets_len;
	uint8_t octets_space[VALUE_OCTETS_MAX];
	struct oid oid;
};

/* The name of an error as the RFC writes it, "inconsistentValue". */
const char *snmp_error_name(enum snmp_error error);

#endif
