"""Breadth-first search through every state of a model, and the command line that the models share."""

import argparse
import time
from collections import deque


class Found:
    """What a search found: the states it reached and, for each broken invariant, its shortest trace."""

    def __init__(self, start):
        self.parents = {start: None}
        self.broken = {}
        self.is_complete = False
        self.seconds = 0.0

    @property
    def states(self):
        return len(self.parents)

    def note(self, violation, state, event=None):
        """The first one of each invariant counts; its name is the violation's first word."""
        self.broken.setdefault(violation.split(" ", 1)[0], (violation, state, event))

    def trace(self, invariant):
        _, state, event = self.broken[invariant]
        events = [] if event is None else [event]
        while self.parents[state] is not None:
            state, before = self.parents[state]
            events.append(before)
        return events[::-1]


def explore(start, events, check=None, most_states=2_000_000, enough=frozenset()):
    """
    events(state) yields (what happens, next state, the violation that this is or None); nothing goes on after a
    violation. check(state) yields violations of a state as such. The search ends early when all invariants of
    enough are broken.
    """
    found = Found(start)
    began = time.monotonic()
    waiting = deque([start])
    while waiting and not (enough and enough <= found.broken.keys()):
        state = waiting.popleft()
        for violation in check(state) if check else ():
            found.note(violation, state)
        for event, following, violation in events(state):
            if violation:
                found.note(violation, state, event)
            elif following not in found.parents:
                if len(found.parents) >= most_states:
                    found.seconds = time.monotonic() - began
                    return found
                found.parents[following] = (state, event)
                waiting.append(following)
    found.is_complete = not waiting
    found.seconds = time.monotonic() - began
    return found


def report(name, found, wanted, with_traces=False):
    """
    Prints a line; true when exactly the invariants of wanted are broken: none for the rules as they are, and for
    rules with one taken out at least those.
    """
    broken = set(found.broken)
    is_right = wanted <= broken if wanted else found.is_complete and not broken
    outcome = "fails " + " ".join(sorted(broken)) if broken else "passes"
    expected = "fails " + " ".join(sorted(wanted)) if wanted else "passes"
    note = "" if is_right else f"   UNEXPECTED, should be: {expected}"
    reach = "all" if found.is_complete else "first"
    print(f"{name:<64} {reach} {found.states:>8} states {found.seconds:6.1f} s  {outcome}{note}", flush=True)
    if with_traces or not is_right:
        for invariant in sorted(broken):
            print("    " + found.broken[invariant][0])
            for event in found.trace(invariant):
                print("        " + event)
    return is_right


def main(title, variants):
    """
    The command line of a model: 0 when every variant ends as it should, else 1.
    variants(is_quick) yields (name, the invariants that it has to break, a search that returns what was found).
    """
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("variant", nargs="*", help="beginnings of variants' names; without, all of them")
    parser.add_argument("--quick", action="store_true", help="smaller budgets for the rules as they are")
    parser.add_argument("--traces", action="store_true", help="print the shortest way to each violation")
    options = parser.parse_args()
    outcomes = [
        report(name, search(), wanted, options.traces)
        for name, wanted, search in variants(options.quick)
        if not options.variant or any(name.startswith(wish) for wish in options.variant)
    ]
    if not outcomes:
        parser.error("no variant's name begins so; without one, all of them run")
    return 0 if all(outcomes) else 1
