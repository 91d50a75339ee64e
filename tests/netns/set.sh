#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# SET by snmpset, to the embedded agent and through snmpd: the three ways in which managers make
# rows, error codes, reading what was written, what outlives kill -9, a disk that is full.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

h="$rmon.2.1.1" matrix="$rmon.6.1.1" hosts="$rmon.4.1.1"
filter="$rmon.7.1.1" filter2="$rmon.7.4.1" # the second augments the first
port1=.1.3.6.1.2.1.2.2.1.1.60001 port3=.1.3.6.1.2.1.2.2.1.1.60003
long=$(printf '%0128d' 0)

# bad_v1 ERROR OID TYPE VALUE...: as bad, by SNMPv1.
bad_v1() {
	local error=$1 answer
	shift
	answer=$(env "${client_environment[@]}" snmpset -v1 -c secret -On -t 3 -r 0 "$target" "$@" \
		2>&1 | xargs)
	matches "$mode: v1: $error: $*" "Reason: \($error" "$answer"
}
# row NAME TABLE INDEX WANTED: a row of historyControl: data source, requested, interval, status.
row() {
	equal "$mode: $1" "$3" "$(as nms get -Oqv "$h.2.$2" "$h.3.$2" "$h.5.$2" "$h.7.$2" | xargs)"
}
no_row() { matches "$mode: $1" '^No Such' "$(as nms get -Oqv "$2")"; }

