#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes one.pcap, two.pcap and three.pcap into a directory: little traffic, many shapes."""
import random
import struct
import sys

HOUR = 1699999200  # a full hour, so that histories begin with the first packet
ETHERNET, RAW = 1, 101


def mac(number):
    return bytes.fromhex("0200") + struct.pack(">I", number * 0x01010101 & 0xFFFFFFFF)


def ipv4(length, version=0x45):
    header = struct.pack(">BBHHHBBH", version, 0, length, 1, 0, 64, 17, 0)
    return (header + bytes([10, 0, 0, 1, 10, 0, 0, 2])
            + struct.pack(">HHHH", 1024, 53, length - 20, 0)).ljust(length, b"x")


def frame(destination, source, kind, payload):
    return destination + source + struct.pack(">H", kind) + payload


def frames(rng, hosts, count):
    """Unicast of all sizes, broadcasts, multicasts, tags, a frame too long, damaged headers."""
    for n in range(count):
        source = mac(n % hosts)
        other = mac(rng.randrange(hosts))
        length = rng.choice((28, 46, 100, 200, 400, 900, 1400, 1500))
        if n % 10 == 1:
            yield frame(b"\xff" * 6, source, 0x0806, bytes.fromhex("0001080006040001").ljust(28, b"\1"))
        elif n % 10 == 2:
            yield frame(bytes.fromhex("01005e000001"), source, 0x0800, ipv4(length))
        elif n % 10 == 3:
            yield frame(other, source, 0x8100, b"\0\x05\x08\0" + ipv4(length))
        elif n % 50 == 4:
            yield frame(other, source, 0x0800, ipv4(1600))
        elif n % 50 == 5:
            yield frame(other, source, 0x0800, ipv4(length, version=0x65))
        else:
            yield frame(other, source, 0x0800, ipv4(length))


def write(path, magic, link, packets, step):
    fraction = 1000000000 if magic == 0xA1B23C4D else 1000000
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", magic, 2, 4, 0, 0, 65535, link))
        for n, data in enumerate(packets):
            seconds, rest = divmod(n * step, 1000)
            out.write(struct.pack("<IIII", HOUR + seconds, rest * (fraction // 1000), len(data),
                                  len(data)) + data)


def main():
    where = sys.argv[1]
    rng = random.Random(2819)
    write(where + "/one.pcap", 0xA1B2C3D4, ETHERNET, frames(rng, 40, 300), 667)
    write(where + "/two.pcap", 0xA1B23C4D, RAW, (ipv4(40 + n) for n in range(20)), 250)
    write(where + "/three.pcap", 0xA1B23C4D, ETHERNET, frames(rng, 3, 12), 5000)


main()
