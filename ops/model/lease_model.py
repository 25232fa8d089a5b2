#!/usr/bin/env python3
"""M1, the lease: terms, freshness, promotion of a node and restart of the robot (PROTOCOL.md §2, §7, §9).

One robot, two nodes, two clients. What goes to the robot, lease changes and commands, may arrive at any later time, any
number of times, in any order or never: loss, delay, reordering and duplicates are all in that. What comes from the
robot is a snapshot: whoever acts, acts on what it heard at some earlier moment, so a node that was frozen or cut off is
one that heard nothing since. A node may become the primary at any moment; a killed one never acts again. A restart
loses the robot's memory, and its clock begins anew.

  I1  one client a term
  I2  executed terms never fall, also over a restart
  I3  nothing is executed that was made more than TTL ticks ago
  I4  no lease change is applied that was decided more than TTL ticks ago
  L1  from every state client 1 can drive again when one node is dead
  L2  the same when the other node is alive for the robot, but out of the client's reach
"""

import sys
from typing import NamedTuple

from search import explore, main

TTL = 1


class Rules(NamedTuple):
    """The rules; each can be taken out."""

    term_has_boot: bool = True
    restart_keeps_term: bool = False  # without the boot number in it: the term is on disk
    follows_boot: bool = True  # a client takes a stamp of a higher boot as the newer one
    ages_changes: bool = True
    any_uplink: bool = True  # not the primary alone carries lease changes
    holder_is_instance: bool = True  # not the account
    clock_counts_suspend: bool = True


class Budget(NamedTuple):
    """How often something may happen."""

    ticks: int = 0
    promotions: int = 0
    restarts: int = 0
    changes: int = 0
    commands: tuple = (0, 0)  # of each client
    suspends: int = 0


class Robot(NamedTuple):
    boot: int
    clock: int
    term: tuple
    holder: int
    sequence: int
    primary: int


class Node(NamedTuple):
    is_current: bool
    term: tuple
    holder: int
    boot: int
    clock: int


class Client(NamedTuple):
    term: tuple | None  # None: it doesn't drive
    boot: int
    clock: int
    sequence: int


class Change(NamedTuple):
    """A lease change: holder is to follow upon the term."""

    node: int
    term: tuple
    holder: int
    boot: int
    clock: int
    made: int


class Command(NamedTuple):
    client: int
    term: tuple
    sequence: int
    boot: int
    clock: int
    made: int


class State(NamedTuple):
    robot: Robot
    nodes: tuple
    clients: tuple
    on_their_way: frozenset
    now: int  # everybody's time; the judge only knows it
    executed: tuple | None  # term and client of the newest command
    left: Budget


def first(rules, budget, clock):
    term = (0, 0)
    robot = Robot(0, clock, term, 0, 0, 0)
    heard = Node(True, term, 0, 0, clock if rules.ages_changes else 0)
    client = Client(None, 0, clock, 0)
    return State(robot, (heard, Node(False, term, 0, 0, 0)), (client, client), frozenset(), 0, None, budget)


def replaced(items, index, item):
    return items[:index] + (item,) + items[index + 1 :]


def is_fresh(robot, clock):
    return 0 <= robot.clock - clock <= TTL


def next_term(rules, robot):
    number, count = robot.term
    if not rules.term_has_boot:
        return number, count + 1
    return robot.boot, (count if number == robot.boot else 0) + 1


def is_holder(rules, holder, client):
    return holder == client + 1 if rules.holder_is_instance else holder != 0


def restarted(rules, robot):
    boot = robot.boot + 1
    if rules.term_has_boot:
        term, holder = (boot, 0), robot.holder
    elif rules.restart_keeps_term:
        term, holder = robot.term, robot.holder
    else:
        term, holder = (0, 0), 0
    return Robot(boot, 0, term, holder, 0, robot.primary)


def world(rules, s):
    robot, left = s.robot, s.left
    if left.ticks:
        later = robot._replace(clock=robot.clock + 1)
        yield "tick", s._replace(robot=later, now=s.now + 1, left=left._replace(ticks=left.ticks - 1)), None
    if left.suspends:
        later = robot._replace(clock=robot.clock + (2 if rules.clock_counts_suspend else 0))
        spent = left._replace(suspends=left.suspends - 1)
        yield "the robot sleeps for 2 ticks", s._replace(robot=later, now=s.now + 2, left=spent), None
    if left.promotions:
        other = 1 - robot.primary
        spent = left._replace(promotions=left.promotions - 1)
        yield f"node {other} becomes the primary", s._replace(robot=robot._replace(primary=other), left=spent), None
    if left.restarts:
        spent = left._replace(restarts=left.restarts - 1)
        yield "the robot restarts", s._replace(robot=restarted(rules, robot), left=spent), None


