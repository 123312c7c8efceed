"""What is published of the three doors, beside what the exact observer finds against our code."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flows.counting.release import STANDARD
from tests.attacks.doors import (
    Plan,
    Story,
    at_once,
    authors,
    closed_for_good,
    known,
    planned,
    twice_at_worst,
    workshop_closed,
)
from tests.attacks.figures import EVEN, UNEVEN


@dataclass(frozen=True)
class Doors:
    """`honest` people and `own` accounts of the facilitator's, under the standard rule; figures for p = 0.5 and p = 0.8.

    `close`: the workshop itself closed as soon as that shows anything. `good`: closed for good at the earliest moment, without a look
    before. `looks`: a look whenever one is allowed, then closed for good at the earliest moment, with the accounts at the worst places:
    `places` before each press. `author`: how often the best guess at the author of a written question is right, in the last two.
    `twice`: two rounds of one poll where nobody changes their mind.
    """

    honest: int
    own: int
    close: tuple[str, str]
    good: tuple[str, str]
    looks: tuple[str, str]
    places: tuple[int, ...]
    author: tuple[str, str]
    twice: tuple[str, str]

    def found(self) -> tuple[tuple[str, str], ...]:
        """The same five pairs as our code gives them."""
        over = workshop_closed(STANDARD, self.honest, self.own)
        apart, watched = closed_for_good(STANDARD, self.honest, self.own), self.story()
        return (
            (said(known(over, EVEN)), said(known(over, UNEVEN))),
            (said(known(apart, EVEN)), said(known(apart, UNEVEN))),
            (said(known(watched, EVEN)), said(known(watched, UNEVEN))),
            (said(authors(apart)), said(authors(watched))),
            self.rounds(),
        )

    def rounds(self) -> tuple[str, str]:
        """The pair `twice` as our code gives it."""
        found = [twice_at_worst(STANDARD, self.honest, self.own, p) for p in (EVEN, UNEVEN)]
        return said(found[0]), said(found[1])

    def story(self) -> Story:
        """Looks, then closed for good, with the accounts at these places."""
        return story_of(self.honest, self.places, at_once(STANDARD, self.honest, self.own))


def story_of(honest: int, places: tuple[int, ...], plan: Plan) -> Story:
    """The story of a plan that there are enough people for. Raises ValueError for another."""
    story = planned(STANDARD, honest, places, plan)
    if story is None:
        raise ValueError("there are not so many people")
    return story


def said(figure: Fraction) -> str:
    """A figure as it is published: rounded up, because it is a limit."""
    return f"{float(-(-figure * 100 // 1)) / 100:.2f}"


DOORS = (
    Doors(8, 0, ("0.32", "1.64"), ("0.07", "1.35"), ("0.07", "1.35"), (0,), ("0.13", "0.13"), ("0.07", "1.35")),
    Doors(8, 4, ("1.00", "1.00"), ("0.19", "1.58"), ("0.56", "2.04"), (4, 0), ("0.17", "0.28"), ("1.27", "2.94")),
    Doors(8, 7, ("1.00", "1.00"), ("0.32", "1.64"), ("1.32", "2.48"), (7, 0, 0), ("0.20", "0.43"), ("1.44", "3.20")),
    Doors(12, 0, ("0.32", "1.64"), ("0.02", "1.08"), ("0.15", "1.52"), (0, 0), ("0.10", "0.17"), ("1.03", "2.44")),
    Doors(12, 4, ("1.00", "1.00"), ("0.04", "1.21"), ("0.49", "1.99"), (1, 3, 0), ("0.12", "0.21"), ("1.06", "2.77")),
    Doors(
        12, 7, ("1.00", "1.00"), ("0.04", "1.21"), ("0.96", "2.63"), (7, 0, 0, 0), ("0.12", "0.30"), ("1.06", "2.77")
    ),
    Doors(
        20, 0, ("0.32", "1.64"), ("0.01", "0.46"), ("0.16", "1.65"), (0, 0, 0, 0), ("0.07", "0.17"), ("1.01", "2.10")
    ),
    Doors(
        20, 4, ("1.00", "1.00"), ("0.01", "0.46"), ("0.43", "1.96"), (0, 0, 0, 3, 1), ("0.07", "0.18"), ("1.01", "2.10")
    ),
    Doors(
        20,
        7,
        ("1.00", "1.00"),
        ("0.01", "0.53"),
        ("0.90", "2.62"),
        (0, 0, 2, 3, 2, 0),
        ("0.07", "0.23"),
        ("1.01", "2.18"),
    ),
    Doors(
        30,
        0,
        ("0.32", "1.64"),
        ("0.01", "0.12"),
        ("0.18", "1.70"),
        (0, 0, 0, 0, 0, 0, 0),
        ("0.05", "0.18"),
        ("1.01", "1.76"),
    ),
    Doors(
        30,
        4,
        ("1.00", "1.00"),
        ("0.01", "0.12"),
        ("0.53", "2.15"),
        (0, 0, 0, 0, 0, 1, 3, 0),
        ("0.05", "0.19"),
        ("1.01", "1.76"),
    ),
    Doors(
        30,
        7,
        ("1.00", "1.00"),
        ("0.01", "0.14"),
        ("1.01", "2.59"),
        (0, 0, 0, 0, 0, 3, 2, 2, 0),
        ("0.05", "0.22"),
        ("1.01", "1.79"),
    ),
)

WORST: tuple[tuple[int, tuple[int, ...], Plan, str], ...] = (
    (8, (4, 0), ((8,), 10), "0.56"),
    (8, (7, 0, 0), ((8, 11), 12), "1.32"),
    (12, (0, 0, 0), ((8, 11), None), "0.18"),
    (12, (0, 2, 2, 0), ((8, 11, 14), 15), "0.60"),
    (12, (0, 3, 2, 2, 0), ((8, 11, 14, 17), 18), "1.00"),
)
"""Honest people, places of the accounts, moments, and what is known for certain (p = 0.5): the most of all moments and places."""
