/* SPDX-License-Identifier: BSD-2-Clause */
/* The agent within the daemon: net-snmp's agent library as master, with few modules. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <net-snmp/agent/agent_trap.h>
#include <net-snmp/agent/mib_modules.h>

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "log.h"
#include "reader.h"
#include "snmp.h"

#define DEFAULT_ADDRESS "udp:127.0.0.1:1161"
#define CENTISECOND 10000000ull
#define UDP_MESSAGE_MAX 65507 /* octets */

/*
 * What RFC 3411..3418 ask of an agent, and the interfaces that data sources name.  Nothing that
 * runs programs or passes requests on: no extend, pass, proxy, dlmod or SMUX.
 */
static const char modules[] =
    "system_mib,sysORTable,snmp_mib,setSerialNo,"
    "snmpEngine,snmpMPDStats,usmStats,usmUser,vacm_vars,vacm_context,"
    "snmpTargetAddrEntry,snmpTargetAddrEntry_data,snmpTargetParamsEntry,"
    "snmpTargetParamsEntry_data,target_counters,snmpNotifyTable,snmpNotifyTable_data,"
    "snmpNotifyFilterProfileTable,snmpNotifyFilterProfileTable_data,"
    "snmpNotifyFilterTable,snmpNotifyFilterTable_data_storage,"
    "interface,ifTable,ifXTable";

/* net-snmp's words for its own configuration; true: said in ours, or said already. */
static bool reword(int priority, const char *message, void *arg)
{
	const struct snmp_config *config = arg;

	(void)priority;
	if (strstr(message, "no access control information configured")) {
		if (!config->check_only)
			log_warning("no SNMP user is configured, so nobody can read this probe: "
				    "see createUser and rouser in sondad.conf(5)");
		return true;
	}
	if (strstr(message, "Created directory: ")) {
		log_debug("%s", message);
		return true;
	}
	return strstr(message, "error(s) in config file") != NULL;
}

static void set_defaults(const struct snmp_config *config)
{
	static const struct {
		int store, which, value;
	} numbers[] = {
	    {NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_TIMEOUT, -1},
	    {NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_AGENTX_RETRIES, -1},
	    {NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_CACHE_TIMEOUT, 5},
	    {NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_MSG_SEND_MAX, UDP_MESSAGE_MAX},
	};
	static const int application_flags[] = {
	    NETSNMP_DS_AGENT_NO_ROOT_ACCESS, NETSNMP_DS_AGENT_DONT_LOG_TCPWRAPPERS_CONNECTS};

	netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 0);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		netsnmp_ds_set_int(numbers[i].store, numbers[i].which, numbers[i].value);
	for (size_t i = 0; i < sizeof(application_flags) / sizeof(application_flags[0]); i++)
		netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, application_flags[i], 1);
	if (config->file)
		netsnmp_ds_set_string(
		    NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_OPTIONALCONFIG, config->file);
	if (config->state_directory && !config->check_only) {
		set_persistent_directory(config->state_directory);
	} else {
		set_persistent_directory("/dev/null"); /* no directory: nothing is found */
		netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
	}
}

/* The command line's address wins over the configuration's, both over the default. */
static void choose_address(const struct snmp_config *config)
{
	const char *configured =
	    netsnmp_ds_get_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_PORTS);
	const char *address = config->address;

	if (!address && (!configured || !*configured))
		address = DEFAULT_ADDRESS;
	if (address)
		netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_PORTS, address);
}

/* The same file may serve a subagent at another time. */
static void pass_over(const char *name, char *line)
{
	(void)name;
	(void)line;
}

static bool prepare(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size)
{
	char list[sizeof(modules)];

	reader_isolate();
	set_defaults(config);
	if (init_agent(READER_APPLICATION) != 0) {
		snprintf(error, error_size, "net-snmp's agent library does not start");
		return false;
	}
	memcpy(list, modules, sizeof(modules));
	add_to_init_list(list); /* cuts it to pieces */
	init_mib_modules();
	reader_forget_tokens();
	register_config_handler(READER_APPLICATION, "agentXPingInterval", pass_over, NULL, NULL);
	config_register_tokens();
	if (!reader_cut_comments()) {
		snprintf(error, error_size, "no memory");
		return false;
	}
	return handler_register(config, mib, error, error_size);
}

static bool read_configuration(const struct snmp_config *config, char *error, size_t error_size)
{
	log_collect(true);
	init_snmp(READER_APPLICATION);
	log_collect(false);
	if (log_collected() == 0)
		return true;
	snprintf(error, error_size, "%s: wrong in %u place%s",
	    config->file ? config->file : "configuration", log_collected(),
	    log_collected() == 1 ? "" : "s");
	return false;
}

/*
 * net-snmp makes a directory for the indexes of certificates while it reads the configuration, and
 * that is before root is given up.  One that has nothing in it is not needed.
 */
static void remove_empty_directory(const struct snmp_config *config)
{
	char path[PATH_MAX];

	if (!config->state_directory || config->check_only)
		return;
	snprintf(path, sizeof(path), "%s/cert_indexes", config->state_directory);
	rmdir(path);
}

void embedded_set_uptime(const struct clock *clock)
{
	netsnmp_set_agent_uptime((u_long)(clock_now(clock) / CENTISECOND));
}

bool embedded_start(
    const struct snmp_config *config, struct mib *mib, char *error, size_t error_size)
{
	if (!reader_accepts(config->file, error, error_size))
		return false;
	log_take_netsnmp();
	log_filter_agent(reword, (void *)config);
	if (!prepare(config, mib, error, error_size) ||
	    !read_configuration(config, error, error_size))
		return false;
	remove_empty_directory(config);
	log_filter_agent(NULL, NULL);
	if (config->check_only)
		return true;
	if (!handler_fit_answers()) {
		snprintf(error, error_size, "no memory");
		return false;
	}
	signal(SIGPIPE, SIG_IGN); /* a manager that closes its TCP connection */
	choose_address(config);
	if (init_master_agent() != 0) {
		snprintf(error, error_size, "cannot listen on %s",
		    netsnmp_ds_get_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_PORTS));
		return false;
	}
	/* From the loop, so that its files belong to whom the daemon is by then. */
	snmp_store_needed(READER_APPLICATION);
	send_easy_trap(SNMP_TRAP_COLDSTART, 0);
	return true;
}
