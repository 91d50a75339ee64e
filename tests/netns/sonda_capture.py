#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Frames of many kinds on t1, and the judge of captures of the other end.

usage: sonda_capture.py send COUNT RATE [SIZE]
                                   so many frames a second, no two the same; SIZE: all as long
       sonda_capture.py same WANTED FOUND [SLICE]
                                   two pcap files have the same packets in the same order, at the
                                   same time but for the clocks' difference, FOUND with at most
                                   SLICE octets each
       sonda_capture.py within WANTED FOUND COUNT
                                   FOUND is at least COUNT packets in a row out of WANTED
       sonda_capture.py count FOUND
"""
import errno
import random
import socket
import struct
import sys
import time

TYPES = (0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x8035, 0x88b5)
PORTS = (22, 53, 80, 443, 1023, 1024, 5353)
PROTOCOLS = (1, 6, 6, 17, 17, 58, 132)
ADDRESSES = ("192.0.2.1", "192.0.2.2", "10.1.2.3", "224.0.0.251")
ADDRESSES6 = ("2001:db8::1", "2001:db8::2", "ff02::fb")


def ports(rng):
    return struct.pack(">HHIIHHHH", rng.choice(PORTS), rng.choice(PORTS), 1, 2, 0x5010, 100, 0, 0)


def ip(rng):
    words = rng.choice((5, 5, 5, 6, 10, 15))
    fragment = rng.choice((0, 0, 0, 0x4000, 0x2000, 0x2005, 100))
    source, destination = (socket.inet_aton(rng.choice(ADDRESSES)) for _ in "ab")
    head = struct.pack(">BBHHHBBH", 0x40 | words, 0, words * 4 + 40, rng.randrange(65536), fragment,
                       64, rng.choice(PROTOCOLS), 0)
    return head + source + destination + b"\1" * (words * 4 - 20) + ports(rng)


def ip6(rng):
    source, destination = (socket.inet_pton(socket.AF_INET6, rng.choice(ADDRESSES6)) for _ in "ab")
    following = rng.choice(PROTOCOLS + (44,))
    head = struct.pack(">IHBB", 6 << 28, 40, following, 64) + source + destination
    if following == 44:
        head += struct.pack(">BBHI", rng.choice(PROTOCOLS), 0, rng.choice((1, 800)), 7)
    return head + ports(rng)


def arp(rng):
    sender, target = (socket.inet_aton(rng.choice(ADDRESSES)) for _ in "ab")
    return struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + b"\2" * 6 + sender + bytes(6) + target


def frame(rng, number, size):
    kind = rng.choice(TYPES)
    destination = rng.choice((b"\2\0\0\0\0\1", b"\2\0\0\0\0\2", b"\xff" * 6, b"\1\0\x5e\0\0\xfb"))
    data = destination + b"\2\0\0\0\0" + bytes([rng.randrange(3)])
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        data += struct.pack(">HH", rng.choice((0x8100, 0x88a8)), rng.choice((5, 6, 0xa005)))
    data += kind.to_bytes(2, "big")
    if kind == 0x0800:
        data += ip(rng)
    elif kind == 0x86dd:
        data += ip6(rng)
    elif kind in (0x0806, 0x8035):
        data += arp(rng)
    if kind in (0x0806, 0x8035) and rng.randrange(2):
        return data  # shorter than 60: not padded yet; some are the same
    data += number.to_bytes(4, "big")
    longest = size or rng.choice((0, 0, 100, 300, 1500, 8900))
    return data + rng.randbytes(max(0, longest - len(data)))


def send(count, rate, size):
    rng = random.Random(count)
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind(("t1", 0))
    start = time.monotonic()
    for number in range(count):
        data = frame(rng, number, size)
        while True:
            try:
                out.send(data)
                break
            except OSError as error:
                if error.errno != errno.ENOBUFS:  # the interface's queue is full
                    raise
                time.sleep(0.001)
        time.sleep(max(0, start + number / rate - time.monotonic()))


def read(name):
    """Packets: time in ns, length, octets."""
    with open(name, "rb") as file:
        data = file.read()
    scale = {0xa1b2c3d4: 1000, 0xa1b23c4d: 1}[struct.unpack_from("<I", data)[0]]
    at, packets = 24, []
    while at + 16 <= len(data):
        seconds, fraction, caplen, length = struct.unpack_from("<IIII", data, at)
        packets.append((seconds * 10**9 + fraction * scale, length, data[at + 16:at + 16 + caplen]))
        at += 16 + caplen
    assert at == len(data), "cut short"
    return packets


def judge(wanted, found, size):
    for number, (one, other) in enumerate(zip(wanted, found), 1):
        assert other[1] == one[1], (number, "length", one[1], other[1])
        assert other[2] == one[2][:size], (number, one[2].hex(), other[2].hex())
        # sysUpTime has 10 ms, and is asked for over SNMP
        assert abs(other[0] - one[0]) < 60 * 10**6, (number, "time", other[0] - one[0])
    assert len(wanted) == len(found), (len(wanted), len(found))


def within(wanted, found, count):
    assert len(found) >= count, len(found)
    for start in range(len(wanted)):
        if wanted[start][1:] == found[0][1:] and wanted[start + 1][1:] == found[1][1:]:
            return judge(wanted[start:start + len(found)], found, None)
    raise AssertionError("the first packet is not there")


def main():
    command, words = sys.argv[1], sys.argv[2:]
    if command == "send":
        send(int(words[0]), int(words[1]), int(words[2]) if words[2:] else 0)
    elif command == "same":
        wanted = read(words[0])
        judge(wanted, read(words[1]), int(words[2]) if words[2:] else None)
        print("%d packets" % len(wanted))
        sys.exit(not wanted)
    elif command == "within":
        within(read(words[0]), read(words[1]), int(words[2]))
    elif command == "count":
        print(len(read(words[0])))
    else:
        sys.exit(__doc__)


main()
