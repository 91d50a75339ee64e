/* SPDX-License-Identifier: BSD-2-Clause */
/* Making an alarm: its variable, its thresholds and its event. */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alarm.h"
#include "alarm_columns.h"
#include "format.h"
#include "interface.h"
#include "mibs/alarm.h"
#include "mibs/control.h"
#include "mibs/event.h"
#include "name.h"
#include "varbind.h"

#define EVERY_DEFAULT 10 /* s */
#define TEXT_MAX 127     /* octets of eventDescription and eventCommunity */

/* alarmSampleType, alarmStartupAlarm and eventType of RFC 2819. */
enum {
	TYPE_ABSOLUTE = 1,
	TYPE_DELTA
};
enum {
	STARTUP_RISING = 1,
	STARTUP_FALLING,
	STARTUP_BOTH
};
enum {
	EVENT_IS_LOG = 2,
	EVENT_IS_TRAP,
	EVENT_IS_BOTH
};

static const struct {
	const char *word;
	int32_t number;
} startups[] = {{"rising", STARTUP_RISING}, {"falling", STARTUP_FALLING}, {"both", STARTUP_BOTH}};

struct making {
	const struct run *run;
	struct oid variable;
	char name[256]; /* of the variable */
	int64_t rising;
	int64_t falling;
	int32_t every;
	int32_t type; /* 0: what the variable's type suggests */
	int32_t startup;
	int32_t event_type;
	char description[TEXT_MAX + 1];
	const char *community;
	uint32_t event; /* eventIndex; 0: none yet */
};

static const char *option(const struct making *making, const char *name)
{
	return option_value(making->run->options, name);
}

static bool threshold_read(const struct making *making, const char *name, int64_t *number)
{
	const char *text = option(making, name);

	if (!text || format_parse_size(text, INT32_MIN, INT32_MAX, number))
		return true;
	warnx("--%s %s is no number from -2147483648 to 2147483647; k, M or G may follow", name,
	    text);
	return false;
}

static bool startup_read(struct making *making)
{
	const char *word = option(making, "startup");

	making->startup = option(making, "falling") ? STARTUP_BOTH : STARTUP_RISING;
	for (size_t i = 0; word && i < sizeof(startups) / sizeof(startups[0]); i++) {
		if (strcmp(startups[i].word, word) == 0) {
			making->startup = startups[i].number;
			return true;
		}
	}
	if (word)
		warnx("--startup %s is none of: rising falling both", word);
	return !word;
}

static bool sampling_read(struct making *making)
{
	const char *every = option(making, "every");

	making->every = EVERY_DEFAULT;
	if (option(making, "delta") && option(making, "absolute")) {
		warnx("--delta and --absolute exclude each other");
		return false;
	}
	if (option(making, "delta"))
		making->type = TYPE_DELTA;
	if (option(making, "absolute"))
		making->type = TYPE_ABSOLUTE;
	if (every && !format_parse_time(every, &making->every)) {
		warnx("--every %s is no time, as 30s, 5m or 1h", every);
		return false;
	}
	return startup_read(making);
}

/* The value is to fall by half before the event comes again, unless it is said. */
static bool thresholds_read(struct making *making)
{
	if (!option(making, "rising")) {
		warnx("an alarm needs --rising N");
		return false;
	}
	if (!threshold_read(making, "rising", &making->rising))
		return false;
	making->falling = making->rising >= 0 ? making->rising / 2 : making->rising;
	if (!threshold_read(making, "falling", &making->falling))
		return false;
	if (making->falling <= making->rising)
		return true;
	warnx("--falling %" PRId64 " is above --rising %" PRId64, making->falling, making->rising);
	return false;
}

static bool event_read(struct making *making)
{
	const char *text = option(making, "description");
	bool trap = option(making, "trap");

	making->community = option(making, "community");
	making->event_type = !trap                   ? EVENT_IS_LOG
			     : option(making, "log") ? EVENT_IS_BOTH
						     : EVENT_IS_TRAP;
	if ((text && strlen(text) > TEXT_MAX) ||
	    (making->community && strlen(making->community) > TEXT_MAX)) {
		warnx("--description and --community hold %d octets", TEXT_MAX);
		return false;
	}
	snprintf(making->description, sizeof(making->description), "%s",
	    text ? text : making->run->argv[0]);
	return true;
}

/* "etherStatsOctets.eth0": the row of an interface's statistics by the interface's name. */
static int variable_by_interface(struct making *making, const char *word)
{
	const char *dot = strchr(word, '.');
	struct interface interface;
	char text[128];

	if (strncmp(word, "etherStats", strlen("etherStats")) != 0 || !dot || !dot[1]) {
		warnx("%s is no object: give the name of an object of RMON's or Sonda's and its "
		      "index, one of a MIB that is loaded (-m), or numbers",
		    word);
		return EXIT_USAGE;
	}
	if (interface_find(making->run->session, dot + 1, &interface) != OUTCOME_GOOD)
		return EXIT_FAILED;
	snprintf(
	    text, sizeof(text), "%.*s.%" PRIu32, (int)(dot - word), word, interface.statistics);
	if (name_parse(text, &making->variable))
		return EXIT_GOOD;
	warnx("%.*s is no object", (int)(dot - word), word);
	return EXIT_USAGE;
}

