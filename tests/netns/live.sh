#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A live port in a network namespace of its own: counts, link and device changes, drops, offloads,
# privileges.  Needs root; the traffic stays on veth, tun and tap devices made here.
#
# SONDA_BUILD is where tests/netns/live_port was built.
set -u

live_port=${LIVE_PORT:-${SONDA_BUILD:-.}/tests/netns/live_port}
ns=sonda-live-$$
out=$PWD/out
user=nobody
pid=

if [ "$(id -u)" -ne 0 ] || ! ip netns add "$ns" 2>/dev/null; then
	echo "needs root and network namespaces"
	exit 77
fi
# In a plain chroot, where / is no mount point, a namespace is made but cannot be entered.
if ! ip netns exec "$ns" true 2>/dev/null; then
	ip netns del "$ns"
	echo "needs network namespaces that can be entered"
	exit 77
fi
trap 'stop KILL; ip netns del "$ns"' EXIT

in_ns() { ip netns exec "$ns" "$@"; }

pass() { echo "ok $1"; }
fail() {
	echo "FAIL $1"
	failed=yes
	[ ! -s "$out" ] || tail -n 3 "$out"
}
failed=no
# check NAME COMMAND...
check() {
	local name=$1
	shift
	if "$@"; then pass "$name"; else fail "$name"; fi
}
# equal NAME WANTED FOUND
equal() {
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1: wanted '$2', found '$3'"; fi
}

# begin INTERFACE MODE [RING]: starts a probe, whose output goes to $out.
begin() {
	local interface=$1
	shift
	# Here, as what starts in the background empties it too late for soon().
	: >"$out"
	# not by in_ns: $! is to be the probe itself
	ip netns exec "$ns" "$live_port" "$interface" "$user" "$@" >"$out" 2>&1 &
	pid=$!
}
start() {
	begin "$@"
	soon '^state 1 '
}
# stop [SIGNAL]: ends the probe; its exit status.
stop() {
	local old=$pid
	[ -n "$old" ] || return 0
	pid=
	kill "-${1:-TERM}" "$old"
	wait "$old"
}
# soon PATTERN: whether the probe prints such a line within six seconds, the last one counts.
soon() {
	local try
	for try in {1..60}; do
		tail -n 1 "$out" | grep -qE -- "$1" && return
		[ "$try" -eq 60 ] || sleep 0.1
	done
	return 1
}
# told PATTERN: the same for its notices, all of them.
told() {
	local try
	for try in {1..60}; do
		grep -qE -- "^notice .*$1" "$out" && return
		[ "$try" -eq 60 ] || sleep 0.1
	done
	return 1
}
# ended PID: whether that process ends within six seconds; its body may wait for burial.
ended() {
	local try
	for try in {1..60}; do
		grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status" || return 0
		[ "$try" -eq 60 ] || sleep 0.1
	done
	return 1
}
# refused INTERFACE PATTERN: the probe ends with an error that says so.
refused() {
	! in_ns "$live_port" "$1" "$user" auto >"$out" 2>&1 && grep -qE "^error .*$2" "$out"
}

# send INTERFACE COUNT OCTETS: broadcasts of this many octets without FCS.
send() {
	in_ns python3 - "$@" <<'EOF'
import socket, sys, time
interface, count, octets = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind((interface, 0))
frame = bytes.fromhex("ffffffffffff" "020000000001" "88b5").ljust(octets, b"\0")
while count:
    try:
        s.send(frame)
        count -= 1
    except BlockingIOError:
        time.sleep(0.001)
    except OSError as e:
        if e.errno != 105:  # ENOBUFS: the queue is full
            raise
        time.sleep(0.001)
EOF
}

make_pair() {
	in_ns ip link add t0 mtu 2000 type veth peer name t1 mtu 2000
	in_ns ip link set t0 up
	in_ns ip link set t1 up
	in_ns ethtool -K t0 gro on tso on gso on
}
features() {
	in_ns ethtool -k t0 | sed -n 's/^\(tcp-seg.*\|generic-.*\): \([a-z]*\).*/\2/p' | tr '\n' ' '
}
capabilities() { sed -n 's/^CapEff:[[:space:]]*0*//p' "/proc/$1/status"; }
owner() { sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status"; }

in_ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
make_pair

# What cannot start

in_ns ip link set t0 down
check "refuses an interface that is down" refused t0 "interface t0 is down"
in_ns ip link set t0 up
check "refuses an interface that is not there" refused t9 "there is no interface t9"
check "refuses libpcap's own devices" refused any "there is no interface any"
user=no-such-user
check "refuses a user that is not there" refused t0 "user no-such-user: "
user=nobody

in_ns ip tuntap add tp0 mode tap
in_ns python3 - <<'EOF'
import fcntl, struct
TUNSETIFF, TUNSETLINK, TAP_NO_PI, ARPHRD_FDDI = 0x400454ca, 0x400454cd, 0x1002, 774
with open("/dev/net/tun", "wb", 0) as tap:
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"tp0", TAP_NO_PI))
    fcntl.ioctl(tap, TUNSETLINK, ARPHRD_FDDI)
