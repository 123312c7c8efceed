"""The table of the anonymity rules (3b) beside what the exact observer finds against our code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product

from flows.counting.release import STANDARD, Policy
from tests.attacks.observer import Figures, attack, attack_by_symmetry, courses
from tests.attacks.rules import FIFO, LIVE, MINIMUM, OURS, Rule

EVEN, UNEVEN = Fraction(1, 2), Fraction(4, 5)
B2, B5, B8 = Policy("own", 5, 2), Policy("own", 5, 5), Policy("own", 8, 8)
AT_CLOSE = Policy("own", 5, 3, close_only=True)

Cell = tuple[str | None, str | None]
"""(people known for certain, probability of a right guess) as published; None: not published."""
NOTHING: Cell = (None, None)


@dataclass(frozen=True)
class Row:
    """One rule for one group size, with the published figures for p = 0.5 and p = 0.8."""

    name: str
    rule: Rule
    policy: Policy
    people: int
    even: Cell
    uneven: Cell


TWELVE = (
    Row("live per answer", LIVE, STANDARD, 12, ("12.00", "1.000"), ("12.00", "1.000")),
    Row("minimum 5, then live", MINIMUM, STANDARD, 12, ("7.31", "0.870"), ("8.64", "0.923")),
    Row("batches k5 b3 in order, rest at close", FIFO, STANDARD, 12, ("2.81", "0.745"), ("5.76", "0.843")),
    Row("batches k5 b5 in order, rest at close", FIFO, B5, 12, ("1.62", "0.698"), ("4.64", "0.819")),
    Row("random + reserve k5 b2", OURS, B2, 12, ("0.41", "0.661"), ("2.08", "0.809")),
    Row("**random + reserve k5 b3 (standard)**", OURS, STANDARD, 12, ("0.18", "0.639"), ("1.59", "0.804")),
    Row("random + reserve k5 b5", OURS, B5, 12, ("0.04", "0.624"), ("1.11", "0.802")),
    Row("close only", OURS, AT_CLOSE, 12, ("0.01", "0.613"), ("0.82", "0.801")),
)
EIGHT = (
    Row("live per answer", LIVE, STANDARD, 8, NOTHING, NOTHING),
    Row("minimum 5, then live", MINIMUM, STANDARD, 8, NOTHING, NOTHING),
    Row("batches k5 b3 in order, rest at close", FIFO, STANDARD, 8, NOTHING, NOTHING),
    Row("batches k5 b5 in order, rest at close", FIFO, B5, 8, NOTHING, NOTHING),
    Row("random + reserve k5 b2", OURS, B2, 8, NOTHING, NOTHING),
    Row("**random + reserve k5 b3 (standard)**", OURS, STANDARD, 8, ("0.06", None), ("1.34", None)),
    Row("random + reserve k5 b5", OURS, B5, 8, NOTHING, NOTHING),
    Row("close only", OURS, AT_CLOSE, 8, ("0.06", None), ("1.34", None)),
)
LARGER = (
    Row("random + reserve k5 b3", OURS, STANDARD, 20, ("0.11", None), ("1.59", None)),
    Row("random + reserve k5 b5", OURS, B5, 20, ("0.01", None), ("0.83", None)),
    Row("random + reserve k5 b5", OURS, B5, 30, ("0.01", None), ("0.80", None)),
    Row("random + reserve k8 b8", OURS, B8, 30, ("0.001", None), ("0.34", None)),
)


@dataclass(frozen=True)
class Infiltrated:
    """Honest people and an observer's own accounts that answer at these places (0: the first of all)."""

    name: str
    rule: Rule
    honest: int
    sybils: tuple[int, ...]
    published: str | None


SYBILS = (
    Infiltrated("4 first, minimum 5 then live", MINIMUM, 12, tuple(range(4)), "12.00"),
    Infiltrated("4 first, standard", OURS, 12, tuple(range(4)), "0.27"),
    Infiltrated("7 first, standard", OURS, 12, tuple(range(7)), "0.87"),
    Infiltrated("4 at the worst places (of 29 placements), standard", OURS, 12, (8, 11, 12, 13), None),
    Infiltrated("7 at the worst places (of 158 placements), standard", OURS, 12, (8, 9, 11, 12, 13, 14, 15), None),
    Infiltrated("17 between 3 honest, standard", OURS, 3, (*range(7), *range(8, 13), *range(14, 19)), "2.5"),
)


def measured(row: Row, p: Fraction) -> Figures:
    """What the observer achieves against a row's rule: every draw listed up to 12 people, by symmetry above."""
    return (attack if row.people <= 12 else attack_by_symmetry)(row.rule, row.policy, row.people, p)


def infiltrated(case: Infiltrated) -> Figures:
    """What an observer with accounts of their own learns of the honest, p = 0.5, against the standard policy."""
    return attack(case.rule, STANDARD, case.honest + len(case.sybils), EVEN, case.sybils)


def looks(row: Row) -> str:
    """When a rule shows something: answers in -> people shown."""
    (sizes,) = courses(row.rule, row.policy, [True] * row.people)
    totals = accumulate(size for _, size, _ in sizes)
    moments = (str(arrived) if arrived <= row.people else "close" for arrived, _, _ in sizes)
    return ", ".join(f"{moment} → {total}" for moment, total in zip(moments, totals, strict=True))


def rounded(value: Fraction, published: str | None, digits: int) -> str:
    """A figure with as many digits as the published one has."""
    return f"{float(value):.{len(published.partition('.')[2]) if published else digits}f}"


def agrees(value: Fraction, published: str | None) -> bool:
    """Whether a figure rounds to the published one (a 5 at the end may have been rounded either way)."""
    if published is None:
        return True
    return abs(value - Fraction(published)) <= Fraction(1, 2 * 10 ** len(published.partition(".")[2]))


def placements(sybils: int, honest: int) -> Iterator[tuple[int, ...]]:
    """Every way of placing sybils that differs under the standard policy.

    People who come between the same two looks are exchangeable, so only how many sybils come between two looks counts.
    """
    people = honest + sybils
    starts = [0, *range(STANDARD.k + STANDARD.b, people, STANDARD.b)]
    groups = [range(start, min(end, people)) for start, end in zip(starts, [*starts[1:], people], strict=True)]
    for counts in product(*(range(len(group) + 1) for group in groups)):
        if sum(counts) == sybils:
            yield tuple(place for group, count in zip(groups, counts, strict=True) for place in group[:count])
