/* SPDX-License-Identifier: BSD-2-Clause */
/* What sonda says of itself: usage, its commands and their options. */
#include "help.h"

#include <err.h>
#include <string.h>

const struct command *help_find(const char *name)
{
	for (const struct command *command = commands; command->name; command++) {
		if (strcmp(command->name, name) == 0)
			return command;
	}
	return NULL;
}

void help_usage(FILE *out, const struct command *command)
{
	fprintf(out, "usage: sonda %s %s\n", command->name, command->usage);
}

static void help_command(const struct command *command)
{
	help_usage(stdout, command);
	for (const struct option_spec *spec = command->options; spec && spec->name; spec++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s", spec->name, spec->value ? " " : "",
		    spec->value ? spec->value : "");
		if (spec->letter)
			printf("  -%c, %-24s %s\n", spec->letter, left, spec->help);
		else
			printf("  %-28s %s\n", left, spec->help);
	}
	puts("and the options of snmpcmd(1) that say how to ask: -v -c -u -l -a -A -x -X -n -t -r");
}

static void help_all(FILE *out)
{
	fputs("usage: sonda COMMAND HOST [ARGUMENT]... [OPTION]...\n"
	      "       sonda help COMMAND | -h | -V\n",
	    out);
	for (const struct command *command = commands; command->name; command++)
		fprintf(out, "  %-10s %s\n", command->name, command->summary);
}

static int help_words(int count, char **words)
{
	const struct command *command = count ? help_find(words[0]) : NULL;

	if (!count) {
		help_all(stdout);
		return EXIT_GOOD;
	}
	if (command) {
		help_command(command);
		return EXIT_GOOD;
	}
	warnx("there is no command %s", words[0]);
	help_all(stderr);
	return EXIT_USAGE;
}

static bool is_help(const char *word)
{
	return strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0;
}

bool help_is_wanted(int argc, char **argv)
{
	return argc == 3 && is_help(argv[2]);
}

int help_answer(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : NULL;

	if (!word) {
		help_all(stderr);
		return EXIT_USAGE;
	}
	if (help_is_wanted(argc, argv))
		return help_words(1, argv + 1);
	if (strcmp(word, "help") == 0 || is_help(word))
		return help_words(argc - 2, argv + 2);
	if (strcmp(word, "-V") == 0 || strcmp(word, "--version") == 0) {
		puts("sonda " PACKAGE_VERSION);
		return EXIT_GOOD;
	}
	warnx("there is no command %s", word);
	help_all(stderr);
	return EXIT_USAGE;
}
