#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Filters, channels and packet capture on a live interface: what an NMS downloads from the embedded
# agent and through snmpd is, packet for packet, what tcpdump saw through the equivalent filter.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

command -v tcpdump >/dev/null || skip "needs tcpdump"
filter="$rmon.7.1.1" channel="$rmon.7.2.1" buffer="$rmon.8.1.1"

matches_are() { [ "$(value nms "$channel.9.1")" = "$1" ]; }
# download NAME: all that the tables show goes to NAME.walk.
download() {
	walk nms "$rmon.8.2.1" -Ox -Cr"${repetitions:-10}" -t 5 >"$1.walk"
	walk nms "$rmon.8.3.1" -Cr10 >>"$1.walk"
}
# judge NAME WALK [OFFSET SLICE]
judge() {
	check "$1" "$here/capture_judge.py" judge seen.pcap "${@:2}"
}

# sees COMMAND...: tcpdump's capture of what it sends is seen.pcap.
sees() {
	local tcpdump_pid
	: >tcpdump.log
	tcpdump -i t0 -U -w seen.pcap -s 0 --immediate-mode \
		'ether proto 0x88b5 or ether proto 0x88b7' >tcpdump.log 2>&1 &
	tcpdump_pid=$!
	eventually grep -q 'listening on' tcpdump.log || fail "tcpdump: $(cat tcpdump.log)"
	"$@"
	sleep 0.5
	stop "$tcpdump_pid" INT
}

# frames_of_all_sizes MODE REPETITIONS: the rows that a manager makes, and what it downloads.
frames_of_all_sizes() {
	repetitions=$2
	good "$1: a filter for EtherType 88b5 or 88b7" \
		"$filter.11.1" i 1 "$filter.2.1" i 1 "$filter.3.1" i 12 \
		"$filter.4.1" x 88b5 "$filter.5.1" x fffd
	good "$1: a channel, which is off, and a buffer of all octets" \
		"$channel.12.1" i 1 "$channel.2.1" i "$index" "$channel.3.1" i 1 \
		"$buffer.13.1" i 1 "$buffer.2.1" i 1 "$buffer.5.1" i 0 "$buffer.6.1" i 9100
	equal "$1: unlimited is granted as such" -1 "$(value nms "$buffer.9.1")"

	"$here/capture_judge.py" send 50
	check "$1: matches are counted while it is off" eventually matches_are 25
	equal "$1: nothing is captured while it is off" 0 "$(value nms "$buffer.10.1")"

	good "$1: it is turned on" "$channel.4.1" i 1
	sees "$here/capture_judge.py" send 400
	check "$1: half of the packets match" eventually matches_are 225
	equal "$1: as many are captured" 200 "$(value nms "$buffer.10.1")"
	equal "$1: there is space" 1 "$(value nms "$buffer.3.1")"
	download whole
	judge "$1: downloaded packets are those that tcpdump saw" whole.walk 0 9100
	repetitions=2 download few
	judge "$1: so they are by few repetitions" few.walk 0 9100
	good "$1: only a part of each" "$buffer.6.1" i 40 "$buffer.7.1" i 14
	download part
	judge "$1: parts are parts of those" part.walk 14 40
	good "$1: an offset beyond the short ones" "$buffer.7.1" i 1000
	download beyond
	judge "$1: short ones are empty" beyond.walk 1000 40
	good "$1: the channel goes" "$channel.12.1" i 4
	good "$1: all of each again" "$buffer.6.1" i 9100 "$buffer.7.1" i 0
	download kept
	judge "$1: and the packets stay" kept.walk 0 9100
	good "$1: the buffer goes" "$buffer.13.1" i 4
	equal "$1: with its packets" "" "$(walk nms "$rmon.8.2.1")"
}

# large_frames MODE REPETITIONS...: of 1514 octets, whole, in answers of any length.
large_frames() {
	local mode=$1
	shift
	good "a channel, which is on, and a buffer" \
		"$channel.12.1" i 1 "$channel.2.1" i "$index" "$channel.3.1" i 1 "$channel.4.1" i 1 \
		"$buffer.13.1" i 1 "$buffer.2.1" i 1 "$buffer.5.1" i 0 "$buffer.6.1" i 65535
	sees "$here/capture_judge.py" send 300 1514
	check "$mode: large packets are captured" eventually captured_are 150
	for repetitions; do
		download large
		judge "$mode: they are those that tcpdump saw, $repetitions at once" large.walk 0 1514
	done
	good "channel and buffer go" "$channel.12.1" i 4 "$buffer.13.1" i 4
}
captured_are() { [ "$(value nms "$buffer.10.1")" = "$1" ]; }

pair
ip link set t0 mtu 9000
ip link set t1 mtu 9000
index=$(cat /sys/class/net/t0/ifindex)
configuration 'probe t0 max-frame 9018' "state-directory $dir/state" >capture.conf
mkdir -p state && chown "$user:$group" state
start capture -c capture.conf
ready capture
frames_of_all_sizes embedded 500
large_frames embedded 1 10 50 500
ends capture "$pid"

start again -c capture.conf
ready again
equal "filters outlive a restart" 1 "$(value nms "$filter.11.1")"
equal "with their data" '"88 B5 "' "$(as nms get -Ovqx "$filter.4.1")"
ends again "$pid"

# The same with snmpd as master, which does not end an answer early: of so large packets 6 fit.

rm -r state && mkdir state && chown "$user:$group" state
start_snmpd
start subagent -x master/agentx -c capture.conf
ready subagent
frames_of_all_sizes AgentX 6
large_frames AgentX 1 10 500
ends subagent "$pid"

exit $((failed > 0))
