/* SPDX-License-Identifier: BSD-2-Clause */
/* Channels on a port: what they accept, when data and events flow, events that turn them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "probe/channel.h"
#include "probe/port.h"

static int setup(void **state)
{
	static struct port port;

	memset(&port, 0, sizeof(port));
	pthread_mutex_init(&port.lock, NULL);
	LIST_INIT(&port.groups);
	port_config_init(&port.config);
	port.link = LINK_ETHERNET;
	port.state = PORT_RUNNING;
	port.last_wall = INT64_MIN;
	fcs_init(&port.fcs, FCS_ABSENT);
	*state = &port;
	return 0;
}

static int teardown(void **state)
{
	struct port *port = *state;

	pthread_mutex_destroy(&port->lock);
	return !LIST_EMPTY(&port->groups);
}

static struct group *channel_new(struct port *port, const struct channel_config *config)
{
	struct channel_config full = *config;
	struct group *group;

	if (!full.accept)
		full.accept = CHANNEL_ACCEPT_FAILED;
	if (!full.event_status)
		full.event_status = CHANNEL_EVENT_READY;
	group = channel_open(&full);
	assert_non_null(group);
	port_attach(port, group, 0);
	return group;
}

/* A frame of 60 octets of this EtherType. */
static void frame(struct port *port, uint16_t type)
{
	uint8_t octets[60] = {
	    2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, (uint8_t)(type >> 8), (uint8_t)type};
	struct frame f = {
	    .wall = (int64_t)port->clock + 1000, .data = octets, .caplen = 60, .len = 60};

	port_lock(port);
	port_input(port, &f);
	port_unlock(port);
}

static uint64_t matches(const struct group *group)
{
	struct channel_summary summary;

	group->class->summary(group, &summary);
	return summary.matches;
}

static void filter_type(struct filter *filter, uint16_t type)
{
	const uint8_t octets[] = {(uint8_t)(type >> 8), (uint8_t)type};

	filter_compile(filter, &(struct filter_rules){.offset = 12, .data = {octets, 2}});
}

/* Without filters acceptMatched takes nothing, acceptFailed everything. */
static void test_no_filters(void **state)
{
	struct port *port = *state;
	struct group *matched =
	    channel_new(port, &(struct channel_config){.accept = CHANNEL_ACCEPT_MATCHED});
	struct group *failed =
	    channel_new(port, &(struct channel_config){.accept = CHANNEL_ACCEPT_FAILED});

	frame(port, 0x88b5);
	assert_int_equal(matches(matched), 0);
	assert_int_equal(matches(failed), 1);
	group_close(matched);
	group_close(failed);
}

/* One filter that passes is enough to match; every one must fail to have failed. */
static void test_accept(void **state)
{
	struct port *port = *state;
	struct group *matched =
	    channel_new(port, &(struct channel_config){.accept = CHANNEL_ACCEPT_MATCHED});
	struct group *failed =
	    channel_new(port, &(struct channel_config){.accept = CHANNEL_ACCEPT_FAILED});
	struct filter filters[4];

	for (int i = 0; i < 4; i++)
		filter_type(&filters[i], i % 2 ? 0x0806 : 0x88b5);
	channel_add_filter(matched, &filters[0]);
	channel_add_filter(matched, &filters[1]);
	channel_add_filter(failed, &filters[2]);
	channel_add_filter(failed, &filters[3]);
	frame(port, 0x0806);
	frame(port, 0x88b5);
	frame(port, 0x88b6);
	assert_int_equal(matches(matched), 2);
	assert_int_equal(matches(failed), 1);
	channel_remove_filter(&filters[1]);
	frame(port, 0x0806);
	assert_int_equal(matches(matched), 2);
	group_close(matched);
	group_close(failed);
	assert_null(filters[0].channel);
}

