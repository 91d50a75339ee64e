/* SPDX-License-Identifier: BSD-2-Clause */
/* Replays files, or all files of directories, through a fuzz target built without a fuzzer. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The whole file in memory that the caller frees, or NULL with errno set. */
static uint8_t *file_read(FILE *file, size_t *size)
{
	size_t room = 4096;
	uint8_t *data = malloc(room);
	uint8_t *larger;

	*size = 0;
	while (data != NULL) {
		*size += fread(data + *size, 1, room - *size, file);
		if (*size < room)
			break;
		room *= 2;
		larger = realloc(data, room);
		if (larger == NULL)
			free(data);
		data = larger;
	}
	if (data != NULL && ferror(file)) {
		free(data);
		data = NULL;
	}
	return data;
}

static int file_replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	uint8_t *exact = NULL;
	int status = -1;
	size_t size;

	if (file == NULL)
		goto out;
	data = file_read(file, &size);
	if (data == NULL)
		goto out;
	exact = malloc(size > 0 ? size : 1);
	if (exact == NULL)
		goto out;
	memcpy(exact, data, size);
	LLVMFuzzerTestOneInput(exact, size);
	status = 0;
out:
	if (status != 0)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	free(exact);
	free(data);
	if (file != NULL)
		fclose(file);
	return status;
}

/* Replays the regular files of a directory; how many there were, or -1. */
static int directory_replay(const char *path)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;
	char name[4096];
	struct stat st;
	int count = 0;

	if (directory == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return -1;
	}
	while (count >= 0 && (entry = readdir(directory)) != NULL) {
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (stat(name, &st) != 0 || !S_ISREG(st.st_mode))
			continue;
		count = file_replay(name) == 0 ? count + 1 : -1;
	}
	closedir(directory);
	return count;
}

int main(int argc, char *argv[])
{
	struct stat st;
	int total = 0;
	int count;

	for (int i = 1; i < argc; i++) {
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
			count = directory_replay(argv[i]);
		else
			count = file_replay(argv[i]) == 0 ? 1 : -1;
		if (count < 0)
			return EXIT_FAILURE;
		total += count;
	}
	printf("%s: %d inputs\n", argv[0], total);
	/* A corpus that is not there must not pass for one that was replayed. */
	return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
