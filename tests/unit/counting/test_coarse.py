"""Scales in three points: which level goes where, and that no single level is left to count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.coarse import coarsen, shown_as
from flows.counting.release import LARGE, SENSITIVE, STANDARD, Policy
from flows.counting.summary import ScaleFigures, summarise
from flows.counting.tally import empty, merge, tally_all
from flows.definition.flow import Level, ScaleQuestion, options_of
from flows.dialogue.answers import Chosen, Skipped
from tests.support.examples.examples import EXAMPLES, SCALE, levels

SCALES = st.integers(2, 11).map(lambda k: SCALE.model_copy(update={"options": levels(k)}))


@given(SCALES, st.data())
def test_people_stay_on_their_side(question: ScaleQuestion, data: st.DataObject) -> None:
    """Collapsing keeps people, skips, "don't know" and the sides that net agreement is made of."""
    ids = [option.id for option in question.options]
    answers = [Chosen(data.draw(st.sampled_from(ids))) for _ in range(9)]
    full = tally_all(question, [*answers, Skipped()])
    point, tally = shown_as(question, SENSITIVE), coarsen(question, full, SENSITIVE)
    before, after = summarise(question, full), summarise(point, tally)
    assert (after.asked, after.skipped, sum(tally.counts.values())) == (10, 1, 9)
    assert tally.counts["dk"] == full.counts["dk"]
    assert isinstance(before.figures, ScaleFigures)
    assert isinstance(after.figures, ScaleFigures)
    assert after.figures.net == before.figures.net
    assert len(point.options) <= 4 if isinstance(point, ScaleQuestion) else False


def test_five_levels() -> None:
    """Two levels below, one between, two above, named after the outermost ones; "don't know" stays."""
    point = shown_as(SCALE, SENSITIVE)
    assert [(o.id, o.label) for o in options_of(point)] == [
        ("negative", "Level 1 – Level 2"),
        ("neutral", "Level 3"),
        ("positive", "Level 4 – Level 5"),
        ("dk", "Don't know"),
    ]
    tally = coarsen(SCALE, tally_all(SCALE, [Chosen(level) for level in ("1", "2", "2", "3", "5", "dk")]), SENSITIVE)
    assert dict(tally.counts) == {"negative": 3, "neutral": 1, "positive": 1, "dk": 1}
    assert merge(tally, empty(point)) == tally


@pytest.mark.parametrize("policy", [STANDARD, LARGE])
def test_other_rules_keep_the_levels(policy: Policy) -> None:
    """Only a coarse policy collapses, and only scales of more than three levels."""
    assert all(shown_as(question, policy) is question for question in EXAMPLES)
    three = SCALE.model_copy(update={"options": levels(3)})
    assert shown_as(three, SENSITIVE) is three
    tally = tally_all(SCALE, [Chosen("1")])
    assert coarsen(SCALE, tally, policy) is tally
    assert [question.id for question in EXAMPLES if shown_as(question, SENSITIVE) is not question] == ["scale"]


def test_long_labels_and_taken_names() -> None:
    """A label of a side always fits an option, and a level off the scale may be called like a side."""
    long = tuple(Level(id=str(n), label="x" * 60 + str(n), value=n) for n in range(1, 5))
    question = ScaleQuestion(id="q", text="?", options=(*long, Level(id="negative", label="I decline", off_scale=True)))
    point = shown_as(question, SENSITIVE)
    assert [option.id for option in options_of(point)] == ["negative_", "positive", "negative"]
    assert all(len(option.label) <= 64 for option in options_of(point))
    tally = coarsen(question, tally_all(question, [Chosen("1"), Chosen("negative")]), SENSITIVE)
    assert dict(tally.counts) == {"negative_": 1, "positive": 0, "negative": 1}
