/* SPDX-License-Identifier: BSD-2-Clause */
/* The cells of a flow in a listing, for people and as comma separated values. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "flow_record.h"
#include "format.h"

#define KIND_LLC 4

enum {
	FOR_PEOPLE = 1,
	FOR_PROGRAMS = 2, /* CSV */
	FOR_BOTH = FOR_PEOPLE | FOR_PROGRAMS,
	IF_ENDED = 4
};

struct cell {
	const char *head;
	unsigned where;
	void (*print)(char *text, size_t size, const struct flow_record *record);
};

static const struct {
	uint8_t number;
	bool ports;
	const char *name;
} protocols[] = {
    {IPPROTO_ICMP, false, "ICMP"},
    {IPPROTO_IGMP, false, "IGMP"},
    {IPPROTO_TCP, true, "TCP"},
    {IPPROTO_UDP, true, "UDP"},
    {IPPROTO_GRE, false, "GRE"},
    {IPPROTO_ESP, false, "ESP"},
    {IPPROTO_AH, false, "AH"},
    {IPPROTO_ICMPV6, false, "ICMPv6"},
    {IPPROTO_SCTP, true, "SCTP"},
};

static const char *const reasons[] = {"-", "idle", "active", "closed", "forced", "evicted"};

static void print_number(char *text, size_t size, uint64_t number)
{
	snprintf(text, size, "%" PRIu64, number);
}

static void print_entry(char *text, size_t size, const struct flow_record *record)
{
	print_number(text, size, record->entry);
}

static void print_id(char *text, size_t size, const struct flow_record *record)
{
	print_number(text, size, record->id);
}

static void print_time(char *text, size_t size, int64_t tenths)
{
	char whole[32];

	date_print(whole, sizeof(whole), tenths);
	snprintf(text, size, "%s.%d", whole, (int)(tenths % DATE_TENTHS));
}

static void print_first(char *text, size_t size, const struct flow_record *record)
{
	print_time(text, size, record->first);
}

static void print_last(char *text, size_t size, const struct flow_record *record)
{
	print_time(text, size, record->last);
}

/* Of a flow within one day only the time. */
static void print_last_short(char *text, size_t size, const struct flow_record *record)
{
	char first[FLOW_RECORD_CELL_SIZE], last[FLOW_RECORD_CELL_SIZE];
	const char *shown = last;

	print_first(first, sizeof(first), record);
	print_last(last, sizeof(last), record);
	if (strcspn(last, " ") == DATE_LEN && strncmp(first, last, DATE_LEN) == 0)
		shown = last + DATE_LEN + 1;
	snprintf(text, size, "%s", shown);
}

static bool has_ports(const struct flow_record *record)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (record->octets_of && protocols[i].number == record->protocol)
			return protocols[i].ports;
	}
	return false;
}

static void print_name(char *text, size_t size, const struct flow_record *record)
{
	if (record->kind == KIND_LLC) {
		snprintf(text, size, "LLC");
		return;
	}
	if (!record->octets_of) {
		snprintf(text, size, "0x%04x", record->ethertype);
		return;
	}
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		if (protocols[i].number == record->protocol) {
			snprintf(text, size, "%s", protocols[i].name);
			return;
		}
	}
	snprintf(text, size, "IP:%u", record->protocol);
}

static void print_protocol(char *text, size_t size, const struct flow_record *record)
{
	char name[16];

	print_name(name, sizeof(name), record);
	if (record->icmp_type >= 0)
		snprintf(text, size, "%s:%d/%d", name, record->icmp_type, record->icmp_code);
	else
		snprintf(text, size, "%s", name);
}

static void print_vlan(char *text, size_t size, const struct flow_record *record)
{
	if (record->inner_vlan)
		snprintf(text, size, "%u/%u", record->vlan, record->inner_vlan);
	else if (record->vlan)
		print_number(text, size, record->vlan);
	else
		snprintf(text, size, "-");
}

static void print_address(char *text, size_t size, const struct flow_record *record, size_t end)
{
	int family = record->octets_of == 4 ? AF_INET : AF_INET6;

	if (!record->octets_of || !inet_ntop(family, record->addresses[end], text, (socklen_t)size))
		format_address(text, size, record->macs[end], sizeof(record->macs[end]));
}

static void print_port(char *text, size_t size, const struct flow_record *record, size_t end)
{
	if (record->kind == KIND_LLC)
		snprintf(text, size, "0x%02x", record->ports[end]);
	else if (has_ports(record))
		print_number(text, size, record->ports[end]);
	else
		snprintf(text, size, "-");
}

static void print_end(char *text, size_t size, const struct flow_record *record, size_t end)
{
	char address[INET6_ADDRSTRLEN];
	char port[8];

	print_address(address, sizeof(address), record, end);
	print_port(port, sizeof(port), record, end);
	if (*port == '-')
		snprintf(text, size, "%s", address);
	else
		snprintf(text, size, "%s.%s", address, port);
}

