"""The pairs of a ranking: who beats whom, and by how many, only where that gives nobody's ballot away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.release import STANDARD
from flows.definition.flow import Flow, RankingQuestion
from flows.dialogue.answers import Ranked
from storage.export.building import build_export, to_json
from tests.support.examples.examples import options
from tests.support.examples.exports import closed, final, rows_of
from tests.support.trying import tries

QUESTION = RankingQuestion(id="ranking", text="In which order?", options=options("a", "b", "c"))


def pairs(ballots: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The sheet of pairs of a room with these ballots."""
    flow = Flow(id="f", title="F", questions=(QUESTION,))
    return rows_of(build_export(closed(flow), [final(QUESTION, [*map(Ranked, ballots)])], {}), "pairs", "ranking")


def _cut(order: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Ballots that rank at least the first of these."""
    return st.integers(1, len(order)).map(lambda places: tuple(order[:places]))


@tries(50)
@given(ballots=st.lists(st.permutations("abc").flatmap(_cut), min_size=5, max_size=24))
def test_pairs_are_counted_only_where_enough_ranked_both(ballots: list[tuple[str, ...]]) -> None:
    """How many prefer one of two, and who beats whom, only where 5 ballots have every two options, and each at its place."""
    together = [sum(a in ballot and b in ballot for ballot in ballots) for a, b in combinations("abc", 2)]
    at = Counter((option, ballot.index(option) if option in ballot else None) for option in "abc" for ballot in ballots)
    fewest = min(*together, *at.values())
    above = {(a, b): _prefer(ballots, a, b) for one in combinations("abc", 2) for a, b in (one, one[::-1])}
    found = {(row["option"], row["other"]): row for row in pairs(ballots)}
    are_shown = fewest >= STANDARD.k
    assert {pair: row["preferring"] for pair, row in found.items()} == (above if are_shown else dict.fromkeys(above))
    lead = {"yes": 1, "no": -1, "tie": 0, None: None}
    assert {pair: lead[row["beats"]] for pair, row in found.items()} == {
        (a, b): (over > above[b, a]) - (over < above[b, a]) if are_shown else None for (a, b), over in above.items()
    }


def _prefer(ballots: Sequence[tuple[str, ...]], a: str, b: str) -> int:
    return sum(a in ballot and (b not in ballot or ballot.index(a) < ballot.index(b)) for ballot in ballots)


COMMON = ["ab"] * 5 + ["ba"] * 3
WHOLE = ["abc"] * 4 + ["bac"] * 3 + ["bca"] * 2
WORLDS = {
    "alone, or with another": ("abc", [*COMMON, "a", "cb"], [*COMMON, "c", "ab"]),
    "alone, or before another": ("abc", [*COMMON, "b", "ca"], [*COMMON, "c", "ba"]),
    "after which of the others": ("abc", [*COMMON, "a", "bc"], [*COMMON, "b", "ac"]),
    "before which of the others, all as long": ("abcd", [*COMMON, "ab", "ab", "dc"], [*COMMON, "ab", "ac", "db"]),
    "after which of the others, all as long": ("abcd", [*COMMON, "ab", "ab", "cd"], [*COMMON, "ab", "ad", "cb"]),
    "first, and in which order the others": ("abc", [*WHOLE, "cab", "abc", "bca"], [*WHOLE, "cba", "acb", "bac"]),
}


@pytest.mark.parametrize("world", WORLDS)
def test_an_option_ranked_by_one_gives_nobody_away(world: str) -> None:
    """Ada alone ranked the last option, or put it first. What else she ranked no number of the export tells that the counts do not.

    Exact Borda points did: they say how long the ballots without an option are. So did who beats whom, and the order by Schulze.
    """
    names, *rooms = WORLDS[world]
    question = QUESTION.model_copy(update={"options": options(*names), "top": max(map(len, rooms[0]))})
    flow = Flow(id="f", title="F", questions=(question,))
    one, other = (
        build_export(closed(flow), [final(question, [Ranked(tuple(ballot)) for ballot in room])], {}) for room in rooms
    )
    assert rows_of(one, "positions", "ranking") == rows_of(other, "positions", "ranking"), "the counts are the same"
    assert to_json(one) == to_json(other)
