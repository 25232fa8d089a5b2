#!/usr/bin/env python3
"""M3, the standing stop: what a restart may forget of a stop (PROTOCOL.md §8), in every order of events.

One robot with its latch (Latch, Register), the keeper of its stop (StopKeeper) and its disk (StopFile, or the store
for an older robot). A save takes any time, may fail any number of times, and then leaves the former content, the new
one, or, when it was a stop, no file. A crash comes at any moment and finds the former content or the new one.
Releases are on their way for any time, more than once or for ever. Time is only an order: whatever a clock decides
(the keeper's next attempt, its patience with a release) may happen at any moment.

  A1  nothing moves while a stop stands that a person pressed, unless somebody entitled has released it by name
  A2  a lock is released by an administrator only
  B   a release that took effect is not undone by a crash: no start is pressed after it, unless somebody pressed again
  C   a disk that fails or hangs holds up no stop, and no release waits for ever
  D   from every state somebody can drive again
  E   what stands is on the disk in the end, once that works

A1 and A2 hold over a crash for what the keeper has called saved, and which nobody entitled has asked to release since.
"""

import sys

from search import explore, main
from standing_stop import (
    ADMINISTRATOR,
    DRIVER,
    FAILSAFE,
    LOCK,
    NAMES,
    NONE,
    OLDER_KEY,
    STOP,
    UNREADABLE,
    Budget,
    Rules,
    adopt,
    board_start,
    can_tell,
    failed,
    first,
    give_up,
    judged,
    land,
    may_release,
    read,
    reconnect,
    release,
    saved,
    spend,
    start,
    stop,
    tell,
    work,
    written,
)

# What can happen.


def disks_after_failure(rules, robot):
    """The rename may have happened before the failure; what can't be saved of a stop is removed, if that works."""
    disks = {robot.disk, written(rules, robot.saving)}
    if robot.saving != NONE and not rules.is_told_late:
        disks.add(UNREADABLE)
    return sorted(disks)


def disks_after_crash(rules, robot):
    return [robot.disk] if robot.saving is None else sorted({robot.disk, written(rules, robot.saving)})


def undone(robot):
    is_undone = robot.is_told and robot.standing != NONE and robot.is_released
    return "B a release that took effect is undone: the robot starts pressed" if is_undone else None


def persons(rules, robot):
    left = robot.budget
    if left.presses:
        for kind, what in ((STOP, "somebody presses STOP"), (LOCK, "an administrator locks it")):
            pressed = stop(rules, spend(robot, "presses"), kind)
            held_up = None if pressed.latch >= STOP else "C the stop waits for the disk"
            yield what, pressed, held_up
    if left.releases and robot.latch >= STOP:
        for who in (DRIVER, ADMINISTRATOR):
            sent = robot.on_their_way | {(who, robot.number)}
            yield f"{who} sees and releases {robot.number}", spend(robot, "releases")._replace(on_their_way=sent), None
    looks_unpressed = robot.standing == NONE or not rules.key_heeds_flag
    if left.keys and robot.latch == STOP and looks_unpressed:
        sent = robot.on_their_way | {(OLDER_KEY, robot.number)}
        yield f"{OLDER_KEY}'s key releases {robot.number}", spend(robot, "keys")._replace(on_their_way=sent), None


def driving(robot):
    if robot.latch == FAILSAFE:
        yield "neutral", robot._replace(latch=NONE), None
    if robot.latch == NONE and robot.pressed != NONE:
        what = NAMES[robot.pressed]
        violation = (
            f"A2 moves: the {what} was released by somebody who is no administrator"
            if robot.is_usurped
            else f"A1 moves although a {what} stands that nobody entitled has released"
        )
        yield "MOVES", robot, violation


