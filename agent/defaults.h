/* SPDX-License-Identifier: BSD-2-Clause */
/* The control rows that every port gets unless it is told otherwise. */
#ifndef AGENT_DEFAULTS_H
#define AGENT_DEFAULTS_H

#include <stdint.h>

#include "mibs/control.h"

#define DEFAULT_ROWS 6 /* a port */

/* Where a default row goes whose own place is another row's: the lowest free index from here. */
#define DEFAULT_ELSEWHERE 32768

struct default_row {
	const struct control_class *class;
	uint32_t index; /* its own place; may be above the class's index_max */
};

/* The nth (0 .. DEFAULT_ROWS - 1) default row of port number p. */
struct default_row default_row(unsigned n, unsigned p);

/* It as a `row` line, without that word, at an index; malloc'ed, NULL: no memory. */
char *default_row_line(unsigned n, uint32_t index, const char *port_name);

#endif
