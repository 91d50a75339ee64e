#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Alarms on objects of other agents: of snmpd around a subagent, asked by all versions and
# transports, and of the agent within the daemon; agents that hang, end, come back, or do not know.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"
command -v snmptrapd >/dev/null || skip "needs snmptrapd"

alarm="$rmon.3.1.1" pkts="$rmon.1.1.1.5.1"
failures="$sonda.1.1.9.0"
in_octets=.1.3.6.1.2.1.2.2.1.10
up_time=.1.3.6.1.2.1.1.3.0
engine_time=.1.3.6.1.6.3.10.2.1.3.0 # INTEGER, seconds
load=.1.3.6.1.4.1.2021.10.1.5.1     # laLoadInt.1
processes=.1.3.6.1.4.1.2021.2.1.5.1 # prCount.1
socket=$dir/master/agentx
v3=(-v 3 -l authPriv -u asker -a SHA-256 -A authentication -x AES -X encryption123)

# asked OID: the value, as the asker reads it past sondad.
asked() {
	env "${client_environment[@]}" snmpget "${v3[@]}" -On -Oqv -t 1 -r 1 127.0.0.1:161 "$1" 2>&1
}
# set_alarm INDEX OID INTERVAL TYPE RISING: which the startup arms for rising alone.
set_alarm() {
	as noc set "$alarm.12.$1" i 1 "$alarm.2.$1" i "$3" "$alarm.3.$1" o "$2" "$alarm.4.$1" i "$4" \
		"$alarm.6.$1" i 1 "$alarm.7.$1" i "$5" "$alarm.8.$1" i -1 "$alarm.9.$1" i 1
}
row() { echo "row alarmTable.$1 Interval=$3 Variable=${2#.} RisingThreshold=${4:-2147483647}"; }
of_alarm() { value nms "$alarm.5.$1"; }
is_above() { [ "$(of_alarm "$1")" -gt "$2" ] 2>/dev/null; }
asked_engine() { asked .1.3.6.1.6.3.10.2.1.1.0; }
is_number() { [[ $(asked "$1") =~ ^[0-9]+$ ]]; }
# is_as_asked_nearly INDEX OID: it is above 0 and at most 3 below.
is_as_asked_nearly() {
	local now
	now=$(asked "$2")
	is_above "$1" 0 && is_above "$1" $((now - 4)) && ! is_above "$1" "$now"
}
is_as_asked() { [ "$(of_alarm "$1")" = "$(asked "$2")" ]; }
is_gone() { value nms "$alarm.12.$1" | grep -q 'No Such Instance'; }
is_there() { [ "$(value nms "$alarm.12.$1")" = 1 ]; }
logged() { grep -qE -- "$2" "$1.log"; }
failed_are_above() { [ "$(value nms "$failures")" -gt "$1" ]; }
received() { grep -aE -- "$1" traps | tail -n 1; }
has_received() { [ -n "$(received "$1")" ]; }
send() { "$here/traffic.py" send "$1"; }
rx() { cat /sys/class/net/t0/statistics/rx_bytes; }
# quick SECONDS: whether each answer within them takes less than 0.4 s.
quick() {
	local until=$((SECONDS + $1))
	while [ "$SECONDS" -lt "$until" ]; do
		as nms get -t 0.4 -r 0 "$sonda.1.1.1.0" | grep -q STRING || return 1
	done
}
# jiffies PID: of the processor that it took.
jiffies() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

pair

# The agent within the daemon: nothing is configured for it

configuration "state-directory $dir/state" 'probe t0' 'createUser internal SHA-256 authentication' \
	'row eventTable.1 Type=log' "$(row 1 "$up_time" 1 1) RisingEventIndex=1" \
	"$(row 2 "$in_octets.1" 2) SampleType=delta" "$(row 3 "$in_octets.999" 1)" \
	'row alarmTable.4 Interval=1 Variable=etherStatsPkts.1 RisingThreshold=1000' >own.conf