def arrivals(rules, robot):
    for who, named in sorted(robot.on_their_way):
        if may_release(rules, robot, who, named):
            yield f"release of {named} by {who} arrives", release(rules, robot, who, named), None
    if can_tell(rules, robot):
        told = tell(rules, robot)
        yield f"the store tells: {NAMES[told.standing]}", told, undone(told)
        yield "the store can't tell", robot._replace(is_asking=rules.asks_store_again), None


def disk_events(rules, robot):
    if robot.stray is not None:
        yield f"saved for the former connection: {NAMES[robot.stray]}", land(rules, robot), None
        yield f"not saved for the former connection: {NAMES[robot.stray]}", robot._replace(stray=None), None
    elif robot.saving is not None:
        yield f"saved: {NAMES[robot.saving]}", saved(rules, robot), None
        for disk in disks_after_failure(rules, robot):
            content = "no file" if disk == UNREADABLE else NAMES[disk]
            yield f"not saved: {NAMES[robot.saving]}; on disk: {content}", failed(rules, robot, disk), None
    if robot.backs_off:
        yield "the keeper tries again", work(robot._replace(backs_off=False)), None
    if robot.release is not None and rules.release_is_limited:
        yield "the release has waited too long", work(give_up(rules, robot)), None
    if robot.budget.damages:
        yield "the file is damaged", spend(robot, "damages")._replace(disk=UNREADABLE, is_damaged=True), None


def starts(rules, robot):
    left = robot.budget
    if left.crashes:
        for disk in disks_after_crash(rules, robot):
            begun = start(rules, spend(robot, "crashes"), disk)
            content = "unreadable" if disk == UNREADABLE else NAMES[disk]
            yield f"crash and start; on disk: {content}", begun, undone(begun)
        if rules.is_told_late and robot.stray is None:
            yield "the robot connects anew", reconnect(rules, spend(robot, "crashes")), None
    if left.adoptions:
        yield "adopts a boot number", adopt(rules, spend(robot, "adoptions")), None
    if left.board_starts:
        yield "the board restarts", board_start(rules, spend(robot, "board_starts")), None


def events(rules):
    def of(robot):
        yield from driving(robot)
        for source in (persons, arrivals, disk_events, starts):
            for event, following, violation in source(rules, robot):
                yield event, forget_past(rules, judged(rules, following)), violation

    return of


def forget_past(rules, robot):
    """Numbers never fall: what names an earlier one can do nothing any more."""
    if not rules.release_names_latch:
        return robot
    return robot._replace(on_their_way=frozenset(r for r in robot.on_their_way if r[1] >= robot.number))


# What has to become of every state.


def passing(rules, robot, disk):
    """Nobody does anything, time passes, and the disk works, fails or hangs."""
    for _ in range(12):
        if robot.stray is not None and disk != "hangs":
            robot = land(rules, robot) if disk == "works" else robot._replace(stray=None)
        elif disk == "works" and robot.is_asking:
            robot = tell(rules, robot)
        elif robot.saving is not None and disk != "hangs":
            robot = saved(rules, robot) if disk == "works" else failed(rules, robot, robot.disk)
        elif robot.release is not None and rules.release_is_limited and disk == "hangs":
            robot = give_up(rules, robot)
        elif robot.backs_off:
            robot = work(robot._replace(backs_off=False))
        else:
            break
        if disk != "works" and robot.release is None:
            break
    return robot


def can_be_driven(rules, robot):
    robot = passing(rules, robot, "works")
    if robot.latch >= STOP and may_release(rules, robot, ADMINISTRATOR, robot.number):
        robot = passing(rules, release(rules, robot, ADMINISTRATOR, robot.number), "works")
    return robot.latch < STOP


def check(rules):
    seen = set()

    def of(robot):
        key = robot._replace(on_their_way=None, budget=None, number=None, pressed_number=None)
        if key in seen:
            return
        seen.add(key)
        for disk in ("fails", "hangs"):
            if passing(rules, robot, disk).release is not None:
                yield f"C a release waits for ever while the disk {disk}"
        if not can_be_driven(rules, robot):
            yield "D nobody can ever drive again"
        settled = passing(rules, robot, "works")
        is_there = settled.kept == settled.standing == read(rules, settled.disk)
        if not is_there and settled.is_told and not settled.is_damaged:
            yield f"E stands: {NAMES[settled.standing]}, but the disk never has it"

    return of


