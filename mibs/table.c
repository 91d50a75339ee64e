/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns: finding them, and moving values between them and the structs that hold them. */
#include "table.h"

#include <string.h>

#include "mib.h"

/* ifIndex of IF-MIB: a data source is the instance ifIndex.N of it (RFC 2819). */
static const struct oid if_index = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);

const struct column *table_column(const struct table *table, uint32_t number)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].number == number)
			return &table->columns[i];
	}
	return NULL;
}

const struct column *table_status(const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].flags & COLUMN_STATUS)
			return &table->columns[i];
	}
	return NULL;
}

const void *column_field(const struct column *column, const void *base)
{
	return (const uint8_t *)base + column->offset;
}

static void octets_load(struct value *value, const void *octets, size_t len)
{
	if (len > sizeof(value->octets_space))
		len = sizeof(value->octets_space);
	if (len > 0)
		memcpy(value->octets_space, octets, len);
	value->octets = value->octets_space;
	value->octets_len = len;
}

static void port_load(struct value *value, struct port *port)
{
	uint32_t ifindex = port ? port_ifindex(port) : 0;

	if (value->syntax == SYNTAX_INTEGER) {
		value->integer = ifindex;
		return;
	}
	if (!port) {
		value->oid = (struct oid){.len = 2}; /* zeroDotZero: not set yet */
		return;
	}
	value->oid = if_index;
	value->oid.sub[value->oid.len++] = ifindex;
}

static uint64_t number_load(const struct column *column, const struct mib *mib, uint64_t number)
{
	if (column->syntax == SYNTAX_COUNTER64)
		return number;
	if (column->syntax == SYNTAX_TIMETICKS)
		return mib_ticks(mib, number);
	if (column->flags & COLUMN_OVERFLOW)
		return number >> 32;
	if (column->syntax == SYNTAX_GAUGE32 && number > UINT32_MAX)
		return UINT32_MAX; /* a Gauge32 stays at its maximum (RFC 2578) */
	return number & UINT32_MAX;
}

static int64_t integer_load(uint64_t number)
{
	return number > INT32_MAX ? INT32_MAX : (int64_t)number;
}

void column_load(
    const struct column *column, const struct mib *mib, const void *base, struct value *value)
{
	const void *field = column_field(column, base);
	uint64_t number = 0;
	int32_t integer;
	uint16_t half;
	uint32_t small;
	const char *string;

	value->syntax = column->syntax;
	switch (column->form) {
	case FORM_I32:
		memcpy(&integer, field, sizeof(integer));
		value->integer = integer;
		if (column->flags & COLUMN_ROW_STATUS)
			value->integer = status_shown(column, integer, control_is_complete(base));
		return;
	case FORM_U8:
		number = *(const uint8_t *)field;
		break;
	case FORM_U16:
		memcpy(&half, field, sizeof(half));
		number = half;
		break;
	case FORM_U32:
		memcpy(&small, field, sizeof(small));
		number = small;
		break;
	case FORM_U64:
		memcpy(&number, field, sizeof(number));
		break;
	case FORM_OCTETS:
		octets_load(value, field, column->size);
		return;
	case FORM_TEXT:
		octets_load(value, field, strnlen(field, column->size));
		return;
	case FORM_STRING:
		memcpy(&string, field, sizeof(string));
		octets_load(value, string, string ? strlen(string) : 0);
		return;
	case FORM_OID:
		memcpy(&value->oid, field, sizeof(value->oid));
		return;
	case FORM_BYTES:
		memcpy(&small, field, sizeof(small));
		octets_load(value, (const uint8_t *)field + sizeof(small), small);
		return;
	case FORM_PORT:
		port_load(value, *(struct port *const *)field);
		return;
	case FORM_BY_CLASS:
		return; /* walk_value() asks the class */
	}
	if (column->syntax == SYNTAX_INTEGER)
		value->integer = integer_load(number);
	else
		value->number = number_load(column, mib, number);
}

static bool is_named(const struct enumeration *names, int64_t number)
{
	for (; names->name; names++) {
		if (names->number == number)
			return true;
	}
	return false;
}

