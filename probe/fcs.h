/* SPDX-License-Identifier: BSD-2-Clause */
/* Decides whether frames carry their FCS, which captures and cards do not always say. */
#ifndef PROBE_FCS_H
#define PROBE_FCS_H

#include <stdbool.h>
#include <stdint.h>

#include "capture.h"

enum fcs_mode {
	FCS_AUTO,
	FCS_PRESENT,
	FCS_ABSENT
};

/* As sondaPortFcs shows it. */
enum fcs_state {
	FCS_IS_TESTING = 1,
	FCS_IS_PRESENT,
	FCS_IS_ABSENT,
	FCS_IS_PER_FRAME
};

struct fcs {
	enum fcs_state state;
	uint8_t tested;  /* complete frames, up to 64 */
	uint8_t valid;   /* of them, whose last 4 octets are their FCS */
	bool configured; /* the administrator said it: nothing is tested */
};

enum fcs_verdict {
	FCS_NONE,
	FCS_GOOD,
	FCS_BAD
};

void fcs_init(struct fcs *fcs, enum fcs_mode mode);

/*
 * What this Ethernet frame's last 4 octets are: no FCS, its valid FCS, or an FCS that does not match
 * (a CRC error).  Auto: what the frame's source declares; else complete frames are tested until 64
 * were: 90 % or more valid means present, none means absent, anything between frame by frame.  While
 * testing each frame speaks for itself, and none is recounted.  A frame that the capture cut is not
 * tested: where the FCS is present it counts as valid, elsewhere as none.
 */
enum fcs_verdict fcs_judge(struct fcs *fcs, const struct frame *frame);

#endif
