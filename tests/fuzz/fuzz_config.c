/* SPDX-License-Identifier: BSD-2-Clause */
/* Fuzzes the configuration and the state file: their words, their rows, and what a start makes. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent/config.h"
#include "agent/log.h"
#include "agent/probeline.h"
#include "agent/rows.h"
#include "agent/state.h"
#include "agent/words.h"
#include "mibs/rowtext.h"
#include "mibs/transaction.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY (1u << 20) /* the least that memory-limit takes: enough for the default rows */
#define ROWS_MAX 16       /* more only take longer */

/* The input is a configuration and, after a line of this, a state file. */
static const char separator[] = "\n%%\n";

static char *copy_text(const void *text, size_t len)
{
	char *copy = calloc(1, len + 1);

	check(copy != NULL);
	memcpy(copy, text, len);
	return copy;
}

/* One line's parts, by the parsers alone. */

static void check_words(const char *line)
{
	char *copy = copy_text(line, strlen(line));
	char *rest = copy;
	const char *end = copy + strlen(copy);
	const char *before = copy;
	const char *word;

	while ((word = words_next(&rest)) != NULL) {
		uint64_t number = 0;
		bool yes;

		check(word >= before && word + strlen(word) <= end);
		before = word + strlen(word);
		check(!words_size(word, 1024, 10, 1u << 20, &number) ||
		      (number >= 10 && number <= 1u << 20 && isdigit((unsigned char)*word)));
		check(!words_yes_no(word, &yes) || yes == (*word == 'y'));
	}
	check(rest <= end);
	free(copy);
}

/* A comment is cut once, and only it and the blanks before it. */
static char *without_comment(const char *line)
{
	char *copy = copy_text(line, strlen(line));
	char *again;

	words_cut_comment(copy);
	check(strncmp(copy, line, strlen(copy)) == 0);
	check(!*copy || !isspace((unsigned char)copy[strlen(copy) - 1]));
	again = copy_text(copy, strlen(copy));
	words_cut_comment(again);
	check(strcmp(again, copy) == 0);
	free(again);
	return copy;
}

static void check_probe(const char *line)
{
	char *copy = copy_text(line, strlen(line));
	struct port_config probe;
	char error[200] = "";

	port_config_init(&probe);
	if (probeline_parse(copy, &probe, error, sizeof(error))) {
		check(*probe.name && strlen(probe.name) < sizeof(probe.name));
		check(probe.ring >= 64 << 10 && probe.ring <= INT32_MAX);
		check(!probe.rules.max_frame ||
		      (probe.rules.max_frame >= 1518 && probe.rules.max_frame <= 65535));
	} else {
		check(*error);
	}
	free(copy);
}

/* A row that can be made is made; the next lines meet it. */
static void check_row(struct world *world, const char *line)
{
	char error[200] = "";
	struct rowtext *text = rowtext_parse(world->mib, line, "here", error, sizeof(error));
	const char *column = NULL;

	if (!text) {
		check(*error);
		return;
	}
	check(rowtext_same_row(text, text) && strcmp(rowtext_line(text), line) == 0);
	transaction_begin(world->mib, 0, 0);
	if (rowtext_add(world->mib, text, &column) != SNMP_OK)
		check(column != NULL);
	world_settle(world);
	rowtext_free(text);
}

static void check_lines(const char *config)
{
	struct world *world = world_new(MEMORY, NULL);
	char *copy = copy_text(config, strlen(config));
	char *rest = copy;
	char *line;
	unsigned rows = 0;

	while ((line = strsep(&rest, "\n")) != NULL) {
		char *words = without_comment(line);

		check_words(line);
		check_words(words);
		if (strncmp(words, "probe ", 6) == 0)
			check_probe(words + 6);
		if (strncmp(words, "row ", 4) == 0 && rows++ < ROWS_MAX)
			check_row(world, words + 4);
		free(words);
	}
	world_check(world);
	world_check_text(world);
	world_free(world);
	free(copy);
}

/* The whole file, by net-snmp's reader; it opens what it is told to include, so that is left out. */

