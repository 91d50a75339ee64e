/* SPDX-License-Identifier: BSD-2-Clause */
/* What is made of the kernel's answers about a NIC, and of the difference of two reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>

#include "probe/nic.h"
#include "probe/nic_netlink.h"

#define SIZE 4096

static struct nlmsghdr *begin(uint64_t *buffer, size_t extra)
{
	struct nlmsghdr *message;

	memset(buffer, 0, SIZE);
	message = mnl_nlmsg_put_header(buffer);
	mnl_nlmsg_put_extra_header(message, extra);
	return message;
}

static void put_stat(struct nlmsghdr *message, uint16_t type, uint64_t value)
{
	struct nlattr *nest = mnl_attr_nest_start(message, ETHTOOL_A_STATS_GRP_STAT);

	mnl_attr_put_u64(message, type, value);
	mnl_attr_nest_end(message, nest);
}

static struct nlattr *begin_group(struct nlmsghdr *message, uint32_t id)
{
	struct nlattr *nest = mnl_attr_nest_start(message, ETHTOOL_A_STATS_GRP);

	mnl_attr_put_u32(message, ETHTOOL_A_STATS_GRP_ID, id);
	return nest;
}

static void test_link(void **state)
{
	uint64_t buffer[SIZE / 8];
	struct nlmsghdr *message = begin(buffer, sizeof(struct ifinfomsg));
	struct rtnl_link_stats64 stats = {.rx_crc_errors = 5, .rx_frame_errors = 6};
	struct nic_answer answer = {.hardware = false};

	(void)state;
	((struct ifinfomsg *)mnl_nlmsg_get_payload(message))->ifi_index = 42;
	mnl_attr_put_strz(message, IFLA_IFNAME, "eth0");
	mnl_attr_put(message, IFLA_STATS64, sizeof(stats), &stats);
	assert_int_equal(nic_read_link(message, &answer), MNL_CB_STOP);
	assert_int_equal(answer.ifindex, 42);
	assert_false(answer.hardware);
	assert_int_equal(answer.link.rx_crc_errors, 5);
	assert_int_equal(answer.link.rx_frame_errors, 6);
	mnl_attr_put_strz(message, IFLA_PARENT_DEV_NAME, "0000:00:1f.6");
	nic_read_link(message, &answer);
	assert_true(answer.hardware);
}

/* Structures of another kernel: longer is cut, shorter leaves the rest. */
static void test_link_of_other_kernels(void **state)
{
	uint64_t buffer[SIZE / 8];
	struct nlmsghdr *message = begin(buffer, sizeof(struct ifinfomsg));
	uint64_t longer[sizeof(struct rtnl_link_stats64) / 8 + 4];
	uint64_t shorter[2] = {7, 8};
	struct nic_answer answer = {.hardware = false};

	(void)state;
	memset(longer, 1, sizeof(longer));
	mnl_attr_put(message, IFLA_STATS64, sizeof(longer), longer);
	nic_read_link(message, &answer);
	assert_int_equal(answer.link.rx_crc_errors, 0x0101010101010101);
	assert_false(answer.hardware);
	message = begin(buffer, sizeof(struct ifinfomsg));
	mnl_attr_put(message, IFLA_STATS64, sizeof(shorter), shorter);
	nic_read_link(message, &answer);
	assert_int_equal(answer.link.rx_packets, 7);
	assert_int_equal(answer.link.tx_packets, 8);
	assert_int_equal(answer.link.rx_crc_errors, 0x0101010101010101);
}

static void test_stats(void **state)
{
	uint64_t buffer[SIZE / 8];
	struct nlmsghdr *message = begin(buffer, sizeof(struct genlmsghdr));
	struct nic_answer answer = {.hardware = false};
	struct nlattr *group = begin_group(message, ETHTOOL_STATS_ETH_MAC);

	(void)state;
	put_stat(message, 0, 99); /* FramesTransmittedOK: not an etherStatsUndersizePkts */
	put_stat(message, ETHTOOL_A_STATS_ETH_MAC_6_FCS_ERR, 11);
	put_stat(message, ETHTOOL_A_STATS_ETH_MAC_7_ALIGN_ERR, 12);
	mnl_attr_nest_end(message, group);
	group = begin_group(message, ETHTOOL_STATS_RMON);
	mnl_attr_put(message, ETHTOOL_A_STATS_GRP_PAD, 0, NULL);
	put_stat(message, ETHTOOL_A_STATS_RMON_UNDERSIZE, 1ULL << 40);
	put_stat(message, ETHTOOL_A_STATS_RMON_JABBER, 4);
	put_stat(message, 77, 1);
	mnl_attr_nest_end(message, group);
	nic_read_stats(message, &answer);

	assert_true(answer.has_fcs_errors);
	assert_int_equal(answer.fcs_errors, 11);
	assert_int_equal(answer.align_errors, 12);
	assert_true(answer.has_rmon[ETHTOOL_A_STATS_RMON_UNDERSIZE]);
	assert_int_equal(answer.rmon[ETHTOOL_A_STATS_RMON_UNDERSIZE], 1ULL << 40);
	assert_false(answer.has_rmon[ETHTOOL_A_STATS_RMON_OVERSIZE]);
	assert_false(answer.has_rmon[ETHTOOL_A_STATS_RMON_FRAG]);
	assert_int_equal(answer.rmon[ETHTOOL_A_STATS_RMON_JABBER], 4);
}

