/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes the readers of pcap and pcapng files, and the replay of what they read. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probe/flow.h"
#include "probe/replay.h"

#define MAX_CAPLEN 262144

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void write_all(int fd, const uint8_t *data, size_t size)
{
	ssize_t written;

	for (; size > 0; size -= (size_t)written) {
		written = write(fd, data, size);
		check(written > 0);
		data += written;
	}
}

/* All octets of a frame must be there to be read. */
static uint32_t sum_octets(const struct frame *frame)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < frame->caplen; i++)
		sum += frame->data[i];
	return sum;
}

static void check_frame(struct capture *capture, const struct frame *frame, size_t size)
{
	struct frame next;

	check(frame->caplen <= frame->len);
	check(frame->caplen <= MAX_CAPLEN && frame->caplen <= size);
	check(frame->fcs_len >= -1);
	check(sum_octets(frame) <= frame->caplen * 255);
	check(capture_next(capture, &next) == CAPTURE_FRAME);
	check(next.wall == frame->wall && next.data == frame->data && next.len == frame->len);
}

/* Reads the file to its end; the number of its frames. */
static uint64_t read_file(const char *path, size_t size, bool *opened, enum capture_result *result)
{
	char error[256] = "";
	struct capture *capture = capture_open_file(path, error, sizeof(error));
	struct frame frame;
	uint64_t count = 0;

	*opened = capture != NULL;
	check(*opened == (error[0] == '\0'));
	if (capture == NULL)
		return 0;
	while ((*result = capture_peek(capture, &frame)) == CAPTURE_FRAME) {
		check_frame(capture, &frame, size);
		count++;
	}
	check((*result == CAPTURE_DAMAGED) == (capture_error(capture)[0] != '\0'));
	check(capture_next(capture, &frame) == *result);
	check(capture_link_name(capture) != NULL);
	capture_close(capture);
	return count;
}

static void broken(void *arg, const struct port *port, const char *sentence)
{
	(void)arg;
	(void)port;
	check(sentence[0] != '\0');
}

static struct group *open_flows(void)
{
	struct flow_config config = {
	    .capacity = 8,
	    .ended = 8,
	    .slot_length = 1,
	    .slots = 8,
	    .idle = 1,
	    .active = 2,
	};
	struct group *flows = flow_open(&config);

	check(flows != NULL);
	return flows;
}

/* Each packet is in a flow or is counted as being in none. */
static void check_flows(const struct group *flows, uint64_t count)
{
	struct flow_summary s;

	flows->class->summary(flows, &s);
	for (int i = 0; i < FLOW_UNCOUNTEDS; i++)
		count -= s.uncounted[i];
	check(s.pkts == count);
	for (int i = 0; i < FLOW_ENDS; i++)
		s.inserts -= s.deletes[i];
	check(s.inserts == s.current && s.current <= 8);
}

static void replay_file(const char *path, uint64_t count, enum capture_result result)
{
	struct port_config config;
	struct group *flows;
	struct port *port;
	char error[256];
	uint64_t end;

	port_config_init(&config);
	config.file = path;
	port = port_open(&config, 1, error, sizeof(error));
	check(port != NULL);
	flows = open_flows();
	port_attach(port, flows, 0);
	check(replay_run(&port, 1, &end, broken, NULL, NULL) == (result == CAPTURE_DAMAGED));
	check(port->figures.packets == count);
	check(port->clock == end && end <= INT64_MAX);
	check_flows(flows, count);
	group_close(flows);
	port_close(port);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum capture_result result = CAPTURE_END;
	int fd = memfd_create("capture", MFD_CLOEXEC);
	uint64_t count;
	char path[32];
	bool opened;

	check(fd >= 0);
	write_all(fd, data, size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	count = read_file(path, size, &opened, &result);
	if (opened)
		replay_file(path, count, result);
	close(fd);
	return 0;
}
