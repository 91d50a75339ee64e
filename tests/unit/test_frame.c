/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests how frames are measured; the lengths are RFC 2819's limits and their neighbours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe/frame.h"

struct row {
	uint32_t len;
	uint8_t vlans;
	bool fcs;
	bool runts;
	uint32_t max_frame;
	/* expected */
	uint32_t octets;
	uint8_t status;
	bool good;
	enum size_class class;
};

static const struct row ethernet_rows[] = {
    /* padding: up to 60 octets without FCS make a frame of 64 */
    {0, 0, false, false, 0, 64, 0, true, SIZE_64},
    {42, 0, false, false, 0, 64, 0, true, SIZE_64},
    {60, 0, false, false, 0, 64, 0, true, SIZE_64},
    {61, 0, false, false, 0, 65, 0, true, SIZE_65_127},
    /* the FCS is in the frame */
    {46, 0, true, false, 0, 64, 0, true, SIZE_64},
    {64, 0, true, false, 0, 64, 0, true, SIZE_64},
    {65, 0, true, false, 0, 65, 0, true, SIZE_65_127},
    {1518, 0, true, false, 0, 1518, 0, true, SIZE_1024_1518},
    {1519, 0, true, false, 0, 1519, PACKET_OVERSIZE, false, SIZE_CLASSES},
    /* runts count as they are */
    {42, 0, false, true, 0, 46, PACKET_UNDERSIZE, false, SIZE_CLASSES},
    {59, 0, false, true, 0, 63, PACKET_UNDERSIZE, false, SIZE_CLASSES},
    {60, 0, false, true, 0, 64, 0, true, SIZE_64},
    {63, 0, true, true, 0, 63, PACKET_UNDERSIZE, false, SIZE_CLASSES},
    {64, 0, true, true, 0, 64, 0, true, SIZE_64},
    /* the classes' edges */
    {123, 0, false, false, 0, 127, 0, true, SIZE_65_127},
    {124, 0, false, false, 0, 128, 0, true, SIZE_128_255},
    {251, 0, false, false, 0, 255, 0, true, SIZE_128_255},
    {252, 0, false, false, 0, 256, 0, true, SIZE_256_511},
    {507, 0, false, false, 0, 511, 0, true, SIZE_256_511},
    {508, 0, false, false, 0, 512, 0, true, SIZE_512_1023},
    {1019, 0, false, false, 0, 1023, 0, true, SIZE_512_1023},
    {1020, 0, false, false, 0, 1024, 0, true, SIZE_1024_1518},
    {1514, 0, false, false, 0, 1518, 0, true, SIZE_1024_1518},
    {1515, 0, false, false, 0, 1519, PACKET_OVERSIZE, false, SIZE_CLASSES},
    /* four octets more for each tag */
    {1518, 1, false, false, 0, 1522, 0, true, SIZE_1024_1518},
    {1519, 1, false, false, 0, 1523, PACKET_OVERSIZE, false, SIZE_CLASSES},
    {1530, 4, false, false, 0, 1534, 0, true, SIZE_1024_1518},
    {1531, 4, false, false, 0, 1535, PACKET_OVERSIZE, false, SIZE_CLASSES},
    /* jumbo frames stay oversize, but are good up to max-frame */
    {9014, 0, false, false, 9018, 9018, PACKET_OVERSIZE, true, SIZE_CLASSES},
    {9015, 0, false, false, 9018, 9019, PACKET_OVERSIZE, false, SIZE_CLASSES},
    {1514, 0, false, false, 9018, 1518, 0, true, SIZE_1024_1518},
    /* and never make a legal frame bad */
    {1518, 1, false, false, 1518, 1522, 0, true, SIZE_1024_1518},
    /* a claim that no frame can hold */
    {UINT32_MAX, 0, false, false, 0, UINT32_MAX, PACKET_OVERSIZE, false, SIZE_CLASSES},
    {UINT32_MAX - 3, 0, false, false, 0, UINT32_MAX, PACKET_OVERSIZE, false, SIZE_CLASSES},
};

static void ethernet_lengths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ethernet_rows) / sizeof(ethernet_rows[0]); i++) {
		const struct row *row = &ethernet_rows[i];
		const struct frame_rules rules = {.runts = row->runts, .max_frame = row->max_frame};
		struct packet p = {
		    .link = LINK_ETHERNET,
		    .len = row->len,
		    .vlan_count = row->vlans,
		    .has_fcs = row->fcs,
		};

		frame_measure(&p, &rules);
		assert_int_equal(p.octets, row->octets);
		assert_int_equal(p.status, row->status);
		assert_int_equal(p.good, row->good);
		assert_int_equal(frame_size_class(&p), row->class);
	}
}

static void crc_error_is_bad_and_keeps_its_class(void **state)
{
	const struct frame_rules rules = {0};
	struct packet p = {.len = 96, .has_fcs = true, .status = PACKET_CRC_ERROR};

	(void)state;
	frame_measure(&p, &rules);
	assert_int_equal(p.status, PACKET_CRC_ERROR);
	assert_false(p.good);
	assert_int_equal(frame_size_class(&p), SIZE_65_127);
}

static void measuring_replaces_only_size_bits(void **state)
{
	const struct frame_rules rules = {0};
	struct packet p = {
	    .len = 60,
	    .status = PACKET_OVERSIZE | PACKET_UNDERSIZE | PACKET_AFTER_LOSS | PACKET_ORDER,
	};

	(void)state;
	frame_measure(&p, &rules);
	assert_int_equal(p.status, PACKET_AFTER_LOSS | PACKET_ORDER);
	assert_true(p.good);
}

static void other_links_count_their_length(void **state)
{
	static const enum link_type links[] = {LINK_SLL, LINK_SLL2, LINK_RAW, LINK_NULL, LINK_LOOP,
	    LINK_PPP, LINK_PPP_HDLC, LINK_TOKEN_RING};
	static const struct {
		uint32_t len;
		enum size_class class;
		int status;
	} lengths[] = {{40, SIZE_64, 0}, {64, SIZE_64, 0}, {300, SIZE_256_511, 0},
	    {1518, SIZE_1024_1518, 0}, {4000, SIZE_CLASSES, PACKET_OVERSIZE}};
	const struct frame_rules rules = {.runts = true};

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		for (size_t j = 0; j < sizeof(lengths) / sizeof(lengths[0]); j++) {
			struct packet p = {.link = links[i], .len = lengths[j].len};

			frame_measure(&p, &rules);
			assert_int_equal(p.octets, lengths[j].len);
			assert_int_equal(p.status, lengths[j].status);
			assert_true(p.good);
			assert_int_equal(frame_size_class(&p), lengths[j].class);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ethernet_lengths),
	    cmocka_unit_test(crc_error_is_bad_and_keeps_its_class),
	    cmocka_unit_test(measuring_replaces_only_size_bits),
	    cmocka_unit_test(other_links_count_their_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
