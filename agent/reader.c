/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes net-snmp's configuration reader read what sondad.conf(5) promises, and nothing else. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "words.h"

#define STORE NETSNMP_DS_APPLICATION_ID
#define STORE_SLOT READER_SLOT(SLOT_TOKENS)

typedef void parser(const char *token, char *line);

struct token {
	const char *name; /* the reader's */
	parser *parse;
};

struct tokens {
	size_t count;
	struct token *list;
};

/* Free text that the agent wrote itself, where a # is no comment. */
static const char *const written_by_agent[] = {"psysname", "psyslocation", "psyscontact"};

static void cut_and_parse(const char *name, char *line)
{
	const struct tokens *tokens = netsnmp_ds_get_void(STORE, STORE_SLOT);

	for (size_t i = 0; tokens && i < tokens->count; i++) {
		if (strcasecmp(tokens->list[i].name, name) == 0) {
			words_cut_comment(line);
			tokens->list[i].parse(name, line);
			return;
		}
	}
}

static bool may_have_comments(const char *name)
{
	for (size_t i = 0; i < sizeof(written_by_agent) / sizeof(written_by_agent[0]); i++) {
		if (strcasecmp(written_by_agent[i], name) == 0)
			return false;
	}
	return true;
}

/* Called again before the reader starts: tokens are added until then. */
static int take_parsers(int major, int minor, void *server_arg, void *client_arg)
{
	struct tokens *tokens = netsnmp_ds_get_void(STORE, STORE_SLOT);
	struct config_line *line;

	(void)major;
	(void)minor;
	(void)server_arg;
	(void)client_arg;
	for (line = read_config_get_handlers(READER_APPLICATION); line; line = line->next) {
		struct token *list;

		if (line->parse_line == cut_and_parse || !may_have_comments(line->config_token))
			continue;
		list = reallocarray(tokens->list, tokens->count + 1, sizeof(*list));
		if (!list)
			break;
		list[tokens->count++] =
		    (struct token){.name = line->config_token, .parse = line->parse_line};
		tokens->list = list;
		line->parse_line = cut_and_parse;
	}
	return SNMPERR_SUCCESS;
}

bool reader_cut_comments(void)
{
	static const int times[] = {
	    SNMP_CALLBACK_PRE_PREMIB_READ_CONFIG, SNMP_CALLBACK_PRE_READ_CONFIG};
	struct tokens *tokens = calloc(1, sizeof(*tokens));

	if (!tokens)
		return false;
	netsnmp_ds_set_void(STORE, STORE_SLOT, tokens);
	take_parsers(0, 0, NULL, NULL);
	/* Last, because modules of the agent add tokens at the same time. */
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		netsnmp_register_callback(SNMP_CALLBACK_LIBRARY, times[i], take_parsers, NULL,
		    NETSNMP_CALLBACK_LOWEST_PRIORITY);
	return true;
}

void reader_forget_tokens(void)
{
	static const char *const forgotten[] = {"add_row", "agentgroup", "agentuser", "disablePerl",
	    "injectHandler", "leave_pidfile", "perl", "perlInitFile", "quit", "smuxpeer",
	    "smuxsocket", "table"};

	for (size_t i = 0; i < sizeof(forgotten) / sizeof(forgotten[0]); i++)
		unregister_config_handler(READER_APPLICATION, forgotten[i]);
}

void reader_free(void)
{
	struct tokens *tokens = netsnmp_ds_get_void(STORE, STORE_SLOT);

	if (!tokens)
		return;
	netsnmp_ds_set_void(STORE, STORE_SLOT, NULL);
	free(tokens->list);
	free(tokens);
}

void reader_isolate(void)
{
	static const char *const environment[] = {
	    "SNMPCONFPATH", "SNMP_PERSISTENT_DIR", "SNMP_PERSISTENT_FILE", "MIBDIRS", "MIBFILES"};

	for (size_t i = 0; i < sizeof(environment) / sizeof(environment[0]); i++)
		unsetenv(environment[i]);
	setenv("MIBS", "", 1);
	/* No directory, so nothing is found in it. */
	set_configuration_directory("/dev/null");
}

bool reader_accepts(const char *file, char *error, size_t error_size)
{
	if (!file)
		return true;
	if (strchr(file, ',') || *file == '-') {
		snprintf(error, error_size,
		    "%s: the name of a configuration may not have a comma or start with -", file);
		return false;
	}
	if (access(file, R_OK) == 0)
		return true;
	snprintf(error, error_size, "%s: %s", file, strerror(errno));
	return false;
}
