/* SPDX-License-Identifier: BSD-2-Clause */
/* The interfaces that a probe monitors, and which of them the user means. */
#ifndef CLIENT_INTERFACE_H
#define CLIENT_INTERFACE_H

#include "session.h"

#define INTERFACE_NAME_MAX 255

struct interface {
	uint32_t index;                    /* ifIndex */
	uint32_t statistics;               /* its etherStatsIndex; 0: it has none */
	char name[INTERFACE_NAME_MAX + 1]; /* "" if the probe tells none */
};

struct interface_list {
	struct interface *list;
	size_t count;
};

/*
 * The interfaces with a row in etherStatsTable, in the order of these rows, each once, with their
 * names of SONDA-MIB or IF-MIB.  interface_list_free() in either case.
 */
enum outcome interface_list(struct session *session, struct interface_list *list);
void interface_list_free(struct interface_list *list);

/*
 * The interface that text names, by ifIndex or by name; NULL: the only one that is monitored.  What
 * was wrong was said on stderr unless a signal came; if there are several and none is named they are
 * listed there.
 */
enum outcome interface_find(struct session *session, const char *text, struct interface *found);

/* Its name or, where the probe tells none, "ifIndex N"; returns text. */
const char *interface_text(const struct interface *interface, char *text, size_t size);

/* The interface of a data source OID, ifIndex.N; 0: it is none. */
uint32_t interface_of_source(const struct oid *source);
struct oid interface_source(uint32_t index);

#endif
