#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The embedded agent: its answers are those of --dump by whatever request, transport and cipher;
# it refuses who is not encrypted, listens where it was told, and stays the same engine.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

boots=.1.3.6.1.6.3.10.2.1.2.0 engine=.1.3.6.1.6.3.10.2.1.1.0

# listening: sockets of any program here, as "udp 127.0.0.1:1161".
listening() { ss -Hlntu | awk '{ print $1, $5 }' | sort | tr '\n' ' '; }
# refused NAME PATTERN COMMAND...: no value, and this error.
refused() {
	local name=$1 pattern=$2 found
	shift 2
	found=$("$@")
	if grep -q ' = ' <<<"$found"; then
		fail "$name: answered: $found"
	else
		matches "$name" "$pattern" "$found"
	fi
}
# v3 USER LEVEL OPTION...: a request for the first replay's packets.
v3() {
	local name=$1 level=$2
	shift 2
	plain get -v3 -u "$name" -l "$level" "$@" "$rmon.1.1.1.5.1"
}
# get_all: each instance of the dump by GET, 40 a request.
get_all() {
	cut -d ' ' -f 1 dump | xargs -n 40 | while read -r -a names; do
		as nms get "${names[@]}"
	done
}

ip -6 address show dev lo | grep -q ::1 || skip "needs IPv6"
captures
"$sondad" "${replays[@]}" --dump >dumped 2>dump.log
equal "dump" 0 $?
times_by_type <dumped >dump
equal "the dump has all tables of RMON" 20 \
	"$(grep -F "$rmon." dump | cut -d . -f 9-10 | sort -u | wc -l)"

# Without a configuration: one socket on the loopback interface, and nobody is answered

echo "user $user" >bare.conf
start bare -c bare.conf "${replays[@]}"
bare=$pid
check "starts" eventually grep -q answers bare.log
equal "listens for this machine alone" "udp 127.0.0.1:1161 " "$(listening)"
refused "nobody by v1" Timeout plain get -v1 -c public .1.3.6.1.2.1.1.3.0
refused "nobody by v2c" Timeout plain get -v2c -c public .1.3.6.1.2.1.1.3.0
refused "nobody by v3" "Unknown user name" as nms get .1.3.6.1.2.1.1.3.0
ends "bare" "$bare"

# A configuration with no end of mistakes: enough are told to mend it, in little time

{
	printf '%s\n' "user $user" no-defaults 'memory-limit 1M'
	printf 'row hostControlTable.%d DataSource=replay1\n' {1..1000}
} >wrong.conf
timeout 20 "$sondad" -t -c wrong.conf "${replays[@]}" >wrong.log 2>&1
equal "a wrong configuration fails" 1 $?
equal "only so many of its rows are told" 20 "$(grep -c resourceUnavailable wrong.log)"

# The same objects by every way to ask

agent=(-c sondad.conf "${replays[@]}")
configuration "state-directory $dir/state" \
	'createUser long SHA-512 authentication AES-256 encryption123' 'rouser long priv' \
	'createUser weak SHA authentication AES encryption123' 'rouser weak priv' \
	'createUser none' 'agentaddress udp:127.0.0.1:1161,udp6:[::1]:1162,tcp:127.0.0.1:1163,tcp6:[::1]:1164' \
	>sondad.conf
start first "${agent[@]}"
ready "first"
for repetitions in 1 10 100; do
	{
		walk nms "$rmon" -Cr"$repetitions"
		walk nms "$sonda" -Cr"$repetitions"
	} | times_by_type >walked
	same "GETBULK of $repetitions repetitions is the dump" dump walked
done
{
	as nms walk "$rmon"
	as nms walk "$sonda"
} | times_by_type >walked
same "GETNEXT is the dump" dump walked
get_all | times_by_type >walked
same "GET is the dump" dump walked
as nms bulkget -Cn2 -Cr3 "$rmon.1.1.1.4" "$sonda.1.1.1" "$rmon.4.2.1.1" "$rmon.6.2.1.2" |
	cut -d ' ' -f 1 >walked
{
	grep -m 1 -F "$rmon.1.1.1.4." dump
	grep -m 1 -F "$sonda.1.1.1." dump
	paste -d '\n' <(grep -m 3 -F "$rmon.4.2.1.1." dump) <(grep -m 3 -F "$rmon.6.2.1.2." dump)
} | cut -d ' ' -f 1 >wanted
same "GETBULK with non-repeaters" wanted walked
times() { sed -nE 's/^([^ ]*) = Timeticks: \(([0-9]*)\).*/\1 \2/p' "$1"; }
walk nms "$rmon" >walked
equal "times of the replay, to 20 ms" 0 "$(join <(times dumped | sort) <(times walked | sort) |
	awk '{ d = $2 - $3 } d > 2 || d < -2' | wc -l)"
