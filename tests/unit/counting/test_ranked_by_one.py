"""A ranking in which one person alone ranked some option: how much of that ballot everything that is told of it gives away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from itertools import combinations_with_replacement, permutations
from math import factorial, prod

from flows.counting.release import STANDARD
from flows.counting.summary import summarise
from flows.counting.tally import Tally, as_last_word, tally_all
from flows.definition.flow import RankingQuestion
from flows.dialogue.answers import Ranked
from tests.support.examples.examples import options

PEOPLE, OPTIONS = 8, "abcd"
QUESTION = RankingQuestion(id="q", text="In which order?", options=options(*OPTIONS), top=2)
BALLOTS = [Ranked(ballot) for ballot in permutations(OPTIONS, 2)]
RARE = [ballot for ballot in BALLOTS if "d" in ballot.options]
COMMON = [ballot for ballot in BALLOTS if "d" not in ballot.options]


def told(tally: Tally) -> Hashable:
    """All that the room and whoever has the export see."""
    return repr(summarise(QUESTION, as_last_word(tally, STANDARD.k)))


def places(tally: Tally) -> Hashable:
    """How many put which option where, which is published whatever else is."""
    return repr(tally.positions)


def beaten(tally: Tally) -> Hashable:
    """The same, and who beats whom."""
    return repr(
        (
            tally.positions,
            [(a, b, over > tally.above[b][a]) for a, row in tally.above.items() for b, over in row.items()],
        )
    )


def certain(seen: Callable[[Tally], Hashable]) -> float:
    """In how many rooms, of all in which one person alone ranked d, what is seen leaves one ballot only for that person."""
    rooms: dict[Hashable, Counter[Ranked]] = defaultdict(Counter)
    for others in combinations_with_replacement(COMMON, PEOPLE - 1):
        orders = factorial(PEOPLE - 1) // prod(map(factorial, Counter(others).values()))
        for hers in RARE:
            rooms[seen(tally_all(QUESTION, (hers, *others)))][hers] += orders
    known = sum(ballots.total() for ballots in rooms.values() if len(ballots) == 1)
    return known / sum(ballots.total() for ballots in rooms.values())


def test_what_a_ranking_tells_of_one_ballot() -> None:
    """PRIVACY.md, limit 17: in 10 of 100 rooms, where the counts alone do in 6 and who beats whom would in 40."""
    assert [round(100 * certain(seen)) for seen in (places, told, beaten)] == [6, 10, 40]
