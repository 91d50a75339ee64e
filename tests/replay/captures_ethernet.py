# SPDX-License-Identifier: BSD-2-Clause
# Captures of Ethernet: lengths, kinds of destination, FCS, VLAN tags, LLC and SNAP.
from capture_files import Packet, Pcapng, cut, pcap
from packets import BROADCAST, arp, ethernet, ieee, ipv4, ipv6, llc, of_length, padded, snap
from packets import ICMPV6, UDP, icmp, udp, with_fcs

STP_GROUP = "01:80:c2:00:00:00"
CISCO_GROUP = "01:00:0c:cc:cc:cc"


def lengths(values, **header):
    """Frames of these lengths, counted with an FCS that the capture does not have."""
    return [cut(of_length(value - 4, **header)) for value in values]


def padding_pcap():
    # As sent by the capturing host: 18, 46, 63, 64 and 65 octets with FCS; the first three were
    # padded on the wire.  Then what is too short to be a frame: it has no addresses.
    return pcap([of_length(n) for n in (14, 42, 59, 60, 61)] + [bytes(n) for n in (0, 6, 13)])


def sizes_pcap():
    # Both sides of each limit of the size classes.
    return pcap(lengths([63, 64, 65, 127, 128, 255, 256, 511, 512, 1023, 1024, 1518, 1519]))


def sizes_tagged_pcap():
    # The limit is 4 octets higher for each tag, up to the four tags that are decoded.
    tag = (0x8100, 5)
    return pcap(
        lengths([1518, 1519, 1522, 1523], tags=[tag])
        + lengths([1526, 1527], src=3, tags=[(0x88A8, 7), tag])
        + lengths([1534, 1535], src=4, tags=[tag] * 4)
        + lengths([1534, 1535, 1538], src=5, tags=[tag] * 5)
    )


def jumbo_pcap():
    # A jumbo frame is bad unless max-frame allows it: then it makes hosts 1, 2 and the pair.
    return pcap(lengths([9018, 9019, 1518], dst=1, src=2) + lengths([9018], dst=3, src=4))


