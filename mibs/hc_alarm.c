/* SPDX-License-Identifier: BSD-2-Clause */
/* Alarms of 64 bits: hcAlarmTable of HC-ALARM-MIB (RFC 3434) and what the probe can do of it. */
#include "hc_alarm.h"

#include "columns.h"
#include "mib.h"
#include "sampler.h"
#include "variable.h"

enum value_status {
	VALUE_NOT_AVAILABLE = 1,
	VALUE_POSITIVE,
	VALUE_NEGATIVE
};

struct threshold {
	uint32_t low;
	uint32_t high;
	int32_t status; /* enum value_status: its sign */
};

struct hc_alarm_row {
	struct sampler sampler;
	struct threshold rising;
	struct threshold falling;
	uint32_t failed; /* readings that were not to be had */
	int32_t storage; /* enum storage_type */
};

static const struct enumeration value_status_names[] = {
    {VALUE_NOT_AVAILABLE, "valueNotAvailable"},
    {VALUE_POSITIVE, "valuePositive"},
    {VALUE_NEGATIVE, "valueNegative"},
    {0, NULL},
};

#define SETTING(num, descriptor, syn, member, ...)                                                 \
	READ_CREATE(                                                                               \
	    num, descriptor, syn, FIELD(IN_CONTROL, struct hc_alarm_row, member), ##__VA_ARGS__)
#define SIGN(num, descriptor, member)                                                              \
	SETTING(num, descriptor, INTEGER, member, .names = value_status_names)

enum column_number {
	VARIABLE = 3,
	ABS_VALUE = 5,
	RISING_STATUS = 10,
	FALLING_LOW = 11,
	FALLING_STATUS = 13,
};

/* All but the status is frozen, by the words of hcAlarmStatus; hcAlarmOwner too. */
static const struct column hc_alarm_columns[] = {
    NOT_ACCESSIBLE(1, hcAlarmIndex, INTEGER, FIELD(IN_CONTROL, struct control, index[0]), .min = 1,
	.max = INDEX_MAX),
    SETTING(2, hcAlarmInterval, INTEGER, sampler.interval, .min = 1, .max = INT32_MAX,
	.flags = COLUMN_MANDATORY),
    SETTING(VARIABLE, hcAlarmVariable, OID, sampler.variable, .flags = COLUMN_MANDATORY),
    SETTING(4, hcAlarmSampleType, INTEGER, sampler.sample_type, .names = sample_type_names),
    READ_ONLY(ABS_VALUE, hcAlarmAbsValue, COUNTER64, .place = IN_CONTROL, .form = FORM_BY_CLASS),
    READ_ONLY(6, hcAlarmValueStatus, INTEGER, .place = IN_CONTROL, .form = FORM_BY_CLASS,
	.names = value_status_names),
    SETTING(7, hcAlarmStartupAlarm, INTEGER, sampler.startup, .names = startup_alarm_names),
    SETTING(8, hcAlarmRisingThreshAbsValueLo, GAUGE32, rising.low),
    SETTING(9, hcAlarmRisingThreshAbsValueHi, GAUGE32, rising.high),
    SIGN(RISING_STATUS, hcAlarmRisingThresholdValStatus, rising.status),
    SETTING(FALLING_LOW, hcAlarmFallingThreshAbsValueLo, GAUGE32, falling.low),
    SETTING(12, hcAlarmFallingThreshAbsValueHi, GAUGE32, falling.high),
    SIGN(FALLING_STATUS, hcAlarmFallingThresholdValStatus, falling.status),
    SETTING(14, hcAlarmRisingEventIndex, INTEGER, sampler.rising_event, .min = 0, .max = INDEX_MAX),
    SETTING(
	15, hcAlarmFallingEventIndex, INTEGER, sampler.falling_event, .min = 0, .max = INDEX_MAX),
    READ_ONLY(
	16, hcAlarmValueFailedAttempts, COUNTER32, FIELD(IN_CONTROL, struct hc_alarm_row, failed)),
    READ_CREATE(17, hcAlarmOwner, OCTETS, FIELD(IN_CONTROL, struct control, owner)),
    CONTROL_STORAGE_TYPE(18, hcAlarmStorageType, struct hc_alarm_row, storage),
    CONTROL_ROW_STATUS(19, hcAlarmStatus),
};

const struct table hc_alarm_table = {
    .name = "hcAlarmTable",
    .entry = OID_LITERAL(RMON, 29, 1, 1, 1, 1),
    .control = &hc_alarm_control,
    .order = TABLE_OF_CONTROL_ROWS,
    COLUMNS(hc_alarm_columns),
};

static const struct column capability_columns[] = {
    READ_ONLY(1, hcAlarmCapabilities, OCTETS, FIELD(IN_MIB, struct mib, hc_alarm_capabilities)),
};

const struct table hc_alarm_scalars = {
    .name = "hcAlarmCapabilitiesObjects",
    .entry = OID_LITERAL(RMON, 29, 1, 2),
    .order = TABLE_OF_SCALARS,
    COLUMNS(capability_columns),
};

/* hcRisingAlarm and hcFallingAlarm */
static const struct alarm_speech hc_alarm_speech = {
    .word = "hcAlarm",
    .prefix = OID_LITERAL(RMON, 29, 2, 0),
    .rising = {3, 4, 5, 6, 8, 9, 10, 14},
    .falling = {3, 4, 5, 6, 11, 12, 13, 15},
};

static alarm_value threshold_value(const struct threshold *threshold)
{
	alarm_value value = (uint64_t)threshold->high << 32 | threshold->low;

	return threshold->status == VALUE_NEGATIVE ? -value : value;
}

static void hc_alarm_defaults(struct mib *mib, struct control *control)
{
	struct hc_alarm_row *row = (struct hc_alarm_row *)control;

	sampler_defaults(mib, control);
	row->rising.status = row->falling.status = VALUE_POSITIVE;
	row->storage = STORAGE_NON_VOLATILE;
}

/* Of six columns that do not go together: one that the SET has, if it has any. */
static const struct column *threshold_column(const struct control *control)
{
	static const uint32_t numbers[] = {FALLING_LOW, 12, FALLING_STATUS, 8, 9, RISING_STATUS};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct column *column = table_column(&hc_alarm_table, numbers[i]);

		if (control->set & control_column_bit(&hc_alarm_control, column))
			return column;
	}
	return table_status(&hc_alarm_table);
}

