/* SPDX-License-Identifier: BSD-2-Clause */
/* Notifications on their way to the targets of the agent, or of the AgentX master. */
#include "notify.h"

#include <stdlib.h>

#include "agentx_priv.h"
#include "handler_priv.h"
#include "log.h"
#include "mibs/event.h"

#define WAITING_MAX 1024
#define A_TURN 16                /* hundreds at once deadlock a master and its subagent */
#define BURST_NS 10000000000ull  /* 1000 notifications' worth */
#define NOTIFICATION_NS 10000000 /* 100 a second */
#define TURN_US 1000             /* from one turn to the next */
#define WAIT_US 500000           /* from one look for a master to the next */

struct queued {
	struct queued *next;
	netsnmp_variable_list *varbinds;
};

struct notify {
	struct mib *mib;
	struct queued *first;
	struct queued **last;
	unsigned count;
	uint64_t spent;  /* when the rate is as if nothing had been sent, by mib->now */
	bool suppresses; /* and the log says so */
	bool scheduled;
};

static void queued_free(struct queued *queued)
{
	snmp_free_varbind(queued->varbinds);
	free(queued);
}

static bool varbind_add(
    netsnmp_variable_list **list, const struct oid *name, const struct value *value)
{
	oid wide[OID_MAX];
	netsnmp_variable_list *varbind;

	for (size_t i = 0; i < name->len; i++)
		wide[i] = name->sub[i];
	varbind = snmp_varlist_add_variable(list, wide, name->len, ASN_NULL, NULL, 0);
	if (!varbind)
		return false;
	varbind_put(varbind, value);
	return true;
}

/* The agent puts sysUpTime before it. */
static struct queued *queued_new(const struct notification *notification)
{
	static const struct oid trap_oid = OID_LITERAL(1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0);
	struct value name = {.syntax = SYNTAX_OID, .oid = notification->name};
	struct queued *queued = calloc(1, sizeof(*queued));
	bool good;

	if (!queued)
		return NULL;
	good = varbind_add(&queued->varbinds, &trap_oid, &name);
	for (unsigned i = 0; good && i < notification->count; i++)
		good = varbind_add(&queued->varbinds, &notification->varbinds[i].name,
		    &notification->varbinds[i].value);
	if (good)
		return queued;
	queued_free(queued);
	return NULL;
}

static void turn(unsigned id, void *arg);

static void schedule(struct notify *notify, unsigned us)
{
	const struct timeval time = {.tv_usec = (suseconds_t)us};

	notify->scheduled = snmp_alarm_register_hr(time, 0, turn, notify) != 0;
}

static bool is_connected(void)
{
	const struct agentx *agentx = agentx_self();

	return !agentx || agentx->session;
}

static void send_first(struct notify *notify)
{
	struct queued *queued = notify->first;

	notify->first = queued->next;
	if (!notify->first)
		notify->last = &notify->first;
	notify->count--;
	netsnmp_send_traps(-1, -1, NULL, 0, queued->varbinds, NULL, 0);
	notify->mib->notifications_sent++;
	queued_free(queued);
}

static void turn(unsigned id, void *arg)
{
	struct notify *notify = arg;

	(void)id;
	notify->scheduled = false;
	for (int i = 0; i < A_TURN && notify->first && is_connected(); i++)
		send_first(notify);
	if (notify->first)
		schedule(notify, is_connected() ? TURN_US : WAIT_US);
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
	struct queued *queued;

	if (!is_allowed(notify)) {
		notify->mib->notifications_suppressed++;
		return;
	}
	queued = notify->count < WAITING_MAX ? queued_new(notification) : NULL;
	if (!queued) {
		notify->mib->notifications_dropped++;
		return;
	}
	*notify->last = queued;
	notify->last = &queued->next;
	notify->count++;
	if (!notify->scheduled)
		schedule(notify, TURN_US);
}

struct notify *notify_start(struct mib *mib)
{
	struct notify *notify = calloc(1, sizeof(*notify));

	if (!notify)
		return NULL;
	notify->mib = mib;
	notify->last = &notify->first;
	mib->notify = put;
	mib->notify_arg = notify;
	return notify;
}

void notify_end(struct notify *notify)
{
	if (!notify)
		return;
	notify->mib->notify = NULL;
	while (notify->first) {
		struct queued *queued = notify->first;

		notify->first = queued->next;
		queued_free(queued);
	}
	free(notify);
}
