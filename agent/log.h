/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages to the journal or the terminal, and those of net-snmp's configuration reader. */
#ifndef AGENT_LOG_H
#define AGENT_LOG_H

#include <stdbool.h>

enum log_target {
	LOG_TO_STDERR,
	LOG_TO_SYSLOG
};

void log_open(const char *program, enum log_target target, bool debug);

/* Safe from every thread; one line each, without its end.  Control characters are replaced. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Routes net-snmp's own messages (its log callback) into the above; main thread only. */
void log_take_netsnmp(void);

/*
 * Shown each of net-snmp's messages (a syslog priority, the text without its end) before that
 * happens; true: it dealt with it, which is then neither logged nor counted.  There is one for the
 * readers of the configuration and one for the agent; NULL: none.
 */
typedef bool log_filter(int priority, const char *text, void *arg);
void log_filter_netsnmp(log_filter *filter, void *arg);
void log_filter_agent(log_filter *filter, void *arg);

/*
 * Between log_collect(true) and log_collect(false) net-snmp's warnings and errors are counted too:
 * those of the configuration reader stop the start.  log_collected() tells how many came.
 */
void log_collect(bool on);
unsigned log_collected(void);

#endif
