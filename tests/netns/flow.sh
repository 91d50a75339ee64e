#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Flows of a live port: both directions, TCP's end, later ones alone, collectors made by SET.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

control=$sonda.3.1.1.1.1 flow=$sonda.3.1.1.2.1 ended=$sonda.3.1.1.3.1 slot=$sonda.3.1.1.4.1

number() { value nms "$@"; }
number_is() { [ "$(number "$1")" = "$2" ]; }
# has OID: whether there is such an instance.
has() { ! number "$1" | grep -q '^No '; }
set_as_noc() { as noc set "$@"; }

# send WORD...: Ethernet frames on t1 between hosts 1 and 2 of 192.0.2.0/24, each as
# SOURCE:PORT>DESTINATION:PORT/udp or /TCP-FLAGS in decimal.
send() {
	python3 - "$@" <<'END'
import re
import socket
import struct
import sys

out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind(("t1", 0))
for word in sys.argv[1:]:
    a, sport, b, dport, kind = re.split("[:>/]", word)
    a, b, ports = int(a), int(b), struct.pack("!HH", int(sport), int(dport))
    if kind == "udp":
        protocol, body = 17, ports + struct.pack("!HH", 8, 0)
    else:
        protocol, body = 6, ports + struct.pack("!IIBBHHH", 1, 1, 0x50, int(kind), 1024, 0, 0)
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, protocol, 0)
    ip += bytes([192, 0, 2, a, 192, 0, 2, b])
    mac = bytes([2, 0, 0, 0, 0, b, 2, 0, 0, 0, 0, a, 8, 0])
    out.send((mac + ip + body).ljust(60, b"\0"))
END
}

pair
configuration "state-directory $dir/state" >sondad.conf
start live -c sondad.conf -i t0
live=$pid
ready live
send 2:1024\>1:53/udp 1:53\>2:1024/udp 2:1024\>1:53/udp 1:1025\>2:80/2 2:80\>1:1025/18
check "two flows" eventually number_is "$control.12.1" 2
equal "packets" 5 "$(number "$control.18.1")"
equal "octets" 320 "$(number "$control.19.1")"
equal "the source sent first" '"C0 00 02 02 "' "$(number "$flow.4.1.1")"
equal "its port" 1024 "$(number "$flow.6.1.1")"
equal "its station" '"02 00 00 00 00 02 "' "$(number "$flow.12.1.1")"
equal "forward" 2 "$(number "$flow.19.1.1")"
equal "reverse" 1 "$(number "$flow.20.1.1")"
equal "flags of both" "2 18" "$(number "$flow.17.1.2") $(number "$flow.18.1.2")"
matches "the date of the first packet" "^\"$(printf '%02X %02X' $(($(date +%Y) / 256)) \
	$(($(date +%Y) % 256))) " "$(number "$flow.25.1.1")"

send 1:1025\>2:80/17 2:80\>1:1025/17 1:1025\>2:80/16
check "a closed connection leaves after some seconds" eventually has "$ended.29.1.1"
equal "because it was closed" 3 "$(number "$ended.29.1.1")"
equal "with its last acknowledgement" 5 \
	$(($(number "$ended.19.1.1") + $(number "$ended.20.1.1")))
send 2:2000\>1:53/udp 2:2001\>1:53/udp
check "more flows" eventually number_is "$control.13.1" 4
equal "later than flow 2" "$flow.6.1.3 $flow.6.1.4" \
	"$(as nms getnext -Oqn "$flow.6.1.2" "$flow.6.1.3" | cut -d' ' -f1 | xargs)"

# A collector with slots of a second, that keeps ten flows

matches "createAndGo" "INTEGER: 4" "$(set_as_noc "$control.25.9" i 4 \
	"$control.2.9" o "$(number "$control.2.1")" "$control.7.9" i 1 "$control.3.9" i 10)"
equal "as many as were asked for" 10 "$(number "$control.4.9")"
for port in {3000..3029}; do echo "2:$port>1:53/udp"; done >many
mapfile -t many <many
send "${many[@]}"
check "all began" eventually number_is "$control.13.9" 30
equal "ten are left" 10 "$(number "$control.12.9")"
equal "twenty were evicted" 20 "$(number "$control.17.9")"
equal "the others have them all" 0 "$(number "$control.17.1")"
walked() { walk nms "$slot.10.9" -Oqv | awk '{ sum += $1 } END { print sum + 0 }'; }
slots_have() { [ "$(walked)" = 30 ]; }
check "slots have them all" eventually slots_have
matches "a live time-out" "INTEGER: 1" "$(set_as_noc "$control.5.9" i 1)"
check "and they are idle" eventually number_is "$control.12.9" 0
matches "a frozen column" "inconsistentValue" "$(set_as_noc "$control.3.9" i 20)"
stop "$live" KILL
start again -c sondad.conf -i t0
live=$pid
ready again
equal "it survives a crash" "1 1 10" \
	"$(number "$control.25.9") $(number "$control.5.9") $(number "$control.4.9")"
matches "destroy" "INTEGER: 6" "$(set_as_noc "$control.25.9" i 6)"
check "is gone" eventually number_is "$control.25.9" "No Such Instance currently exists at this OID"
ends "again" "$live"
[ "$failed" -eq 0 ]
