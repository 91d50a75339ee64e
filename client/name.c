/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of objects: Sonda's own without any MIB file, others as net-snmp knows them. */
#include <net-snmp/net-snmp-config.h>

#include <ctype.h>
#include <net-snmp/net-snmp-includes.h>
#include <string.h>

#include "mibs/oidtext.h"
#include "name.h"

bool name_parse(const char *text, struct oid *name)
{
	oid sub[OID_MAX];
	size_t len = OID_MAX;

	if (oidtext_parse(text, name))
		return true;
	if (!snmp_parse_oid(text, sub, &len))
		return false;
	name->len = (uint32_t)len;
	for (size_t i = 0; i < len; i++)
		name->sub[i] = (uint32_t)sub[i];
	return true;
}

void name_print(char *text, size_t size, const struct oid *name)
{
	oid sub[OID_MAX];

	oidtext_name(text, size, name);
	if (!isdigit((unsigned char)*text) || !get_tree_head())
		return;
	for (size_t i = 0; i < name->len; i++)
		sub[i] = name->sub[i];
	netsnmp_ds_set_int(
	    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_OID_OUTPUT_FORMAT, NETSNMP_OID_OUTPUT_SUFFIX);
	snprint_objid(text, size, sub, name->len);
}
