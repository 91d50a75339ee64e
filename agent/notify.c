/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications on their way to targets: those of the agent or its master, and Sonda's own. */
#include "notify.h"

#include <stdlib.h>
#include <string.h>

#include "agentx_priv.h"
#include "event_session.h"
#include "handler_priv.h"
#include "log.h"
#include "mibs/event.h"

#define WAITING_MAX 1024
#define A_TURN 16                /* hundreds at once deadlock a master and its subagent */
#define BURST_NS 10000000000ull  /* 1000 notifications' worth */
#define NOTIFICATION_NS 10000000 /* 100 a second */
#define NS_PER_TICK 10000000     /* of TimeTicks */
#define TURN_US 1000             /* from one turn to the next */
#define WAIT_US 500000           /* from one look for a master to the next */

struct queued {
	struct queued *next;
	netsnmp_variable_list *varbinds;
	netsnmp_variable_list *stamp; /* the TimeTicks among them; NULL: none */
	uint64_t time;                /* that it tells, ns on the probe's clock */
	size_t community_len;
	uint8_t community[];
};

/* Those that wait for one way out. */
struct line {
	struct queued *first;
	struct queued **last;
	unsigned count;
};

struct notify {
	struct mib *mib;
	const struct clock *clock;
	struct event_sessions *sessions;
	struct line for_agent;
	struct line for_sessions; /* a master that is not there holds up none of these */
	uint64_t spent;           /* when the rate is as if nothing had been sent, by mib->now */
	bool suppresses;          /* and the log says so */
	unsigned alarm;           /* of the next turn; 0: none */
	bool idle;                /* which only looks for a master */
};

static void queued_free(struct queued *queued)
{
	snmp_free_varbind(queued->varbinds);
	free(queued);
}

static netsnmp_variable_list *varbind_add(
    netsnmp_variable_list **list, const struct oid *name, const struct value *value)
{
	oid wide[OID_MAX];
	netsnmp_variable_list *varbind;

	for (size_t i = 0; i < name->len; i++)
		wide[i] = name->sub[i];
	varbind = snmp_varlist_add_variable(list, wide, name->len, ASN_NULL, NULL, 0);
	if (varbind)
		varbind_put(varbind, value);
	return varbind;
}

static bool object_add(struct queued *queued, const struct oid *name, const struct value *value)
{
	netsnmp_variable_list *varbind = varbind_add(&queued->varbinds, name, value);

	if (varbind && value->syntax == SYNTAX_TIMETICKS) {
		queued->stamp = varbind;
		queued->time = value->number;
	}
	return varbind;
}

/* Who sends it puts sysUpTime before it. */
static struct queued *queued_new(const struct notification *notification)
{
	static const struct oid trap_oid = OID_LITERAL(1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0);
	struct value name = {.syntax = SYNTAX_OID, .oid = notification->name};
	size_t len = notification->community_len;
	struct queued *queued = calloc(1, sizeof(*queued) + len);
	bool good;

	if (!queued)
		return NULL;
	queued->community_len = len;
	if (len > 0)
		memcpy(queued->community, notification->community, len);
	good = varbind_add(&queued->varbinds, &trap_oid, &name);
	for (unsigned i = 0; good && i < notification->count; i++)
		good = object_add(
		    queued, &notification->varbinds[i].name, &notification->varbinds[i].value);
	if (good)
		return queued;
	queued_free(queued);
	return NULL;
}

/* By the sysUpTime that it leaves with, never after it; mib->up may be that of another master. */
static void queued_stamp(struct queued *queued, const struct clock *clock)
{
	uint64_t now = clock_now(clock);
	uint64_t age = now > queued->time ? (now - queued->time) / NS_PER_TICK : 0;
	u_long up = netsnmp_get_agent_uptime();
	struct value value = {.syntax = SYNTAX_TIMETICKS, .number = up > age ? up - age : 0};

	if (queued->stamp)
		varbind_put(queued->stamp, &value);
}

static void turn(unsigned id, void *arg);

static void schedule(struct notify *notify, bool idle)
{
	const struct timeval time = {.tv_usec = idle ? WAIT_US : TURN_US};

	if (notify->alarm)
		snmp_alarm_unregister(notify->alarm);
	notify->alarm = snmp_alarm_register_hr(time, 0, turn, notify);
	notify->idle = idle;
}

