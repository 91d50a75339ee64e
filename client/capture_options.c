/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the options of sonda capture. */
#include "capture_options.h"

#include <stdio.h>

#include "capture_raw.h"
#include "format.h"

const struct option_spec capture_option_specs[] = {
    {"buffer", 0, "OCTETS", "octets of the probe's buffer, as 500k or 8M (as many as it gives)"},
    {"count", 0, "N", "end after N packets"},
    {"filter", 0, "EXPRESSION", "capture what tcpdump would take by this, as 'tcp port 80'"},
    {"for", 0, "TIME", "end after this time, as 30s, 5m or 1h"},
    {"interface", 0, "IF", "where to capture, by name or ifIndex"},
    {"lock", 0, NULL, "end when the buffer is full; no packet in it is lost"},
    {"raw", 0, "OFFSET:DATA",
	"capture what this matches, in hex, also as OFFSET:DATA/MASK/NOTMASK"},
    {"slice", 0, "N", "keep the first N octets of each packet"},
    {"status", 0, "VALUE", "of this status: 1 too long, 2 too short, 4 with a wrong FCS"},
    {"wrap", 0, NULL, "when the buffer is full the oldest packets make room (default)"},
    {"write", 'w', "FILE", "write a pcap file; - is standard output"},
    {NULL, 0, NULL, NULL},
};

/* Leaves *number where the option is not given. */
static bool take_size(const struct option_values *values, const char *name, int64_t *number,
    char *error, size_t error_size)
{
	const char *text = option_value(values, name);

	if (!text || format_parse_size(text, 1, INT32_MAX, number))
		return true;
	snprintf(error, error_size, "--%s %s: not a number that can be used", name, text);
	return false;
}

static bool take_numbers(struct capture_options *options, const struct option_values *values,
    char *error, size_t error_size)
{
	const char *time = option_value(values, "for");
	int64_t slice = 0, octets = -1, count = 0;

	if (!take_size(values, "slice", &slice, error, error_size) ||
	    !take_size(values, "buffer", &octets, error, error_size) ||
	    !take_size(values, "count", &count, error, error_size))
		return false;
	if (time && !format_parse_time(time, &options->seconds)) {
		snprintf(error, error_size, "--for %s: not a time, as 30s, 5m or 1h", time);
		return false;
	}
	options->slice = (uint32_t)slice;
	options->octets = (int32_t)octets;
	options->count = (uint32_t)count;
	return true;
}

/* A filter that matches each packet, for the status to be in. */
static bool take_filters(struct capture_options *options, const struct option_values *values,
    char *error, size_t error_size)
{
	const char *text = option_value(values, "filter");
	const char *raw = option_value(values, "raw");
	const char *status = option_value(values, "status");

	if (text && raw) {
		snprintf(error, error_size, "--filter and --raw exclude each other");
		return false;
	}
	if (status && !capture_raw_status(&options->status, status, error, error_size))
		return false;
	if (raw)
		return capture_raw_filters(&options->expression, raw, error, error_size);
	return expression_compile(
	    &options->expression, text ? text : "", status != NULL, error, error_size);
}

bool capture_options_read(struct capture_options *options, const struct option_values *values,
    char *error, size_t error_size)
{
	*options = (struct capture_options){
	    .interface = option_value(values, "interface"),
	    .file = option_value(values, "write"),
	    .lock = option_given(values, "lock"),
	};
	if (options->lock && option_given(values, "wrap")) {
		snprintf(error, error_size, "--lock and --wrap exclude each other");
		return false;
	}
	return take_numbers(options, values, error, error_size) &&
	       take_filters(options, values, error, error_size);
}

void capture_options_free(struct capture_options *options)
{
	expression_free(&options->expression);
}
