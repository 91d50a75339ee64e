/* SPDX-License-Identifier: BSD-2-Clause */
/* Which counter each column of etherStatsTable and etherHistoryTable shows: no two are alike. */
#include "fixture.h"
#include "mibs/history.h"
#include "mibs/statistics.h"
#include "mibs/transaction.h"

/* What the card tells of frames that no capture sees; they are packets of unknown length, too. */
static const struct loss loss = {
    .occasions = 1,
    .crc_align = 20,
    .undersize = 300,
    .oversize = 4000,
    .fragments = 50000,
    .jabbers = 600000,
    .collisions = 7000000,
};
#define LOST_PKTS (20 + 300 + 4000 + 50000 + 600000)

static int64_t sample(struct fixture *f, uint32_t column)
{
	struct value value;

	f->mib->pdu++;
	assert_int_equal(
	    walk_get(f->mib, &ether_history_table, (const uint32_t[]){column, 1, 1}, 3, &value),
	    WALK_OK);
	return (int64_t)value.number;
}

static void send_frame(struct fixture *f, const uint8_t destination[6], uint32_t len)
{
	uint8_t octets[1514] = {0};
	struct frame frame = {.data = octets, .caplen = len, .len = len};

	for (int i = 0; i < 6; i++)
		octets[i] = destination[i];
	octets[6] = 0x02;
	octets[12] = 0x88;
	octets[13] = 0xb5;
	port_lock(&f->ports[0]);
	port_input(&f->ports[0], &frame);
	port_unlock(&f->ports[0]);
}

/* RFC 2819's order of columns: etherStats from 3, etherHistory from 4 on. */
static void test_columns(void **state)
{
	static const uint8_t all[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	static const uint8_t routers[] = {0x01, 0, 0x5e, 0, 0, 0x02};
	static const uint8_t station[] = {0x02, 0, 0, 0, 0, 0x01};
	/* with the FCS 64, 127, 255, 511, 1023 and 1518: one of the first, two of the next ... */
	static const uint32_t lens[] = {60, 123, 251, 507, 1019, 1514};
	const int64_t octets =
	    1 * 64 + 2 * 127 + 3 * 255 + 4 * 511 + 5 * 1023 + 6 * 1518 + 2 * 64 + 3 * 64;
	const int64_t common[] = {
	    1, octets, LOST_PKTS + 21 + 5, 2, 3, 20, 300, 4000, 50000, 600000, 7000000};
	const int64_t sizes[] = {1 + 5, 2, 3, 4, 5, 6};
	struct fixture *f = fixture_new(FIXTURE_MEMORY);

	(void)state;
	ACCEPTED(f, VB_INTEGER(ether_stats_table, 21, 1, STATUS_VALID),
	    VB_SOURCE(ether_stats_table, 1, IFINDEX_0),
	    VB_INTEGER(history_control_table, 7, 1, STATUS_VALID),
	    VB_SOURCE(history_control_table, 1, IFINDEX_0),
	    VB_INTEGER(history_control_table, 5, 1, 10));
	fixture_pass(f, 1);
	for (uint32_t i = 0; i < 6; i++) {
		for (uint32_t j = 0; j <= i; j++)
			send_frame(f, station, lens[i]);
	}
	for (int i = 0; i < 2; i++)
		send_frame(f, all, 60);
	for (int i = 0; i < 3; i++)
		send_frame(f, routers, 60);
	port_lock(&f->ports[0]);
	port_loss(&f->ports[0], &loss);
	port_unlock(&f->ports[0]);
	fixture_pass(f, 10);
	for (uint32_t i = 0; i < 11; i++) {
		assert_int_equal(get_integer(f, &ether_stats_table, 3 + i, 1), common[i]);
		assert_int_equal(sample(f, 4 + i), common[i]);
	}
	for (uint32_t i = 0; i < 6; i++)
		assert_int_equal(get_integer(f, &ether_stats_table, 14 + i, 1), sizes[i]);
	fixture_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
