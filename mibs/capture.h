/* SPDX-License-Identifier: BSD-2-Clause */
/* The packet capture group: bufferControlTable, captureBufferTable and what augments it. */
#ifndef MIBS_CAPTURE_H
#define MIBS_CAPTURE_H

#include "control.h"

/* Octets of a buffer that are one of the budget's rows. */
#define CAPTURE_UNIT 1024

/*
 * The longest captureBufferPacketData: a message must have room for it, and AgentX's own limit is
 * 64 kB.  The octets behind it are had by setting bufferControlDownloadOffset.
 */
#define PACKET_DATA_MAX 16384

extern const struct control_class buffer_control;
extern const struct table buffer_control_table;
extern const struct table capture_buffer_table;
extern const struct table capture_buffer_high_capacity_table;

/* A channel became valid: the valid buffers that name it join it. */
void capture_rows_join(struct mib *mib, uint32_t channel);

#endif
