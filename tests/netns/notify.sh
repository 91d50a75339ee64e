#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Notifications: a real snmptrapd receives those of alarms as v1 and v2c trap, v2c inform, v3 trap
# and v3 inform, from the embedded agent and through a master; a burst blocks nothing and what is
# not sent is counted; what happens while there is no master is sent later.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"
needs_trapd
alarm="$rmon.3.1.1" event="$rmon.9.1.1" log="$rmon.9.2.1"
socket=$dir/master/agentx

# wanted INDEX VALUE COLUMN THRESHOLD: what both notifications hold, in the MIB's order.
wanted() {
	echo "$alarm.1.$1 = INTEGER: $1 $alarm.3.$1 = OID: $sonda.1.1.3.0" \
		"$alarm.4.$1 = INTEGER: 1 $alarm.5.$1 = INTEGER: $2 $alarm.$3.$1 = INTEGER: $4"
}
# make_alarms: 7 rises and 8 falls when their first interval of a second is over.
make_alarms() {
	as noc set "$event.7.5" i 1 "$event.3.5" i 4 "$event.4.5" s public \
		"$alarm.12.7" i 1 "$alarm.2.7" i 1 "$alarm.3.7" o "$sonda.1.1.3.0" "$alarm.6.7" i 1 \
		"$alarm.7.7" i 1 "$alarm.8.7" i -7 "$alarm.9.7" i 5 "$alarm.10.7" i 5 >answer
	as noc set "$alarm.12.8" i 1 "$alarm.2.8" i 1 "$alarm.3.8" o "$sonda.1.1.3.0" "$alarm.6.8" i 2 \
		"$alarm.7.8" i 90 "$alarm.8.8" i 9 "$alarm.9.8" i 5 "$alarm.10.8" i 5 >>answer
	equal "$1: alarms are made" 19 "$(grep -c ' = ' answer)"
}
# sees MODE VALUE: all five forms of both, VALUE being the variable's.
sees() {
	local n line
	for n in 1 2 3 4 5; do
		local form=${forms[n - 1]}
		check "$1: risingAlarm as $form" eventually has_arrived $n "$alarm.7.7"
		check "$1: fallingAlarm as $form" eventually has_arrived $n "$alarm.8.8"
		line=$(arrived $n "$alarm.7.7")
		equal "$1: objects of risingAlarm as $form" "$(wanted 7 "$2" 7 1)" "$(varbinds "$line")"
		[ $n -gt 1 ] && matches "$1: name of risingAlarm as $form" \
			"$rmon.0.1([[:space:]]|\$)" "$line"
		line=$(arrived $n "$alarm.8.8")
		equal "$1: objects of fallingAlarm as $form" "$(wanted 8 "$2" 8 9)" \
			"$(varbinds "$line")"
		[ $n -gt 1 ] && matches "$1: name of fallingAlarm as $form" \
			"$rmon.0.2([[:space:]]|\$)" "$line"
	done
	matches "$1: risingAlarm as v1 is enterprise rmon, specific 1" "\\|6\\.+1\\|$rmon\\|" \
		"$(arrived 1 "$alarm.7.7")"
	matches "$1: fallingAlarm as v1 is enterprise rmon, specific 2" "\\|6\\.+2\\|$rmon\\|" \
		"$(arrived 1 "$alarm.8.8")"
	equal "$1: the log" \
		"alarm 7 rising: sondaProbeMode.0 is $2, threshold 1 alarm 8 falling: sondaProbeMode.0 is $2, threshold 9" \
		"$(as nms walk "$log.4" -Oqv | tr -d '"' | sort | xargs)"
	equal "$1: two were sent" "2 0 0" "$(counted)"
}
is_counted() { [ "$(counted | awk '{ print $1 + $2 + $3 }')" = "$1" ]; }

# alarms COUNT: rows of alarms that rise after each SET, which writes the state, and then fall.
alarms() {
	echo 'row eventTable.1 Type=logandtrap'
	for ((n = 1; n <= $1; n++)); do
		echo "row alarmTable.$n Interval=1 Variable=sondaProbeStateWrites.0 SampleType=delta" \
			"StartupAlarm=risingAlarm RisingThreshold=1 RisingEventIndex=1 FallingEventIndex=1"
	done
}
logged() { as nms bulkwalk -Cr50 "$log.2" -Oqv | tail -n 1; }
logged_are() { [ "$(logged)" = "$1" ]; }
# burst MODE: 20,000 of them, 2,500 at a time.
burst() {
	local n all=0
	for n in 1 2 3 4; do
		as noc set "$event.2.1" s "round $n" >answer
		check "$1: round $n" eventually logged_are $((all += 5000))
	done
	check "$1: each is sent or counted" eventually is_counted 20000
	matches "$1: a burst is sent, most is suppressed" '^1[0-9]{3} 18[0-9]{3} 0$' "$(counted)"
}

captures
one=(-r one.pcap)
receive

# The embedded agent

configuration "state-directory $dir/state" 'rwuser trapper priv' >sondad.conf
targets >>sondad.conf
start embedded -c sondad.conf "${one[@]}"
embedded=$pid
ready embedded
make_alarms embedded
sees embedded 1
ends embedded "$embedded"

configuration "state-directory $dir/burst" 'trap2sink 127.0.0.1:1702 public' >burst.conf
alarms 2500 >>burst.conf
start burst -c burst.conf "${one[@]}"
burst=$pid
ready burst
burst "embedded burst"
ends burst "$burst"

# Through a master

: >received
targets >more.conf
start_snmpd
echo "user $user" >sub.conf
start sub -c sub.conf -x "$socket" "${one[@]}"
sub=$pid
ready sub
make_alarms sub
sees sub 2

# What an alarm says while there is no master is said later

stop "$snmpd_pid"
start_snmpd
ready "sub again"
as noc set "$alarm.12.9" i 1 "$alarm.2.9" i 4 "$alarm.3.9" o "$sonda.1.1.3.0" "$alarm.7.9" i 1 \
	"$alarm.8.9" i -7 "$alarm.9.9" i 5 >answer
equal "an alarm of 4 s" 6 "$(grep -c ' = ' answer)"
stop "$snmpd_pid"
sleep 5
check "nothing arrives without a master" test -z "$(arrived 2 "$alarm.7.9")"
start_snmpd
check "arrives with the next master" eventually has_arrived 2 "$alarm.7.9"
ends sub "$sub"

printf '%s\n' "user $user" "state-directory $dir/burst2" >burst2.conf
alarms 2500 >>burst2.conf
start burst2 -c burst2.conf -x "$socket" "${one[@]}"
burst2=$pid
ready burst2
burst "burst through a master"
check "the master answers" snmpd_answers
ends burst2 "$burst2"
stop "$snmpd_pid"
stop "$trapd"
[ "$failed" -eq 0 ]
