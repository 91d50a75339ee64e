/* SPDX-License-Identifier: BSD-2-Clause */
/* A state file in memory: what it would hold, and changes of it that fail on demand. */
#ifndef TESTS_FUZZ_MEMFILE_H
#define TESTS_FUZZ_MEMFILE_H

#include "mibs/mib.h"

struct memfile {
	char *content;
	char *prepared; /* NULL: nothing is */
	char *previous; /* NULL: nothing was committed that can be undone */
	bool prepare_fails;
	bool commit_fails;
	uint32_t failures;
	uint32_t writes;
};

void memfile_init(struct memfile *file); /* empty */
void memfile_free(struct memfile *file);

/* For mib->persist; calls that come out of order end the program. */
struct mib_persist memfile_persist(struct memfile *file);

/* Ends the program unless the file holds the mib's rows; no transaction under way. */
void memfile_check(const struct memfile *file, const struct mib *mib);

#endif