static enum snmp_error integer_check(const struct column *column, int64_t integer)
{
	if (integer < INT32_MIN || integer > INT32_MAX)
		return SNMP_WRONG_VALUE;
	/* Values that are only ever read (RFC 2579). */
	if ((column->flags & COLUMN_ROW_STATUS) && integer == ROW_NOT_READY)
		return SNMP_WRONG_VALUE;
	if ((column->flags & COLUMN_STORAGE_TYPE) && integer >= STORAGE_PERMANENT)
		return SNMP_WRONG_VALUE;
	if (column->names)
		return is_named(column->names, integer) ? SNMP_OK : SNMP_WRONG_VALUE;
	if ((column->min || column->max) && (integer < column->min || integer > column->max))
		return SNMP_WRONG_VALUE;
	return SNMP_OK;
}

static enum snmp_error port_store(
    const struct column *column, struct mib *mib, struct port **field, const struct value *value)
{
	const struct oid *oid = &value->oid;
	enum snmp_error error = SNMP_OK;
	struct port *port;
	uint32_t ifindex;

	if (column->syntax == SYNTAX_INTEGER)
		error = integer_check(column, value->integer);
	else if (oid->len != if_index.len + 1 ||
		 key_compare(oid->sub, if_index.len, if_index.sub, if_index.len) != 0)
		error = SNMP_WRONG_VALUE;
	if (error)
		return error;
	ifindex =
	    column->syntax == SYNTAX_INTEGER ? (uint32_t)value->integer : oid->sub[if_index.len];
	port = mib_port_by_ifindex(mib, ifindex);
	if (!port)
		return SNMP_INCONSISTENT_VALUE;
	*field = port;
	return SNMP_OK;
}

/* A text is stored as a C string, so it cannot hold a NUL (DisplayString and OwnerString: NVT). */
static enum snmp_error text_store(
    const struct column *column, char *field, const struct value *value)
{
	if (value->octets_len >= column->size)
		return SNMP_WRONG_LENGTH;
	if (value->octets_len > 0 && memchr(value->octets, '\0', value->octets_len))
		return SNMP_WRONG_VALUE;
	memset(field, 0, column->size);
	if (value->octets_len > 0)
		memcpy(field, value->octets, value->octets_len);
	return SNMP_OK;
}

static enum snmp_error bytes_store(
    const struct column *column, uint8_t *field, const struct value *value)
{
	uint32_t len = (uint32_t)value->octets_len;

	if (value->octets_len > column->size - sizeof(len))
		return SNMP_WRONG_LENGTH;
	memset(field, 0, column->size);
	memcpy(field, &len, sizeof(len));
	if (len > 0)
		memcpy(field + sizeof(len), value->octets, len);
	return SNMP_OK;
}

static void oid_store(void *field, const struct oid *oid)
{
	struct oid stored = {.len = oid->len};

	memcpy(stored.sub, oid->sub, oid->len * sizeof(oid->sub[0]));
	memcpy(field, &stored, sizeof(stored));
}

enum snmp_error column_store(
    const struct column *column, struct mib *mib, void *base, const struct value *value)
{
	void *field = (uint8_t *)base + column->offset;
	enum snmp_error error;
	int32_t integer;
	uint32_t small;

	if (value->syntax != column->syntax)
		return SNMP_WRONG_TYPE;
	switch (column->form) {
	case FORM_U32:
		if (column->syntax == SYNTAX_GAUGE32) {
			small = (uint32_t)value->number;
			memcpy(field, &small, sizeof(small));
			return SNMP_OK;
		}
		/* fallthrough */
	case FORM_I32:
		error = integer_check(column, value->integer);
		if (error)
			return error;
		integer = (int32_t)value->integer;
		memcpy(field, &integer, sizeof(integer));
		return SNMP_OK;
	case FORM_TEXT:
		return text_store(column, field, value);
	case FORM_OID:
		oid_store(field, &value->oid);
		return SNMP_OK;
	case FORM_BYTES:
		return bytes_store(column, field, value);
	case FORM_PORT:
		return port_store(column, mib, field, value);
	case FORM_U8:
	case FORM_U16:
	case FORM_U64:
	case FORM_OCTETS:
	case FORM_STRING:
	case FORM_BY_CLASS:
		break;
	}
	return SNMP_NOT_WRITABLE;
}
