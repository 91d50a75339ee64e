/* SPDX-License-Identifier: BSD-2-Clause */
/* Gives up what the probe does not need once its interfaces and sockets are open. */
#ifndef AGENT_PRIVS_H
#define AGENT_PRIVS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Turns a root process into one of user (and of its groups) that can gain no privilege again and
 * keeps one capability, as CAP_NET_RAW, or PRIVS_NONE.  A process that is not root stays who it is and keeps that
 * capability if it has it, as from `setcap`, and no other.  Of the calling thread and those that
 * it makes later: call it before any.  False: error names what failed, the user among it.
 */
#define PRIVS_NONE (~0u)
bool privs_drop(const char *user, unsigned capability, char *error, size_t error_size);

/* Whether this process can do now what needs the capability. */
bool privs_have(unsigned capability);

/* Whether privs_drop() would find the user, for a start that is still root; as above. */
bool privs_check(const char *user, char *error, size_t error_size);

#endif
