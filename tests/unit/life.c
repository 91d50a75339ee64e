/* SPDX-License-Identifier: BSD-2-Clause */
/* Lives of a daemon over one state directory, for tests of what outlives it. */
#include "life.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/log.h"

char life_directory[] = "/tmp/sonda-state-XXXXXX";
static char content[4096];

char *life_path(const char *name)
{
	static char path[sizeof(life_directory) + 256];

	snprintf(path, sizeof(path), "%s/%s", life_directory, name);
	return path;
}

const char *life_read(const char *name)
{
	FILE *file = fopen(life_path(name), "r");
	size_t len;

	if (!file)
		return "none";
	len = fread(content, 1, sizeof(content) - 1, file);
	content[len] = '\0';
	fclose(file);
	return content;
}

void life_write(const char *name, const char *text)
{
	FILE *file = fopen(life_path(name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

struct state *life_open_state(void)
{
	char error[256];
	struct state *state = state_open(life_directory, NULL, false, error, sizeof(error));

	if (!state)
		fail_msg("%s", error);
	return state;
}

bool life_begin(struct life *life, const char *const *configured)
{
	static char where[] = "test.conf: line 1";

	*life = (struct life){.f = fixture_new(FIXTURE_MEMORY), .state = life_open_state()};
	config_init(&life->config);
	life->config.rows = life->rows;
	for (size_t i = 0; configured && configured[i]; i++) {
		life->rows[i].line = (char *)(uintptr_t)configured[i];
		life->rows[i].where = where;
		life->config.row_count++;
	}
	return rows_start(life->f->mib, &life->config, life->state);
}

void life_end(struct life *life)
{
	fixture_free(life->f);
	state_close(life->state);
}

void life_assert(const char *const *configured, const char *lines)
{
	char expected[4096];
	struct life life;

	snprintf(expected, sizeof(expected), HEADER "%s", lines);
	assert_true(life_begin(&life, configured));
	assert_string_equal(life_read("rows"), expected);
	life_end(&life);
}

enum snmp_error life_set(struct life *life, const char *line)
{
	return fixture_line(life->f, line);
}

const struct control *life_row(struct life *life, const struct control_class *class, uint32_t index)
{
	return store_find(mib_store(life->f->mib, class), &index);
}

int life_clean(void **unused)
{
	struct dirent *entry;
	DIR *dir = opendir(life_directory);

	(void)unused;
	while (dir && (entry = readdir(dir)) != NULL)
		unlink(life_path(entry->d_name));
	if (dir)
		closedir(dir);
	return 0;
}

int life_start_all(void **unused)
{
	(void)unused;
	log_open("test", LOG_TO_STDERR, false);
	return mkdtemp(life_directory) ? 0 : -1;
}

int life_end_all(void **unused)
{
	life_clean(unused);
	return rmdir(life_directory);
}
