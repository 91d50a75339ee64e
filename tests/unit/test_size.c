/* SPDX-License-Identifier: BSD-2-Clause */
/* How long an answer gets: varbinds against net-snmp's encoder, messages against RFC 3412's parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agent/handler_priv.h"

static netsnmp_variable_list varbind;
static u_char encoded[70000];

/* The octets that net-snmp makes of it. */
static size_t encoder(void)
{
	size_t left = sizeof(encoded);
	u_char *end = snmp_build_var_op(encoded, varbind.name, &varbind.name_length, varbind.type,
	    varbind.val_len, varbind.val.string, &left);

	assert_non_null(end);
	/* It gives the sequence four octets of header, whatever its length. */
	return (size_t)(end - encoded);
}

static size_t header_saved(size_t content)
{
	return content < 0x80 ? 2 : content < 0x100 ? 1 : 0;
}

static void assert_octets(size_t slack)
{
	size_t wanted = encoder();
	size_t octets;

	wanted -= header_saved(wanted - 4);
	octets = varbind_octets(&varbind);
	assert_in_range(octets, wanted, wanted + slack);
}

static void set_name(const oid *name, size_t len)
{
	snmp_set_var_objid(&varbind, name, len);
}

static void assert_long(u_char type, long value, size_t slack)
{
	snmp_set_var_typed_value(&varbind, type, &value, sizeof(value));
	assert_octets(slack);
}

static int start(void **state)
{
	const oid name[] = {1, 3, 6, 1, 2, 1, 16, 8, 2, 1, 4, 1, 2147483647};

	(void)state;
	memset(&varbind, 0, sizeof(varbind));
	set_name(name, OID_LENGTH(name));
	return 0;
}

static int end(void **state)
{
	(void)state;
	snmp_free_var_internals(&varbind);
	return 0;
}

static void test_integers(void **state)
{
	static const long values[] = {0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768,
	    -32768, -32769, 8388607, 8388608, 2147483647, -2147483647 - 1};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_long(ASN_INTEGER, values[i], 1);
}

static void test_unsigned(void **state)
{
	static const long values[] = {
	    0, 1, 127, 128, 255, 256, 65535, 16777216, 2147483648, 4294967295};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		assert_long(ASN_COUNTER, values[i], 1);
		assert_long(ASN_TIMETICKS, values[i], 1);
	}
}

static void test_counter64(void **state)
{
	static const struct counter64 values[] = {
	    {0, 0}, {0, 255}, {0, 0xffffffff}, {1, 0}, {0x7fffffff, 0}, {0xffffffff, 0xffffffff}};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		snmp_set_var_typed_value(&varbind, ASN_COUNTER64, &values[i], sizeof(values[i]));
		assert_octets(1);
	}
}

static void test_octets(void **state)
{
	static const size_t lengths[] = {0, 1, 100, 127, 128, 255, 256, 1514, 16384, 65000};
	static u_char octets[65000];

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		snmp_set_var_typed_value(&varbind, ASN_OCTET_STR, octets, lengths[i]);
		assert_octets(0);
	}
}

static void test_names(void **state)
{
	oid name[MAX_OID_LEN] = {1, 3, 127, 128, 16383, 16384, 2097151, 2097152, 4294967295, 0};

	(void)state;
	for (size_t len = 2; len <= MAX_OID_LEN; len++) {
		set_name(name, len);
		snmp_set_var_typed_value(&varbind, ASN_OBJECT_ID, name, len * sizeof(oid));
		assert_octets(0);
	}
}

static void test_exceptions(void **state)
{
	(void)state;
	snmp_set_var_typed_value(&varbind, SNMP_ENDOFMIBVIEW, NULL, 0);
	assert_octets(0);
}

/* 30 82 xxxx, 02 01 01, 04 06 public, A2 82 xxxx, 02 04 reqid, 02 01 00 twice, 30 82 xxxx */
static void test_message(void **state)
{
	static u_char community[] = "public";
	netsnmp_pdu pdu = {.version = SNMP_VERSION_2c,
	    .reqid = 0x7fffffff,
	    .msgMaxSize = 65507,
	    .community = community,
	    .community_len = 6};

	(void)state;
	assert_in_range(
	    message_octets(&pdu), 4 + 3 + 8 + 4 + 6 + 3 + 3 + 4, 4 + 3 + 8 + 4 + 7 + 3 + 3 + 4);
}

/*
 * The same around the PDU as a message of a user nms has it whose engines' names have 17 octets:
 * 30 82 xxxx, 02 01 03; 30 11 02 04 msgID, 02 03 size, 04 01 flags, 02 01 03; 04 xx 30 xx with 04 11
 * engine, 02 04 boots, 02 04 time, 04 03 user, 04 30 digest, 04 08 salt; 04 82 xxxx; 30 82 xxxx,
 * 04 11 engine, 04 00; then 8 of padding.  Numbers may be shorter, and digests.
 */
static void test_message_v3(void **state)
{
	netsnmp_pdu pdu = {.version = SNMP_VERSION_3,
	    .reqid = 0x7fffffff,
	    .msgMaxSize = 65507,
	    .securityEngineIDLen = 17,
	    .contextEngineIDLen = 17,
	    .securityNameLen = 3,
	    .securityLevel = SNMP_SEC_LEVEL_AUTHPRIV};
	size_t around =
	    4 + 3 + (2 + 6 + 5 + 3 + 3) + (2 + 2 + 19 + 6 + 6 + 5 + 50 + 10) + 4 + (4 + 19 + 2) + 8;

	(void)state;
	assert_in_range(
	    message_octets(&pdu), around + 4 + 6 + 3 + 3 + 4, around + 4 + 6 + 3 + 3 + 4 + 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_integers, start, end),
	    cmocka_unit_test_setup_teardown(test_unsigned, start, end),
	    cmocka_unit_test_setup_teardown(test_counter64, start, end),
	    cmocka_unit_test_setup_teardown(test_octets, start, end),
	    cmocka_unit_test_setup_teardown(test_names, start, end),
	    cmocka_unit_test_setup_teardown(test_exceptions, start, end),
	    cmocka_unit_test(test_message),
	    cmocka_unit_test(test_message_v3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
