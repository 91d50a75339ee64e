#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# sonda capture over SNMPv3: what it downloads is, octet for octet, what tcpdump saw by the same
# expression; it leaves no row behind however it ends, and feeds a reader as packets come.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

for program in tcpdump tshark; do
	command -v "$program" >/dev/null || skip "needs $program"
done
sonda_program=${SONDA:-sonda}

# capture NAME ARGUMENT...: sonda in the background, its process in $capture_pid, what it says in
# NAME.err, what it prints in NAME.out.
capture() {
	local name=$1
	shift
	# a shell has SIGINT ignored in what it runs in the background
	env --default-signal=INT "${client_environment[@]}" "$sonda_program" capture -v3 -l authPriv -u "${by:-noc}" \
		-a SHA-256 -x AES "${secrets[@]}" "$target" "$@" >"$name.out" 2>"$name.err" &
	capture_pid=$!
}
is_on() { walk nms "$rmon.7.2.1.4" | grep -q 'INTEGER: 1$'; }
# turned_on NAME: waits until the channel is.
turned_on() { eventually is_on || fail "$1: does not begin: $(cat "$1.err")"; }
# over NAME STATUS: waits until it has ended by itself.
over() {
	wait "$capture_pid"
	equal "$1: exit status" "$2" $?
	unharmed "$1" "$1.err"
}
# interrupt NAME [SIGNAL]
interrupt() {
	kill "-${2:-INT}" "$capture_pid"
	over "$1" 0
}
rows() { for table in 7.1.1.11 7.2.1.12 8.1.1.13; do walk nms "$rmon.$table"; done; }
no_rows() { equal "$1: leaves no rows" "" "$(rows)"; }
send() { "$here/sonda_capture.py" send "$@"; }
# judge NAME COMMAND WANTED FOUND...
judge() {
	local name=$1
	shift
	check "$name" "$here/sonda_capture.py" "$@"
}
# watch FILE: tcpdump of everything, in $tcpdump_pid.
watch() {
	tcpdump -i t0 -U -w "$1" -s 0 --immediate-mode -B 16384 >tcpdump.log 2>&1 &
	tcpdump_pid=$!
	eventually grep -q 'listening on' tcpdump.log || fail "tcpdump: $(cat tcpdump.log)"
}
# selected EXPRESSION: what tcpdump takes of seen.pcap, in wanted.pcap.  (Live, its expressions see
# frames of which the kernel has taken the tag.)
selected() { tcpdump -r - -w - "$1" <seen.pcap 2>/dev/null >wanted.pcap; }
# settled: tcpdump has written what was sent.
settled() {
	sleep 0.5
	stop "$tcpdump_pid" INT
}

captured() { [ "$(walk nms "$rmon.8.1.1.10" -Oqv)" -ge "$1" ] 2>/dev/null; }
# remove_rows NAME: those of a capture that was killed.
remove_rows() {
	local row
	for row in $(walk nms "$rmon.7.2.1.12" -Oq | cut -d ' ' -f 1) \
		$(walk nms "$rmon.8.1.1.13" -Oq | cut -d ' ' -f 1); do
		as noc set "$row" i 4 >/dev/null
	done
	no_rows "$1: a manager"
}
# endings NAME: by signals, while packets come.
endings() {
	capture "$1-interrupted" -w interrupted.pcap
	turned_on "$1-interrupted"
	matches "$1: rows tell whose they are" "^[^=]* = STRING: \"sonda root@.* $capture_pid\"\$" \
		"$(walk nms "$rmon.8.1.1.12")"
	watch seen.pcap
	"$here/sonda_capture.py" send 4000 1000 & # itself, so that it can be stopped
	send_pid=$!
	eventually captured 300
	interrupt "$1-interrupted"
	stop "$send_pid"
	settled
	judge "$1: all packets up to the signal" within seen.pcap interrupted.pcap 300
	no_rows "$1-interrupted"

	capture "$1-ended" -w ended.pcap
	turned_on "$1-ended"
	interrupt "$1-ended" TERM
	no_rows "$1-ended"

	capture "$1-killed" -w killed.pcap
	turned_on "$1-killed"
	stop "$capture_pid" KILL
	equal "$1: SIGKILL leaves its rows" 2 "$(cat <(walk nms "$rmon.7.2.1.11") \
		<(walk nms "$rmon.8.1.1.12") | grep -c "sonda root@.* $capture_pid\"")"
	remove_rows "$1-killed"
}
# captures_of NAME EXPRESSION [SLICE] ARGUMENT...: what these select is what tcpdump does by that.
captures_of() {
	local name=$1 expression=$2 slice=$3
	shift 3
	capture "$name" -w "$name.pcap" "$@"
	turned_on "$name"
	watch seen.pcap
	send 300 2000
	settled
	interrupt "$name"
	selected "$expression"
	# shellcheck disable=SC2086 # it may be none
	judge "$name: as tcpdump saw them: $expression" same wanted.pcap "$name.pcap" $slice
	no_rows "$name"
}

