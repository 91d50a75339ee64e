/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of a command, taken out of the command line before net-snmp sees it. */
#include "options.h"

#include <stdio.h>
#include <string.h>

/* Letters of net-snmp's options that have a value, as in snmpcmd(1). */
static const char with_value[] = "YmMOIPDvrtcZeEnuluxXaApTLs3";

static bool is_named(const struct option_spec *spec, const char *name, size_t len)
{
	return strlen(spec->name) == len && strncmp(spec->name, name, len) == 0;
}

/* The position of the option that a word names; -1: none.  *value: what follows in the word, or NULL. */
static int find(const struct option_spec *specs, char *word, char **value)
{
	size_t len = strcspn(word, "=");

	*value = NULL;
	for (int i = 0; specs && specs[i].name; i++) {
		if (word[1] == '-' && is_named(&specs[i], word + 2, len - 2)) {
			if (word[len])
				*value = word + len + 1;
			return i;
		}
		if (specs[i].letter && word[1] == specs[i].letter) {
			if (word[2])
				*value = word + 2;
			return i;
		}
	}
	return -1;
}

/* Whether the word is an option of net-snmp whose value is the next word. */
static bool takes_next(const char *word)
{
	return word[1] && !word[2] && strchr(with_value, word[1]);
}

/* Takes one option and moves *at over its value; NULL or what is wrong. */
static const char *take(
    struct option_values *values, int found, char *value, int argc, char **argv, int *at)
{
	const struct option_spec *spec = &values->specs[found];

	if (values->values[found])
		return "is given twice";
	if (!spec->value && value)
		return "takes no value";
	if (spec->value && !value) {
		if (*at + 1 == argc)
			return "needs a value";
		value = argv[++*at];
	}
	values->values[found] = spec->value ? value : "";
	return NULL;
}

bool options_take(struct option_values *values, const struct option_spec *specs, int *argc,
    char **argv, char *error, size_t error_size)
{
	int kept = 1;
	int at = 1;

	*values = (struct option_values){.specs = specs};
	for (; at < *argc && strcmp(argv[at], "--") != 0; at++) {
		char *word = argv[at];
		char *value;
		int found = *word == '-' && word[1] ? find(specs, word, &value) : -1;
		const char *problem = NULL;

		if (found >= 0)
			problem = take(values, found, value, *argc, argv, &at);
		else if (*word == '-' && word[1] == '-')
			problem = "is no option of this command";
		else {
			argv[kept++] = word;
			if (*word == '-' && takes_next(word) && at + 1 < *argc)
				argv[kept++] = argv[++at];
		}
		if (problem) {
			snprintf(error, error_size, "%s %s", word, problem);
			return false;
		}
	}
	while (at < *argc)
		argv[kept++] = argv[at++];
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

const char *option_value(const struct option_values *values, const char *name)
{
	for (int i = 0; values->specs && values->specs[i].name; i++) {
		if (strcmp(values->specs[i].name, name) == 0)
			return values->values[i];
	}
	return NULL;
}

bool option_given(const struct option_values *values, const char *name)
{
	return option_value(values, name) != NULL;
}
