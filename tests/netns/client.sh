#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# sonda, the client: what show prints is what snmpwalk sees, top tells the traffic that was made, rows
# go however it ends, alarms are made, told and deleted, and errors say what and where.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

traffic=$here/traffic.py
top=$rmon.5.1.1 alarm=$rmon.3.1.1 event=$rmon.9.1.1

# with OPTION... -- COMMAND ARGUMENT...: sonda with no user but what the options say.
with() {
	local options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	env "${client_environment[@]}" "${SONDA:-sonda}" "$2" "${options[@]}" "$target" "${@:3}"
}
# rows OID: how many instances a column has.
rows() { walk nms "$1" | grep -c ' = '; }
no_rows() { [ "$(rows "$1")" -eq 0 ]; }
has_rows() { [ "$(rows "$1")" -gt 0 ]; }
# as_walked: a listing of hostTable as snmpwalk prints its columns but the indexes.
as_walked() {
	python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    address = ".".join(str(int(octet, 16)) for octet in row["Address"].split(":"))
    for column, head in {2: "CreationOrder", 4: "InPkts", 5: "OutPkts", 6: "InOctets", 7: "OutOctets",
                         8: "OutErrors", 9: "OutBroadcastPkts", 10: "OutMulticastPkts"}.items():
        print("'"$rmon"'.4.2.1.%d.%s.6.%s %s" % (column, row["Index"], address, row[head]))
' | sort
}

# Without a probe

matches "usage" "^usage: sonda COMMAND HOST" "$("$SONDA" 2>&1)"
says "no command" 2 "^usage: sonda" "$SONDA"
says "help" 0 "^  top  " "$SONDA" help
says "help of a command" 0 "^  --for TIME " "$SONDA" help top
says "-h" 0 "^  --for TIME " "$SONDA" top -h
says "version" 0 "^sonda [0-9]" "$SONDA" -V
says "an unknown command" 2 "sonda: there is no command topp" "$SONDA" topp
says "an unknown option" 2 "sonda: --bye is no option" "$SONDA" top --bye x
says "no host" 2 "^usage: sonda top HOST" "$SONDA" top -v2c -c public
says "nobody there" 1 "^sonda: 127.0.0.1:1161: Timeout" with -v2c -c public -t 0.2 -r 0 -- show
says "an unknown host" 1 "^sonda: nowhere.invalid: Unknown host" \
	env "${client_environment[@]}" "$SONDA" show -v2c -c public nowhere.invalid

env -u MIBS "${client_environment[@]:1}" "$SONDA" show -v2c -c public -t 0.2 -r 0 "$target" >said 2>&1
equal "no MIB file is missed" "sonda: $target: Timeout: no answer; a wrong community gets none" "$(<said)"

# A live probe of its own

pair
configuration "state-directory $dir/state" 'rwcommunity public' 'rocommunity reading' >sondad.conf
start live -c sondad.conf -i t0
live=$pid
ready live
"$traffic" fill 300
counted() { [ "$(value nms "$rmon.1.1.1.5.1")" -eq 600 ]; }
check "every packet was counted" eventually counted

says "show" 0 "^t0 +[0-9]+ +1 +600 +38400 +0$" client nms show
for line in "^name +[^ ]" '^uptime +0:00:0[0-9]:' '^hostControlTable +1 +t0 +valid +monitor$' '^no alarms$'; do
	matches "show: $line" "$line" "$(<said)"
done
walk nms "$rmon.4.2.1" -Oq | grep -vE "^$rmon\.4\.2\.1\.[13]\." | sort >wanted
equal "rows to compare" 2400 "$(wc -l <wanted)"
for how in "client nms" "with -v2c -c public --" "with -v1 -c public --"; do
	$how show hostTable --csv | as_walked >found
	same "show hostTable is snmpwalk's ($how)" wanted found
done
says "an index" 0 "^1 +02:00:00:00:00:07 +8 +2 +2 +128 +128 +0 +0 +0$" \
	client nms show host.1.02:00:00:00:00:07
equal "an index: one row" 2 "$(wc -l <said)"
says "scalars" 0 "embedded" client nms show sondaProbe
says "an index with two addresses" 0 "^1 +02:00:00:00:00:01 +02:00:00:00:00:02 +1 +64 +0$" \
	client nms show matrixSDTable.1.02:00:00:00:00:01
says "no table" 2 "sonda: fooTable is no table" client nms show fooTable
says "no index" 2 "sonda: hostTable.x: .x is no index" client nms show hostTable.x
says "no rows" 1 "sonda: $target: has no rows of logTable" client nms show logTable

# Who is not answered

says "a wrong privacy passphrase" 1 "sonda: $target: (Decryption|Timeout: .*privacy)" with -v3 -u nms \
	-l authPriv -a SHA-256 -A authentication -x AES -X encryption124 -t 0.5 -r 0 -- show
