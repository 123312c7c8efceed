"""What a facilitator with accounts of their own learns at the three doors is what is published, and the observer there is exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flows.counting import release
from flows.counting.release import STANDARD, Ask, Crowd, Policy
from tests.attacks.door_figures import DOORS, WORST, Doors, said, story_of
from tests.attacks.doors import Plan, Story, at_once, authors, climbed, closed_for_good, known, learned, plans, worst
from tests.attacks.figures import EVEN, UNEVEN
from tests.attacks.observer import attack
from tests.attacks.rules import OURS

QUICK = {8, 12}


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=() if row.honest in QUICK else pytest.mark.long) for row in DOORS],
    ids=lambda row: f"{row.honest} people, {row.own} accounts",
)
def test_published_figures(row: Doors) -> None:
    """Each door at its earliest moment, authors of written questions, and two rounds: every figure is what our code gives."""
    assert row.found() == (row.close, row.good, row.looks, row.author, row.twice)


@pytest.mark.parametrize(("honest", "places", "plan", "figure"), WORST, ids=str)
def test_the_worst_moments_and_places(honest: int, places: tuple[int, ...], plan: Plan, figure: str) -> None:
    """What the worst of all moments and places gives, which `test_nothing_is_worse` searches."""
    assert said(known(story_of(honest, places, plan), EVEN)) == figure


@pytest.mark.parametrize(
    ("honest", "own", "figure"),
    [(8, 4, "0.56"), pytest.param(12, 4, "0.60", marks=pytest.mark.long)],
)
def test_nothing_is_worse(honest: int, own: int, figure: str) -> None:
    """No choice of moments and no places of the accounts tell more for certain."""
    assert said(worst(STANDARD, honest, own, EVEN, plans(STANDARD, honest, own))[0]) == figure


@pytest.mark.parametrize(("honest", "own"), [(8, 7), (12, 4)])
def test_climbing_finds_the_worst_places(honest: int, own: int) -> None:
    """In small rooms, where all places can be tried, moving one account at a time finds none less telling."""
    plan = at_once(STANDARD, honest, own)
    assert climbed(STANDARD, honest, own, EVEN, plan)[0] == worst(STANDARD, honest, own, EVEN, [plan])[0]


@pytest.mark.parametrize("p", [EVEN, UNEVEN])
@pytest.mark.parametrize(
    ("groups", "own"),
    [(((8, 0), (3, 0), (1, 0)), ()), (((7, 1), (2, 1), (0, 1)), (0, 8, 11))],
    ids=["honest", "infiltrated"],
)
def test_groups_tell_as_much_as_single_draws(
    groups: tuple[tuple[int, int], ...], own: tuple[int, ...], p: Fraction
) -> None:
    """On the clock the figures equal, as fractions, those of the observer that lists every draw."""
    story = Story(STANDARD, groups, (Ask.TICK,) * 3)
    listed = attack(OURS, STANDARD, sum(map(sum, groups)), p, own)
    assert learned(story, p) == listed
    assert known(story, p) == listed.certain


def test_authors_of_one_batch_are_all_as_likely() -> None:
    """Where one batch has everybody, a guess at an author is right once in so many people; a look before it makes it easier."""
    assert authors(closed_for_good(STANDARD, 12, 0)) == Fraction(1, 10)
    assert authors(story_of(12, (0, 0), at_once(STANDARD, 12, 0))) > Fraction(1, 10)


def _behind_one(policy: Policy, crowd: Crowd) -> int:
    return max(0, policy.k - crowd.handed_in)


def test_a_door_that_opens_too_soon_gives_people_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed for good at k instead of k + b and four fifths, behind the first honest person: that one is known, whoever it is."""
    story = Story(STANDARD, ((1, 4), (11, 0)), (Ask.END, Ask.TICK))
    assert known(story, EVEN) < Fraction(1, 2)
    assert authors(story) < Fraction(1, 5)
    monkeypatch.setattr(release, "missing_for_good", _behind_one)
    assert known(story, EVEN) == 1
    assert authors(story) == 1
