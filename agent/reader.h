/* SPDX-License-Identifier: BSD-2-Clause */
/* What both ways to serve need of net-snmp's configuration reader. */
#ifndef AGENT_READER_H
#define AGENT_READER_H

#include <stdbool.h>
#include <stddef.h>

/* The name under which net-snmp keeps tokens, persistent files and hosts.allow rules. */
#define READER_APPLICATION "sondad"

/*
 * net-snmp's parsers and callbacks find what is ours in slots of its default store, under
 * NETSNMP_DS_APPLICATION_ID; an argument of a callback would be freed by it at the end.
 */
#define READER_SLOT(number) (NETSNMP_DS_MAX_SUBIDS - 1 - (number))
enum {
	SLOT_CONFIG, /* of config.c */
	SLOT_TOKENS,
	SLOT_SERVER,
	SLOT_AGENTX,
};

/*
 * Nothing but what the daemon itself tells it is read: no MIB files, no search path, no
 * environment.  Call before anything else of the agent library.
 */
void reader_isolate(void);

/*
 * After init_agent(): forgets the agent library's tokens that run code, or that would have no
 * effect in this daemon, so that they are unknown.
 */
void reader_forget_tokens(void);

/*
 * A comment ends every line at an unquoted #, for the tokens that net-snmp knows now or by the
 * time it starts to read.  False: no memory.
 */
bool reader_cut_comments(void);
void reader_free(void);

/* Whether net-snmp's reader can be given this file; error names what it could not. */
bool reader_accepts(const char *file, char *error, size_t error_size);

#endif