static void read_bit(const char *name, struct nic_answer *answer)
{
	uint64_t buffer[SIZE / 8];
	struct nlmsghdr *message = begin(buffer, sizeof(struct genlmsghdr));
	struct nlattr *set = mnl_attr_nest_start(message, ETHTOOL_A_FEATURES_ACTIVE);
	struct nlattr *bits;
	struct nlattr *bit;

	mnl_attr_put(message, ETHTOOL_A_BITSET_NOMASK, 0, NULL);
	bits = mnl_attr_nest_start(message, ETHTOOL_A_BITSET_BITS);
	bit = mnl_attr_nest_start(message, ETHTOOL_A_BITSET_BITS_BIT);
	mnl_attr_put_u32(message, ETHTOOL_A_BITSET_BIT_INDEX, 3);
	mnl_attr_put_strz(message, ETHTOOL_A_BITSET_BIT_NAME, name);
	mnl_attr_nest_end(message, bit);
	mnl_attr_nest_end(message, bits);
	mnl_attr_nest_end(message, set);
	nic_read_features(message, answer);
}

static void test_features(void **state)
{
	struct nic_answer answer = {.rx_all = false};

	(void)state;
	read_bit("rx-all", &answer);
	assert_true(answer.rx_all);
	read_bit("rx-fcs", &answer);
	assert_false(answer.rx_all);
}

static void test_modes(void **state)
{
	uint64_t buffer[SIZE / 8];
	struct nlmsghdr *message = begin(buffer, sizeof(struct genlmsghdr));
	struct nic_answer answer = {.speed_mbit = NIC_SPEED_UNKNOWN};
	struct nic_counters counters;

	(void)state;
	nic_read_modes(message, &answer);
	nic_sort(&answer, &counters);
	assert_int_equal(counters.speed, 0);
	mnl_attr_put_u32(message, ETHTOOL_A_LINKMODES_SPEED, 2500);
	nic_read_modes(message, &answer);
	nic_sort(&answer, &counters);
	assert_int_equal(counters.speed, 2500000000);
}

/* A virtual interface always says 0 for what it cannot count. */
static void test_sort_virtual(void **state)
{
	struct nic_answer answer = {.link.rx_crc_errors = 3, .speed_mbit = 10};
	struct nic_counters counters;

	(void)state;
	nic_sort(&answer, &counters);
	for (int i = 0; i < NIC_CLASSES; i++) {
		assert_int_equal(counters.from[i], NIC_FROM_NONE);
		assert_int_equal(counters.value[i], 0);
		assert_string_equal(nic_text((enum nic_class)i, NIC_FROM_NONE), "");
	}
	assert_int_equal(counters.speed, 10000000);
}

static void test_sort_hardware(void **state)
{
	struct nic_answer answer = {
	    .hardware = true,
	    .link = {.rx_crc_errors = 1,
		.rx_frame_errors = 2,
		.collisions = 4,
		.rx_missed_errors = 8,
		.rx_fifo_errors = 16,
		.rx_over_errors = 32,
		.rx_length_errors = 1000},
	};
	struct nic_counters counters;

	(void)state;
	nic_sort(&answer, &counters);
	assert_int_equal(counters.value[NIC_CRC_ALIGN], 3);
	assert_int_equal(counters.from[NIC_CRC_ALIGN], NIC_FROM_LINK);
	assert_int_equal(counters.value[NIC_COLLISIONS], 4);
	assert_int_equal(counters.value[NIC_MISSED], 56);
	assert_int_equal(counters.from[NIC_UNDERSIZE], NIC_FROM_NONE);

	answer.has_fcs_errors = true;
	answer.fcs_errors = 70;
	answer.align_errors = 7;
	answer.has_rmon[ETHTOOL_A_STATS_RMON_FRAG] = true;
	answer.rmon[ETHTOOL_A_STATS_RMON_FRAG] = 9;
	nic_sort(&answer, &counters);
	assert_int_equal(counters.value[NIC_CRC_ALIGN], 77);
	assert_int_equal(counters.from[NIC_CRC_ALIGN], NIC_FROM_ETHTOOL);
	assert_int_equal(counters.value[NIC_FRAGMENTS], 9);
	assert_int_equal(counters.from[NIC_FRAGMENTS], NIC_FROM_ETHTOOL);
	assert_int_equal(counters.from[NIC_JABBERS], NIC_FROM_NONE);

	/* The oversize frames of an interface for jumbo frames are captured as well. */
	answer.has_rmon[ETHTOOL_A_STATS_RMON_OVERSIZE] = true;
	answer.rmon[ETHTOOL_A_STATS_RMON_OVERSIZE] = 5;
	answer.mtu = 1500;
	nic_sort(&answer, &counters);
	assert_int_equal(counters.value[NIC_OVERSIZE], 5);
	answer.mtu = 9000;
	nic_sort(&answer, &counters);
	assert_int_equal(counters.from[NIC_OVERSIZE], NIC_FROM_NONE);
}

