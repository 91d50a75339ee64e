/* SPDX-License-Identifier: BSD-2-Clause */
/* A state file in memory: what it would hold, and changes of it that fail on demand. */
#include "memfile.h"

#include <string.h>

#include "world.h"

static bool file_prepare(void *arg, const struct mib *mib)
{
	struct memfile *file = arg;

	check(file->prepared == NULL && file->previous == NULL);
	if (file->prepare_fails) {
		file->failures++;
		return false;
	}
	file->prepared = world_text(mib);
	return true;
}

static bool file_commit(void *arg)
{
	struct memfile *file = arg;

	check(file->prepared != NULL && file->previous == NULL);
	if (file->commit_fails) {
		file->failures++;
		return false;
	}
	file->previous = file->content;
	file->content = file->prepared;
	file->prepared = NULL;
	return true;
}

static void file_undo(void *arg)
{
	struct memfile *file = arg;

	check(file->previous != NULL);
	free(file->content);
	file->content = file->previous;
	file->previous = NULL;
}

static void file_forget(void *arg)
{
	struct memfile *file = arg;

	file->writes += file->previous != NULL;
	free(file->prepared);
	free(file->previous);
	file->prepared = file->previous = NULL;
}

void memfile_init(struct memfile *file)
{
	*file = (struct memfile){.content = strdup("")};
	check(file->content != NULL);
}

void memfile_free(struct memfile *file)
{
	file_forget(file);
	free(file->content);
}

struct mib_persist memfile_persist(struct memfile *file)
{
	return (struct mib_persist){
	    .prepare = file_prepare,
	    .commit = file_commit,
	    .undo = file_undo,
	    .forget = file_forget,
	    .arg = file,
	};
}

void memfile_check(const struct memfile *file, const struct mib *mib)
{
	char *rows = world_text(mib);

	check(strcmp(rows, file->content) == 0);
	check(file->prepared == NULL && file->previous == NULL);
	check(mib->state_writes == file->writes);
	check(mib->state_failures == file->failures);
	free(rows);
}
