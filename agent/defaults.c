/* SPDX-License-Identifier: BSD-2-Clause */
/* The default rows, in the words of the configuration. */
#include "defaults.h"

#include <inttypes.h>
#include <stdio.h>

#include "mibs/flow.h"
#include "mibs/history.h"
#include "mibs/host.h"
#include "mibs/matrix.h"
#include "mibs/statistics.h"

/*
 * The two histories are those that RFC 2819 suggests for each interface, short and long.  Rows
 * that a probe makes itself have an owner that begins with "monitor".
 */
static const struct {
	const struct control_class *class;
	uint8_t a_port; /* rows of this class for each port */
	uint8_t place;  /* 1 .. a_port */
	const char *columns;
} defaults[DEFAULT_ROWS] = {
    {&ether_stats_control, 1, 1, ""},
    {&history_control, 2, 1, " BucketsRequested=50 Interval=30"},
    {&history_control, 2, 2, " BucketsRequested=50 Interval=1800"},
    {&host_control, 1, 1, ""},
    {&matrix_control, 1, 1, ""},
    {&flow_control, 1, 1, ""},
};

struct default_row default_row(unsigned n, unsigned p)
{
	return (struct default_row){
	    .class = defaults[n].class,
	    .index = (p - 1) * defaults[n].a_port + defaults[n].place,
	};
}

char *default_row_line(unsigned n, uint32_t index, const char *port_name)
{
	char *line;
	int len = asprintf(&line, "%s.%" PRIu32 " DataSource=%s%s Owner=monitor",
	    defaults[n].class->name, index, port_name, defaults[n].columns);

	return len < 0 ? NULL : line;
}
