/* SPDX-License-Identifier: BSD-2-Clause */
/* Alarms of 64 bits: hcAlarmTable of HC-ALARM-MIB (RFC 3434) and what the probe can do of it. */
#ifndef MIBS_HC_ALARM_H
#define MIBS_HC_ALARM_H

#include "control.h"

extern const struct control_class hc_alarm_control;
extern const struct table hc_alarm_table;
extern const struct table hc_alarm_scalars;

/* hcAlarmCapabilities: the BITS of its one octet, the first of them the highest. */
#define HC_ALARM_CREATION 0x80
#define HC_ALARM_NV_STORAGE 0x40

#endif
