/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a subagent does not reach its master, as far as the master's socket tells. */
#ifndef AGENT_AGENTX_SOCKET_H
#define AGENT_AGENTX_SOCKET_H

#include <stddef.h>

/* errno of a connection to address, "/path", "unix:/path" or another transport's. */
int agentx_socket_problem(const char *address);

/* The sentence for it, with what an administrator can do about it. */
void agentx_socket_explain(const char *address, int problem, char *sentence, size_t size);

#endif
