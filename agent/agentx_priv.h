/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the subagent share. */
#ifndef AGENT_AGENTX_PRIV_H
#define AGENT_AGENTX_PRIV_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <net-snmp/agent/agent_callbacks.h>

#include <stdbool.h>

#include "mibs/mib.h"

struct agentx {
	const char *address;      /* of the master, as it is named in messages */
	netsnmp_session *session; /* NULL: not connected */
	int problem;              /* errno of the connection that was last told; 0: none */
	long refusal;             /* AgentX error of the registration under way; 0: none */
	long refused_for;         /* the last such error */
	unsigned told;            /* tables missing, as last told */
	bool silent;              /* the master did not answer a registration in time */
	unsigned retry;           /* seconds until missing tables are registered again */
	bool *missing;            /* by position in mib_tables: not registered */
	char ignored[256];        /* tokens of the embedded agent in the configuration */
};

/* The one subagent of the process, or NULL; net-snmp's callbacks get no argument. */
struct agentx *agentx_self(void);

/*
 * agentx_tokens.c: reads the file for tokens that concern a subagent and names the others once.
 * False: some were wrong, which was logged.
 */
bool agentx_read(struct agentx *agentx, const char *file);

/* agentx_session.c: follows the session with the master.  After init_agent(). */
void agentx_follow(struct agentx *agentx);
void agentx_watch(struct agentx *agentx); /* once a second, after init_snmp() */

#endif
