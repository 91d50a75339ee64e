/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading pcapng files, sound and broken ones. */
#include "tests/unit/capture_bytes.h"

/* A section header block of unknown length, and an interface without options. */
#define SECTION L32(0x0a0d0d0a), L32(28), L32(0x1a2b3c4d), L16(1), L16(0), L32(-1), L32(-1), L32(28)
#define INTERFACE(link) L32(1), L32(20), L16(link), L16(0), L32(0), L32(20)
/* An enhanced packet block with 4 octets of data and no options. */
#define PACKET(interface, high, low, len)                                                          \
	L32(6), L32(36), L32(interface), L32(high), L32(low), L32(4), L32(len), 0xde, 0xad, 0xbe,  \
	    0xef, L32(36)

static void test_pcapng(void **state)
{
	static const uint8_t bytes[] = {SECTION, INTERFACE(1),
	    /* 0x4_00000001 us = 17179.869185 s */
	    PACKET(0, 4, 1, 100),
	    /* a custom block is skipped */
	    L32(0xbad), L32(16), L32(0), L32(16),
	    /* obsolete packet block: 2 octets of data, interface and drops of 16 bits each */
	    L32(2), L32(36), L16(0), L16(9), L32(0), L32(7), L32(2), L32(2), 1, 2, 0, 0, L32(36),
	    /* simple packet block: 3 octets, at the time of the packet before */
	    L32(3), L32(20), L32(3), 4, 5, 6, 0, L32(20)};
	struct capture *capture = OPEN(bytes);
	struct frame frame;

	(void)state;
	assert_non_null(capture);
	assert_int_equal(capture_speed(capture), 0);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 17179869185000);
	assert_int_equal(frame.caplen, 4);
	assert_int_equal(frame.len, 100);
	assert_int_equal(frame.fcs_len, -1);
	assert_memory_equal(frame.data, "\xde\xad\xbe\xef", 4);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 7000);
	assert_int_equal(frame.len, 2);
	assert_memory_equal(frame.data, "\1\2", 2);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 7000);
	assert_int_equal(frame.len, 3);
	assert_memory_equal(frame.data, "\4\5\6", 3);
	expect_end(capture);
}

static void test_pcapng_empty(void **state)
{
	static const uint8_t bytes[] = {SECTION};
	struct capture *capture = OPEN(bytes);

	(void)state;
	assert_non_null(capture);
	assert_int_equal(capture_link_type(capture), LINK_ETHERNET);
	assert_string_equal(capture_link_name(capture), "EN10MB");
	expect_end(capture);
}

/* Each section has its own byte order and its own interfaces. */
static void test_pcapng_sections(void **state)
{
	static const uint8_t bytes[] = {SECTION, INTERFACE(1), PACKET(0, 0, 5, 4),
	    /* section header with a comment option, big-endian */
	    B32(0x0a0d0d0a), B32(36), B32(0x1a2b3c4d), B16(1), B16(0), B32(-1), B32(-1), B16(1),
	    B16(2), 'h', 'i', 0, 0, B32(36),
	    /* interface with if_tsresol 9 */
	    B32(1), B32(28), B16(1), B16(0), B32(0), B16(9), B16(1), 9, 0, 0, 0, B32(28),
	    /* packet */
	    B32(6), B32(32), B32(0), B32(0), B32(6), B32(0), B32(0), B32(32)};
	static const uint8_t lost[] = {SECTION, INTERFACE(1), SECTION, PACKET(0, 0, 5, 4)};
	struct capture *capture = OPEN(bytes);

	(void)state;
	expect_frame(capture, 5000, 4, 4);
	expect_frame(capture, 6, 0, 0);
	expect_end(capture);
	expect_damage(OPEN(lost), "octet 76 names an interface that no block described");
}

