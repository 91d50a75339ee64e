# SPDX-License-Identifier: BSD-2-Clause
# Captures of network and transport layers, whole, cut by the capture, and damaged.
from capture_files import RAW, cut, pcap
from packets import AUTHENTICATION, BROADCAST, DESTINATION, FRAGMENT, HOP_BY_HOP, NO_NEXT, ROUTING
from packets import ICMP, ICMPV6, OSPF, SCTP, TCP, UDP
from packets import arp, authentication, ethernet, extension, fragment, icmp, ieee, ipv4, ipv6
from packets import padded, sctp, snap, tcp, udp

ARP_TYPE, RARP_TYPE, IPV6_TYPE = 0x0806, 0x8035, 0x86DD


def eth4(payload, protocol, **fields):
    return padded(ethernet(ipv4(payload, protocol, **fields)))


def eth6(payload, next_header, **fields):
    return ethernet(ipv6(payload, next_header, **fields), type=IPV6_TYPE)


def arp_pcap():
    # Request, reply, gratuitous, RARP, and the 20-octet addresses of InfiniBand.
    return pcap(
        [
            padded(ethernet(arp(1, 2, 1), BROADCAST, 2, ARP_TYPE)),
            padded(ethernet(arp(2, 1, 2), 2, 1, ARP_TYPE)),
            padded(ethernet(arp(1, 3, 3), BROADCAST, 3, ARP_TYPE)),
            padded(ethernet(arp(3, 4, 4), BROADCAST, 4, RARP_TYPE)),
            ethernet(arp(1, 5, 1, hardware=32, hardware_len=20), BROADCAST, 5, ARP_TYPE),
        ]
    )


def ipv4_pcap():
    # Options up to the longest header, fragments, one super-frame whose length does not fit.
    return pcap(
        [
            eth4(udp(b"plain"), UDP),
            eth4(udp(b"options"), UDP, options=b"\x94\x04\0\0"),
            eth4(udp(b"options"), UDP, options=b"\x01" * 40),
            eth4(udp(bytes(8), length=40), UDP, more=True),
            eth4(bytes(16), UDP, offset=16, more=True),
            eth4(bytes(5), UDP, offset=32),
            eth4(bytes(7), UDP, offset=65504),
            eth4(bytes(20), OSPF),
            cut(ethernet(ipv4(tcp(bytes(65600)), TCP, total=0))),
        ]
    )


def ipv6_pcap():
    # Chains of extension headers, fragments, jumbo payload, nothing at all.
    chain = extension(ROUTING) + extension(DESTINATION, 2) + extension(UDP) + udp(b"chain")
    ah = authentication(UDP) + udp(b"ah")
    jumbo_option = bytes([UDP, 0, 0xC2, 4]) + (65600 + 16).to_bytes(4, "big")
    jumbogram = jumbo_option + udp(bytes(65600), length=0)
    return pcap(
        [
            eth6(udp(b"plain"), UDP),
            eth6(chain, HOP_BY_HOP),
            eth6(extension(AUTHENTICATION) + ah, HOP_BY_HOP),
            eth6(fragment(UDP, more=True) + udp(bytes(16), length=400), FRAGMENT),
            eth6(fragment(UDP, offset=24) + bytes(11), FRAGMENT),
            eth6(fragment(UDP) + udp(b"atomic"), FRAGMENT),
            eth6(b"", NO_NEXT),
            eth6(icmp(128), ICMPV6),
            cut(eth6(jumbogram, HOP_BY_HOP, length=0), 80),
        ]
    )


def transport_pcap():
    syn = tcp(options=b"\x02\x04\x05\xb4\x01\x01\x04\x02")
    return pcap(
        [
            eth4(syn, TCP),
            eth4(tcp(b"GET / HTTP/1.0\r\n\r\n"), TCP),
            eth4(udp(b"\0" * 12), UDP),
            eth4(icmp(), ICMP),
            eth4(sctp(), SCTP),
            eth6(syn, TCP),
            eth6(udp(b"\0" * 12), UDP),
            eth6(icmp(135, bytes(16)), ICMPV6),
            eth6(sctp(), SCTP),
            # A protocol of the other family is not looked into.
            eth4(b"\x80", ICMPV6),
            eth6(b"\x08", ICMP),
        ]
    )


