/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames from a network interface, through libpcap's memory-mapped ring. */
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bsd/string.h>

#include "capture_priv.h"

/* After this many ms the kernel hands over a block of the ring that is not full. */
#define RETIRE_MS 50

struct capture_live {
	struct capture capture;
	pcap_t *pcap;
	char name[IFNAMSIZ];
	uint32_t ifindex;
	uint32_t ps_drop; /* pcap_stats()' last figure, modulo 2^32 */
	uint64_t drops;
};

struct batch {
	void (*handler)(void *, const struct frame *);
	void *arg;
};

int capture_interface(const char *name, uint32_t *ifindex)
{
	struct ifreq request = {.ifr_ifindex = 0};
	int result = CAPTURE_GONE;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*ifindex = 0;
	if (fd < 0)
		return CAPTURE_FAILED;
	strlcpy(request.ifr_name, name, sizeof(request.ifr_name));
	if (ioctl(fd, SIOCGIFINDEX, &request) == 0) {
		*ifindex = (uint32_t)request.ifr_ifindex;
		if (ioctl(fd, SIOCGIFFLAGS, &request) == 0)
			result = (request.ifr_flags & IFF_UP) && (request.ifr_flags & IFF_RUNNING)
				     ? 0
				     : CAPTURE_DOWN;
	}
	close(fd);
	return result;
}

static void live_close(struct capture *capture)
{
	struct capture_live *live = (struct capture_live *)capture;

	if (live->pcap != NULL)
		pcap_close(live->pcap);
	free(live);
}

/* What pcap_activate() did not like, in words that tell what to do. */
static void explain(pcap_t *pcap, int status, const char *name, char *error, size_t size)
{
	switch (status) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		snprintf(error, size, "there is no interface %s", name);
		break;
	case PCAP_ERROR_IFACE_NOT_UP:
		snprintf(
		    error, size, "interface %s is down; `ip link set %s up` starts it", name, name);
		break;
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		snprintf(error, size,
		    "interface %s: no permission to capture; start as root or with CAP_NET_RAW",
		    name);
		break;
	default:
		snprintf(error, size, "interface %s: %s", name,
		    status == PCAP_ERROR || status == PCAP_WARNING ? pcap_geterr(pcap)
								   : pcap_statustostr(status));
		break;
	}
}

static bool set_link(struct capture_live *live, char *error, size_t error_size)
{
	char label[64];
	int number = pcap_datalink(live->pcap);
	const struct link_kind *kind = number < 0 ? NULL : link_kind_find((uint32_t)number);

	if (kind == NULL) {
		snprintf(error, error_size, "interface %s: link type %s is not supported",
		    live->name,
		    number < 0 ? "unknown"
			       : link_kind_label((uint32_t)number, label, sizeof(label)));
		return false;
	}
	live->capture.link = kind->link;
	live->capture.link_name = kind->name;
	return true;
}

static bool activate(struct capture_live *live, const struct capture_live_config *config,
    char *error, size_t error_size)
{
	char errbuf[PCAP_ERRBUF_SIZE];
	int status;

	live->pcap = pcap_create(live->name, errbuf);
	if (live->pcap == NULL) {
		snprintf(error, error_size, "interface %s: %s", live->name, errbuf);
		return false;
	}
	pcap_set_snaplen(live->pcap, CAPTURE_MAX_CAPLEN);
	pcap_set_promisc(live->pcap, config->promiscuous);
	pcap_set_timeout(live->pcap, RETIRE_MS);
	pcap_set_tstamp_precision(live->pcap, PCAP_TSTAMP_PRECISION_NANO);
	pcap_set_buffer_size(live->pcap, config->ring > INT_MAX ? INT_MAX : (int)config->ring);
	status = pcap_activate(live->pcap);
	if (status < 0) {
		explain(live->pcap, status, live->name, error, error_size);
		return false;
	}
	if (pcap_setnonblock(live->pcap, 1, errbuf) != 0) {
		snprintf(error, error_size, "interface %s: %s", live->name, errbuf);
		return false;
	}
	return true;
}

struct capture *capture_open_live(
    const struct capture_live_config *config, char *error, size_t error_size)
{
	struct capture_live *live = calloc(1, sizeof(*live));

	if (live == NULL) {
		snprintf(error, error_size, "interface %s: %s", config->interface, strerror(errno));
		return NULL;
	}
	live->capture.close = live_close;
	strlcpy(live->name, config->interface, sizeof(live->name));
	/* libpcap has devices of its own, as "any", that are no interface of the system. */
	if (capture_interface(config->interface, &live->ifindex) == CAPTURE_GONE)
		snprintf(error, error_size, "there is no interface %s", config->interface);
	else if (activate(live, config, error, error_size) && set_link(live, error, error_size))
		return &live->capture;
	live_close(&live->capture);
	return NULL;
}

int capture_fd(const struct capture *capture)
{
	const struct capture_live *live = (const struct capture_live *)capture;

	return pcap_get_selectable_fd(live->pcap);
}

static void hand_over(u_char *user, const struct pcap_pkthdr *header, const u_char *data)
{
	const struct batch *batch = (const struct batch *)user;
	struct frame frame = {
	    /* with nanosecond precision tv_usec holds nanoseconds */
	    .wall = (int64_t)header->ts.tv_sec * 1000000000 + header->ts.tv_usec,
	    .data = data,
	    .caplen = header->caplen,
	    .len = header->len,
	    .fcs_len = -1,
	};

	batch->handler(batch->arg, &frame);
}

/* libpcap has one error value for all that can befall an interface: ask the interface itself. */
static int find_fault(struct capture_live *live)
{
	uint32_t ifindex;
	int state = capture_interface(live->name, &ifindex);

	if (state == CAPTURE_GONE || (state != CAPTURE_FAILED && ifindex != live->ifindex))
		return CAPTURE_GONE;
	if (state == CAPTURE_DOWN)
		return CAPTURE_DOWN;
	snprintf(live->capture.error, sizeof(live->capture.error), "interface %s: %s", live->name,
	    pcap_geterr(live->pcap));
	return CAPTURE_FAILED;
}

int capture_dispatch(
    struct capture *capture, int max, void (*handler)(void *, const struct frame *), void *arg)
{
	struct capture_live *live = (struct capture_live *)capture;
	struct batch batch = {handler, arg};
	int count = pcap_dispatch(live->pcap, max, hand_over, (u_char *)&batch);

	if (count >= 0)
		return count;
	return count == PCAP_ERROR_BREAK ? 0 : find_fault(live);
}

uint64_t capture_drops(struct capture *capture)
{
	struct capture_live *live = (struct capture_live *)capture;
	struct pcap_stat stat;

	if (pcap_stats(live->pcap, &stat) == 0) {
		live->drops += (uint32_t)(stat.ps_drop - live->ps_drop);
		live->ps_drop = stat.ps_drop;
	}
	return live->drops;
}
