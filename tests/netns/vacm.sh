#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What a view excludes is seen by no request: a table, a column, a row, an instance, scalars; with
# the embedded agent, which checks views itself in GETBULK, and with snmpd, which asks for more.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

column="$rmon.4.2.1.6" # hostInOctets
instance="$rmon.4.2.1.4.1.6.2.0.5.5.5.5"

# Each view is also a user; what it hides as a pattern of names in the dump.
declare -A hidden=(
	[all]='nothing'
	[table]="^$rmon.4.2.1."
	[column]="^$column."
	[row]="^$rmon.4.2.1.[0-9]+.1."
	[instance]="^$instance "
	[scalars]="^$sonda.1.1.[0-9]+.0 "
)
views() {
	local name
	for name in "${!hidden[@]}"; do
		echo "createUser $name SHA-256 authentication AES encryption123"
		echo "rwuser $name priv -V $name"
		echo "view $name included $rmon"
		echo "view $name included $sonda"
	done
	echo "view table excluded $rmon.4.2"
	echo "view column excluded $column"
	echo "view row excluded $rmon.4.2.1.1.1 ff:df" # of every column
	echo "view instance excluded $instance"
	echo "view scalars excluded $sonda.1.1"
}

# starts: names in the dump before, at, within and after what the view hides.
starts() {
	grep -nE "$1" dump | cut -d : -f 1 | awk -v lines="$(wc -l <dump)" '
		NR == 1 { first = $1 }
		{ last = $1 }
		END {
			print first - 1; print first; print int((first + last) / 2); print last
			if (last < lines) print last + 1
		}' | sort -nu | while read -r line; do
		sed -n "${line}s/ .*//p" dump
	done
}
# after NAME COUNT: the lines that are to be answered to a GETBULK from there.
after() {
	awk -v name="$1" 'found; $1 == name { found = 1 }' dump | grep -vE "$pattern" |
		head -n "$2"
}
# bulk NAME: from each start by each number of repetitions.
bulk() {
	local start count bad=0 tried=0
	while read -r start; do
		for count in 1 2 5 10 50 100; do
			after "$start" "$count" >wanted
			as "$1" bulkget -Cr"$count" "$start" | times_by_type |
				head -n "$(wc -l <wanted)" >found
			tried=$((tried + 1))
			cmp -s wanted found && continue
			bad=$((bad + 1))
			[ "$bad" -gt 1 ] || diff wanted found | head -n 4
		done
	done <names
	[ "$bad" -eq 0 ] && [ "$tried" -ge 18 ]
}
# get_hidden NAME: how many of what it hides are answered by GET.
get_hidden() {
	grep -E "$pattern" dump | cut -d ' ' -f 1 | xargs -n 60 | while read -r -a names; do
		as "$1" get "${names[@]}"
	done | grep -cv ' = No Such '
}
# look MODE NAME
look() {
	local name=$2 what="$1: $2"
	pattern=${hidden[$name]}
	grep -vE "$pattern" dump >wanted
	as "$name" walk .1.3.6.1 | grep -v ' = No ' | times_by_type >found
	same "$what: GETNEXT" wanted found
	walk "$name" .1.3.6.1 -Cr20 | times_by_type >found
	same "$what: GETBULK" wanted found
	[ "$name" != all ] || return 0
	equal "$what: GET" 0 "$(get_hidden "$name")"
	starts "$pattern" >names
	check "$what: GETBULK from before, in and after it" bulk "$name"
}
look_all() {
	local name
	for name in "${!hidden[@]}"; do
		look "$1" "$name"
	done
	check "$1: two columns, one of them hidden" two_columns
	matches "$1: SET of what is hidden" noAccess "$(as scalars set "$sonda.1.1.2.0" i 1)"
}
# two_columns: from within the hidden one the answers come from what follows it.
two_columns() {
	as column bulkget -Cr8 "$column.1" "$rmon.4.2.1.1" | times_by_type >found
	paste -d '\n' <(grep -F -m 8 "$rmon.4.2.1.7." dump) <(grep -F -m 8 "$rmon.4.2.1.1." dump) \
		>wanted
	diff wanted found | head -n 4
	cmp -s wanted found
}

captures
"$sondad" "${replays[@]}" --dump 2>dump.log | times_by_type >dump
for name in "${!hidden[@]}"; do
	[ "$name" = all ] ||
		check "$name: hides something" grep -qE "${hidden[$name]}" dump
done

{
	configuration 'agentaddress udp:127.0.0.1:1161'
	views
} >sondad.conf
start embedded -c sondad.conf "${replays[@]}"
ready embedded
look_all embedded
ends embedded "$pid"

{
	views
	echo 'maxGetbulkResponses 100' # more than the example says
} >more.conf
start_snmpd
echo "user $user" >subagent.conf
start subagent -c subagent.conf -x "$dir/master/agentx" "${replays[@]}"
ready subagent
look_all subagent
ends subagent "$pid"
[ "$failed" -eq 0 ]
