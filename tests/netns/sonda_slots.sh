#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# sonda slots: the slots have what was sent, when it was, as a plot and as numbers.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

traffic=$here/traffic.py
control=$sonda.3.1.1.1.1

# sum COLUMN OPTION...: over all slots.
sum() {
	local column=$1
	shift
	client nms slots --csv "$@" | awk -F, -v c="$column" 'NR > 1 { s += $c } END { print s + 0 }'
}
sum_is() { [ "$(sum "${@:2}")" = "$1" ]; }

says "help" 0 "^  --what WHAT " "$SONDA" help slots
says "what is none" 2 "sonda: --what foo is none of: octets packets flows" \
	client nms slots --what foo
says "a word" 2 "sonda: foo: slots takes options only" client nms slots foo

pair
configuration "state-directory $dir/state" 'rocommunity public' >sondad.conf
start live -c sondad.conf -i t0
live=$pid
ready live
says "no slots yet" 0 "^no slots: the first is not over; each has 300 s$" client nms slots

# Slots of two seconds in place of five minutes

source_of_first=$(value nms "$control.2.1")
as noc set "$control.25.1" i 6 >answer
as noc set "$control.25.9" i 4 "$control.2.9" o "$source_of_first" "$control.7.9" i 2 >answer
before=$(date +%s)
"$traffic" talk 30 10
python3 - <<'END'
import socket
import struct

out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind(("t1", 0))
ends = bytes([192, 0, 2, 1, 192, 0, 2, 2])
for protocol, count in (6, 5), (17, 3), (1, 2):
    body = struct.pack("!HHIIBBHHH", 1025, 80, 1, 1, 0x50, 2, 1024, 0, 0) if protocol == 6 else \
        struct.pack("!HHHH", 1025, 53, 8, 0) if protocol == 17 else b"\x08\0\0\0\0\1\0\1"
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, protocol, 0) + ends + body
    for _ in range(count):
        out.send((b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + ip).ljust(60, b"\0"))
END
check "all packets" eventually sum_is 50 3 --what packets
after=$(date +%s)
equal "packets of TCP, UDP, ICMP, others" "5 3 2 40" "$(for column in 4 5 6 7; do
	sum $column --what packets
done | xargs)"
equal "octets of TCP, UDP, ICMP, others" "320 192 128 2560" "$(for column in 4 5 6 7; do
	sum $column
done | xargs)"
equal "flows of TCP, UDP, ICMP, others" "1 1 1 2" "$(for column in 4 5 6 7; do
	sum $column --what flows
done | xargs)"
client nms slots --csv --what packets >said
equal "heads" START,SECONDS,ALL,TCP,UDP,ICMP,OTHER "$(head -n 1 said)"
busy=$(awk -F, 'NR > 1 && $3 > 0 { print $1; exit }' said)
at=$(date -d "$busy" +%s)
check "when it was" test "$at" -ge $((before - 2)) -a "$at" -le "$after"
equal "slots begin at even seconds, but the first" 0 "$(tail -n +3 said | cut -c 19 | grep -c '[13579]')"
later() { [ "$(client nms slots --csv | wc -l)" -ge 4 ]; }
check "slots without a packet" eventually later
equal "slots of two seconds" 2 \
	"$(client nms slots --csv | awk -F, 'NR == 3 { printf "%.0f", $2 }')"
client nms slots --what packets >said
matches "heads of the plot" "^START +PACKETS/S TCP, UDP, ICMP, OTHER$" "$(<said)"
# The busiest slot fills the 50 columns of 80 that are left for bars.
matches "a bar as long as can be" "^....-..-.. ..:..:.. +[0-9.]+ +T*U*I*O+$" "$(<said)"
equal "of so many letters" 50 "$(sed 's/.* //' said | tail -n +2 | awk '{ n = length($0) > n ? length($0) : n } END { print n }')"
equal "in a narrow terminal" 10 "$(COLUMNS=20 client nms slots | sed 's/.* //' | tail -n +2 |
	awk '/^[TUIO]+$/ { n = length($0) > n ? length($0) : n } END { print n }')"
says "by SNMPv1" 1 "sonda: $target: tells no counts of slots, which SNMPv1 cannot" \
	env "${client_environment[@]}" "$SONDA" slots -v1 -c public "$target"
ends live "$live"
start_snmpd
says "snmpd alone" 1 "sonda: $target: collects no flows: sondaFlowControlTable has no rows" \
	client nms slots
[ "$failed" -eq 0 ]
