/* SPDX-License-Identifier: BSD-2-Clause */
/* sondad: the command line, the configuration, the signals; run.h does the rest. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "log.h"
#include "options.h"
#include "run.h"

#define DEFAULT_FILE SYSCONFDIR "/sondad.conf"

enum {
	EXIT_GOOD = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2
};

/* All that signals change. */
static volatile sig_atomic_t stop;
static volatile sig_atomic_t hangup;

static void on_stop(int number)
{
	(void)number;
	stop = 1;
}

static void on_hangup(int number)
{
	(void)number;
	hangup = 1;
}

static void take_signals(void)
{
	static const struct {
		int number;
		void (*handler)(int);
	} signals[] = {
	    {SIGTERM, on_stop},
	    {SIGINT, on_stop},
	    {SIGHUP, on_hangup},
	    {SIGPIPE, SIG_IGN},
	};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct sigaction action = {.sa_handler = signals[i].handler};

		sigemptyset(&action.sa_mask);
		sigaction(signals[i].number, &action, NULL);
	}
}

/* The file to read; NULL: none.  The default one may be missing, one that was named may not. */
static const char *configuration_file(const struct options *options)
{
	if (options->config)
		return options->config;
	if (options->file_count)
		return NULL;
	if (access(DEFAULT_FILE, F_OK) == 0 || errno != ENOENT)
		return DEFAULT_FILE;
	log_info("no " DEFAULT_FILE ": going without a configuration");
	return NULL;
}

static int run_as_asked(struct run *run)
{
	if (run->options->check)
		return run_check(run);
	if (run->options->dump)
		return run_dump(run);
	return run_serve(run);
}

static int start(const struct options *options)
{
	struct config config;
	struct run run = {
	    .options = options,
	    .config = &config,
	    .file = configuration_file(options),
	    .stop = &stop,
	    .hangup = &hangup,
	    .serving = take_signals,
	};
	int status = EXIT_FAILED;

	config_init(&config);
	if (!run.file || config_read(&config, run.file))
		status = run_as_asked(&run);
	config_free(&config);
	return status;
}

/*
 * The first three descriptors are never a socket's or a lock's, which a daemon would lose.  What
 * was closed reads as empty and cannot be written to.
 */
static void standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	struct options options;
	char error[256];
	int status = EXIT_GOOD;

	standard_descriptors();
	if (!options_parse(&options, argc, argv, error, sizeof(error))) {
		fprintf(stderr, "sondad: %s\n", error);
		options_usage(stderr);
		options_free(&options);
		return EXIT_USAGE;
	}
	log_open("sondad", LOG_TO_STDERR, options.debug);
	log_take_netsnmp();
	if (options.help)
		options_usage(stdout);
	else if (options.version)
		options_version(stdout);
	else
		status = start(&options);
	options_free(&options);
	return status;
}
