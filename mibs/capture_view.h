/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies of a capture buffer's packets, through which they are read. */
#ifndef MIBS_CAPTURE_VIEW_H
#define MIBS_CAPTURE_VIEW_H

#include "probe/buffer.h"
#include "view.h"

/* A valid bufferControl row's packets; they stay when its channel goes. */
struct packet_view {
	struct mib *mib;
	struct buffer *buffer;
	struct view view; /* its rows are the copy's */
	struct buffer_copy copy;
	uint64_t sets; /* mib->sets when it was built */
};

/* The lock of the port whose channel feeds the buffer, if there is one. */
void packet_view_lock(struct packet_view *view);
void packet_view_unlock(struct packet_view *view);

/*
 * Rows and octets of all packets, in the order of their indexes: taken together, in pieces between
 * which packets may come, so that what a row says and its octets always belong together.  They live
 * as the views of collectors do (view.h), but outlive no SET, which may have turned the channel
 * off.  NULL: no memory.
 */
struct view *packet_view_get(struct packet_view *view);
void packet_view_drop(struct packet_view *view); /* the next reading makes a new one */
void packet_view_drop_if_unread(struct packet_view *view);

#endif
