#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# sonda flows: lists what was sent, sorted or not, whole or in part, and says what is not there.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

traffic=$here/traffic.py

# frames NAME...: Ethernet frames of the conversations below, on t1.
frames() {
	python3 - "$@" <<'END'
import socket
import struct
import sys

ONE, TWO = b"\2\0\0\0\0\1", b"\2\0\0\0\0\2"
SIX = bytes.fromhex("20010db8000000000000000000000001"), \
    bytes.fromhex("20010db8000000000000000000000002")


def ethernet(source, destination, after):
    return (destination + source + after).ljust(60, b"\0")


def ip(source, protocol, body, tos=0, tag=b""):
    one, two = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])
    head = struct.pack("!BBHHHBBH", 0x45, tos, 20 + len(body), 1, 0, 64, protocol, 0)
    if source == 1:
        return ethernet(ONE, TWO, tag + b"\x08\0" + head + one + two + body)
    return ethernet(TWO, ONE, tag + b"\x08\0" + head + two + one + body)


def udp(source, sport, dport, octets=0):
    return ip(source, 17, struct.pack("!HHHH", sport, dport, 8 + octets, 0) + bytes(octets))


def tcp(source, sport, dport, flags, tos):
    return ip(source, 6, struct.pack("!HHIIBBHHH", sport, dport, 1, 1, 0x50, flags, 1024, 0, 0), tos)


sent = {
    "udp": [udp(2, 1024, 53), udp(1, 53, 1024, 1000), udp(2, 1024, 53)],
    "tcp": [tcp(1, 1025, 80, 2, 0xb8), tcp(2, 80, 1025, 18, 0), tcp(1, 1025, 80, 24, 0xb8)],
    "end": [tcp(1, 1025, 80, 17, 0xb8), tcp(2, 80, 1025, 17, 0)],
    "icmp": [ip(1, 1, b"\x08\0\0\0\0\1\0\1", 0, b"\x81\0\0\7"),
             ip(2, 1, b"\0\0\0\0\0\1\0\1", 0, b"\x81\0\0\7")],
    "six": [ethernet(ONE, TWO, b"\x86\xdd\x60\0\0\0\0\x08\x11\x40" + SIX[0] + SIX[1] +
                     struct.pack("!HHHH", 5353, 5354, 8, 0))],
    "llc": [ethernet(ONE, TWO, b"\0\x26\x42\x42\3")],
    "other": [ip(2, 99, b"")],
    "many": [udp(2, port, 53) for port in range(10000, 10500)],
}
out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind(("t1", 0))
for name in sys.argv[1:]:
    for frame in sent[name]:
        out.send(frame)
END
}
# last_is PATTERN: the last line; what the probe tells may be a moment old.
last_is() { client nms flows --csv | tail -n 1 | grep -qE "$1"; }
# ids OPTION...: numbers of the flows listed.
ids() { client nms flows --csv "$@" | tail -n +2 | cut -d, -f1 | xargs; }

# Without a probe

says "help" 0 "^  --since ID " "$SONDA" help flows
says "sorted by nothing" 2 "sonda: --sort foo is none of: id octets packets last" \
	client nms flows --sort foo
says "since nothing" 2 "sonda: --since x is no number" client nms flows --since x
says "none at all" 2 "sonda: --count 0 is no number" client nms flows --count 0
says "a word" 2 "sonda: foo: flows takes options only" client nms flows foo

# A live probe

