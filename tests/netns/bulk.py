#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Packets to capture, and the judge of answers to a GETBULK that may not be longer than so much.

usage: bulk.py write PCAP COUNT [SIZE]     frames of 60 to 1514 octets, or of that size
       bulk.py longest SEEN                octets of the longest message in a capture of lo
       bulk.py judge MOST SEEN FOUND REFERENCE COLUMN...
                                           FOUND is the answer to one GETBULK with those columns
                                           from their start, the last message in SEEN; REFERENCE
                                           has all of each column.  Both are as snmpwalk -OnUx
                                           prints them
"""
import random
import re
import struct
import sys

from capture_judge import read_pcap

LINE = re.compile(r"\.([0-9.]+) = (?:([A-Za-z-]+): ?)?(.*)$")
IP_AND_UDP = 14 + 20 + 8


def write(name, count, size=0):
    generator = random.Random(count)
    with open(name, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for n in range(count):
            length = size or generator.choice((60, 64, 590, 1514, generator.randrange(60, 1515)))
            out.write(struct.pack("<IIII", 1699999200 + n, n, length, length))
            out.write(b"\2\0\0\0\0\1\2\0\0\0\0\2\x88\xb5" + generator.randbytes(length - 14))


def messages(name):
    return [length - IP_AND_UDP for _, length, _ in read_pcap(name)]


def varbinds(name):
    """(name, octets of the value) each; only integers and octet strings are there."""
    found = []
    with open(name, encoding="ascii") as file:
        for line in file:
            match = LINE.match(line.rstrip("\n"))
            if not match:
                found[-1][1] += len(line.split())
                continue
            oid, kind, value = match.groups()
            if kind == "INTEGER":
                size = (int(value) + (int(value) < 0)).bit_length() // 8 + 1
            else:
                assert kind in ("Hex-STRING", None), line
                size = len(value.split()) if kind else 0
            found.append([tuple(int(sub) for sub in oid.split(".")), size])
    return found


def tlv(size):
    return 1 + (1 if size < 128 else 2 if size < 256 else 3) + size


def encoded(varbind):
    name, size = varbind
    octets = 1 + sum(max(1, -(-sub.bit_length() // 7)) for sub in name[2:])
    return tlv(tlv(octets) + tlv(size))


def judge(most, seen, found, reference, columns):
    everything = varbinds(reference)
    rows = []
    for column in columns:
        prefix = tuple(int(sub) for sub in column.lstrip(".").split("."))
        rows.append([item for item in everything if item[0][:len(prefix)] == prefix])
    wanted = [item for row in zip(*rows) for item in row]
    answer = varbinds(found)
    assert answer and answer == wanted[:len(answer)], (answer[:4], wanted[:4])
    length = messages(seen)[-1]
    assert length <= most, length
    following = wanted[len(answer)]
    # as much as fits, but for what authentication, padding and signs may take and do not
    assert length + encoded(following) > most - 64, (length, encoded(following), most)
    print(len(answer), "varbinds", length, "octets")


def main():
    action, words = sys.argv[1], sys.argv[2:]
    if action == "write":
        write(words[0], *(int(word) for word in words[1:]))
    elif action == "longest":
        print(max(messages(words[0])))
    else:
        judge(int(words[0]), *words[1:4], words[4:])


main()
