# SPDX-License-Identifier: BSD-2-Clause
# Captures about time, and about the file formats themselves, whole and damaged.
from capture_files import RAW, Packet, Pcapng, pcap
from packets import BROADCAST, UDP, ipv4, of_length, udp


def at(time, length=60, **header):
    return Packet(of_length(length, **header), time)


def history_pcap():
    # From 10:17:25: three intervals of 10 s, a gap over several, a time that goes back by 3 s and
    # counts as the last one seen, a packet on the border of an interval, and one before the end.
    times = "0 1.5 9.999999 10 10.5 25 70 67 68.5 80 99.999999 100 101"
    return pcap([at(time, 60 + 10 * n) for n, time in enumerate(times.split())])


def history_aligned_pcap():
    # Samples of 30 s begin 5 s after the first packet; the third ends with the last packet.
    times = "0 4.999999 5 34.999999 35 64 95".split()
    return pcap([at(time, dst=BROADCAST if n % 2 else 1) for n, time in enumerate(times)])


def history_long_pcap():
    # Samples of 1800 s begin 755 s after the first packet; there are more of 30 s than buckets.
    return pcap([at(time) for time in "0 754.999999 755 2554.999999 2555".split()])


def history_full_pcapng():
    # Intervals of 30 s at 10 kbit/s.  One packet of 64 octets in each is 10000 * (512 + 160) /
    # 300000 = 22.4 hundredths of a percent, two are 44.8, three 67.2; 26 of 1518 octets are more
    # than there is room for.  There are more intervals than buckets.
    file = Pcapng().interface(speed=10000)
    for n in range(60):
        for k in range(1 + n % 3):
            file.packet(at(f"{5 + 30 * n}.{k}"))
    for n in range(26):
        file.packet(Packet(of_length(1514), f"1806.{n:02}", captured=14))
    return file.packet(at("1840")).written


def history_gap_pcap():
    # A hundred days without packets.
    return pcap([at(time) for time in "0 1 8640000 8640010 8640045".split()])


def clock_first_pcap():
    # With clock-second: each file's first packet is at 0, whatever their dates are.
    return pcap([at(time, src=2) for time in ("0", "3.5", "12")])


def clock_second_pcap():
    times = ("86400", "86403.5", "86404", "86431")
    return pcap([at(time, src=3, dst=BROADCAST) for time in times])


def few(count=3):
    return [at(f"0.{n}", 60 + 40 * n) for n in range(count)]


def big_endian_pcap():
    return pcap(few(), order=">")


def nanoseconds_pcap():
    # The first interval of a second ends a nanosecond after the second packet.
    return pcap([at("5"), at("5.999999999"), at("6"), at("7.000000001")], nanoseconds=True)


def nanoseconds_big_endian_pcap():
    return pcap(few(), order=">", nanoseconds=True)


def empty_pcap():
    return pcap([])


def empty_pcapng():
    return Pcapng().written


def interfaces_pcapng():
    # Ethernet interfaces whose times have other units and another origin: 0, 1, 2, 3 s.
    file = Pcapng().interface().interface(resolution=9).interface(resolution=0x94)
    file.interface(resolution=0, offset=1000000000)
    file.packet(at("0"), 0).packet(at("1", 100), 1, ticks=10**9)
    file.packet(at("2", 200), 2, ticks=2**20)
    return file.packet(at("3", 300), 3, ticks=1, offset=1000000000).written


def links_pcapng():
    # The first interface decides: packets of the second are left out, and that is an error.
    file = Pcapng().interface().interface(RAW)
    for n, frame in enumerate(few()):
        file.packet(frame, 0).packet(Packet(ipv4(udp(b"x"), UDP), f"1.{n}"), 1)
    return file.packet(Packet(ipv4(udp(b"x"), UDP), "2"), 1).written


def sections_pcapng():
    # Interfaces are a section's own, and so is the byte order.  All kinds of packet blocks, and
    # blocks that say nothing of packets: name resolution, statistics, one of an unknown type.
    first, second, third = few()
    second.octets = second.octets[:64]
    file = Pcapng().interface(snaplen=64).packet(first).simple_packet(second)
    file.block(4, bytes(4)).block(5, bytes(12)).block(0x7FFFFFF0, bytes(5))
    file.section(">").interface(resolution=9).interface(resolution=6)
    return file.packet(Packet(third.octets, "1.5"), 1).obsolete_packet(at("2.7"), 1).written


def cut_in_record_pcap():
    return pcap(few(6))[:-1]


def cut_in_header_pcap():
    return pcap(few(6)) + bytes(15)


def cut_in_file_header_pcap():
    return pcap([])[:23]


def cut_in_block_pcapng():
    file = Pcapng().interface()
    for frame in few():
        file.packet(frame)
    return file.written[:-1]


def wrong_length_pcapng():
    # The second packet's block ends in another length than it begins with.
    file = Pcapng().interface().packet(few()[0])
    whole = file.packet(few()[1]).written
    return whole[:-4] + b"\xff\0\0\0" + file.packet(few()[2]).written[len(whole) :]


def huge_record_pcap():
    # A record that claims more octets than any packet has.
    return pcap(few(6)) + bytes(8) + b"\xff\xff\xff\x7f" * 2 + bytes(60)


def text_pcap():
    return b"No capture at all.\n"
