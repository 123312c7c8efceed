"""An answer fits its question or is refused, whatever way it came, and survives JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.flow import Question
from flows.dialogue.answers import (
    Answer,
    Chosen,
    Picked,
    Ranked,
    Refusal,
    Shared,
    Skipped,
    Slip,
    Written,
    answer_from_json,
    answer_to_json,
    check_answer,
)
from tests.support.examples.examples import EXAMPLES, MULTI, POINTS, RANKING, SINGLE, TEXT, answers_to
from tests.support.trying import tries


@given(data=st.data(), question=st.sampled_from(EXAMPLES))
@tries(150)
def test_an_answer_that_fits_stays_as_it_is(data: st.DataObject, question: Question) -> None:
    """The canonical form of an answer is judged to be itself."""
    answer = data.draw(answers_to(question))
    once = check_answer(question, answer)
    if isinstance(once, Refusal):
        assert isinstance(answer, Written)  # a drawn text may be blank
    else:
        assert check_answer(question, once) == once


@given(data=st.data(), question=st.sampled_from(EXAMPLES))
@tries(150)
def test_an_answer_survives_json(data: st.DataObject, question: Question) -> None:
    """What was written is read back as the same value of the same kind."""
    answer = data.draw(answers_to(question))
    assert answer_from_json(json.loads(json.dumps(answer_to_json(answer)))) == answer


@pytest.mark.parametrize(
    "data", [{}, {"k": "chosen"}, {"k": "guessed", "v": 1}, {"k": "picked", "v": None}, {"k": "shared", "v": [[1]]}, 7]
)
def test_other_json_is_no_answer(data: object) -> None:
    """What this module did not write raises."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        answer_from_json(data)


@pytest.mark.parametrize(
    ("question", "answer", "slip"),
    [
        (SINGLE, Chosen("z"), Slip.NOT_AN_OPTION),
        (SINGLE, Picked(("a",)), Slip.WRONG_KIND),
        (TEXT, Chosen("a"), Slip.WRONG_KIND),
        (TEXT, Written(" "), Slip.EMPTY),
        (MULTI, Picked(("a", "z")), Slip.NOT_AN_OPTION),
        (MULTI, Picked(("a", "none")), Slip.EXCLUSIVE),
        (MULTI, Picked(()), Slip.TOO_FEW),
        (RANKING, Ranked(()), Slip.TOO_FEW),
        (RANKING, Ranked(("z",)), Slip.NOT_AN_OPTION),
        (RANKING, Ranked(("a", "a")), Slip.REPEATED),
        (POINTS, Shared((("a", -5), ("b", 15))), Slip.NOT_POINTS),
        (POINTS, Shared((("z", 10),)), Slip.NOT_AN_OPTION),
        (POINTS, Shared((("a", 5), ("a", 5))), Slip.REPEATED),
        (POINTS, Shared(()), Slip.WRONG_TOTAL),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_whatever_way_it_came(
    question: Question, answer: Answer, slip: Slip
) -> None:
    """The one judge refuses forged answers of every type."""
    refused = check_answer(question, answer)
    assert isinstance(refused, Refusal)
    assert refused.slip is slip


def test_ticks_and_points_are_put_in_the_asked_order() -> None:
    """The canonical form has the question's order and leaves out what got nothing."""
    assert check_answer(MULTI, Picked(("c", "a"))) == Picked(("a", "c"))
    assert check_answer(POINTS, Shared((("c", 4), ("b", 0), ("a", 6)))) == Shared((("a", 6), ("c", 4)))


@pytest.mark.parametrize("question", EXAMPLES, ids=lambda question: str(question.id))
def test_every_question_can_be_skipped(question: Question) -> None:
    """Skipped fits every type."""
    assert check_answer(question, Skipped()) == Skipped()