/* A variable that is not there now is a value not available; but it must be one of integers. */
static enum snmp_error hc_alarm_check(struct mib *mib, struct control *control,
    const struct control *old, const struct column **column)
{
	const struct hc_alarm_row *row = (const struct hc_alarm_row *)control;

	*column = table_column(&hc_alarm_table, RISING_STATUS);
	if (row->rising.status == VALUE_NOT_AVAILABLE)
		return SNMP_WRONG_VALUE;
	*column = table_column(&hc_alarm_table, FALLING_STATUS);
	if (row->falling.status == VALUE_NOT_AVAILABLE)
		return SNMP_WRONG_VALUE;
	*column = table_column(&hc_alarm_table, VARIABLE);
	if (!sampler_variable_fits(mib, control, old, variable_may_exist))
		return SNMP_INCONSISTENT_VALUE;
	*column = threshold_column(control);
	return sampler_begins(control, old) &&
		       threshold_value(&row->falling) > threshold_value(&row->rising)
		   ? SNMP_INCONSISTENT_VALUE
		   : SNMP_OK;
}

/* Neither a variable that is gone nor a silent agent ends the row: its value is not available. */
static void hc_alarm_answer(struct mib *mib, struct control *control, enum answer answer,
    const struct alarm_reading *reading)
{
	struct hc_alarm_row *row = (struct hc_alarm_row *)control;
	struct sampling *live = control->live;
	const struct alarm_config config = {
	    .rising = threshold_value(&row->rising),
	    .falling = threshold_value(&row->falling),
	    .least = -(alarm_value)UINT64_MAX,
	    .most = UINT64_MAX,
	};

	if (answer == ANSWER_VALUE) {
		sampler_take(mib, &row->sampler, config, &hc_alarm_speech, reading);
	} else if (answer != ANSWER_LATER) {
		row->failed++;
		alarm_miss(&live->state);
	}
}

static void hc_alarm_load(const struct control *control, const struct column *column,
    const void *base, struct value *value)
{
	const struct sampling *live = control->live;
	bool available = live && live->state.fresh;
	alarm_value shown = available ? live->state.value : 0;

	(void)base;
	value->syntax = column->syntax;
	if (column->number == ABS_VALUE)
		value->number = (uint64_t)(shown < 0 ? -shown : shown);
	else
		value->integer = !available  ? VALUE_NOT_AVAILABLE
				 : shown < 0 ? VALUE_NEGATIVE
					     : VALUE_POSITIVE;
}

const struct control_class hc_alarm_control = {
    .name = "hcAlarmTable",
    .row_size = sizeof(struct hc_alarm_row),
    .index_count = 1,
    .index_max = INDEX_MAX,
    .table = &hc_alarm_table,
    .defaults = hc_alarm_defaults,
    .check = hc_alarm_check,
    .make = sampler_make,
    .begin = sampler_begin,
    .end = sampler_end,
    .run = sampler_run,
    .answer = hc_alarm_answer,
    .load = hc_alarm_load,
};
