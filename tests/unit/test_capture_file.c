/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading pcap files, sound and broken ones, and what is no capture file. */
#include "tests/unit/capture_bytes.h"

static void test_pcap(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2c3d4, 1),
	    /* 1 s + 2 us; the fraction of the second packet is above one second */
	    L32(1), L32(2), L32(3), L32(60), 7, 8, 9, L32(2), L32(1000001), L32(0), L32(0)};
	struct capture *capture = OPEN(bytes);
	struct frame frame;

	(void)state;
	assert_non_null(capture);
	assert_int_equal(capture_link_type(capture), LINK_ETHERNET);
	assert_string_equal(capture_link_name(capture), "EN10MB");
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 1000002000);
	assert_int_equal(frame.caplen, 3);
	assert_int_equal(frame.len, 60);
	assert_int_equal(frame.fcs_len, -1);
	assert_memory_equal(frame.data, "\7\10\11", 3);
	expect_frame(capture, 3000001000, 0, 0);
	expect_end(capture);
}

static void test_pcap_big_endian_ns(void **state)
{
	static const uint8_t bytes[] = {B32(0xa1b23c4d), B16(2), B16(4), B32(0), B32(0), B32(65535),
	    B32(113), B32(0xffffffff), B32(999999999), B32(1), B32(1), 5};
	struct capture *capture = OPEN(bytes);

	(void)state;
	assert_int_equal(capture_link_type(capture), LINK_SLL);
	expect_frame(capture, 4294967295999999999, 1, 1);
	expect_end(capture);
}

/* The modified format's records have eight octets more: interface, protocol, type and padding. */
static void test_pcap_kuznetzov(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2cd34, 1), L32(1), L32(0), L32(2), L32(2), L32(3),
	    L16(0x800), 0, 0, 1, 2, L32(2), L32(0), L32(0), L32(9), L32(3), L16(0x800), 0, 0};
	struct capture *capture = OPEN(bytes);
	struct frame frame;

	(void)state;
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_memory_equal(frame.data, "\1\2", 2);
	expect_frame(capture, 2000000000, 0, 9);
	expect_end(capture);
}

static void test_pcap_old_versions(void **state)
{
	/* 2.2: len comes before caplen */
	static const uint8_t swapped[] = {L32(0xa1b2c3d4), L16(2), L16(2), L32(0), L32(0), L32(96),
	    L32(1), L32(1), L32(0), L32(60), L32(1), 1};
	static const uint8_t ancient[] = {
	    L32(0xa1b2c3d4), L16(1), L16(0), L32(0), L32(0), L32(96), L32(1)};
	struct capture *capture = OPEN(swapped);

	(void)state;
	expect_frame(capture, 1000000000, 1, 60);
	expect_end(capture);
	assert_null(OPEN(ancient));
	assert_non_null(strstr(error, "version 1.0"));
}

