/* SPDX-License-Identifier: BSD-2-Clause */
/* What sondad does once it knows what is asked of it: check, dump, or serve. */
#ifndef AGENT_RUN_H
#define AGENT_RUN_H

#include <signal.h>

#include "clock.h"
#include "config.h"
#include "loop.h"
#include "offload.h"
#include "options.h"
#include "ports.h"
#include "query.h"
#include "snmp.h"
#include "state.h"

#define RUN_USER "sonda" /* who it is after the start unless `user` says so */

struct run {
	const struct options *options;
	const struct config *config;
	const char *file;                  /* the configuration that was read; NULL: none */
	const volatile sig_atomic_t *stop; /* set by a signal */
	volatile sig_atomic_t *hangup;     /* set by a signal, cleared here */
	void (*serving)(void);             /* called when from now on signals are to set these */

	struct clock clock;
	struct loop loop;

	/* made by run_prepare(), ended by run_end() */
	struct offload *offload;
	struct state *state; /* NULL: nothing is kept */
	struct ports ports;
	struct mib *mib;
	struct query *query; /* NULL: nobody is asked for variables of others */
	unsigned damaged;    /* files that were not read whole */
};

/* Exit codes: 0, or 1 after a message. */
int run_check(struct run *run);
int run_dump(struct run *run);
int run_serve(struct run *run);

/*
 * Opens state and ports and makes the mib without any row.  checking: interfaces are not opened,
 * nothing is made or locked.  False: the reason was logged; run_end() in either case.
 */
bool run_prepare(struct run *run, bool checking);
void run_end(struct run *run);

/* Where the state is kept; NULL: nowhere. */
const char *run_state_directory(const struct run *run);
const char *run_user(const struct run *run);

/* For the agent; what it points to lives as long as run.  After run_prepare(). */
struct snmp_config run_snmp_config(const struct run *run, bool check_only);

/* Plays the files; what is damaged is logged and counted.  Returns the replay's end. */
uint64_t run_replay(struct run *run);

/* Says of each file how many of its packets are of link types that a port does not take. */
void run_tell_skipped(struct run *run);

#endif
