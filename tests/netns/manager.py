#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""One of many managers that make, change and delete rows at the same time.

usage: manager.py run PORT USER NUMBER COUNT    COUNT SETs at random, each told in journal.USER
       manager.py check WALK JOURNAL...         what the agent has against what they were told

A manager owns what it makes and changes that alone.  It makes rows under indexes that end in its
NUMBER (0 .. 9) and, against the others, under those up to SHARED.  When the file `go` is there, it
first makes those of RACE, which all want at the same time and nobody deletes.  The journal has a
line before and after each SET, so that what was answered is known even if the manager or the agent
is killed.  Whatever an answer is, it has to be the one that RFC 2819 gives to a manager that knows
its rows.  WALK is what snmpbulkwalk -On -Oe -Ox printed of 1.3.6.1.2.1.16.
"""
import json
import os
import random
import re
import sys
import time

RMON = "1.3.6.1.2.1.16."
SHARED = 40
RACE = range(65500, 65505)
ROWS = 12
VALID, CREATE, UNDER_CREATION, INVALID = 1, 2, 3, 4


def text(r):
    return "s", "".join(chr(r.randrange(33, 127)) for _ in range(r.randrange(1, 60)))


def number(low, high):
    return lambda r: ("i", r.randrange(low, high + 1))


def one_of(kind, *values):
    return lambda r: (kind, r.choice(values))


PORTS = one_of("o", "1.3.6.1.2.1.2.2.1.1.60001", "1.3.6.1.2.1.2.2.1.1.60002")
# Events of alarms turn no channel, and channels stay ready; no value is the column's default.
EVENTS, TURNS, BITS = number(1, 1000), number(30000, 65535), number(1, 7)
MODE = one_of("o", "1.3.6.1.4.1.8072.9999.9999.2819.1.1.3.0")
# entry, owner, status, columns, those needed, those that may change in a valid row
TABLES = {
    "history": ("2.1.1.", 6, 7, {2: PORTS, 3: number(1, 49), 5: number(1, 1799)}, {2}, {3}),
    "alarm": ("3.1.1.", 11, 12, {
        2: number(1, 3600), 3: MODE, 4: number(2, 2), 6: number(1, 2), 7: number(1, 999),
        8: number(-99, -1), 9: EVENTS, 10: EVENTS}, {2, 3}, set()),
    "topn": ("5.1.1.", 9, 10, {2: number(1, 65535), 3: number(1, 11), 6: number(11, 99)},
             {2, 3}, {6}),
    "filter": ("7.1.1.", 10, 11, {
        2: number(1, 65535), 3: number(1, 2000), 4: text, 5: text, 6: text, 7: BITS, 8: BITS,
        9: BITS}, {2}, {2}),
    "channel": ("7.2.1.", 11, 12, {
        2: number(60001, 60003), 3: number(2, 2), 4: number(1, 2), 5: TURNS, 6: TURNS, 7: TURNS,
        8: number(3, 3), 10: text}, {2}, {4, 8, 10}),
    "buffer": ("8.1.1.", 12, 13, {
        2: number(1, 65535), 4: number(1, 2), 5: number(0, 99), 6: number(0, 99),
        7: number(1, 99), 8: number(1000, 9999)}, {2}, {4, 6, 7, 8}),
    "event": ("9.1.1.", 6, 7, {2: text, 3: number(1, 4), 4: text}, set(), {2, 3, 4}),
}
# What an agent answers that is going: whether it did what was asked is not known.
GOING = ("genErr", "commitFailed", "undoFailed", "notWritable", "noCreation", "noAccess")


class Manager:
    def __init__(self, port, user, number):
        from pysnmp import hlapi
        self.hlapi, self.user, self.number = hlapi, user, number
        self.random, self.rows = random.Random(number), {}
        self.journal = open("journal." + user, "a")
        self.target = (hlapi.SnmpEngine(),
                       hlapi.UsmUserData(user, "authentication", "encryption123",
                                         authProtocol=hlapi.usmHMAC192SHA256AuthProtocol,
                                         privProtocol=hlapi.usmAesCfb128Protocol),
                       hlapi.UdpTransportTarget(("127.0.0.1", int(port)), timeout=10, retries=0),
                       hlapi.ContextData())

    def tell(self, *words):
        print(json.dumps(words), file=self.journal, flush=True)

    def send(self, varbinds):
        """The error of a SET, "" if there was none; an agent that is going is the end."""
        types = {"i": self.hlapi.Integer32, "s": self.hlapi.OctetString,
                 "o": self.hlapi.ObjectIdentifier}
        objects = [self.hlapi.ObjectType(
            self.hlapi.ObjectIdentity("%s%s%d.%d" % (RMON, TABLES[name][0], column, index)),
            types[kind](value)) for name, index, column, (kind, value) in varbinds]
        error, status, _, _ = next(self.hlapi.setCmd(*self.target, *objects, lookupMib=False))
        answer = status.prettyPrint() if status else ""
        if error or answer in GOING:
            sys.exit("%s: %s" % (self.user, error or answer))
        return answer

    def values(self, name, columns):
        return {column: TABLES[name][3][column](self.random) for column in columns}

    def some(self, columns):
        return self.random.sample(sorted(columns), self.random.randrange(len(columns) + 1))

    def create(self):
        """What is to be sent for a new row, and the row there is afterwards."""
        name = self.random.choice(sorted(TABLES))
        _, owner, status, columns, needed, _ = TABLES[name]
        index = self.random.choice([self.random.randrange(1, SHARED + 1),
                                    100 + 10 * self.random.randrange(6000) + self.number])
        asked = self.random.choice([CREATE, CREATE, VALID])
        given = self.some(columns) if asked == CREATE else set(self.some(columns)) | needed
        row = {"status": VALID if asked == VALID else UNDER_CREATION,
               "values": self.values(name, given)}
        row["values"][owner] = ("s", self.user)
        sent = dict(row["values"])
        sent[status] = ("i", asked)
        if (name, index) in self.rows:
            return self.change(name, index)
        # valid would change the row of another; createRequest is how managers keep apart.
        if index <= SHARED and asked == VALID:
            sent[status] = ("i", CREATE)
            row["status"] = UNDER_CREATION
        return name, index, sent, row, ("", "inconsistentValue") if index <= SHARED else ("",)

    def change(self, name, index):
        """The same for a row that is there."""
        _, owner, status, columns, needed, live = TABLES[name]
        old = self.rows[name, index]
        row = {"status": old["status"], "values": dict(old["values"])}
        asked = self.random.choice([None, None, CREATE, VALID, VALID, UNDER_CREATION, INVALID])
        sent = self.values(name, self.some(columns))
        frozen = [column for column in sent
                  if column not in live and sent[column] != old["values"].get(column)]
        row["values"].update(sent)
        if not sent and not asked:
            sent[owner] = ("s", self.user)
        if asked:
            sent[status] = ("i", asked)
            row["status"] = asked
        error = ""
        if asked == INVALID:
            row = None
        elif asked == CREATE or row["status"] == VALID and (
                not needed <= set(row["values"]) or old["status"] == VALID and frozen):
            error = "inconsistentValue"
        return name, index, sent, row, (error,)

    def step(self):
        """A SET of one row, or of two at once of which either fails the other."""
        parts = []
        mine = sorted(set(self.rows) - self.raced)
        for _ in range(self.random.choice([1, 1, 2])):
            if mine and (len(mine) > ROWS or self.random.random() < 0.6):
                part = self.change(*self.random.choice(mine))
            else:
                part = self.create()
            if part[:2] not in [other[:2] for other in parts]:
                parts.append(part)
        self.set(parts)

    def set(self, parts):
        varbinds = [(name, index, column, value) for name, index, sent, _, _ in parts
                    for column, value in sent.items()]
        self.random.shuffle(varbinds)
        after = [(name, index, row) for name, index, _, row, _ in parts]
        self.tell("sent", after)
        error = self.send(varbinds)
        if all(errors == ("",) for *_, errors in parts):
            allowed = {""}
        elif any("" not in errors for *_, errors in parts):
            allowed = {"inconsistentValue"}
        else:
            allowed = {"", "inconsistentValue"}
        # An unlimited buffer takes what there is.
        if any(name == "buffer" and row and row["status"] == VALID for name, _, row in after):
            allowed.add("resourceUnavailable")
        if error not in allowed:
            self.tell("surprise", error, sorted(allowed), varbinds)
        self.tell("answered", error)
        for name, index, row in after if not error else []:
            self.rows[name, index] = row
            if row is None:
                del self.rows[name, index]


    def race(self):
        self.tell("ready")
        while not os.path.exists("go"):
            time.sleep(0.001)
        for index in RACE:
            for name, (_, owner, status, *_) in TABLES.items():
                row = {"status": UNDER_CREATION, "values": {owner: ("s", self.user)}}
                sent = {owner: ("s", self.user), status: ("i", CREATE)}
                self.set([(name, index, sent, row, ("", "inconsistentValue"))])
        self.raced = set(self.rows)


def told(journal):
    """The rows that the journal says there are, those of which it knows no answer, surprises."""
    rows, pending, surprises = {}, [], []
    for line in open(journal):
        word, *rest = json.loads(line)
        if word == "sent":
            pending = rest[0]
        elif word == "surprise":
            surprises.append("%s: %s" % (journal, line.strip()))
        elif word == "answered":
            for name, index, row in pending if not rest[0] else []:
                rows.pop((name, index), None)
                if row:
                    rows[name, index] = row
            pending = []
    return rows, {(name, index) for name, index, _ in pending}, surprises


def walked(path):
    """Columns of rows as the agent has them: {(entry, index): {column: value}}."""
    found, last = {}, None
    for line in open(path):
        match = re.match(r"\.%s(\d+\.\d+\.\d+\.)(\d+)\.(\d+) = (?:([\w-]+): )?(.*)" %
                         re.escape(RMON), line)
        if match:
            entry, column, index, kind, value = match.groups()
            last = found.setdefault((entry, int(index)), {}), int(column), kind
            last[0][last[1]] = value.rstrip("\n")
        elif last and last[2] == "Hex-STRING":
            last[0][last[1]] += line.rstrip("\n")
    return found


def shown(kind, value):
    if kind == "s":
        return "".join("%02X " % octet for octet in value.encode())
    return "." + value if kind == "o" else str(value)


def check(path, journals):
    found, wrong, wanted, unsure = walked(path), [], {}, set()
    for journal in journals:
        rows, pending, surprises = told(journal)
        wrong += surprises
        wrong += ["%s: %s.%d is another's, too" % (journal, *key) for key in rows if key in wanted]
        wanted.update(rows)
        unsure |= pending
    wrong += ["%s.%d: nobody made it" % (name, index) for name in TABLES for index in RACE
              if (name, index) not in wanted and (name, index) not in unsure]
    for name, (entry, _, status, *_) in TABLES.items():
        there = {index for at, index in found if at == entry and status in found[at, index]}
        for key in {key for key in wanted if key[0] == name} | {(name, i) for i in there}:
            if key in unsure:
                continue
            if key not in wanted or key[1] not in there:
                wrong.append("%s.%d %s" % (*key, "is too much" if key[1] in there else "is lost"))
                continue
            row, columns = wanted[key], found[entry, key[1]]
            for column, value in [*row["values"].items(), (status, ("i", row["status"]))]:
                if columns[int(column)].strip() != shown(*value).strip():
                    wrong.append("%s.%d: column %s is %s, not %s" %
                                 (*key, column, columns[int(column)], shown(*value)))
    print("\n".join(wrong[:9]) if wrong else "%d rows" % len(wanted))
    sys.exit(1 if wrong or not wanted else 0)


def main():
    if sys.argv[1] == "check":
        check(sys.argv[2], sys.argv[3:])
    port, user, number, count = sys.argv[2:]
    try:
        manager = Manager(port, user, int(number))
    except ImportError:
        print("needs pysnmp")
        sys.exit(77)
    manager.race()
    for _ in range(int(count)):
        manager.step()


main()
