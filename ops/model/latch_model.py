#!/usr/bin/env python3
"""M2, the latch: stops, releases and neutrals between a driver, those who press stop, and the robot (PROTOCOL.md §8).

Messages may arrive at any later time, any number of times, in any order or never. The driver acts on what they heard of
the robot at some earlier moment. What a restart keeps of a stop is M3's; here it keeps nothing.

  S1  nothing moves before a person's stop was released by somebody who saw it
  S2  a latch is not cleared by a neutral that was made before it
  S3  a repetition of a stop that was released doesn't stop again
"""

import sys
from typing import NamedTuple

from search import explore, main

TTL = 1
NONE, FAILSAFE, STOP = "none", "failsafe", "stop"


class Rules(NamedTuple):
    """The rules; each can be taken out."""

    neutral_after_latch: bool = True
    stop_wants_release: bool = True
    release_names_latch: bool = True
    starts_stopped: bool = True
    remembers_stop_ids: bool = True


class Budget(NamedTuple):
    """How often something may happen."""

    ticks: int
    stops: int
    sends: int
    restarts: int
    silences: int


class Robot(NamedTuple):
    boot: int
    clock: int
    latch: str
    number: int
    stop_ids: frozenset


class Heard(NamedTuple):
    """What the driver heard last."""

    boot: int
    clock: int
    number: int


class Stop(NamedTuple):
    stop_id: int


class Release(NamedTuple):
    number: int


class Setpoint(NamedTuple):
    is_neutral: bool
    heard: Heard


class State(NamedTuple):
    robot: Robot
    heard: Heard
    on_their_way: frozenset
    stopped: int  # number of the newest latch of a person's stop
    released: int  # the newest number that somebody named who released
    left: Budget


def first(rules, budget):
    robot = Robot(0, 0, STOP if rules.starts_stopped else FAILSAFE, 1, frozenset())
    return State(robot, Heard(0, 0, 0), frozenset(), 0, 0, budget)


def spend(state, what):
    return state._replace(left=state.left._replace(**{what: getattr(state.left, what) - 1}))


def latched(robot, latch, **change):
    return robot._replace(latch=latch, number=robot.number + 1, **change)


def world(rules, state):
    robot, left = state.robot, state.left
    if left.ticks:
        yield "tick", spend(state, "ticks")._replace(robot=robot._replace(clock=robot.clock + 1)), None
    now = Heard(robot.boot, robot.clock, robot.number)
    if now != state.heard:
        yield f"the driver hears of latch {robot.number}", state._replace(heard=now), None
    if left.silences:
        silent = latched(robot, FAILSAFE if robot.latch == NONE else robot.latch)
        yield "silence: failsafe", spend(state, "silences")._replace(robot=silent), None
    if left.restarts:
        latch = STOP if rules.starts_stopped else FAILSAFE
        begun = Robot(robot.boot + 1, 0, latch, (robot.boot + 1) * 10 + 1, frozenset())
        yield "the robot restarts", spend(state, "restarts")._replace(robot=begun), None


def persons(state):
    left = state.left
    if left.stops:
        pressed = state.on_their_way | {Stop(left.stops)}
        yield f"somebody presses stop {left.stops}", spend(state, "stops")._replace(on_their_way=pressed), None
    if not left.sends:
        return
    messages = [(Setpoint(True, state.heard), "sends a neutral"), (Setpoint(False, state.heard), "drives")]
    if state.heard.number:
        messages.append((Release(state.heard.number), f"releases {state.heard.number}"))
    for message, what in messages:
        if message not in state.on_their_way:
            sent = spend(state, "sends")._replace(on_their_way=state.on_their_way | {message})
            yield f"the driver, who heard of latch {state.heard.number}, {what}", sent, None


def stop_arrives(rules, state, stop):
    robot = state.robot
    is_known = stop.stop_id in robot.stop_ids
    if is_known and (rules.remembers_stop_ids or robot.latch == STOP):
        return
    again = latched(robot, STOP, stop_ids=robot.stop_ids | {stop.stop_id})
    is_surprise = is_known and robot.latch == NONE
    violation = "S3 the repetition of a stop that was released stops again" if is_surprise else None
    yield f"stop {stop.stop_id} latches", state._replace(robot=again, stopped=again.number), violation


def release_arrives(rules, state, release):
    robot = state.robot
    is_meant = release.number == robot.number or not rules.release_names_latch
    if robot.latch == STOP and is_meant and rules.stop_wants_release:
        released = max(state.released, release.number)
        yield "released", state._replace(robot=robot._replace(latch=FAILSAFE), released=released), None


def setpoint_arrives(rules, state, setpoint):
    robot, heard = state.robot, setpoint.heard
    if heard.boot != robot.boot or not 0 <= robot.clock - heard.clock <= TTL:
        return
    if not setpoint.is_neutral:
        if robot.latch == NONE:
            is_stopped = state.stopped > state.released
            violation = f"S1 moves, but nobody who saw stop latch {state.stopped} released it" if is_stopped else None
            yield "MOVES", state, violation
        return
    is_before = heard.number < robot.number
    if robot.latch == NONE or (robot.latch == STOP and rules.stop_wants_release):
        return
    if is_before and rules.neutral_after_latch:
        return
    cleared = state._replace(robot=robot._replace(latch=NONE))
    if is_before:
        yield "a neutral clears the latch", cleared, f"S2 a neutral made before latch {robot.number} clears it"
    yield "a neutral clears the latch", cleared, None


def events(rules):
    arrive = {Stop: stop_arrives, Release: release_arrives, Setpoint: setpoint_arrives}

    def of(state):
        yield from world(rules, state)
        yield from persons(state)
        for message in state.on_their_way:
            yield from arrive[type(message)](rules, state, message)

    return of


RESTART = Budget(ticks=1, stops=1, sends=3, restarts=1, silences=1)
TWO_STOPS = Budget(ticks=1, stops=2, sends=3, restarts=0, silences=1)

# name: rules, the invariants that fail, the budget with which they do
ONE_TAKEN_OUT = {
    "F- any neutral clears a failsafe": (Rules(neutral_after_latch=False), {"S2"}, RESTART),
    "F- a neutral clears a stop, too": (Rules(stop_wants_release=False), {"S1"}, TWO_STOPS),
    "F- a release names no latch": (Rules(release_names_latch=False), {"S1"}, TWO_STOPS),
    "F- a start is a failsafe latch only": (Rules(starts_stopped=False), {"S1"}, RESTART),
    "F- stop ids are forgotten": (Rules(remembers_stop_ids=False), {"S3"}, RESTART),
}


def variants(_):
    yield "FIXED, restart", set(), search(Rules(), RESTART)
    yield "FIXED, two stops", set(), search(Rules(), TWO_STOPS)
    for name, (rules, wanted, budget) in ONE_TAKEN_OUT.items():
        yield name, wanted, search(rules, budget, wanted)


def search(rules, budget, enough=frozenset()):
    return lambda: explore(first(rules, budget), events(rules), enough=enough)


if __name__ == "__main__":
    sys.exit(main("M2: stops, releases and neutrals", variants))
