#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""An agent that answers nobody: udp and tcp port 1610, and a socket, whose backlogs are full.

usage: silent.py SOCKET
"""
import os
import signal
import socket
import sys


def listen(family, address):
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(0)
    waiting = []
    while True:  # until there is no room for one more
        client = socket.socket(family, socket.SOCK_STREAM)
        client.settimeout(0.2)
        waiting.append(client)
        try:
            client.connect(address)
        except (BlockingIOError, TimeoutError):
            return listener, waiting


datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 1610))
streams = listen(socket.AF_INET, ("127.0.0.1", 1610))
path = sys.argv[1]
sockets = listen(socket.AF_UNIX, path + ".new")
os.chmod(path + ".new", 0o777)
os.rename(path + ".new", path)  # now it is ready
signal.pause()
