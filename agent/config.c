/* SPDX-License-Identifier: BSD-2-Clause */
/* Sonda's tokens in sondad.conf, read by net-snmp's reader. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "log.h"
#include "probeline.h"
#include "reader.h"
#include "words.h"

#define MEMORY_MIN (1ULL << 20)
#define MEMORY_MAX (1ULL << 50)

/* net-snmp's handlers get no argument: the configuration being read is in its own store. */
#define STORE NETSNMP_DS_APPLICATION_ID
#define STORE_SLOT READER_SLOT(SLOT_CONFIG)

struct config_token {
	const char *name;
	/* line: the rest of the line, changed; false: error says what was expected */
	bool (*take)(struct config *config, char *line, char *error, size_t error_size);
	bool bare; /* may stand alone on its line */
};

static bool out_of_memory(char *error, size_t error_size)
{
	snprintf(error, error_size, "no memory");
	return false;
}

static bool take_probe(struct config *config, char *line, char *error, size_t error_size)
{
	struct port_config probe;
	struct port_config *probes;
	size_t i;

	port_config_init(&probe);
	if (!probeline_parse(line, &probe, error, error_size))
		return false;
	for (i = 0; i < config->probe_count; i++) {
		if (strcmp(config->probes[i].name, probe.name) == 0) {
			snprintf(error, error_size, "%s has a probe line already", probe.name);
			return false;
		}
	}
	probes = reallocarray(config->probes, config->probe_count + 1, sizeof(*probes));
	if (!probes)
		return out_of_memory(error, error_size);
	probes[config->probe_count++] = probe;
	config->probes = probes;
	return true;
}

static bool take_row(struct config *config, char *line, char *error, size_t error_size)
{
	struct config_row *rows = reallocarray(config->rows, config->row_count + 1, sizeof(*rows));
	struct config_row *row;

	if (!rows)
		return out_of_memory(error, error_size);
	config->rows = rows;
	row = &rows[config->row_count++];
	row->line = strdup(line);
	row->where = strdup(config->place ? config->place : "configuration");
	return row->line && row->where ? true : out_of_memory(error, error_size);
}

static bool take_event_target(struct config *config, char *line, char *error, size_t error_size)
{
	struct event_target *targets =
	    reallocarray(config->event_targets, config->event_target_count + 1, sizeof(*targets));

	if (!targets)
		return out_of_memory(error, error_size);
	config->event_targets = targets;
	return event_target_parse(line, &targets[config->event_target_count++], error, error_size);
}

/* One word, in place of an earlier line's. */
static bool take_word(
    char **place, char *line, const char *expected, char *error, size_t error_size)
{
	const char *word = words_next(&line);
	const char *more = words_next(&line);

	if (!word || !*word || more) {
		snprintf(error, error_size, "expected %s%s", expected, more ? ", only one" : "");
		return false;
	}
	free(*place);
	*place = strdup(word);
	return *place ? true : out_of_memory(error, error_size);
}

static bool take_agentx(struct config *config, char *line, char *error, size_t error_size)
{
	config->subagent = true;
	if (!*line)
		return true;
	return take_word(
	    &config->socket, line, "the master's AgentX socket, or nothing", error, error_size);
}

static bool take_no_defaults(struct config *config, char *line, char *error, size_t error_size)
{
	if (*line)
		snprintf(error, error_size, "expected nothing after it");
	config->no_defaults = true;
	return !*line;
}

static bool take_query_session(struct config *config, char *line, char *error, size_t error_size)
{
	if (config->query) {
		snprintf(error, error_size, "expected one line of these, found two");
		return false;
	}
	config->query = queryline_parse(line, error, error_size);
	return config->query;
}

static bool take_state_directory(struct config *config, char *line, char *error, size_t error_size)
{
	static const char expected[] = "an absolute path";

	if (!take_word(&config->state_directory, line, expected, error, error_size))
		return false;
	if (*config->state_directory == '/')
		return true;
	snprintf(error, error_size, "expected %s, found \"%s\"", expected, config->state_directory);
	return false;
}

static bool take_memory_limit(struct config *config, char *line, char *error, size_t error_size)
{
	if (words_size(line, 1024, MEMORY_MIN, MEMORY_MAX, &config->memory_limit))
		return true;
	snprintf(error, error_size, "expected octets from 1M, as 256M or 4G, found \"%s\"", line);
	return false;
}

static bool take_user(struct config *config, char *line, char *error, size_t error_size)
{
	return take_word(&config->user, line, "the name of a user", error, error_size);
}