start own -c own.conf
own=$pid
ready own
check "sysUpTime.0 is sampled" eventually is_above 1 100
check "a delta of ifInOctets.1 is sampled, lo being in use" eventually is_above 2 100
matches "the event's log names the object" '1\.3\.6\.1\.2\.1\.1\.3\.0 is [0-9]+, threshold 1"' \
	"$(as nms walk "$rmon.9.2.1.4.1")"
send 10
check "an own object is sampled beside them" eventually is_above 4 9
check "a configured row waits for an object that is not there" is_there 3
set_alarm 5 "$in_octets.998" 1 1 1 >answer
equal "a SET with an object that is not there is accepted" 8 "$(grep -c ' = ' answer)"
check "and its row goes" eventually is_gone 5
check "with a line in the log" logged own 'alarm 5 ends: its variable is not there, or no integer'
set_alarm 6 .1.3.6.1.2.1.1.5.0 1 1 1 >answer
check "so does that of a text" eventually is_gone 6
matches "an object that no message can name" inconsistentValue "$(set_alarm 6 .2.3 1 1 1)"
equal "no reading failed" 0 "$(value nms "$failures")"

# Who is called like the question gets nothing from that

matches "the community of that name" Timeout "$(plain get -v2c -c internal "$up_time")"
matches "the user of that name" authorizationError "$(plain get -v3 -l authNoPriv -u internal \
	-a SHA-256 -A authentication "$up_time")"

# What a SET made outlives the daemon

set_alarm 7 "$up_time" 1 1 1 >answer
stop "$own" KILL
start own -c own.conf
own=$pid
ready own
check "a row made by SET is kept" is_there 7
check "and sampled" eventually is_above 7 0
ends own "$own"

# Many at once

configuration "state-directory $dir/many" 'probe t0' no-defaults >many.conf
for ((n = 1; n <= 200; n++)); do
	row "$n" "$up_time" 1
done >>many.conf
tested=$sondad sondad=${SONDAD_PLAIN:-$sondad}
start many -c many.conf
many=$pid
ready many
check "the last of 200 is sampled" eventually is_above 200 100
gets=.1.3.6.1.2.1.11.15.0 took=$(jiffies "$many") before=$(value nms "$gets")
sleep 10
after=$(value nms "$gets") took=$(($(jiffies "$many") - took))
check "200 a second are asked for in few requests, $((after - before)) in 10 s" \
	test $((after - before)) -lt 120 -a $((after - before)) -gt 30
check "and cost little, $took ms a second" test "$took" -lt 50
equal "no reading of them failed" 0 "$(value nms "$failures")"
ends many "$many"
sondad=$tested

# A subagent that knows nobody to ask

cat >more.conf <<X
createUser asker SHA-256 authentication AES encryption123
rouser asker priv
rocommunity asker 127.0.0.1
agentAddress tcp:127.0.0.1:161,udp6:[::1]:161,unix:$dir/snmpd.socket
trap2sink 127.0.0.1:1702 public
interface_fadeout 0
proc sleeper
X
start_snmpd
chmod 777 snmpd.socket
printf '%s\n' 'disableAuthorization yes' >trapd.conf
mkdir -p trapd
env -u SNMPCONFPATH MIBS='' SNMP_PERSISTENT_DIR="$dir/trapd" snmptrapd -f -Lf traps -On -Oe \
	-C -c trapd.conf -F '%v\n' udp:127.0.0.1:1702 >trapd.out 2>&1 &
trapd=$!

printf '%s\n' "user $user" 'probe t0' >sub.conf
start deaf -c sub.conf -x "$socket"
deaf=$pid
ready deaf
matches "without query-session an object of others is inconsistentValue" inconsistentValue \
	"$(set_alarm 1 "$engine_time" 1 1 1)"
ends deaf "$deaf"
{
	cat sub.conf
	row 1 "$engine_time" 1
} >wrong.conf
matches "and no start if it is configured" \
	'wrong.conf: line 3: row alarmVariable: inconsistentValue; .*query-session' \
	"$("$sondad" -t -c wrong.conf -x "$socket" 2>&1)"
