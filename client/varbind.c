/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and values between net-snmp's form and Sonda's; filling in what is to be set. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>
#include <string.h>

#include "varbind.h"

static void name_load(struct oid *name, const oid *sub, size_t len)
{
	name->len = len < OID_MAX ? (uint32_t)len : OID_MAX;
	for (size_t i = 0; i < name->len; i++)
		name->sub[i] = (uint32_t)sub[i];
}

static bool is_octets(u_char type)
{
	return type == ASN_OCTET_STR || type == ASN_IPADDRESS || type == ASN_OPAQUE;
}

void varbind_load(struct varbind *varbind, const struct variable_list *variable)
{
	struct value *value = &varbind->value;

	name_load(&varbind->name, variable->name, variable->name_length);
	value->syntax = (enum syntax)variable->type;
	/* Whoever expects another type finds nothing, rather than what was there before. */
	value->integer = 0;
	value->number = 0;
	value->octets = NULL;
	value->octets_len = 0;
	value->oid.len = 0;
	varbind->present = true;
	switch (variable->type) {
	case ASN_INTEGER:
		value->integer = *variable->val.integer;
		break;
	case ASN_COUNTER:
	case ASN_GAUGE:
	case ASN_TIMETICKS:
		value->number = (uint32_t)*variable->val.integer;
		break;
	case ASN_COUNTER64:
		value->number = (uint64_t)variable->val.counter64->high << 32 |
				(variable->val.counter64->low & UINT32_MAX);
		break;
	case ASN_OBJECT_ID:
		name_load(&value->oid, variable->val.objid, variable->val_len / sizeof(oid));
		break;
	default:
		varbind->present = is_octets(variable->type);
		if (varbind->present) {
			value->octets = variable->val.string;
			value->octets_len = variable->val_len;
		}
	}
}

static size_t name_store(oid *sub, const struct oid *name)
{
	for (size_t i = 0; i < name->len; i++)
		sub[i] = name->sub[i];
	return name->len;
}

bool varbind_append(struct variable_list **list, const struct varbind *varbind, bool with_value)
{
	const struct value *value = &varbind->value;
	oid name[OID_MAX];
	oid target[OID_MAX];
	size_t len = name_store(name, &varbind->name);
	long integer = (long)value->integer;
	unsigned long number = (unsigned long)value->number;
	struct counter64 big = {.high = number >> 32, .low = number & UINT32_MAX};
	const void *data = NULL;
	size_t size = 0;

	if (!with_value)
		return snmp_varlist_add_variable(list, name, len, ASN_NULL, NULL, 0) != NULL;
	switch (value->syntax) {
	case SYNTAX_INTEGER:
		data = &integer;
		size = sizeof(integer);
		break;
	case SYNTAX_OID:
		data = target;
		size = name_store(target, &value->oid) * sizeof(oid);
		break;
	case SYNTAX_COUNTER64:
		data = &big;
		size = sizeof(big);
		break;
	case SYNTAX_COUNTER32:
	case SYNTAX_GAUGE32:
	case SYNTAX_TIMETICKS:
		data = &number;
		size = sizeof(number);
		break;
	default:
		/* An empty string needs an address too. */
		data = value->octets_len ? (const void *)value->octets : "";
		size = value->octets_len;
	}
	return snmp_varlist_add_variable(list, name, len, (u_char)value->syntax, data, size) !=
	       NULL;
}

void varbind_integer(struct varbind *varbind, int64_t number)
{
	varbind->present = true;
	varbind->value.syntax = SYNTAX_INTEGER;
	varbind->value.integer = number;
}

void varbind_octets(struct varbind *varbind, const void *octets, size_t len)
{
	varbind->present = true;
	varbind->value.syntax = SYNTAX_OCTETS;
	varbind->value.octets = octets;
	varbind->value.octets_len = len;
}

void varbind_text(struct varbind *varbind, const char *text)
{
	varbind_octets(varbind, text, strlen(text));
}

void varbind_oid(struct varbind *varbind, const struct oid *target)
{
	varbind->present = true;
	varbind->value.syntax = SYNTAX_OID;
	varbind->value.oid = *target;
}

int64_t varbind_number(const struct varbind *varbind)
{
	if (!varbind->present)
		return 0;
	switch (varbind->value.syntax) {
	case SYNTAX_INTEGER:
		return varbind->value.integer;
	case SYNTAX_COUNTER32:
	case SYNTAX_GAUGE32:
	case SYNTAX_TIMETICKS:
	case SYNTAX_COUNTER64:
		return (int64_t)varbind->value.number;
	default:
		return 0;
	}
}

bool oid_append(struct oid *name, const uint32_t *sub, size_t count)
{
	if (count > OID_MAX - name->len)
		return false;
	memcpy(&name->sub[name->len], sub, count * sizeof(*sub));
	name->len += (uint32_t)count;
	return true;
}

bool oid_append_oid(struct oid *name, const struct oid *tail)
{
	return oid_append(name, tail->sub, tail->len);
}

struct oid oid_column(const struct oid *entry, uint32_t column)
{
	struct oid name = *entry;

	oid_append(&name, &column, 1);
	return name;
}

struct oid oid_cell(const struct oid *entry, uint32_t column, uint32_t index)
{
	struct oid name = oid_column(entry, column);

	oid_append(&name, &index, 1);
	return name;
}
