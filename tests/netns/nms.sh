#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A manager that is not of net-snmp (nms.py) reads and writes what net-snmp's does.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

h="$rmon.2.1.1"
port3=.1.3.6.1.2.1.2.2.1.1.60003

# other USER ACTION WORD...: the other manager.
other() {
	local name=$1
	shift
	/usr/bin/python3 "$here/nms.py" "${target##*:}" "$name" authentication "$@" 2>&1
}
# joined: long octet strings on one line.
joined() { awk '/^\./ && NR > 1 { print "" } { printf "%s", $0 } END { print "" }'; }
# of_subtree OID: its part of what net-snmp saw.
of_subtree() { grep -F "$1." seen; }

other nms get >/dev/null 2>&1
[ $? -ne 77 ] || skip "needs python3-pysnmp4"

captures
configuration "state-directory $dir/state" >sondad.conf
start embedded -c sondad.conf "${replays[@]}"
ready embedded
{
	walk nms "$rmon" -Ox
	walk nms "$sonda" -Ox
} | sed -e 's/\(Timeticks: ([0-9]*)\).*/\1/' | joined >seen
check "net-snmp's walk has all types" test "$(cut -d ' ' -f 3 seen | sort -u | wc -l)" -ge 7

{
	other nms bulk 25 "$rmon"
	other nms bulk 25 "$sonda"
} >found
same "GETBULK walks" seen found
{
	other nms next "$rmon.1"
	other nms next "$rmon.2"
	other nms next "$rmon.4.2"
	other nms next "$sonda.1.2"
} >found
{
	of_subtree "$rmon.1"
	of_subtree "$rmon.2"
	of_subtree "$rmon.4.2"
	of_subtree "$sonda.1.2"
} >wanted
same "GETNEXT walks" wanted found
other nms bulk 7 "$rmon.6.2.1.1" "$rmon.6.2.1.2" "$rmon.6.2.1.4" | sort >found
{
	of_subtree "$rmon.6.2.1.1"
	of_subtree "$rmon.6.2.1.2"
	of_subtree "$rmon.6.2.1.4"
} | sort >wanted
same "GETBULK of three columns" wanted found
shuf -n 200 --random-source=one.pcap seen >wanted
cut -d ' ' -f 1 wanted | xargs -n 20 | while read -r -a names; do
	other nms get "${names[@]}"
done >found
same "GET" wanted found
equal "no such instance" "$h.5.77 = NoSuchInstance" "$(other nms get "$h.5.77")"
equal "no such object" "$h.55.1 = NoSuchObject" "$(other nms get "$h.55.1")"

equal "SET of a row" 4 \
	"$(other noc set "$h.2.77" o $port3 "$h.6.77" s "a b" "$h.5.77" i 60 "$h.7.77" i 2 |
		grep -c ' = ')"
equal "SET of its status" "$h.7.77 = INTEGER: 1" "$(other noc set "$h.7.77" i 1)"
equal "the row by net-snmp" "$port3 50 60 \"a b\" 1" "$(as nms get -Oqv "$h.2.77" "$h.3.77" \
	"$h.5.77" "$h.6.77" "$h.7.77" | tr '\n' ' ' | sed 's/ $//')"
as noc set "$h.6.77" s other >/dev/null
equal "a SET of net-snmp's by it" "$h.6.77 = Hex-STRING: 6F 74 68 65 72 " \
	"$(other nms get "$h.6.77")"
equal "inconsistentValue" "error inconsistentValue 2" \
	"$(other noc set "$h.3.77" i 10 "$h.5.77" i 61)"
equal "nothing of it is done" "$h.3.77 = INTEGER: 50" "$(other nms get "$h.3.77")"
equal "wrongType" "error wrongType 1" "$(other noc set "$h.3.77" s ten)"
equal "wrongValue" "error wrongValue 1" "$(other noc set "$h.3.77" i 0)"
equal "wrongLength" "error wrongLength 1" \
	"$(other noc set "$h.6.77" s "$(printf '%0128d' 0)")"
equal "notWritable" "error notWritable 1" "$(other noc set "$rmon.1.1.1.4.1" u 1)"
equal "noCreation" "error noCreation 1" "$(other noc set "$h.7.65536" i 2)"
equal "inconsistentName" "error inconsistentName 1" "$(other noc set "$h.5.78" i 2)"
equal "noAccess" "error noAccess 1" "$(other nms set "$h.6.77" s me)"
equal "delete" "$h.7.77 = INTEGER: 4" "$(other noc set "$h.7.77" i 4)"
equal "is deleted" "$h.7.77 = NoSuchInstance" "$(other nms get "$h.7.77")"
matches "a user that is not there" "^error .*[Uu]nknown" "$(other nobody get "$h.7.1")"
ends "embedded" "$pid"
[ "$failed" -eq 0 ]
