#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# sondad as AgentX subagent of Debian's snmpd: the answers of --dump, rows over two tables in one
# SET, a second subagent, a master that is not open to us, restarts, crashes or hangs.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

history="$rmon.2.1.1" matrix="$rmon.6.1.1"
source1=.1.3.6.1.2.1.2.2.1.1.60001
socket=$dir/master/agentx

# logged NAME PATTERN COUNT: whether NAME.log has at least as many such lines.
logged() { [ "$(grep -cE -- "$2" "$1.log")" -ge "$3" ]; }
# walked OPTION...: the walk of both subtrees, as the dump has it.
walked() {
	{
		walk nms "$rmon" "$@"
		walk nms "$sonda" "$@"
	} | times_by_type
}
send() { "$here/traffic.py" send "$1"; }
packets() { value nms "$rmon.1.1.1.5.1"; }
packets_are() { [ "$(packets)" = "$1" ]; }
status() { value nms "$1.7.$2"; }
# sees NAME: a restarted master has all tables again, the numbers of before and the row made by SET.
sees() {
	check "$1: reconnects" eventually answers
	check "$1: says so" eventually logged live 'connected to the AgentX master' "$2"
	check "$1: counters went on" eventually packets_are "$sent"
	equal "$1: all tables" "$tables" "$(walk nms "$rmon" -Cr50 | cut -d . -f 9-12 | sort -u |
		wc -l)"
	equal "$1: the row made by SET" 77 "$(value nms "$history.5.9")"
}

captures
"$sondad" "${replays[@]}" --dump 2>dump.log | times_by_type >dump

# Before there is a master, and with one that is not open to us

echo "user $user" >sondad.conf
start early -c sondad.conf -x "$socket" "${replays[@]}"
early=$pid
check "says that there is no master" eventually logged early "no AgentX master at $socket" 1
start_snmpd
check "connects to a master that comes later" eventually answers
mkdir closed && chmod 700 closed
start closed -c sondad.conf -x "$dir/closed/agentx" "${replays[@]}"
closed=$pid
check "names the line that opens a closed master" eventually logged closed \
	"closed/agentx: Permission denied.*agentXPerms 0660 0[57]50 root $group" 1
ends "closed" "$closed"

# The same answers

walked -Cr10 >found
same "GETBULK is the dump" dump found
{
	as nms walk "$rmon"
	as nms walk "$sonda"
} | grep -v ' = No ' | times_by_type >found
same "GETNEXT is the dump" dump found
cut -d ' ' -f 1 dump | xargs -n 40 | while read -r -a names; do
	as nms get "${names[@]}"
done | times_by_type >found
same "GET is the dump" dump found
walk nms "$rmon.4" -Cr100 | times_by_type >found
grep -F "$rmon.4." dump >wanted
same "GETBULK of 100 repetitions is the dump" wanted found
equal "mode" 2 "$(value nms "$sonda.1.1.3.0")"
walk dashboard .1.3.6.1.2.1.16 -Cr25 | times_by_type >found
grep -F -e "$rmon.1." -e "$rmon.2." dump >wanted
same "the example's view without addresses" wanted found
matches "who may read may not write" noAccess "$(as nms set "$history.6.1" s me)"

# One SET over two tables

as noc set "$matrix.6.9" i 2 "$history.7.9" i 2 "$matrix.2.9" o $source1 "$history.5.9" i 60 \
	"$history.2.9" o $source1 "$matrix.5.9" s us >answer
equal "SET over two tables" 6 "$(grep -c ' = ' answer)"
equal "both rows are there" "3 3" "$(status "$history" 9) $(value nms "$matrix.6.9")"
as noc set "$history.7.8" i 1 "$history.2.8" o $source1 "$matrix.6.8" i 1 >answer
matches "SET that fails in one table" "inconsistentValue" "$(cat answer)"
matches "names the varbind" "$matrix.6.8\$" "$(cat answer)"
matches "leaves the other table alone" "No Such Instance" "$(as nms get "$history.7.8")"
as noc set "$history.7.9" i 1 "$matrix.6.9" i 1 >answer
equal "both become valid" "1 1" "$(status "$history" 9) $(value nms "$matrix.6.9")"
as noc set "$history.7.9" i 4 "$matrix.6.9" i 4 >answer
matches "both are deleted" "No Such.*No Such" "$(as nms get "$history.7.9" "$matrix.6.9" | xargs)"

# A second subagent has the same tables; it takes over when the first one ends

start second -c sondad.conf -x "$socket" "${replays[@]}"
second=$pid
check "says that another has its tables" eventually logged second \
	"another agent of the AgentX master at .* has registered etherStatsTable and more" 1
ends "first" "$early"
matches "nobody has them" "No Such|No more" "$(as nms get "$rmon.1.1.1.5.1")"

# Meanwhile a master with a socket of its own, open to root alone

cp snmpd.conf private.conf && sed -i -e 's/^agentXPerms.*/agentXPerms 0600 0755/' \
	-e "s|$dir/master|$dir/private|" -e 's/^agentAddress.*/agentAddress udp:127.0.0.1:1162/' \
	private.conf
mkdir private
env MIBS='' SNMP_PERSISTENT_DIR="$dir/private" snmpd -f -Lf "$dir/private.log" -C -c private.conf &
private=$!
check "another master" eventually test -S private/agentx
start denied -c sondad.conf -x "$dir/private/agentx" "${replays[@]}"
denied=$pid
check "names the line that opens a socket" eventually logged denied \
	"private/agentx: Permission denied.*agentXPerms 0660 0[57]50 root $group" 1
ends "denied" "$denied"
stop "$private"

patience=40 check "takes them over" eventually logged second "has all tables now" 1
walked -Cr20 >found
same "the second one's answers" dump found
ends "second" "$second"

# A live port while the master restarts, crashes, hangs

pair
# A ring for less than a second of what is sent: who does not read it loses packets.
printf '%s\n' "user $user" "state-directory $dir/state" 'probe t0 ring 4M' >live.conf
start live -c live.conf -x "$socket"
live=$pid
ready live
send 100
sent=100
check "counts" eventually packets_are 100
as noc set "$history.7.9" i 1 "$history.5.9" i 77 \
	"$history.2.9" o ".1.3.6.1.2.1.2.2.1.1.$(cat /sys/class/net/t0/ifindex)" >answer
equal "a row" 3 "$(grep -c ' = ' answer)"
tables=$(walk nms "$rmon" -Cr50 | cut -d . -f 9-12 | sort -u | wc -l)
check "all tables" test "$tables" -gt 16
stop "$snmpd_pid"
check "notices that the master ended" eventually logged live 'lost the AgentX master' 1
send 100
start_snmpd
send 100
sent=300
sees "restart" 2
stop "$snmpd_pid" KILL
send 100
start_snmpd
sent=400
sees "kill -9" 3
kill -STOP "$snmpd_pid"
send 30000
kill -CONT "$snmpd_pid"
sent=30400
check "hung: answers again" eventually answers
check "hung: every packet was counted" eventually packets_are "$sent"
equal "hung: none was dropped" "0 0" \
	"$(value nms "$sonda.1.2.1.12.1") $(value nms "$rmon.1.1.1.3.1")"
equal "hung: the row made by SET" 77 "$(value nms "$history.5.9")"
kill -STOP "$snmpd_pid"
began=$SECONDS
ends "with a hung master" "$live"
check "does not wait for it" test $((SECONDS - began)) -le 5
kill -CONT "$snmpd_pid"
[ "$failed" -eq 0 ]