/* Matches count while off; events and data flow only when on. */
static void test_off(void **state)
{
	struct port *port = *state;
	struct buffer *buffer = buffer_new(&(struct buffer_config){.octets = 10000});
	struct group *channel =
	    channel_new(port, &(struct channel_config){.index = 3, .events.matched = 5});
	struct notice notices[QUEUE_MAX];

	assert_non_null(buffer);
	channel_add_buffer(channel, buffer);
	frame(port, 0x88b5);
	assert_int_equal(matches(channel), 1);
	assert_int_equal(buffer_state(buffer).packets, 0);
	assert_int_equal(buffer_state(buffer).turn_on, 0);
	assert_int_equal(port->queue.count, 0);
	assert_int_equal(channel_state(channel).event_status, CHANNEL_EVENT_READY);
	channel_turn(channel, true);
	assert_int_equal(buffer_state(buffer).turn_on, port->clock);
	frame(port, 0x88b5);
	assert_int_equal(matches(channel), 2);
	assert_int_equal(buffer_state(buffer).packets, 1);
	assert_int_equal(queue_take(&port->queue, notices), 1);
	assert_int_equal(notices[0].channel, 3);
	assert_int_equal(notices[0].event, 5);
	assert_int_equal(notices[0].time, port->clock);
	assert_int_equal(notices[0].matches, 2);
	assert_int_equal(queue_take(&port->queue, notices), 0);
	group_close(channel);
	assert_null(channel_of_buffer(buffer));
	buffer_free(buffer);
}

static void test_event_status(void **state)
{
	struct port *port = *state;
	struct group *channel =
	    channel_new(port, &(struct channel_config){.events.matched = 1, .on = true});
	struct group *silent = channel_new(port, &(struct channel_config){.on = true});

	frame(port, 0x88b5);
	frame(port, 0x88b5);
	assert_int_equal(port->queue.count, 1);
	assert_int_equal(channel_state(channel).event_status, CHANNEL_EVENT_FIRED);
	assert_int_equal(channel_state(silent).event_status, CHANNEL_EVENT_READY);
	channel_set_event_status(channel, CHANNEL_EVENT_READY);
	frame(port, 0x88b5);
	frame(port, 0x88b5);
	assert_int_equal(port->queue.count, 2);
	channel_set_event_status(channel, CHANNEL_EVENT_ALWAYS_READY);
	frame(port, 0x88b5);
	frame(port, 0x88b5);
	assert_int_equal(port->queue.count, 4);
	assert_int_equal(channel_state(channel).event_status, CHANNEL_EVENT_ALWAYS_READY);
	group_close(channel);
	group_close(silent);
}

static void test_turned_by_event(void **state)
{
	struct port *port = *state;
	struct group *channel =
	    channel_new(port, &(struct channel_config){.events.turn_on = 1, .events.turn_off = 2});
	struct group *toggled =
	    channel_new(port, &(struct channel_config){.events.turn_on = 3, .events.turn_off = 3});
	struct group *none = channel_new(port, &(struct channel_config){.index = 1});

	channel_event(channel, 2);
	assert_false(channel_state(channel).on);
	channel_event(channel, 1);
	channel_event(channel, 1);
	channel_event(channel, 4);
	assert_true(channel_state(channel).on);
	channel_event(channel, 2);
	assert_false(channel_state(channel).on);
	channel_event(toggled, 3);
	assert_true(channel_state(toggled).on);
	channel_event(toggled, 3);
	assert_false(channel_state(toggled).on);
	channel_event(none, 0);
	assert_false(channel_state(none).on);
	group_close(channel);
	group_close(toggled);
	group_close(none);
}

/* Acted on after the packet, by channels before and behind in the port's list; its own, too. */
static void test_same_port(void **state)
{
	struct port *port = *state;
	struct group *before =
	    channel_new(port, &(struct channel_config){.events.turn_on = 7, .events.matched = 8});
	struct group *source = channel_new(
	    port, &(struct channel_config){.events.matched = 7, .on = true, .events.turn_off = 7});
	struct group *behind =
	    channel_new(port, &(struct channel_config){.events.turn_on = 7, .events.matched = 9});

	frame(port, 0x88b5);
	assert_true(channel_state(before).on);
	assert_false(channel_state(source).on);
	assert_true(channel_state(behind).on);
	assert_int_equal(port->queue.count, 1); /* neither of the others took this packet */
	frame(port, 0x88b5);
	assert_int_equal(port->queue.count, 3);
	group_close(before);
	group_close(source);
	group_close(behind);
}