EOF
in_ns ip link set tp0 up
check "refuses a link type by its name" refused tp0 "FDDI"
in_ns ip link del tp0

# Counting, privileges, offloads

check "starts" start t0 auto
before=$(features)
helper=$(pgrep -P "$pid")
equal "keeps CAP_NET_RAW alone" 2000 "$(capabilities "$pid")"
equal "is no longer root" "$(id -u nobody)" "$(owner "$pid")"
equal "the helper keeps CAP_NET_ADMIN alone" 1000 "$(capabilities "$helper")"
equal "the helper is no longer root" "$(id -u nobody)" "$(owner "$helper")"
check "reports offloads off" soon "offloads 2 "
equal "switched gro, tso and gso off" "off off off " "$before"
send t1 1000 60
check "counts every frame" soon "packets 1000 octets 64000 drops 0 "
send t1 10 42
check "pads what is seen before padding" soon "packets 1010 octets 64640 "
send t1 1 1514
check "adds the FCS" soon "packets 1011 octets 66158 .* oversize 0 "
sleep 1
check "time goes on without packets" soon "late [1-4]?[0-9]?[0-9]$"

# Link and device changes

in_ns ip link set t1 down
check "notices a lost carrier" soon "^state 2 "
in_ns ip link set t1 up
check "notices the carrier" soon "^state 1 "
in_ns ip link set t0 down
check "notices that the interface is down" soon "^state 2 "
check "says that it is down" told "interface t0 is down"
sleep 1
in_ns ip link set t0 up
check "notices that the interface is up" soon "^state 1 "
check "says that it is up" told "interface t0 is up"
send t1 100 60
check "counts on after it" soon "packets 1111 "
old=$(tail -n 1 "$out" | sed 's/.* ifindex \([0-9]*\) .*/\1/')
in_ns ip link del t0
check "notices that the interface is gone" soon "^state 3 .* packets 1111 "
check "says that it is gone" told "interface t0 is gone"
sleep 1
make_pair
check "opens it again" soon "^state 1 "
check "says that it is back" told "interface t0 is back"
new=$(tail -n 1 "$out" | sed 's/.* ifindex \([0-9]*\) .*/\1/')
check "reads its new number" test "$new" -ne "$old"
check "offloads are off again" soon "offloads 2 "
equal "for the new device too" "off off off " "$(features)"
send t1 20 1600
check "counts on in the new device" soon "packets 1131 .* oversize 20 "
check "says once that frames are too long" told "more than one frame in a thousand"
stop KILL 2>/dev/null
check "the helper ends after kill -9" ended "$helper"
equal "and restored the offloads" "on on on " "$(features)"

check "starts with an address" eval 'in_ns ip addr add 192.0.2.1/24 dev t0 && start t0 auto'
check "keeps offloads then" soon "offloads 3 "
equal "and does not touch them" "on on on " "$(features)"
check "ends in order" stop
in_ns ip addr del 192.0.2.1/24 dev t0
check "starts with offloads off" start t0 off
check "switches them off" soon "offloads 2 "
check "ends in order again" stop
equal "offloads are back after the end" "on on on " "$(features)"

# Loss: a stopped probe cannot empty a ring of 1 MB

check "starts with a small ring" start t0 keep 1000000
kill -STOP "$pid"
send t1 40000 60
kill -CONT "$pid"
check "counts one occasion of loss" soon " drops 1 ring [1-9]"
sum=$(tail -n 1 "$out" | sed 's/.*packets \([0-9]*\) .* ring \([0-9]*\) .*/\1+\2/')
equal "knows each lost frame" 40000 "$((sum))"
check "ends after loss" stop

# A device of the same name and another link type

in_ns ip tuntap add tp0 mode tap
in_ns ip link set tp0 up
begin tp0 keep
check "opens a tap without carrier" soon "^state 2 "
in_ns ip link del tp0
check "notices that the tap is gone" soon "^state 3 "
in_ns ip tuntap add tp0 mode tun
in_ns ip link set tp0 up
check "says that the link type changed" told "now has link type RAW, not EN10MB"
in_ns ip link del tp0
in_ns ip tuntap add tp0 mode tap
in_ns ip link set tp0 up
check "takes the right one back" soon "^state 2 "
check "ends after all" stop

[ "$failed" = no ]
