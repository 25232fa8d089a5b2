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

import argparse
import sys
from typing import NamedTuple

from search import explore, report

# What may stand, the weaker first. FAILSAFE and NONE are latches only; nothing of them has to be kept.
NONE, FAILSAFE, STOP, LOCK = range(4)
NAMES = ("none", "failsafe", "stop", "lock")

# Content of the disk besides NONE, STOP and LOCK.
UNREADABLE = -1

# Who releases: an older client's key does it by itself, a driver is entitled to a stop, an administrator to a lock.
OLDER_KEY, DRIVER, ADMINISTRATOR = "older client", "driver", "administrator"


class Rules(NamedTuple):
    """The rules; each can be taken out."""

    keeps_flag: bool = True
    keeps_kind: bool = True
    unreadable_is_pressed: bool = True
    saves_before_effect: bool = True
    press_voids_release: bool = True
    repairs_failed_release: bool = True
    newest_wins: bool = True
    carried_over: bool = True
    key_heeds_flag: bool = True
    release_names_latch: bool = True
    lock_wants_administrator: bool = True
    stop_before_save: bool = True
    release_is_limited: bool = True
    failed_press_again: bool = True
    asks_store_again: bool = True
    # What is promised; the stricter ones are not kept.
    every_press: bool = False
    refused_release: bool = False
    lock_in_damage: bool = False
    # An older robot: what stood is known some time after the start.
    is_told_late: bool = False


class Budget(NamedTuple):
    """How often something may happen. Failures of the disk are not counted: they may go on for ever."""

    presses: int = 0
    crashes: int = 0
    adoptions: int = 0
    board_starts: int = 0
    releases: int = 0
    keys: int = 0
    damages: int = 0


class Robot(NamedTuple):
    """A state."""

    # The register.
    latch: int
    number: tuple  # boot, count
    standing: int
    # The keeper.
    kept: int | None  # None: nobody knows what is on the disk
    saving: int | None
    release: tuple | None  # who, the number they named
    backs_off: bool
    is_told: bool
    is_untouched: bool  # nobody has stopped it since a start that isn't told yet
    is_asking: bool  # the store, what stood
    # Around it.
    disk: int
    on_their_way: frozenset  # releases: who, the number they saw
    budget: Budget
    # What only the judge knows.
    pressed: int = NONE  # the strongest stop of a person that nobody entitled has released
    pressed_number: tuple = (0, 0)
    promised: int = NONE  # what of that a crash must not take away
    is_released: bool = True  # a start must not be pressed
    is_damaged: bool = False
    is_usurped: bool = False  # a lock was released by somebody else


def first(rules, budget):
    robot = Robot(
        latch=STOP,
        number=(1, 1),
        standing=NONE,
        kept=NONE,
        saving=None,
        release=None,
        backs_off=False,
        is_told=True,
        is_untouched=False,
        is_asking=False,
        disk=NONE,
        on_their_way=frozenset(),
        budget=budget,
    )
    return judged(rules, robot)


def spend(robot, what):
    return robot._replace(budget=robot.budget._replace(**{what: getattr(robot.budget, what) - 1}))


def judged(rules, robot):
    """The promise: what the keeper calls saved outlives a crash."""
    is_saved = robot.is_told and robot.saving is None and robot.kept == robot.standing
    if not is_saved and not rules.every_press:
        return robot
    survives_damage = not robot.is_damaged or rules.lock_in_damage
    return robot._replace(promised=robot.pressed if survives_damage else min(robot.pressed, STOP))


# The keeper (StopKeeper, StopFile).


def written(rules, stop):
    if stop == LOCK and not rules.keeps_kind:
        return STOP
    return NONE if stop == STOP and not rules.keeps_flag else stop


def read(rules, disk):
    if disk != UNREADABLE:
        return disk
    return STOP if rules.unreadable_is_pressed else NONE


def work(robot):
    wanted = robot.standing if robot.release is None else NONE
    if not robot.is_told or robot.saving is not None or robot.kept == wanted or robot.backs_off:
        return robot
    return robot._replace(saving=wanted, kept=None)


def give_up(rules, robot):
    """Whoever wanted the release under way hears that it can't be saved, and that the robot is still stopped."""
    is_promised = robot.release is not None and rules.refused_release
    return robot._replace(release=None, promised=robot.pressed if is_promised else robot.promised)


def on_standing(rules, robot):
    """The register was stopped, released or made anew."""
    return work(robot._replace(release=None) if rules.press_voids_release else robot)


def saved(rules, robot):
    done = robot.saving
    robot = robot._replace(
        saving=None,
        kept=done if rules.newest_wins or robot.release else robot.standing,
        disk=written(rules, done),
        is_damaged=False,
    )
    if robot.release is not None and done == NONE:
        waiting = robot.release
        robot = take_effect(robot._replace(release=None), *waiting)
    return work(robot)


def failed(rules, robot, disk):
    wanted = robot.saving
    robot = robot._replace(saving=None, disk=disk)
    if wanted != NONE:
        if rules.failed_press_again:
            return robot._replace(backs_off=True)
        return work(robot._replace(kept=wanted))
    robot = give_up(rules, robot)
    return work(robot if rules.repairs_failed_release else robot._replace(kept=robot.standing))


# The register (Register, Latch).


