"""Break the rule, and what is refused around it, in every way we know, and see what notices: `python -m tests.attacks.break_the_rule`.

Ends with 1 when a broken rule passes for whole, or ours for broken.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from flows.counting import release
from flows.counting.release import SENSITIVE, STANDARD, Ask, Crowd, Door, Policy
from tests.attacks.invariants import NAMES, Make, broken_by
from tests.attacks.refused.refusals import REFUSALS, edited_source, is_held, whole
from tests.attacks.rule_model import Case, Room, cases
from tests.attacks.rules import edited_module
from tests.attacks.variants import OPEN_DOORS, Variant, variants

STORIES = 100
ROOMS = (8, 11, 12, 16)
"""People who take part, in the crowds that the doors are tried with."""

Opened = tuple[Door | None, int, int, int]
"""Which door, and how many people are counted, held back, and counted as "no answer"."""


@dataclass(frozen=True)
class Verdict:
    """What noticed a variant: after how many stories the first time, and in how many of them each invariant."""

    first: int | None
    noticed: dict[str, int]

    def noticed_by(self, name: str) -> bool:
        """Whether this invariant was broken in some story."""
        return self.noticed.get(name, 0) > 0


def judge(make: Make, stories: Iterable[Case]) -> Verdict:
    """Play all stories in rooms of this kind."""
    broken = [broken_by(make, story) for story in stories]
    first = next((place for place, names in enumerate(broken, start=1) if names), None)
    noticed = {name: sum(name in names for names in broken) for name in NAMES}
    return Verdict(first, {name: times for name, times in noticed.items() if times})


def by_the_book(policy: Policy, ask: Ask, crowd: Crowd) -> Opened:
    """The table of doors of the anonymity rules (3f), word by word."""
    waiting, first = crowd.waiting, crowd.counted == 0
    if ask is Ask.CLOSE:
        return (Door.CLOSE, waiting, 0, 0) if waiting >= (policy.k if first else policy.b) else (None, 0, 0, 0)
    if policy.close_only or crowd.of_some:
        return None, 0, waiting, 0
    most_of_them = crowd.handed_in >= policy.k + policy.b and 5 * crowd.handed_in >= 4 * crowd.taking_part
    if ask is Ask.END and most_of_them and (first or waiting >= policy.b):
        return Door.FOR_GOOD, waiting, 0, crowd.taking_part - crowd.handed_in
    if crowd.written and (ask is Ask.TICK or not crowd.collected):  # stricter than the book: no look at open answers
        return None, 0, waiting, 0
    if waiting >= (policy.k + policy.b if first else 2 * policy.b):
        return Door.LOOK, waiting - policy.b, policy.b, 0
    return None, 0, waiting, 0


def crowds() -> Iterable[Crowd]:
    """Every number of people waiting and counted in small rooms; questions for all, for some, open answers, panel rounds."""
    kinds = ((False, False), (True, False), (True, True))
    for taking_part, of_some, (written, collected) in product(ROOMS, (False, True), kinds):
        for handed_in in range(taking_part + 1):
            for counted in {0, *range(5, handed_in + 1)}:
                yield Crowd(handed_in - counted, counted, taking_part, handed_in, of_some, written, collected)


def opens_wrongly(rule: Any = release) -> str | None:
    """The first crowd for which the rule decides otherwise than the book, or None. `rule`: the module that decides."""
    for policy, ask, crowd in product((STANDARD, SENSITIVE), Ask, crowds()):
        found = rule.decide(policy, rule.Ask(ask), crowd)
        if (found.door, found.members, found.reserve, found.absent) != by_the_book(policy, ask, crowd):
            return f"{policy.preset}, {ask}: {crowd}"
    return None


def line(variant: Variant, verdict: Verdict) -> str:
    """One row of the table: the invariant it was made to break first, then the others, the most frequent first."""
    others = sorted((name for name in verdict.noticed if name != variant.breaks), key=lambda n: -verdict.noticed[n])
    own = f"**{variant.breaks}**" if verdict.noticed_by(variant.breaks) else "(survives)"
    return f"| {variant.name} | {own} | {', '.join(others)} | {verdict.first or '-'} |\n"


def main() -> int:
    """Print the table; 1 if a variant survives the invariant it breaks or our own rule breaks one."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.break_the_rule", description=__doc__)
    parser.add_argument("--stories", type=int, default=STORIES)
    stories = cases(parser.parse_args().stories)
    sys.stdout.write("| broken rule | noticed by | and by | story |\n|---|---|---|---|\n")
    judged = [(variant, judge(variant.make, stories)) for variant in variants()]
    for variant, verdict in judged:
        sys.stdout.write(line(variant, verdict))
    survivors = [variant.name for variant, verdict in judged if not verdict.noticed_by(variant.breaks)]
    sys.stdout.write("\n| broken door | noticed at |\n|---|---|\n")
    doors = {one.name: opens_wrongly(edited_module(one.edit)) for one in OPEN_DOORS}
    for name, noticed in doors.items():
        sys.stdout.write(f"| {name} | {noticed or '(survives)'} |\n")
    survivors += [name for name, noticed in doors.items() if noticed is None]
    sys.stdout.write("\n| refusal that is gone | noticed |\n|---|---|\n")
    gone = {one.name: not is_held(one, edited_source(one.module, one.edit)) for one in REFUSALS}
    for name, is_noticed in gone.items():
        sys.stdout.write(f"| {name} | {'yes' if is_noticed else '(survives)'} |\n")
    survivors += [name for name, is_noticed in gone.items() if not is_noticed]
    ours = judge(Room, stories)
    tried = len(judged) + len(doors) + len(gone)
    sys.stdout.write(
        f"\n{tried - len(survivors)} of {tried} noticed, those of the first table in {len(stories)} stories.\n"
    )
    sys.stdout.write(f"Our rule breaks {', '.join(ours.noticed) or 'none'} of the {len(NAMES)}.\n")
    is_whole = all(is_held(one, whole(one)) for one in REFUSALS)
    return 1 if survivors or ours.noticed or opens_wrongly() or not is_whole else 0


if __name__ == "__main__":
    sys.exit(main())
