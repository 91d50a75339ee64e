# SPDX-License-Identifier: BSD-2-Clause
# Builds packets octet by octet: link layers, IP and what it carries, with right lengths and sums.
import struct
import zlib

BROADCAST = "ff:ff:ff:ff:ff:ff"

ICMP, TCP, UDP, ICMPV6, SCTP, OSPF = 1, 6, 17, 58, 132, 89
HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, NO_NEXT, DESTINATION = 0, 43, 44, 51, 59, 60


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def station(number):
    """A locally administered address for each number."""
    return f"02:00:00:00:{number >> 8:02x}:{number & 255:02x}"


def ip4(host):
    return bytes([192, 0, 2, host])


def ip6(host):
    return bytes.fromhex("20010db8") + bytes(11) + bytes([host])


def checksum(octets):
    total = sum(struct.unpack(f">{(len(octets) + 1) // 2}H", octets + bytes(len(octets) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


# Link layers


def ethernet(payload, dst=1, src=2, type=0x0800, tags=()):
    """A frame as it is before padding and FCS; tags: (TPID, TCI) from the outer end."""
    dst, src = (station(a) if isinstance(a, int) else a for a in (dst, src))
    octets = mac(dst) + mac(src)
    for tpid, tci in tags:
        octets += struct.pack(">HH", tpid, tci)
    return octets + struct.pack(">H", type) + payload


def of_length(length, **header):
    """A frame of an experimental type, this long without FCS."""
    frame = ethernet(b"", type=0x88B5, **header)
    return frame.ljust(length, b"\0")


def padded(frame):
    return frame.ljust(60, b"\0")


def with_fcs(frame, wrong=0):
    """The frame, padded, and its FCS; wrong: what spoils it."""
    frame = padded(frame)
    return frame + struct.pack("<I", zlib.crc32(frame) ^ wrong)


def llc(payload, dsap, ssap, control=b"\x03"):
    return bytes([dsap, ssap]) + control + payload


def snap(payload, type, oui=b"\0\0\0"):
    return llc(oui + struct.pack(">H", type) + payload, 0xAA, 0xAA)


def ieee(payload, dst=1, src=2, tags=()):
    """An IEEE 802.3 frame: the length where Ethernet II has its type."""
    return ethernet(payload, dst, src, len(payload), tags)


def sll(payload, kind, protocol, hardware=1):
    return struct.pack(">HHH8sH", kind, hardware, 6, mac(station(2)), protocol) + payload


def sll2(payload, kind, protocol, hardware=1):
    header = struct.pack(">HHIHBB8s", protocol, 0, 3, hardware, kind, 6, mac(station(2)))
    return header + payload


def token_ring(payload, dst, src, frame_control=0x40, routing=b""):
    """The routed bit is the highest of the source address."""
    src = bytearray(mac(src))
    if routing:
        src[0] |= 0x80
    return bytes([0x10, frame_control]) + mac(dst) + bytes(src) + routing + payload


# Networks


def arp(operation, sender, target, hardware=1, hardware_len=6, protocol_len=4, short=0):
    header = struct.pack(">HHBBH", hardware, 0x0800, hardware_len, protocol_len, operation)
    addresses = b"".join(
        bytes([0] * (hardware_len - 1) + [a]) + bytes([192, 0, 2, a])[:protocol_len].ljust(
            protocol_len, b"\0"
        )
        for a in (sender, target)
    )
    packet = header + addresses
    return packet[: len(packet) - short]


def ipv4(payload, protocol, options=b"", offset=0, more=False, **fields):
    """offset in octets; fields version, words, total: lies about what they name."""
    words = fields.get("words", 5 + len(options) // 4)
    total = fields.get("total", 20 + len(options) + len(payload))
    fragment = offset // 8 | more << 13
    head = struct.pack(
        ">BBHHHBBH", fields.get("version", 4) << 4 | words, 0, total, 7, fragment, 64, protocol, 0
    )
    addresses = ip4(2) + ip4(1) + options
    right = struct.pack(">H", checksum(head + addresses))
    return head[:10] + right + addresses + payload


def ipv6(payload, next_header, **fields):
    length = fields.get("length", len(payload))
    head = struct.pack(">IHBB", fields.get("version", 6) << 28, length, next_header, 64)
    return head + ip6(2) + ip6(1) + payload


def extension(next_header, units=0):
    """A hop-by-hop, routing or destination header of 8 (units + 1) octets, with padding."""
    size = 6 + 8 * units
    return bytes([next_header, units, 1, size - 2]) + bytes(size - 2)


def fragment(next_header, offset=0, more=False):
    return struct.pack(">BBHI", next_header, 0, offset | more, 0x1234)


def authentication(next_header):
    return struct.pack(">BBHII", next_header, 4, 0, 1, 1) + bytes(12)


# Transports


def tcp(payload=b"", words=None, options=b""):
    words = 5 + len(options) // 4 if words is None else words
    header = struct.pack(">HHIIBBHHH", 49152, 80, 1, 1, words << 4, 0x18, 512, 0, 0)
    return header + options + payload


def udp(payload=b"", length=None):
    length = 8 + len(payload) if length is None else length
    return struct.pack(">HHHH", 49153, 53, length, 0) + payload


def sctp(payload=b"\x0e\0\0\x04"):
    return struct.pack(">HHII", 49154, 36412, 1, 0) + payload


def icmp(type=8, payload=b"ping"):
    message = struct.pack(">BBHHH", type, 0, 0, 1, 1) + payload
    return message[:2] + struct.pack(">H", checksum(message)) + message[4:]
