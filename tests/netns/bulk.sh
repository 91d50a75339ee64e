#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Answers that do not fit: a GETBULK ends early, with as much as fits, whatever the size of the
# message, and a GET is told tooBig; by the embedded agent and through snmpd.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

command -v tcpdump >/dev/null || skip "needs tcpdump"
packets="$rmon.8.2.1" data="$rmon.8.2.1.4" slice="$rmon.8.1.1.6.1"

# record COMMAND...: what it prints goes to found, the agent's messages meanwhile to seen.pcap.
record() {
	local recorder status
	: >tcpdump.log
	tcpdump -i lo -U -w seen.pcap -s 60 --immediate-mode udp src port "${target##*:}" \
		2>tcpdump.log &
	recorder=$!
	eventually grep -q 'listening on' tcpdump.log || fail "tcpdump: $(cat tcpdump.log)"
	"$@" >found 2>&1
	status=$?
	sleep 0.2
	stop "$recorder" INT
	return "$status"
}
# by MOST COMMAND ARGUMENT...: a manager that takes messages of so many octets.
by() { as nms "$2" --sendMessageMaxSize="$1" -Ox "${@:3}"; }
# fits MOST COLUMN...: a GETBULK of those columns is answered with as much as fits.
fits() {
	record by "$1" bulkget -OU -Cr50 "${@:2}"
	check "$1 octets, ${#} words" "$here/bulk.py" judge "$1" seen.pcap found reference "${@:2}"
}
# downloads NAME MOST REPETITIONS PCAP SLICE
downloads() {
	check "$1, $2 octets, $3 repetitions" record by "$2" bulkwalk -Cr"$3" "$packets"
	grep -v ' = No ' found >walk
	check "$1: no longer than that" test "$("$here/bulk.py" longest seen.pcap)" -le "$2"
	walk nms "$rmon.8.3.1" >>walk
	check "$1: all packets" "$here/capture_judge.py" judge "$4" walk 0 "$5"
}
slice_is() { as noc set "$slice" i "$1" | grep -q INTEGER || fail "the slice is not set"; }
# too_big NAME COMMAND...
too_big() { matches "$1" '\(tooBig\)' "$("${@:2}" 2>&1 | head -n 5)"; }
many() { printf "$data.1.%d " $(seq 1 "$1"); }

"$here/bulk.py" write mixed.pcap 200
"$here/bulk.py" write large.pcap 100 1514
"$here/bulk.py" write huge.pcap 8 16000
long=$(printf '%0250d' 1)
# rows PORT: a channel and a buffer for everything that the port sees.
rows() {
	echo "row channelTable.1 IfIndex=6000$1 AcceptType=acceptFailed DataControl=on"
	echo "row bufferControlTable.1 ChannelIndex=1 CaptureSliceSize=0 DownloadSliceSize=16384"
}
configuration "$(rows 1)" "state-directory $dir/state" 'rocommunity public 127.0.0.1' \
	"sysDescr $long" "sysContact $long" "sysLocation $long" >sondad.conf
sed 's/^state-directory .*//' sondad.conf >large.conf
mkdir -p state && chown "$user:$group" state

start mixed -c sondad.conf -r mixed.pcap
ready mixed
by 65507 walk -OU "$packets" >reference # by GETNEXT
for most in 2000 65507; do
	for repetitions in 1 500; do
		downloads "whole packets" "$most" "$repetitions" mixed.pcap 16384
	done
done
for most in 2000 4096 16000; do
	fits "$most" "$data"
	fits "$most" "$data" "$packets.5"
	fits "$most" "$packets.1" "$data" "$packets.3"
done
slice_is 100
downloads "slices" 484 50 mixed.pcap 100
by 65507 walk -OU "$packets" >reference
fits 484 "$data"
fits 484 "$packets.7" "$data"
slice_is 16384
record by 484 bulkget -Cn1 -Cr50 .1.3.6.1.2.1.1.3 "$data" .1.3.6.1.2.1.1
check "what is asked for once comes first" grep -q '^\.1\.3\.6\.1\.2\.1\.1\.3\.0 = ' found
check "it fits" test "$("$here/bulk.py" longest seen.pcap)" -le 484
for most in 484 1472; do
	record by "$most" bulkget -Cr50 .1.3.6.1.2.1.1
	check "objects of net-snmp, $most octets" grep -q '^\.1\.3\.6\.1\.2\.1\.1\.1\.0 = ' found
	record by "$most" bulkget -Cr50 "$packets.1" .1.3.6.1.2.1.1 .1.3.6.1.2.1.2
	check "of both, $most octets" grep -q "^$packets.1.1.1 = INTEGER: 1$" found
	check "they fit in $most" test "$("$here/bulk.py" longest seen.pcap)" -le "$most"
done
equal "no end is claimed" 0 "$(grep -c 'No more' found)"
by 65507 bulkget -Cr50 "$rmon.8.3.1.1.1.199" .1.3.6.1.6.3.16.1.5.2.1.6 >found
matches "the end is, where it is" ' = No more variables' "$(cat found)"
ends mixed "$pid"

start large -c large.conf -r large.pcap
ready large
downloads "large packets" 65507 500 large.pcap 16384
record plain bulkget -v2c -cpublic -Cr100 "$data"
check "SNMPv2c: most of a message" test "$("$here/bulk.py" longest seen.pcap)" -gt 64000
check "SNMPv2c: 42 of 1514 octets" test "$(grep -c '^\.' found)" -eq 42
# shellcheck disable=SC2046 # words
too_big "SNMPv2c: GET" env "${client_environment[@]}" snmpget -v2c -cpublic -t 1 -r 0 "$target" \
	$(many 60)
too_big "GETBULK, not even one" by 1472 bulkget -Cr5 "$data"
too_big "GETBULK, not even one that is asked for once" by 1472 bulkget -Cn1 "$data" "$packets.1"
too_big "GETNEXT" by 1472 getnext "$data"
# shellcheck disable=SC2046 # words
too_big "GET" as nms get $(many 60)
ends large "$pid"

# Through snmpd, which takes the steps itself.  It ends no answer of SNMPv3 early.

start_snmpd
{
	rows 1
	echo "user $user"
} >subagent.conf
start subagent -x master/agentx -c subagent.conf -r huge.pcap
ready subagent
equal "AgentX: three of 16000 octets" 3 "$(as nms get "$data.1.1" "$data.1.2" "$data.1.3" |
	grep -c ' = Hex')"
too_big "AgentX: five" as nms get "$data.1.1" "$data.1.2" "$data.1.3" "$data.1.4" "$data.1.5"
too_big "AgentX: five by GETNEXT" as nms getnext "$data" "$data.1.1" "$data.1.2" "$data.1.3" \
	"$data.1.4"
equal "AgentX: the session outlives it" 8 "$(walk nms "$data" -Cr2 | grep -c ' = Hex')"
ends subagent "$pid"

exit $((failed > 0))