static void print_ends(char *text, size_t size, const struct flow_record *record)
{
	char source[FLOW_RECORD_CELL_SIZE / 2 - 2];
	char destination[FLOW_RECORD_CELL_SIZE / 2 - 2];

	print_end(source, sizeof(source), record, 0);
	print_end(destination, sizeof(destination), record, 1);
	snprintf(text, size, "%s > %s", source, destination);
}

static void print_source(char *text, size_t size, const struct flow_record *record)
{
	print_address(text, size, record, 0);
}

static void print_source_port(char *text, size_t size, const struct flow_record *record)
{
	print_port(text, size, record, 0);
}

static void print_destination(char *text, size_t size, const struct flow_record *record)
{
	print_address(text, size, record, 1);
}

static void print_destination_port(char *text, size_t size, const struct flow_record *record)
{
	print_port(text, size, record, 1);
}

static void print_count(
    char *text, size_t size, const struct flow_record *record, const uint64_t *count)
{
	if (record->counted)
		print_number(text, size, *count);
	else
		snprintf(text, size, "-");
}

static void print_pkts(char *text, size_t size, const struct flow_record *record)
{
	print_count(text, size, record, &record->pkts[FLOW_FORWARD]);
}

static void print_pkts_back(char *text, size_t size, const struct flow_record *record)
{
	print_count(text, size, record, &record->pkts[FLOW_REVERSE]);
}

static void print_octets(char *text, size_t size, const struct flow_record *record)
{
	print_count(text, size, record, &record->octets[FLOW_FORWARD]);
}

static void print_octets_back(char *text, size_t size, const struct flow_record *record)
{
	print_count(text, size, record, &record->octets[FLOW_REVERSE]);
}

/* Letters from bit 0 on, as FSRPAUEC (RFC 9293, 3.1); "." for none. */
static void print_letters(char *text, uint8_t flags)
{
	static const char letters[] = "FSRPAUEC";

	if (!flags)
		*text++ = '.';
	for (size_t i = 0; letters[i]; i++) {
		if (flags & 1U << i)
			*text++ = letters[i];
	}
	*text = '\0';
}

static void print_flags(char *text, size_t size, const struct flow_record *record)
{
	char ways[FLOW_WAYS][16];

	for (size_t i = 0; i < FLOW_WAYS; i++)
		print_letters(ways[i], record->flags[i]);
	if (record->flags[FLOW_FORWARD] || record->flags[FLOW_REVERSE])
		snprintf(text, size, "%s/%s", ways[FLOW_FORWARD], ways[FLOW_REVERSE]);
	else
		snprintf(text, size, "-");
}

static void print_dscp(char *text, size_t size, const struct flow_record *record)
{
	if (record->dscp)
		print_number(text, size, record->dscp);
	else
		snprintf(text, size, "-");
}

static void print_reason(char *text, size_t size, const struct flow_record *record)
{
	if (record->reason < sizeof(reasons) / sizeof(reasons[0]))
		snprintf(text, size, "%s", reasons[record->reason]);
	else
		print_number(text, size, record->reason);
}

static const struct cell cells[FLOW_RECORD_CELLS_MAX] = {
    {"ENTRY", FOR_BOTH | IF_ENDED, print_entry},
    {"ID", FOR_BOTH, print_id},
    {"FIRST", FOR_BOTH, print_first},
    {"LAST", FOR_PEOPLE, print_last_short},
    {"LAST", FOR_PROGRAMS, print_last},
    {"PROTO", FOR_BOTH, print_protocol},
    {"VLAN", FOR_BOTH, print_vlan},
    {"SOURCE > DESTINATION", FOR_PEOPLE, print_ends},
    {"SOURCE", FOR_PROGRAMS, print_source},
    {"SOURCE-PORT", FOR_PROGRAMS, print_source_port},
    {"DESTINATION", FOR_PROGRAMS, print_destination},
    {"DESTINATION-PORT", FOR_PROGRAMS, print_destination_port},
    {"PKTS>", FOR_BOTH, print_pkts},
    {"PKTS<", FOR_BOTH, print_pkts_back},
    {"OCTETS>", FOR_BOTH, print_octets},
    {"OCTETS<", FOR_BOTH, print_octets_back},
    {"FLAGS", FOR_BOTH, print_flags},
    {"DSCP", FOR_BOTH, print_dscp},
    {"ENDED", FOR_BOTH | IF_ENDED, print_reason},
};

static bool is_shown(const struct cell *cell, bool csv, bool ended)
{
	return (cell->where & (csv ? FOR_PROGRAMS : FOR_PEOPLE)) &&
	       (ended || !(cell->where & IF_ENDED));
}

size_t flow_record_heads(const char **heads, bool csv, bool ended)
{
	size_t count = 0;

	for (const struct cell *cell = cells; cell->head; cell++) {
		if (is_shown(cell, csv, ended))
			heads[count++] = cell->head;
	}
	return count;
}

void flow_record_print(
    char (*texts)[FLOW_RECORD_CELL_SIZE], const struct flow_record *record, bool csv, bool ended)
{
	size_t count = 0;

	for (const struct cell *cell = cells; cell->head; cell++) {
		if (is_shown(cell, csv, ended))
			cell->print(texts[count++], FLOW_RECORD_CELL_SIZE, record);
	}
}