def node_events(rules, s, i):
    robot, node, left = s.robot, s.nodes[i], s.left
    if rules.any_uplink or i == robot.primary:
        stamp = (robot.boot, robot.clock) if rules.ages_changes else (0, 0)
        heard = Node(True, robot.term, robot.holder, *stamp)
        if heard != node:
            yield f"node {i} hears the robot", s._replace(nodes=replaced(s.nodes, i, heard)), None
    elif node.is_current:
        deposed = node._replace(is_current=False)
        yield f"node {i} is deposed", s._replace(nodes=replaced(s.nodes, i, deposed)), None
    if not left.changes or not node.is_current:
        return
    for holder in (0, 1, 2):
        change = Change(i, node.term, holder, node.boot, node.clock, s.now)
        if holder != node.holder and change not in s.on_their_way:
            sent = s._replace(on_their_way=s.on_their_way | {change}, left=left._replace(changes=left.changes - 1))
            yield f"node {i} decides: holder {holder} after term {node.term}", sent, None


def client_events(rules, s, j):
    robot, client = s.robot, s.clients[j]
    told = robot.term if is_holder(rules, robot.holder, j) else None
    sequence = client.sequence if told == client.term else 0
    is_newer = (
        (robot.boot, robot.clock) > (client.boot, client.clock) if rules.follows_boot else robot.clock > client.clock
    )
    if is_newer:
        heard = Client(told, robot.boot, robot.clock, sequence)
        yield f"client {j + 1} hears the robot", s._replace(clients=replaced(s.clients, j, heard)), None
    if told != client.term:
        stamp = (robot.boot, robot.clock) if rules.follows_boot or is_newer else (client.boot, client.clock)
        heard = Client(told, *stamp, 0)
        yield f"client {j + 1} hears who drives", s._replace(clients=replaced(s.clients, j, heard)), None
    if not s.left.commands[j] or client.term is None:
        return
    knows = any(is_holder(rules, node.holder, j) and node.term == client.term for node in s.nodes)
    command = Command(j, client.term, client.sequence + 1, client.boot, client.clock, s.now)
    if knows and command not in s.on_their_way:
        spent = s.left._replace(commands=replaced(s.left.commands, j, s.left.commands[j] - 1))
        sent = s._replace(
            clients=replaced(s.clients, j, client._replace(sequence=command.sequence)),
            on_their_way=s.on_their_way | {command},
            left=spent,
        )
        yield f"client {j + 1} sends {command.sequence} in term {command.term}", sent, None


def applied(rules, s, change):
    robot = s.robot
    is_stale = rules.ages_changes and not is_fresh(robot, change.clock)
    is_carried = rules.any_uplink or change.node == robot.primary
    if is_stale or change.term != robot.term or not is_carried:
        return
    age = s.now - change.made
    term = next_term(rules, robot)
    taken = s._replace(robot=robot._replace(term=term, holder=change.holder, sequence=0))
    violation = f"I4 a lease change is applied {age} ticks after it was decided" if age > TTL else None
    yield f"the robot takes term {term} of holder {change.holder}", taken, violation


def executed(s, command):
    robot = s.robot
    if (
        command.term != robot.term
        or command.sequence <= robot.sequence
        or not is_fresh(robot, command.clock)
    ):
        return
    age = s.now - command.made
    violation = None
    if age > TTL:
        violation = f"I3 executed {age} ticks after it was made"
    elif s.executed is not None:
        term, client = s.executed
        if term == command.term and client != command.client:
            violation = f"I1 both clients executed in term {term}"
        elif command.term < term:
            violation = f"I2 the term fell from {term} to {command.term}"
    done = s._replace(
        robot=robot._replace(sequence=command.sequence), executed=(command.term, command.client)
    )
    yield f"EXECUTED {command.sequence} of client {command.client + 1} in term {command.term}", done, violation


def events(rules):
    def of(s):
        yield from forget_past(rules, world(rules, s))
        for i in (0, 1):
            yield from forget_past(rules, node_events(rules, s, i))
        for j in (0, 1):
            yield from forget_past(rules, client_events(rules, s, j))
        for message in s.on_their_way:
            arrival = applied(rules, s, message) if isinstance(message, Change) else executed(s, message)
            yield from forget_past(rules, arrival)

    return of


