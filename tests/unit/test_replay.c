/* SPDX-License-Identifier: BSD-2-Clause */
/* Replays: the order of packets over files, shifted times, gaps, damaged files. */
#include "probe/replay.h"

#include "tests/unit/capture_bytes.h"

/* A packet of len octets, none of them captured, so that len tells which it is. */
#define RECORD(seconds, micros, len) L32(seconds), L32(micros), L32(0), L32(len)

/* All packets of all ports, in the order in which they came. */
static struct {
	struct {
		unsigned port;
		uint32_t len;
		uint64_t time;
	} seen[300];
	unsigned count;
	unsigned ticks;
	uint64_t last_tick;
	bool back; /* a time went back */
	struct {
		uint64_t time;
		unsigned packets; /* seen before it */
	} steps[64];
	unsigned step_count;
} record;

static void recorder_packet(struct group *group, const struct packet *p)
{
	record.seen[record.count].port = group->port->number;
	record.seen[record.count].len = p->len;
	record.seen[record.count].time = p->time;
	record.count++;
	record.back |= p->time < record.last_tick;
}

static void recorder_tick(struct group *group, uint64_t now)
{
	(void)group;
	record.ticks++;
	record.back |= now < record.last_tick;
	record.last_tick = now;
}

static const struct group_class recorder_class = {
    .name = "recorder",
    .packet = recorder_packet,
    .tick = recorder_tick,
};

/* What the replay said of damaged files. */
static struct {
	unsigned count;
	unsigned port;
	char sentence[128];
} complaints;

static void broken(void *arg, const struct port *port, const char *sentence)
{
	assert_ptr_equal(arg, &complaints);
	complaints.count++;
	complaints.port = port->number;
	snprintf(complaints.sentence, sizeof(complaints.sentence), "%s", sentence);
}

static void step(void *arg, uint64_t time)
{
	assert_ptr_equal(arg, &complaints);
	assert_true(record.step_count < 64);
	record.steps[record.step_count].time = time;
	record.steps[record.step_count++].packets = record.count;
}

/* Whoever follows the time hears of it before the first packet of each 100 ms, and at the end. */
static void assert_steps(uint64_t end)
{
	unsigned at = 0;

	for (unsigned i = 0; i < record.count; i++) {
		uint64_t time = record.seen[i].time;

		if (i > 0 && record.seen[i - 1].time / 100000000 == time / 100000000)
			continue;
		assert_true(at < record.step_count);
		assert_int_equal(record.steps[at].time, time);
		assert_int_equal(record.steps[at++].packets, i);
	}
	assert_int_equal(record.step_count, at + 1);
	assert_int_equal(record.steps[at].time, end);
	assert_int_equal(record.steps[at].packets, record.count);
}

struct file {
	const uint8_t *bytes;
	size_t size;
};

#define FILE_OF(bytes)                                                                             \
	{                                                                                          \
		bytes, sizeof(bytes)                                                               \
	}

/* Plays up to 3 files; the states of their ports are left in states. */
static uint64_t play(
    const struct file *files, unsigned count, unsigned damaged, enum port_state *states)
{
	struct port *ports[3];
	struct group recorders[3] = {
	    {.class = &recorder_class}, {.class = &recorder_class}, {.class = &recorder_class}};
	struct port_config config;
	char path[64];
	uint64_t end = 99;

	memset(&record, 0, sizeof(record));
	memset(&complaints, 0, sizeof(complaints));
	port_config_init(&config);
	config.file = path;
	for (unsigned i = 0; i < count; i++) {
		write_file(path, files[i].bytes, files[i].size);
		ports[i] = port_open(&config, i + 1, error, sizeof(error));
		unlink(path);
		assert_non_null(ports[i]);
		port_attach(ports[i], &recorders[i], 0);
	}
	assert_int_equal(replay_run(ports, count, &end, broken, step, &complaints), damaged);
	assert_int_equal(complaints.count, damaged);
	assert_steps(end);
	for (unsigned i = 0; i < count; i++) {
		assert_int_equal(ports[i]->clock, end);
		states[i] = ports[i]->state;
		port_detach(&recorders[i]);
		port_close(ports[i]);
	}
	return end;
}

static void expect(unsigned at, unsigned port, uint32_t len, uint64_t time)
{
	assert_true(at < record.count);
	assert_int_equal(record.seen[at].port, port);
	assert_int_equal(record.seen[at].len, len);
	assert_int_equal(record.seen[at].time, time);
}

static void test_no_files(void **state)
{
	uint64_t end = 99;

	(void)state;
	assert_int_equal(replay_run(NULL, 0, &end, broken, NULL, &complaints), 0);
	assert_int_equal(end, 0);
}

static void test_empty_file(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2c3d4, 1)};
	struct file files[] = {FILE_OF(bytes)};
	enum port_state states[1];

	(void)state;
	assert_int_equal(play(files, 1, 0, states), 0);
	assert_int_equal(states[0], PORT_ENDED);
	assert_int_equal(record.count, 0);
}

