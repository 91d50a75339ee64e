/* SPDX-License-Identifier: BSD-2-Clause */
/* The configuration in AgentX mode: the embedded agent's part of it is the master's matter. */
#include <string.h>

#include "agentx_priv.h"
#include "config.h"
#include "log.h"
#include "reader.h"

/* Those of snmpd.conf(5) that an embedded agent understands and a subagent has no use for. */
static const char *const embedded_tokens[] = {
    "access",
    "agentaddress",
    "agentSecName",
    "agentxperms",
    "authaccess",
    "authcommunity",
    "authgroup",
    "authtrapenable",
    "authuser",
    "avgBulkVarbindSize",
    "certSecName",
    "com2sec",
    "com2sec6",
    "com2secunix",
    "createUser",
    "defDomain",
    "defTarget",
    "dontLogTCPWrappersConnects",
    "engineID",
    "engineIDNic",
    "engineIDType",
    "exactEngineID",
    "group",
    "ifmib_max_num_ifaces",
    "include_ifmib_iface_prefix",
    "informsink",
    "interface",
    "interface_fadeout",
    "interface_replace_old",
    "iquerySecLevel",
    "iquerySecName",
    "iqueryVersion",
    "master",
    "maxGetbulkRepeats",
    "maxGetbulkResponses",
    "notificationFilter",
    "oldEngineID",
    "pduStatsMax",
    "pduStatsThreshold",
    "rocommunity",
    "rocommunity6",
    "rouser",
    "rwcommunity",
    "rwcommunity6",
    "rwuser",
    "setaccess",
    "setserialno",
    "snmpTlstmAddr",
    "snmpTlstmParams",
    "sourceFilterAddress",
    "sourceFilterType",
    "syscontact",
    "sysdescr",
    "syslocation",
    "sysname",
    "sysobjectid",
    "sysservices",
    "targetAddr",
    "targetParams",
    "trap2sink",
    "trapcommunity",
    "trapsess",
    "trapsink",
    "v1trapaddress",
    "view",
};

static void note_ignored(const char *name, char *line)
{
	struct agentx *agentx = agentx_self();
	size_t len = strlen(agentx->ignored);

	(void)line;
	if (strcasestr(agentx->ignored, name))
		return;
	snprintf(agentx->ignored + len, sizeof(agentx->ignored) - len, "%s%s", len > 0 ? ", " : "",
	    name);
}

bool agentx_read(struct agentx *agentx, const char *file)
{
	bool read = true;

	for (size_t i = 0; i < sizeof(embedded_tokens) / sizeof(embedded_tokens[0]); i++)
		register_config_handler(
		    READER_APPLICATION, embedded_tokens[i], note_ignored, NULL, NULL);
	reader_forget_tokens();
	config_register_tokens();
	if (!reader_cut_comments())
		return false;
	if (!file)
		return true;
	log_collect(true);
	read = read_config_with_type(file, READER_APPLICATION) == SNMPERR_SUCCESS;
	log_collect(false);
	if (*agentx->ignored)
		log_warning("%s: without effect in a subagent, being the master's matter: %s", file,
		    agentx->ignored);
	return read && log_collected() == 0;
}
