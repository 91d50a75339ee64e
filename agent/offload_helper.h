/* SPDX-License-Identifier: BSD-2-Clause */
/* The offload helper's side: ethtool's features, and what passes over its socket. */
#ifndef AGENT_OFFLOAD_HELPER_H
#define AGENT_OFFLOAD_HELPER_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

/* Both directions, each in one message of a SOCK_SEQPACKET socket. */
struct offload_request {
	char interface[IFNAMSIZ];
};

struct offload_reply {
	char interface[IFNAMSIZ]; /* as requested: an answer may come after its asker gave up */
	int32_t error;            /* an errno of the kernel; 0: done */
	char stuck[32];           /* the first feature that stayed on; "": none */
};

/* Serves requests until the peer closes, then restores every interface. */
void offload_serve(int socket);

/* Whether a feature, by the kernel's name of it, makes frames other than those on the wire. */
bool offload_falsifies(const char *feature);

#endif
