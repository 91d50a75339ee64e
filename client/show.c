/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda show: what a probe is and has, or any of its tables. */
#include "show.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rowlist.h"
#include "varbind.h"

#define ADDRESS_LEN 6

const struct option_spec show_options[] = {
    {"csv", 0, NULL, "comma separated values instead of aligned columns"},
    {.name = NULL},
};

/* Appends an address as an index has it, after its length; NULL or what follows it. */
static const char *address_take(struct oid *index, const char *text)
{
	uint32_t sub[1 + ADDRESS_LEN] = {ADDRESS_LEN};
	char *end;

	for (size_t i = 1; i <= ADDRESS_LEN; i++) {
		if (!isxdigit((unsigned char)*text))
			return NULL;
		sub[i] = (uint32_t)strtoul(text, &end, 16);
		if (sub[i] > UINT8_MAX || (i < ADDRESS_LEN && *end != ':'))
			return NULL;
		text = i < ADDRESS_LEN ? end + 1 : end;
	}
	return oid_append(index, sub, 1 + ADDRESS_LEN) ? text : NULL;
}

static const char *number_take(struct oid *index, const char *text)
{
	char *end;
	unsigned long number;
	uint32_t sub;

	if (!isdigit((unsigned char)*text))
		return NULL;
	number = strtoul(text, &end, 10);
	sub = (uint32_t)number;
	return number <= UINT32_MAX && oid_append(index, &sub, 1) ? end : NULL;
}

/* ".1.00:13:7f:be:8c:ff": numbers and addresses; false: it is no index. */
static bool index_parse(const char *text, struct oid *index)
{
	*index = (struct oid){.len = 0};
	while (*text) {
		size_t len;

		if (*text++ != '.')
			return false;
		len = strcspn(text, ".");
		text =
		    memchr(text, ':', len) ? address_take(index, text) : number_take(index, text);
		if (!text)
			return false;
	}
	return true;
}

/* One TABLE[.INDEX]. */
static int show_table(const struct run *run, const char *word)
{
	size_t len = strcspn(word, ".");
	const struct table *table = rowlist_find(word, len);
	enum outcome outcome;
	struct oid prefix;
	size_t rows;

	if (!table) {
		warnx("%.*s is no table of RMON's or Sonda's", (int)len, word);
		return EXIT_USAGE;
	}
	if (!index_parse(word + len, &prefix)) {
		warnx("%s: %s is no index: numbers, or addresses as 00:13:7f:be:8c:ff", word,
		    word + len);
		return EXIT_USAGE;
	}
	outcome =
	    rowlist_print(run->session, table, &prefix, option_given(run->options, "csv"), &rows);
	if (outcome == OUTCOME_GOOD && rows == 0) {
		warnx("%s: has no rows of %s", session_host(run->session), word);
		return EXIT_FAILED;
	}
	return run_status(run, outcome);
}

int show_run(const struct run *run)
{
	int status = EXIT_GOOD;

	if (run->argc == 0)
		return run_status(run, show_probe(run->session, option_given(run->options, "csv")));
	for (int i = 0; i < run->argc && status != EXIT_USAGE && !*run->stop; i++) {
		int one;

		if (i > 0)
			putchar('\n');
		one = show_table(run, run->argv[i]);
		if (one != EXIT_GOOD)
			status = one;
	}
	return status;
}
