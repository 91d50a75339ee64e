/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a subagent does not reach its master, as far as the master's socket tells. */
#include "agentx_socket.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int agentx_socket_problem(const char *address)
{
	static const char unix_domain[] = "unix:";

	if (strncmp(address, unix_domain, sizeof(unix_domain) - 1) == 0)
		address += sizeof(unix_domain) - 1;
	if (*address != '/')
		return ECONNREFUSED;
	return access(address, R_OK | W_OK) == 0 ? ECONNREFUSED : errno;
}

void agentx_socket_explain(const char *address, int problem, char *sentence, size_t size)
{
	const struct group *group;

	if (problem == EACCES) {
		group = getgrgid(getegid());
		snprintf(sentence, size,
		    "%s: %s; the master's snmpd.conf needs the line: agentXPerms 0660 0750 root %s",
		    address, strerror(problem), group ? group->gr_name : "GROUP");
	} else if (problem == ECONNREFUSED) {
		snprintf(sentence, size, "no AgentX master answers at %s; trying again", address);
	} else {
		snprintf(sentence, size, "no AgentX master at %s (%s); trying again", address,
		    strerror(problem));
	}
}