static const struct config_token tokens[] = {
    {"agentx", take_agentx, true},
    {"event-target", take_event_target, false},
    {"memory-limit", take_memory_limit, false},
    {"no-defaults", take_no_defaults, true},
    {"probe", take_probe, false},
    {"query-session", take_query_session, false},
    {"row", take_row, false},
    {"state-directory", take_state_directory, false},
    {"user", take_user, false},
};
#define TOKENS (sizeof(tokens) / sizeof(tokens[0]))

static const struct config_token *token_find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < TOKENS; i++)
		if (strlen(tokens[i].name) == len && strncasecmp(tokens[i].name, name, len) == 0)
			return &tokens[i];
	return NULL;
}

static void token_run(struct config *config, const struct config_token *token, char *line)
{
	char error[512];
	char sentence[600];

	words_cut_comment(line);
	if (!*line && !token->bare)
		snprintf(error, sizeof(error), "expected more after it");
	else if (token->take(config, line, error, sizeof(error)))
		return;
	snprintf(sentence, sizeof(sentence), "%s: %s", token->name, error);
	config_perror(sentence);
}

/* The reader complains of a token that stands alone: which of ours that may, if it is that. */
static const struct config_token *bare_token(const char *message)
{
	static const char complaint[] = ": Error: Blank line following ";
	const char *name = strstr(message, complaint);
	const struct config_token *token;

	if (!name)
		return NULL;
	name += sizeof(complaint) - 1;
	token = token_find(name, strcspn(name, " "));
	return token && token->bare ? token : NULL;
}

/* Where the reader is, from a message of its that begins "FILE: line N: ". */
static void note_place(struct config *config, const char *message)
{
	const char *end = strstr(message, ": Warning: ");

	free(config->place);
	config->place = end ? strndup(message, (size_t)(end - message)) : NULL;
}

static const char place_question[] = "where is this";

/* Sees the reader's messages before they are logged; true: not to be logged. */
static bool first_reading(int priority, const char *message, void *arg)
{
	struct config *config = arg;
	const struct config_token *token = bare_token(message);
	char nothing[] = "";

	(void)priority;
	if (token) {
		token_run(config, token, nothing);
		return true;
	}
	if (strstr(message, place_question)) {
		note_place(config, message);
		return true;
	}
	/* A section of another program's configuration: read when net-snmp reads its own. */
	return strstr(message, "No handlers regestered for type") != NULL;
}

static bool later_reading(int priority, const char *message, void *arg)
{
	(void)priority;
	(void)arg;
	return bare_token(message) != NULL;
}

static void read_token(const char *name, char *line)
{
	struct config *config = netsnmp_ds_get_void(STORE, STORE_SLOT);
	const struct config_token *token = token_find(name, strlen(name));

	if (!config || !token)
		return;
	config_pwarn(place_question); /* only its messages tell the line */
	token_run(config, token, line);
}

static void pass_over(const char *name, char *line)
{
	(void)name;
	(void)line;
}

static void register_tokens(void (*parser)(const char *, char *))
{
	size_t i;

	for (i = 0; i < TOKENS; i++)
		register_config_handler(READER_APPLICATION, tokens[i].name, parser, NULL, NULL);
}

void config_register_tokens(void)
{
	log_filter_netsnmp(later_reading, NULL);
	register_tokens(pass_over);
}

void config_init(struct config *config)
{
	*config = (struct config){.memory_limit = CONFIG_MEMORY_LIMIT};
}

void config_free(struct config *config)
{
	size_t i;

	for (i = 0; i < config->row_count; i++) {
		free(config->rows[i].line);
		free(config->rows[i].where);
	}
	free(config->rows);
	for (i = 0; i < config->event_target_count; i++)
		event_target_free(&config->event_targets[i]);
	free(config->event_targets);
	free(config->probes);
	free(config->socket);
	free(config->state_directory);
	free(config->user);
	free(config->place);
	queryline_free(config->query);
	config_init(config);
}

/* The reader is silent about a file that it may not read or that is none. */
static bool is_readable(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &status) != 0) {
		log_error("%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(fd);
	if (S_ISDIR(status.st_mode))
		log_error("%s: a directory; expected a file", path);
	return !S_ISDIR(status.st_mode);
}

bool config_read(struct config *config, const char *path)
{
	bool read;

	if (!is_readable(path))
		return false;
	reader_isolate();
	register_tokens(read_token);
	netsnmp_ds_set_void(STORE, STORE_SLOT, config);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_NO_TOKEN_WARNINGS, 1);
	log_filter_netsnmp(first_reading, config);
	log_collect(true);
	read = read_config_with_type(path, READER_APPLICATION) == SNMPERR_SUCCESS;
	log_collect(false);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_NO_TOKEN_WARNINGS, 0);
	netsnmp_ds_set_void(STORE, STORE_SLOT, NULL);
	config_register_tokens();
	return read && log_collected() == 0;
}