check "times of the replay are there" test "$(times walked | wc -l)" -gt 10

# Beside RMON

equal "mode" 1 "$(value nms "$sonda.1.1.3.0")"
matches "sysUpTime goes on from the replay's end" "^[^ ]* = Timeticks: \((19|2[0-9])[0-9]{3}\)" \
	"$(as nms get .1.3.6.1.2.1.1.3.0)"
matches "ifDescr" 'STRING: "?lo"?$' "$(as nms walk .1.3.6.1.2.1.2.2.1.2)"
matches "ifName" 'STRING: "?lo"?$' "$(as nms walk .1.3.6.1.2.1.31.1.1.1.1)"
matches "nothing of the host's programs" "No Such|No more" "$(as nms walk .1.3.6.1.2.1.25)"

# Who is answered, and where

refused "v1" Timeout plain get -v1 -c public "$rmon.1.1.1.5.1"
refused "v2c" Timeout plain get -v2c -c public "$rmon.1.1.1.5.1"
refused "noAuthNoPriv" "authorizationError" v3 nms noAuthNoPriv
refused "authNoPriv" "authorizationError" v3 nms authNoPriv -a SHA-256 -A authentication
refused "a user without access" "authorizationError" v3 none noAuthNoPriv
refused "a wrong passphrase" "Authentication failure" v3 nms authPriv -a SHA-256 -A autentication \
	-x AES -X encryption123
refused "a wrong key of encryption" "Timeout|Decryption" v3 nms authPriv -a SHA-256 \
	-A authentication -x AES -X encryption124
refused "an unknown user" "Unknown user name" v3 nobody authPriv -a SHA-256 "${secrets[@]}" -x AES
refused "an unknown context" "nknown context|Timeout|genErr" as nms get -n other "$rmon.1.1.1.5.1"
matches "SHA-512 and AES-256" Counter32 "$(v3 long authPriv -a SHA-512 -x AES-256 "${secrets[@]}")"
matches "SHA and AES" Counter32 "$(v3 weak authPriv -a SHA -x AES "${secrets[@]}")"
refused "reading does not allow writing" "noAccess" as nms set "$rmon.2.1.1.6.1" s me
for target in 'udp6:[::1]:1162' tcp:127.0.0.1:1163 'tcp6:[::1]:1164'; do
	walk nms "$rmon.4" -Cr50 | times_by_type >walked
	grep -F "$rmon.4." dump >wanted
	same "$target" wanted walked
done
target=127.0.0.1:1161
equal "listens where it was told alone" \
	"tcp 127.0.0.1:1163 tcp [::1]:1164 udp 127.0.0.1:1161 udp [::1]:1162 " "$(listening)"
equal "no longer root" "$(id -u "$user")" \
	"$(sed -n 's/^Uid:[[:space:]]*[0-9]*[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$pid/status")"
equal "a replay keeps no capability" "0000000000000000" \
	"$(sed -n 's/^CapPrm:[[:space:]]*//p' "/proc/$pid/status")"
equal "all of the state is the user's" "" "$(find state ! -user "$user")"

# One engine over crashes

before=$(value nms $boots) id=$(value nms $engine)
for n in 1 2; do
	stop "$pid" KILL
	start "crash$n" "${agent[@]}"
	ready "crash$n"
	equal "engineBoots rises over kill -9, $n" $((before + n)) "$(value nms $boots)"
	equal "engineID stays, $n" "$id" "$(value nms $engine)"
done
ends "last" "$pid"

# All readable captures of the project, damaged ones too, as ports of one probe

usable=()
for file in "$source"/tests/replay/captures/*.pcap*; do
	"$sondad" -r "$file" --dump 2>>dump.log | grep -q . && usable+=(-r "$file")
done
check "the project's captures" test ${#usable[@]} -ge 40
"$sondad" "${usable[@]}" --dump 2>>dump.log | times_by_type >dump
unharmed "their dump" dump.log
start every -c sondad.conf "${usable[@]}"
every=$pid
ready "every"
{
	walk nms "$rmon" -Cr40
	walk nms "$sonda" -Cr40
} | times_by_type >walked
same "a walk of them all is the dump" dump walked
stop "$every"
equal "some were damaged: exit status" 1 $?
unharmed "every" every.log
[ "$failed" -eq 0 ]
