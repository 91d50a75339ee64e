/* SPDX-License-Identifier: BSD-2-Clause */
/* The interfaces that a probe monitors, and which of them the user means. */
#include "interface.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mibs/port.h"
#include "mibs/statistics.h"
#include "varbind.h"

/* ifIndex, ifDescr and ifName of IF-MIB. */
static const struct oid if_index = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 1);
static const struct oid if_descr = OID_LITERAL(1, 3, 6, 1, 2, 1, 2, 2, 1, 2);
static const struct oid if_name = OID_LITERAL(1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1);

/* Columns. */
enum {
	DATA_SOURCE = 2, /* of etherStatsTable */
	PORT_NAME = 2,   /* of sondaPortTable */
	PORT_IF_INDEX = 3
};

uint32_t interface_of_source(const struct oid *source)
{
	if (source->len != if_index.len + 1 ||
	    memcmp(source->sub, if_index.sub, if_index.len * sizeof(if_index.sub[0])) != 0)
		return 0;
	return source->sub[if_index.len];
}

struct oid interface_source(uint32_t index)
{
	struct oid source = if_index;

	oid_append(&source, &index, 1);
	return source;
}

const char *interface_text(const struct interface *interface, char *text, size_t size)
{
	if (interface->name[0])
		snprintf(text, size, "%s", interface->name);
	else
		snprintf(text, size, "ifIndex %u", interface->index);
	return text;
}

static struct interface *list_find(const struct interface_list *list, uint32_t index)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->list[i].index == index)
			return &list->list[i];
	}
	return NULL;
}

static bool source_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct interface_list *list = arg;
	uint32_t found = cells->present ? interface_of_source(&cells->value.oid) : 0;
	struct interface *larger;

	if (!found || list_find(list, found) || index->len != 1)
		return true;
	larger = reallocarray(list->list, list->count + 1, sizeof(*larger));
	if (!larger)
		err(EXIT_FAILURE, NULL);
	list->list = larger;
	list->list[list->count++] = (struct interface){.index = found, .statistics = index->sub[0]};
	return true;
}

static void name_take(struct interface *interface, const struct varbind *text)
{
	size_t len = text->value.octets_len;

	if (!text->present || interface->name[0] || !len)
		return;
	if (len > INTERFACE_NAME_MAX)
		len = INTERFACE_NAME_MAX;
	/* It goes to a terminal. */
	for (size_t i = 0; i < len; i++)
		interface->name[i] =
		    isprint(text->value.octets[i]) ? (char)text->value.octets[i] : '?';
	interface->name[len] = '\0';
}

static bool port_row(void *arg, const struct oid *index, const struct varbind *cells)
{
	struct interface *interface = list_find(arg, (uint32_t)varbind_number(&cells[1]));

	(void)index;
	if (interface)
		name_take(interface, &cells[0]);
	return true;
}

/* What IF-MIB calls it, if SONDA-MIB is not there. */
static enum outcome name_ask(struct session *session, struct interface *interface)
{
	struct varbind *names = calloc(2, sizeof(*names));
	enum outcome outcome;

	if (!names)
		err(EXIT_FAILURE, NULL);
	names[0].name = if_name;
	names[1].name = if_descr;
	for (size_t i = 0; i < 2; i++)
		oid_append(&names[i].name, &interface->index, 1);
	outcome = session_get(session, names, 2);
	for (size_t i = 0; outcome == OUTCOME_GOOD && i < 2; i++)
		name_take(interface, &names[i]);
	free(names);
	return outcome;
}

enum outcome interface_list(struct session *session, struct interface_list *list)
{
	const struct oid source = oid_column(&ether_stats_table.entry, DATA_SOURCE);
	const struct oid ports[] = {
	    oid_column(&port_table.entry, PORT_NAME), oid_column(&port_table.entry, PORT_IF_INDEX)};
	const struct walk sources = {
	    .columns = &source, .count = 1, .row = source_row, .arg = list};
	const struct walk names = {.columns = ports, .count = 2, .row = port_row, .arg = list};
	enum outcome outcome;

	*list = (struct interface_list){.count = 0};
	outcome = session_walk(session, &sources);
	if (outcome == OUTCOME_GOOD)
		outcome = session_walk(session, &names);
	for (size_t i = 0; outcome == OUTCOME_GOOD && i < list->count; i++) {
		if (!list->list[i].name[0])
			outcome = name_ask(session, &list->list[i]);
	}
	return outcome;
}

void interface_list_free(struct interface_list *list)
{
	free(list->list);
	*list = (struct interface_list){.count = 0};
}

/* The number that a text is; 0: it is none. */
static uint32_t number_of(const char *text)
{
	char *end;
	unsigned long number;

	if (!isdigit((unsigned char)*text))
		return 0;
	errno = 0;
	number = strtoul(text, &end, 10);
	return errno || *end || number > INT32_MAX ? 0 : (uint32_t)number;
}

static const struct interface *named(const struct interface_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->list[i].name, text) == 0)
			return &list->list[i];
	}
	return list_find(list, number_of(text));
}

static void complain(
    const struct session *session, const struct interface_list *list, const char *text)
{
	const char *host = session_host(session);

	if (!list->count) {
		warnx("%s: monitors no interface: etherStatsTable has no rows", host);
		return;
	}
	if (text)
		warnx("%s: monitors no interface %s; it monitors:", host, text);
	else
		warnx("%s: monitors several interfaces, say which by --interface:", host);
	for (size_t i = 0; i < list->count; i++)
		fprintf(stderr, "  %-16s ifIndex %u\n", list->list[i].name, list->list[i].index);
}

/* Any interface may be named by its number: RMON does not want it in etherStatsTable. */
static bool choose(const struct interface_list *list, const char *text, struct interface *found)
{
	const struct interface *one = NULL;

	if (text)
		one = named(list, text);
	else if (list->count == 1)
		one = list->list;
	if (one)
		*found = *one;
	else if (text && number_of(text))
		*found = (struct interface){.index = number_of(text)};
	else
		return false;
	return true;
}

enum outcome interface_find(struct session *session, const char *text, struct interface *found)
{
	struct interface_list list;
	enum outcome outcome = interface_list(session, &list);

	if (outcome == OUTCOME_GOOD && !choose(&list, text, found)) {
		complain(session, &list, text);
		outcome = OUTCOME_REFUSED;
	} else if (outcome != OUTCOME_GOOD && outcome != OUTCOME_STOPPED) {
		warnx("%s", session_error(session));
	}
	interface_list_free(&list);
	return outcome;
}
