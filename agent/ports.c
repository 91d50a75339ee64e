/* SPDX-License-Identifier: BSD-2-Clause */
/* Plans, numbers, opens and starts the ports. */
#include "ports.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bsd/string.h>

#include "log.h"
#include "mibs/mib.h"

struct plan {
	struct port_config *configs;
	unsigned *numbers;
	size_t count;
};

static const struct port_config *probe_line(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->probe_count; i++)
		if (strcmp(config->probes[i].name, name) == 0)
			return &config->probes[i];
	return NULL;
}

static void plan_file(struct plan *plan, const char *path, const struct config *config)
{
	struct port_config *port = &plan->configs[plan->count];
	const struct port_config *probe;
	char name[32];

	plan->count++;
	plan->numbers[plan->count - 1] = (unsigned)plan->count;
	snprintf(name, sizeof(name), "replay%zu", plan->count);
	probe = probe_line(config, name);
	if (probe)
		*port = *probe;
	else
		port_config_init(port);
	port->name[0] = '\0';
	port->file = path;
}

static void plan_interface(struct plan *plan, const char *name)
{
	struct port_config *port = &plan->configs[plan->count++];

	port_config_init(port);
	strlcpy(port->name, name, sizeof(port->name));
}

/* A number is free when neither the state nor a port before has it. */
static bool is_free(const struct plan *plan, const struct state *state, unsigned number)
{
	if (state && state_port_is_taken(state, number))
		return false;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->numbers[i] == number)
			return false;
	return true;
}

static void plan_numbers(struct plan *plan, const struct state *state)
{
	unsigned next = 1;

	for (size_t i = 0; i < plan->count; i++)
		plan->numbers[i] = state ? state_port(state, plan->configs[i].name) : 0;
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->numbers[i])
			continue;
		while (!is_free(plan, state, next))
			next++;
		plan->numbers[i] = next;
	}
}

static bool plan_make(struct plan *plan, const struct options *options, const struct config *config,
    const struct state *state)
{
	size_t most = options->file_count + options->interface_count + config->probe_count + 1;

	plan->configs = calloc(most, sizeof(*plan->configs));
	plan->numbers = calloc(most, sizeof(*plan->numbers));
	if (!plan->configs || !plan->numbers)
		return false;
	for (size_t i = 0; i < options->file_count; i++)
		plan_file(plan, options->files[i], config);
	if (options->file_count)
		return true;
	for (size_t i = 0; i < config->probe_count; i++)
		plan->configs[plan->count++] = config->probes[i];
	for (size_t i = 0; i < options->interface_count; i++)
		if (!probe_line(config, options->interfaces[i]))
			plan_interface(plan, options->interfaces[i]);
	plan_numbers(plan, state);
	return true;
}

static void plan_free(struct plan *plan)
{
	free(plan->configs);
	free(plan->numbers);
}

static void notice(void *arg, const struct port *port, const char *sentence)
{
	(void)arg;
	(void)port;
	log_warning("%s", sentence);
}

/* A port that rows can be checked against; port_close() takes it as it takes others. */
static struct port *sketch_interface(
    const struct port_config *config, unsigned number, char *error, size_t error_size)
{
	unsigned ifindex = if_nametoindex(config->name);
	struct port *port = ifindex ? calloc(1, sizeof(*port)) : NULL;

	if (!port) {
		snprintf(error, error_size, "interface %s: %s", config->name, strerror(errno));
		return NULL;
	}
	pthread_mutex_init(&port->lock, NULL);
	LIST_INIT(&port->groups);
	strlcpy(port->name, config->name, sizeof(port->name));
	port->config = *config;
	port->number = number;
	port->ifindex = ifindex;
	port->link = LINK_ETHERNET;
	port->link_name = "EN10MB";
	port->state = PORT_RUNNING;
	port->stop_fd = -1;
	return port;
}