def snaplen_pcap():
    # What the capture cut off is not damage: lengths are those on the wire.
    frames = [
        eth4(tcp(bytes(200)), TCP),
        eth4(udp(bytes(200)), UDP),
        eth6(extension(UDP) + udp(bytes(200)), HOP_BY_HOP),
        ethernet(arp(1, 2, 1) + bytes(18), type=ARP_TYPE),
        ieee(snap(bytes(300), 0x2000, b"\0\0\x0c")),
        ethernet(ipv4(icmp(0, bytes(1400)), ICMP), tags=[(0x8100, 5), (0x8100, 6)]),
    ]
    return pcap([cut(frame, n) for frame in frames for n in (0, 13, 14, 16, 18, 24, 38, 56)])


# Frames of each kind of damage, by its number in sondaDamageTable.
DAMAGED = {
    1: [bytes(13)],
    2: [ethernet(b"\0\5\x08", type=0x8100)],
    3: [padded(ethernet(arp(1, 2, 1), tags=[(0x8100, 1)] * 5))],
    4: [padded(ethernet(bytes(46), type=47))],
    5: [padded(ieee(b"\x42\x42")), padded(ieee(snap(b"", 0)[:-1]))],
    6: [ethernet(arp(1, 2, 1, short=1), type=ARP_TYPE), ethernet(bytes(7), type=ARP_TYPE)],
    7: [
        padded(ethernet(arp(1, 2, 1, hardware_len=7), type=ARP_TYPE)),
        padded(ethernet(arp(1, 2, 1, protocol_len=3), type=ARP_TYPE)),
    ],
    8: [ethernet(ipv4(b"", UDP)[:19])],
    9: [eth4(udp(), UDP, version=5), eth4(udp(), UDP, version=6)],
    10: [eth4(udp(), UDP, words=4), eth4(udp(), UDP, words=8)],
    11: [eth4(udp(), UDP, total=47), eth4(udp(), UDP, total=19), eth4(udp(), UDP, total=0)],
    12: [eth4(bytes(9), UDP, more=True), eth4(bytes(24), UDP, offset=65528)],
    13: [ethernet(ipv6(b"", UDP)[:39], type=IPV6_TYPE)],
    14: [eth6(udp(), UDP, version=4)],
    15: [eth6(udp(), UDP, length=9)],
    16: [
        eth6(extension(UDP, 1)[:15], DESTINATION),
        eth6(extension(UDP)[:1], HOP_BY_HOP),
        eth6(fragment(UDP, more=True) + bytes(9), FRAGMENT),
        eth6(fragment(UDP, offset=65528) + bytes(8), FRAGMENT),
        eth6(extension(UDP) + udp(), HOP_BY_HOP, length=0),
    ],
    17: [eth6(extension(DESTINATION) * 16 + extension(UDP) + udp(), DESTINATION)],
    18: [eth4(tcp()[:19], TCP), eth6(tcp()[:19], TCP)],
    19: [eth4(tcp(words=4), TCP), eth4(tcp(words=6), TCP)],
    20: [eth4(udp()[:7], UDP)],
    21: [eth4(udp(b"x", length=7), UDP), eth4(udp(b"x", length=10), UDP)],
    22: [eth4(sctp(b"")[:11], SCTP)],
    23: [eth4(icmp()[:7], ICMP), eth6(icmp()[:3], ICMPV6)],
}


def damage_pcap():
    # Kind k is there k times, so that no two can be mistaken for each other.
    frames = []
    for kind, examples in DAMAGED.items():
        frames += [examples[n % len(examples)] for n in range(kind)]
    # At the limits, but right.
    frames += [
        eth6(extension(DESTINATION) * 15 + extension(UDP) + udp(), DESTINATION),
        eth4(bytes(11), UDP, offset=65504),
        eth6(fragment(UDP, offset=65520) + bytes(15), FRAGMENT),
        eth4(tcp(options=bytes(40)), TCP),
    ]
    return pcap(frames)


def raw_ip_pcap():
    # Without a link header: IPv4, IPv6, neither (damage 9), nothing (damage 8).
    return pcap(
        [ipv4(udp(b"x"), UDP), ipv6(tcp(), TCP), b"\x50" + bytes(30), b"", ipv4(icmp(), ICMP)],
        link=RAW,
    )
