"""Counts that come from answers always fit, and counts that were touched do not: the audit's own arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.counting.coarse import coarsen, shown_as
from flows.counting.release import PRESETS
from flows.counting.tally import Tally, merge, tally_all
from flows.definition.flow import Question
from storage.audit.releases import minus, misfit
from tests.support.examples.examples import EXAMPLES, answers_to
from tests.support.trying import tries


@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: question.id)
@pytest.mark.parametrize("preset", sorted(PRESETS))
@tries(40)
@given(data=st.data())
def test_answers_fit_and_so_does_what_they_add(question: Question, preset: str, data: st.DataObject) -> None:
    """Whatever people answer, every release and every difference between two releases can be the answers of those people."""
    policy = PRESETS[preset]
    batches = [data.draw(st.lists(answers_to(question), max_size=9)) for _ in range(2)]
    first, second = (coarsen(question, tally_all(question, batch), policy) for batch in batches)
    both = merge(first, second)
    counted = shown_as(question, policy)
    assert misfit(counted, first, len(batches[0])) is None
    assert misfit(counted, both, len(batches[0]) + len(batches[1])) is None
    assert minus(both, first) == second
    assert misfit(counted, minus(both, first), len(batches[1])) is None


@pytest.mark.parametrize("question", [q for q in EXAMPLES if q.type != "text"], ids=lambda question: question.id)
@tries(40)
@given(data=st.data())
def test_one_more_or_less_does_not_fit(question: Question, data: st.DataObject) -> None:
    """One person more at one option, or one person more altogether, is noticed; in a choice of several, beyond the people."""
    batch = data.draw(st.lists(answers_to(question), min_size=1, max_size=9))
    tally = tally_all(question, batch)
    option = data.draw(st.sampled_from(sorted(tally.counts)))
    more = len(batch) + 1 if question.type == "multi" else 1
    touched: Tally = replace(tally, counts={**tally.counts, option: tally.counts[option] + more})
    assert misfit(question, touched, len(batch)) is not None
    assert misfit(question, tally, len(batch) + 1) is not None
    assert misfit(question, replace(tally, skipped=len(batch) + 1), len(batch)) is not None
