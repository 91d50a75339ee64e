/* SPDX-License-Identifier: BSD-2-Clause */
/* Sonda's own SNMPv1 and v2c sessions, by which notifications go to event-targets. */
#ifndef AGENT_EVENT_SESSION_H
#define AGENT_EVENT_SESSION_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "event_target.h"
#include "mibs/mib.h"

/* A session for each target, none of them open yet; NULL: no memory.  The targets outlive it. */
struct event_sessions *event_sessions_new(
    struct mib *mib, const struct event_target *targets, size_t count);
void event_sessions_free(struct event_sessions *sessions); /* after snmp_stop() */

/* How many targets have this community. */
unsigned event_sessions_match(
    const struct event_sessions *sessions, const void *community, size_t len);

/*
 * Sends to each of them, whether a trap or an inform, without waiting, and counts in the mib what
 * comes of it.  varbinds stay the caller's: snmpTrapOID.0 and the notification's objects;
 * sysUpTime.0 is put before them.
 */
void event_sessions_send(struct event_sessions *sessions, const void *community, size_t len,
    const netsnmp_variable_list *varbinds);

#endif