captures
echo "query-session -v 2c -c asker 127.0.0.1" >>wrong.conf
sed -i '/^probe/d' wrong.conf
matches "nor in a replay, with it" \
	'wrong.conf: line 2: row alarmVariable: inconsistentValue; .*never in a replay' \
	"$("$sondad" -t -c wrong.conf -r one.pcap 2>&1)"

# All versions and transports

# asks NAME OPTION...: with this query-session a configured alarm is sampled, another waits.
asks() {
	local name=$1
	shift
	{
		cat sub.conf
		echo "query-session $*"
		row 1 "$engine_time" 1
		row 2 "$in_octets.999" 1
		row 3 "$processes" 1
	} >ask.conf
	start ask -c ask.conf -x "$socket"
	local ask=$pid
	ready "$name"
	check "$name: is sampled" eventually is_above 1 0
	check "$name: what is not there is waited for" is_there 2
	set_alarm 4 "$in_octets.998" 1 1 1 >answer
	check "$name: or ends the alarm of a SET" eventually is_gone 4
	check "$name: the others go on" is_above 1 0
	equal "$name: no reading failed" 0 "$(value nms "$failures")"
	equal "$name: no secret is logged" 0 "$(grep -cE 'authentication|encryption123' ask.log)"
	ends "$name" "$ask"
}
asks "v1 by UDP" -v 1 -c asker 127.0.0.1
asks "v2c by UDP" -v2c -c asker udp:127.0.0.1:161
asks "v3 by UDP" "${v3[@]}" udp:127.0.0.1:161
asks "v3 by UDP over IPv6" "${v3[@]}" ::1
asks "v2c by TCP" -v2c -c asker tcp:127.0.0.1:161
asks "v3 by TCP" "${v3[@]}" tcp:127.0.0.1:161
asks "v3 by a socket" "${v3[@]}" "unix:$dir/snmpd.socket"

# What is seen there, and what is told

{
	cat sub.conf
	echo "query-session ${v3[*]} udp:127.0.0.1:161"
	echo "state-directory $dir/sub"
	echo 'row eventTable.1 Type=logandtrap'
} >ask.conf
start sub -c ask.conf -x "$socket"
sub=$pid
ready sub
ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up
v0=$(cat /sys/class/net/v0/ifindex) t0=$(cat /sys/class/net/t0/ifindex)
set_alarm 1 "$load" 1 1 2147483647 >answer
set_alarm 2 "$processes" 1 1 1 >>answer
check "snmpd has the new interface" eventually is_number "$in_octets.$v0"
set_alarm 4 "$in_octets.$v0" 1 1 2147483647 >>answer
equal "alarms are made" 24 "$(grep -c ' = ' answer)"
check "laLoadInt.1 is as snmpget has it" eventually is_as_asked 1 "$load"
check "prCount.1 is 0" eventually is_as_asked 2 "$processes"
cp "$(command -v sleep)" sleeper
./sleeper 300 &
sleeper=$!
check "and rises with a process" eventually has_received "$alarm.5.2 = INTEGER: 1"
matches "its risingAlarm has the object" "$rmon.0.1.*$alarm.3.2 = OID: $processes" \
	"$(received "$alarm.5.2 ")"
stop "$sleeper"
before=$(rx)
send 2000
octets=$(($(rx) - before))
equal "octets that are sent" 120000 "$octets"
# Its first value needs three readings; then all octets lie in the last two halves of 8 s.
set_alarm 3 "$in_octets.$t0" 8 2 "$octets" >answer
sleep 10
before=$(rx)
send 2000
equal "octets that are sent again" "$octets" $(($(rx) - before))
check "a delta of ifInOctets rises" eventually has_received "$alarm.5.3 "
matches "by what was sent" "$alarm.3.3 = OID: $in_octets.$t0.*$alarm.5.3 = INTEGER: $octets" \
	"$(received "$alarm.5.3 ")"
ip link del v0
check "an interface that goes takes its alarm along" eventually is_gone 4
check "with a line in the log" logged sub 'alarm 4 ends: its variable is gone'
equal "the others are there" "1 1 1" "$(as nms walk "$alarm.12" -Oqv | xargs)"

# An agent that hangs, and one that comes again

