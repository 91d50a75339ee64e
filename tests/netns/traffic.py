#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Traffic on t1, and the judge of walks over the tables that it makes.

usage: traffic.py send COUNT            packets from one host to another, 5000 a second
       traffic.py talk COUNT...        the first host sends so many packets to host 0, the second ...
       traffic.py fill HOSTS            each host sends to the next one, then to the next but one
       traffic.py stir FROM HOSTS RATE  until it is ended: old hosts and pairs, new pairs, and the
                                        hosts from number FROM on until there are HOSTS
       traffic.py judge TABLE HOSTS     reads a walk: it must ascend strictly, and each column must
                                        have each row that `fill HOSTS` made
TABLE is host, time, sd or ds.
"""
import random
import socket
import sys
import time

BURST = 64


def mac(host):
    return b"\2\0\0\0" + host.to_bytes(3, "big")[1:] if host < 65536 else \
        b"\2\0\1" + host.to_bytes(3, "big")


def frame(source, destination):
    return (mac(destination) + mac(source) + b"\x88\xb5").ljust(60, b"\0")


def send(frames, rate):
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind(("t1", 0))
    due = time.monotonic()
    for n, data in enumerate(frames):
        while True:
            try:
                out.send(data)
                break
            except OSError:  # the interface's queue is full
                time.sleep(0.001)
        if n % BURST == BURST - 1:
            due += BURST / rate
            time.sleep(max(0, due - time.monotonic()))


def talk(counts):
    for host, count in enumerate(counts, 1):
        for _ in range(count):
            yield frame(host, 0)


def fill(hosts):
    for step in (1, 2):
        for host in range(hosts):
            yield frame(host, (host + step) % hosts)


def stir(first, hosts):
    rng = random.Random(65535)
    new = iter(range(first, hosts))
    while True:
        host = rng.randrange(first)
        yield frame(host, (host + rng.choice((1, 2, 3))) % first)
        host = next(new, None)
        if host is not None:
            yield frame(host, rng.randrange(first))


def host_of(subs):
    """The number of the host that the index part of a MAC address names; None: not of ours."""
    if tuple(subs[:5]) != (6, 2, 0, 0, 0):
        return None
    return subs[5] << 8 | subs[6]


def is_of_fill(table, index, hosts):
    """Whether the fill made the row with this index, which begins with that of its control row."""
    if table == "time":
        return index[1] <= hosts
    one = host_of(index[1:8])
    if table == "host":
        return one is not None and one < hosts
    other = host_of(index[8:15])
    if one is None or other is None:
        return False
    source, destination = (one, other) if table == "sd" else (other, one)
    return (destination - source) % hosts in (1, 2) and source < hosts


def judge(table, hosts):
    wanted = 2 * hosts if table in ("sd", "ds") else hosts
    before, rows = (), {}
    for line in sys.stdin:
        name, _, value = line.partition(" = ")
        if value.startswith("No "):
            continue
        oid = tuple(map(int, name[1:].split(".")))
        if oid <= before:
            sys.exit("%s after %s" % (oid, before))
        before = oid
        rows[oid[10]] = rows.get(oid[10], 0) + is_of_fill(table, oid[11:], hosts)
    lacking = {column: count for column, count in rows.items() if count != wanted}
    if hosts and lacking or not rows:
        sys.exit("wanted %d rows a column, found %s" % (wanted, rows))
    print("%d columns" % len(rows))


def main():
    numbers = [int(word) for word in sys.argv[2:] if word.isdigit()]
    if sys.argv[1] == "send":
        send((frame(0, 1) for _ in range(numbers[0])), 5000)
    elif sys.argv[1] == "talk":
        send(talk(numbers), 5000)
    elif sys.argv[1] == "fill":
        send(fill(numbers[0]), 40000)
    elif sys.argv[1] == "stir":
        send(stir(numbers[0], numbers[1]), numbers[2])
    else:
        judge(sys.argv[2], numbers[0])


main()