/* if_speed 8, if_tsresol 9, if_fcslen 13, if_tsoffset 14 */
static void test_pcapng_interface_options(void **state)
{
	static const uint8_t bytes[] = {SECTION, L32(1), L32(56), L16(1), L16(0), L32(0),
	    /* 10 Mbit/s */ L16(8), L16(8), L32(10000000), L32(0),
	    /* 2^-10 s */ L16(9), L16(1), 0x8a, 0, 0, 0,
	    /* 32 bits */ L16(13), L16(1), 32, 0, 0, 0,
	    /* end, and what follows it is no option */ L16(0), L16(0), 0xff, 0xff, 0xff, 0xff,
	    L32(56),
	    /* a second interface: 4, as in the draft's example, and minus 100 s */
	    L32(1), L32(40), L16(1), L16(0), L32(0), L16(13), L16(1), 4, 0, 0, 0, L16(14), L16(8),
	    L32(-100), L32(-1), L32(40),
	    /* 1536 / 1024 s */ PACKET(0, 0, 1536, 4), PACKET(1, 0, 1000000, 4),
	    /* epb_flags: bits 5 to 8 say 0 octets unknown, then 2 */
	    L32(6), L32(40), L32(1), L32(0), L32(0), L32(0), L32(0), L16(2), L16(4), L32(1),
	    L32(40), L32(6), L32(40), L32(1), L32(0), L32(0), L32(0), L32(0), L16(2), L16(4),
	    L32(2 << 5), L32(40)};
	struct capture *capture = OPEN(bytes);
	struct frame frame;

	(void)state;
	assert_non_null(capture);
	assert_int_equal(capture_speed(capture), 10000000);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, 1500000000);
	assert_int_equal(frame.fcs_len, 4);
	assert_int_equal(capture_next(capture, &frame), CAPTURE_FRAME);
	assert_int_equal(frame.wall, -99000000000);
	assert_int_equal(frame.fcs_len, 4);
	assert_int_equal(next_fcs_len(capture), 4);
	assert_int_equal(next_fcs_len(capture), 2);
	expect_end(capture);
}

/* What does not fit an int64_t of nanoseconds is the last or first time that does. */
static void test_pcapng_times(void **state)
{
	static const struct {
		uint8_t resolution;
		uint32_t high;
		uint32_t low;
		int64_t wall;
	} cases[] = {
	    {0, 0, 7, 7000000000}, /* seconds */
	    {9, 0x01234567, 0x89abcdef, 0x0123456789abcdef},
	    {12, 0, 3999, 3}, /* picoseconds */
	    {0x7f, 0xffffffff, 0xffffffff, 0},
	    {0x80, 0, 2, 2000000000},
	    {0xff, 0xffffffff, 0xffffffff, 0}, /* 2^-127 s */
	    {0xa0, 1, 0x80000000, 1500000000}, /* 2^-32 s */
	    {6, 0xffffffff, 0xffffffff, INT64_MAX},
	    {0, 0, 0xffffffff, 4294967295000000000},
	    {0, 2, 0x26a04000, INT64_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const uint8_t bytes[] = {SECTION, L32(1), L32(28), L16(1), L16(0), L32(0), L16(9),
		    L16(1), cases[i].resolution, 0, 0, 0, L32(28),
		    PACKET(0, cases[i].high, cases[i].low, 4)};
		struct capture *capture = OPEN(bytes);

		expect_frame(capture, cases[i].wall, 4, 4);
		expect_end(capture);
	}
}

static void test_pcapng_time_offset_saturates(void **state)
{
	static const uint8_t bytes[] = {SECTION,
	    /* 2^62 s */ L32(1), L32(32), L16(1), L16(0), L32(0), L16(14), L16(8), L32(0),
	    L32(0x40000000), L32(32),
	    /* - 2^63 s */ L32(1), L32(32), L16(1), L16(0), L32(0), L16(14), L16(8), L32(0),
	    L32(0x80000000), L32(32), PACKET(0, 0, 5, 4), PACKET(1, 0, 5, 4)};
	struct capture *capture = OPEN(bytes);

	(void)state;
	expect_frame(capture, INT64_MAX, 4, 4);
	expect_frame(capture, INT64_MIN + 5000, 4, 4);
	expect_end(capture);
}

static void test_pcapng_other_links(void **state)
{
	/* the first interface decides, packets of the other two are left out */
	static const uint8_t bytes[] = {SECTION, INTERFACE(113), INTERFACE(1), INTERFACE(127),
	    PACKET(1, 0, 1, 4), PACKET(0, 0, 2, 4), PACKET(2, 0, 3, 4), PACKET(0, 0, 4, 4)};
	struct capture *capture = OPEN(bytes);

	(void)state;
	assert_int_equal(capture_link_type(capture), LINK_SLL);
	expect_frame(capture, 2000, 4, 4);
	assert_int_equal(capture_skipped(capture), 1);
	expect_frame(capture, 4000, 4, 4);
	assert_int_equal(capture_skipped(capture), 2);
	expect_end(capture);
}

/* A simple packet holds no more than its interface's snapshot length. */
static void test_pcapng_simple_snaplen(void **state)
{
	static const uint8_t bytes[] = {SECTION, L32(1), L32(20), L16(1), L16(0), L32(2), L32(20),
	    L32(3), L32(20), L32(900), 4, 5, 0, 0, L32(20)};
	struct capture *capture = OPEN(bytes);

	(void)state;
	expect_frame(capture, 0, 2, 900);
	expect_end(capture);
}

/* Blocks of no interest may be longer than the window. */
static void test_pcapng_long_block(void **state)
{
	enum {
		LONG = 3000000
	};
	static const uint8_t head[] = {SECTION, INTERFACE(1), L32(0xbad), L32(LONG)};
	static const uint8_t tail[] = {L32(LONG), PACKET(0, 0, 1, 4)};
	size_t size = sizeof(head) + LONG - 12 + sizeof(tail);
	uint8_t *bytes = calloc(1, size);
	struct capture *capture;

	(void)state;
	assert_non_null(bytes);
	memcpy(bytes, head, sizeof(head));
	memcpy(bytes + size - sizeof(tail), tail, sizeof(tail));
	capture = open_bytes(bytes, size);
	expect_frame(capture, 1000, 4, 4);
	expect_end(capture);
	bytes[size - sizeof(tail)] ^= 1;
	expect_damage(open_bytes(bytes, size), "the block at octet 48 ends in another length");
	expect_damage(open_bytes(bytes, size / 2), "cut short in the block at octet 48");
	free(bytes);
}

static void test_pcapng_cut_short(void **state)
{
	static const uint8_t bytes[] = {
	    SECTION, INTERFACE(1), PACKET(0, 0, 1, 4), PACKET(0, 0, 2, 4)};

	(void)state;
	for (size_t size = 85; size < sizeof(bytes); size++) {
		struct capture *capture = open_bytes(bytes, size);

		expect_frame(capture, 1000, 4, 4);
		expect_damage(capture, "cut short in the block at octet 84");
	}
	for (size_t size = 4; size < 28; size++)
		assert_null(open_bytes(bytes, size));
}

/* One wrong number each; the third block begins at octet 48. */
static void test_pcapng_damage(void **state)
{
	static const uint8_t sound[] = {SECTION, INTERFACE(1), L32(6), L32(44), L32(0), L32(0),
	    L32(1), L32(4), L32(4), 1, 2, 3, 4, L16(9), L16(4), L32(0), L32(44)};
	static const struct {
		size_t at;
		uint8_t octet;
		const char *what;
	} cases[] = {
	    {48 + 4, 8, "claims fewer octets than its kind has"},
	    {48 + 7, 1, "claims more octets than a packet can have"},
	    {48 + 4, 40, "ends in another length"},
	    {48 + 40, 45, "ends in another length"},
	    {48 + 8, 1, "names an interface that no block described"},
	    {48 + 20, 17, "is shorter than its packet"},
	    {48 + 22, 0xff, "claims too many captured octets"},
	    {48 + 34, 5, "has an option that runs beyond it"},
	};
	uint8_t bytes[sizeof(sound)];
	struct capture *capture = OPEN(sound);

	(void)state;
	expect_frame(capture, 1000, 4, 4);
	expect_end(capture);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(bytes, sound, sizeof(sound));
		bytes[cases[i].at] = cases[i].octet;
		expect_damage(OPEN(bytes), cases[i].what);
	}
}

