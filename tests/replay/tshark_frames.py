# SPDX-License-Identifier: BSD-2-Clause
# Reads the frames of a capture file through tshark: its lengths and times, and the captured octets.
import struct
import subprocess
from collections import namedtuple

# length: on the wire, as tshark's frame.len says; time: ns; fcs: octets of FCS that the file
# declares, None if it declares nothing; mac: tshark's own reading of destination and source, ""
# where its first dissector was not Ethernet's.
Frame = namedtuple("Frame", "length time data link fcs mac")

# link: of the first interface, None if there is none; message: what tshark said of damage.
Capture = namedtuple("Capture", "frames link message")

FIELDS = ["frame.len", "frame.cap_len", "frame.time_epoch", "frame.protocols", "eth.dst", "eth.src"]

ROOT_WARNING = "Running as user"


class CaptureError(Exception):
    """tshark's answers contradict each other."""


def run(path, *options):
    """tshark's output, and its message if it could not read all of the file."""
    done = subprocess.run(["tshark", "-n", "-r", path, *options], capture_output=True)
    lines = done.stderr.decode(errors="replace").splitlines()
    message = " ".join(line for line in lines if not line.startswith(ROOT_WARNING))
    return done.stdout, message if done.returncode else ""


def nanoseconds(text, before):
    """A packet that the file gives no time is of that of the packet before."""
    if not text:
        return before
    seconds, _, fraction = text.partition(".")
    ns = int(fraction.ljust(9, "0")[:9])
    return int(seconds) * 10**9 + (-ns if text.startswith("-") else ns)


def fields(path):
    """For each frame: length, captured length, time, the addresses where Ethernet is outermost."""
    options = ["-T", "fields", "-E", "occurrence=f"]
    for field in FIELDS:
        options += ["-e", field]
    output, message = run(path, *options)
    rows, now = [], 0
    for line in output.decode().splitlines():
        length, captured, time, protocols, dst, src = line.split("\t")
        plain = protocols.startswith(("eth:ethertype", "eth:llc"))
        mac = (dst + src).replace(":", "") if plain else ""
        now = nanoseconds(time, now)
        rows.append((int(length), int(captured), now, mac))
    return rows, message


def options_of(octets):
    """The options at the end of a pcapng block."""
    at = 0
    while at + 4 <= len(octets):
        code, size = struct.unpack_from("<HH", octets, at)
        if code == 0:
            return
        yield code, octets[at + 4 : at + 4 + size]
        at += 4 + (size + 3 & ~3)


def interface_of(body):
    """Link type and declared FCS length of an interface description block."""
    fcs = None
    for code, value in options_of(body[8:]):
        if code == 13:
            fcs = value[0] if value[0] < 8 else value[0] // 8
    return struct.unpack_from("<H", body)[0], fcs


def packet_of(body, interfaces):
    """Octets, link type and declared FCS length of an enhanced packet block."""
    number, _, _, captured = struct.unpack_from("<IIII", body)
    link, fcs = interfaces[number]
    for code, value in options_of(body[20 + (captured + 3 & ~3) :]):
        flags = struct.unpack("<I", value)[0] if code == 2 else 0
        fcs = flags >> 5 & 0xF or fcs
    return body[20 : 20 + captured], link, fcs


def octets(path):
    """Octets, link type and FCS length of each frame, and the interfaces: from tshark's pcapng."""
    written, _ = run(path, "-F", "pcapng", "-w", "-")
    at, interfaces, packets = 0, [], []
    while at + 12 <= len(written):
        kind, size = struct.unpack_from("<II", written, at)
        body = written[at + 8 : at + size - 4]
        if kind == 1:
            interfaces.append(interface_of(body))
        elif kind == 6:
            packets.append(packet_of(body, interfaces))
        at += size
    return packets, interfaces


def header_fcs(path):
    """The FCS length that a pcap file's header declares, which tshark does not pass on."""
    with open(path, "rb") as file:
        header = file.read(24)
    if len(header) < 24 or header[:4] == b"\n\r\r\n":
        return None
    order = "<" if header[0] in (0xD4, 0x4D, 0x34) else ">"
    field = struct.unpack_from(order + "I", header, 20)[0]
    return 2 * (field >> 28) if field & 0x04000000 else None


def read(path):
    """The frames of a capture file, as far as tshark can read it."""
    rows, message = fields(path)
    packets, interfaces = octets(path)
    fcs_of_file = header_fcs(path)
    if len(rows) != len(packets):
        raise CaptureError(f"tshark prints {len(rows)} frames and writes {len(packets)}")
    frames = []
    for (length, captured, time, mac), (data, link, fcs) in zip(rows, packets):
        if len(data) != captured:
            raise CaptureError(f"frame {len(frames) + 1}: cap_len {captured}, octets {len(data)}")
        if fcs is None:
            fcs = fcs_of_file
        frames.append(Frame(length, time, data, link, fcs, mac))
    return Capture(frames, interfaces[0][0] if interfaces else None, message)
