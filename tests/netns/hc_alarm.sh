#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# 64-bit alarms on live traffic, embedded and through a master: rows by RowStatus, a real snmptrapd
# receives hcRisingAlarm and hcFallingAlarm as v2c and v3, a variable goes and comes, and after
# kill -9 the rows that are to be kept are there.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"
needs_trapd
a="$rmon.29.1.1.1.1" event="$rmon.9.1.1" log="$rmon.9.2.1" ether="$rmon.1.1.1"
octets="$rmon.1.7.1.4.1" # etherStatsHighCapacityOctets.1
mode_of="$sonda.1.1.3.0" # sondaProbeMode.0: a small number
engines=(0x80001f880473656c66 0x80001f88046d61737465) # each has boots of its own

# targets ENGINE
targets() {
	echo "exactEngineID $1"
	echo 'createUser trapper SHA-256 authentication AES encryption123'
	echo 'trapsink 127.0.0.1:1701 public'
	echo 'trap2sink 127.0.0.1:1702 public'
	echo 'trapsess -v3 -l authPriv -u trapper -a SHA-256 -A authentication -x AES -X encryption123' \
		'127.0.0.1:1703'
}
# receive: snmptrapd; each notification is a line of received, the port first.
receive() {
	{
		printf 'createUser -e %s trapper SHA-256 authentication AES encryption123\n' "${engines[@]}"
		echo 'disableAuthorization yes'
		echo 'doNotLogTraps no'
	} >trapd.conf
	mkdir -p trapd
	env -u SNMPCONFPATH MIBS='' SNMP_PERSISTENT_DIR="$dir/trapd" snmptrapd -f -Lf received -On -Oe \
		-C -c trapd.conf -F '%b|%v\n' udp:127.0.0.1:1701,udp:127.0.0.1:1702,udp:127.0.0.1:1703 \
		>trapd.out 2>&1 &
	trapd=$!
	eventually listens || fail "snmptrapd does not listen: $(tail -n 3 trapd.out received)"
}
listens() { [ "$(ss -Hlnu | grep -cE '127.0.0.1:170[1-3]')" -eq 3 ]; }
# arrived PORT NAME INDEX: the varbinds of the last notification of this name and alarm.
arrived() {
	grep -aF ":170$1|" received | grep -aE "OID: $2([[:space:]]|\$)" | grep -aF "$a.3.$3 =" |
		tail -n 1 | tr '\t' '\n' | sed 's/[[:space:]]*$//' | grep -a "^$a\." | xargs
}
has_arrived() { [ -n "$(arrived "$@")" ]; }

reads() { equal "$mode: $1" "$2" "$(as nms get -Oqv "${@:3}" | xargs)"; }
# is WANTED OID...
is() { [ "$1" = "$(as nms get -Oqv "${@:2}" | xargs)" ]; }

rows() {
	good "createAndWait" "$a.19.8" i 5
	reads "is notReady" 3 "$a.19.8"
	bad inconsistentValue "$a.19.8" "$a.2.8" i 1 "$a.19.8" i 1
	bad inconsistentValue "$a.19.8" "$a.19.8" i 2
	bad inconsistentValue "$a.19.8" "$a.19.8" i 4
	bad wrongValue "$a.19.8" "$a.19.8" i 3
	bad wrongValue "$a.10.8" "$a.10.8" i 1
	bad wrongValue "$a.18.8" "$a.18.8" i 4
	bad wrongType "$a.8.8" "$a.8.8" i 4
	good "what is missing" "$a.2.8" i 1 "$a.3.8" o "$mode_of"
	reads "is notInService" 2 "$a.19.8"
	good "a falling threshold of 2^32 + 5" "$a.11.8" u 5 "$a.12.8" u 1 "$a.7.8" i 2 "$a.15.8" i 5
	bad inconsistentValue "$a.19.8" "$a.19.8" i 1
	good "a rising one above, and active" "$a.8.8" u 6 "$a.9.8" u 1 "$a.19.8" i 1
	bad inconsistentValue "$a.8.8" "$a.8.8" u 7
	bad inconsistentValue "$a.19.6" "$a.19.6" i 1 "$a.2.6" i 1 "$a.3.6" o "$mode_of"
	bad inconsistentValue "$a.19.6" "$a.19.6" i 4 "$a.2.6" i 1
	bad inconsistentName "$a.2.6" "$a.2.6" i 1
	good "destroy of no row" "$a.19.6" i 6
	good "createAndGo of one to be lost" "$a.19.9" i 4 "$a.2.9" i 60 "$a.3.9" o "$mode_of" "$a.18.9" i 2
	reads "is active" "1 2" "$a.19.9" "$a.18.9"
	good "createAndGo on live octets" "$a.19.7" i 4 "$a.2.7" i 2 "$a.3.7" o "$octets" "$a.4.7" i 2 \
		"$a.7.7" i 1 "$a.8.7" u 3200 "$a.11.7" u 64 "$a.14.7" i 5 "$a.15.7" i 5
	reads "the configured one is active" "1 7" "$a.19.3" "$a.2.3"
	matches "$mode: what it can" '^"?C0' "$(value nms "$rmon.29.1.2.1.0")"
}