says "a wrong passphrase" 1 "sonda: $target: Authentication failure" with -v3 -u nms -l authPriv \
	-a SHA-256 -A autentication -x AES -X encryption123 -- show
says "an unknown user" 1 "sonda: $target: Unknown user name" with -v3 -u nobody -l authPriv \
	-a SHA-256 -A authentication -x AES -X encryption123 -- show
says "who may read may not make rows" 1 \
	"sonda: $target: hostTopNStatus\.[0-9]+: noAccess" client nms top --for 1
says "nor by SNMPv1" 1 "sonda: $target: hostTopNStatus\.[0-9]+: noSuchName" \
	with -v1 -c reading -- top --for 1

# report NAME COMMAND...: runs a top of 4 s while three hosts send 300, 200 and 100 packets.
report() {
	local name=$1
	shift
	"$@" --for 4 >said 2>&1 &
	local reporting=$!
	eventually has_rows "$top.2" && sleep 0.5 && "$traffic" talk 300 200 100
	wait $reporting
	equal "$name: exit status" 0 $?
	check "$name: its rows are gone" no_rows "$top.2"
}
report "top" client noc top --by out-packets --count 3
tail -n +2 said | tr -s ' ' >found
printf '%s\n' 'RANK ADDRESS PACKETS/S PACKETS' '1 02:00:00:00:00:01 75 300' \
	'2 02:00:00:00:00:02 50 200' '3 02:00:00:00:00:03 25 100' >wanted
same "top: what was sent" wanted found
report "top of octets" with -v2c -c public -- top --interface t0 --count 1
matches "top of octets: 64 octets a packet, in 4 s" "^1 +02:00:00:00:00:01 +38.4k +19200$" "$(<said)"
report "top by SNMPv1" with -v1 -c public -- top --by in-packets --count 1 --csv
equal "top by SNMPv1: the receiver" "1,02:00:00:00:00:00,150.0,600" "$(tail -n 1 said)"
as noc set "$rmon.4.1.1.6.1" i 4 >answer
report "top without hosts yet" client noc top --by out-packets --count 2
matches "top without hosts yet" "^1 +02:00:00:00:00:01 +75 +300$" "$(<said)"
check "the hosts of its own are gone" no_rows "$rmon.4.1.1.2"
says "top of nothing" 1 "sonda: $target: monitors no interface t9; it monitors:" \
	client noc top --interface t9
says "top by nothing" 2 "sonda: --by foo is none of: in-packets" client noc top --by foo
says "top for no time" 2 "sonda: --for 0 is no time" client noc top --for 0

# However it ends, no row is left

says "Ctrl-C" 130 "" timeout --preserve-status -s INT 2 env "${client_environment[@]}" "$SONDA" top \
	-v2c -c public "$target" --for 60
check "Ctrl-C leaves no row" no_rows "$top.2"
check "Ctrl-C leaves no hosts" no_rows "$rmon.4.1.1.2"
for signal in TERM HUP; do
	env "${client_environment[@]}" "$SONDA" top -v2c -c public "$target" --for 60 >said 2>&1 &
	child=$!
	check "$signal: under way" eventually has_rows "$top.2"
	kill "-$signal" $child
	wait $child
	status=$?
	equal "$signal: exit status" $((128 + $(kill -l $signal))) $status
	check "$signal leaves no row" no_rows "$top.2"
done
client noc top --for 1 | true
check "a closed pipe leaves no row" no_rows "$top.2"
env "${client_environment[@]}" "$SONDA" top -v2c -c public -t 1 -r 9 "$target" --for 60 >said 2>&1 &
child=$!
check "a probe that is slow: under way" eventually has_rows "$top.2"
kill -STOP "$live"
sleep 1.5
kill -TERM $child
sleep 1.5
kill -CONT "$live"
wait $child
equal "a probe that is slow: exit status" 143 $?
check "a probe that is slow: no row is left" no_rows "$top.2"
with -v2c -c public -t 0.5 -r 0 -- top --for 60 >said 2>&1 &
child=$!
check "a probe that hangs: under way" eventually has_rows "$top.2"
kill -STOP "$live"
wait $child
check "a probe that hangs: failure" test $? -eq 1
matches "a probe that hangs: says so" "sonda: $target: Timeout" "$(<said)"
matches "a probe that hangs: what stays" "hostTopNControlTable\.[0-9]+ stays on the probe" "$(<said)"
kill -CONT "$live"

# Alarms

says "no alarms" 0 "^no alarms$" client nms alarm
says "an alarm" 0 "^alarm [0-9]+ on etherStatsPkts.1, event [0-9]+$" \
	client noc alarm etherStatsPkts.t0 --rising 500 --falling 10 --every 1 --description talk
