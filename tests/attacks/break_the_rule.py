"""Break the release rule in every way we know and see what notices: `python -m tests.attacks.break_the_rule`.

Ends with 1 when a broken rule passes for whole, or ours for broken.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from tests.attacks.invariants import NAMES, Make, broken_by
from tests.attacks.rule_model import Case, Room, cases
from tests.attacks.variants import Variant, variants

STORIES = 100


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
    ours = judge(Room, stories)
    sys.stdout.write(f"\n{len(judged) - len(survivors)} of {len(judged)} noticed in {len(stories)} stories.\n")
    sys.stdout.write(f"Our rule breaks {', '.join(ours.noticed) or 'none'} of the {len(NAMES)}.\n")
    return 1 if survivors or ours.noticed else 0


if __name__ == "__main__":
    sys.exit(main())
