/* SPDX-License-Identifier: BSD-2-Clause */
/* Control rows: what an NMS makes, changes and deletes. */
#ifndef MIBS_CONTROL_H
#define MIBS_CONTROL_H

#include "budget.h"
#include "probe/port.h"
#include "status.h"
#include "table.h"

#define OWNER_MAX 127

/* What comes of asking for a variable's value. */
enum answer {
	ANSWER_VALUE,
	ANSWER_MISSING, /* there is no such instance, or it is no integer */
	ANSWER_NONE,    /* nobody answered in time, or with an error that may pass */
	ANSWER_LATER,   /* through control_class.answer */
};

struct alarm_reading;
struct view;

/* Every control row begins with this. */
struct control {
	const struct control_class *class;
	uint32_t index[2];
	int32_t status; /* enum entry_status, whatever it is shown as: valid or underCreation */
	char owner[OWNER_MAX + 1];
	uint64_t written;    /* columns that a SET or the configuration gave: control_column_bit */
	uint64_t set;        /* those of them that the latest SET gave */
	uint64_t life;       /* another number each time that a row becomes valid */
	uint64_t touched;    /* ns: last SET; rows left in underCreation age out */
	struct port *port;   /* the data source; NULL: never written */
	struct group *group; /* the collector while the row is valid */
	uint32_t granted;    /* rows taken from the budget for it */
	struct view *view;   /* the collector's latest copies; NULL: none */
	void *live;          /* what control_class.make made; NULL: none */
};

/*
 * One control table's behaviour; everything not told here is alike in all and written once in
 * control.c and transaction.c.  All run on the main thread.
 */
struct control_class {
	const char *name; /* as the configuration names it: "hostControlTable" */
	size_t row_size;
	unsigned index_count; /* 1 or 2 INTEGERs */
	uint32_t index_max;   /* each is 1 .. index_max */
	bool fixed;           /* made by the probe: no SET makes or deletes rows */
	enum budget_kind budget;
	const struct table *table;       /* the one with the status; NULL: none */
	const struct table *augment;     /* another with columns that are written; NULL: none */
	const struct group_class *group; /* of the collectors; NULL: none */
	/* How view rows compare in each order; NULL: as they are copied. */
	int (*const *orders)(const void *, const void *);
	/* Instead: where the uint32_t is by which they do, from 1; 0: as they are copied. */
	const uint16_t *numbers;
	unsigned order_count;

	void (*defaults)(struct mib *, struct control *);
	/*
	 * Judges (and completes, as with BucketsGranted) a row whose columns have changed; on an
	 * error *column is set to the culprit.  NULL: nothing beyond what the columns say.
	 */
	enum snmp_error (*check)(struct mib *, struct control *row, const struct control *old,
	    const struct column **column);
	/* Makes the collector of a row that is to be valid; NULL: no memory. */
	struct group *(*collect)(struct mib *, struct control *row);
	/*
	 * A live column of a valid row changed: change_prepare takes what it needs into row
	 * (false: no memory), then either change_apply (port lock held) or change_drop follows.
	 */
	bool (*change_prepare)(struct mib *, struct control *row, const struct control *old);
	void (*change_apply)(struct control *row, const struct control *old);
	void (*change_drop)(struct control *row);
	/*
	 * What a valid row needs on the main thread (an alarm's samples, an event's log): make puts
	 * it into row->live before the row is valid (false: no memory), begin is called when the
	 * row is, and end frees it, begun or not.  It moves along when the row is changed.
	 */
	bool (*make)(struct mib *, struct control *row);
	void (*begin)(struct mib *, struct control *row);
	void (*end)(struct mib *, struct control *row);
	/* Lets time pass to mib->now for a valid row; called twice a second and in replays. */
	void (*run)(struct mib *, struct control *row);
	/* An event was generated (an eventIndex, whatever its type); NULL: ignores it. */
	void (*event)(struct mib *, struct control *row, uint32_t event);
	/* The variable that the row asked for (mib->ask); NULL: it never asks. */
	void (*answer)(struct mib *, struct control *row, enum answer answer,
	    const struct alarm_reading *reading);
	/* Rows on the main thread, sorted by index, that its data tables show instead of a view. */
	struct view *(*rows)(struct control *row);
	/* The value of a FORM_BY_CLASS or COLUMN_RUNNING column; base: the struct of its place. */
	void (*load)(const struct control *row, const struct column *column, const void *base,
	    struct value *value);
};

/* A new row with the class's defaults in underCreation, not in any store; NULL: no memory. */
struct control *control_new(
    struct mib *mib, const struct control_class *class, const uint32_t *index);
struct control *control_copy(const struct control *row); /* shares group and view */
void control_free(struct control *row);                  /* the row alone */

/* Starts the row's collector on its port, or ends it and gives its rows back to the budget. */
void control_start(struct mib *mib, struct control *row);
void control_stop(struct mib *mib, struct control *row);

/*
 * The columns of the tables that managers write, those of class->table before class->augment's; 64
 * at most.
 */
size_t control_column_count(const struct control_class *class);
const struct column *control_column(const struct control_class *class, size_t position);
uint64_t control_column_bit(const struct control_class *class, const struct column *column);
const struct table *control_column_table(
    const struct control_class *class, const struct column *column);

/* Whether every column without a default was given. */
bool control_is_complete(const struct control *row);

/* Whether the row is to outlive the agent: its StorageType, if it has one, is not volatile. */
bool control_is_kept(const struct control *row);

/* <0, 0, >0 by index. */
int control_compare(const struct control *row, const uint32_t *index);

#endif
