/* SPDX-License-Identifier: BSD-2-Clause */
/* The vocabulary in which every table of Sonda is declared. */
#ifndef MIBS_TABLE_H
#define MIBS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "key.h"
#include "probe/group.h"
#include "value.h"

struct mib;
struct control;

enum access {
	ACCESS_NONE,
	ACCESS_READ,
	ACCESS_WRITE
};

/* In which struct a column's field lies. */
enum place {
	IN_CONTROL, /* the control row, read as it is */
	IN_SUMMARY, /* what the control row's collector shows of itself */
	IN_ROW,     /* a traffic row of the collector's view */
	IN_MIB,     /* struct mib: scalars */
};

/* The C type of the field; FIELD() finds it. */
enum form {
	FORM_I32,
	FORM_U8, /* read-only, as FORM_U16 and FORM_U64 */
	FORM_U16,
	FORM_U32,
	FORM_U64,      /* under SYNTAX_TIMETICKS: a time in ns on the probe's clock */
	FORM_OCTETS,   /* uint8_t[size]: a fixed OCTET STRING */
	FORM_TEXT,     /* char[size], NUL-terminated */
	FORM_STRING,   /* const char * */
	FORM_OID,      /* struct oid */
	FORM_BYTES,    /* struct bytes: a variable OCTET STRING */
	FORM_BY_CLASS, /* control_class.load gives the value */
	/* struct port *, shown as the data source ifIndex.N (NULL: 0.0), or as INTEGER N (0) */
	FORM_PORT,
};

/* A variable octet string in a control row: len of its octets count, the rest are 0. */
#define BYTES(capacity)                                                                            \
	struct __attribute__((packed)) {                                                           \
		uint32_t len;                                                                      \
		uint8_t octets[capacity];                                                          \
	}

enum column_flag {
	COLUMN_LIVE = 1 << 0,      /* may change while the row is valid */
	COLUMN_MANDATORY = 1 << 1, /* no default: must be set before the row can be valid */
	COLUMN_STATUS = 1 << 2,    /* of the row: EntryStatus, or RowStatus (below) */
	COLUMN_OVERFLOW = 1 << 3,  /* the upper 32 bits of a 64-bit counter (HC-RMON) */
	COLUMN_VOLATILE = 1 << 4,  /* starts something: not kept over a restart */
	/* changes by itself, too: control_class.load gives what it is, the field what was set */
	COLUMN_RUNNING = 1 << 5,
	COLUMN_ROW_STATUS = 1 << 6,   /* with COLUMN_STATUS: RowStatus */
	COLUMN_STORAGE_TYPE = 1 << 7, /* StorageType: whether the row is kept over a restart */
};

struct enumeration {
	int32_t number;
	const char *name; /* NULL ends the list */
};

struct column {
	uint16_t number;
	const char *name; /* the MIB's descriptor */
	enum syntax syntax;
	enum access access;
	enum place place;
	enum form form;
	uint16_t offset;
	uint16_t size; /* of the field; a FORM_TEXT holds size - 1 octets */
	uint16_t flags;
	int64_t min; /* of an INTEGER; both 0: no range */
	int64_t max;
	const struct enumeration *names;
};

#define FIELD_FORM(type, member)                                                                   \
	_Generic(((type *)0)->member,                                                              \
	    int32_t: FORM_I32,                                                                     \
	    uint8_t: FORM_U8,                                                                      \
	    uint16_t: FORM_U16,                                                                    \
	    uint32_t: FORM_U32,                                                                    \
	    uint64_t: FORM_U64,                                                                    \
	    uint8_t *: FORM_OCTETS,                                                                \
	    const uint8_t *: FORM_OCTETS,                                                          \
	    char *: FORM_TEXT,                                                                     \
	    const char *: FORM_STRING,                                                             \
	    struct oid: FORM_OID,                                                                  \
	    struct port *: FORM_PORT,                                                              \
	    default: FORM_BYTES)

/* place, form, offset and size of a column from the struct member that holds it. */
#define FIELD(where, type, member)                                                                 \
	.place = (where), .form = FIELD_FORM(type, member), .offset = offsetof(type, member),      \
	.size = sizeof(((type *)0)->member)

/*
 * Orders in which a collector's rows are kept in a view; a table names one.  Those of a part of the
 * collector (group.parts) have numbers of their own.
 */
#define VIEW_ORDERS_MAX 4
#define ORDER_OF_PART(part, order) ((1 + (part)) * VIEW_ORDERS_MAX + (order))
#define TABLE_OF_CONTROL_ROWS (-1) /* one row a control row: no view rows */
#define TABLE_OF_SCALARS (-2)      /* instance 0 */

struct table {
	const char *name; /* "hostTable" */
	struct oid entry; /* of xxxEntry, or of the parent of a group of scalars */
	const struct control_class *control; /* whose rows carry it; NULL for scalars */
	int order;                           /* group_class order, or one of the above */
	const struct index_part *index;      /* in the traffic row, after the control index */
	size_t index_count;
	/* Whether it has this control row's data rows; NULL: always. */
	bool (*shows)(struct mib *mib, const struct control *row);
	const struct column *columns; /* by number */
	size_t column_count;
};

/* OID_LITERAL(1, 3, 6) as an initialiser of a struct oid. */
#define OID_LITERAL(...)                                                                           \
	{                                                                                          \
		.len = sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t),                       \
		.sub = { __VA_ARGS__ }                                                             \
	}
#define RMON 1, 3, 6, 1, 2, 1, 16
#define SONDA 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 2819

/* The column with this number, or NULL. */
const struct column *table_column(const struct table *table, uint32_t number);

/* The column of a control table's EntryStatus or RowStatus, or NULL. */
const struct column *table_status(const struct table *table);

/* The field of a column, in the struct that its place names. */
const void *column_field(const struct column *column, const void *base);

/* Puts the column's value, its field lying in base, into *value. */
void column_load(
    const struct column *column, const struct mib *mib, const void *base, struct value *value);

/*
 * Stores a value into the column's field in base after checking type, length, range, enumeration
 * and that a data source names a port; base is unchanged if it does not fit.
 */
enum snmp_error column_store(
    const struct column *column, struct mib *mib, void *base, const struct value *value);

#endif