def forget_past(rules, events_of_s):
    """Drops what can never act again, where no term comes twice."""
    for event, s, violation in events_of_s:
        if rules.term_has_boot and s.on_their_way:
            robot = s.robot
            dead = [message for message in s.on_their_way if is_dead(rules, robot, message)]
            if dead:
                s = s._replace(on_their_way=s.on_their_way.difference(dead))
        yield event, s, violation


def is_dead(rules, robot, message):
    is_aged = rules.ages_changes or isinstance(message, Command)
    is_old = message.boot == robot.boot and robot.clock - message.clock > TTL
    return message.term < robot.term or (is_aged and is_old)


def recovers(rules, s, alive, is_partition):
    """The network is quiet: can client 1 take the lease over the node that is left, and drive?"""
    robot, client = s.robot, s.clients[0]
    if robot.primary != alive and is_partition and not rules.any_uplink:
        return False  # the robot still hears its primary, which the client can't reach
    primary = robot.primary if is_partition else alive
    robot = robot._replace(clock=robot.clock + TTL + 1, primary=primary)
    for _ in range(3):
        if robot.holder != 1:
            robot = robot._replace(term=next_term(rules, robot), holder=1, sequence=0)
            continue
        mine, theirs = (client.boot, client.clock), (robot.boot, robot.clock)
        if theirs > mine if rules.follows_boot else robot.clock > client.clock:
            client = client._replace(boot=robot.boot, clock=robot.clock)
        sequence = 1 if client.term != robot.term else client.sequence + 1
        client = client._replace(term=robot.term, sequence=sequence)
        if is_fresh(robot, client.clock) and sequence > robot.sequence:
            return True
        robot = robot._replace(clock=robot.clock + 1)
    return False


def check(rules):
    seen = set()

    def of(s):
        key = (s.robot, s.clients[0])
        if key in seen:
            return
        seen.add(key)
        for alive in (0, 1):
            if not recovers(rules, s, alive, False):
                yield f"L1 client 1 can never drive again over node {alive}, which is left"
            if not recovers(rules, s, alive, True):
                yield f"L2 client 1 reaches node {alive} only, and the robot prefers the other one"

    return of


LEASES = Budget(promotions=2, changes=2, commands=(2, 1))
LATER = Budget(ticks=2, promotions=1, changes=2, commands=(2, 1))
RESTART = Budget(ticks=2, restarts=1, changes=2, commands=(2, 1))
ALL = Budget(ticks=2, promotions=1, restarts=1, changes=2, commands=(2, 1))
SLEEP = Budget(ticks=2, changes=1, commands=(1, 0), suspends=1)
QUICK = Budget(ticks=1, promotions=1, restarts=1, changes=1, commands=(1, 1))

# name: budget, the clock's first reading
RUNS = {
    "lease changes": (LEASES, 0),
    "in time": (LATER, 0),
    "restart": (RESTART, 0),
    "restart, late clock": (RESTART, 10),
    "all": (ALL, 0),
    "sleep": (SLEEP, 0),
}
QUICK_RUNS = {"quick": (QUICK, 0), "sleep": (SLEEP, 0)}
# name: rules, the invariants that fail, the run in which they do
ONE_TAKEN_OUT = {
    "F- no boot number in the term": (Rules(term_has_boot=False), {"I4"}, "restart"),
    "F- the term is kept over a restart": (
        Rules(term_has_boot=False, restart_keeps_term=True),
        {"I4"},
        "restart",
    ),
    "F- a client doesn't follow the boot number": (Rules(follows_boot=False), {"L1"}, "restart, late clock"),
    "F- lease changes are not aged": (Rules(ages_changes=False), {"I4"}, "in time"),
    "F- only the primary carries lease changes": (Rules(any_uplink=False), {"L2"}, "lease changes"),
    "F- the holder is an account": (Rules(holder_is_instance=False), {"I1"}, "lease changes"),
    "F- the clock stands still in suspend": (Rules(clock_counts_suspend=False), {"I3"}, "sleep"),
}


def variants(is_quick):
    for run, (budget, clock) in (QUICK_RUNS if is_quick else RUNS).items():
        yield f"FIXED, {run}", set(), search(Rules(), budget, clock)
    for name, (rules, wanted, run) in ONE_TAKEN_OUT.items():
        yield name, wanted, search(rules, *RUNS[run], wanted)


def search(rules, budget, clock, enough=frozenset()):
    return lambda: explore(first(rules, budget, clock), events(rules), check(rules), 4_000_000, enough)


if __name__ == "__main__":
    sys.exit(main("M1: the lease", variants))
