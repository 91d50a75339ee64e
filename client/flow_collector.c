/* SPDX-License-Identifier: BSD-2-Clause */
/* The row of sondaFlowControlTable that collects the flows of an interface. */
#include "flow_collector.h"

#include <err.h>

#include "mibs/flow.h"
#include "mibs/status.h"
#include "varbind.h"

/* Columns of sondaFlowControlTable. */
enum {
	DATA_SOURCE = 2,
	STATUS = 25
};

struct search {
	uint32_t interface; /* ifIndex; 0: any */
	uint32_t found;
};

static bool collector_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct search *search = arg;

	if (index->len != 1)
		return true;
	if (search->interface && (varbind_number(&cells[1]) != ROW_ACTIVE || !cells[0].present ||
				     interface_of_source(&cells[0].value.oid) != search->interface))
		return true;
	search->found = index->sub[0];
	return false;
}

static enum outcome search_for(const struct run *run, uint32_t interface, uint32_t *found)
{
	const struct oid columns[] = {oid_column(&flow_control_table.entry, DATA_SOURCE),
	    oid_column(&flow_control_table.entry, STATUS)};
	struct search search = {.interface = interface};
	const struct walk walk = {
	    .columns = columns, .count = 2, .row = collector_row, .arg = &search};
	enum outcome outcome = session_walk(run->session, &walk);

	*found = search.found;
	return outcome;
}

int flow_collector_find(const struct run *run, struct flow_collector *collector)
{
	const char *host = session_host(run->session);
	char text[INTERFACE_NAME_MAX + 1];
	enum outcome outcome = search_for(run, 0, &collector->index);

	if (outcome != OUTCOME_GOOD)
		return run_status(run, outcome);
	if (!collector->index) {
		warnx("%s: collects no flows: sondaFlowControlTable has no rows", host);
		return EXIT_FAILED;
	}
	if (interface_find(run->session, option_value(run->options, "interface"),
		&collector->interface) != OUTCOME_GOOD)
		return EXIT_FAILED;
	outcome = search_for(run, collector->interface.index, &collector->index);
	if (outcome != OUTCOME_GOOD)
		return run_status(run, outcome);
	if (!collector->index) {
		warnx("%s: collects no flows of %s", host,
		    interface_text(&collector->interface, text, sizeof(text)));
		return EXIT_FAILED;
	}
	return EXIT_GOOD;
}
