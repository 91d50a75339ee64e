# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# What the scripts here share: namespaces of their own, sondad and snmpd in them, clients, checks.
#
# A script that reads this in starts again in new network, mount and process namespaces: it can
# clash with nothing, sends nothing out of this machine, and leaves no process, mount or interface.
# Needs root.  SONDAD is the daemon to test, SONDA the client, SONDA_SOURCE the checkout.

set -u
export LC_ALL=C TZ=UTC
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

skip() {
	echo "$1"
	exit 77
}

if [ -z "${SONDA_INSIDE:-}" ]; then
	[ "$(id -u)" -eq 0 ] || skip "needs root"
	separate=(unshare --net --mount --pid --fork --kill-child --mount-proc)
	"${separate[@]}" true 2>/dev/null || skip "needs namespaces: unshare refuses them"
	SONDA_INSIDE=$(mktemp -d "${TMPDIR:-/tmp}/sonda-netns.XXXXXX") || exit
	export SONDA_INSIDE
	trap 'rm -rf "$SONDA_INSIDE"' EXIT
	trap 'kill "$inside"; wait "$inside"; exit 1' INT TERM
	"${separate[@]}" "$0" "$@" &
	inside=$!
	wait "$inside"
	exit
fi

for program in ip ss snmpd snmpget snmpset python3; do
	command -v "$program" >/dev/null || skip "needs $program"
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # for the scripts
source=${SONDA_SOURCE:-$(cd "$here/../.." && pwd)}
sondad=${SONDAD:-sondad}
failed=0

# Everything in it may be passed through by the user that sondad becomes.
dir=$SONDA_INSIDE
chmod 755 "$dir" && cd "$dir" || exit
user=nobody group=nogroup # every Debian has them
mkdir -p client/cert_indexes && ip link set lo up || exit
mount -t sysfs sysfs /sys 2>/dev/null # shows the interfaces of the outer namespace otherwise

# Checks

pass() { echo "ok $1"; }
fail() {
	echo "FAIL $1"
	failed=$((failed + 1))
}
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
# matches NAME PATTERN FOUND
matches() {
	if grep -qE -- "$2" <<<"$3"; then pass "$1"; else fail "$1: wanted /$2/, found '$3'"; fi
}
# same NAME WANTED FOUND: two files.
same() {
	if [ -s "$2" ] && cmp -s "$2" "$3"; then
		pass "$1"
	else
		fail "$1: $(wc -l <"$2") lines wanted, $(wc -l <"$3") found"
		diff "$2" "$3" | head -n 6
	fi
}
# eventually COMMAND...: whether it succeeds within 20 s, or $patience.
eventually() {
	local until=$((SECONDS + ${patience:-20}))
	until "$@"; do
		[ "$SECONDS" -lt "$until" ] || return 1
		sleep 0.1
	done
}

# Clients.  nms may read, noc may write too; both are SHA-256 and AES users.

# shellcheck disable=SC2034 # for the scripts
rmon=.1.3.6.1.2.1.16
sonda=.1.3.6.1.4.1.8072.9999.9999.2819
secrets=(-A authentication -X encryption123)
target=127.0.0.1:1161
client_environment=(MIBS='' SNMPCONFPATH=/dev/null SNMP_PERSISTENT_DIR="$dir/client")

