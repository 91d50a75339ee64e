/* SPDX-License-Identifier: BSD-2-Clause */
/* The port: opening a file, the way of a frame to the collectors, the clock that never goes back. */
#include "probe/port.h"

#include <sys/resource.h>

#include "tests/unit/capture_bytes.h"

#define LEN 60

/* A collector that remembers what it was told last. */
struct spy {
	struct group group;
	struct packet packet;
	struct loss loss;
	uint64_t tick;
	unsigned order; /* of the last call, among all spies */
	bool *freed;
};

static unsigned calls;

static void spy_packet(struct group *group, const struct packet *p)
{
	struct spy *spy = (struct spy *)group;

	spy->packet = *p;
	spy->order = ++calls;
}

static void spy_tick(struct group *group, uint64_t now)
{
	((struct spy *)group)->tick = now;
}

static void spy_loss(struct group *group, const struct loss *loss)
{
	((struct spy *)group)->loss = *loss;
}

static void spy_free(struct group *group)
{
	*((struct spy *)group)->freed = true;
}

static const struct group_class spy_class = {
    .name = "spy",
    .packet = spy_packet,
    .tick = spy_tick,
    .loss = spy_loss,
    .free = spy_free,
};

/* Wants neither packets nor losses. */
static const struct group_class idle_class = {
    .name = "idle",
    .tick = spy_tick,
    .free = spy_free,
};

static const uint8_t one_packet[] = {PCAP(0xa1b2c3d4, 1), L32(100), L32(5), L32(0), L32(0)};

static struct port *open_port(const uint8_t *bytes, size_t size, struct port_config *config)
{
	static char path[64];
	struct port *port;

	write_file(path, bytes, size);
	config->file = path;
	port = port_open(config, 3, error, sizeof(error));
	unlink(path);
	assert_non_null(port);
	return port;
}

static struct port *open_default(void)
{
	struct port_config config;

	port_config_init(&config);
	return open_port(one_packet, sizeof(one_packet), &config);
}

/* A broadcast of an experimental type, at a second of the port's clock. */
static struct frame make_frame(uint8_t *data, const struct port *port, int64_t second)
{
	memset(data, 0, LEN);
	memset(data, 0xff, 6);
	data[6] = 2;
	data[12] = 0x88;
	data[13] = 0xb5;
	return (struct frame){.wall = port->wall + second * 1000000000,
	    .data = data,
	    .caplen = LEN,
	    .len = LEN,
	    .fcs_len = -1};
}

static void test_config_defaults(void **state)
{
	struct port_config config;

	(void)state;
	memset(&config, 0xff, sizeof(config));
	port_config_init(&config);
	assert_string_equal(config.name, "");
	assert_null(config.file);
	assert_int_equal(config.offloads, OFFLOAD_AUTO);
	assert_int_equal(config.fcs, FCS_AUTO);
	assert_false(config.rules.runts);
	assert_int_equal(config.rules.max_frame, 0);
	assert_int_equal(config.speed, 0);
	assert_true(config.ring >= 1 << 20);
	assert_true(config.promiscuous);
	assert_true(config.align);
}

static void test_open_file(void **state)
{
	struct port *port = open_default();

	(void)state;
	assert_string_equal(port->name, "replay3");
	assert_int_equal(port->number, 3);
	assert_int_equal(port->ifindex, 60003);
	assert_int_equal(port->link, LINK_ETHERNET);
	assert_string_equal(port->link_name, "EN10MB");
	assert_int_equal(port->clock, 0);
	assert_int_equal(port->wall, 100000005000);
	assert_int_equal(port->state, PORT_RUNNING);
	assert_int_equal(port->offloads, OFFLOADS_NOT_APPLICABLE);
	assert_int_equal(port->speed, 0);
	assert_int_equal(port->figures.packets, 0);
	port_close(port);
}

static void test_open_file_speed(void **state)
{
	/* if_speed 10 Mbit/s */
	static const uint8_t bytes[] = {L32(0x0a0d0d0a), L32(28), L32(0x1a2b3c4d), L16(1), L16(0),
	    L32(-1), L32(-1), L32(28), L32(1), L32(32), L16(1), L16(0), L32(0), L16(8), L16(8),
	    L32(10000000), L32(0), L32(32)};
	struct port_config config;
	struct port *port;

	(void)state;
	port_config_init(&config);
	port = open_port(bytes, sizeof(bytes), &config);
	assert_int_equal(port->speed, 10000000);
	assert_int_equal(port->wall, 0);
	port_close(port);
	config.speed = 64000;
	port = open_port(bytes, sizeof(bytes), &config);
	assert_int_equal(port->speed, 64000);
	port_close(port);
}

static void test_open_fails(void **state)
{
	struct port_config config;

	(void)state;
	port_config_init(&config);
	config.file = "/nonexistent/x.pcap";
	assert_null(port_open(&config, 1, error, sizeof(error)));
	assert_non_null(strstr(error, "/nonexistent/x.pcap"));
	port_close(NULL);
}

