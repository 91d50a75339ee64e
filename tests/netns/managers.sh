#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Two managers, then ten, make, change and delete rows of seven tables at the same time, each as a
# user and an owner of its own: nobody loses a row or finds it changed, of those who want the same
# row one gets it, and what was answered outlives kill -9 of the agent, in the middle too.

# shellcheck source=tests/netns/lib.sh
. "$(dirname "$0")/lib.sh"

/usr/bin/python3 -c 'import pysnmp' 2>/dev/null || skip "needs python3-pysnmp4"
port=161

anew() {
	rm -rf state && mkdir state && chown "$user:$group" state && chmod 700 state
	rm -f journal.* go
}
all_ready() { [ "$(cat journal.* 2>/dev/null | grep -c ready)" -eq "$1" ]; }
# begin MANAGERS SETS: they wait for each other; their processes are in managers.
begin() {
	local n
	managers=()
	for ((n = 0; n < $1; n++)); do
		/usr/bin/python3 "$here/manager.py" run "$port" "m$n" "$n" "$2" 2>>managers.log &
		managers+=($!)
	done
	patience=60 eventually all_ready "$1" || fail "$mode: managers do not begin"
	touch go
}
# finished NAME: all of them came to their end.
finished() {
	local n bad=0
	for n in "${managers[@]}"; do
		wait "$n" || bad=$((bad + 1))
	done
	equal "$mode: $1: managers that were not answered" 0 "$bad"
}
# agrees NAME: what the agent has is what each manager was answered.
agrees() {
	local found
	walk nms "$rmon" -Ox >walked
	if found=$(/usr/bin/python3 "$here/manager.py" check walked journal.*); then
		pass "$mode: $1: $found"
	else
		fail "$mode: $1: $found"
	fi
}
answered() { [ "$(cat journal.* | grep -c answered)" -ge "$1" ]; }

# storm MANAGERS SETS
storm() {
	anew
	launch "storm$1" "${replays[@]}"
	begin "$1" "$2"
	finished "$1 managers"
	agrees "$1 managers"
	stop "$pid" KILL
	launch "after$1" "${replays[@]}"
	agrees "$1 managers, after kill -9"
	ends "$mode: $1 managers" "$pid"
}
# One manager dies in the middle, then the agent does.
deaths() {
	anew
	launch dying "${replays[@]}"
	begin 5 100000
	patience=60 eventually answered 300 || fail "$mode: managers are not answered"
	kill -KILL "${managers[0]}"
	wait "${managers[0]}" 2>/dev/null
	patience=60 eventually answered 500 || fail "$mode: the others are not answered"
	stop "$pid" KILL
	wait "${managers[@]:1}"
	launch again "${replays[@]}"
	agrees "kill -9 of a manager and of the agent"
	equal "$mode: the dead manager's rows wait" yes \
		"$(grep -qE '\.65500 = INTEGER: 3' walked && echo yes)"
	ends "$mode: deaths" "$pid"
}

captures
for n in {0..9}; do
	echo "createUser m$n SHA-256 authentication AES encryption123"
	echo "rwuser m$n priv"
done >more.conf
configuration no-defaults "state-directory $dir/state" "$(cat more.conf)" >embedded.conf
printf '%s\n' "user $user" no-defaults "state-directory $dir/state" >subagent.conf
start_snmpd
for mode in embedded subagent; do
	port=161
	[ "$mode" = subagent ] || port=1161
	target=127.0.0.1:$port
	storm 2 250
	storm 10 60
	deaths
done
[ "$failed" -eq 0 ]
