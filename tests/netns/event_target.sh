#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Matched channels and event-targets: a real snmptrapd receives sondaPacketMatch in all five forms
# from the embedded agent and through a master, and as v1 trap, v2c trap and inform from sessions of
# sondad's own where the community is the event's, with and without a master; soon after the packet;
# a target that does not answer holds up nothing, and what comes of each notification is counted.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"
needs_trapd
channel="$rmon.7.2.1" event="$rmon.9.1.1"
socket=$dir/master/agentx

# event_targets: one for each form at 1706 to 1708, and others' at 1709.
event_targets() {
	echo 'event-target -v 1 -c "the operators" 127.0.0.1:1706'
	echo 'event-target -c "the operators" udp:127.0.0.1:1707'
	echo 'event-target -v 2c -Ci -c "the operators" -t 2 -r 3 127.0.0.1:1708'
	echo 'event-target -c "the operator" 127.0.0.1:1709'
}
# rows: channel 31 takes EtherType 88b5 for the operators, 32 any packet, once, for nobody we know.
rows() {
	echo 'row filterTable.1 ChannelIndex=31 PktDataOffset=12 PktData=0x88b5 PktDataMask=0xffff'
	echo 'row channelTable.31 IfIndex=t0 DataControl=on EventIndex=5' \
		'EventStatus=eventAlwaysReady Description="strays in t0"'
	echo 'row channelTable.32 IfIndex=t0 DataControl=on EventIndex=6 AcceptType=acceptFailed'
	echo 'row eventTable.5 Type=snmptrap Community="the operators"'
	echo 'row eventTable.6 Type=logandtrap Community="the oper"'
}
packets() { "$here/traffic.py" send "$1"; }
# wanted: what the first sondaPacketMatch of channel 31 holds before the time, in the MIB's order.
wanted() {
	echo "$channel.9.31 = Counter32: $1 $channel.10.31 = STRING: strays in t0" \
		"$channel.2.31 = INTEGER: $ifindex $sonda.1.2.1.2.1 = STRING: t0" \
		"$sonda.1.5.1.0 = Timeticks:"
}
# ticks LINE OID: that of its TimeTicks.
ticks() { tr '\t' '\n' <<<"$1" | sed -nE "s/.*\\$2 = Timeticks: \(([0-9]+)\).*/\1/p"; }
# is_match NAME LINE COUNT
is_match() {
	local line=$2 late
	equal "$1: objects" "$(wanted "$3")" "$(varbinds "$line" | sed 's/ ([0-9]*).*//')"
	late=$(($(ticks "$line" .1.3.6.1.2.1.1.3.0) - $(ticks "$line" "$sonda.1.5.1.0")))
	check "$1: the packet's time is a little before sysUpTime" test $late -ge 0 -a $late -lt 300
}
# is_v1 NAME LINE
is_v1() { matches "$1: enterprise sondaMIB, specific 1" "\\|6\\.+1\\|$sonda\\|" "$2"; }
# is_v2 NAME LINE: which begins as RFC 3416 asks.
is_v2() {
	equal "$1: sysUpTime and snmpTrapOID come first" \
		".1.3.6.1.2.1.1.3.0 .1.3.6.1.6.3.1.1.4.1.0 = OID: $sonda.0.1" \
		"$(sed -e 's/.*|//' <<<"$2" | tr '\t' '\n' | sed -n -e '1s/ =.*//p' -e 2p | xargs)"
}
# to_agents_targets MODE COUNT
to_agents_targets() {
	local n line
	for n in 1 2 3 4 5; do
		local form=${forms[n - 1]}
		check "$1: sondaPacketMatch as $form" eventually has_arrived $n "$channel.9.31"
		line=$(arrived $n "$channel.9.31")
		if [ $n -eq 1 ]; then
			is_v1 "$1: as $form" "$line"
			continue # v1 has sysUpTime elsewhere
		fi
		is_match "$1: as $form" "$line" "$2"
		is_v2 "$1: as $form" "$line"
	done
	equal "$1: as v1: objects" "$(wanted "$2")" \
		"$(varbinds "$(arrived 1 "$channel.9.31")" | sed 's/ ([0-9]*).*//')"
}
# to_event_targets MODE COUNT
to_event_targets() {
	local n line
	local kinds=('' '' '' '' '' '' 'TRAP, SNMP v1' 'TRAP2, SNMP v2c' 'INFORM, SNMP v2c')
	for n in 6 7 8; do
		local form=${kinds[n]}
		check "$1: event-target: $form" eventually has_arrived $n "$channel.9.31"
		line=$(arrived $n "$channel.9.31")
		matches "$1: event-target: $form: its community" \
			"^$form, community the operators\\|" "$line"
		if [ $n -eq 6 ]; then
			is_v1 "$1: event-target: $form" "$line"
			equal "$1: event-target: $form: objects" "$(wanted "$2")" \
				"$(varbinds "$line" | sed 's/ ([0-9]*).*//')"
			continue
		fi
		is_match "$1: event-target: $form" "$line" "$2"
		is_v2 "$1: event-target: $form" "$line"
	done
}
# own: sent, failed and dropped of event-targets.
own() { as nms get "$sonda.1.6.1.0" "$sonda.1.6.2.0" "$sonda.1.6.3.0" -Oqv | xargs; }
own_are() { [ "$(own)" = "$1" ]; }
# others MODE: what went nowhere else, and what was said of the events themselves.
others() {
	check "$1: channel 32 by the agent" eventually has_arrived 2 "$channel.9.32"
	sleep 0.5
	equal "$1: an event of another community goes to the agent's targets alone" "" \
		"$(for n in 6 7 8 9; do arrived $n "$channel.9.32"; done)"
	equal "$1: nothing for the other target" "" "$(arrived 9 .)"
	check "$1: three were sent, the inform was answered" eventually own_are "3 0 0"
	equal "$1: the agent sent two" "2 0 0" "$(counted)"
	equal "$1: no notice was lost" 0 "$(value nms "$sonda.1.2.1.21.1")"
}

