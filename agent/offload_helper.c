/* SPDX-License-Identifier: BSD-2-Clause */
/* The offload helper: switches features by ethtool's ioctls, and back. */
#include "offload_helper.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bsd/string.h>
#include <bsd/sys/queue.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#define FEATURES_MAX 256 /* kernels have about 64 */
#define BLOCKS (FEATURES_MAX / 32)

/* One bit a feature, as the kernel numbers them. */
struct bits {
	uint32_t block[BLOCKS];
};

/* An interface of which features were switched off. */
struct switched {
	LIST_ENTRY(switched) link;
	char interface[IFNAMSIZ];
	struct bits off;
};

struct helper {
	int ioctl_fd;
	uint32_t count; /* of features */
	char names[FEATURES_MAX][ETH_GSTRING_LEN];
	LIST_HEAD(, switched) all;
};

bool offload_falsifies(const char *feature)
{
	/* gro, lro, rx-gro-hw; tso and gso are tx-...-segmentation */
	static const char *const patterns[] = {
	    "rx-gro",
	    "rx-gro-hw",
	    "rx-gro-list",
	    "rx-udp-gro-forwarding",
	    "rx-lro",
	    "tx-*segmentation",
	    "tx-gso-list",
	};

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		if (fnmatch(patterns[i], feature, 0) == 0)
			return true;
	}
	return false;
}

static int ask(const struct helper *helper, const char *interface, void *command)
{
	struct ifreq request = {.ifr_data = command};

	strlcpy(request.ifr_name, interface, sizeof(request.ifr_name));
	return ioctl(helper->ioctl_fd, SIOCETHTOOL, &request);
}

/* Which number each feature has is the kernel's matter: ask for their names once. */
static int learn(struct helper *helper, const char *interface)
{
	union {
		struct ethtool_sset_info head;
		uint8_t room[sizeof(struct ethtool_sset_info) + sizeof(uint32_t)];
	} info = {.head = {.cmd = ETHTOOL_GSSET_INFO, .sset_mask = 1ULL << ETH_SS_FEATURES}};
	union {
		struct ethtool_gstrings head;
		uint8_t room[sizeof(struct ethtool_gstrings) + FEATURES_MAX * ETH_GSTRING_LEN];
	} strings = {.head = {.cmd = ETHTOOL_GSTRINGS, .string_set = ETH_SS_FEATURES}};

	if (helper->count != 0)
		return 0;
	if (ask(helper, interface, &info) != 0)
		return -1;
	if (info.head.sset_mask == 0 || info.head.data[0] > FEATURES_MAX) {
		errno = EOPNOTSUPP;
		return -1;
	}
	strings.head.len = info.head.data[0];
	if (ask(helper, interface, &strings) != 0)
		return -1;
	for (uint32_t i = 0; i < info.head.data[0]; i++) {
		memcpy(helper->names[i], &strings.head.data[i * ETH_GSTRING_LEN], ETH_GSTRING_LEN);
		helper->names[i][ETH_GSTRING_LEN - 1] = '\0';
	}
	helper->count = info.head.data[0];
	return 0;
}

static uint32_t blocks(const struct helper *helper)
{
	return (helper->count + 31) / 32;
}

/* The falsifying features that are on; those that are fixed too. */
static int read_active(const struct helper *helper, const char *interface, struct bits *active)
{
	union {
		struct ethtool_gfeatures head;
		uint8_t room[sizeof(struct ethtool_gfeatures) +
			     BLOCKS * sizeof(struct ethtool_get_features_block)];
	} get = {.head = {.cmd = ETHTOOL_GFEATURES, .size = blocks(helper)}};

	if (ask(helper, interface, &get) != 0)
		return -1;
	memset(active, 0, sizeof(*active));
	for (uint32_t i = 0; i < helper->count; i++) {
		if (offload_falsifies(helper->names[i]))
			active->block[i / 32] |= get.head.features[i / 32].active & (1U << i % 32);
	}
	return 0;
}

static int change(
    const struct helper *helper, const char *interface, const struct bits *which, bool on)
{
	union {
		struct ethtool_sfeatures head;
		uint8_t room[sizeof(struct ethtool_sfeatures) +
			     BLOCKS * sizeof(struct ethtool_set_features_block)];
	} set = {.head = {.cmd = ETHTOOL_SFEATURES, .size = blocks(helper)}};

	for (uint32_t i = 0; i < blocks(helper); i++) {
		set.head.features[i].valid = which->block[i];
		set.head.features[i].requested = on ? which->block[i] : 0;
	}
	/* Above 0: not all could be changed; the caller looks. */
	return ask(helper, interface, &set) < 0 ? -1 : 0;
}

/* Remembers what went off, so that it can go on again; what went off before stays remembered. */
static struct switched *remember(struct helper *helper, const char *interface)
{
	struct switched *entry;

	LIST_FOREACH(entry, &helper->all, link) {
		if (strcmp(entry->interface, interface) == 0)
			return entry;
	}
	entry = calloc(1, sizeof(*entry));
	if (entry == NULL)
		return NULL;
	strlcpy(entry->interface, interface, sizeof(entry->interface));
	LIST_INSERT_HEAD(&helper->all, entry, link);
	return entry;
}

static int switch_off(struct helper *helper, const char *interface, struct offload_reply *reply)
{
	struct switched *entry;
	struct bits before;
	struct bits after;

	if (learn(helper, interface) != 0 || read_active(helper, interface, &before) != 0)
		return -1;
	entry = remember(helper, interface);
	if (entry == NULL || change(helper, interface, &before, false) != 0 ||
	    read_active(helper, interface, &after) != 0)
		return -1;
	for (uint32_t i = 0; i < blocks(helper); i++)
		entry->off.block[i] |= before.block[i] & ~after.block[i];
	for (uint32_t i = 0; i < helper->count && reply->stuck[0] == '\0'; i++) {
		if (after.block[i / 32] & (1U << i % 32))
			strlcpy(reply->stuck, helper->names[i], sizeof(reply->stuck));
	}
	return 0;
}

static void restore_all(struct helper *helper)
{
	struct switched *entry;

	while ((entry = LIST_FIRST(&helper->all)) != NULL) {
		change(helper, entry->interface, &entry->off, true);
		LIST_REMOVE(entry, link);
		free(entry);
	}
}

void offload_serve(int socket_fd)
{
	struct helper helper = {.ioctl_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
	struct offload_request request;

	LIST_INIT(&helper.all);
	for (;;) {
		struct offload_reply reply = {.error = 0};
		ssize_t length = recv(socket_fd, &request, sizeof(request), 0);

		if (length < 0 && errno == EINTR)
			continue;
		if (length != (ssize_t)sizeof(request))
			break;
		request.interface[IFNAMSIZ - 1] = '\0';
		memcpy(reply.interface, request.interface, sizeof(reply.interface));
		if (switch_off(&helper, request.interface, &reply) != 0)
			reply.error = errno;
		if (send(socket_fd, &reply, sizeof(reply), MSG_NOSIGNAL) < 0)
			break;
	}
	restore_all(&helper);
	if (helper.ioctl_fd >= 0)
		close(helper.ioctl_fd);
}
