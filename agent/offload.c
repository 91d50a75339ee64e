/* SPDX-License-Identifier: BSD-2-Clause */
/* The probe's side of the offload helper. */
#include "offload.h"

#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bsd/string.h>

#include "offload_helper.h"
#include "privs.h"

/* Some drivers reset the card to switch a feature, and link negotiation takes its time. */
#define PATIENCE_S 20

struct offload {
	int socket;
	pid_t pid;
};

/* Signals to the process group or the unit are for the probe; the helper ends after it. */
static void ignore_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_IGN);
}

/* Keeps nothing of the probe's files but the socket, which becomes descriptor 3. */
static void close_rest(int socket)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	dup2(socket, 3);
	closefrom(4);
}

static void __attribute__((noreturn)) run_helper(int socket, const char *user)
{
	char error[256] = "";

	prctl(PR_SET_NAME, "sondad-offload");
	ignore_signals();
	close_rest(socket);
	if (chdir("/") != 0 || !privs_drop(user, CAP_NET_ADMIN, error, sizeof(error)))
		_exit(1);
	offload_serve(3);
	_exit(0);
}

struct offload *offload_start(const char *user, char *error, size_t error_size)
{
	struct offload *offload;
	struct timeval patience = {.tv_sec = PATIENCE_S};
	int pair[2];

	if (!privs_have(CAP_NET_ADMIN)) {
		snprintf(error, error_size, "offloads stay as they are: no CAP_NET_ADMIN");
		return NULL;
	}
	if (!privs_check(user, error, error_size))
		return NULL;
	offload = calloc(1, sizeof(*offload));
	if (offload == NULL || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		snprintf(error, error_size, "offload helper: %s", strerror(errno));
		free(offload);
		return NULL;
	}
	offload->pid = fork();
	if (offload->pid == 0)
		run_helper(pair[1], user);
	close(pair[1]);
	offload->socket = pair[0];
	if (offload->pid < 0) {
		snprintf(error, error_size, "offload helper: %s", strerror(errno));
		offload_stop(offload);
		return NULL;
	}
	setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return offload;
}

void offload_stop(struct offload *offload)
{
	if (offload == NULL)
		return;
	close(offload->socket);
	/* After daemon() it is no child of ours: then nothing is waited for. */
	if (offload->pid > 0)
		waitpid(offload->pid, NULL, 0);
	free(offload);
}

static bool is_link_local(const struct sockaddr *address)
{
	return address->sa_family == AF_INET6 &&
	       IN6_IS_ADDR_LINKLOCAL(
		   &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static bool has_address(const char *interface)
{
	struct ifaddrs *list;
	bool found = false;

	if (getifaddrs(&list) != 0)
		return true; /* then its offloads are not ours to touch */
	for (const struct ifaddrs *a = list; a != NULL && !found; a = a->ifa_next) {
		if (a->ifa_addr == NULL || strcmp(a->ifa_name, interface) != 0)
			continue;
		found = (a->ifa_addr->sa_family == AF_INET || a->ifa_addr->sa_family == AF_INET6) &&
			!is_link_local(a->ifa_addr);
	}
	freeifaddrs(list);
	return found;
}

static bool request_off(struct offload *offload, const char *interface, struct offload_reply *reply)
{
	struct offload_request request = {.interface = ""};

	strlcpy(request.interface, interface, sizeof(request.interface));
	if (send(offload->socket, &request, sizeof(request), MSG_NOSIGNAL) < 0) {
		reply->error = errno;
		return false;
	}
	do {
		if (recv(offload->socket, reply, sizeof(*reply), 0) != (ssize_t)sizeof(*reply)) {
			reply->error = ETIMEDOUT;
			return false;
		}
	} while (strcmp(reply->interface, request.interface) != 0);
	return reply->error == 0 && reply->stuck[0] == '\0';
}

enum port_offloads offload_apply(struct offload *offload, enum offload_mode mode,
    const char *interface, char *sentence, size_t size)
{
	struct offload_reply reply = {.error = 0};

	if (mode == OFFLOAD_KEEP || (mode == OFFLOAD_AUTO && has_address(interface))) {
		snprintf(sentence, size,
		    "%s: offloads are kept%s: frames that they join are counted as one", interface,
		    mode == OFFLOAD_AUTO ? " (the interface has an IP address)" : "");
		return OFFLOADS_KEPT;
	}
	if (offload == NULL) {
		snprintf(sentence, size,
		    "%s: offloads cannot be switched off without CAP_NET_ADMIN: frames that they "
		    "join are counted as one",
		    interface);
		return OFFLOADS_UNKNOWN;
	}
	if (request_off(offload, interface, &reply))
		return OFFLOADS_OFF;
	if (reply.error == EOPNOTSUPP) {
		snprintf(sentence, size, "%s: the driver does not tell of offloads", interface);
		return OFFLOADS_UNKNOWN;
	}
	if (reply.error != 0) {
		snprintf(sentence, size, "%s: offloads cannot be switched off: %s", interface,
		    strerror(reply.error));
		return OFFLOADS_UNKNOWN;
	}
	snprintf(sentence, size,
	    "%s: the driver keeps %s on: frames that it joins are counted as one", interface,
	    reply.stuck);
	return OFFLOADS_KEPT;
}