# stamped MODE
stamped() {
	local sent up
	sent=$(as nms get "$event.5.5" -Oqvt) up=$(as nms get .1.3.6.1.2.1.1.3.0 -Oqvt)
	check "$1: LastTimeSent" test "$sent" -gt 0 -a "$sent" -le "$up"
}

pair
ifindex=$(cat /sys/class/net/t0/ifindex)
receive

# The embedded agent

{
	configuration 'probe t0' "state-directory $dir/state" 'trap2sink 127.0.0.1:1720 public'
	targets
	event_targets
	rows
} >sondad.conf
start embedded -c sondad.conf
embedded=$pid
ready embedded
packets 1
to_agents_targets embedded 1
to_event_targets embedded 1
others embedded
stamped embedded

# At 50 ms the kernel hands over its packets; a tick of the main thread comes every 500 ms.
delays=$("$here/match_delay.py" 10 1720)
echo "# median and longest time from packet to notification: $delays ms"
check "a match is told at once" test "${delays% *}" -gt 0 -a "${delays% *}" -lt 150
ends embedded "$embedded"

# Through a master, and before there is one

: >received
targets >more.conf
mkdir -p master
{
	printf '%s\n' "user $user" 'probe t0' "state-directory $dir/state2"
	event_targets
	rows
} >sub.conf
start sub -c sub.conf -x "$socket"
sub=$pid
eventually grep -q 'answers for' sub.log || fail "$(cat sub.log)"
sleep 0.5
packets 1
to_event_targets "without a master" 1
equal "without a master: nothing else" "" "$(for n in 1 2 3 4 5; do arrived $n .; done)"
start_snmpd
ready sub
to_agents_targets "later by the master" 1
equal "later by the master: the packet came before sysUpTime began" 0 \
	"$(ticks "$(arrived 2 "$channel.9.31")" "$sonda.1.5.1.0")"
others subagent
: >received
packets 1
to_agents_targets "through the master" 2
to_event_targets "beside the master" 2
stamped subagent
ends sub "$sub"
stop "$snmpd_pid"
target=127.0.0.1:1161