first=$(cut -d ' ' -f 2 said) first_event=$(sed 's/.*event //' said)
same_value() { equal "the alarm's $1" "$2" "$(value nms "$alarm.$3.$first")"; }
same_value interval 1 2
same_value variable "$rmon.1.1.1.5.1" 3
same_value "sample type, of a counter" 2 4
same_value startup 3 6
same_value "rising threshold" 500 7
same_value "falling threshold" 10 8
same_value "rising event" "$first_event" 9
same_value "falling event" "$first_event" 10
same_value status 1 12
equal "the event's description" '"talk"' "$(value nms "$event.2.$first_event")"
equal "the event's type" 2 "$(value nms "$event.3.$first_event")"
matches "its owner" '^"sonda [^ ]+@' "$(value nms "$event.6.$first_event")"
says "a second alarm" 0 "^alarm [0-9]+ on etherStatsOctets.1, event $first_event$" \
	client noc alarm etherStatsOctets.1 --rising 1M --absolute --description talk
second=$(cut -d ' ' -f 2 said)
equal "a second alarm: threshold" 1000000 "$(value nms "$alarm.7.$second")"
equal "a second alarm: half of it" 500000 "$(value nms "$alarm.8.$second")"
equal "a second alarm: no event below it" 0 "$(value nms "$alarm.10.$second")"
says "a third alarm" 0 "^alarm [0-9]+ on etherStatsOctets.1, event [0-9]+$" \
	client noc alarm etherStatsOctets.1 --rising 5 --log --trap --community secret
third_event=$(sed 's/.*event //' said) third=$(cut -d ' ' -f 2 said)
equal "an event that logs and notifies" 4 "$(value nms "$event.3.$third_event")"
equal "its community" '"secret"' "$(value nms "$event.4.$third_event")"
"$traffic" send 1000
logged() { client nms alarm | grep -qE "^0:00:00:[0-9.]+ +$first_event +.*etherStatsPkts"; }
check "the log" eventually logged
says "alarms" 0 "^$first +etherStatsPkts.1 +[0-9]+ +(below|between|above) +deltaValue +1 +500 +10 " \
	client nms alarm
says "deletes" 0 "^deleted alarm $first$" client noc alarm --delete "$first"
equal "an event in use stays" 1 "$(value nms "$event.7.$first_event")"
says "deletes the other" 0 "^deleted event $first_event$" client noc alarm --delete "$second"
says "deletes the last" 0 "^deleted event $third_event$" client noc alarm --delete "$third"
check "nothing is left" no_rows "$event.1"
says "deletes nothing" 1 "sonda: $target: has no alarm $first" client noc alarm --delete "$first"
says "no threshold" 2 "sonda: an alarm needs --rising N" client noc alarm etherStatsPkts.1
says "no instance" 1 "sonda: $target: has no etherStatsPkts.99" \
	client noc alarm etherStatsPkts.99 --rising 5
says "no number" 1 "sonda: $target: etherStatsOwner.1 is no number" \
	client noc alarm etherStatsOwner.1 --rising 5
says "no name" 2 "sonda: fooBar.1 is no object" client noc alarm fooBar.1 --rising 5
says "wrong way round" 2 "sonda: --falling 10 is above --rising 5" \
	client noc alarm etherStatsPkts.1 --rising 5 --falling 10
says "who may not write" 1 "sonda: $target: eventStatus\.[0-9]+: noAccess" \
	client nms alarm etherStatsPkts.1 --rising 5
ends "live" "$live"

# Through snmpd, which first has none of it

start_snmpd
says "snmpd alone: show" 0 "^no interfaces: etherStatsTable has no rows$" client nms show
says "snmpd alone: a table" 1 "sonda: $target: has no rows of hostTable" client nms show hostTable
says "snmpd alone: top" 1 "sonda: $target: monitors no interface: etherStatsTable has no rows" \
	client noc top
says "snmpd alone: alarm" 0 "^no alarms$" client nms alarm
says "snmpd alone: no alarm can be made" 1 "sonda: $target: eventStatus\.[0-9]+: (noCreation|notWritable|noAccess)" \
	client noc alarm 1.3.6.1.2.1.1.3.0 --rising 5
printf '%s\n' "user $user" "state-directory $dir/substate" >agentx.conf
start subagent -c agentx.conf -x "$dir/master/agentx" -i t0
subagent=$pid
check "through snmpd" eventually answers
"$traffic" fill 20
walk nms "$rmon.4.2.1" -Oq | grep -vE "^$rmon\.4\.2\.1\.[13]\." | sort >wanted
client nms show hostTable --csv | as_walked >found
same "through snmpd: show hostTable" wanted found
report "through snmpd: top" client noc top --by out-packets
matches "through snmpd: what was sent" "^1 +02:00:00:00:00:01 +75 +300$" "$(<said)"
says "through snmpd: an alarm" 0 "^alarm [0-9]+ on etherStatsPkts.1, event [0-9]+$" \
	client noc alarm etherStatsPkts.t0 --rising 500
says "through snmpd: deletes it" 0 "^deleted event" client noc alarm --delete "$(cut -d ' ' -f 2 said)"
ends "subagent" "$subagent"
[ "$failed" -eq 0 ]
