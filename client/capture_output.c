/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes captured packets to a pcap file, or a line each. */
#include "capture_output.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "capture_line.h"

static bool is_standard(const char *name)
{
	return !name || strcmp(name, "-") == 0;
}

bool capture_output_open(struct capture_output *output, const char *name, uint32_t snaplen)
{
	*output = (struct capture_output){
	    .file = is_standard(name) ? stdout : fopen(name, "w"),
	    .name = is_standard(name) ? "standard output" : name,
	    .pcap = name != NULL,
	};
	if (!output->file) {
		warn("%s", output->name);
		return false;
	}
	if (!output->pcap || pcapfile_begin(output->file, snaplen))
		return true;
	capture_output_close(output);
	return false;
}

bool capture_output_packet(struct capture_output *output, const struct pcapfile_packet *packet)
{
	if (output->pcap)
		return pcapfile_write(output->file, packet);
	return capture_line_print(output->file, packet);
}

/* That nobody reads any more is no mistake worth a word, as with any command in a pipe. */
static bool complain(const struct capture_output *output)
{
	if (errno != EPIPE)
		warn("%s", output->name);
	return false;
}

bool capture_output_flush(struct capture_output *output)
{
	return (fflush(output->file) == 0 && !ferror(output->file)) || complain(output);
}

bool capture_output_has_reader(const struct capture_output *output)
{
	struct pollfd fd = {.fd = fileno(output->file)};

	return poll(&fd, 1, 0) <= 0 || !(fd.revents & POLLERR);
}

bool capture_output_close(struct capture_output *output)
{
	if (output->file == stdout)
		return capture_output_flush(output);
	return fclose(output->file) == 0 || complain(output);
}
