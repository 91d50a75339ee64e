/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads `probe` lines: a table of their options and what each accepts. */
#include "probeline.h"

#include <stdio.h>
#include <string.h>

#include <bsd/string.h>

#include "words.h"

#define RING_MIN (64 << 10)
#define RING_MAX INT32_MAX /* libpcap takes an int */
#define FRAME_MIN 1518
#define FRAME_MAX 65535
#define SPEED_MAX 100000000000000ULL

struct probe_option {
	const char *name;
	const char *expected;
	bool (*take)(const char *word, struct port_config *config);
};

static bool take_offloads(const char *word, struct port_config *config)
{
	config->offloads = strcmp(word, "off") == 0 ? OFFLOAD_OFF : OFFLOAD_KEEP;
	return config->offloads == OFFLOAD_OFF || strcmp(word, "keep") == 0;
}

static bool take_fcs(const char *word, struct port_config *config)
{
	static const char *const names[] = {
	    [FCS_AUTO] = "auto", [FCS_PRESENT] = "present", [FCS_ABSENT] = "absent"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(word, names[i]) == 0) {
			config->fcs = (enum fcs_mode)i;
			return true;
		}
	}
	return false;
}

static bool take_runts(const char *word, struct port_config *config)
{
	return words_yes_no(word, &config->rules.runts);
}

static bool take_max_frame(const char *word, struct port_config *config)
{
	uint64_t octets;

	if (!words_size(word, 1000, FRAME_MIN, FRAME_MAX, &octets))
		return false;
	config->rules.max_frame = (uint32_t)octets;
	return true;
}

static bool take_speed(const char *word, struct port_config *config)
{
	return words_size(word, 1000, 1, SPEED_MAX, &config->speed);
}

static bool take_ring(const char *word, struct port_config *config)
{
	uint64_t octets;

	if (!words_size(word, 1024, RING_MIN, RING_MAX, &octets))
		return false;
	config->ring = (size_t)octets;
	return true;
}

static bool take_promiscuous(const char *word, struct port_config *config)
{
	return words_yes_no(word, &config->promiscuous);
}

static bool take_align(const char *word, struct port_config *config)
{
	return words_yes_no(word, &config->align);
}

static bool take_threads(const char *word, struct port_config *config)
{
	(void)config;
	return strcmp(word, "1") == 0;
}

static const struct probe_option probe_options[] = {
    {"align", "yes or no", take_align},
    {"fcs", "auto, present or absent", take_fcs},
    {"max-frame", "octets from 1518 to 65535, FCS included", take_max_frame},
    {"offloads", "off or keep", take_offloads},
    {"promiscuous", "yes or no", take_promiscuous},
    {"ring", "octets from 64K to 2047M", take_ring},
    {"runts", "yes or no", take_runts},
    {"speed", "bit/s, as 100M or 10G", take_speed},
    {"threads", "1: a port has one capture thread", take_threads},
};
#define PROBE_OPTIONS (sizeof(probe_options) / sizeof(probe_options[0]))

static const struct probe_option *option_find(const char *name)
{
	size_t i;

	for (i = 0; i < PROBE_OPTIONS; i++)
		if (strcmp(probe_options[i].name, name) == 0)
			return &probe_options[i];
	return NULL;
}

static bool option_unknown(const char *name, char *error, size_t error_size)
{
	size_t i;

	snprintf(error, error_size, "\"%s\" is no option of a probe line; expected", name);
	for (i = 0; i < PROBE_OPTIONS; i++) {
		strlcat(error, i == 0 ? " " : i + 1 < PROBE_OPTIONS ? ", " : " or ", error_size);
		strlcat(error, probe_options[i].name, error_size);
	}
	return false;
}

bool probeline_parse(char *line, struct port_config *config, char *error, size_t error_size)
{
	const char *interface = words_next(&line);
	const struct probe_option *option;
	const char *name;
	const char *value;

	if (!interface || !*interface) {
		snprintf(error, error_size, "expected the name of an interface");
		return false;
	}
	if (strlcpy(config->name, interface, sizeof(config->name)) >= sizeof(config->name)) {
		snprintf(
		    error, error_size, "\"%s\" is longer than an interface name can be", interface);
		return false;
	}
	while ((name = words_next(&line)) != NULL) {
		option = option_find(name);
		if (!option)
			return option_unknown(name, error, error_size);
		value = words_next(&line);
		if (!value || !option->take(value, config)) {
			snprintf(error, error_size, "%s: expected %s, found \"%s\"", name,
			    option->expected, value ? value : "");
			return false;
		}
	}
	return true;
}
