"""The robot of M3: its latch (Latch, Register), the keeper of its stop (StopKeeper) and its starts, rule by rule."""

from typing import NamedTuple

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
    tells_after_writes: bool = True  # a store asked after it was given something to save
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
    stray: int | None  # what an older robot's former connection is still saving
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
        stray=None,
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


def reconnect(rules, robot):
    """An older robot's next connection, in a node that goes on."""
    return start(rules, robot, robot.disk)._replace(stray=robot.saving)


def land(rules, robot):
    """What the former connection was saving is saved; the store writes in the order in which it was asked."""
    return robot._replace(stray=None, disk=written(rules, robot.stray))


def can_tell(rules, robot):
    return robot.is_asking and (robot.stray is None or not rules.tells_after_writes)


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