def stop(rules, robot, kind):
    """A person stops it, or an administrator locks it."""
    boot, count = robot.number
    number = (boot, count + 1)
    robot = robot._replace(
        latch=max(robot.latch, kind) if rules.stop_before_save else robot.latch,
        number=number,
        standing=max(robot.standing if not robot.is_untouched else NONE, kind),
        is_untouched=False,
        pressed=max(robot.pressed, kind),
        pressed_number=number,
        is_released=False,
    )
    return on_standing(rules, robot)


def may_release(rules, robot, who, named):
    return (
        robot.is_told
        and robot.latch >= STOP
        and robot.release is None
        and (named == robot.number or not rules.release_names_latch)
        and (robot.latch == STOP or who == ADMINISTRATOR or not rules.lock_wants_administrator)
    )


def is_entitled(robot, who, named):
    has_right = who == ADMINISTRATOR or (who == DRIVER and robot.pressed != LOCK)
    return has_right and named >= robot.pressed_number


def release(rules, robot, who, named):
    """A release that was judged: nothing that has to be saved stands, or it is saved first."""
    if is_entitled(robot, who, named):
        robot = robot._replace(promised=NONE)
    if robot.standing == NONE and robot.kept == NONE and robot.saving is None:
        return take_effect(robot, who, named)
    if not rules.saves_before_effect:
        return work(take_effect(robot, who, named)._replace(backs_off=False))
    return work(robot._replace(release=(who, named), backs_off=False))


def take_effect(robot, who, named):
    if robot.latch < STOP:
        return robot
    robot = robot._replace(latch=FAILSAFE, standing=NONE)
    if robot.pressed == NONE or is_entitled(robot, who, named):
        return robot._replace(pressed=NONE, promised=NONE, is_released=True)
    return robot._replace(is_usurped=robot.is_usurped or (who == DRIVER and named >= robot.pressed_number))


def start(rules, robot, disk):
    """A crash, and the next start with what the disk has."""
    number = (robot.number[0] + 1, 1)
    robot = robot._replace(
        number=number,
        saving=None,
        release=None,
        backs_off=False,
        disk=disk,
        pressed=robot.promised,
        pressed_number=number,
        is_usurped=False,
    )
    if rules.is_told_late:
        return robot._replace(latch=STOP, standing=STOP, kept=None, is_told=False, is_untouched=True, is_asking=True)
    found = read(rules, disk)
    is_owed = robot.is_released and not (robot.is_damaged and found)
    return robot._replace(latch=max(found, STOP), standing=found, kept=found, is_released=is_owed)


def tell(rules, robot):
    """The store tells what stood; what was pressed meanwhile isn't weakened."""
    found = read(rules, robot.disk)
    standing = found if robot.is_untouched else max(found, robot.standing)
    robot = robot._replace(
        is_told=True,
        is_untouched=False,
        is_asking=False,
        kept=found,
        standing=standing,
        latch=standing if standing else robot.latch,
    )
    return on_standing(rules, robot)


def adopt(rules, robot):
    """Somebody has seen a higher boot number: the register begins anew, in the same process."""
    standing = robot.standing if rules.carried_over else NONE
    robot = robot._replace(
        number=(robot.number[0] + 1, 1),
        latch=max(standing, STOP),
        standing=standing,
        pressed_number=(robot.number[0] + 1, 1),
    )
    return on_standing(rules, robot)


def board_start(rules, robot):
    boot, count = robot.number
    return on_standing(rules, robot._replace(number=(boot, count + 1), latch=max(robot.latch, STOP)))


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
    if robot.is_asking:
        told = tell(rules, robot)
        yield f"the store tells: {NAMES[told.standing]}", told, undone(told)
        yield "the store can't tell", robot._replace(is_asking=rules.asks_store_again), None


def disk_events(rules, robot):
    if robot.saving is not None:
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
        if disk == "works" and robot.is_asking:
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
}
NOT_PROMISED = {
    "W1 every press outlives a crash, saved or not": (Rules(every_press=True), {"A1"}),
    "W2 a refused release outlives a crash at once": (Rules(refused_release=True), {"A1"}),
    "W3 a lock stays a lock when its file is damaged": (Rules(lock_in_damage=True), {"A2"}),
}


def variants(is_quick):
    for name, rules in AS_THEY_ARE.items():
        budget = SMALL if is_quick else FULL
        yield name, rules, budget._replace(damages=0) if rules.is_told_late else budget, set()
    for name, (rules, wanted) in {**ONE_TAKEN_OUT, **NOT_PROMISED}.items():
        yield name, rules, TWO_PRESSES if "damage" not in name and "unreadable" not in name else SMALL, wanted


def main():
    parser = argparse.ArgumentParser(description="M3: what a restart may forget of a stop")
    parser.add_argument("variant", nargs="*", help="beginnings of names; all without")
    parser.add_argument("--quick", action="store_true", help="small budgets for the rules as they are")
    parser.add_argument("--traces", action="store_true", help="the shortest way to each violation")
    options = parser.parse_args()
    is_right = True
    for name, rules, budget, wanted in variants(options.quick):
        if not options.variant or any(name.startswith(wish) for wish in options.variant):
            found = explore(first(rules, budget), events(rules), check(rules), most_states=8_000_000)
            is_right = report(name, found, wanted, options.traces) and is_right
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
