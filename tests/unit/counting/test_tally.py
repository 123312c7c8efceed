"""Counting answers: laws that hold for every question type, and what is refused."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.tally import add, empty, merge, point_bins, tally_all, tally_from_json, tally_to_json, withheld
from flows.definition.flow import AllocationQuestion, MultiQuestion, Question, RankingQuestion
from flows.dialogue.answers import Answer, Chosen, Picked, Ranked, Shared, Skipped, Written
from tests.support.examples.examples import (
    EXAMPLES,
    HUNDRED,
    MULTI,
    POINTS,
    RANKING,
    SCALE,
    SINGLE,
    STANCE,
    TEXT,
    answers_to,
    options,
)

each_question = pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: question.id)


def drawn(data: st.DataObject, question: Question) -> list[Answer]:
    """Up to 30 people's answers."""
    return data.draw(st.lists(answers_to(question), max_size=30))


@each_question
@given(data=st.data())
def test_order(question: Question, data: st.DataObject) -> None:
    """A tally says nothing about the order in which people answered."""
    answers = drawn(data, question)
    assert tally_all(question, answers) == tally_all(question, data.draw(st.permutations(answers)))


@each_question
@given(data=st.data())
def test_merge_is_union(question: Question, data: st.DataObject) -> None:
    """Two tallies added up are the tally of all the people."""
    some, others = drawn(data, question), drawn(data, question)
    both = merge(tally_all(question, some), tally_all(question, others))
    assert both == tally_all(question, some + others)
    assert merge(both, empty(question)) == both


@each_question
@given(data=st.data())
def test_add_one_by_one(question: Question, data: st.DataObject) -> None:
    """Adding people one by one gives the tally of all of them."""
    answers = drawn(data, question)
    tally = empty(question)
    for answer in answers:
        tally = add(tally, question, answer)
    assert tally == tally_all(question, answers)


@each_question
@given(data=st.data())
def test_json_round_trip(question: Question, data: st.DataObject) -> None:
    """A tally written as JSON, its keys sorted, reads back as the same tally."""
    tally = tally_all(question, drawn(data, question))
    assert tally_from_json(json.loads(json.dumps(tally_to_json(tally), sort_keys=True))) == tally


@each_question
@given(data=st.data())
def test_everybody_is_counted_once(question: Question, data: st.DataObject) -> None:
    """Asked is everybody, skipped those without an answer; one choice a person adds to answered, and so do the bins."""
    answers = drawn(data, question)
    tally = tally_all(question, answers)
    assert (tally.asked, tally.skipped) == (len(answers), answers.count(Skipped()))
    if question in {SINGLE, SCALE, STANCE}:
        assert sum(tally.counts.values()) + tally.skipped == tally.asked
    for option, bins in tally.bins.items():
        assert sum(bins) == tally.answered
        assert bins[0] == tally.answered - tally.counts[option]


@given(data=st.data())
def test_ranking_adds_up(data: st.DataObject) -> None:
    """Positions add to those who ranked the option, and two options share the ballots that order them."""
    answers = drawn(data, RANKING)
    tally = tally_all(RANKING, answers)
    ballots = [answer.options for answer in answers if isinstance(answer, Ranked)]
    assert {option: sum(row) for option, row in tally.positions.items()} == dict(tally.counts)
    for a, row in tally.above.items():
        for b, over in row.items():
            assert over + tally.above[b][a] == sum(a in ballot or b in ballot for ballot in ballots)


def test_partial_ballot() -> None:
    """A ranked option is above every unranked one, and two unranked options are in no order."""
    tally = tally_all(RANKING, [Ranked(("c", "a"))])
    assert tally.above["c"] == {"a": 1, "b": 1, "d": 1}
    assert tally.above["a"] == {"b": 1, "c": 0, "d": 1}
    assert tally.above["b"] == {"a": 0, "c": 0, "d": 0}
    assert tally.positions == {"a": (0, 1, 0), "b": (0, 0, 0), "c": (1, 0, 0), "d": (0, 0, 0)}


