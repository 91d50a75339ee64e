/* SPDX-License-Identifier: BSD-2-Clause */
/* Replaces a file durably: temporary file, fsync, rename, fsync of the directory. */
#include "statefile.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "rows"
#define TEMPORARY "rows.tmp"
#define PREVIOUS "rows.old"
#define DAMAGED "rows.damaged"
#define LOCK "lock"
#define FILE_MAX (64 << 20)

static bool fail(struct statefile *file, const char *what, const char *name)
{
	snprintf(file->error, sizeof(file->error), "%s %s/%s: %s", what, file->directory, name,
	    strerror(errno));
	return false;
}

/* The user that is to own the directory; NULL: nobody in particular, we are not root. */
static const struct passwd *owner_of(const char *user)
{
	return user && geteuid() == 0 ? getpwnam(user) : NULL;
}

static bool give_to(int fd, const struct passwd *owner)
{
	return !owner || fchown(fd, owner->pw_uid, owner->pw_gid) == 0;
}

/* The files in it are not to be another user's to plant or to take away. */
static bool directory_is_private(struct statefile *file, const struct passwd *owner)
{
	struct stat status;

	if (fstat(file->directory_fd, &status) != 0)
		return fail(file, "cannot look at", "");
	if (status.st_mode & S_IWOTH) {
		snprintf(file->error, sizeof(file->error),
		    "state directory %s: everybody may write to it; expected mode 0700",
		    file->directory);
		return false;
	}
	if (!owner || status.st_uid == owner->pw_uid)
		return true;
	snprintf(file->error, sizeof(file->error),
	    "state directory %s: is not user %s's; expected one that is, or none: then it is made",
	    file->directory, owner->pw_name);
	return false;
}