/* The files were taken years apart; each begins at 0, and at equal times the first file goes first. */
static void test_merge(void **state)
{
	static const uint8_t a[] = {
	    PCAP(0xa1b2c3d4, 1), RECORD(500, 0, 101), RECORD(500, 10, 102), RECORD(500, 30, 103)};
	static const uint8_t b[] = {PCAP(0xa1b2c3d4, 1), RECORD(9000000, 5, 201),
	    RECORD(9000000, 10, 202), RECORD(9000000, 15, 203), RECORD(9000000, 35, 204)};
	static const uint8_t c[] = {PCAP(0xa1b2c3d4, 1), RECORD(7, 0, 301), RECORD(7, 10, 302),
	    RECORD(7, 10, 303), RECORD(8, 0, 304)};
	struct file files[] = {FILE_OF(a), FILE_OF(b), FILE_OF(c)};
	enum port_state states[3];

	(void)state;
	assert_int_equal(play(files, 3, 0, states), 1000000000 - 0);
	assert_int_equal(record.count, 11);
	expect(0, 1, 101, 0);
	expect(1, 2, 201, 0);
	expect(2, 3, 301, 0);
	expect(3, 2, 202, 5000);
	expect(4, 1, 102, 10000);
	expect(5, 2, 203, 10000);
	expect(6, 3, 302, 10000);
	expect(7, 3, 303, 10000);
	expect(8, 1, 103, 30000);
	expect(9, 2, 204, 30000);
	expect(10, 3, 304, 1000000000);
	for (int i = 0; i < 3; i++)
		assert_int_equal(states[i], PORT_ENDED);
}

/* A time that goes back counts as the last time seen, in the order of files too. */
static void test_time_goes_back(void **state)
{
	static const uint8_t a[] = {
	    PCAP(0xa1b2c3d4, 1), RECORD(10, 0, 101), RECORD(10, 50, 102), RECORD(3, 0, 103)};
	static const uint8_t b[] = {PCAP(0xa1b2c3d4, 1), RECORD(10, 0, 201), RECORD(10, 40, 202),
	    RECORD(10, 50, 203), RECORD(10, 60, 204)};
	struct file files[] = {FILE_OF(b), FILE_OF(a)};
	enum port_state states[2];

	(void)state;
	assert_int_equal(play(files, 2, 0, states), 60000);
	expect(2, 1, 202, 40000);
	expect(3, 1, 203, 50000);
	expect(4, 2, 102, 50000);
	expect(5, 2, 103, 50000);
	expect(6, 1, 204, 60000);
	assert_int_equal(play(&files[1], 1, 0, states), 50000);
}

/* However long a gap is, it is one tick, before the packet that ends it. */
static void test_gap(void **state)
{
	static const uint8_t bytes[] = {PCAP(0xa1b2c3d4, 1), RECORD(1, 0, 101),
	    RECORD(2000000001, 0, 102), RECORD(2000000001, 1, 103)};
	struct file files[] = {FILE_OF(bytes)};
	enum port_state states[1];

	(void)state;
	assert_int_equal(play(files, 1, 0, states), 2000000000000001000);
	expect(1, 1, 102, 2000000000000000000);
	/* and one at the end */
	assert_int_equal(record.ticks, 2);
	assert_false(record.back);
}

/* More packets than a batch has, 20 ms apart: time passes ten times a second. */
static void test_ticks(void **state)
{
	enum {
		COUNT = 250
	};
	static const uint8_t head[] = {PCAP(0xa1b2c3d4, 1)};
	uint8_t bytes[sizeof(head) + COUNT * 16];
	struct file files[] = {FILE_OF(bytes)};
	enum port_state states[1];

	(void)state;
	memcpy(bytes, head, sizeof(head));
	for (uint32_t i = 0; i < COUNT; i++) {
		const uint8_t packet[] = {RECORD(1 + i / 50, i % 50 * 20000, 60 + i)};

		memcpy(bytes + sizeof(head) + i * 16, packet, 16);
	}
	/* the last is at 4.98 s: 49 times 100 ms before it, and the end */
	assert_int_equal(play(files, 1, 0, states), 4980000000);
	assert_int_equal(record.count, COUNT);
	assert_int_equal(record.ticks, 50);
	assert_false(record.back);
}

static void test_damaged(void **state)
{
	static const uint8_t cut[] = {
	    PCAP(0xa1b2c3d4, 1), RECORD(1, 0, 101), RECORD(1, 10, 102), L32(1), L32(20)};
	static const uint8_t sound[] = {PCAP(0xa1b2c3d4, 1), RECORD(1, 0, 201), RECORD(1, 90, 202)};
	struct file files[] = {FILE_OF(cut), FILE_OF(sound)};
	enum port_state states[2];

	(void)state;
	assert_int_equal(play(files, 2, 1, states), 90000);
	assert_int_equal(record.count, 4);
	expect(2, 1, 102, 10000);
	expect(3, 2, 202, 90000);
	assert_int_equal(complaints.port, 1);
	/* 24 octets of header, 16 a record */
	assert_non_null(strstr(complaints.sentence, "cut short in the record at octet 56"));
	assert_int_equal(states[0], PORT_FAILED);
	assert_int_equal(states[1], PORT_ENDED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_no_files),
	    cmocka_unit_test(test_empty_file),
	    cmocka_unit_test(test_merge),
	    cmocka_unit_test(test_time_goes_back),
	    cmocka_unit_test(test_gap),
	    cmocka_unit_test(test_ticks),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