/* A full queue is counted, and costs no turning on or off on the port. */
static void test_full_queue(void **state)
{
	struct port *port = *state;
	struct group *source = channel_new(
	    port, &(struct channel_config){
		      .events.matched = 7, .on = true, .event_status = CHANNEL_EVENT_ALWAYS_READY});
	struct group *toggled =
	    channel_new(port, &(struct channel_config){.events.turn_on = 7, .events.turn_off = 7});
	struct notice notice;

	for (int i = 0; i < QUEUE_MAX; i++)
		frame(port, 0x88b5);
	assert_int_equal(port->queue.lost, 0);
	assert_false(channel_take_unheard(source, &notice));
	assert_false(channel_state(toggled).on);
	frame(port, 0x88b5);
	assert_int_equal(port->queue.count, QUEUE_MAX);
	assert_int_equal(port->queue.lost, 1);
	assert_true(channel_state(toggled).on);
	frame(port, 0x88b5);
	assert_int_equal(port->queue.lost, 2);
	assert_true(channel_take_unheard(source, &notice));
	assert_int_equal(notice.event, 7);
	assert_int_equal(notice.matches, QUEUE_MAX + 2); /* the latest */
	assert_int_equal(notice.time, port->clock);
	assert_false(channel_take_unheard(source, &notice));
	group_close(source);
	group_close(toggled);
}

static void count_wake(void *arg)
{
	++*(unsigned *)arg;
}

/* Whoever takes is woken once, however much there is, until all is taken. */
static void test_wakes(void **state)
{
	struct port *port = *state;
	struct group *source = channel_new(
	    port, &(struct channel_config){
		      .events.matched = 7, .on = true, .event_status = CHANNEL_EVENT_ALWAYS_READY});
	struct notice notices[QUEUE_MAX];
	unsigned woken = 0;

	port->queue.wake = count_wake;
	port->queue.wake_arg = &woken;
	frame(port, 0x88b5);
	assert_int_equal(woken, 1);
	for (int i = 0; i < QUEUE_MAX + 10; i++)
		frame(port, 0x88b5);
	assert_int_equal(woken, 1);
	assert_int_equal(queue_take(&port->queue, notices), QUEUE_MAX);
	for (int i = 0; i < QUEUE_MAX; i++)
		assert_int_equal(notices[i].matches, i + 1);
	assert_int_equal(queue_take(&port->queue, notices), 0);
	frame(port, 0x88b5);
	assert_int_equal(woken, 2);
	channel_set_event_status(source, CHANNEL_EVENT_FIRED);
	queue_take(&port->queue, notices);
	frame(port, 0x88b5);
	assert_int_equal(woken, 2);
	group_close(source);
}

static void test_loss(void **state)
{
	struct port *port = *state;
	struct buffer *buffer = buffer_new(&(struct buffer_config){.octets = 10000});
	struct group *channel = channel_new(port, &(struct channel_config){.on = true});
	struct buffer_copy copy;

	assert_non_null(buffer);
	channel_add_buffer(channel, buffer);
	frame(port, 0x88b5);
	port_loss(port, &(struct loss){.crc_align = 1});
	frame(port, 0x88b5);
	port_loss(port, &(struct loss){.occasions = 1});
	frame(port, 0x88b5);
	frame(port, 0x88b5);
	buffer_copy_begin(buffer, &copy);
	assert_true(buffer_copy_room(&copy));
	assert_false(buffer_copy_more(buffer, &copy));
	assert_int_equal(copy.count, 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(copy.rows[i].status, i == 2 ? PACKET_AFTER_LOSS : 0);
		assert_int_equal(copy.rows[i].id, i + 1);
	}
	buffer_copy_free(&copy);
	channel_remove_buffer(buffer);
	buffer_free(buffer);
	group_close(channel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_no_filters, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_accept, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_off, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_event_status, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_turned_by_event, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_same_port, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_full_queue, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wakes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_loss, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
