/* SPDX-License-Identifier: BSD-2-Clause */
/* Words that the tables' declarations share: a column a line, the MIB's descriptor first. */
#ifndef MIBS_COLUMNS_H
#define MIBS_COLUMNS_H

#include "table.h"

#define INDEX_MAX 65535 /* of every RMON control table */

/* A read-only column: number, descriptor, SYNTAX_ without its prefix, and the field. */
#define READ_ONLY(num, descriptor, syn, ...)                                                       \
	{                                                                                          \
		.number = (num), .name = #descriptor, .syntax = SYNTAX_##syn,                      \
		.access = ACCESS_READ, __VA_ARGS__                                                 \
	}

/* An index column that cannot be read by itself (RMON-2 and later modules). */
#define NOT_ACCESSIBLE(num, descriptor, syn, ...)                                                  \
	{                                                                                          \
		.number = (num), .name = #descriptor, .syntax = SYNTAX_##syn,                      \
		.access = ACCESS_NONE, __VA_ARGS__                                                 \
	}

/* A column that a manager sets. */
#define READ_CREATE(num, descriptor, syn, ...)                                                     \
	{                                                                                          \
		.number = (num), .name = #descriptor, .syntax = SYNTAX_##syn,                      \
		.access = ACCESS_WRITE, __VA_ARGS__                                                \
	}

/* The columns that every RMON-1 control table has. */
#define CONTROL_INDEX(num, descriptor)                                                             \
	READ_ONLY(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct control, index[0]), .min = 1, \
	    .max = INDEX_MAX)
#define CONTROL_DATA_SOURCE(num, descriptor)                                                       \
	READ_CREATE(num, descriptor, OID, FIELD(IN_CONTROL, struct control, port),                 \
	    .flags = COLUMN_MANDATORY)
#define CONTROL_OWNER(num, descriptor)                                                             \
	READ_CREATE(num, descriptor, OCTETS, FIELD(IN_CONTROL, struct control, owner),             \
	    .flags = COLUMN_LIVE)
#define CONTROL_STATUS(num, descriptor)                                                            \
	READ_CREATE(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct control, status),           \
	    .flags = COLUMN_STATUS, .names = entry_status_names)

#define CONTROL_ROW_STATUS(num, descriptor)                                                        \
	READ_CREATE(num, descriptor, INTEGER, FIELD(IN_CONTROL, struct control, status),           \
	    .flags = COLUMN_STATUS | COLUMN_ROW_STATUS, .names = row_status_names)

#define CONTROL_STORAGE_TYPE(num, descriptor, type, member)                                        \
	READ_CREATE(num, descriptor, INTEGER, FIELD(IN_CONTROL, type, member),                     \
	    .flags = COLUMN_STORAGE_TYPE, .names = storage_type_names)

/* The columns and their number, as the end of a struct table. */
#define COLUMNS(list) .columns = (list), .column_count = sizeof(list) / sizeof((list)[0])
#define INDEXES(list) .index = (list), .index_count = sizeof(list) / sizeof((list)[0])

#endif