/* Asks for the variable once: what is not there, or is no number, cannot be watched. */
static int variable_check(struct making *making)
{
	struct varbind varbind = {.name = making->variable};
	enum outcome outcome = session_get(making->run->session, &varbind, 1);
	const char *host = session_host(making->run->session);

	if (outcome != OUTCOME_GOOD)
		return run_status(making->run, outcome);
	name_print(making->name, sizeof(making->name), &making->variable);
	if (!varbind.present) {
		warnx("%s: has no %s", host, making->name);
		return EXIT_FAILED;
	}
	switch (varbind.value.syntax) {
	case SYNTAX_COUNTER32:
	case SYNTAX_COUNTER64:
		if (!making->type)
			making->type = TYPE_DELTA;
		return EXIT_GOOD;
	case SYNTAX_INTEGER:
	case SYNTAX_GAUGE32:
	case SYNTAX_TIMETICKS:
		if (!making->type)
			making->type = TYPE_ABSOLUTE;
		return EXIT_GOOD;
	default:
		warnx("%s: %s is no number", host, making->name);
		return EXIT_FAILED;
	}
}

static bool is_text(const struct varbind *varbind, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return varbind->present && varbind->value.octets_len == len &&
	       (len == 0 || memcmp(varbind->value.octets, text, len) == 0);
}

static bool event_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct making *making = arg;

	if (index->len != 1 || !is_text(&cells[0], making->description) ||
	    varbind_number(&cells[1]) != making->event_type ||
	    !is_text(&cells[2], making->community) ||
	    !is_text(&cells[3], rows_lasting_owner(making->run->rows)) ||
	    varbind_number(&cells[4]) != STATUS_VALID)
		return true;
	making->event = index->sub[0];
	return false;
}

/* An event that this user made before and that says the same serves several alarms. */
static int event_find(struct making *making)
{
	static const uint32_t numbers[] = {
	    EVENT_DESCRIPTION, EVENT_TYPE, EVENT_COMMUNITY, EVENT_OWNER, EVENT_STATUS};
	struct oid columns[5];
	const struct walk walk = {.columns = columns, .count = 5, .row = event_row, .arg = making};

	for (size_t i = 0; i < 5; i++)
		columns[i] = oid_column(&event_table.entry, numbers[i]);
	return run_status(making->run, session_walk(making->run->session, &walk));
}

static int event_make(struct making *making)
{
	struct setting settings[] = {{.column = EVENT_DESCRIPTION}, {.column = EVENT_TYPE},
	    {.column = EVENT_OWNER}, {.column = EVENT_COMMUNITY}};

	varbind_text(&settings[0].to, making->description);
	varbind_integer(&settings[1].to, making->event_type);
	varbind_text(&settings[2].to, rows_lasting_owner(making->run->rows));
	varbind_text(&settings[3].to, making->community ? making->community : "");
	return rows_make(making->run->rows, &event_table, settings, making->community ? 4 : 3,
		   &making->event) == OUTCOME_GOOD
		   ? EXIT_GOOD
		   : EXIT_FAILED;
}

/* The same event serves both thresholds; the lower one has none if nobody asked for it. */
static int alarm_row_make(struct making *making)
{
	struct setting settings[] = {{.column = ALARM_INTERVAL}, {.column = ALARM_VARIABLE},
	    {.column = ALARM_SAMPLE_TYPE}, {.column = ALARM_STARTUP}, {.column = ALARM_RISING},
	    {.column = ALARM_FALLING}, {.column = ALARM_RISING_EVENT},
	    {.column = ALARM_FALLING_EVENT}, {.column = ALARM_OWNER}};
	uint32_t index;

	varbind_integer(&settings[0].to, making->every);
	varbind_oid(&settings[1].to, &making->variable);
	varbind_integer(&settings[2].to, making->type);
	varbind_integer(&settings[3].to, making->startup);
	varbind_integer(&settings[4].to, making->rising);
	varbind_integer(&settings[5].to, making->falling);
	varbind_integer(&settings[6].to, making->event);
	varbind_integer(&settings[7].to, option(making, "falling") ? making->event : 0);
	varbind_text(&settings[8].to, rows_lasting_owner(making->run->rows));
	if (rows_make(making->run->rows, &alarm_table, settings, 9, &index) != OUTCOME_GOOD)
		return EXIT_FAILED;
	rows_keep(making->run->rows);
	printf("alarm %" PRIu32 " on %s, event %" PRIu32 "\n", index, making->name, making->event);
	return EXIT_GOOD;
}

int alarm_make(const struct run *run)
{
	struct making making = {.run = run};
	int status = EXIT_GOOD;

	if (!thresholds_read(&making) || !sampling_read(&making) || !event_read(&making))
		return EXIT_USAGE;
	if (!name_parse(run->argv[0], &making.variable))
		status = variable_by_interface(&making, run->argv[0]);
	if (status == EXIT_GOOD)
		status = variable_check(&making);
	if (status == EXIT_GOOD)
		status = event_find(&making);
	if (status == EXIT_GOOD && !making.event)
		status = event_make(&making);
	return status == EXIT_GOOD ? alarm_row_make(&making) : status;
}
