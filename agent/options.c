/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes the command line apart and refuses what does not go together. */
#include "options.h"

#include <getopt.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPTION_DUMP = 256,
	OPTION_REALTIME,
	OPTION_HELP
};

static const struct option long_options[] = {
    {"dump", no_argument, NULL, OPTION_DUMP},
    {"realtime", no_argument, NULL, OPTION_REALTIME},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

void options_usage(FILE *out)
{
	fputs("usage: sondad [-dftV] [-c FILE] [-i IF]... | [-r PCAP]...\n"
	      "              [-l ADDRESS | -x SOCKET] [--dump] [--realtime]\n"
	      "  -i IF       monitor this interface (repeatable)\n"
	      "  -r PCAP     replay a capture file, pcap or pcapng (repeatable), then go on "
	      "answering\n"
	      "  -c FILE     configuration; without -r " SYSCONFDIR "/sondad.conf is the default\n"
	      "  -l ADDRESS  answer as an agent of its own here, as udp:127.0.0.1:1161\n"
	      "  -x SOCKET   answer as AgentX subagent of the master here, as /var/agentx/master\n"
	      "  --dump      after the replay print every object and exit\n"
	      "  --realtime  replay at the capture's own pace\n"
	      "  -t          check the configuration and exit\n"
	      "  -f          stay in the foreground\n"
	      "  -d          debug messages; stays in the foreground\n"
	      "  -V          version and features\n",
	    out);
}

void options_version(FILE *out)
{
	fputs("sondad " PACKAGE_VERSION "\n"
	      "groups: statistics, history, hosts, matrix (RFC 2819), high capacity (RFC 3273), "
	      "flows\n"
	      "agents: embedded, AgentX\n"
	      "captures: live, pcap, pcapng\n"
	      "configuration: " SYSCONFDIR "/sondad.conf\n"
	      "state: " STATEDIR "\n",
	    out);
}

/* One option that is to be there once. */
static const char *once(const char **place, const char *value)
{
	if (*place)
		return "is given twice";
	if (!*value)
		return "is empty";
	*place = value;
	return NULL;
}

static const char *one_more(const char **list, size_t *count, const char *value)
{
	size_t i;

	if (!*value)
		return "is empty";
	for (i = 0; i < *count; i++)
		if (strcmp(list[i], value) == 0)
			return "is given twice";
	list[(*count)++] = value;
	return NULL;
}

static const char *interface_add(struct options *options, const char *name)
{
	if (strlen(name) >= IFNAMSIZ)
		return "is longer than an interface name can be";
	return one_more(options->interfaces, &options->interface_count, name);
}

/* Reading a file twice makes two ports; standard input has only one life. */
static const char *file_add(struct options *options, const char *path)
{
	if (strcmp(path, "-") == 0)
		return one_more(options->files, &options->file_count, path);
	if (!*path)
		return "is empty";
	options->files[options->file_count++] = path;
	return NULL;
}

static const char *option_take(struct options *options, int option, const char *value)
{
	switch (option) {
	case 'c':
		return once(&options->config, value);
	case 'l':
		return once(&options->address, value);
	case 'x':
		return once(&options->socket, value);
	case 'i':
		return interface_add(options, value);
	case 'r':
		return file_add(options, value);
	default:
		return "is not an option";
	}
}

/* The flag that an option without a value sets; NULL: it has a value. */
static bool *option_flag(struct options *options, int option)
{
	switch (option) {
	case 'd':
		return &options->debug;
	case 'f':
		return &options->foreground;
	case 't':
		return &options->check;
	case 'V':
		return &options->version;
	case OPTION_HELP:
		return &options->help;
	case OPTION_DUMP:
		return &options->dump;
	case OPTION_REALTIME:
		return &options->realtime;
	default:
		return NULL;
	}
}

static bool reads_standard_input(const struct options *o)
{
	for (size_t i = 0; i < o->file_count; i++)
		if (strcmp(o->files[i], "-") == 0)
			return true;
	return false;
}

/* What cannot be asked for together; the first rule that is broken is told. */
static const char *conflict(const struct options *o)
{
	const struct {
		bool broken;
		const char *sentence;
	} rules[] = {
	    {o->interface_count && o->file_count,
		"-i and -r exclude each other: monitor interfaces or replay files"},
	    {o->address && o->socket,
		"-l and -x exclude each other: an agent of its own, or a subagent"},
	    {o->dump && !o->file_count, "--dump prints what a replay gave: add -r FILE"},
	    {o->realtime && !o->file_count, "--realtime is about a replay: add -r FILE"},
	    {o->realtime && !o->foreground && !o->debug && !o->check && reads_standard_input(o),
		"a daemon has no standard input: add -f to --realtime with -r -"},
	    {o->dump && o->realtime, "--dump does not wait: leave --realtime out"},
	    {o->dump && (o->address || o->socket), "--dump opens no socket: leave -l and -x out"},
	    {o->dump && o->check, "-t only checks: leave --dump out"},
	};
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].broken)
			return rules[i].sentence;
	return NULL;
}

/* An option that getopt did not know, or one without its value. */
static void refuse(int option, char **argv, char *error, size_t error_size)
{
	const char *why = option == ':' ? "needs a value" : "is not an option of sondad";

	/* A long option has no letter: it is the word before the next one to be read. */
	if (optopt > 0 && optopt < OPTION_DUMP)
		snprintf(error, error_size, "-%c %s", optopt, why);
	else
		snprintf(error, error_size, "%s %s", argv[optind - 1], why);
}

bool options_parse(struct options *options, int argc, char **argv, char *error, size_t error_size)
{
	const char *problem;
	int option;

	*options = (struct options){0};
	options->interfaces = calloc((size_t)argc + 1, sizeof(*options->interfaces));
	options->files = calloc((size_t)argc + 1, sizeof(*options->files));
	if (!options->interfaces || !options->files) {
		snprintf(error, error_size, "no memory");
		return false;
	}
	optind = 0; /* glibc: start anew */
	while ((option = getopt_long(argc, argv,
		    ":c:df"
		    "i:l:r:tVx:",
		    long_options, NULL)) != -1) {
		bool *flag = option_flag(options, option);

		if (option == '?' || option == ':') {
			refuse(option, argv, error, error_size);
			return false;
		}
		if (flag) {
			*flag = true;
			continue;
		}
		problem = option_take(options, option, optarg);
		if (problem) {
			snprintf(error, error_size, "-%c %s %s", option, optarg, problem);
			return false;
		}
	}
	if (optind < argc) {
		snprintf(error, error_size,
		    "%s: sondad takes options only; a capture file needs -r", argv[optind]);
		return false;
	}
	problem = conflict(options);
	if (problem)
		snprintf(error, error_size, "%s", problem);
	return !problem;
}

void options_free(struct options *options)
{
	free(options->interfaces);
	free(options->files);
	*options = (struct options){0};
}
