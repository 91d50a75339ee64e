/* SPDX-License-Identifier: BSD-2-Clause */
/* The daemon as an AgentX subagent of a running master. */
#include "agentx_priv.h"

#include <signal.h>
#include <stdlib.h>

#include "log.h"
#include "reader.h"
#include "snmp.h"

#define PING_SECONDS 2 /* also the time from one attempt to connect to the next */
#define STORE NETSNMP_DS_APPLICATION_ID
#define STORE_SLOT READER_SLOT(SLOT_AGENTX)

struct agentx *agentx_self(void)
{
	return netsnmp_ds_get_void(STORE, STORE_SLOT);
}

static struct agentx *agentx_new(void)
{
	struct agentx *agentx = calloc(1, sizeof(*agentx));
	size_t tables = 0;

	if (!agentx)
		return NULL;
	while (mib_tables[tables])
		tables++;
	agentx->missing = calloc(tables, sizeof(*agentx->missing));
	if (!agentx->missing) {
		free(agentx);
		return NULL;
	}
	netsnmp_ds_set_void(STORE, STORE_SLOT, agentx);
	return agentx;
}

void agentx_free(void)
{
	struct agentx *agentx = agentx_self();

	if (!agentx)
		return;
	netsnmp_ds_set_void(STORE, STORE_SLOT, NULL);
	log_filter_agent(NULL, NULL);
	free(agentx->missing);
	free(agentx);
}

static void choose_address(struct agentx *agentx, const char *socket)
{
	if (socket)
		netsnmp_ds_set_string(STORE, NETSNMP_DS_AGENT_X_SOCKET, socket);
	agentx->address = netsnmp_ds_get_string(STORE, NETSNMP_DS_AGENT_X_SOCKET);
	if (!agentx->address)
		agentx->address = NETSNMP_AGENTX_SOCKET;
}

static void every_second(unsigned id, void *arg)
{
	struct agentx *agentx = agentx_self();

	(void)id;
	(void)arg;
	if (agentx)
		agentx_watch(agentx);
}

static void set_defaults(void)
{
	reader_isolate();
	netsnmp_ds_set_boolean(STORE, NETSNMP_DS_AGENT_ROLE, 1);
	netsnmp_ds_set_boolean(STORE, NETSNMP_DS_AGENT_NO_ROOT_ACCESS, 1);
	netsnmp_ds_set_boolean(STORE, NETSNMP_DS_AGENT_NO_CONNECTION_WARNINGS, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
}

bool agentx_start(const struct snmp_config *config, struct mib *mib, char *error, size_t error_size)
{
	struct agentx *agentx;

	if (!reader_accepts(config->file, error, error_size))
		return false;
	log_take_netsnmp();
	set_defaults();
	agentx = agentx_new();
	if (!agentx || init_agent(READER_APPLICATION) != 0) {
		snprintf(error, error_size, "net-snmp's agent library does not start");
		return false;
	}
	netsnmp_ds_set_int(STORE, NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL, PING_SECONDS);
	if (!agentx_read(agentx, config->file)) {
		snprintf(error, error_size, "%s: something in it is wrong", config->file);
		return false;
	}
	choose_address(agentx, config->socket);
	if (!handler_register(config, mib, error, error_size))
		return false;
	if (config->check_only)
		return true;
	signal(SIGPIPE, SIG_IGN); /* a master that goes away */
	agentx_follow(agentx);
	init_snmp(READER_APPLICATION); /* connects, if there is a master */
	snmp_alarm_register(1, SA_REPEAT, every_second, NULL);
	return true;
}
