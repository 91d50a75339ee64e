# SPDX-License-Identifier: BSD-2-Clause
# Captures of the link types that have no Ethernet addresses, and of Token Ring.
from capture_files import CISCO_HDLC, IPV4, IPV6, LOOP, NULL, PPP, PPP_HDLC, SLL, SLL2, TOKEN_RING
from capture_files import WLAN, pcap
from packets import BROADCAST, ICMPV6, TCP, UDP, arp, icmp, ipv4, ipv6, llc, snap, station, tcp, udp
from packets import sll, sll2, token_ring

# They claim an octet more than there is: damage 11 and 15 show that their decoders were reached.
V4 = ipv4(udp(b"payload"), UDP, total=36)
V6 = ipv6(tcp(b"payload"), TCP, length=28)
LONG = ipv4(tcp(bytes(1600)), TCP)
UNICAST_IN, BROADCAST_IN, MULTICAST_IN, OTHER_HOST, OUT = 0, 1, 2, 3, 4


def cooked(make):
    """Kinds of packets, ARP, a VLAN tag, LLC, an interface whose protocol is no type, one cut."""
    return [
        make(V4, UNICAST_IN, 0x0800),
        make(V6, OUT, 0x86DD),
        make(arp(1, 2, 1), BROADCAST_IN, 0x0806),
        make(ipv6(icmp(135), ICMPV6), MULTICAST_IN, 0x86DD),
        make(b"\0\5\x08\0" + V4, OTHER_HOST, 0x8100),
        make(llc(bytes(35), 0x42, 0x42), MULTICAST_IN, 4),
        make(bytes(40), UNICAST_IN, 0x0800, hardware=824),
        make(LONG, UNICAST_IN, 0x0800),
        make(b"", UNICAST_IN, 0x0800)[:-1],
    ]


def sll_pcap():
    return pcap(cooked(sll), link=SLL)


def sll2_pcap():
    return pcap(cooked(sll2), link=SLL2)


def ipv4_only_pcap():
    return pcap([V4, LONG, V4[:10]], link=IPV4)


def ipv6_only_pcap():
    return pcap([V6, V6[:39]], link=IPV6)


def null_pcap():
    # The address family is in the byte order of whoever wrote it.
    families = [2, 30, 24, 28, 10, 7]
    frames = [f.to_bytes(4, order) + (V4 if f == 2 else V6) for f in families
              for order in ("little", "big")]
    return pcap(frames + [b"\2\0\0"], link=NULL)


def loop_pcap():
    frames = [f.to_bytes(4, "big") + (V4 if f == 2 else V6) for f in (2, 24, 7)]
    return pcap(frames + [b"\0\0\0"], link=LOOP)


def ppp_frames():
    """IPv4 and IPv6, with and without framing octets, a protocol of one octet, LCP, one cut."""
    return [b"\0\x21" + V4, b"\0\x57" + V6, b"\xff\x03\0\x21" + V4, b"\x21" + V4,
            b"\xc0\x21" + bytes(8), b"\0"]


def ppp_pcap():
    return pcap(ppp_frames(), link=PPP)


def ppp_hdlc_pcap():
    return pcap(ppp_frames(), link=PPP_HDLC)


def cisco_hdlc_pcap():
    # IPv4, IPv6 to all, SLARP, whose number is RARP's elsewhere, and one cut.
    frames = [b"\x0f\0\x08\0" + V4, b"\x8f\0\x86\xdd" + V6, b"\x8f\0\x80\x35" + bytes(7),
              b"\x0f\0\x08"]
    return pcap(frames, link=CISCO_HDLC)


def token_ring_pcap():
    # Both broadcast addresses, a functional group, source routing, a MAC frame; damage: routing
    # information of an odd length and beyond the frame, an LLC header that is cut.
    ring = "c0:00:ff:ff:ff:ff"
    inner = snap(V4, 0x0800)
    routing = b"\x06\x30\0\x11\0\x20"
    return pcap(
        [
            token_ring(inner, station(1), station(2)),
            token_ring(inner, BROADCAST, station(2)),
            token_ring(inner, ring, station(2)),
            token_ring(inner, "c0:00:00:00:00:02", station(2), routing=routing),
            token_ring(bytes(18), ring, station(3), frame_control=0x05),
            token_ring(inner, station(1), station(4), routing=b"\x05" + bytes(4)),
            token_ring(b"", station(1), station(4), routing=b"\x08\0"),
            token_ring(b"\xaa\xaa", station(1), station(5)),
        ],
        link=TOKEN_RING,
    )


def wlan_pcap():
    # A link type that is not supported.
    return pcap([bytes(24)], link=WLAN)