static void test_input(void **state)
{
	struct port *port = open_default();
	struct spy spy = {.group.class = &spy_class};
	const struct packet *p = &spy.packet;
	uint8_t data[LEN];
	struct frame frame = make_frame(data, port, 2);

	(void)state;
	port_attach(port, &spy.group, 0);
	port_lock(port);
	port_input(port, &frame);
	port_input(port, &frame);
	assert_int_equal(p->number, 2);
	assert_int_equal(p->time, 2000000000);
	assert_int_equal(port->clock, 2000000000);
	assert_ptr_equal(p->data, data);
	assert_int_equal(p->len, 60);
	assert_int_equal(p->octets, 64);
	assert_int_equal(p->status, 0);
	assert_false(p->has_fcs);
	assert_true(p->good);
	assert_true(p->broadcast);
	assert_int_equal(p->ethertype, 0x88b5);
	assert_int_equal(port->figures.packets, 2);
	assert_int_equal(port->figures.octets, 128);
	port_unlock(port);
	port_detach(&spy.group);
	port_close(port);
}

static void test_input_figures(void **state)
{
	struct port *port = open_default();
	uint8_t data[LEN];
	struct frame frame = make_frame(data, port, 0);

	(void)state;
	port_lock(port);
	frame.len = 1514; /* cut, of legal size */
	port_input(port, &frame);
	assert_int_equal(port->figures.cut, 1);
	assert_int_equal(port->figures.oversize, 0);
	frame.len = 1515;
	port_input(port, &frame);
	assert_int_equal(port->figures.cut, 2);
	assert_int_equal(port->figures.oversize, 1);
	frame.caplen = frame.len = 13; /* less than two addresses and a type */
	port_input(port, &frame);
	assert_int_equal(port->figures.cut, 2);
	assert_int_equal(port->figures.damage[DAMAGE_LINK_SHORT], 1);
	assert_int_equal(port->figures.octets, 1518 + 1519 + 64);
	port_unlock(port);
	port_close(port);
}

static void test_input_fcs(void **state)
{
	struct port_config config;
	struct port *port;
	struct spy spy = {.group.class = &spy_class};
	uint8_t data[LEN];
	struct frame frame;

	(void)state;
	port_config_init(&config);
	config.fcs = FCS_PRESENT;
	port = open_port(one_packet, sizeof(one_packet), &config);
	frame = make_frame(data, port, 0);
	port_attach(port, &spy.group, 0);
	port_lock(port);
	port_input(port, &frame);
	assert_true(spy.packet.has_fcs);
	assert_int_equal(spy.packet.status, PACKET_CRC_ERROR);
	assert_false(spy.packet.good);
	port_unlock(port);
	port_detach(&spy.group);
	port_close(port);
}

/* Other link types end in no Ethernet FCS, whatever is configured. */
static void test_input_no_fcs_on_other_links(void **state)
{
	static const uint8_t raw[] = {PCAP(0xa1b2c3d4, 101)};
	struct port_config config;
	struct port *port;
	struct spy spy = {.group.class = &spy_class};
	uint8_t data[LEN];
	struct frame frame;

	(void)state;
	port_config_init(&config);
	config.fcs = FCS_PRESENT;
	port = open_port(raw, sizeof(raw), &config);
	frame = make_frame(data, port, 0);
	port_attach(port, &spy.group, 0);
	port_lock(port);
	port_input(port, &frame);
	assert_false(spy.packet.has_fcs);
	assert_int_equal(spy.packet.status, 0);
	assert_int_equal(spy.packet.link, LINK_RAW);
	port_unlock(port);
	port_detach(&spy.group);
	port_close(port);
}

static void input_at(struct port *port, int64_t wall)
{
	uint8_t data[LEN];
	struct frame frame = make_frame(data, port, 0);

	frame.wall = wall;
	port_input(port, &frame);
}

static void test_time_never_goes_back(void **state)
{
	struct port *port = open_default();
	struct spy spy = {.group.class = &spy_class};

	(void)state;
	port_attach(port, &spy.group, 0);
	port_lock(port);
	input_at(port, port->wall + 50);
	input_at(port, port->wall + 40);
	assert_int_equal(spy.packet.time, 50);
	assert_int_equal(port->figures.time_steps, 1);
	/* on from the lower time: no further step */
	input_at(port, port->wall + 45);
	assert_int_equal(spy.packet.time, 50);
	assert_int_equal(port->figures.time_steps, 1);
	input_at(port, INT64_MIN);
	assert_int_equal(spy.packet.time, 50);
	assert_int_equal(port->figures.time_steps, 2);
	port_tick(port, 60);
	assert_int_equal(spy.tick, 60);
	port_tick(port, 55);
	assert_int_equal(spy.tick, 60);
	/* a tick that was ahead of a packet is no step of its time */
	input_at(port, port->wall + 58);
	assert_int_equal(spy.packet.time, 60);
	assert_int_equal(port->figures.time_steps, 2);
	input_at(port, port->wall + 70);
	assert_int_equal(spy.packet.time, 70);
	assert_int_equal(port->clock, 70);
	port_unlock(port);
	port_detach(&spy.group);
	port_close(port);
}