static bool read_config(struct config *config, const char *text)
{
	int fd = memfd_create("config", MFD_CLOEXEC);
	char path[32];
	bool good;

	check(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	good = !strcasestr(text, "include") && config_read(config, path);
	close(fd);
	for (size_t i = 0; i < config->probe_count; i++)
		check(*config->probes[i].name);
	for (size_t i = 0; i < config->row_count; i++)
		check(*config->rows[i].line && *config->rows[i].where);
	check(!good || config->memory_limit >= 1u << 20);
	check(!good || !config->state_directory || *config->state_directory == '/');
	return good;
}

/* A directory for the state. */

static char *in_directory(const char *directory, const char *name)
{
	char *path;

	check(asprintf(&path, "%s/%s", directory, name) > 0);
	return path;
}

static char *directory_make(void)
{
	const char *place = getenv("TMPDIR");
	char *path = in_directory(place ? place : "/tmp", "sonda-fuzz-XXXXXX");

	check(mkdtemp(path) != NULL);
	return path;
}

static void directory_remove(char *directory)
{
	static const char *const names[] = {"rows", "rows.tmp", "rows.old", "rows.damaged", "lock"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = in_directory(directory, names[i]);

		unlink(path);
		free(path);
	}
	check(rmdir(directory) == 0);
	free(directory);
}

static void write_state(const char *directory, const void *content, size_t len)
{
	char *path = in_directory(directory, "rows");
	FILE *file = fopen(path, "w");

	check(file != NULL && fwrite(content, 1, len, file) == len);
	check(fclose(file) == 0);
	free(path);
}

static char *read_state(const char *directory)
{
	char *path = in_directory(directory, "rows");
	FILE *file = fopen(path, "r");
	char *content;
	long len;

	check(file != NULL && fseek(file, 0, SEEK_END) == 0);
	len = ftell(file);
	rewind(file);
	content = calloc(1, (size_t)len + 1);
	check(content != NULL && fread(content, 1, (size_t)len, file) == (size_t)len);
	for (long i = 0; i < len; i++)
		content[i] = content[i] ? content[i] : '?'; /* as the reader takes it */
	fclose(file);
	free(path);
	return content;
}

/* Whether a file has a row of this line's TABLE.INDEX, its first word. */
static bool has_row(const char *content, const char *line)
{
	size_t len = strcspn(line, " ");
	const char *row = content;

	while ((row = strstr(row, "\nrow ")) != NULL) {
		row += strlen("\nrow ");
		if (strncasecmp(row, line, len) == 0 && strcspn(row, " \n") == len)
			return true;
	}
	return false;
}

/* What was kept and cannot be read now is kept on, unless there is another row in its place. */
static void check_kept(char *before, const char *now)
{
	struct world *world = world_new(MEMORY, NULL);
	char error[200];
	char *line;

	while ((line = strsep(&before, "\n")) != NULL) {
		struct rowtext *text;

		if (strncmp(line, "row ", 4) != 0 || !line[4])
			continue;
		text = rowtext_parse(world->mib, line + 4, "here", error, sizeof(error));
		check(text != NULL || has_row(now, line + 4));
		rowtext_free(text);
	}
	world_free(world);
}

/* A start of the daemon with two ports, whose numbers the state keeps. */

struct life {
	struct state *state;
	struct world *world;
};

static void life_begin(struct life *life, const char *directory, bool read_only)
{
	unsigned numbers[WORLD_PORTS];
	unsigned next = 1;
	char error[256] = "";

	life->state = state_open(directory, NULL, read_only, error, sizeof(error));
	check(life->state != NULL);
	numbers[0] = state_port(life->state, "eth0");
	numbers[1] = state_port(life->state, "eth1");
	for (int i = 0; i < WORLD_PORTS; i++) {
		while (!numbers[i] && (state_port_is_taken(life->state, next) ||
					  next == numbers[0] || next == numbers[1]))
			next++;
		if (!numbers[i])
			numbers[i] = next;
	}
	life->world = world_new(MEMORY, numbers);
}

static void life_end(struct life *life)
{
	world_check(life->world);
	world_free(life->world);
	state_close(life->state);
}

static void count_difference(void *arg, const char *configured, const char *kept)
{
	unsigned *count = arg;

	check(kept != NULL && (!configured || strcmp(configured, kept) != 0));
	++*count;
}

/* Whether a start would succeed. */
static bool check_start(const char *directory, const struct config *config)
{
	unsigned differences = 0;
	struct life life;
	bool good;

	life_begin(&life, directory, true);
	good = rows_check(life.world->mib, config, life.state, count_difference, &differences);
	life_end(&life);
	return good;
}

/* The rows that a start makes; NULL: it fails. */
static char *start(const char *directory, const struct config *config)
{
	struct life life;
	char *rows = NULL;

	life_begin(&life, directory, false);
	if (rows_start(life.world->mib, config, life.state)) {
		world_check_text(life.world);
		rows = world_text(life.world->mib);
	}
	life_end(&life);
	return rows;
}

/* A start that fails changes nothing; one after a start that did not makes the same rows. */
static void check_starts(const char *directory, const struct config *config)
{
	bool good = check_start(directory, config);
	char *before = read_state(directory);
	char *rows = start(directory, config);
	char *kept = read_state(directory);

	check(good == (rows != NULL));
	if (rows) {
		char *again = start(directory, config);
		char *kept_again = read_state(directory);

		check(again != NULL && strcmp(rows, again) == 0);
		check(strcmp(kept, kept_again) == 0);
		check_kept(before, kept);
		free(again);
		free(kept_again);
	} else {
		check(strcmp(before, kept) == 0);
	}
	free(before);
	free(rows);
	free(kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *split = memmem(data, size, separator, sizeof(separator) - 1);
	size_t config_size = split ? (size_t)(split - data) : size;
	char *text = copy_text(data, config_size);
	char *directory = directory_make();
	struct config config;

	for (size_t i = 0; i < config_size; i++)
		text[i] = text[i] ? text[i] : '?'; /* a line ends there, for the reader too */
	log_take_netsnmp();
	config_init(&config);
	check_lines(text);
	if (split) {
		split += sizeof(separator) - 1;
		write_state(directory, split, (size_t)(data + size - split));
	} else {
		write_state(directory, "", 0);
	}
	if (read_config(&config, text) && config.row_count <= ROWS_MAX)
		check_starts(directory, &config);
	config_free(&config);
	directory_remove(directory);
	free(text);
	return 0;
}