# More than can wait for a master: event-targets have all that the rate allows

{
	printf '%s\n' "user $user" 'probe t0' "state-directory $dir/state4" \
		'event-target -c "the operators" 127.0.0.1:1707'
	rows
} >patient.conf
start patient -c patient.conf -x "$socket"
patient=$pid
eventually grep -q 'answers for' patient.log || fail "$(cat patient.log)"
sleep 0.5
packets 3000
sleep 1
packets 300
sleep 1
start_snmpd
ready patient
settled() {
	read -r sent suppressed dropped <<<"$(counted)"
	[ "$sent" = 1024 ]
}
check "without a master: 1024 wait for it" eventually settled
echo "# $sent sent, $suppressed suppressed, $dropped dropped"
check "without a master: the others are dropped" test "$dropped" -gt 0
# One is channel 32's.
equal "without a master: the event-target had all" "$((sent + dropped - 1)) 0 0" "$(own)"
ends patient "$patient"
stop "$snmpd_pid"
target=127.0.0.1:1161

# One target is dead, one answers informs, one takes traps by IPv6, to one there is no way; 3000
# packets

: >received
{
	configuration 'probe t0' "state-directory $dir/state3" \
		'event-target -Ci -c "the operators" -t 0.2 -r 2 127.0.0.1:1790' \
		'event-target -Ci -c "the operators" 127.0.0.1:1708' \
		'event-target -c "the operators" udp6:[::1]:1701' \
		'event-target -v 1 -c "the operators" 198.51.100.1'
	rows
} >burst.conf
start burst -c burst.conf
burst=$pid
ready burst
packets 3000 &
sending=$! slow=0
while kill -0 $sending 2>/dev/null; do
	as nms get -t 1 -r 0 "$sonda.1.1.1.0" | grep -q STRING || slow=$((slow + 1))
done
equal "burst: each question is answered within a second" 0 $slow
matched() { [ "$(value nms "$channel.9.31")" = 3000 ]; }
check "burst: all packets match" eventually matched
all_heard() {
	read -r sent suppressed dropped <<<"$(counted)"
	lost=$(value nms "$sonda.1.2.1.21.1")
	[ $((sent + suppressed + lost)) -ge 3001 ]
}
check "burst: each match is told, suppressed or lost" eventually all_heard
echo "# $sent sent, $suppressed suppressed, $lost notices lost"
check "burst: and none twice" test $((sent + suppressed)) -le 3001
check "burst: more than a thousand are sent" test "$sent" -gt 1000
equal "burst: none is dropped by the agent" 0 "$dropped"
# One of those sent is channel 32's.
all_told() {
	read -r sent _ <<<"$(counted)"
	[ "$(own | awk '{ print $1 + $2 + $3 }')" = $((4 * (sent - 1))) ]
}
check "burst: each to an event-target comes to an end" eventually all_told
read -r own_sent own_failed own_dropped <<<"$(own)"
echo "# event-targets: $own_sent sent, $own_failed failed, $own_dropped dropped"
equal "burst: what the living two had" $((2 * (sent - 1))) "$own_sent"
equal "burst: what the dead one and the lost one had" $((2 * (sent - 1))) \
	$((own_failed + own_dropped))
# distinct PLACE: notifications that arrived there, each once.
distinct() { grep -aF "$1" received | grep -aoE "$channel.9.31 = Counter32: [0-9]+" | sort -u | wc -l; }
equal "burst: informs arrived" $((sent - 1)) "$(distinct ']:1708|')"
# A trap that the receiver has no room for is lost, an inform is sent again.
check "burst: IPv6 traps arrived" test "$(distinct 'UDP/IPv6: [::1]:')" -gt 100
equal "burst: the dead one is told of once" 1 \
	"$(grep -c 'target udp:127.0.0.1:1790: does not answer' burst.log)"
equal "burst: the lost one is told of once" 1 \
	"$(grep -c 'target udp:198.51.100.1:162: cannot be sent to: Network is unreachable' burst.log)"
ends burst "$burst"

stop "$trapd"
[ "$failed" -eq 0 ]