# The variants.

SMALL = Budget(presses=1, crashes=1, adoptions=1, board_starts=1, releases=1, keys=1, damages=1)
FULL = Budget(presses=2, crashes=2, adoptions=1, board_starts=1, releases=2, keys=1, damages=1)
TWO_PRESSES = SMALL._replace(presses=2, releases=2, board_starts=0, damages=0)
TWO_CONNECTIONS = Budget(presses=2, crashes=2, releases=1, keys=1)

AS_THEY_ARE = {
    "FIXED": Rules(),
    "FIXED, an older robot, told late": Rules(is_told_late=True),
}
# name: rules, at least these invariants must fail
ONE_TAKEN_OUT = {
    "F- the flag is not kept": (Rules(keeps_flag=False), {"A1"}),
    "F- the kind is not kept": (Rules(keeps_kind=False), {"A2"}),
    "F- unreadable counts as none": (Rules(unreadable_is_pressed=False), {"A1"}),
    "F- a release takes effect before its save": (Rules(saves_before_effect=False), {"B"}),
    "F- a press doesn't void a release under way": (Rules(press_voids_release=False), {"A1"}),
    "F- a failed save of a release is taken for none": (Rules(repairs_failed_release=False), {"A1", "E"}),
    "F- the first state wins, not the newest": (Rules(newest_wins=False), {"A2"}),
    "F- not carried over an adopted boot number": (Rules(carried_over=False), {"A1"}),
    "F- an older client's key releases what was pressed": (Rules(key_heeds_flag=False), {"A1"}),
    "F- a release names no latch": (Rules(release_names_latch=False), {"A1"}),
    "F- anybody releases a lock": (Rules(lock_wants_administrator=False), {"A2"}),
    "F- a stop waits for its save": (Rules(stop_before_save=False), {"C"}),
    "F- a release may wait for ever": (Rules(release_is_limited=False), {"C"}),
    "F- a press that can't be saved is not tried again": (Rules(failed_press_again=False), {"E"}),
    "F- an older robot's store is asked once only": (Rules(asks_store_again=False, is_told_late=True), {"D"}),
    "F- a store tells before it has written": (Rules(tells_after_writes=False, is_told_late=True), {"A1"}),
}
NOT_PROMISED = {
    "W1 every press outlives a crash, saved or not": (Rules(every_press=True), {"A1"}),
    "W2 a refused release outlives a crash at once": (Rules(refused_release=True), {"A1"}),
    "W3 a lock stays a lock when its file is damaged": (Rules(lock_in_damage=True), {"A2"}),
}
# Where others than two presses and one crash show it, or sooner.
BUDGETS = {
    "F- a release names no latch": Budget(presses=1, crashes=1, releases=1, keys=1),
    "F- unreadable counts as none": SMALL,
    "F- a store tells before it has written": TWO_CONNECTIONS,
    "W3 a lock stays a lock when its file is damaged": SMALL,
}


def variants(is_quick):
    for name, rules in AS_THEY_ARE.items():
        yield name, set(), search(rules, SMALL if is_quick else FULL)
    for name, (rules, wanted) in {**ONE_TAKEN_OUT, **NOT_PROMISED}.items():
        yield name, wanted, search(rules, BUDGETS.get(name, TWO_PRESSES), wanted)


def search(rules, budget, enough=frozenset()):
    """The store of an older robot's stop is never damaged: it tells, or it can't."""
    budget = budget._replace(damages=0) if rules.is_told_late else budget
    return lambda: explore(first(rules, budget), events(rules), check(rules), 4_000_000, enough)


if __name__ == "__main__":
    sys.exit(main("M3: what a restart may forget of a stop", variants))
