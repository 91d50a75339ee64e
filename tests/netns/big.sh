#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# 65535 hosts and more than 100000 pairs on a live port, walked while traffic goes on; then a flood
# of packets with new addresses each, which must stay inside the memory limit.
#
# A build with sanitizers uses memory of its own: SONDAD_PLAIN names one without, for the flood.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

hosts=65000 # what the walks must all have; the rest comes while they go on
traffic=$here/traffic.py
plain=${SONDAD_PLAIN:-$sondad}
generate=${SONDA_BUILD:-.}/tests/bench/generate
limit=256 # MiB

number() { value nms "$@"; }
number_is() { [ "$(number "$1")" = "$2" ]; }
at_least() { [ "$(number "$1")" -ge "$2" ]; }
# walks NAME OID TABLE COLUMNS HOSTS
walks() {
	local found
	found=$(as nms bulkwalk -Cr100 -Oq "$2" | sed 's/ / = /' | "$traffic" judge "$3" "$5" 2>&1)
	equal "$1" "$4 columns" "$found"
}
sanitized() { grep -q __asan_init "$1"; }

pair
# Each pair is a flow, too: 130000 of them need more than the default limit.
configuration "state-directory $dir/state" "memory-limit 512M" >sondad.conf
start live -c sondad.conf -i t0
live=$pid
ready live
"$traffic" fill "$hosts"
check "every packet was counted" eventually number_is "$rmon.1.1.1.5.1" $((2 * hosts))
equal "none was dropped" 0 "$(number "$sonda.1.2.1.12.1")"
equal "hosts" "$hosts" "$(number "$rmon.4.1.1.3.1")"
equal "pairs" $((2 * hosts)) "$(number "$rmon.6.1.1.3.1")"
equal "flows" $((2 * hosts)) "$(number "$sonda.3.1.1.1.1.12.1")"
equal "octets" $((2 * hosts * 64)) "$(number "$rmon.1.1.1.4.1")"

"$traffic" stir "$hosts" 65535 2000 &
stirring=$!
walks "hostTable" "$rmon.4.2" host 10 "$hosts"
walks "hostTimeTable" "$rmon.4.3" time 10 "$hosts"
walks "matrixSDTable" "$rmon.6.2" sd 6 "$hosts"
walks "matrixDSTable" "$rmon.6.3" ds 6 "$hosts"
check "traffic went on" kill -0 "$stirring"
check "hosts came during the walks" eventually number_is "$rmon.4.1.1.3.1" 65535
check "pairs came during the walks" at_least "$rmon.6.1.1.3.1" $((2 * hosts + 1000))
equal "nothing had to go" 0 "$(number "$sonda.1.2.1.19.1")"
stop "$stirring"

# More hosts than fit: rows go while they are walked

"$traffic" stir 65535 200000 5000 &
stirring=$!
check "hosts were deleted" eventually at_least "$sonda.1.2.1.19.1" 4096
walks "hostTable while rows are deleted" "$rmon.4.2.1.1" host 1 0
walks "hostTimeTable while rows are deleted" "$rmon.4.3.1.1" time 1 0
stop "$stirring"
check "no more than the MIB can number" test "$(number "$rmon.4.1.1.3.1")" -le 65535
matches "LastDeleteTime" "^[0-9]*[1-9]" "$(number "$rmon.4.1.1.4.1" | tr -d :.)"
equal "nothing was dropped" 0 "$(number "$sonda.1.2.1.12.1")"
ends "live" "$live"

# The flood

if [ ! -x "$generate" ]; then
	generate=$dir/generate
	cc -O2 -D_GNU_SOURCE -I"$source" -o "$generate" "$source/tests/bench/generate.c" -lm ||
		skip "no compiler for tests/bench/generate.c"
fi
flood=5000000
if sanitized "$plain"; then
	echo "a build with sanitizers, five times as slow, whose memory says nothing: a smaller flood"
	flood=1000000
fi
configuration "memory-limit ${limit}M" >flood.conf
sondad=$plain
start flood -c flood.conf -r - < <("$generate" flood $flood)
flooded=$pid
patience=200 ready flood
equal "flood: every packet was counted" $flood "$(number "$rmon.1.1.1.5.1")"
check "flood: hosts" at_least "$rmon.4.1.1.3.1" 32768
check "flood: no more hosts than can be numbered" test "$(number "$rmon.4.1.1.3.1")" -le 65535
check "flood: pairs" at_least "$rmon.6.1.1.3.1" 65536
rows=$(($(number "$rmon.4.1.1.3.1") + $(number "$rmon.6.1.1.3.1")))
flows=$(number "$sonda.3.1.1.1.1.12.1")
check "flood: flows" at_least "$sonda.3.1.1.1.1.12.1" 65536
# Each packet is of a new host, pair and flow; what all are sent to is one of these hosts.
equal "flood: each row is there or was counted as it went" $((3 * flood)) \
	$((rows + flows + $(number "$sonda.1.2.1.19.1")))
check "flood: rows within the limit" test "$(number "$sonda.1.2.1.20.1")" -le $((limit << 20))
equal "flood: all rows are walked" "$rows" "$({
	walk nms "$rmon.6.2.1.1" -Cr100
	walk nms "$rmon.4.2.1.1" -Cr100
} | wc -l)"
equal "flood: all flows are walked" "$flows" "$(walk nms "$sonda.3.1.1.2.1.8" -Cr100 | wc -l)"
peak=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$flooded/status")
echo "peak $peak kB"
sanitized "$plain" ||
	check "flood: memory within the limit, views and all" test "$peak" -le $((limit << 10))
ends "flood" "$flooded"
[ "$failed" -eq 0 ]