three_styles() {
	good "createRequest with columns" "$h.5.15" i 60 "$h.7.15" i 2 "$h.2.15" o $port1
	row "shows underCreation" 15 "$port1 50 60 3"
	good "valid in the next PDU" "$h.7.15" i 1
	row "is valid" 15 "$port1 50 60 1"
	good "createRequest alone" "$h.7.16" i 2
	good "a column" "$h.2.16" o $port3
	good "another" "$h.3.16" i 7
	row "shows what was written" 16 "$port3 7 1800 3"
	good "valid last" "$h.7.16" i 1
	row "is valid too" 16 "$port3 7 1800 1"
	good "valid with all it needs" "$h.6.17" s 'a b' "$h.2.17" o $port3 "$h.7.17" i 1
	row "is valid at once" 17 "$port3 50 1800 1"
}
changes() {
	good "a live column" "$h.6.15" s noc "$h.3.15" i 9
	equal "$mode: reads it" '"noc" 9 9' "$(as nms get -Oqv "$h.6.15" "$h.3.15" "$h.4.15" | xargs -0 |
		xargs -d '\n' | sed 's/ *$//')"
	good "a frozen column's own value" "$h.5.15" i 60
	bad inconsistentValue "$h.5.15" "$h.5.15" i 61
	row "stays as it was" 15 "$port1 9 60 1"
	good "a frozen column of a row that is deactivated" "$h.5.15" i 61 "$h.7.15" i 3
	row "is deactivated" 15 "$port1 9 61 3"
	good "rows of three tables" "$h.7.15" i 1 "$matrix.2.9" o $port1 "$hosts.6.9" i 1 \
		"$matrix.6.9" i 1 "$hosts.2.9" o $port3 "$hosts.5.9" s me
	equal "$mode: reads all three" "1 1 1" \
		"$(as nms get -Oqv "$h.7.15" "$matrix.6.9" "$hosts.6.9" | xargs)"
	bad inconsistentValue "$hosts.6.10" "$h.5.18" i 3 "$h.7.18" i 2 "$hosts.6.10" i 1 "$h.3.16" i 8
	no_row "nothing of a PDU that fails" "$h.7.18"
	row "nothing of it in an old row" 16 "$port3 7 1800 1"
	good "delete, of a row and of none" "$h.7.16" i 4 "$h.7.66" i 4
	no_row "is deleted" "$h.7.16"
}
# filter_row NAME: filter 5 as the next function leaves it.
filter_row() {
	equal "$mode: $1" "5 12 0 0 1" "$(as nms get -Oqv "$filter.2.5" "$filter.3.5" "$filter2.1.5" \
		"$filter2.2.5" "$filter.11.5" | xargs)"
}
augmented() {
	bad inconsistentName "$filter2.1.5" "$filter2.1.5" i 0
	bad inconsistentValue "$filter2.2.5" "$filter.11.5" i 1 "$filter.2.5" i 5 "$filter2.2.5" i 7
	no_row "a protocol that is not there makes no filter" "$filter.11.5"
	good "one row, two tables, one PDU" "$filter2.2.5" i 0 "$filter.11.5" i 1 "$filter.3.5" i 12 \
		"$filter2.1.5" i 0 "$filter.2.5" i 5
	filter_row "reads it"
	bad inconsistentValue "$filter2.1.5" "$filter2.1.5" i 1
	good "0 of a valid row" "$filter2.1.5" i 0
}
errors() {
	bad wrongType "$h.7.15" "$h.7.15" s valid
	bad wrongType "$h.2.18" "$h.7.18" i 2 "$h.2.18" i 60001
	bad wrongLength "$h.6.15" "$h.6.15" s "$long"
	bad wrongValue "$h.7.15" "$h.7.15" i 5
	bad wrongValue "$h.3.15" "$h.3.15" i 0
	bad wrongValue "$h.3.15" "$h.3.15" i 65536
	bad wrongValue "$h.5.18" "$h.7.18" i 2 "$h.5.18" i 3601
	bad wrongValue "$h.2.18" "$h.2.18" o .1.3.6.1.2.1.1.1.0 "$h.7.18" i 2
	bad notWritable "$h.4.15" "$h.4.15" i 5
	bad notWritable "$rmon.1.1.1.4.1" "$rmon.1.1.1.4.1" i 5
	bad noCreation "$h.7.0" "$h.7.0" i 2
	bad noCreation "$h.7.65536" "$h.7.65536" i 2
	bad noCreation "$h.7.18.1" "$h.7.18.1" i 2
	bad inconsistentName "$h.5.18" "$h.5.18" i 30
	bad inconsistentValue "$h.7.15" "$h.7.15" i 2
	bad inconsistentValue "$h.7.18" "$h.7.18" i 3
	bad inconsistentValue "$h.7.18" "$h.7.18" i 1
	bad inconsistentValue "$h.2.18" "$h.7.18" i 2 "$h.2.18" o .1.3.6.1.2.1.2.2.1.1.77
	bad inconsistentValue "$h.3.15" "$h.3.15" i 4 "$h.3.15" i 4
	bad_v1 badValue "$h.7.15" s valid
	bad_v1 badValue "$h.6.15" s "$long"
	bad_v1 badValue "$h.3.15" i 0
	bad_v1 badValue "$h.7.15" i 2
	bad_v1 noSuchName "$h.4.15" i 5
	bad_v1 noSuchName "$h.7.0" i 2
	bad_v1 noSuchName "$h.5.18" i 30
	no_row "none of them made a row" "$h.7.18"
	row "none of them changed one" 15 "$port1 9 61 1"
}
# crashes: rows at random, kill -9 as soon as each is answered.
crashes() {
	local n index interval lost=0 all
	declare -A intervals=()
	for n in {1..20}; do
		index=$((100 + RANDOM)) interval=$((1 + RANDOM % 3600))
		if [ $((n % 4)) -eq 0 ]; then
			all=("${!intervals[@]}")
			index=${all[0]}
			unset "intervals[$index]"
			as noc set "$h.7.$index" i 4 >answer
		elif [ -z "${intervals[$index]:-}" ]; then
			intervals[$index]=$interval
			as noc set "$h.5.$index" i "$interval" "$h.7.$index" i 1 "$h.2.$index" o $port3 >answer
		fi
		stop "$pid" KILL
		grep -q 'INTEGER' answer || fail "$mode: SET $n: $(xargs <answer)"
		launch "crash$n" "${replays[@]}"
		walk nms "$h.5" | sed -nE 's/^.*\.([0-9]{3,}) = INTEGER: /\1 /p' >found
		for index in "${!intervals[@]}"; do
			echo "$index ${intervals[$index]}"
		done | sort -n >wanted
		cmp -s wanted found || lost=$((lost + 1))
	done
	equal "$mode: kill -9 after an answered SET loses nothing" 0 "$lost"
	row "the rows of before are there" 15 "$port1 9 61 1"
	filter_row "of two tables, too"
	no_row "the deleted one is not" "$h.7.16"
}
# unwritable HOW
unwritable() {
	local failures
	failures=$(value nms "$sonda.1.1.5.0")
	bad resourceUnavailable "$h.7.18" "$h.7.18" i 2 "$h.5.18" i 10
	no_row "$1: no row" "$h.7.18"
	bad resourceUnavailable "$h.6.15" "$h.6.15" s other
	equal "$mode: $1: no change" noc "$(value nms "$h.6.15" | tr -d '"')"
	bad_v1 genErr "$h.7.18" i 2
	equal "$mode: $1: counted" $((failures + 3)) "$(value nms "$sonda.1.1.5.0")"
	cmp -s state/rows rows || fail "$mode: $1: the state file changed"
}
disk() {
	cp state/rows rows
	head -c 200000 /dev/zero 2>/dev/null >state/filling
	unwritable "a full disk"
	rm state/filling
	chmod 500 state
	unwritable "a directory that is read-only"
	chmod 700 state
	good "room again" "$h.7.18" i 2 "$h.5.18" i 10
	row "and a row" 18 ".0.0 50 10 3"
	stop "$pid" KILL
	launch after "${replays[@]}"
	row "which stays" 18 ".0.0 50 10 3"
}

captures
mkdir state
echo "rwcommunity secret 127.0.0.1" >more.conf
configuration "state-directory $dir/state" "$(cat more.conf)" >embedded.conf
printf '%s\n' "user $user" "state-directory $dir/state" >subagent.conf
start_snmpd
for mode in embedded subagent; do
	mount -t tmpfs -o "size=64k,uid=$(id -u $user),gid=$(id -g $user),mode=700" tmpfs state ||
		skip "mounts are refused"
	target=127.0.0.1:161
	[ "$mode" = subagent ] || target=127.0.0.1:1161
	launch "$mode" "${replays[@]}"
	three_styles
	changes
	augmented
	errors
	crashes
	disk
	ends "$mode" "$pid"
	umount state
done
[ "$failed" -eq 0 ]
