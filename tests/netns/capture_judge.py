#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Frames on t1, and the judge of a captureBufferTable against a capture of the same interface.

usage: capture_judge.py send COUNT [SIZE]  frames of all sizes or of that, every other one of
                                           EtherType 88b5 or 88b7, the others of 88b6 and 0800
       capture_judge.py judge PCAP WALK OFFSET SLICE
                                           WALK is of captureBufferTable and of its high capacity
                                           table, with octets in hex
"""
import random
import re
import socket
import struct
import sys
import time

TYPES = (0x88b5, 0x88b6, 0x88b7, 0x0800)
ROW = re.compile(r"\.1\.3\.6\.1\.2\.1\.16\.8\.([23])\.1\.(\d+)\.1\.(\d+) = (?:(.*?): ?)?(.*)$")


def send(count, fixed=0):
    generator = random.Random(count)
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind(("t1", 0))
    for n in range(count):
        size = fixed or generator.choice(
            (14, 60, 61, 300, 1514, 9014, generator.randrange(14, 9015)))
        head = b"\2\0\0\0\0\1\2\0\0\0\0\2" + TYPES[n % 4].to_bytes(2, "big")
        out.send(head + generator.randbytes(size - len(head)))
        time.sleep(0.001)


def read_pcap(name):
    with open(name, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at + 16 <= len(data):
        seconds, fraction, caplen, length = struct.unpack_from(order + "IIII", data, at)
        yield seconds * 1000000 + fraction, length, data[at + 16:at + 16 + caplen]
        at += 16 + caplen


def read_walk(name):
    """Rows by index, each a dictionary by (table, column); an octet string's lines are one."""
    rows, last = {}, None
    with open(name, encoding="ascii") as file:
        for line in file:
            found = ROW.match(line.rstrip("\n"))
            if found:
                table, column, index, kind, value = found.groups()
                last = (int(table), int(column))
                row = rows.setdefault(int(index), {})
                row[last] = bytes.fromhex(value) if kind == "Hex-STRING" else value
            else:
                row[last] += bytes.fromhex(line)
    return rows


def judge(pcap, walk, offset, size):
    rows = read_walk(walk)
    seen = list(read_pcap(pcap))
    assert sorted(rows) == list(range(1, len(seen) + 1)), (len(rows), len(seen))
    before, first = 0, None
    for index, (time_us, length, octets) in enumerate(seen, 1):
        row = rows[index]
        data = row[2, 4]
        if isinstance(data, str):
            assert data in ('""', ""), data
            data = b""
        assert data == octets[offset:offset + size], (index, data[:20], octets[offset:offset + 20])
        assert int(row[2, 5]) == max(length, 60) + 4, (index, row, length)
        assert int(row[2, 3]) > before, index
        assert int(row[2, 7]) == (1 if length > 1514 else 0), (index, row[2, 7], length)
        before = int(row[2, 3])
        ns = int(row[2, 6]) * 1000000 + int(row[3, 1])
        if first is None:
            first = time_us * 1000 - ns
        # the clocks of both captures are the kernel's, but one of them has microseconds
        assert abs(time_us * 1000 - ns - first) < 5000000, index
    return 0


def main():
    if sys.argv[1:2] == ["send"] and len(sys.argv) in (3, 4):
        return send(*(int(word) for word in sys.argv[2:]))
    if sys.argv[1:2] == ["judge"] and len(sys.argv) == 6:
        return judge(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
