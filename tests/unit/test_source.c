/* SPDX-License-Identifier: BSD-2-Clause */
/* Which origin each counter of etherStatsTable has, on which kind of port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/source.h"

enum {
	DROP_EVENTS = 3,
	PKTS = 5,
	CRC_ALIGN = 8,
	UNDERSIZE = 9,
	OVERSIZE = 10,
	FRAGMENTS = 11,
	JABBERS = 12,
	COLLISIONS = 13,
};

static char text[256];

static enum source_origin origin(const struct port *port, unsigned column)
{
	text[0] = '\0';
	return source_describe(port, column, text, sizeof(text));
}

/* RFC 2819's EtherStatsEntry, by column. */
static void test_names(void **state)
{
	static const char *const names[] = {"etherStatsDropEvents", "etherStatsOctets",
	    "etherStatsPkts", "etherStatsBroadcastPkts", "etherStatsMulticastPkts",
	    "etherStatsCRCAlignErrors", "etherStatsUndersizePkts", "etherStatsOversizePkts",
	    "etherStatsFragments", "etherStatsJabbers", "etherStatsCollisions",
	    "etherStatsPkts64Octets", "etherStatsPkts65to127Octets", "etherStatsPkts128to255Octets",
	    "etherStatsPkts256to511Octets", "etherStatsPkts512to1023Octets",
	    "etherStatsPkts1024to1518Octets"};

	(void)state;
	for (unsigned i = SOURCE_FIRST_COLUMN; i <= SOURCE_LAST_COLUMN; i++)
		assert_string_equal(source_name(i), names[i - SOURCE_FIRST_COLUMN]);
}

static void test_file(void **state)
{
	struct port port = {.config.file = "a.pcap", .offloads = OFFLOADS_NOT_APPLICABLE};

	(void)state;
	port.fcs.state = FCS_IS_ABSENT;
	assert_int_equal(origin(&port, PKTS), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, OVERSIZE), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, 14), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, DROP_EVENTS), SOURCE_NOT_MEASURABLE);
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_NOT_MEASURABLE);
	assert_int_equal(origin(&port, UNDERSIZE), SOURCE_NOT_MEASURABLE);
	assert_int_equal(origin(&port, COLLISIONS), SOURCE_NOT_MEASURABLE);
	port.fcs.state = FCS_IS_PRESENT;
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, JABBERS), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, FRAGMENTS), SOURCE_NOT_MEASURABLE);
	port.config.rules.runts = true;
	assert_int_equal(origin(&port, FRAGMENTS), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, UNDERSIZE), SOURCE_CAPTURE);
	port.link = LINK_RAW;
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_NOT_MEASURABLE);
}

static void test_virtual_interface(void **state)
{
	struct port port = {.name = "veth0", .offloads = OFFLOADS_OFF};

	(void)state;
	port.fcs.state = FCS_IS_TESTING;
	assert_int_equal(origin(&port, DROP_EVENTS), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, PKTS), SOURCE_CAPTURE);
	assert_null(strstr(text, "super-frames"));
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_NOT_MEASURABLE);
	assert_int_equal(origin(&port, COLLISIONS), SOURCE_NOT_MEASURABLE);
	port.offloads = OFFLOADS_KEPT;
	assert_int_equal(origin(&port, PKTS), SOURCE_CAPTURE);
	assert_non_null(strstr(text, "super-frames"));
}

static void test_hardware(void **state)
{
	struct port port = {.name = "eth0", .offloads = OFFLOADS_OFF};

	(void)state;
	port.fcs.state = FCS_IS_ABSENT;
	port.nic_counters.from[NIC_CRC_ALIGN] = NIC_FROM_LINK;
	port.nic_counters.from[NIC_COLLISIONS] = NIC_FROM_LINK;
	port.nic_counters.from[NIC_MISSED] = NIC_FROM_LINK;
	assert_int_equal(origin(&port, DROP_EVENTS), SOURCE_CAPTURE_AND_NIC);
	assert_non_null(strstr(text, "rx_missed_errors"));
	assert_int_equal(origin(&port, PKTS), SOURCE_CAPTURE_AND_NIC);
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_NIC);
	assert_non_null(strstr(text, "rx_crc_errors"));
	assert_int_equal(origin(&port, COLLISIONS), SOURCE_NIC);
	assert_int_equal(origin(&port, OVERSIZE), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, UNDERSIZE), SOURCE_NOT_MEASURABLE);

	port.nic_counters.from[NIC_OVERSIZE] = NIC_FROM_ETHTOOL;
	port.nic_counters.from[NIC_UNDERSIZE] = NIC_FROM_ETHTOOL;
	assert_int_equal(origin(&port, OVERSIZE), SOURCE_CAPTURE_AND_NIC);
	assert_int_equal(origin(&port, UNDERSIZE), SOURCE_NIC);

	port.nic_counters.bad_captured = true;
	port.fcs.state = FCS_IS_PRESENT;
	assert_int_equal(origin(&port, CRC_ALIGN), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, OVERSIZE), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, PKTS), SOURCE_CAPTURE);
	assert_int_equal(origin(&port, DROP_EVENTS), SOURCE_CAPTURE_AND_NIC);
}

/* SnmpAdminString holds 255 octets: none may be cut. */
static void test_text_fits(void **state)
{
	struct port port = {.name = "eth0", .offloads = OFFLOADS_KEPT};
	char full[1024];

	(void)state;
	port.fcs.state = FCS_IS_PRESENT;
	port.config.rules.runts = true;
	for (int from = NIC_FROM_NONE; from <= NIC_FROM_ETHTOOL; from++) {
		memset(port.nic_counters.from, from, sizeof(port.nic_counters.from));
		for (unsigned i = SOURCE_FIRST_COLUMN; i <= SOURCE_LAST_COLUMN; i++) {
			source_describe(&port, i, full, sizeof(full));
			assert_in_range(strlen(full), 1, 255);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_file),
	    cmocka_unit_test(test_virtual_interface),
	    cmocka_unit_test(test_hardware),
	    cmocka_unit_test(test_text_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
