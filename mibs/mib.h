/* SPDX-License-Identifier: BSD-2-Clause */
/* Everything that Sonda answers from: ports, control rows, budgets, time; main thread only. */
#ifndef MIBS_MIB_H
#define MIBS_MIB_H

#include "budget.h"
#include "control.h"
#include "store.h"
#include "table.h"

#define MIB_PORTS_MAX 65535

enum mib_mode {
	MIB_EMBEDDED = 1,
	MIB_SUBAGENT,
	MIB_DUMP
};

/* How the owner of a mib keeps its rows over a restart; all NULL: it does not. */
struct mib_persist {
	/* Before anything changes: make the new state durable beside the old.  false: it cannot. */
	bool (*prepare)(void *arg, const struct mib *mib);
	bool (*commit)(void *arg); /* let the new state take the old one's place, durably */
	void (*undo)(void *arg);   /* the old one back */
	void (*forget)(void *arg); /* drop what prepare made, or what undo would need */
	void *arg;
};

struct transaction;
struct notification;
struct alarm_reading;

/* Names the row that asked for a variable, for as long as it lives. */
struct asker {
	const struct control_class *class;
	uint32_t index[2];
	uint64_t life;
};

struct mib {
	struct store stores[STORES_MAX]; /* in the order of mib_controls[] */
	struct port **ports;
	unsigned port_count;
	struct budget budgets[BUDGET_KINDS];
	uint64_t seed; /* of hashes; 0 in a replay */
	bool align;

	/* Time, all ns; the owner sets them before each request and tick. */
	uint64_t now;                 /* on the probe's clock, which port times share */
	int64_t up;                   /* the probe's time when sysUpTime was 0; may be negative */
	uint64_t (*clock)(void *arg); /* a monotonic clock, to age views by; never shown */
	void *clock_arg;
	uint64_t pdu; /* number of the PDU being answered: its views stay as they are */

	struct transaction *transaction; /* the SET under way */
	/* The port whose channels acted on the event that is generated; NULL: none yet. */
	const struct port *acted;
	uint64_t lives; /* rows that ever became valid: numbers their lives */
	uint64_t sets;  /* transactions that ever took effect */
	struct mib_persist persist;

	/* What the owner does with notifications, and with news for its log; NULL: nothing. */
	void (*notify)(void *arg, const struct notification *notification);
	void *notify_arg;
	void (*tell)(void *arg, const char *sentence);
	void *tell_arg;

	/*
	 * Asks for a variable that is not Sonda's; mib_answer() is to be called later, never from
	 * within.  False: not now.  NULL: there is nobody to ask.
	 */
	bool (*ask)(void *arg, const struct oid *variable, const struct asker *asker);
	void *ask_arg;

	/* scalars of SONDA-MIB */
	const char *version;
	uint64_t memory_limit;
	int32_t mode; /* enum mib_mode */
	uint32_t state_writes;
	uint32_t state_failures;
	uint32_t notifications_sent;
	uint32_t notifications_suppressed;
	uint32_t notifications_dropped;
	uint32_t query_failures;
	uint32_t event_target_sent;
	uint32_t event_target_failed;
	uint32_t event_target_dropped;

	uint8_t hc_alarm_capabilities[1]; /* HC_ALARM_... */
};

/* A mib over ports, which it neither starts nor owns; NULL with errno. */
struct mib *mib_new(struct port **ports, unsigned port_count, uint64_t memory_limit);
void mib_free(struct mib *mib); /* stops all collectors */

struct store *mib_store(struct mib *mib, const struct control_class *class);
struct port *mib_port_by_ifindex(const struct mib *mib, uint32_t ifindex);
struct port *mib_port_by_name(const struct mib *mib, const char *name);

/* A time on the probe's clock as TimeTicks since sysUpTime was 0; before that: 0. */
uint32_t mib_ticks(const struct mib *mib, uint64_t time);

/*
 * Lets time pass to mib->now for what runs on the main thread (control_class.run): twice a second,
 * and in a replay at least every 100 ms of its clock.
 */
void mib_run(struct mib *mib);

/* Once a second: rows forgotten in underCreation age out, unread views are dropped. */
void mib_tick(struct mib *mib);

/*
 * Deletes a row as a manager would, so that it leaves the state too, and frees it; false: a SET is
 * under way, or the state cannot be written, and the row stays.
 */
bool mib_row_delete(struct mib *mib, const struct control *row);

/* The answer to mib->ask(), for the row that asked if it still lives; reading: of ANSWER_VALUE. */
void mib_answer(struct mib *mib, const struct asker *asker, enum answer answer,
    const struct alarm_reading *reading);

/* All tables in the order of their OIDs, ended by NULL; and all classes of control rows. */
extern const struct table *const mib_tables[];
extern const struct control_class *const mib_controls[];

#endif
