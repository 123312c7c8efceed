"""Conditions that tell levels of one side of a scale apart are found, whole sides and other questions are not."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from flows.counting.coarse import unfit_for
from flows.counting.release import LARGE, SENSITIVE, STANDARD, Policy
from flows.definition.flow import Condition, Flow, ScaleQuestion, TextQuestion
from flows.definition.loading import check_bytes
from flows.definition.sides import asked_by_level
from tests.support.examples.examples import SCALE, SINGLE, levels

WHOLE = ({"1", "2"}, {"3"}, {"4", "5"}, {"dk"})
"""What stays of five levels: two below, one between, two above; and who is off the scale."""


def asked(any_of: tuple[str, ...] | None = None, none_of: tuple[str, ...] | None = None) -> Flow:
    """A flow that asks why by the answer to a scale of five levels."""
    why = TextQuestion(id="why", text="Why?", shown_if=Condition(question="scale", any_of=any_of, none_of=none_of))
    return Flow(id="f", title="F", questions=(SCALE, SINGLE, why))


def test_only_whole_sides_may_be_named() -> None:
    """Of all sets of levels those are found, named or excluded, that are no union of sides; nothing else of the flow is."""
    ids = [level.id for level in SCALE.options]
    unions = [set().union(*some) for n in range(1, 5) for some in combinations(WHOLE, n)]
    for some in chain.from_iterable(combinations(ids, n) for n in range(1, 6)):
        for flow in (asked(any_of=some), asked(none_of=tuple(one for one in ids if one not in some))):
            assert [question.id for question in asked_by_level(flow)] == ([] if set(some) in unions else ["why"])


def test_short_scales_and_choices_have_no_sides_to_split() -> None:
    """Three levels are shown as they are, and so are the options of a choice."""
    short = ScaleQuestion(id="scale", text="?", options=levels(3))
    by_level = TextQuestion(id="why", text="Why?", shown_if=Condition(question="scale", any_of=("1",)))
    by_choice = TextQuestion(id="how", text="How?", shown_if=Condition(question="single", any_of=("a",)))
    assert asked_by_level(Flow(id="f", title="F", questions=(short, SINGLE, by_level, by_choice))) == ()


@pytest.mark.parametrize(
    ("policy", "unfit"), [(STANDARD, 0), (LARGE, 0), (SENSITIVE, 1)], ids=lambda one: str(one)[:20]
)
def test_the_sensitive_rule_refuses_levels(policy: Policy, unfit: int) -> None:
    """The rule that shows sides only does not fit a question asked by one level; the others fit any."""
    assert len(unfit_for(asked(any_of=("1",)), policy)) == unfit
    assert unfit_for(asked(any_of=("1", "2")), policy) == ()


FILE = """id: tea
title: Tea
questions:
  - id: like
    type: scale
    text: How much do you like tea?
    options: [{1: Not}, {2: Little}, {3: So so}, {4: Much}, {5: Very much}]
  - id: why
    type: text
    text: Why?
    shown_if: {question: like, in: [1]}
"""


def test_roundtable_check_names_the_question() -> None:
    """A flow that asks by a level is ready to use under the other rules; the line of the condition is named."""
    checked = check_bytes("tea.yaml", FILE.encode())
    (problem,) = checked.problems
    assert checked.flow is not None
    assert str(problem).startswith("tea.yaml:11:")
    assert "'why' is asked by single levels of 'like'" in problem.message
    assert check_bytes("tea.yaml", FILE.replace("in: [1]", "in: [1, 2]").encode()).problems == ()