static bool is_connected(void)
{
	const struct agentx *agentx = agentx_self();

	return !agentx || agentx->session;
}

static bool line_put(struct line *line, const struct notification *notification)
{
	struct queued *queued = line->count < WAITING_MAX ? queued_new(notification) : NULL;

	if (!queued)
		return false;
	*line->last = queued;
	line->last = &queued->next;
	line->count++;
	return true;
}

/* The first, which is there, to be freed. */
static struct queued *line_take(struct line *line)
{
	struct queued *queued = line->first;

	line->first = queued->next;
	if (!line->first)
		line->last = &line->first;
	line->count--;
	return queued;
}

static void line_clear(struct line *line)
{
	while (line->first)
		queued_free(line_take(line));
}

static void send_by_agent(struct notify *notify)
{
	struct queued *queued = line_take(&notify->for_agent);

	queued_stamp(queued, notify->clock);
	netsnmp_send_traps(-1, -1, NULL, 0, queued->varbinds, NULL, 0);
	notify->mib->notifications_sent++;
	queued_free(queued);
}

static void send_by_sessions(struct notify *notify)
{
	struct queued *queued = line_take(&notify->for_sessions);

	queued_stamp(queued, notify->clock);
	event_sessions_send(
	    notify->sessions, queued->community, queued->community_len, queued->varbinds);
	queued_free(queued);
}

static void turn(unsigned id, void *arg)
{
	struct notify *notify = arg;

	(void)id;
	notify->alarm = 0;
	for (int i = 0; i < A_TURN && notify->for_sessions.first; i++)
		send_by_sessions(notify);
	for (int i = 0; i < A_TURN && notify->for_agent.first && is_connected(); i++)
		send_by_agent(notify);
	if (notify->for_sessions.first || (notify->for_agent.first && is_connected()))
		schedule(notify, false);
	else if (notify->for_agent.first)
		schedule(notify, true);
}

/* Whether the rate allows another one now. */
static bool is_allowed(struct notify *notify)
{
	uint64_t now = notify->mib->now;

	if (notify->spent < now)
		notify->spent = now;
	if (notify->spent - now > BURST_NS - NOTIFICATION_NS) {
		if (!notify->suppresses)
			log_warning("more notifications than 100 a second: some are not sent, see "
				    "sondaProbeNotificationsSuppressed");
		notify->suppresses = true;
		return false;
	}
	if (notify->spent == now)
		notify->suppresses = false;
	notify->spent += NOTIFICATION_NS;
	return true;
}

static void put(void *arg, const struct notification *notification)
{
	struct notify *notify = arg;
	struct mib *mib = notify->mib;
	unsigned targets = event_sessions_match(
	    notify->sessions, notification->community, notification->community_len);

	if (!is_allowed(notify)) {
		mib->notifications_suppressed++;
		return;
	}
	if (targets > 0 && !line_put(&notify->for_sessions, notification))
		mib->event_target_dropped += targets;
	if (!line_put(&notify->for_agent, notification))
		mib->notifications_dropped++;
	if (!notify->alarm || (notify->idle && notify->for_sessions.first))
		schedule(notify, false);
}

struct notify *notify_start(
    struct mib *mib, const struct clock *clock, const struct event_target *targets, size_t count)
{
	struct notify *notify = calloc(1, sizeof(*notify));

	if (!notify)
		return NULL;
	notify->sessions = event_sessions_new(mib, targets, count);
	if (!notify->sessions) {
		free(notify);
		return NULL;
	}
	notify->mib = mib;
	notify->clock = clock;
	notify->for_agent.last = &notify->for_agent.first;
	notify->for_sessions.last = &notify->for_sessions.first;
	mib->notify = put;
	mib->notify_arg = notify;
	return notify;
}

void notify_end(struct notify *notify)
{
	if (!notify)
		return;
	notify->mib->notify = NULL;
	line_clear(&notify->for_agent);
	line_clear(&notify->for_sessions);
	event_sessions_free(notify->sessions);
	free(notify);
}
