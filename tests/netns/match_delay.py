#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""How long it takes from a packet on t1 to the notification of the channel that it matches.

usage: match_delay.py COUNT PORT      sends as many packets of EtherType 88b5 and waits for a
                                      notification on UDP port PORT after each; prints the median
                                      and the longest time in ms
"""
import random
import socket
import statistics
import sys
import time

FRAME = b"\2\0\0\0\0\1\2\0\0\0\0\2\x88\xb5".ljust(60, b"\0")


def delay(out, notifications):
    time.sleep(0.3 + random.random() / 2)  # at any time of a half second
    sent = time.monotonic()
    out.send(FRAME)
    notifications.recv(65536)
    return (time.monotonic() - sent) * 1000


def main():
    count, port = map(int, sys.argv[1:])
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind(("t1", 0))
    notifications = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    notifications.bind(("127.0.0.1", port))
    notifications.settimeout(5)
    delays = [delay(out, notifications) for _ in range(count)]
    print(round(statistics.median(delays)), round(max(delays)))


main()
