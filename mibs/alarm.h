/* SPDX-License-Identifier: BSD-2-Clause */
/* The alarm group: alarmTable, which samples variables and generates events. */
#ifndef MIBS_ALARM_H
#define MIBS_ALARM_H

#include "control.h"

extern const struct control_class alarm_control;
extern const struct table alarm_table;

#endif