def casts_pcap():
    # Unicast, broadcast, IPv4, IPv6 and 802.1D multicast from stations 2 and 3, then bad frames:
    # they count in the sender's and the pair's row if there is one, and make none.
    dsts = [1, BROADCAST, "01:00:5e:00:00:fb", "33:33:00:00:00:01", STP_GROUP, BROADCAST]
    good = [of_length(60, dst=dst, src=2 + n // 5) for n, dst in enumerate(dsts)]
    long = [(BROADCAST, 2), ("33:33:00:00:00:01", 2), (1, 2), (1, 3), (3, 2), (1, 9), (9, 9)]
    bad = [p for dst, src in long for p in lengths([1600], dst=dst, src=src)]
    return pcap(good + bad)


def fcs_frames():
    # Good, bad, bad from an unknown station, good and bad to broadcast, a jabber, one cut before
    # its FCS, one whose FCS is missing because the frame has 3 octets.
    return [
        with_fcs(of_length(60)),
        with_fcs(of_length(100), wrong=1),
        with_fcs(of_length(60, dst=3, src=4), wrong=1 << 31),
        with_fcs(of_length(60, dst=BROADCAST)),
        with_fcs(of_length(60, dst=BROADCAST), wrong=1),
        with_fcs(of_length(1515), wrong=1),
        with_fcs(of_length(1515)),
        cut(of_length(200)),
        b"\x02\0\0",
        # Shorter than 64 with their FCS: runts, or of a host that did not pad.
        with_fcs(of_length(60))[:20] + with_fcs(of_length(60))[-4:],
    ]


def fcs_declared_pcap():
    # The file's header says that 4 octets of FCS are there.
    return pcap(fcs_frames(), fcs=4)


def fcs_declared_absent_pcap():
    # It says that there are none: whatever the last octets are, they are data.
    return pcap([with_fcs(of_length(60, src=n % 3 + 2)) for n in range(70)], fcs=0)


def fcs_interfaces_pcapng():
    # Per interface: 4 octets, 0 octets, undeclared, 32 bits.  Per packet: flags that say 4.
    file = Pcapng().interface(fcs=4).interface(fcs=0).interface().interface(fcs=32)
    right, wrong = with_fcs(of_length(60)), with_fcs(of_length(60), wrong=1)
    for interface in range(4):
        file.packet(Packet(right, f"0.{interface}1"), interface)
        file.packet(Packet(wrong, f"0.{interface}2"), interface)
    flags = 4 << 5
    file.packet(Packet(wrong, "0.5"), 1, flags=flags)
    return file.packet(Packet(wrong, "0.6"), 2, flags=flags).written


def undeclared(bad):
    # 64 tests, as many bad as said, spread; before them two that are not tested, since they are
    # cut or too short.  After them: valid, not valid, cut, short.
    frames = [cut(of_length(100, src=9)), bytes(17)]
    frames += [with_fcs(of_length(60, src=3), wrong=n % 9 == 4 and n // 9 < bad) for n in range(64)]
    frames += [with_fcs(of_length(80, src=4)), with_fcs(of_length(80, src=5), wrong=1)]
    return frames + [cut(with_fcs(of_length(100, src=6))), bytes(17)]


def fcs_auto_present_pcap():
    # 58 of 64 are valid, which is more than 90 %: from then on a wrong one is an error.
    return pcap(undeclared(6))


def fcs_auto_mixed_pcap():
    # 57 of 64, less than 90 %: each frame goes on speaking for itself.
    return pcap(undeclared(7))


def fcs_auto_absent_pcap():
    # None of 64: a valid one afterwards is chance.
    frames = [padded(of_length(60, src=3)) for _ in range(64)]
    return pcap(frames + [with_fcs(of_length(80, src=4)), of_length(80, src=5)])


def vlan_pcap():
    # One to four tags, five (damage 3), priority tags, all TPIDs, tags around each network layer,
    # and one that is cut (damage 2).  What the tags are around is damaged, each layer in its way
    # (5, 7, 15, 21), to show that it was reached.
    request, tag = arp(1, 2, 1, protocol_len=3), (0x8100, 0x2064)
    datagram = ipv4(udp(b"x", length=60), UDP)
    frames = [padded(ethernet(request, BROADCAST, 2, 0x0806, [tag] * n)) for n in range(1, 6)]
    frames += [
        padded(ethernet(datagram, src=3, tags=[(0x8100, 0xE000)])),
        padded(ethernet(datagram, src=4, tags=[(0x88A8, 100), (0x8100, 200)])),
        padded(ethernet(datagram, src=5, tags=[(0x9100, 100), (0x8100, 200)])),
        ethernet(ipv6(icmp(128), ICMPV6, length=13), src=6, type=0x86DD, tags=[(0x8100, 4095)]),
        padded(ieee(b"\x42\x42", dst=STP_GROUP, src=7, tags=[tag])),
        ethernet(b"", src=8, type=0x8100) + b"\0",
        # 0x8a88 and 0x9200 are no tags: the length limit does not rise.
        cut(of_length(1515, src=9, tags=[(0x9200, 1)])),
    ]
    return pcap(frames)


def llc_pcap():
    # 802.2 in all forms, and what only looks like it.  What SNAP carries is damaged (7, 21), to
    # show that it was reached.
    inner = ipv4(udp(b"llc", length=60), UDP)
    return pcap(
        [
            padded(ieee(llc(bytes(35), 0x42, 0x42), dst=STP_GROUP)),
            padded(ieee(snap(inner, 0x0800), src=3)),
            padded(ieee(snap(inner, 0x0800, b"\0\0\xf8"), src=4)),
            padded(ieee(snap(arp(1, 5, 1, protocol_len=3), 0x0806), BROADCAST, 5)),
            # Of another organization the type is no Ethernet type.
            padded(ieee(snap(bytes(20), 0x0800, b"\0\0\x0c"), CISCO_GROUP, src=6)),
            # NetBEUI: an information frame has two octets of control.
            padded(ieee(llc(bytes(14), 0xF0, 0xF0, b"\0\x01"), src=7)),
            # Novell's IPX without LLC.
            padded(ieee(b"\xff\xff" + bytes(28), src=8)),
            # 1500 is the highest length, 1536 the lowest type, what lies between neither.
            ieee(llc(bytes(1497), 0x42, 0x42), src=9),
            padded(ethernet(bytes(20), src=10, type=1501)),
            padded(ethernet(bytes(20), src=11, type=1535)),
            # Damage: a length beyond the frame (4), LLC and SNAP headers that are cut (5).
            padded(ethernet(bytes(20), src=12, type=47)),
            padded(ieee(b"\x42\x42", src=13)),
            padded(ieee(b"", src=14)),
            padded(ieee(snap(b"", 0)[:-1], src=15)),
            padded(ieee(llc(b"", 0xF0, 0xF0, b"\0"), src=16)),
        ]
    )