static struct nic_counters filled(uint64_t value)
{
	struct nic_counters counters = {.speed = 0};

	for (int i = 0; i < NIC_CLASSES; i++) {
		counters.from[i] = NIC_FROM_LINK;
		counters.value[i] = value * (uint64_t)(i + 1);
	}
	return counters;
}

static void test_delta(void **state)
{
	struct nic_counters before = filled(10);
	struct nic_counters now = filled(12);
	struct loss loss;
	uint64_t missed;

	(void)state;
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.crc_align, 2);
	assert_int_equal(loss.undersize, 4);
	assert_int_equal(loss.oversize, 6);
	assert_int_equal(loss.fragments, 8);
	assert_int_equal(loss.jabbers, 10);
	assert_int_equal(loss.collisions, 12);
	assert_int_equal(missed, 14);
	assert_int_equal(loss.occasions, 1);
	nic_delta(&now, &now, &loss, &missed);
	assert_int_equal(loss.occasions, 0);
	assert_int_equal(missed, 0);
	assert_int_equal(loss.crc_align, 0);
}

/* A device that came back counts from 0; a driver may learn to count, or forget. */
static void test_delta_anew(void **state)
{
	struct nic_counters before = filled(10);
	struct nic_counters now = filled(3);
	struct loss loss;
	uint64_t missed;

	(void)state;
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.crc_align, 0);
	assert_int_equal(missed, 0);
	assert_int_equal(loss.occasions, 0);
	now = filled(20);
	now.from[NIC_CRC_ALIGN] = NIC_FROM_ETHTOOL;
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.crc_align, 0);
	assert_int_equal(loss.undersize, 20);
}

/* Another device took the name, and counted before anybody asked it. */
static void test_delta_of_another(void **state)
{
	const struct nic_answer answer = {.hardware = true, .ifindex = 8, .link.collisions = 99};
	struct nic_counters before = filled(1);
	struct nic_counters now;
	struct loss loss;
	uint64_t missed;

	(void)state;
	before.ifindex = 7;
	nic_sort(&answer, &now);
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.collisions, 0);
	before.ifindex = 8;
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.collisions, 93);
}

/* With rx-all the capture has the bad frames itself: they must not count twice. */
static void test_delta_captured(void **state)
{
	struct nic_counters before = filled(10);
	struct nic_counters now = filled(11);
	struct loss loss;
	uint64_t missed;

	(void)state;
	now.bad_captured = true;
	nic_delta(&before, &now, &loss, &missed);
	assert_int_equal(loss.crc_align, 0);
	assert_int_equal(loss.undersize, 0);
	assert_int_equal(loss.oversize, 0);
	assert_int_equal(loss.fragments, 0);
	assert_int_equal(loss.jabbers, 0);
	assert_int_equal(loss.collisions, 6);
	assert_int_equal(missed, 7);
}

/* The kernel that runs the test: lo is always there, and is no hardware. */
static void test_live(void **state)
{
	struct nic *nic = nic_open("lo");
	struct nic_counters counters;

	(void)state;
	assert_non_null(nic);
	assert_true(nic_read(nic, &counters));
	assert_int_equal(counters.from[NIC_CRC_ALIGN], NIC_FROM_NONE);
	assert_int_equal(counters.speed, 0);
	nic_close(nic);
	nic = nic_open("no-such-if");
	assert_non_null(nic);
	assert_false(nic_read(nic, &counters));
	nic_close(nic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_link),
	    cmocka_unit_test(test_link_of_other_kernels),
	    cmocka_unit_test(test_stats),
	    cmocka_unit_test(test_features),
	    cmocka_unit_test(test_modes),
	    cmocka_unit_test(test_sort_virtual),
	    cmocka_unit_test(test_sort_hardware),
	    cmocka_unit_test(test_delta),
	    cmocka_unit_test(test_delta_anew),
	    cmocka_unit_test(test_delta_of_another),
	    cmocka_unit_test(test_delta_captured),
	    cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
