"""Invented people answer what they are asked, as it may be answered, and nothing else."""

import random
from collections import Counter

import pytest

from bot.trial.inventing import CROWD, invented
from flows.definition.flow import Flow, options_of
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


def test_groups_that_stand_apart_like_different_things() -> None:
    """Every second group likes best on some questions what the others do not, so that a sample has a difference to show."""
    flow = load_library()["place-keeping"]
    people = invented(flow, random.Random(3), "x", 400, apart=True)
    sector = next(question for question in flow.questions if question.id == flow.segment_by)
    odd = {option.id for option in options_of(sector)[1::2]}
    camps = [
        [a for a in people if (str(getattr(a[sector.id], "option", "")) in odd) is is_odd] for is_odd in (False, True)
    ]
    liked = {
        question.id: [
            Counter(repr(a[question.id]) for a in camp if question.id in a).most_common(1)[0][0] for camp in camps
        ]
        for question in flow.questions
        if question.type in {"stance", "scale"}
    }
    assert any(one != other for one, other in liked.values())
