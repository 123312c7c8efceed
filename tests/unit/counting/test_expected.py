"""Who came of those expected: only what the released tally says, small groups without a number, and no number by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.expected import SHARES, Expectation, expectations
from flows.counting.tally import Tally, tally_all
from flows.definition.flow import SingleQuestion
from flows.dialogue.answers import Answer, Chosen, Skipped
from tests.support.examples.examples import options
from tests.support.trying import tries

SECTOR = SingleQuestion(id="sector", text="Which sector?", options=options("resident", "business", "council"))
NAMES = [option.id for option in SECTOR.options]
SIZES = st.sampled_from([0, 1, 2, 4, 5, 6, 12])


def tally(skipped: int = 0, **people: int) -> Tally:
    """What is released: so many of each group."""
    given_answers: list[Answer] = [Chosen(name) for name, n in people.items() for _ in range(n)]
    return tally_all(SECTOR, [*given_answers, *[Skipped()] * skipped])


def bounds(found: tuple[Expectation, ...]) -> dict[str, tuple[int | None, int | None]]:
    """Group -> between what its number lies."""
    return {one.option: (one.least, one.most) for one in found}


def test_nothing_before_a_release() -> None:
    """What is expected is all that is known."""
    found = expectations(SECTOR, {"business": 10, "resident": 40, "gone": 3}, None, 5)
    assert [(one.option, one.expected, one.exact, one.under) for one in found] == [
        ("resident", 40, None, None),
        ("business", 10, None, None),
    ]


def test_small_groups_have_no_number() -> None:
    """Nobody, one and four are told alike; two small ones together do not give each other away."""
    expected = dict.fromkeys(NAMES, 40)
    for few in (1, 4):
        found = expectations(SECTOR, expected, tally(resident=12, business=few, council=4), 5)
        assert bounds(found) == {"resident": (12, 12), "business": (0, 4), "council": (0, 4)}
    one = expectations(SECTOR, expected, tally(resident=12), 5)
    assert bounds(one) == {"resident": (12, 12), "business": (0, 4), "council": (0, 4)}, "nobody is hidden"
    assert bounds(expectations(SECTOR, expected, tally(skipped=1, resident=12, business=6, council=7), 5)) == {
        "resident": (12, 12), "business": (6, 6), "council": (7, 7),
    }, "one without a group hides no group"  # fmt: skip
    alone = expectations(SECTOR, expected, tally(resident=12, business=3, council=6), 5)
    assert bounds(alone) == {"resident": (12, 12), "business": (0, 4), "council": (5, None)}, "13 - 6 would tell it"


@tries(60)
@given(sizes=st.tuples(SIZES, SIZES, SIZES), skipped=SIZES, k=st.sampled_from([4, 5, 8]))
def test_no_small_number_follows(sizes: tuple[int, int, int], skipped: int, k: int) -> None:
    """From the total and all numbers said, those without one follow only as k people together or more, or as nobody."""
    people = dict(zip(NAMES, sizes, strict=True))
    found = expectations(SECTOR, dict.fromkeys(NAMES, 40), tally(skipped, **people), k)
    said = sum(one.exact or 0 for one in found)
    hidden = sum(sizes) - said  # who gave no group is in the base, which is told
    assert hidden == 0 or hidden >= k or said == 0
    for one in found:
        assert one.exact is None or one.exact >= k
        assert (one.least or 0) <= people[one.option]
        assert one.most is None or people[one.option] <= one.most
        assert one.under is None or people[one.option] < one.under * 40, "a sentence is true whatever is hidden"


@pytest.mark.parametrize(("came", "wanted", "under"), [(12, 40, 1), (12, 50, 0), (19, 40, 2), (20, 40, None)])
def test_the_smallest_share_that_is_certain(came: int, wanted: int, under: int | None) -> None:
    """12 of 40 are fewer than a third, 12 of 50 fewer than a quarter, half are not too few."""
    one = Expectation("resident", "Resident", wanted, came, came)
    assert one.under == (None if under is None else SHARES[under])
