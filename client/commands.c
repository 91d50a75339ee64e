/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of sonda's commands, and what they share. */
#include <err.h>

#include "alarm.h"
#include "capture.h"
#include "command.h"
#include "flows.h"
#include "show.h"
#include "slots.h"
#include "top.h"

const struct command commands[] = {
    {"alarm", "list alarms, make one, delete one",
	"HOST [VARIABLE --rising N [OPTION]... | --delete INDEX]", alarm_options, alarm_run},
    {"capture", "packets of an interface to a pcap file or the terminal",
	"HOST [--filter EXPRESSION] [-w FILE] [OPTION]...", capture_option_specs, capture_run},
    {"flows", "the flows of an interface: who talks to whom with what",
	"HOST [--interface IF] [--since ID] [--ended] [--sort BY] [--count N] [--csv]",
	flows_options, flows_run},
    {"show", "what a probe is and has, or any of its tables", "HOST [TABLE[.INDEX]]... [--csv]",
	show_options, show_run},
    {"slots", "what came in each slot of time, as a plot",
	"HOST [--interface IF] [--what octets|packets|flows] [--csv]", slots_options, slots_run},
    {"top", "the busiest hosts of an interface, by the probe's own report",
	"HOST [--by RATE] [--for TIME] [--count N] [--interface IF] [--csv]", top_options, top_run},
    {.name = NULL},
};

int run_status(const struct run *run, enum outcome outcome)
{
	if (outcome == OUTCOME_GOOD)
		return EXIT_GOOD;
	if (outcome != OUTCOME_STOPPED)
		warnx("%s", session_error(run->session));
	return EXIT_FAILED;
}
