/* SPDX-License-Identifier: BSD-2-Clause */
/* One small file in a directory of its own that is replaced as a whole, durably, and can be undone. */
#ifndef AGENT_STATEFILE_H
#define AGENT_STATEFILE_H

#include <stdbool.h>
#include <stddef.h>

enum statefile_phase {
	STATEFILE_IDLE,
	STATEFILE_SAME, /* what is to be written is there already: nothing is done */
	STATEFILE_PREPARED,
	STATEFILE_COMMITTED
};

struct statefile {
	char *directory; /* for messages */
	int directory_fd;
	int lock_fd;
	enum statefile_phase phase;
	char *content;  /* of the file now; NULL: there is none */
	char *prepared; /* of the temporary file */
	char *previous; /* of the file before the commit, until it is forgotten */
	char error[256];
};

/*
 * Opens the directory, makes it (0700) if it is missing, and locks it against a second daemon.
 * As root, the directory must be user's, and one made is given to user.  read_only: neither makes
 * nor locks; a missing directory has no file.  Reads the file.  False: error says why, naming the
 * directory.
 */
bool statefile_open(struct statefile *file, const char *directory, const char *user, bool read_only,
    char *error, size_t error_size);
void statefile_close(struct statefile *file);

/*
 * Makes content durable beside the file, then lets it take the file's place, durably.  False:
 * file->error says why, and the file is as before.
 */
bool statefile_prepare(struct statefile *file, const char *content);
bool statefile_commit(struct statefile *file);

/* After a commit: the previous file back.  False: file->error says why it could not be. */
bool statefile_undo(struct statefile *file);

/* Ends it: drops what is prepared, or what undo would need. */
void statefile_forget(struct statefile *file);

/* Keeps the file as it is under the name rows.damaged.  False: file->error says why. */
bool statefile_keep_aside(struct statefile *file);

#endif