def test_points() -> None:
    """Points are summed and binned, with a zero for each option left out."""
    tally = tally_all(HUNDRED, [Shared((("a", 100),)), Shared((("a", 1), ("b", 99))), Skipped()])
    assert (tally.points, tally.counts) == ({"a": 101, "b": 99, "c": 0}, {"a": 2, "b": 1, "c": 0})
    assert tally.bins["a"] == (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    assert tally.bins["c"] == (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_point_bins() -> None:
    """Small totals are kept point by point; larger ones as nothing and ten equal bins."""
    assert point_bins(POINTS) == tuple((points, points) for points in range(11))
    assert point_bins(HUNDRED)[:3] == ((0, 0), (1, 10), (11, 20))
    assert point_bins(HUNDRED)[-1] == (91, 100)


@given(st.integers(2, 1000))
def test_point_bins_cover_every_number(total: int) -> None:
    """The bins of any total follow each other without gaps from 0 to the total, and differ by one point at most."""
    bins = point_bins(AllocationQuestion(id="q", text="?", options=options("a", "b"), total=total))
    assert [points for low, high in bins for points in range(low, high + 1)] == list(range(total + 1))
    widths = {high - low for low, high in bins[1:]}
    assert len(bins) <= 13
    assert max(widths) - min(widths) <= 1


@pytest.mark.parametrize(
    "question, answer",
    [
        (SINGLE, Picked(("a",))),
        (SINGLE, Chosen("z")),
        (SCALE, Written("2")),
        (STANCE, Chosen("yes")),
        (MULTI, Chosen("a")),
        (MULTI, Picked(("a", "a"))),
        (MULTI, Picked(("a", "none"))),
        (MultiQuestion(id="two", text="?", options=options("a", "b", "c"), max=2), Picked(("a", "b", "c"))),
        (RANKING, Ranked(())),
        (RANKING, Ranked(("a", "b", "c", "d"))),
        (RANKING, Ranked(("a", "b", "a"))),
        (POINTS, Shared(())),
        (POINTS, Shared((("a", 11),))),
        (POINTS, Shared((("a", 6), ("b", 6)))),
        (POINTS, Shared((("a", 0),))),
        (POINTS, Shared((("a", -1), ("b", 3)))),
        (TEXT, Chosen("a")),
        (TEXT, Written("")),
    ],
)
def test_refuses_what_does_not_fit(question: Question, answer: Answer) -> None:
    """An answer that does not fit its question is refused in words that do not repeat it."""
    with pytest.raises(ValueError, match=question.id) as refusal:
        tally_all(question, [answer])
    assert "11" not in str(refusal.value)
    assert "z" not in str(refusal.value).replace(question.id, "")


def test_refuses_other_question() -> None:
    """Tallies of two questions, or of two versions of one, do not add up."""
    with pytest.raises(ValueError, match="different questions"):
        merge(empty(SINGLE), empty(MULTI))
    with pytest.raises(ValueError, match="different questions"):
        merge(empty(SINGLE), empty(SINGLE.model_copy(update={"options": options("a", "b")})))
    with pytest.raises(ValueError, match="different questions"):
        merge(empty(POINTS), empty(POINTS.model_copy(update={"total": 12})))


def test_refuses_rankings_without_pairs() -> None:
    """Two rankings whose pairs are withheld would add up to one of which nothing is known two by two."""
    few = withheld(tally_all(RANKING, [Ranked(("a", "b"))]))
    for one, other in ((few, few), (few, empty(RANKING)), (empty(RANKING), few)):
        with pytest.raises(ValueError, match="without its pairs"):
            merge(one, other)


def test_thousands_of_long_ballots() -> None:
    """5,000 rankings of 24 options are counted right (and at once)."""
    names = [f"o{number}" for number in range(24)]
    question = RankingQuestion(id="long", text="?", options=options(*names))
    chance = random.Random(1)
    tally = tally_all(question, (Ranked(tuple(chance.sample(names, 24))) for _ in range(5000)))
    assert all(sum(row) == 5000 for row in tally.positions.values())
    assert sum(sum(row.values()) for row in tally.above.values()) == 5000 * 24 * 23 // 2