static void test_pcap_fcs_bits(void **state)
{
	/* bit 26: the length in bits 28 to 31, of 16 bits each, is known */
	static const struct {
		uint32_t field;
		int8_t fcs_len;
	} cases[] = {{0x00000001, -1}, {0x04000001, 0}, {0x24000001, 4}, {0x20000001, -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const uint8_t bytes[] = {
		    PCAP(0xa1b2c3d4, cases[i].field), L32(0), L32(0), L32(0), L32(0)};
		struct capture *capture = OPEN(bytes);

		assert_int_equal(next_fcs_len(capture), cases[i].fcs_len);
		expect_end(capture);
	}
}

/* Numbers and names: https://www.tcpdump.org/linktypes.html */
static void test_link_types(void **state)
{
	static const struct {
		uint32_t number;
		enum link_type link;
		const char *name;
	} cases[] = {
	    {0, LINK_NULL, "NULL"},
	    {1, LINK_ETHERNET, "EN10MB"},
	    {6, LINK_TOKEN_RING, "IEEE802"},
	    {9, LINK_PPP, "PPP"},
	    {12, LINK_RAW, "RAW"},
	    {14, LINK_RAW, "RAW"},
	    {50, LINK_PPP_HDLC, "PPP_SERIAL"},
	    {101, LINK_RAW, "RAW"},
	    {104, LINK_PPP_HDLC, "C_HDLC"},
	    {108, LINK_LOOP, "LOOP"},
	    {113, LINK_SLL, "LINUX_SLL"},
	    {228, LINK_RAW, "IPV4"},
	    {229, LINK_RAW, "IPV6"},
	    {276, LINK_SLL2, "LINUX_SLL2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const uint8_t bytes[] = {PCAP(0xa1b2c3d4, cases[i].number)};
		struct capture *capture = OPEN(bytes);

		assert_non_null(capture);
		assert_int_equal(capture_link_type(capture), cases[i].link);
		assert_string_equal(capture_link_name(capture), cases[i].name);
		expect_end(capture);
	}
}

static void test_link_types_refused(void **state)
{
	static const uint8_t fddi[] = {PCAP(0xa1b2c3d4, 10)};
	static const uint8_t atm[] = {PCAP(0xa1b2c3d4, 100)};
	static const uint8_t unknown[] = {PCAP(0xa1b2c3d4, 65000)};

	(void)state;
	assert_null(OPEN(fddi));
	assert_non_null(strstr(error, "/tmp/sonda-test-"));
	assert_non_null(strstr(error, "FDDI"));
	assert_null(OPEN(atm));
	assert_non_null(strstr(error, "ATM_RFC1483"));
	assert_null(OPEN(unknown));
	assert_non_null(strstr(error, "number 65000"));
}

static void test_not_captures(void **state)
{
	static const uint8_t gzip[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0};
	static const uint8_t text[] = "hello, world";
	static const uint8_t headless[] = {L32(0xa1b2c3d4), L16(2), L16(4)};

	(void)state;
	assert_null(OPEN(gzip));
	assert_non_null(strstr(error, "gzip"));
	assert_null(OPEN(text));
	assert_non_null(strstr(error, "not a pcap or pcapng file"));
	assert_null(OPEN(headless));
	assert_non_null(strstr(error, "cut short in the header"));
	assert_null(open_bytes(text, 0));
	assert_null(capture_open_file("/", error, sizeof(error)));
	assert_non_null(strstr(error, "irectory"));
	assert_null(capture_open_file("/nonexistent/x.pcap", error, sizeof(error)));
	assert_non_null(strstr(error, "/nonexistent/x.pcap"));
}

static void test_pcap_cut_short(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(2), L32(2), 1, 2,
	    L32(2), L32(0), L32(2), L32(2), 3, 4};

	(void)state;
	/* The second record begins at 24 + 18 = 42. */
	for (size_t size = 43; size < sizeof(bytes); size++) {
		struct capture *capture = open_bytes(bytes, size);

		expect_frame(capture, 1000000000, 2, 2);
		expect_damage(capture, "cut short in the record at octet 42");
	}
}

static void test_pcap_lengths(void **state)
{
	static const uint8_t longer[] = {
	    PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(3), L32(1), 1, 2, 3};
	static const uint8_t huge[] = {
	    PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(262145), L32(262145)};
	static const uint8_t most[] = {PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(-1), L32(-1)};
	struct capture *capture = OPEN(longer);

	(void)state;
	expect_frame(capture, 1000000000, 3, 3);
	expect_end(capture);
	expect_damage(OPEN(huge), "octet 24 claims 262145");
	expect_damage(OPEN(most), "octet 24 claims 4294967295");
}

/* The largest record allowed does not fit the window that a file begins with. */
static void test_large_records(void **state)
{
	enum {
		LARGE = 262144
	};
	static const uint8_t head[] = {PCAP(0xa1b2c3d4, 1)};
	static const uint8_t record[] = {L32(1), L32(0), L32(LARGE), L32(LARGE)};
	size_t size = sizeof(head) + 2 * (sizeof(record) + LARGE);
	uint8_t *bytes = malloc(size);
	struct capture *capture;
	struct frame frame;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 0x55, size);
	memcpy(bytes, head, sizeof(head));
	memcpy(bytes + sizeof(head), record, sizeof(record));
	memcpy(bytes + sizeof(head) + sizeof(record) + LARGE, record, sizeof(record));
	bytes[size - 1] = 0x77;
	capture = open_bytes(bytes, size);
	expect_frame(capture, 1000000000, LARGE, LARGE);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.data[0], 0x55);
	assert_int_equal(frame.data[LARGE - 1], 0x77);
	expect_end(capture);
	free(bytes);
}

static void test_peek(void **state)
{
	static const uint8_t bytes[] = {
	    PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(0), L32(0), L32(2), L32(0), L32(0), L32(0)};
	struct capture *capture = OPEN(bytes);
	struct frame frame;

	(void)state;
	assert_int_equal(capture_peek(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 1000000000);
	assert_int_equal(capture_peek(capture, &frame), CAPTURE_FRAME);
	expect_frame(capture, 1000000000, 0, 0);
	expect_frame(capture, 2000000000, 0, 0);
	assert_int_equal(capture_peek(capture, &frame), CAPTURE_END);
	expect_end(capture);
}

static void test_pipe(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2c3d4, 1), L32(1), L32(0), L32(1), L32(1), 9};
	struct capture *capture;
	char path[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, sizeof(bytes)), (ssize_t)sizeof(bytes));
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	capture = capture_open_file(path, error, sizeof(error));
	assert_non_null(capture);
	expect_frame(capture, 1000000000, 1, 1);
	close(ends[1]);
	expect_end(capture);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pcap),
	    cmocka_unit_test(test_pcap_big_endian_ns),
	    cmocka_unit_test(test_pcap_kuznetzov),
	    cmocka_unit_test(test_pcap_old_versions),
	    cmocka_unit_test(test_pcap_fcs_bits),
	    cmocka_unit_test(test_link_types),
	    cmocka_unit_test(test_link_types_refused),
	    cmocka_unit_test(test_not_captures),
	    cmocka_unit_test(test_pcap_cut_short),
	    cmocka_unit_test(test_pcap_lengths),
	    cmocka_unit_test(test_large_records),
	    cmocka_unit_test(test_peek),
	    cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