/* Before the first interface nothing can be read, so such a file is not opened. */
static void test_pcapng_bad_beginning(void **state)
{
	static const uint8_t packet_first[] = {SECTION, PACKET(0, 0, 1, 4)};
	static const uint8_t no_order[] = {
	    L32(0x0a0d0d0a), L32(28), L32(7), L16(1), L16(0), L32(-1), L32(-1), L32(28)};
	static const uint8_t version[] = {
	    L32(0x0a0d0d0a), L32(28), L32(0x1a2b3c4d), L16(2), L16(0), L32(-1), L32(-1), L32(28)};

	(void)state;
	assert_null(OPEN(packet_first));
	assert_non_null(strstr(error, "octet 28 names an interface"));
	assert_null(OPEN(no_order));
	assert_non_null(strstr(error, "no byte order"));
	assert_null(OPEN(version));
	assert_non_null(strstr(error, "version 2"));
}

static void test_pcapng_link_refused(void **state)
{
	static const uint8_t radiotap[] = {SECTION, INTERFACE(127)};

	(void)state;
	assert_null(OPEN(radiotap));
	assert_non_null(strstr(error, "IEEE802_11_RADIO"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pcapng),
	    cmocka_unit_test(test_pcapng_empty),
	    cmocka_unit_test(test_pcapng_sections),
	    cmocka_unit_test(test_pcapng_interface_options),
	    cmocka_unit_test(test_pcapng_times),
	    cmocka_unit_test(test_pcapng_time_offset_saturates),
	    cmocka_unit_test(test_pcapng_other_links),
	    cmocka_unit_test(test_pcapng_simple_snaplen),
	    cmocka_unit_test(test_pcapng_long_block),
	    cmocka_unit_test(test_pcapng_cut_short),
	    cmocka_unit_test(test_pcapng_damage),
	    cmocka_unit_test(test_pcapng_bad_beginning),
	    cmocka_unit_test(test_pcapng_link_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
