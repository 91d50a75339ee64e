/* SPDX-License-Identifier: BSD-2-Clause */
/* How long an answer gets on the wire. */
#include "handler_priv.h"

#define TAG 1u
#define SMALL 3u     /* an INTEGER of one octet */
#define NUMBER 6u    /* one of 32 bits, or an unsigned one that is not large */
#define AUTH_MAX 48u /* of usmHMAC384SHA512 */
#define PRIV_MAX 8u
#define PAD_MAX 8u /* DES fills up its blocks */
#define AGENTX_WORD 4u

/* The octets that BER takes to say a length. */
static size_t length_octets(size_t length)
{
	size_t octets = 1;

	if (length >= 0x80) {
		for (; length; length >>= 8)
			octets++;
	}
	return octets;
}

static size_t wrapped(size_t content)
{
	return TAG + length_octets(content) + content;
}

static size_t unsigned_octets(uint64_t number)
{
	size_t octets = 1;

	while (number >>= 8)
		octets++;
	/* Whose first bit is set is led by an octet of 0.  That is always counted. */
	return octets + 1;
}

static size_t signed_octets(long number)
{
	return unsigned_octets(number < 0 ? ~(unsigned long)number : (unsigned long)number);
}

static size_t name_octets(const oid *name, size_t len)
{
	size_t octets = 1; /* the first two are one */

	for (size_t i = 2; i < len; i++) {
		oid sub = name[i];

		do
			octets++;
		while (sub >>= 7);
	}
	return octets;
}

static size_t value_octets(const netsnmp_variable_list *varbind)
{
	switch (varbind->type) {
	case ASN_INTEGER:
		return signed_octets(*varbind->val.integer);
	case ASN_COUNTER:
	case ASN_GAUGE:
	case ASN_TIMETICKS:
		return unsigned_octets((uint32_t)*varbind->val.integer);
	case ASN_COUNTER64:
		return unsigned_octets((uint64_t)varbind->val.counter64->high << 32 |
				       (uint32_t)varbind->val.counter64->low);
	case ASN_OBJECT_ID:
		return name_octets(varbind->val.objid, varbind->val_len / sizeof(oid));
	default:
		return varbind->val_len;
	}
}

size_t varbind_octets(const netsnmp_variable_list *varbind)
{
	return wrapped(wrapped(name_octets(varbind->name, varbind->name_length)) +
		       wrapped(value_octets(varbind)));
}

size_t varbind_octets_agentx(const netsnmp_variable_list *varbind)
{
	size_t octets = 2 * AGENTX_WORD + varbind->name_length * AGENTX_WORD;

	if (varbind->type == ASN_OBJECT_ID)
		return octets + AGENTX_WORD + varbind->val_len / sizeof(oid) * AGENTX_WORD;
	return octets + 2 * AGENTX_WORD + varbind->val_len;
}

/* What comes before the varbinds in a PDU. */
static size_t pdu_octets(const netsnmp_pdu *pdu, size_t header)
{
	return header + TAG + 1 + signed_octets(pdu->reqid) + 2 * SMALL + header;
}

/* The message of RFC 3412 with the security parameters of RFC 3414 and the scoped PDU. */
static size_t message_v3_octets(const netsnmp_pdu *pdu, size_t header)
{
	size_t global = NUMBER + NUMBER + SMALL + NUMBER;
	size_t security =
	    wrapped(pdu->securityEngineIDLen) + 2 * NUMBER + wrapped(pdu->securityNameLen);
	size_t scoped = header + wrapped(pdu->contextEngineIDLen) + wrapped(pdu->contextNameLen);

	security += wrapped(pdu->securityLevel > SNMP_SEC_LEVEL_NOAUTH ? AUTH_MAX : 0);
	security += wrapped(pdu->securityLevel > SNMP_SEC_LEVEL_AUTHNOPRIV ? PRIV_MAX : 0);
	if (pdu->securityLevel > SNMP_SEC_LEVEL_AUTHNOPRIV)
		scoped += header + PAD_MAX;
	return wrapped(global) + wrapped(wrapped(security)) + scoped;
}

size_t message_octets(const netsnmp_pdu *pdu)
{
	size_t header = TAG + length_octets((size_t)pdu->msgMaxSize);
	size_t octets = header + SMALL + pdu_octets(pdu, header);

	if (pdu->version == SNMP_VERSION_3)
		return octets + message_v3_octets(pdu, header);
	return octets + wrapped(pdu->community_len);
}
