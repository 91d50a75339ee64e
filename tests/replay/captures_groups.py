# SPDX-License-Identifier: BSD-2-Clause
# Captures for the groups that act on what is counted: alarms, reports, filters and buffers.
from capture_files import Packet, pcap
from packets import BROADCAST, TCP, UDP
from packets import arp, ethernet, icmp, ieee, ipv4, ipv6, llc, of_length, padded, tcp, udp

ARP_TYPE, IPV6_TYPE = 0x0806, 0x86DD


def crossings_pcap():
    # How many packets come in each 2 s; conf/crossings.conf tells what alarms make of it.
    counts = [1, 0, 1, 3, 4, 1, 6, 2, 1, 0, 0, 4, 3, 0, 0, 1]
    times = [f"{2 * n}.{k}" for n, count in enumerate(counts) for k in range(count)]
    return pcap([Packet(of_length(60), time) for time in times])


def talkers_pcap():
    # Who sends how much in the first 10 s, and after; conf/talkers.conf has the reports.
    sent = [
        ("0", 2, 1, 96), ("1", 2, 1, 96), ("2", 2, 1, 96), ("3", 3, 1, 996), ("4", 5, 1, 60),
        ("5", 5, 1, 60), ("6", 5, 1, 60), ("7", 4, BROADCAST, 60), ("9.999999", 4, 3, 60),
        ("10", 1, 4, 1496), ("11", 6, 1, 60), ("12", 6, 1, 60), ("20", 1, 2, 60),
    ]
    return pcap([Packet(of_length(size, src=src, dst=dst), time) for time, src, dst, size in sent])


def accepted_pcap():
    # A little of everything, some long, cut, tagged or to everybody; conf/accepted.conf filters it.
    frames = [
        padded(ethernet(arp(1, 2, 1), BROADCAST, 2, ARP_TYPE)),
        padded(ethernet(ipv4(udp(b"query"), UDP))),
        padded(ethernet(ipv4(tcp(b"GET /"), TCP))),
        padded(ethernet(ipv6(udp(b"query"), UDP), type=IPV6_TYPE)),
        padded(ethernet(arp(1, 2, 1), BROADCAST, 2, ARP_TYPE, tags=[(0x8100, 5)])),
        ethernet(ipv4(udp(bytes(range(200))), UDP), src=3),
        padded(ieee(llc(b"bridge", 0x42, 0x42), src=4)),
        padded(ethernet(arp(2, 1, 2), 2, 1, ARP_TYPE)),
        of_length(1600, src=5),
        ethernet(ipv4(udp(bytes(300)), UDP), src=6),
        padded(ethernet(ipv4(icmp(), 1), BROADCAST)),
        padded(ethernet(arp(1, 4, 1), BROADCAST, 4, ARP_TYPE)),
    ]
    # the n-th after n s, n ms, n us and n ns
    times = [f"{n}.{n:03}{n:03}{n:03}" for n in range(len(frames))]
    packets = [Packet(frame, time) for frame, time in zip(frames, times)]
    packets[9] = Packet(frames[9], times[9], captured=64)
    return pcap(packets, nanoseconds=True)
