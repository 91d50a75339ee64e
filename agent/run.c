/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts that checking, dumping and serving share, and the first two. */
#include "run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "log.h"
#include "mibs/dump.h"
#include "privs.h"
#include "probe/replay.h"
#include "rows.h"
#include "snmp.h"

/* A gap costs so much, however long it is. */
#define GAP_STEPS_MAX 1024

const char *run_user(const struct run *run)
{
	return run->config->user ? run->config->user : RUN_USER;
}

/* What an NMS makes of a replay is kept only where somebody asked for it. */
const char *run_state_directory(const struct run *run)
{
	if (run->options->dump)
		return NULL;
	if (run->config->state_directory || run->options->file_count)
		return run->config->state_directory;
	return STATEDIR;
}

struct snmp_config run_snmp_config(const struct run *run, bool check_only)
{
	return (struct snmp_config){
	    .file = run->file,
	    .state_directory = run_state_directory(run),
	    .address = run->options->address,
	    .socket = run->options->socket ? run->options->socket : run->config->socket,
	    .clock = &run->clock,
	    .subagent = run->mib->mode == MIB_SUBAGENT,
	    .check_only = check_only,
	};
}

static uint64_t view_clock(void *arg)
{
	return clock_now(arg);
}

static void tell(void *arg, const char *sentence)
{
	(void)arg;
	log_warning("%s", sentence);
}

static enum mib_mode mode_of(const struct run *run)
{
	if (run->options->dump)
		return MIB_DUMP;
	if (run->options->socket || (run->config->subagent && !run->options->address))
		return MIB_SUBAGENT;
	return MIB_EMBEDDED;
}

/* Before rows are judged: what they name depends on who can be asked.  A replay asks nobody. */
static bool query_make(struct run *run)
{
	const struct queryline *line = run->config->query;
	bool embedded = run->mib->mode == MIB_EMBEDDED;

	if (line && (embedded || run->ports.replay))
		log_info("query-session is without effect %s",
		    run->ports.replay ? "in a replay" : "in an agent of its own: it asks itself");
	if (run->ports.replay || (!embedded && !line))
		return true;
	run->query = query_new(run->mib, &run->clock, embedded ? NULL : line);
	if (!run->query)
		log_error("cannot start: %s", strerror(ENOMEM));
	return run->query;
}

static bool mib_make(struct run *run)
{
	struct ports *ports = &run->ports;
	struct mib *mib = mib_new(ports->list, ports->count, run->config->memory_limit);

	if (!mib) {
		log_error("cannot start: %s", strerror(errno));
		return false;
	}
	run->mib = mib;
	mib->clock = view_clock;
	mib->clock_arg = &run->clock;
	mib->tell = tell;
	mib->mode = mode_of(run);
	mib->version = PACKAGE_VERSION;
	/* A replay gives the same each time, so its hashes are not seeded; it has time from 0. */
	if (ports->replay)
		return true;
	mib->now = clock_now(&run->clock);
	mib->up = (int64_t)mib->now;
	if (getrandom(&mib->seed, sizeof(mib->seed), 0) == sizeof(mib->seed))
		return true;
	log_error("no random numbers: %s", strerror(errno));
	return false;
}

static bool state_prepare(struct run *run, bool checking)
{
	const char *directory = run_state_directory(run);
	char error[512];

	if (!directory)
		return true;
	run->state = state_open(directory, run_user(run), checking, error, sizeof(error));
	if (!run->state)
		log_error("%s", error);
	return run->state;
}

bool run_prepare(struct run *run, bool checking)
{
	char error[512];

	if (!state_prepare(run, checking))
		return false;
	if (!ports_open(&run->ports, run->options, run->config, run->state, run->offload, checking,
		error, sizeof(error))) {
		log_error("%s", error);
		return false;
	}
	return mib_make(run) && query_make(run);
}

void run_end(struct run *run)
{
	query_free(run->query);
	mib_free(run->mib);
	ports_close(&run->ports);
	offload_stop(run->offload);
	state_close(run->state);
	run->query = NULL;
	run->mib = NULL;
	run->offload = NULL;
	run->state = NULL;
}

static void broken(void *arg, const struct port *port, const char *sentence)
{
	(void)arg;
	(void)port;
	log_error("%s", sentence);
}

/* A file may hold packets of several link types, of which a port takes one. */
void run_tell_skipped(struct run *run)
{
	for (unsigned i = 0; i < run->ports.count; i++) {
		const struct port *port = run->ports.list[i];

		if (!port->figures.other_link_type)
			continue;
		log_error("%s: %" PRIu64 " packets of other link types than %s were left out",
		    port->config.file, port->figures.other_link_type, port->link_name);
		run->damaged++;
	}
}

/*
 * A replay's clock goes on: what runs on this thread runs as often as in a live daemon, but in a
 * long gap, in which nothing changes.
 */
static void step(void *arg, uint64_t time)
{
	struct mib *mib = ((struct run *)arg)->mib;
	uint64_t stride = (time > mib->now ? time - mib->now : 0) / GAP_STEPS_MAX;

	stride = (stride / REPLAY_STEP + 1) * REPLAY_STEP;
	while (mib->now + stride < time) {
		mib->now += stride;
		mib_run(mib);
	}
	mib->now = time;
	mib_run(mib);
}

uint64_t run_replay(struct run *run)
{
	struct ports *ports = &run->ports;
	uint64_t end = 0;

	run->damaged += replay_run(ports->list, ports->count, &end, broken, step, run);
	run_tell_skipped(run);
	for (unsigned i = 0; i < ports->count; i++)
		port_tell_oversize(ports->list[i]);
	run->mib->now = end;
	return end;
}

/* Parsing hostile files needs no root: what it can give up without being told to, it does. */
static void drop_if_root(struct run *run)
{
	char error[256];

	if (!privs_check(run_user(run), error, sizeof(error)) ||
	    !privs_drop(run_user(run), PRIVS_NONE, error, sizeof(error)))
		log_debug("%s", error);
}

int run_dump(struct run *run)
{
	bool good = run_prepare(run, false);

	if (good) {
		drop_if_root(run);
		good = rows_start(run->mib, run->config, NULL);
	}
	if (good) {
		run_replay(run);
		dump(run->mib, stdout);
		if (fflush(stdout) != 0 || ferror(stdout)) {
			log_error("standard output: %s", strerror(errno));
			good = false;
		}
	}
	run_end(run);
	return good && !run->damaged ? 0 : 1;
}

static void differ(void *arg, const char *configured, const char *kept)
{
	(void)arg;
	if (configured)
		printf("configured: %s\n      kept: %s\n", configured, kept);
}

/* Of net-snmp's part in the configuration, too. */
static bool check_agent(struct run *run)
{
	struct snmp_config snmp = run_snmp_config(run, true);
	char error[512] = "";
	bool good = snmp.subagent ? agentx_start(&snmp, run->mib, error, sizeof(error))
				  : embedded_start(&snmp, run->mib, error, sizeof(error));

	if (!good)
		log_error("%s", error);
	return good;
}

/* One that is not named may be made when it is installed. */
static bool check_user(const struct run *run)
{
	char error[256];

	if (!run->config->user || privs_check(run->config->user, error, sizeof(error)))
		return true;
	log_error("%s", error);
	return false;
}

int run_check(struct run *run)
{
	bool good = check_user(run) && run_prepare(run, true);
	bool rows_good = good && rows_check(run->mib, run->config, run->state, differ, NULL);

	good = good && check_agent(run) && rows_good;
	if (good)
		printf("%s: good\n", run->file ? run->file : "no configuration");
	run_end(run);
	return good ? 0 : 1;
}
