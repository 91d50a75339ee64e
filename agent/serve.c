/* SPDX-License-Identifier: BSD-2-Clause */
/* Serving: from open interfaces and files to answers, and an orderly end. */
#include <errno.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <bsd/libutil.h>

#include "log.h"
#include "notify.h"
#include "privs.h"
#include "probe/replay_realtime.h"
#include "rows.h"
#include "run.h"
#include "snmp.h"
#include "wake.h"

#define PID_FILE "/run/sondad.pid"
#define FEED_NS 50000000 /* between looks at a file that is replayed at its own pace */

struct serving {
	struct run *run;
	struct pidfh *pid_file;
	struct replay_realtime realtime;
	struct notify *notify;
	struct wake wake;
	bool half; /* of a second: every other tick is in the middle of one */
	int timer; /* by which realtime is fed; -1: none */
};

static void tick(void *arg)
{
	struct serving *serving = arg;
	struct run *run = serving->run;

	mib_run(run->mib);
	if (run->query)
		query_turn(run->query);
	serving->half = !serving->half;
	if (!serving->half)
		return;
	mib_tick(run->mib);
	ports_tick(&run->ports, run->offload);
	if (*run->hangup) {
		*run->hangup = 0;
		log_info("SIGHUP: the configuration is read at the start only; restart instead");
	}
}

/* The files' time: what they say is over before anybody is answered, or begins now. */
static void replay_start(struct run *run)
{
	if (!run->ports.replay)
		return;
	clock_set_replay_end(&run->clock, run->options->realtime ? 0 : run_replay(run));
	if (run->mib->mode == MIB_EMBEDDED)
		embedded_set_uptime(&run->clock);
}

/*
 * The embedded agent's ports may be below 1024; a subagent connects as who it will stay.  Files need
 * no privilege but to be opened, and are read when there is none left.
 */
static bool agent_start(struct run *run)
{
	struct snmp_config snmp = run_snmp_config(run, false);
	char error[512] = "";
	bool good = true;

	if (!snmp.subagent)
		good = embedded_start(&snmp, run->mib, error, sizeof(error));
	good = good && privs_drop(run_user(run), run->ports.replay ? PRIVS_NONE : CAP_NET_RAW,
			   error, sizeof(error));
	if (good)
		replay_start(run);
	if (good && snmp.subagent)
		good = agentx_start(&snmp, run->mib, error, sizeof(error));
	if (!good && *error)
		log_error("%s", error);
	return good;
}

static bool is_daemon(const struct run *run)
{
	return !run->options->foreground && !run->options->debug;
}

/* Who may write there is root; others go without. */
static bool pid_file_open(struct serving *serving)
{
	pid_t other = 0;

	if (!is_daemon(serving->run))
		return true;
	serving->pid_file = pidfile_open(PID_FILE, 0644, &other);
	if (!serving->pid_file && errno == EEXIST) {
		log_error("%s: sondad runs already as process %ld", PID_FILE, (long)other);
		return false;
	}
	if (!serving->pid_file)
		log_info("%s: %s; going without", PID_FILE, strerror(errno));
	return true;
}

/* The daemon's user may not remove the file; an empty one names no process. */
static void pid_file_end(struct serving *serving)
{
	if (!serving->pid_file)
		return;
	if (ftruncate(pidfile_fileno(serving->pid_file), 0) != 0 ||
	    pidfile_remove(serving->pid_file) != 0)
		log_debug("%s: %s", PID_FILE, strerror(errno));
}

static bool detach(struct serving *serving)
{
	const struct options *options = serving->run->options;

	if (!is_daemon(serving->run))
		return true;
	if (daemon(0, 0) != 0) {
		log_error("daemon: %s", strerror(errno));
		return false;
	}
	log_open("sondad", LOG_TO_SYSLOG, options->debug);
	if (serving->pid_file)
		pidfile_write(serving->pid_file);
	return true;
}

static void offload_prepare(struct run *run)
{
	char error[256];

	if (run->options->file_count || !privs_have(CAP_NET_ADMIN))
		return;
	run->offload = offload_start(run_user(run), error, sizeof(error));
	if (!run->offload)
		log_warning("%s", error);
}

static void feed_broken(void *arg, const struct port *port, const char *sentence)
{
	(void)arg;
	(void)port;
	log_error("%s", sentence);
}

static void feed(int fd, void *arg)
{
	struct serving *serving = arg;
	uint64_t expirations;

	if (read(fd, &expirations, sizeof(expirations)) < 0)
		return;
	serving->run->damaged +=
	    replay_realtime_feed(&serving->realtime, clock_now(&serving->run->clock));
}

static bool realtime_start(struct serving *serving)
{
	const struct itimerspec every = {
	    .it_interval.tv_nsec = FEED_NS, .it_value.tv_nsec = FEED_NS};
	struct ports *ports = &serving->run->ports;

	serving->realtime = (struct replay_realtime){
	    .ports = ports->list, .count = ports->count, .broken = feed_broken};
	serving->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (serving->timer >= 0 && timerfd_settime(serving->timer, 0, &every, NULL) == 0 &&
	    loop_watch(&serving->run->loop, serving->timer, feed, serving))
		return true;
	log_error("timer: %s", strerror(errno));
	return false;
}

static bool serve_start(struct serving *serving)
{
	struct run *run = serving->run;
	char error[256];

	if (!privs_check(run_user(run), error, sizeof(error))) {
		log_error("%s", error);
		return false;
	}
	if (!pid_file_open(serving))
		return false;
	offload_prepare(run);
	if (!run_prepare(run, false) || !rows_start(run->mib, run->config, run->state))
		return false;
	if (!agent_start(run))
		return false;
	run->serving();
	if (!detach(serving))
		return false;
	serving->notify = notify_start(
	    run->mib, &run->clock, run->config->event_targets, run->config->event_target_count);
	if (!serving->notify) {
		log_error("%s", strerror(ENOMEM));
		return false;
	}
	if (!wake_start(&serving->wake, &run->loop, run->mib, &run->clock, &run->ports)) {
		log_error("cannot be woken: %s", strerror(errno));
		return false;
	}
	if (run->options->realtime && !realtime_start(serving))
		return false;
	if (!ports_start(&run->ports, error, sizeof(error))) {
		log_error("%s", error);
		return false;
	}
	return true;
}

int run_serve(struct run *run)
{
	struct serving serving = {.run = run, .wake.fd = -1, .timer = -1};
	bool good = serve_start(&serving);

	if (good) {
		log_info("sondad " PACKAGE_VERSION " answers for %u port%s", run->ports.count,
		    run->ports.count == 1 ? "" : "s");
		loop_run(run->mib, &run->clock, run->stop, tick, &serving);
		log_info("sondad ends");
		if (run->options->realtime)
			run_tell_skipped(run);
		ports_stop(&run->ports);
		query_close(run->query);
		snmp_stop();
	}
	notify_end(serving.notify);
	loop_end(&run->loop);
	if (serving.timer >= 0)
		close(serving.timer);
	run_end(run);
	wake_end(&serving.wake);
	pid_file_end(&serving);
	return good && !run->damaged ? 0 : 1;
}
