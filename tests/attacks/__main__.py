"""Print what the exact observer learns under each rule, beside the published figures: `python -m tests.attacks`."""

from __future__ import annotations

import argparse
import sys

from tests.attacks.door_figures import DOORS, Doors
from tests.attacks.figures import (
    EIGHT,
    EVEN,
    LARGER,
    SYBILS,
    TWELVE,
    UNEVEN,
    Cell,
    Infiltrated,
    Row,
    agrees,
    infiltrated,
    looks,
    measured,
    placements,
    rounded,
)
from tests.attacks.observer import Figures
from tests.attacks.rules import OURS

EXPLAINED = """\
Expected number of people known for certain / probability of a right guess, for an observer who knows the order of
arrival and sees every release of a binary question (each "yes" with probability p). In brackets: as published; a figure
that does not round to the published one is marked ≠.
"""


def cell(found: Figures, published: Cell) -> str:
    """`0.18 / 0.639 (0.18 / 0.639)`: ours and the published."""
    ours = " / ".join(
        rounded(value, text, digits)
        for value, text, digits in zip((found.certain, found.guess), published, (2, 3), strict=True)
    )
    said = " / ".join(text for text in published if text)
    same = agrees(found.certain, published[0]) and agrees(found.guess, published[1])
    return f"{ours}{'' if same else ' ≠'}{f' ({said})' if said else ''}"


def line(row: Row) -> str:
    """One row of the table."""
    shown = looks(row) if row.people <= 12 else "by symmetry"
    figures = [cell(measured(row, p), said) for p, said in ((EVEN, row.even), (UNEVEN, row.uneven))]
    return f"| {row.people} | {row.name} | {shown} | {figures[0]} | {figures[1]} |\n"


def sybil_line(case: Infiltrated) -> str:
    """One row of the table of false accounts."""
    return f"| {case.name} | {case.honest} | {cell(infiltrated(case), (case.published, None))} |\n"


def worst(sybils: int) -> str:
    """The row of the worst of all placements of so many sybils among 12 honest people."""
    cases = [Infiltrated(f"{sybils} at {places}", OURS, 12, places, None) for places in placements(sybils, 12)]
    found, case = max(((infiltrated(case).certain, case) for case in cases), key=lambda pair: pair[0])
    return f"| worst of {len(cases)} placements: {case.name} | 12 | {float(found):.2f} |\n"


def door_line(row: Doors) -> str:
    """One row of the table of doors: five pairs, computed anew, ≠ where they are not as published."""
    published = (row.close, row.good, row.looks, row.author, row.twice)
    cells = (
        " / ".join(pair) + ("" if pair == said else " ≠") for pair, said in zip(row.found(), published, strict=True)
    )
    return f"| {row.honest} | {row.own} | {' | '.join(cells)} |\n"


def main() -> int:
    """Print the tables; with --worst N also search for the worst placement of N sybils."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--worst", type=int, action="append", default=[], metavar="SYBILS")
    chosen = parser.parse_args()
    sys.stdout.write(f"{EXPLAINED}\n| n | rule | answers in → shown | p = 0.5 | p = 0.8 |\n|---|---|---|---|---|\n")
    for row in (*TWELVE, *EIGHT, *LARGER):
        sys.stdout.write(line(row))
    sys.stdout.write(
        "\n| false accounts, and when they answer | honest | known for certain / guess, p = 0.5 |\n|---|---|---|\n"
    )
    for case in SYBILS:
        sys.stdout.write(sybil_line(case))
    sys.stdout.write(
        "\n| honest | accounts | workshop closed at once | poll closed for good | looks, then for good | author of a written question | "
        "two rounds |\n|---|---|---|---|---|---|---|\n"
    )
    for doors in DOORS:
        sys.stdout.write(door_line(doors))
    for sybils in chosen.worst:
        sys.stdout.write(worst(sybils))
    return 0


if __name__ == "__main__":
    sys.exit(main())