pair
ip link set t0 mtu 9000
ip link set t1 mtu 9000
configuration 'probe t0 max-frame 9018' "state-directory $dir/state" >capture.conf
mkdir -p state && chown "$user:$group" state
start probe -c capture.conf
ready probe

captures_of all '' ''
for expression in 'arp' 'tcp port 80 or 443' 'host 192.0.2.1 and not arp' 'vlan 5 and ip' \
	'not ip and not ip6' 'ip and not port 22'; do
	captures_of filter "$expression" '' --filter "$expression"
done
captures_of raw 'arp or rarp' '' --raw 12:0806,12:0x8035/ffff
captures_of slice ip 60 --filter ip --slice 60
# longer than 1518 and 4 octets a tag, the FCS included
captures_of status 'greater 2000' '' --status 1/1
endings embedded

# How many, for how long, and a buffer that is full

capture count --count 77 -w count.pcap
turned_on count
watch seen.pcap
send 300 1000
over count 0
settled
judge "as many as asked for" within seen.pcap count.pcap 77
equal "and no more" 77 "$("$here/sonda_capture.py" count count.pcap)"
matches "it tells how many" ' 77 downloaded, 0 overwritten' "$(cat count.err)"

capture time --for 1s -w time.pcap
over time 0
no_rows time

capture lock --lock --buffer 20k -w lock.pcap
turned_on lock
watch seen.pcap
send 200 1000
over lock 0
settled
judge "a locked buffer ends it when it is full" within seen.pcap lock.pcap 5

capture wrap --buffer 20k -w wrap.pcap
turned_on wrap
send 3000 3000
sleep 1
interrupt wrap
read -r matched _ _ downloaded _ overwritten _ <wrap.err
equal "all that matched is told of" 3000 "$matched"
equal "with what was overwritten" 3000 $((downloaded + overwritten))
check "which there was" test "$overwritten" -gt 0

# On the terminal, and to a reader

capture lines --filter 'tcp dst port 80 and ip and not vlan' --count 3
turned_on lines
send 600 2000
over lines 0
matches "a line a packet" '^[0-9:]{8}\.[0-9]{6} [0-9.]+ > [0-9.]+\.80 TCP [0-9]+$' \
	"$(head -n 1 lines.out)"
equal "three lines" 3 "$(wc -l <lines.out)"

mkfifo pipe.out
tshark -l -r pipe.out -T fields -e frame.len >tshark.out 2>tshark.err &
tshark_pid=$!
capture pipe -w -
turned_on pipe
send 50 1000
check "a reader of the pipe has packets while it goes on" eventually grep -q . tshark.out
stop "$tshark_pid" KILL
wait "$capture_pid"
equal "when the reader goes it ends" 1 $(($? > 0))
unharmed pipe pipe.err
no_rows pipe

# A signal while rows are made

filters() { [ "$(walk nms "$rmon.7.1.1.11" | wc -l)" -ge "$1" ]; }
capture making --filter 'port 80 and host 192.0.2.1' -w making.pcap
check "a capture of 132 filters begins" eventually filters 5
kill -INT "$capture_pid"
over making 130
no_rows making

# What cannot be

capture refused --filter 'greater 100'
over refused 2
matches "what cannot be said is named" 'RMON filters: greater' "$(cat refused.err)"
by=nms capture reader --filter arp
over reader 1
no_rows reader
ends probe "$pid"

# As subagent of snmpd

start_snmpd
start sub -c capture.conf -x "$dir/master/agentx"
ready sub
captures_of agentx 'host 192.0.2.1 and not arp' '' --filter 'host 192.0.2.1 and not arp'
endings agentx
ends sub "$pid"

exit $((failed > 0))