/* A directory that was made just now is to be there after a power cut, too. */
static void parent_sync(int directory_fd)
{
	int fd = openat(directory_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return; /* not ours to read: it comes to the disk in its own time */
	fsync(fd);
	close(fd);
}

static bool directory_open(struct statefile *file, const struct passwd *owner, bool read_only)
{
	bool made = !read_only && mkdir(file->directory, 0700) == 0;

	if (!read_only && !made && errno != EEXIST)
		return fail(file, "cannot make", "");
	file->directory_fd = open(file->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file->directory_fd < 0)
		return (read_only && errno == ENOENT) || fail(file, "cannot open", "");
	if (made && !give_to(file->directory_fd, owner))
		return fail(file, "cannot give away", "");
	if (made)
		parent_sync(file->directory_fd);
	return read_only || directory_is_private(file, owner);
}

/* Only a file that is made here is given away: what was there may be a link to another's. */
static int lock_open(struct statefile *file, const struct passwd *owner)
{
	static const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
	int fd = openat(file->directory_fd, LOCK, flags | O_CREAT | O_EXCL, 0600);

	if (fd < 0 && errno == EEXIST)
		return openat(file->directory_fd, LOCK, flags);
	if (fd >= 0 && !give_to(fd, owner)) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool directory_lock(struct statefile *file, const struct passwd *owner)
{
	file->lock_fd = lock_open(file, owner);
	if (file->lock_fd < 0)
		return fail(file, "cannot open", LOCK);
	if (flock(file->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno != EWOULDBLOCK)
		return fail(file, "cannot lock", LOCK);
	snprintf(file->error, sizeof(file->error),
	    "state directory %s: another sondad uses it; give each its own (state-directory)",
	    file->directory);
	return false;
}

/* All of an open file as a string; NULL with errno. */
static char *read_all(int fd)
{
	struct stat status;
	char *content;
	size_t done = 0;
	ssize_t n = 1;

	if (fstat(fd, &status) != 0)
		return NULL;
	if (!S_ISREG(status.st_mode) || status.st_size > FILE_MAX) {
		errno = EFBIG;
		return NULL;
	}
	content = calloc(1, (size_t)status.st_size + 1);
	while (content && done < (size_t)status.st_size && n > 0) {
		n = read(fd, content + done, (size_t)status.st_size - done);
		done += n > 0 ? (size_t)n : 0;
	}
	if (n < 0) {
		free(content);
		return NULL;
	}
	/* Text has no NUL: what follows one would be lost without this. */
	for (size_t i = 0; content && i < done; i++)
		if (!content[i])
			content[i] = '?';
	return content;
}

static bool file_read(struct statefile *file)
{
	int fd = openat(file->directory_fd, FILE_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return errno == ENOENT || fail(file, "cannot open", FILE_NAME);
	file->content = read_all(fd);
	if (!file->content)
		fail(file, "cannot read", FILE_NAME);
	close(fd);
	return file->content;
}

/* What a crash in the middle of a change left behind means nothing: the rename had come or not. */
static void clean_up(struct statefile *file)
{
	unlinkat(file->directory_fd, TEMPORARY, 0);
	unlinkat(file->directory_fd, PREVIOUS, 0);
}

bool statefile_open(struct statefile *file, const char *directory, const char *user, bool read_only,
    char *error, size_t error_size)
{
	const struct passwd *owner = owner_of(user);
	bool opened;

	*file = (struct statefile){.directory_fd = -1, .lock_fd = -1};
	file->directory = strdup(directory);
	opened = file->directory && directory_open(file, owner, read_only);
	if (opened && !read_only)
		opened = directory_lock(file, owner);
	if (opened && !read_only)
		clean_up(file);
	if (opened && file->directory_fd >= 0)
		opened = file_read(file);
	if (!opened) {
		snprintf(error, error_size, "%s", file->directory ? file->error : "no memory");
		statefile_close(file);
	}
	return opened;
}

void statefile_close(struct statefile *file)
{
	if (file->lock_fd >= 0)
		close(file->lock_fd);
	if (file->directory_fd >= 0)
		close(file->directory_fd);
	free(file->directory);
	free(file->content);
	free(file->prepared);
	free(file->previous);
	*file = (struct statefile){.directory_fd = -1, .lock_fd = -1};
}

static bool write_all(int fd, const char *content)
{
	size_t len = strlen(content);
	ssize_t n;

	for (; len > 0; content += n, len -= (size_t)n) {
		n = write(fd, content, len);
		if (n < 0)
			return false;
	}
	return true;
}

/* Root starts the daemon, its user goes on writing: the file is the directory's owner's. */
static bool own_as_directory(struct statefile *file, int fd)
{
	struct stat status;

	if (geteuid() != 0)
		return true;
	return fstat(file->directory_fd, &status) == 0 &&
	       fchown(fd, status.st_uid, status.st_gid) == 0;
}

static bool temporary_write(struct statefile *file, const char *content)
{
	bool written;
	int fd;

	unlinkat(file->directory_fd, TEMPORARY, 0);
	fd = openat(file->directory_fd, TEMPORARY,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail(file, "cannot write", TEMPORARY);
	written = own_as_directory(file, fd) && write_all(fd, content) && fsync(fd) == 0;
	if (!written)
		fail(file, "cannot write", TEMPORARY);
	if (close(fd) != 0 && written)
		written = fail(file, "cannot write", TEMPORARY);
	if (!written)
		unlinkat(file->directory_fd, TEMPORARY, 0);
	return written;
}

bool statefile_prepare(struct statefile *file, const char *content)
{
	statefile_forget(file);
	if (file->content && strcmp(file->content, content) == 0) {
		file->phase = STATEFILE_SAME;
		return true;
	}
	file->prepared = strdup(content);
	if (!file->prepared)
		return fail(file, "no memory for", FILE_NAME);
	if (!temporary_write(file, content)) {
		free(file->prepared);
		file->prepared = NULL;
		return false;
	}
	file->phase = STATEFILE_PREPARED;
	return true;
}

/* The file's former self back in its place. */
static bool put_back(struct statefile *file)
{
	int dir = file->directory_fd;
	int status =
	    file->previous ? renameat(dir, PREVIOUS, dir, FILE_NAME) : unlinkat(dir, FILE_NAME, 0);

	free(file->content);
	file->content = file->previous;
	file->previous = NULL;
	file->phase = STATEFILE_IDLE;
	if (status != 0 || fsync(dir) != 0)
		return fail(file, "cannot put back", FILE_NAME);
	return true;
}

bool statefile_commit(struct statefile *file)
{
	int dir = file->directory_fd;

	if (file->phase != STATEFILE_PREPARED)
		return file->phase == STATEFILE_SAME;
	if (file->content && unlinkat(dir, PREVIOUS, 0) != 0 && errno != ENOENT)
		return fail(file, "cannot remove", PREVIOUS);
	if (file->content && linkat(dir, FILE_NAME, dir, PREVIOUS, 0) != 0)
		return fail(file, "cannot keep", FILE_NAME);
	if (renameat(dir, TEMPORARY, dir, FILE_NAME) != 0)
		return fail(file, "cannot replace", FILE_NAME);
	file->previous = file->content;
	file->content = file->prepared;
	file->prepared = NULL;
	file->phase = STATEFILE_COMMITTED;
	if (fsync(dir) != 0) {
		fail(file, "cannot make durable", "");
		put_back(file);
		return false;
	}
	return true;
}

bool statefile_undo(struct statefile *file)
{
	return file->phase != STATEFILE_COMMITTED || put_back(file);
}

void statefile_forget(struct statefile *file)
{
	if (file->phase == STATEFILE_PREPARED)
		unlinkat(file->directory_fd, TEMPORARY, 0);
	if (file->previous)
		unlinkat(file->directory_fd, PREVIOUS, 0);
	free(file->previous);
	free(file->prepared);
	file->previous = file->prepared = NULL;
	file->phase = STATEFILE_IDLE;
}

bool statefile_keep_aside(struct statefile *file)
{
	int dir = file->directory_fd;

	unlinkat(dir, DAMAGED, 0);
	if (linkat(dir, FILE_NAME, dir, DAMAGED, 0) != 0 || fsync(dir) != 0)
		return fail(file, "cannot keep", DAMAGED);
	return true;
}
