/* SPDX-License-Identifier: BSD-2-Clause */
/* A packet in one line: time, addresses, protocol, length. */
#ifndef CLIENT_CAPTURE_LINE_H
#define CLIENT_CAPTURE_LINE_H

#include "pcapfile.h"

/* As "12:00:00.123456 192.0.2.1.53 > 192.0.2.2.1024 UDP 74", in local time; false: see errno. */
bool capture_line_print(FILE *file, const struct pcapfile_packet *packet);

#endif