pair
configuration "state-directory $dir/state" 'rocommunity public' >sondad.conf
start live -c sondad.conf -i t0
live=$pid
ready live
says "no flows" 0 "^no flows$" client nms flows
before=$(date +%s)
frames udp tcp icmp six llc other
"$traffic" talk 3
check "what was sent came" eventually last_is "^7,.*,3,0,192,0,"
after=$(date +%s)
cat >wanted <<'END'
ID,PROTO,VLAN,SOURCE,SOURCE-PORT,DESTINATION,DESTINATION-PORT,PKTS>,PKTS<,OCTETS>,OCTETS<,FLAGS,DSCP
1,UDP,-,192.0.2.2,1024,192.0.2.1,53,2,1,128,1046,-,-
2,TCP,-,192.0.2.1,1025,192.0.2.2,80,2,1,128,64,SPA/SA,46
3,ICMP:8/0,7,192.0.2.1,-,192.0.2.2,-,1,1,64,64,-,-
4,UDP,-,2001:db8::1,5353,2001:db8::2,5354,1,0,66,0,-,-
5,LLC,-,02:00:00:00:00:01,0x42,02:00:00:00:00:02,0x42,1,0,64,0,-,-
6,IP:99,-,192.0.2.2,-,192.0.2.1,-,1,0,64,0,-,-
7,0x88b5,-,02:00:00:00:00:01,-,02:00:00:00:00:00,-,3,0,192,0,-,-
END
client nms flows --csv >said
cut -d, -f1,4- said >found
same "what was sent" wanted found
for column in 2 3; do
	at=$(date -d "$(sed -n 2p said | cut -d, -f$column)" +%s)
	check "time $column" test "$at" -ge "$before" -a "$at" -le "$after"
done
far=$(TZ=east-5 client nms flows --csv --count 1 | tail -n 1 | cut -d, -f2)
equal "in local time" "$(tail -n 1 said | cut -d, -f2)" \
	"$(date -d "$far 5 hours ago" +%F\ %T).${far##*.}"
says "for people" 0 "^2 .* TCP +- +192.0.2.1.1025 > 192.0.2.2.80 +2 +1 +128 +64 +SPA/SA 46$" \
	client nms flows --interface t0
matches "no port" " ICMP:8/0 7 +192.0.2.1 > 192.0.2.2 +1 +1 " "$(<said)"

# In part and sorted

equal "since" "6 7" "$(ids --since 5)"
equal "since the last" "" "$(ids --since 7)"
equal "the newest, last" "6 7" "$(ids --count 2)"
equal "by octets" "1 2 7" "$(ids --sort octets --count 3)"
equal "by packets, of equals the older first" "1 2 7 3 4" "$(ids --sort packets --count 5)"
frames other
sent_again() { client nms flows --csv --since 5 --count 2 | grep -q '^6,.*,2,0,128,0,-,-$'; }
check "another packet" eventually sent_again
equal "by the last packet" 6 "$(ids --sort last --count 1)"
frames end
closed() { client nms flows --ended --csv | grep -q '^1,'; }
check "a connection ends" eventually closed
client nms flows --ended --csv | cut -d, -f1,2,5- >found
sed -n -e '1s/^\(.*\)$/ENTRY,\1,ENDED/p' \
	-e '3s/^.*$/1,2,TCP,-,192.0.2.1,1025,192.0.2.2,80,3,2,192,128,FSPA\/FSA,46,closed/p' wanted >ended
same "as it was, and why it ended" ended found
equal "none ended since" "" "$(ids --ended --since 1)"
equal "it is under way no more" "1 3 4 5 6 7" "$(ids)"
frames many
check "many came" eventually last_is "^507,"
equal "many, each once" "$(echo 1 {3..507})" "$(ids)"
equal "the newest of many" "505 506 507" "$(ids --count 3)"

# By other versions of SNMP; who is not there, and what

once() { env "${client_environment[@]}" "$SONDA" flows "$@" "$target" --csv --since 506; }
equal "by SNMPv2c" 507,10499,1 "$(once -v2c -c public | tail -n 1 | cut -d, -f1,7,10)"
equal "SNMPv1 has no 64-bit counters" 507,10499,- "$(once -v1 -c public | tail -n 1 | cut -d, -f1,7,10)"
says "nobody there" 1 "^sonda: 127.0.0.1:1161: Timeout" \
	env "${client_environment[@]}" "$SONDA" flows -v2c -c wrong -t 0.2 -r 0 "$target"
says "another interface" 1 "sonda: $target: monitors no interface t9; it monitors:" \
	client nms flows --interface t9
says "an interface without a collector" 1 "sonda: $target: collects no flows of ifIndex 999" \
	client nms flows --interface 999
as noc set "$sonda.3.1.1.1.1.25.1" i 6 >answer
says "no collector" 1 "sonda: $target: collects no flows: sondaFlowControlTable has no rows" \
	client nms flows
ends live "$live"
start_snmpd
says "snmpd alone" 1 "sonda: $target: collects no flows: sondaFlowControlTable has no rows" \
	client nms flows
[ "$failed" -eq 0 ]