# wanted_rising INDEX VARIABLE TYPE VALUE: the eight objects, in the MIB's order.
wanted_rising() {
	echo "$a.3.$1 = OID: $2 $a.4.$1 = INTEGER: $3 $a.5.$1 = Counter64: $4 $a.6.$1 = INTEGER: 2" \
		"$a.8.$1 = Gauge32: 3200 $a.9.$1 = Gauge32: 0 $a.10.$1 = INTEGER: 2 $a.14.$1 = INTEGER: 5"
}
# wanted_falling INDEX VARIABLE TYPE VALUE LOW HIGH
wanted_falling() {
	echo "$a.3.$1 = OID: $2 $a.4.$1 = INTEGER: $3 $a.5.$1 = Counter64: $4 $a.6.$1 = INTEGER: 2" \
		"$a.11.$1 = Gauge32: $5 $a.12.$1 = Gauge32: $6 $a.13.$1 = INTEGER: 2 $a.15.$1 = INTEGER: 5"
}

notifications() {
	local n number=$1
	check "$mode: delta of 0 at first" eventually is "0 2" "$a.5.7" "$a.6.7"
	"$here/traffic.py" send 50
	for n in 2 3; do
		check "$mode: hcRisingAlarm to $n" eventually has_arrived $n "$rmon.29.2.0.1" 7
		equal "$mode: its objects to $n" "$(wanted_rising 7 "$octets" 2 3200)" \
			"$(arrived $n "$rmon.29.2.0.1" 7)"
		check "$mode: hcFallingAlarm to $n" eventually has_arrived $n "$rmon.29.2.0.2" 7
		equal "$mode: its objects to $n" "$(wanted_falling 7 "$octets" 2 0 64 0)" \
			"$(arrived $n "$rmon.29.2.0.2" 7)"
		check "$mode: hcFallingAlarm at once to $n" eventually has_arrived $n "$rmon.29.2.0.2" 8
		equal "$mode: its objects to $n" "$(wanted_falling 8 "$mode_of" 1 "$number" 5 1)" \
			"$(arrived $n "$rmon.29.2.0.2" 8)"
	done
	equal "$mode: a Counter64 goes to no v1 target" 0 "$(grep -aF ':1701|' received | grep -caF "$a.")"
	equal "$mode: the log" \
		"hcAlarm 7 falling: etherStatsHighCapacityOctets.1 delta is 0, threshold 64
hcAlarm 7 rising: etherStatsHighCapacityOctets.1 delta is 3200, threshold 3200
hcAlarm 8 falling: sondaProbeMode.0 is $number, threshold 4294967301" \
		"$(as nms walk "$log.4.5" -Oqv | tr -d '"' | sort)"
}

variable_goes() {
	good "the variable goes" "$ether.21.1" i 4
	check "$mode: not available" eventually is "0 1" "$a.5.7" "$a.6.7"
	check "$mode: attempts are counted" test "$(value nms "$a.16.7")" -ge 1
	reads "the alarm stays" 1 "$a.19.7"
	good "the variable comes" "$ether.2.1" o .1.3.6.1.2.1.2.2.1.1."$(cat /sys/class/net/t0/ifindex)" \
		"$ether.21.1" i 1
	check "$mode: available again" eventually is "0 2" "$a.5.7" "$a.6.7"
}

restart() {
	as nms walk "$a" | grep -vE "^$a\.(5|6|16)\." >before
	good "one more before the end" "$a.19.10" i 5
	stop "$pid" KILL
	launch again -i t0
	reads "notReady is kept" 3 "$a.19.10"
	good "it goes" "$a.19.10" i 6
	as nms walk "$a" | grep -vE "^$a\.(5|6|16)\." >after
	grep -vE "^$a\.[0-9]+\.9 " before >kept
	same "$mode: all rows but the volatile one" kept after
	check "$mode: it samples" eventually is "0 2" "$a.5.7" "$a.6.7"
}

run() {
	: >received
	launch "$mode" -i t0
	good "an event" "$event.7.5" i 1 "$event.3.5" i 4
	rows
	notifications "$1"
	variable_goes
	restart
	ends "$mode" "$pid"
}

pair
receive
row='row hcAlarmTable.3 Interval=7 Variable=etherStatsHighCapacityOctets.1 RisingThreshAbsValueHi=1'
configuration "state-directory $dir/embedded" "$row" 'rwuser trapper priv' >embedded.conf
targets "${engines[0]}" >>embedded.conf
mode=embedded
run 1

printf '%s\n' "user $user" "state-directory $dir/subagent" "$row" >subagent.conf
targets "${engines[1]}" >more.conf
start_snmpd
mode=subagent
run 2
stop "$snmpd_pid"
stop "$trapd"
[ "$failed" -eq 0 ]
