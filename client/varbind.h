/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and values between net-snmp's form and Sonda's; filling in what is to be set. */
#ifndef CLIENT_VARBIND_H
#define CLIENT_VARBIND_H

#include "session.h"

struct variable_list; /* net-snmp's: netsnmp_variable_list */

/* Takes a received varbind over; its octets stay where they are. */
void varbind_load(struct varbind *varbind, const struct variable_list *variable);

/* Appends to a PDU's list of variables; false: no memory. */
bool varbind_append(struct variable_list **list, const struct varbind *varbind, bool with_value);

/* Fill in a value that is to be set; octets and text are not copied. */
void varbind_integer(struct varbind *varbind, int64_t number);
void varbind_octets(struct varbind *varbind, const void *octets, size_t len);
void varbind_text(struct varbind *varbind, const char *text);
void varbind_oid(struct varbind *varbind, const struct oid *oid);

/* An integer of whatever type as a number, 0 when it is not present or is none. */
int64_t varbind_number(const struct varbind *varbind);

/* Appends subidentifiers; false: there is no room, and nothing changed. */
bool oid_append(struct oid *oid, const uint32_t *sub, size_t count);
bool oid_append_oid(struct oid *oid, const struct oid *tail);
/* The column of a table, and one of its instances with an index of one subidentifier. */
struct oid oid_column(const struct oid *entry, uint32_t column);
struct oid oid_cell(const struct oid *entry, uint32_t column, uint32_t index);

#endif