static void test_time_saturates(void **state)
{
	struct port *port = open_default();

	(void)state;
	port->wall = -5;
	assert_int_equal(port_time(port, INT64_MAX), INT64_MAX);
	assert_int_equal(port_time(port, INT64_MAX - 5), INT64_MAX);
	assert_int_equal(port_time(port, INT64_MAX - 6), INT64_MAX - 1);
	port->wall = 5;
	assert_int_equal(port_time(port, INT64_MIN), 0);
	assert_int_equal(port_time(port, 4), 0);
	assert_int_equal(port_time(port, 6), 1);
	port_close(port);
}

static void test_loss(void **state)
{
	struct port *port = open_default();
	struct spy spy = {.group.class = &spy_class};
	struct spy idle = {.group.class = &idle_class};
	struct loss errors = {.crc_align = 7};
	struct loss drops = {.occasions = 1};

	(void)state;
	port_attach(port, &spy.group, 0);
	port_attach(port, &idle.group, 0);
	port_lock(port);
	port_loss(port, &errors);
	assert_int_equal(spy.loss.crc_align, 7);
	input_at(port, port->wall);
	assert_int_equal(spy.packet.status, 0);
	port_loss(port, &drops);
	assert_int_equal(spy.loss.occasions, 1);
	input_at(port, port->wall);
	assert_int_equal(spy.packet.status, PACKET_AFTER_LOSS);
	input_at(port, port->wall);
	assert_int_equal(spy.packet.status, 0);
	port_unlock(port);
	port_detach(&spy.group);
	port_detach(&idle.group);
	port_close(port);
}

static void test_attach_and_detach(void **state)
{
	struct port *port = open_default();
	struct spy first = {.group.class = &spy_class};
	struct spy second = {.group.class = &spy_class};
	struct spy third = {.group.class = &spy_class};

	(void)state;
	calls = 0;
	port->clock = 100;
	port_attach(port, &first.group, 0);
	port_attach(port, &second.group, 150);
	port_attach(port, &third.group, 0);
	assert_int_equal(first.group.created, 100);
	assert_int_equal(second.group.created, 150);
	assert_int_equal(third.group.created, 150);
	assert_int_equal(port->clock, 150);
	assert_ptr_equal(second.group.port, port);
	input_at(port, port->wall);
	assert_int_equal(first.order, 1);
	assert_int_equal(second.order, 2);
	assert_int_equal(third.order, 3);
	port_detach(&second.group);
	assert_null(second.group.port);
	port_detach(&second.group);
	input_at(port, port->wall);
	assert_int_equal(first.order, 4);
	assert_int_equal(second.order, 2);
	assert_int_equal(third.order, 5);
	port_detach(&first.group);
	port_detach(&third.group);
	assert_true(LIST_EMPTY(&port->groups));
	port_close(port);
}

/* The clock of a file that has ended stands still. */
static void test_attach_after_the_end(void **state)
{
	struct port *port = open_default();
	struct spy spy = {.group.class = &spy_class};

	(void)state;
	port->clock = 100;
	port->state = PORT_ENDED;
	port_attach(port, &spy.group, 150);
	assert_int_equal(spy.group.created, 150);
	assert_int_equal(port->clock, 100);
	port_detach(&spy.group);
	port_close(port);
}

static void test_group_close(void **state)
{
	struct port *port = open_default();
	bool freed = false;
	struct spy spy = {.group.class = &spy_class, .freed = &freed};

	(void)state;
	port_attach(port, &spy.group, 0);
	group_close(&spy.group);
	assert_true(freed);
	assert_true(LIST_EMPTY(&port->groups));
	freed = false;
	group_close(&spy.group); /* attached to nothing */
	assert_true(freed);
	group_close(NULL);
	port_close(port);
}

/* lo is always there; a process out of descriptors cannot know, and must not say it is not. */
static void test_interface(void **state)
{
	struct rlimit none;
	struct rlimit before;
	uint32_t ifindex = 0;
	int found;

	(void)state;
	assert_int_not_equal(capture_interface("lo", &ifindex), CAPTURE_GONE);
	assert_int_equal(ifindex, 1);
	assert_int_equal(capture_interface("no-such-if", &ifindex), CAPTURE_GONE);
	assert_int_equal(ifindex, 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){.rlim_max = before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	found = capture_interface("lo", &ifindex);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(found, CAPTURE_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_config_defaults),
	    cmocka_unit_test(test_open_file),
	    cmocka_unit_test(test_open_file_speed),
	    cmocka_unit_test(test_open_fails),
	    cmocka_unit_test(test_input),
	    cmocka_unit_test(test_input_figures),
	    cmocka_unit_test(test_input_fcs),
	    cmocka_unit_test(test_input_no_fcs_on_other_links),
	    cmocka_unit_test(test_time_never_goes_back),
	    cmocka_unit_test(test_time_saturates),
	    cmocka_unit_test(test_loss),
	    cmocka_unit_test(test_attach_and_detach),
	    cmocka_unit_test(test_attach_after_the_end),
	    cmocka_unit_test(test_group_close),
	    cmocka_unit_test(test_interface),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
