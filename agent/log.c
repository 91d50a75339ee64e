/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes messages to syslog or standard error, and takes over those of net-snmp. */
#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "log.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define LINE_MAX_OCTETS 2048

/*
 * One log a process, as with syslog(3) itself: the only state of the agent that is not passed down.
 * Set before any thread starts.
 */
static struct {
	const char *program;
	enum log_target target;
	bool debug;
	bool taken; /* net-snmp's messages */
	bool collecting;
	unsigned collected;
	struct {
		log_filter *filter;
		void *arg;
	} filters[2]; /* of the readers of the configuration, and of the agent */
} self = {.program = "sondad"};

void log_open(const char *program, enum log_target target, bool debug)
{
	self.program = program;
	self.target = target;
	self.debug = debug;
	if (target == LOG_TO_SYSLOG)
		openlog(program, LOG_PID | LOG_NDELAY, LOG_DAEMON);
}

/* One write a line, so that lines of several threads do not mix. */
static void write_line(const char *text)
{
	char line[LINE_MAX_OCTETS];
	int len = snprintf(line, sizeof(line), "%s: %s", self.program, text);

	if (len < 0)
		return;
	if ((size_t)len > sizeof(line) - 2)
		len = sizeof(line) - 2;
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)len) < 0)
		return; /* there is nobody left to tell */
}

/* Names come from users and files: none begins a line of its own or moves a terminal's cursor. */
static void make_printable(char *text)
{
	for (; *text; text++) {
		if (iscntrl((unsigned char)*text))
			*text = *text == '\n' || *text == '\t' ? ' ' : '?';
	}
}

/* Changes text. */
static void log_text(int priority, char *text)
{
	if (priority == LOG_DEBUG && !self.debug)
		return;
	make_printable(text);
	if (self.target == LOG_TO_SYSLOG)
		syslog(priority, "%s", text);
	else
		write_line(text);
}

__attribute__((format(printf, 2, 0))) static void log_format(
    int priority, const char *format, va_list args)
{
	char text[LINE_MAX_OCTETS];

	if (vsnprintf(text, sizeof(text), format, args) >= 0)
		log_text(priority, text);
}

#define DEFINE_LOG(name, priority)                                                                 \
	void name(const char *format, ...)                                                         \
	{                                                                                          \
		va_list args;                                                                      \
                                                                                                   \
		va_start(args, format);                                                            \
		log_format(priority, format, args);                                                \
		va_end(args);                                                                      \
	}

DEFINE_LOG(log_error, LOG_ERR)
DEFINE_LOG(log_warning, LOG_WARNING)
DEFINE_LOG(log_info, LOG_INFO)
DEFINE_LOG(log_debug, LOG_DEBUG)

static bool is_dealt_with(int priority, const char *text)
{
	for (size_t i = 0; i < sizeof(self.filters) / sizeof(self.filters[0]); i++) {
		if (self.filters[i].filter &&
		    self.filters[i].filter(priority, text, self.filters[i].arg))
			return true;
	}
	return false;
}

static int take_message(int major, int minor, void *server_arg, void *client_arg)
{
	const struct snmp_log_message *message = server_arg;
	char text[LINE_MAX_OCTETS];
	size_t len;

	(void)major;
	(void)minor;
	(void)client_arg;
	snprintf(text, sizeof(text), "%s", message->msg);
	for (len = strlen(text); len > 0 && (text[len - 1] == '\n' || text[len - 1] == ' ');)
		text[--len] = '\0';
	if (len == 0 || is_dealt_with(message->priority, text))
		return 0;
	if (self.collecting && message->priority <= LOG_WARNING)
		self.collected++;
	log_text(message->priority < LOG_ERR ? LOG_ERR : message->priority, text);
	return 0;
}

void log_take_netsnmp(void)
{
	if (self.taken)
		return;
	self.taken = true;
	snmp_disable_log();
	snmp_enable_calllog();
	snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, take_message, NULL);
}

void log_filter_netsnmp(log_filter *filter, void *arg)
{
	self.filters[0].filter = filter;
	self.filters[0].arg = arg;
}

void log_filter_agent(log_filter *filter, void *arg)
{
	self.filters[1].filter = filter;
	self.filters[1].arg = arg;
}

void log_collect(bool on)
{
	self.collecting = on;
	if (on)
		self.collected = 0;
}

unsigned log_collected(void)
{
	return self.collected;
}