equal "nothing failed so far" 0 "$(value nms "$failures")"
set_alarm 5 "$engine_time" 1 1 2147483647 >answer
check "the agent's time is sampled" eventually is_above 5 0
before=$(value nms "$pkts")
kill -STOP "$snmpd_pid"
sleep 3
send 100
sleep 3
kill -CONT "$snmpd_pid"
check "a hung agent answers again" eventually answers
check "its failures were counted" failed_are_above 3
equal "the probe counted meanwhile" 100 $(($(value nms "$pkts") - before))
equal "no alarm is lost" "1 1 1 1" "$(as nms walk "$alarm.12" -Oqv | xargs)"
check "the log tells of it once" \
	test "$(grep -c 'cannot be had from udp:127.0.0.1:161: no answer' sub.log)" = 1
seen=$(of_alarm 5)
check "sampling goes on" eventually is_above 5 "$seen"
check "which is told, too" logged sub 'can be had from udp:127.0.0.1:161 again'
stop "$snmpd_pid" KILL
sleep 2
start_snmpd
ready "sub again"
equal "an agent that is restarted: no alarm is lost" "1 1 1 1" \
	"$(as nms walk "$alarm.12" -Oqv | xargs)"
check "its own time is small, and sampled" eventually is_as_asked_nearly 5 "$engine_time"
engine=$(asked_engine)
stop "$snmpd_pid"
rm -rf snmpd
start_snmpd
ready "sub at another engine"
check "another engine in its place" test "$engine" != "$(asked_engine)"
check "is found, and sampled" eventually is_as_asked_nearly 5 "$engine_time"

# The state

stop "$sub" KILL
start sub -c ask.conf -x "$socket"
sub=$pid
ready "sub after kill -9"
check "alarms made by SET are kept" is_there 5
check "and sampled" eventually is_as_asked_nearly 5 "$engine_time"
ends sub "$sub"
# Without the line the rows are left out, and kept for another start.
grep -v query-session ask.conf >less.conf
start less -c less.conf -x "$socket"
less=$pid
ready less
check "without query-session kept rows are left out" is_gone 5
check "with a line in the log" logged less 'row left out, and kept for later: alarmVariable'
ends less "$less"
start sub -c ask.conf -x "$socket"
sub=$pid
ready "sub with query-session"
check "and come back with it" is_there 5
ends sub "$sub"

# Others that hang never make the probe wait

# hung NAME OPTION...: what is asked takes no answer, and the probe answers quickly all the same.
hung() {
	local name=$1
	shift
	{
		cat sub.conf
		echo "query-session $*"
		for ((n = 1; n <= 100; n++)); do row "$n" "$engine_time" 1; done
	} >hung.conf
	start hung -c hung.conf -x "$socket"
	local hung=$pid
	ready "$name"
	check "$name: answers are quick" quick 5
	check "$name: failures are counted" failed_are_above 200
	equal "$name: no alarm is lost" 100 "$(walk nms "$alarm.12" | grep -c 'INTEGER: 1$')"
	equal "$name: is told once" 1 "$(grep -c 'cannot be had' hung.log)"
	ends "$name" "$hung"
}
"$here/silent.py" "$dir/silent.socket" &
silent=$!
check "the silent agent is there" eventually test -S silent.socket
hung "v2c by UDP to nobody" -v2c -c asker 127.0.0.1:999
hung "v3 by UDP to nobody" "${v3[@]}" 127.0.0.1:999
hung "v3 by UDP, silent" "${v3[@]}" 127.0.0.1:1610
hung "v3 by TCP, silent" "${v3[@]}" tcp:127.0.0.1:1610
hung "v2c by a socket, silent" -v2c -c asker "unix:$dir/silent.socket"
hung "v3, unknown user" "${v3[@]/asker/nobody}" 127.0.0.1:161
hung "v3, wrong passphrase" "${v3[@]/authentication/otherwise}" 127.0.0.1:161
hung "v2c, wrong community" -v2c -c wrong 127.0.0.1:161
stop "$silent"
stop "$snmpd_pid"
stop "$trapd"
[ "$failed" -eq 0 ]
