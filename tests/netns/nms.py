#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A manager that shares no code with net-snmp: pysnmp as an SNMPv3 authPriv user.

usage: nms.py PORT USER PASSPHRASE get OID...
       nms.py PORT USER PASSPHRASE next OID           the subtree by GETNEXT
       nms.py PORT USER PASSPHRASE bulk COUNT OID...  the subtrees side by side by GETBULK
       nms.py PORT USER PASSPHRASE set OID TYPE VALUE ...

Prints a varbind a line as `snmpget -On -Oe -Ox` does; an error as "error STATUS INDEX".
"""
import sys

try:
    from pysnmp import hlapi
except ImportError:
    print("needs pysnmp")
    sys.exit(77)

TYPES = {"i": hlapi.Integer32, "u": hlapi.Gauge32, "s": hlapi.OctetString,
         "o": hlapi.ObjectIdentifier, "t": hlapi.TimeTicks}


def text(value):
    name = type(value).__name__
    if name in ("ObjectIdentifier", "ObjectIdentity"):
        return "OID: ." + ".".join(str(sub) for sub in tuple(value))
    if name == "OctetString":
        octets = bytes(value)
        return "Hex-STRING: " + "".join("%02X " % o for o in octets) if octets else '""'
    if name == "TimeTicks":
        return "Timeticks: (%d)" % int(value)
    if name in ("Integer", "Integer32"):
        return "INTEGER: %d" % int(value)
    if name in ("Counter32", "Gauge32", "Counter64"):
        return "%s: %d" % (name, int(value))
    return name


def show(varbinds):
    for oid, value in varbinds:
        print(".%s = %s" % (oid, text(value)))


def objects(oids):
    return [hlapi.ObjectType(hlapi.ObjectIdentity(oid.lstrip("."))) for oid in oids]


def assignments(words):
    for oid, kind, value in zip(words[0::3], words[1::3], words[2::3]):
        if kind == "o":
            value = value.lstrip(".")
        yield hlapi.ObjectType(hlapi.ObjectIdentity(oid.lstrip(".")), TYPES[kind](value))


def walks(command, target, starts, *numbers):
    """Rounds until a whole column of the answers has left its subtree."""
    roots = [tuple(int(sub) for sub in oid.lstrip(".").split(".")) for oid in starts]
    for error, status, index, varbinds in command(*target, *numbers, *objects(starts),
                                                  lookupMib=False):
        if error or status:
            yield error, status, index, varbinds
            return
        inside = [vb for root, vb in zip(roots, varbinds) if tuple(vb[0])[:len(root)] == root
                  and type(vb[1]).__name__ not in ("EndOfMibView", "Null")]
        if not inside:
            return
        yield error, status, index, inside


def ask(target, action, words):
    if action == "get":
        return hlapi.getCmd(*target, *objects(words), lookupMib=False)
    if action == "set":
        return hlapi.setCmd(*target, *assignments(words), lookupMib=False)
    if action == "next":
        return walks(hlapi.nextCmd, target, words)
    return walks(hlapi.bulkCmd, target, words[1:], 0, int(words[0]))


def main():
    port, user, passphrase, action = sys.argv[1:5]
    target = (hlapi.SnmpEngine(),
              hlapi.UsmUserData(user, passphrase, "encryption123",
                                authProtocol=hlapi.usmHMAC192SHA256AuthProtocol,
                                privProtocol=hlapi.usmAesCfb128Protocol),
              hlapi.UdpTransportTarget(("127.0.0.1", int(port)), timeout=3, retries=1),
              hlapi.ContextData())
    for error, status, index, varbinds in ask(target, action, sys.argv[5:]):
        if error:
            print("error %s" % error)
            sys.exit(1)
        if status:
            print("error %s %d" % (status.prettyPrint(), int(index)))
            sys.exit(1)
        show(varbinds)


main()
