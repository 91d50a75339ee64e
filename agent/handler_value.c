/* SPDX-License-Identifier: BSD-2-Clause */
/* Values and names between net-snmp's types and ours. */
#include "handler_priv.h"

#include <string.h>

_Static_assert((int)SYNTAX_INTEGER == ASN_INTEGER && (int)SYNTAX_OCTETS == ASN_OCTET_STR &&
		   (int)SYNTAX_OID == ASN_OBJECT_ID && (int)SYNTAX_COUNTER32 == ASN_COUNTER &&
		   (int)SYNTAX_GAUGE32 == ASN_GAUGE && (int)SYNTAX_TIMETICKS == ASN_TIMETICKS &&
		   (int)SYNTAX_COUNTER64 == ASN_COUNTER64,
    "our syntaxes are the tags on the wire");

static void oid_put(netsnmp_variable_list *varbind, const struct oid *name)
{
	oid wide[OID_MAX];

	for (size_t i = 0; i < name->len; i++)
		wide[i] = name->sub[i];
	snmp_set_var_typed_value(varbind, ASN_OBJECT_ID, wide, name->len * sizeof(wide[0]));
}

void varbind_put(netsnmp_variable_list *varbind, const struct value *value)
{
	struct counter64 wide;
	u_long number;
	long integer;

	switch (value->syntax) {
	case SYNTAX_INTEGER:
		integer = (long)value->integer;
		snmp_set_var_typed_value(varbind, ASN_INTEGER, &integer, sizeof(integer));
		break;
	case SYNTAX_OCTETS:
		snmp_set_var_typed_value(varbind, ASN_OCTET_STR, value->octets, value->octets_len);
		break;
	case SYNTAX_OID:
		oid_put(varbind, &value->oid);
		break;
	case SYNTAX_COUNTER32:
	case SYNTAX_GAUGE32:
	case SYNTAX_TIMETICKS:
		number = (uint32_t)value->number;
		snmp_set_var_typed_value(varbind, (u_char)value->syntax, &number, sizeof(number));
		break;
	case SYNTAX_COUNTER64:
		wide.high = (u_long)(value->number >> 32);
		wide.low = (uint32_t)value->number;
		snmp_set_var_typed_value(varbind, ASN_COUNTER64, &wide, sizeof(wide));
		break;
	}
}

static void octets_take(struct value *value, const netsnmp_variable_list *varbind)
{
	value->octets = varbind->val.string;
	value->octets_len = varbind->val_len;
	/* A draft may outlive the PDU of its phase.  What is longer fits no column. */
	if (varbind->val_len <= sizeof(value->octets_space)) {
		if (varbind->val_len > 0)
			memcpy(value->octets_space, varbind->val.string, varbind->val_len);
		value->octets = value->octets_space;
	}
}

void varbind_take(struct value *value, const netsnmp_variable_list *varbind)
{
	/* A type that is none of ours matches no column's. */
	value->syntax = (enum syntax)varbind->type;
	value->octets = value->octets_space;
	value->octets_len = 0;
	value->integer = 0;
	value->number = 0;
	value->oid.len = 0;
	switch (varbind->type) {
	case ASN_INTEGER:
		value->integer = *varbind->val.integer;
		break;
	case ASN_OCTET_STR:
		octets_take(value, varbind);
		break;
	case ASN_OBJECT_ID:
		for (size_t i = 0; i < varbind->val_len / sizeof(oid) && i < OID_MAX; i++)
			value->oid.sub[value->oid.len++] = (uint32_t)varbind->val.objid[i];
		break;
	case ASN_COUNTER:
	case ASN_GAUGE:
	case ASN_TIMETICKS:
		value->number = (uint32_t)*varbind->val.integer;
		break;
	case ASN_COUNTER64:
		value->number = (uint64_t)varbind->val.counter64->high << 32 |
				(uint32_t)varbind->val.counter64->low;
		break;
	}
}

bool name_suffix(const struct table *table, const oid *name, size_t name_len, uint32_t *suffix,
    size_t *suffix_len)
{
	*suffix_len = 0;
	for (size_t i = 0; i < table->entry.len; i++) {
		if (i == name_len || name[i] < table->entry.sub[i])
			return true;
		if (name[i] > table->entry.sub[i])
			return false;
	}
	for (size_t i = table->entry.len; i < name_len && *suffix_len < OID_MAX; i++)
		suffix[(*suffix_len)++] = (uint32_t)name[i];
	return true;
}