static enum port_offloads apply_offloads(struct offload *offload, const struct port_config *config)
{
	char sentence[512] = "";
	enum port_offloads result =
	    offload_apply(offload, config->offloads, config->name, sentence, sizeof(sentence));

	if (result != OFFLOADS_OFF && *sentence)
		log_warning("%s", sentence);
	return result;
}

/* Offloads first: the capture is to see no joined frame. */
static struct port *open_interface(const struct port_config *config, unsigned number,
    struct offload *offload, char *error, size_t error_size)
{
	enum port_offloads offloads = apply_offloads(offload, config);
	struct port *port = port_open(config, number, error, error_size);

	if (port)
		port->offloads = offloads;
	return port;
}

bool ports_open(struct ports *ports, const struct options *options, const struct config *config,
    const struct state *state, struct offload *offload, bool sketch, char *error, size_t error_size)
{
	struct plan plan = {0};

	*ports = (struct ports){.replay = options->file_count > 0};
	if (plan_make(&plan, options, config, state))
		ports->list = calloc(plan.count + 1, sizeof(struct port *));
	if (ports->list)
		ports->settled = calloc(plan.count + 1, sizeof(*ports->settled));
	if (!ports->settled)
		snprintf(error, error_size, "no memory for ports");
	else if (plan.count == 0)
		snprintf(error, error_size,
		    "nothing to monitor: give -i IF, -r PCAP or a `probe` line in the "
		    "configuration");
	else if (plan.count > MIB_PORTS_MAX)
		snprintf(error, error_size, "more than %d ports", MIB_PORTS_MAX);
	else
		error[0] = '\0';
	for (size_t i = 0; !*error && i < plan.count; i++) {
		const struct port_config *port_config = &plan.configs[i];
		unsigned number = plan.numbers[i];
		struct port *port;

		if (ports->replay)
			port = port_open(port_config, number, error, error_size);
		else if (sketch)
			port = sketch_interface(port_config, number, error, error_size);
		else
			port = open_interface(port_config, number, offload, error, error_size);
		if (!port)
			break;
		port->notice = notice;
		ports->settled[ports->count] = port->ifindex;
		ports->list[ports->count++] = port;
	}
	plan_free(&plan);
	return ports->settled && ports->count > 0 && !*error;
}

void ports_close(struct ports *ports)
{
	for (unsigned i = 0; i < ports->count; i++)
		port_close(ports->list[i]);
	free(ports->list);
	free(ports->settled);
	*ports = (struct ports){0};
}

bool ports_start(const struct ports *ports, char *error, size_t error_size)
{
	for (unsigned i = 0; !ports->replay && i < ports->count; i++) {
		if (port_start(ports->list[i]) != 0) {
			snprintf(error, error_size, "%s: cannot start its thread: %s",
			    ports->list[i]->name, strerror(errno));
			return false;
		}
	}
	return true;
}

void ports_stop(const struct ports *ports)
{
	for (unsigned i = 0; !ports->replay && i < ports->count; i++)
		port_stop(ports->list[i]);
}

/* A port whose interface came back, maybe as another device, does not know its offloads. */
static void renew_offloads(struct port *port, struct offload *offload, uint32_t *settled)
{
	enum port_offloads offloads;
	uint32_t ifindex;
	bool unknown;

	port_lock(port);
	ifindex = port->state == PORT_RUNNING ? port->ifindex : 0;
	unknown = port->offloads == OFFLOADS_UNKNOWN;
	port_unlock(port);
	if (unknown && ifindex && ifindex != *settled) {
		offloads = apply_offloads(offload, &port->config);
		port_lock(port);
		port->offloads = offloads;
		port_unlock(port);
	}
	*settled = ifindex;
}

void ports_tick(struct ports *ports, struct offload *offload)
{
	for (unsigned i = 0; !ports->replay && i < ports->count; i++) {
		port_poll_nic(ports->list[i]);
		renew_offloads(ports->list[i], offload, &ports->settled[i]);
	}
}
