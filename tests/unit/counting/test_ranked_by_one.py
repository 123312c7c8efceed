"""A ranking in which one person alone gave an option some place: how much of that ballot everything that is told of it gives away."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations
from math import factorial, prod

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from flows.counting.release import STANDARD
from flows.counting.summary import summarise
from flows.counting.tally import Tally, as_last_word, tally_all
from flows.definition.flow import RankingQuestion
from flows.dialogue.answers import Ranked
from tests.support.examples.examples import options

PEOPLE = 8


@dataclass(frozen=True)
class Rooms:
    """All rooms of 8 people who rank so many of these options, in which one person alone put the last one to a place below `top`."""

    names: str
    places: int
    top: int

    @property
    def question(self) -> RankingQuestion:
        """What is asked."""
        return RankingQuestion(id="q", text="In which order?", options=options(*self.names), top=self.places)

    def certain(self, *seen: Callable[[RankingQuestion, Tally], Hashable]) -> tuple[int, ...]:
        """For each thing seen: in how many of 100 such rooms it leaves one ballot only for that person."""
        question = self.question
        ballots = [Ranked(ballot) for ballot in permutations(self.names, self.places)]
        rare = [ballot for ballot in ballots if self.names[-1] in ballot.options[: self.top]]
        common = [ballot for ballot in ballots if ballot not in rare]
        rooms: dict[tuple[int, Hashable], Counter[Ranked]] = defaultdict(Counter)
        total = 0
        for others in combinations_with_replacement(common, PEOPLE - 1):
            orders = factorial(PEOPLE - 1) // prod(map(factorial, Counter(others).values()))
            for hers in rare:
                tally = tally_all(question, (hers, *others))
                total += orders
                for at, look in enumerate(seen):
                    rooms[at, look(question, tally)][hers] += orders
        known: Counter[object] = Counter()
        for (at, _), found in rooms.items():
            known[at] += found.total() if len(found) == 1 else 0
        return tuple(round(100 * known[at] / total) for at in range(len(seen)))


def places(_question: RankingQuestion, tally: Tally) -> Hashable:
    """How many put which option where, which is published whatever else is."""
    return repr(tally.positions)


def told(question: RankingQuestion, tally: Tally) -> Hashable:
    """All that the room and whoever has the export see."""
    return repr(summarise(question, as_last_word(tally, STANDARD.k)))


def beaten(_question: RankingQuestion, tally: Tally) -> Hashable:
    """The places, and who beats whom."""
    pairs = ((a, b, over > tally.above[b][a]) for a, row in tally.above.items() for b, over in row.items())
    return repr((tally.positions, [*pairs]))


def paired(_question: RankingQuestion, tally: Tally) -> Hashable:
    """The places, and how many prefer which, pair by pair."""
    return repr((tally.positions, tally.above))


@pytest.mark.parametrize(
    ("rooms", "figures"),
    [(Rooms("abcd", 2, 2), (6, 10, 40, 100)), (Rooms("abc", 3, 1), (26, 26, 87, 100))],
    ids=["ranked by one", "first by one"],
)
def test_what_a_ranking_tells_of_one_ballot(rooms: Rooms, figures: tuple[int, ...]) -> None:
    """PRIVACY.md, limit 17: what is told adds little to the places; who beats whom and how many prefer which would add much."""
    assert rooms.certain(places, told, beaten, paired) == figures


def gives_away(names: str, people: int, places: int, chance: random.Random) -> bool:
    """Whether places and pairs leave one ballot only for whoever alone put the last option first, in a room drawn by chance.

    Every other room with the same sums is looked for in which nobody has that ballot (whole numbers, HiGHS).
    """
    question = Rooms(names, places, 1).question
    ballots = list(permutations(names, places))
    common = [ballot for ballot in ballots if ballot[0] != names[-1]]
    hers = chance.choice([ballot for ballot in ballots if ballot not in common])
    room = tally_all(question, [Ranked(hers), *(Ranked(chance.choice(common)) for _ in range(people - 1))])
    assert as_last_word(room, STANDARD.k).above, "its pairs are told"
    alone = [tally_all(question, [Ranked(ballot)]) for ballot in ballots]
    sums = np.array([numbers(one) for one in alone]).T
    most = [0 if ballot == hers else people for ballot in ballots]
    found = milp(
        np.zeros(len(ballots)),
        constraints=LinearConstraint(sums, numbers(room), numbers(room)),
        integrality=np.ones(len(ballots), dtype=int),
        bounds=Bounds(0, most),
    )
    assert found.status in {0, 2}, found.message
    return bool(found.status == 2)


def numbers(tally: Tally) -> list[int]:
    """The places and the pairs, one after the other."""
    pairs = (over for row in tally.above.values() for over in row.values())
    return [*(count for row in tally.positions.values() for count in row), *pairs]


@pytest.mark.parametrize(
    ("names", "people", "places", "most"),
    [("abcd", 20, 4, 1), ("abcd", 40, 3, 0), ("abcde", 60, 3, 0), ("abcde", 10, 5, 1), ("abcdef", 10, 6, 0)],
)
def test_pairs_of_a_large_room_give_hardly_a_ballot_away(names: str, people: int, places: int, most: int) -> None:
    """From 4 k ballots on that rank three of four options or more, pairs are told, rare places or not: PRIVACY.md, limit 17."""
    chance = random.Random(7)
    assert sum(gives_away(names, people, places, chance) for _ in range(10)) <= most


@pytest.mark.parametrize(
    ("names", "places", "people"),
    [("abcd", 4, 19), ("abcde", 5, 9), ("abcd", 2, 40), ("abc", 3, 40)],
    ids=["few", "fewer", "short", "three"],
)
def test_pairs_are_kept_where_a_place_is_rare(names: str, places: int, people: int) -> None:
    """Fewer people, ballots of two, or three options in all: there they would give away whoever alone put an option first."""
    ballots = [ballot for ballot in permutations(names, places) if ballot[0] != names[-1]]
    room = [Ranked(ballot) for ballot in (ballots * people)[: people - 1]]
    hers = Ranked(tuple(reversed(names))[:places])
    assert not as_last_word(tally_all(Rooms(names, places, 1).question, [hers, *room]), STANDARD.k).above
