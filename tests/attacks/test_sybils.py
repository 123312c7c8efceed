"""A15: what an observer gains by joining with accounts of their own stays within published bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flows.counting.release import STANDARD
from tests.attacks.figures import EVEN, SYBILS, Infiltrated, agrees, infiltrated, placements
from tests.attacks.observer import attack
from tests.attacks.rules import MINIMUM, OURS

LATE = (8, 11, 12, 13)
"""The worst of all placements of four among twelve: `python -m tests.attacks --worst 4` searches them."""


@pytest.mark.parametrize(
    "case", [*SYBILS[:2], pytest.param(SYBILS[2], marks=pytest.mark.long)], ids=lambda case: case.name
)
def test_published_figures(case: Infiltrated) -> None:
    """The figures for accounts that answer before everybody else are those that are published."""
    found = infiltrated(case)
    assert agrees(found.certain, case.published), float(found.certain)


def test_four_sybils_never_learn_a_whole_person() -> None:
    """Four accounts at the worst places learn 0.53 of twelve people at most; a bare minimum of 5 gives all twelve."""
    assert LATE in set(placements(4, 12))
    assert Fraction(1, 2) < attack(OURS, STANDARD, 16, EVEN, LATE).certain < Fraction(53, 100)
    assert attack(MINIMUM, STANDARD, 16, EVEN, tuple(range(4))).certain == 12


def test_placements_miss_nothing() -> None:
    """Two ways of placing sybils between the same looks are one: the observer learns the same from both."""
    one, other = (0, 8, 11, 12), (7, 10, 12, 13)
    assert one in set(placements(4, 12))
    assert attack(OURS, STANDARD, 16, EVEN, one) == attack(OURS, STANDARD, 16, EVEN, other)
