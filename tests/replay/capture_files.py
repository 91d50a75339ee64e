# SPDX-License-Identifier: BSD-2-Clause
# Writes capture files: pcap in its variants and pcapng block by block.
import struct

ETHERNET, TOKEN_RING, PPP, PPP_HDLC, RAW, CISCO_HDLC = 1, 6, 9, 50, 101, 104
NULL, LOOP, SLL, IPV4, IPV6, SLL2 = 0, 108, 113, 228, 229, 276
WLAN = 105

# 2024-03-05 10:17:25 UTC: 5 s before a multiple of 30 s, 755 s before one of 1800 s
START = 1709633845


class Packet:
    """time: s after START as text, to the nanosecond; length: on the wire."""

    def __init__(self, octets, time=None, captured=None, length=None):
        self.time = None if time is None else START * 10**9 + nanoseconds(time)
        self.length = len(octets) if length is None else length
        self.octets = octets[:captured]


def nanoseconds(text):
    whole, _, fraction = text.partition(".")
    return int(whole) * 10**9 + int(fraction.ljust(9, "0"))


def cut(frame, captured=64):
    return Packet(frame, captured=captured)


def timed(items):
    """All as packets; those without a time come a millisecond after each other."""
    for n, item in enumerate(items):
        packet = item if isinstance(item, Packet) else Packet(item)
        if packet.time is None:
            packet.time = START * 10**9 + n * 10**6
        yield packet


def pcap(items, link=ETHERNET, order="<", nanoseconds=False, fcs=None):
    """fcs: octets of FCS that the header declares."""
    if fcs is not None:
        link |= 0x04000000 | fcs // 2 << 28
    magic, unit = (0xA1B23C4D, 1) if nanoseconds else (0xA1B2C3D4, 1000)
    written = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link)
    for p in timed(items):
        seconds, ns = divmod(p.time, 10**9)
        written += struct.pack(order + "IIII", seconds, ns // unit, len(p.octets), p.length)
        written += p.octets
    return written


class Pcapng:
    """Blocks one after the other; the byte order is the section's."""

    def __init__(self, order="<"):
        self.written = b""
        self.section(order)

    def block(self, kind, body):
        size = 12 + len(body) + -len(body) % 4
        length = struct.pack(self.order + "I", size)
        head = struct.pack(self.order + "I", kind) + length
        self.written += head + body + bytes(-len(body) % 4) + length
        return self

    def section(self, order="<"):
        self.order = order
        return self.block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))

    def options(self, options):
        octets = b""
        for code, value in options:
            head = struct.pack(self.order + "HH", code, len(value))
            octets += head + value + bytes(-len(value) % 4)
        return octets + bytes(4) if options else b""

    def interface(
        self, link=ETHERNET, snaplen=0, speed=None, resolution=None, fcs=None, offset=None
    ):
        options = []
        if speed is not None:
            options.append((8, struct.pack(self.order + "Q", speed)))
        if resolution is not None:
            options.append((9, bytes([resolution])))
        if fcs is not None:
            options.append((13, bytes([fcs])))
        if offset is not None:
            options.append((14, struct.pack(self.order + "q", offset)))
        head = struct.pack(self.order + "HHI", link, 0, snaplen)
        return self.block(1, head + self.options(options))

    def packet(self, p, interface=0, ticks=10**6, offset=0, flags=None):
        """ticks: a second of the interface; offset: its seconds; flags: of the packet."""
        time = (p.time - offset * 10**9) * ticks // 10**9
        options = [] if flags is None else [(2, struct.pack(self.order + "I", flags))]
        head = struct.pack(
            self.order + "IIIII", interface, time >> 32, time & 0xFFFFFFFF, len(p.octets), p.length
        )
        octets = p.octets + bytes(-len(p.octets) % 4)
        return self.block(6, head + octets + self.options(options))

    def obsolete_packet(self, p, interface=0):
        time = p.time // 1000
        head = struct.pack(
            self.order + "HHIIII",
            interface,
            0,
            time >> 32,
            time & 0xFFFFFFFF,
            len(p.octets),
            p.length,
        )
        return self.block(2, head + p.octets)

    def simple_packet(self, p):
        return self.block(3, struct.pack(self.order + "I", p.length) + p.octets)
