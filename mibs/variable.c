/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables that an OID names, for samplers: any INTEGER, counter or gauge, Sonda's own or another's. */
#include "variable.h"

#include "draft.h"
#include "transaction.h"
#include "walk.h"

/* The table that the OID lies in, or NULL. */
static const struct table *table_of(const struct oid *variable)
{
	for (size_t i = 0; mib_tables[i]; i++) {
		const struct oid *entry = &mib_tables[i]->entry;

		if (variable->len > entry->len &&
		    key_compare(variable->sub, entry->len, entry->sub, entry->len) == 0)
			return mib_tables[i];
	}
	return NULL;
}

static bool is_integer(const struct column *column)
{
	return column && column->access != ACCESS_NONE && column->syntax != SYNTAX_OCTETS &&
	       column->syntax != SYNTAX_OID;
}

/* The control row that carries the instance is made or kept by the SET under way. */
static bool is_drafted(const struct mib *mib, const struct table *table, const uint32_t *key)
{
	const struct draft *draft = mib->transaction ? mib->transaction->drafts : NULL;

	for (; draft; draft = draft->next) {
		if (draft->class == table->control && draft->row &&
		    control_compare(draft->row, key) == 0)
			return true;
	}
	return false;
}

/* The rows of configuration and state are judged in parts before they are made together. */
static bool is_start(const struct mib *mib)
{
	return mib->transaction && mib->transaction->session == 0;
}

/* One that BER can say (X.690, 8.19): the first two numbers share an octet or more. */
static bool can_be_asked_for(const struct oid *variable)
{
	return variable->len > 2 &&
	       (variable->sub[0] == 2 || (variable->sub[0] < 2 && variable->sub[1] < 40));
}

bool variable_may_exist(struct mib *mib, const struct oid *variable)
{
	const struct table *table = table_of(variable);

	if (!table)
		return mib->ask && can_be_asked_for(variable);
	return variable->len > table->entry.len + 1 &&
	       is_integer(table_column(table, variable->sub[table->entry.len]));
}

bool variable_exists(struct mib *mib, const struct oid *variable)
{
	const struct table *table = table_of(variable);
	const uint32_t *suffix;
	size_t len, own;
	struct value value;

	if (!variable_may_exist(mib, variable))
		return false;
	if (!table)
		return true;
	suffix = variable->sub + table->entry.len;
	len = variable->len - table->entry.len;
	if (walk_sample(mib, table, suffix, len, &value) == WALK_OK)
		return true;
	own = table->control ? 1 + table->control->index_count : 0;
	if (!own || (table->order >= 0 ? len <= own : len != own))
		return false;
	return is_start(mib) || is_drafted(mib, table, suffix + 1);
}

static void reading_make(struct alarm_reading *reading, const struct value *value, bool counter32)
{
	*reading = (struct alarm_reading){.kind = ALARM_INTEGER, .counter = value->number};
	if (value->syntax == SYNTAX_COUNTER64)
		reading->kind = counter32 ? ALARM_COUNTER32_WHOLE : ALARM_COUNTER64;
	else if (value->syntax == SYNTAX_COUNTER32)
		reading->kind = ALARM_COUNTER32;
	else if (value->syntax == SYNTAX_INTEGER)
		reading->integer = value->integer;
	else
		reading->integer = (int64_t)value->number;
}

bool variable_may_wait(const struct mib *mib)
{
	return is_start(mib);
}

bool variable_is_own(const struct oid *variable)
{
	return table_of(variable) != NULL;
}

static enum answer variable_ask(
    struct mib *mib, const struct control *row, const struct oid *variable)
{
	struct asker asker = {.class = row->class, .life = row->life};

	for (size_t i = 0; i < sizeof(asker.index) / sizeof(asker.index[0]); i++)
		asker.index[i] = row->index[i];
	if (mib->ask && mib->ask(mib->ask_arg, variable, &asker))
		return ANSWER_LATER;
	return ANSWER_NONE;
}

enum answer variable_take(struct mib *mib, const struct control *row, const struct oid *variable,
    struct alarm_reading *reading)
{
	const struct table *table = table_of(variable);
	const struct column *column;
	const uint32_t *suffix;
	struct value value;

	if (!table)
		return variable_ask(mib, row, variable);
	suffix = variable->sub + table->entry.len;
	column = table_column(table, suffix[0]);
	if (!is_integer(column) || walk_sample_whole(mib, table, suffix,
				       variable->len - table->entry.len, &value) != WALK_OK)
		return ANSWER_MISSING;
	reading_make(reading, &value, column->syntax == SYNTAX_COUNTER32);
	return ANSWER_VALUE;
}
