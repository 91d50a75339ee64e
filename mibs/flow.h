/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows: sondaFlowControlTable, sondaFlowTable, sondaFlowEndedTable and sondaFlowSlotTable. */
#ifndef MIBS_FLOW_H
#define MIBS_FLOW_H

#include "control.h"

extern const struct control_class flow_control;
extern const struct table flow_control_table;
extern const struct table flow_table;
extern const struct table flow_ended_table;
extern const struct table flow_slot_table;

#endif
