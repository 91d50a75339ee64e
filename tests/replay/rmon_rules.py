# SPDX-License-Identifier: BSD-2-Clause
# Counts frames as RFC 2819 and sondad's manual say, apart from sondad's own code.
import zlib
from collections import namedtuple

ETHERNET = 1
TAGS = (b"\x81\x00", b"\x88\xa8", b"\x91\x00")
BROADCAST = b"\xff" * 6

# Of one frame: RMON octets, whether it is good, which fault it has ("" for none), its size class
# (None: in none), its addresses (None where it is too short to have them).
Measured = namedtuple("Measured", "octets good fault size dst src")

SIZES = [64, 127, 255, 511, 1023]
FAULTS = {
    (False, False, False): "",
    (False, False, True): "crc",
    (True, False, False): "undersize",
    (False, True, False): "oversize",
    (True, False, True): "fragment",
    (False, True, True): "jabber",
}


class Fcs:
    """Tells which frames carry their FCS: none, good or bad."""

    def __init__(self, mode):
        self.present = {"auto": None, "present": True, "absent": False}[mode]
        self.mode = mode
        self.tests = []

    def judge(self, frame):
        if self.mode == "auto" and frame.fcs in (0, 4):
            return self.carried(frame) if frame.fcs else "none"
        if self.mode != "auto" or len(self.tests) == 64 and self.present is not None:
            return self.carried(frame) if self.present else "none"
        if len(frame.data) < frame.length or frame.length < 18:
            return "none"
        if len(self.tests) < 64:
            self.test(self.valid(frame))
        return "good" if self.valid(frame) else "none"

    def test(self, valid):
        self.tests.append(valid)
        if len(self.tests) == 64:
            share = sum(self.tests) / 64
            self.present = True if share >= 0.9 else False if share == 0 else None

    def carried(self, frame):
        if frame.length < 4:
            return "none"
        cut = len(frame.data) < frame.length
        return "good" if cut or self.valid(frame) else "bad"

    @staticmethod
    def valid(frame):
        return zlib.crc32(frame.data[:-4]).to_bytes(4, "little") == frame.data[-4:]


class Rules:
    """What a probe line may set."""

    def __init__(self, fcs="auto", runts=False, max_frame=0):
        self.fcs = Fcs(fcs)
        self.runts = runts
        self.max_frame = max_frame

    def measure(self, frame):
        fcs = self.fcs.judge(frame)
        length = frame.length + (0 if fcs != "none" else 4)
        if not self.runts:
            length = max(length, 64)
        wire = frame.length - (0 if fcs == "none" else 4)
        header = frame.data[: max(0, wire)]
        limit = 1518 + 4 * tag_count(header)
        short, long = length < 64, length > limit
        good = fcs != "bad" and not short and length <= (self.max_frame or limit)
        addressed = len(header) >= 14
        return Measured(
            length,
            good,
            FAULTS[short, long, fcs == "bad"],
            None if short or long else sum(length > top for top in SIZES),
            header[:6] if addressed else None,
            header[6:12] if addressed else None,
        )


def tag_count(header):
    """VLAN tags at the outer end, complete ones, up to the four that are looked at."""
    count = 0
    while count < 4 and header[12 + 4 * count :][:2] in TAGS and len(header) >= 18 + 4 * count:
        count += 1
    return count


def kind_of(dst):
    if dst is None or not dst[0] & 1:
        return "unicast"
    return "broadcast" if dst == BROADCAST else "multicast"


class Counters(dict):
    """Counters that begin at 0."""

    def __missing__(self, key):
        return 0


def count(counters, m):
    """One frame in the counters that etherStats and etherHistory share."""
    counters["pkts"] += 1
    counters["octets"] += m.octets
    counters[m.fault] += 1
    if m.good:
        counters[kind_of(m.dst)] += 1


class Segment:
    """Statistics, hosts and pairs of a segment."""

    def __init__(self):
        self.stats = Counters()
        self.sizes = [0] * 6
        self.hosts = {}  # in the order of their creation
        self.pairs = {}

    def add(self, m):
        count(self.stats, m)
        if m.size is not None:
            self.sizes[m.size] += 1
        if m.dst is None:
            return
        if m.good:
            for address in (m.src, m.dst):
                self.hosts.setdefault(address, Counters())
            self.pairs.setdefault((m.src, m.dst), Counters())
            self.hosts[m.dst]["in_pkts"] += 1
            self.hosts[m.dst]["in_octets"] += m.octets
        self.add_sender(m)

    def add_sender(self, m):
        host, pair = self.hosts.get(m.src), self.pairs.get((m.src, m.dst))
        for row in (host, pair):
            if row is not None:
                row["pkts"] += 1
                row["octets"] += m.octets
                row["errors"] += not m.good
        if host is not None and m.good:
            host[kind_of(m.dst)] += 1


HOUR = 3600 * 10**9


class History:
    """The samples of a history control row: (index, start in ns, counters)."""

    def __init__(self, wall, interval, buckets, align):
        self.interval = interval * 10**9
        self.buckets = buckets
        self.start = -wall % HOUR % self.interval if align else 0
        self.samples = {}

    def number(self, time):
        return (time - self.start) // self.interval

    def add(self, time, m):
        if time >= self.start:
            count(self.samples.setdefault(self.number(time), Counters()), m)

    def finished(self, end):
        total = max(0, self.number(end))
        for n in range(max(0, total - self.buckets), total):
            yield n + 1, self.start + n * self.interval, self.samples.get(n, Counters())

    def utilization(self, counters, speed):
        """Hundredths of a percent, rounded half up; a packet has 160 bits of gap and preamble."""
        capacity = speed * (self.interval // 10**9)
        if not capacity:
            return 0
        bits = counters["octets"] * 8 + counters["pkts"] * 160
        return min(10000, (20000 * bits + capacity) // (2 * capacity))
