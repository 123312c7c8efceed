"""The pairs of a ranking: who beats whom always, by how many only where that gives nobody's ballot away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.counting.release import STANDARD
from flows.definition.flow import Flow, RankingQuestion
from flows.dialogue.answers import Ranked
from storage.export.building import build_export
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
    """How many prefer one of two is there only where every two options stand together on 5 ballots; who beats whom, always."""
    fewest = min(sum(a in ballot and b in ballot for ballot in ballots) for a, b in combinations("abc", 2))
    above = {(a, b): _prefer(ballots, a, b) for one in combinations("abc", 2) for a, b in (one, one[::-1])}
    found = {(row["option"], row["other"]): row for row in pairs(ballots)}
    assert {pair: row["preferring"] for pair, row in found.items()} == (
        above if fewest >= STANDARD.k else dict.fromkeys(above)
    )
    lead = {"yes": 1, "no": -1, "tie": 0}
    assert {pair: lead[row["beats"]] for pair, row in found.items()} == {
        (a, b): (over > above[b, a]) - (over < above[b, a]) for (a, b), over in above.items()
    }


def _prefer(ballots: Sequence[tuple[str, ...]], a: str, b: str) -> int:
    return sum(a in ballot and (b not in ballot or ballot.index(a) < ballot.index(b)) for ballot in ballots)


def test_an_option_ranked_by_one_gives_nobody_away() -> None:
    """Of twelve people Ada alone ranked c: whether above a or below it is told by no pair with c."""
    room = [("a", "b")] * 6 + [("b", "a")] * 5
    above_it, below_it = (
        [row for row in pairs([*room, hers]) if "c" in (row["option"], row["other"])]
        for hers in (("c", "a"), ("a", "c"))
    )
    assert above_it == below_it
