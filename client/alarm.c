/* SPDX-License-Identifier: BSD-2-Clause */
/* sonda alarm: which of listing, making and deleting is asked for. */
#include "alarm.h"

#include <err.h>

const struct option_spec alarm_options[] = {
    {"rising", 0, "N", "generate the event at N and above; k, M, G multiply by 1000"},
    {"falling", 0, "N", "and at N and below"},
    {"every", 0, "TIME", "sample every TIME, as 30s or 5m (10s)"},
    {"delta", 0, NULL, "compare how much the value grew; the default for counters"},
    {"absolute", 0, NULL, "compare the value itself; the default for others"},
    {"startup", 0, "WHAT", "the first sample may generate: rising, falling or both"},
    {"log", 0, NULL, "the event is an entry in the log (default)"},
    {"trap", 0, NULL, "the event is a notification"},
    {"community", 0, "C", "of the event's notification"},
    {"description", 0, "TEXT", "of the event"},
    {"delete", 0, "INDEX", "delete this alarm"},
    {"csv", 0, NULL, "list as comma separated values"},
    {.name = NULL},
};

static int list(const struct run *run)
{
	bool csv = option_given(run->options, "csv");
	enum outcome outcome = alarm_list(run->session, csv);

	if (outcome == OUTCOME_GOOD)
		outcome = alarm_log(run->session, csv);
	return run_status(run, outcome);
}

int alarm_run(const struct run *run)
{
	const char *index = option_value(run->options, "delete");

	if (run->argc > 1) {
		warnx("%s: only one VARIABLE can be watched by an alarm", run->argv[1]);
		return EXIT_USAGE;
	}
	if (index && run->argc) {
		warnx("--delete takes an INDEX alone, not %s", run->argv[0]);
		return EXIT_USAGE;
	}
	if (index)
		return alarm_delete(run, index);
	if (run->argc)
		return alarm_make(run);
	if (option_given(run->options, "rising")) {
		warnx("--rising needs a VARIABLE");
		return EXIT_USAGE;
	}
	return list(run);
}
