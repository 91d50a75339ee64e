/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes the rows of a capture on the probe. */
#include "capture_rows.h"

#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "mibs/capture.h"
#include "mibs/channel.h"
#include "mibs/filter.h"
#include "varbind.h"

enum {
	ACCEPT_MATCHED = 1,
	ACCEPT_FAILED = 2
};

enum {
	ON = 1,
	OFF = 2
};

enum {
	LOCK_WHEN_FULL = 1,
	WRAP_WHEN_FULL = 2
};

#define SETTINGS_MAX 8
#define FILTERS_MANY 8 /* more than a moment's work */

struct settings {
	struct setting list[SETTINGS_MAX];
	size_t count;
};

static void add_integer(struct settings *settings, uint32_t column, int64_t number)
{
	struct setting *setting = &settings->list[settings->count++];

	setting->column = column;
	varbind_integer(&setting->to, number);
}

static void add_octets(
    struct settings *settings, uint32_t column, const uint8_t *octets, size_t len)
{
	struct setting *setting = &settings->list[settings->count++];

	setting->column = column;
	varbind_octets(&setting->to, octets, len);
}

static enum outcome make_channel(const struct run *run, const struct capture_options *options,
    uint32_t interface, struct capture_rows *made)
{
	struct settings settings = {.count = 0};

	add_integer(&settings, 2, interface);
	add_integer(&settings, 3, options->expression.failed ? ACCEPT_FAILED : ACCEPT_MATCHED);
	add_integer(&settings, CHANNEL_DATA_CONTROL, OFF);
	return rows_make(run->rows, &channel_table, settings.list, settings.count, &made->channel);
}

static enum outcome make_buffer(const struct run *run, const struct capture_options *options,
    uint32_t download_slice, struct capture_rows *made)
{
	struct settings settings = {.count = 0};

	add_integer(&settings, 2, made->channel);
	add_integer(&settings, 4, options->lock ? LOCK_WHEN_FULL : WRAP_WHEN_FULL);
	add_integer(&settings, 5, options->slice);
	add_integer(&settings, BUFFER_DOWNLOAD_SLICE, download_slice);
	add_integer(&settings, BUFFER_DOWNLOAD_OFFSET, 0);
	add_integer(&settings, 8, options->octets);
	return rows_make(
	    run->rows, &buffer_control_table, settings.list, settings.count, &made->buffer);
}

/* What has its default is not sent: not every agent takes all of it. */
static enum outcome make_filter(const struct run *run, const struct capture_status *status,
    const struct expression_filter *filter, uint32_t channel)
{
	struct settings settings = {.count = 0};
	uint32_t index;

	add_integer(&settings, 2, channel);
	add_integer(&settings, 3, filter->offset);
	add_octets(&settings, 4, filter->data, filter->len);
	add_octets(&settings, 5, filter->mask, filter->len);
	if (filter->inverts)
		add_octets(&settings, 6, filter->not_mask, filter->len);
	if (status->mask) {
		add_integer(&settings, 7, status->value);
		add_integer(&settings, 8, status->mask);
		add_integer(&settings, 9, status->not_mask);
	}
	return rows_make(run->rows, &filter_table, settings.list, settings.count, &index);
}

/* Each takes a few requests, which an agent may answer only when they are on its disk. */
static void show_progress(size_t made, size_t count)
{
	if (count < FILTERS_MANY || !isatty(STDERR_FILENO))
		return;
	if (made < count)
		fprintf(stderr, "\rfilter %zu of %zu ", made + 1, count);
	else
		fprintf(stderr, "\r%24s\r", "");
}

enum outcome capture_rows_make(const struct run *run, const struct capture_options *options,
    uint32_t interface, uint32_t download_slice, struct capture_rows *made)
{
	const struct expression *expression = &options->expression;
	enum outcome outcome = make_channel(run, options, interface, made);

	if (outcome == OUTCOME_GOOD)
		outcome = make_buffer(run, options, download_slice, made);
	for (size_t i = 0; outcome == OUTCOME_GOOD && i < expression->count; i++) {
		show_progress(i, expression->count);
		outcome =
		    make_filter(run, &options->status, &expression->filters[i], made->channel);
	}
	show_progress(expression->count, expression->count);
	return outcome;
}

enum outcome capture_rows_turn(const struct run *run, const struct capture_rows *made, bool on)
{
	struct settings settings = {.count = 0};

	add_integer(&settings, CHANNEL_DATA_CONTROL, on ? ON : OFF);
	return rows_set(run->rows, &channel_table, made->channel, settings.list, settings.count);
}

enum outcome capture_rows_read(const struct run *run, const struct table *table, uint32_t column,
    uint32_t index, uint64_t *number)
{
	struct varbind varbind = {.name = oid_cell(&table->entry, column, index)};
	enum outcome outcome = session_get(run->session, &varbind, 1);

	if (outcome == OUTCOME_GOOD)
		*number = (uint64_t)varbind_number(&varbind);
	else if (outcome != OUTCOME_STOPPED)
		warnx("%s", session_error(run->session));
	return outcome;
}
