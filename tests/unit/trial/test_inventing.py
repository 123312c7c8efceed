"""Invented people answer what they are asked, as it may be answered, and nothing else."""

import random

import pytest

from bot.trial.inventing import CROWD, invented
from flows.definition.flow import Flow
from flows.definition.loading import load_library
from flows.dialogue.answers import Written, check_answer
from flows.dialogue.standing import Dialogue, visible
from tests.support.examples.examples import EXAMPLES

FLOWS = [*load_library().values(), *(Flow(id=q.type, title="One", questions=(q,)) for q in EXAMPLES)]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_answer_fits(flow: Flow) -> None:
    """Each is what the one judge of answers lets through, for exactly the questions that this person would be shown."""
    people = invented(flow, random.Random(1), "An invented answer.")
    assert len(people) == CROWD
    for answers in people:
        assert set(answers) == {question.id for question in visible(flow, Dialogue(answers=answers))}
        assert {name: check_answer(flow.question(name), answer) for name, answer in answers.items()} == answers
        assert {a.text for a in answers.values() if isinstance(a, Written)} <= {"An invented answer."}


def test_they_do_not_all_say_the_same() -> None:
    """Else a summary of them would show nothing of what a summary looks like."""
    flow = load_library()["key-questions"]
    people = invented(flow, random.Random(2), "x")
    assert all(len({str(answers.get(q.id)) for answers in people}) > 3 for q in flow.questions if q.type != "text")
