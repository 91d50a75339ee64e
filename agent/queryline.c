/* SPDX-License-Identifier: BSD-2-Clause */
/* Options of snmpcmd(1) and an address, without snmp_parse_args(), which prints and starts things. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "queryline.h"

#include <stdlib.h>
#include <string.h>

#include "lineoption.h"
#include "words.h"

#define DEFAULT_TIMEOUT 500000 /* us */
#define TIMEOUT_MIN 1e-6       /* s */
#define TIMEOUT_MAX 60         /* s */
#define RETRIES_MAX 10
#define PASSPHRASE_MIN 8 /* RFC 3414, 11.2 */
#define ENGINE_ID_MIN 5  /* RFC 3411, SnmpEngineID */
#define NAME_MAX_OCTETS 32

struct name {
	const char *name;
	int number;
};

static const struct name versions[] = {
    {"1", SNMP_VERSION_1}, {"2c", SNMP_VERSION_2c}, {"3", SNMP_VERSION_3}, {NULL, 0}};

static const struct name levels[] = {{"noAuthNoPriv", SNMP_SEC_LEVEL_NOAUTH},
    {"authNoPriv", SNMP_SEC_LEVEL_AUTHNOPRIV}, {"authPriv", SNMP_SEC_LEVEL_AUTHPRIV}, {NULL, 0}};

static bool find(const struct name *names, const char *word, int *number)
{
	for (; names->name; names++) {
		if (strcasecmp(names->name, word) == 0) {
			*number = names->number;
			return true;
		}
	}
	return false;
}

static bool take_version(void *arg, const char *value)
{
	struct queryline *line = arg;
	int version;

	if (!find(versions, value, &version))
		return false;
	line->version = version;
	return true;
}

static bool take_level(void *arg, const char *value)
{
	struct queryline *line = arg;

	return find(levels, value, &line->level);
}

static bool take_community(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->community = value;
	return *value;
}

static bool take_user(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->user = value;
	return *value && strlen(value) <= NAME_MAX_OCTETS;
}

static bool take_context(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->context = value;
	return strlen(value) <= NAME_MAX_OCTETS;
}

/* The library takes the first letters for the whole, and none for any. */
static bool take_auth(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->auth = *value ? usm_lookup_auth_type(value) : 0;
	return line->auth > 0;
}

static bool take_priv(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->priv = *value ? usm_lookup_priv_type(value) : 0;
	return line->priv > 0;
}

static bool take_auth_passphrase(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->auth_passphrase = value;
	return strlen(value) >= PASSPHRASE_MIN;
}

static bool take_priv_passphrase(void *arg, const char *value)
{
	struct queryline *line = arg;

	line->priv_passphrase = value;
	return strlen(value) >= PASSPHRASE_MIN;
}

static bool engine_parse(struct engine_id *id, const char *value)
{
	u_char *octets = id->octets;
	size_t size = sizeof(id->octets);

	id->len = 0;
	return snmp_hex_to_binary(&octets, &size, &id->len, 0, value) && id->len >= ENGINE_ID_MIN;
}

static bool take_security_engine(void *arg, const char *value)
{
	struct queryline *line = arg;

	return engine_parse(&line->security_engine, value);
}

static bool take_context_engine(void *arg, const char *value)
{
	struct queryline *line = arg;

	return engine_parse(&line->context_engine, value);
}

static bool take_boots(void *arg, const char *value)
{
	struct queryline *line = arg;
	char *end;
	unsigned long boots = strtoul(value, &end, 10);
	unsigned long time = *end == ',' ? strtoul(end + 1, &end, 10) : 0;

	line->boots = (uint32_t)boots;
	line->time = (uint32_t)time;
	return strchr(value, ',') && !*end && boots <= INT32_MAX && time <= INT32_MAX;
}

static bool take_timeout(void *arg, const char *value)
{
	struct queryline *line = arg;

	return words_seconds(value, TIMEOUT_MIN, TIMEOUT_MAX, &line->timeout);
}

static bool take_retries(void *arg, const char *value)
{
	struct queryline *line = arg;

	return words_number(value, 0, RETRIES_MAX, &line->retries);
}

static const struct line_option options[] = {
    {'v', take_version, "1, 2c or 3"},
    {'c', take_community, "a community"},
    {'u', take_user, "a user of at most 32 octets"},
    {'l', take_level, "noAuthNoPriv, authNoPriv or authPriv"},
    {'a', take_auth, "MD5, SHA, SHA-224, SHA-256, SHA-384 or SHA-512"},
    {'A', take_auth_passphrase, "8 characters or more"},
    {'x', take_priv, "DES or AES, or what else net-snmp was built with"},
    {'X', take_priv_passphrase, "8 characters or more"},
    {'n', take_context, "a context of at most 32 octets"},
    {'e', take_security_engine, "5 to 32 octets in hexadecimal digits"},
    {'E', take_context_engine, "5 to 32 octets in hexadecimal digits"},
    {'Z', take_boots, "BOOTS,TIME"},
    {'t', take_timeout, "seconds, up to 60"},
    {'r', take_retries, "0 to 10"},
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

static bool take_address(struct queryline *line, const char *word, char *error, size_t error_size)
{
	if (*line->peer.text)
		snprintf(error, error_size, "expected one address, found two");
	else if (peer_parse(&line->peer, word, SNMP_PORT))
		return true;
	else
		snprintf(error, error_size,
		    "expected a numeric address, as udp:127.0.0.1:161, udp6:[::1]:161, "
		    "tcp:127.0.0.1:161 or unix:/run/snmpd");
	return false;
}

/* What is needed for the version and the level, and missing; NULL: nothing. */
static const char *missing(const struct queryline *line)
{
	if (!*line->peer.text)
		return "an address";
	if (line->version != SNMP_VERSION_3)
		return line->community ? NULL : "-c COMMUNITY";
	if (!line->user)
		return "-u USER";
	if (line->level >= SNMP_SEC_LEVEL_AUTHNOPRIV && !(line->auth && line->auth_passphrase))
		return "-a PROTOCOL and -A PASSPHRASE";
	if (line->level >= SNMP_SEC_LEVEL_AUTHPRIV && !(line->priv && line->priv_passphrase))
		return "-x PROTOCOL and -X PASSPHRASE";
	return NULL;
}

static bool words_take(struct queryline *line, char *error, size_t error_size)
{
	char *rest = line->text;
	const char *word;
	bool good = true;

	while (good && (word = words_next(&rest)) != NULL)
		good = *word == '-' ? line_option_take(
					  options, OPTIONS, line, word, &rest, error, error_size)
				    : take_address(line, word, error, error_size);
	word = good ? missing(line) : NULL;
	if (word)
		snprintf(error, error_size, "expected %s", word);
	return good && !word;
}

struct queryline *queryline_parse(const char *text, char *error, size_t error_size)
{
	struct queryline *line = calloc(1, sizeof(*line));

	if (line)
		line->text = strdup(text);
	if (!line || !line->text) {
		snprintf(error, error_size, "no memory");
		free(line);
		return NULL;
	}
	line->version = SNMP_VERSION_3;
	line->level = SNMP_SEC_LEVEL_NOAUTH;
	line->timeout = DEFAULT_TIMEOUT;
	if (words_take(line, error, error_size))
		return line;
	queryline_free(line);
	return NULL;
}

void queryline_free(struct queryline *line)
{
	if (!line)
		return;
	free(line->text);
	free(line);
}
