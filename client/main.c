/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda: the command line, the session and the signals; commands do the rest. */
#include <net-snmp/net-snmp-config.h>

#include <err.h>
#include <net-snmp/net-snmp-includes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "help.h"

/* All that signals change: the number of the latest one. */
static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	stop = number;
}

/* From here on a signal only ends what is going on, so that rows can be removed. */
static void take_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		/* nohup(1) and shells have some ignored. */
		if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

/* What the shell wants to know of who was ended by a signal. */
static void end_by_signal(void)
{
	signal(stop, SIG_DFL);
	raise(stop);
}

static int run_command(const struct command *command, const struct option_values *options, int argc,
    char **argv, netsnmp_session *settings)
{
	struct session_options session_options = {
	    .settings = settings, .stop = &stop, .opened = take_signals};
	struct session *session = session_new(&session_options);
	struct rows *rows = session ? rows_new(session) : NULL;
	struct run run = {.options = options,
	    .argc = argc,
	    .argv = argv,
	    .session = session,
	    .rows = rows,
	    .stop = &stop};
	int status = EXIT_FAILED;

	if (rows) {
		status = command->run(&run);
		if (!rows_remove(rows) && status == EXIT_GOOD)
			status = EXIT_FAILED;
	} else {
		warn("memory");
	}
	rows_free(rows);
	session_free(session);
	return status;
}

static void on_local_option(int argc, char *const *argv, int option)
{
	(void)argc;
	(void)argv;
	(void)option;
}

/* Reads no MIB file unless snmp.conf, the environment or -m says so: what is missing would be told. */
static int without_mibs(int major, int minor, void *server, void *client)
{
	struct config_line *line = read_config_get_handlers("snmp");

	(void)major;
	(void)minor;
	(void)server;
	(void)client;
	while (line && strcmp(line->config_token, "mibs") != 0)
		line = line->next;
	if (line)
		line->parse_line("mibs", (char[]){":"});
	return SNMPERR_SUCCESS;
}

static int command_start(const struct command *command, int argc, char **argv)
{
	struct option_values options;
	netsnmp_session settings;
	char error[256];
	int status;
	int words;

	if (!options_take(&options, command->options, &argc, argv, error, sizeof(error))) {
		warnx("%s", error);
		help_usage(stderr, command);
		return EXIT_USAGE;
	}
	snmp_register_callback(
	    SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_PRE_PREMIB_READ_CONFIG, without_mibs, NULL);
	words = snmp_parse_args(argc, argv, &settings, "", on_local_option);
	if (words == NETSNMP_PARSE_ARGS_SUCCESS_EXIT)
		return EXIT_GOOD;
	if (words < 0) {
		if (words == NETSNMP_PARSE_ARGS_ERROR_USAGE)
			help_usage(stderr, command);
		return words == NETSNMP_PARSE_ARGS_ERROR_USAGE ? EXIT_USAGE : EXIT_FAILED;
	}
	status = run_command(command, &options, argc - words, argv + words, &settings);
	if (status == EXIT_USAGE)
		help_usage(stderr, command);
	free(settings.community);
	snmp_shutdown("snmpapp");
	return status;
}

int main(int argc, char **argv)
{
	const struct command *command = argc > 1 ? help_find(argv[1]) : NULL;
	int status;

	if (!command || help_is_wanted(argc, argv))
		return help_answer(argc, argv);
	/* As net-snmp's messages call us. */
	argv[1] = argv[0];
	status = command_start(command, argc - 1, argv + 1);
	if (fflush(stdout) != 0 && status == EXIT_GOOD && !stop) {
		warn("standard output");
		status = EXIT_FAILED;
	}
	if (stop && status != EXIT_GOOD)
		end_by_signal();
	return status;
}