users() {
	printf 'createUser %s SHA-256 authentication AES encryption123\n' nms noc
}
# as USER COMMAND ARGUMENT...: net-snmp's snmpCOMMAND to the target.
as() {
	local name=$1 command=$2
	shift 2
	env "${client_environment[@]}" "snmp$command" -v3 -l authPriv -u "$name" -a SHA-256 -x AES \
		"${secrets[@]}" -On -Oe -t 3 -r 1 "$target" "$@" 2>&1
}
# plain COMMAND OPTION... OID: the same with no user but what the options say.
plain() {
	local command=$1
	shift
	env "${client_environment[@]}" "snmp$command" -On -Oe -t 1 -r 0 "${@:1:$#-1}" "$target" \
		"${@: -1}" 2>&1
}
# client USER COMMAND ARGUMENT...: sonda's COMMAND at the target, with all it says.
client() {
	local name=$1 command=$2
	shift 2
	env "${client_environment[@]}" "${SONDA:-sonda}" "$command" -v3 -l authPriv -u "$name" \
		-a SHA-256 -x AES "${secrets[@]}" -t 3 -r 1 "$target" "$@" 2>&1
}
# says NAME STATUS PATTERN COMMAND...: its exit status, and a line of what it says.
says() {
	local name=$1 status=$2 pattern=$3 found
	shift 3
	"$@" >said 2>&1
	equal "$name: exit status" "$status" $?
	found=$(<said)
	matches "$name" "$pattern" "$found"
	! grep -nE -A 20 'Sanitizer|runtime error' said || fail "$name: memory and behaviour"
}
# value USER OID: the value alone.
value() { as "$1" get "$2" -Oqv; }
# good NAME OID TYPE VALUE...: a SET that is answered with noError.
good() {
	local name=$1 answer
	shift
	answer=$(as noc set "$@")
	equal "${mode:+$mode: }$name" $(($# / 3)) "$(grep -c ' = ' <<<"$answer")"
}
# bad ERROR FAILED OID TYPE VALUE...: a SET that is refused, for this varbind.
bad() {
	local error=$1 varbind=$2 answer
	shift 2
	answer=$(as noc set "$@" | xargs)
	matches "${mode:+$mode: }$error: $*" "Reason: $error .*Failed object: $varbind\$" "$answer"
}
# walk USER OID [OPTION...]: by GETBULK, without the line that says that the view ended.
walk() {
	local name=$1 oid=$2
	shift 2
	as "$name" bulkwalk "$@" "$oid" | grep -v ' = No '
}
# What may differ between two runs of one replay: times, the mode, how often state was written, and
# that it is (hcAlarmCapabilities).
times_by_type() {
	sed -E -e "/^$sonda\.1\.1\.[34]\.0 /d" -e "s/^($rmon\.29\.1\.2\.1\.0 =).*/\1/" \
		-e 's/= Timeticks: .*/= Timeticks/'
}

# sondad and snmpd

declare -A logs
# start NAME ARGUMENT...: sondad in the foreground; its process is in $pid, its log in NAME.log.
start() {
	local name=$1
	shift
	: >"$name.log"
	"$sondad" -f "$@" <&0 >"$name.log" 2>&1 &
	pid=$!
	logs[$pid]=$name.log
}
answers() { as nms get -t 0.3 -r 0 "$sonda.1.1.1.0" | grep -q STRING; }
# ready NAME: waits until sondad answers.
ready() {
	eventually answers && return
	fail "$1: no answer"
	tail -n 5 ./*.log
	exit 1
}
# launch NAME ARGUMENT...: sondad in this mode, with the state of before.
launch() {
	local name=$1
	shift
	if [ "$mode" = embedded ]; then
		start "$name" -c embedded.conf "$@"
	else
		start "$name" -c subagent.conf -x "$dir/master/agentx" "$@"
	fi
	ready "$name"
}
# stop PID [SIGNAL]: ends a daemon and waits for it.
stop() {
	kill "-${2:-TERM}" "$1"
	wait "$1" 2>/dev/null
}
# ends NAME PID: ends sondad in order, and looks for what a sanitizer said.
ends() {
	stop "$2"
	equal "$1: exit status" 0 $?
	unharmed "$1" "${logs[$2]}"
}
# unharmed NAME LOG
unharmed() {
	if grep -nE -A 30 'Sanitizer|runtime error|assert' "$2"; then
		fail "$1: memory and behaviour"
	else
		pass "$1: memory and behaviour"
	fi
}
# configuration LINE...: of an embedded agent with both users.
configuration() {
	echo "user $user"
	users
	printf '%s\n' 'rouser nms priv' 'rwuser noc priv' "$@"
}
# start_snmpd: Debian's, with the example that Sonda ships, for paths and groups of this test, and the
# lines of more.conf.
start_snmpd() {
	mkdir -p snmpd master
	sed -e "s|/var/agentx/master|$dir/master/agentx|" -e "s|root sonda|root $group|" \
		-e 's|^rouser dashboard|createUser dashboard SHA-256 authentication AES encryption123\n&|' \
		"$source/conf/snmpd.conf.example" >snmpd.conf
	{
		users
		[ ! -e more.conf ] || cat more.conf
	} >>snmpd.conf
	env -u SNMPCONFPATH MIBS='' SNMP_PERSISTENT_DIR="$dir/snmpd" \
		snmpd -f -Lf "$dir/snmpd.log" -C -c "$dir/snmpd.conf" >>snmpd.out 2>&1 &
	# shellcheck disable=SC2034 # for the scripts
	snmpd_pid=$!
	target=127.0.0.1:161
	eventually snmpd_answers || fail "snmpd does not answer: $(tail -n 3 snmpd.log)"
}
snmpd_answers() { as nms get -t 0.3 -r 0 .1.3.6.1.2.1.1.3.0 | grep -q Timeticks; }

# captures: three small ones, the last two as pcap with nanoseconds and without Ethernet.
captures() { "$here/make_capture.py" "$dir"; }
# shellcheck disable=SC2034 # for the scripts
replays=(-r one.pcap -r two.pcap -r three.pcap)

# A live port

# pair: interfaces t0, where sondad listens, and t1, where the test sends; nothing else does.
pair() {
	sysctl -qw net.ipv6.conf.default.disable_ipv6=1 2>/dev/null
	ip link add t0 type veth peer name t1 && ip link set t0 up && ip link set t1 up
}

# Notifications

engine=0x80001f8804736f6e6461
# shellcheck disable=SC2034 # for the scripts
forms=(v1 v2c inform v3 v3inform)

needs_trapd() {
	command -v snmptrapd >/dev/null || skip "needs snmptrapd"
	# What a target's address took is net-snmp's to free, and it does not.
	echo 'leak:netsnmp_ipv4_get_taddr' >leaks
	export LSAN_OPTIONS="suppressions=$dir/leaks:print_suppressions=0"
}
# targets: in the words of snmpd.conf, one for each form.
targets() {
	echo "exactEngineID $engine"
	echo 'createUser trapper SHA-256 authentication AES encryption123'
	echo 'trapsink 127.0.0.1:1701 public'
	echo 'trap2sink 127.0.0.1:1702 public'
	echo 'informsink 127.0.0.1:1703 public'
	local v3='-v3 -l authPriv -u trapper -a SHA-256 -A authentication -x AES -X encryption123'
	echo "trapsess $v3 127.0.0.1:1704"
	echo "trapsess -Ci $v3 127.0.0.1:1705"
}
# receive: snmptrapd on those ports and on 1706 to 1709, and by IPv6 at 1701; each notification is a line of received: who
# sent it, the port, generic and specific type and enterprise as v1, and the objects.
receive() {
	{
		echo 'createUser trapper SHA-256 authentication AES encryption123'
		echo "createUser -e $engine trapper SHA-256 authentication AES encryption123"
		echo 'disableAuthorization yes'
		echo 'doNotLogTraps no'
	} >trapd.conf
	mkdir -p trapd
	env -u SNMPCONFPATH MIBS='' SNMP_PERSISTENT_DIR="$dir/trapd" snmptrapd -f -Lf received -On -Oe \
		-C -c trapd.conf -F '%P|%B %b|%w.%q|%N|%v\n' \
		"udp6:[::1]:1701$(printf ',udp:127.0.0.1:170%d' {1..9})" >trapd.out 2>&1 &
	# shellcheck disable=SC2034 # for the scripts
	trapd=$!
	eventually listens || fail "snmptrapd does not listen: $(tail -n 3 trapd.out received)"
}
listens() { [ "$(ss -Hlnu | grep -cE '127.0.0.1:170[1-9]')" -eq 9 ]; }
# arrived PORT PATTERN: the last such line.
arrived() { tr -d '\0' <received | grep -aF ":170$1|" | grep -aE -- "$2" | tail -n 1; }
has_arrived() { [ -n "$(arrived "$@")" ]; }
# varbinds LINE: names and values without sysUpTime and snmpTrapOID, which not all forms have.
varbinds() {
	sed -e 's/.*|//' <<<"$1" | tr '\t' '\n' |
		grep -vE '^\.1\.3\.6\.1\.(2\.1\.1\.3|6\.3\.1\.1\.4\.1|6\.3\.1\.1\.4\.3|6\.3\.18)\.' |
		sed 's/[[:space:]]*$//' | grep . | xargs
}
# counted: sent, suppressed, dropped.
counted() {
	as nms get "$sonda.1.1.6.0" "$sonda.1.1.7.0" "$sonda.1.1.8.0" -Oqv | xargs
}
