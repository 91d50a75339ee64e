/* SPDX-License-Identifier: BSD-2-Clause */
/* Varbinds of a SET made from octets: mostly such as a manager would send, some of them odd. */
#ifndef TESTS_FUZZ_VARBIND_H
#define TESTS_FUZZ_VARBIND_H

#include "mibs/table.h"
#include "probe/cursor.h"

/* Its address is its tag in the transaction. */
struct varbind {
	const struct table *table;
	uint32_t suffix[3];
	size_t len;
	struct value value;
	enum snmp_error error; /* that transaction_add returned */
};

/* Of a class whose rows a SET makes; mostly 1 .. 8. */
const struct control_class *take_class(struct cursor *input);
uint32_t take_index(struct cursor *input);

void take_varbind(struct cursor *input, struct varbind *varbind);

#endif
