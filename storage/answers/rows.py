"""The rows of one person that are written together, and what stands in each; must not know tables, keys or releases.

Everybody who hands in anything has a row for every question of the flow, whether they were asked it or not. All of them are
written anew each time, so that neither a dump nor the log of one transaction tells which question an answer was to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from flows.definition.flow import Question
from flows.dialogue.answers import Answer
from flows.dialogue.standing import Dialogue, visible
from storage.answers.waiting import Blank
from storage.values import Workshop


def written_together(workshop: Workshop, names: Iterable[str]) -> tuple[Question, ...]:
    """The questions whose rows are written when these are handed in: all of the flow with any of it, a ballot by itself.

    Raises KeyError for a question that nobody can be asked.
    """
    wanted = {workshop.everything.question(name).id for name in names}
    wholes = (workshop.flow.questions, tuple(workshop.at_tables.values()))
    mine = [question for whole in wholes if any(q.id in wanted for q in whole) for question in whole]
    return (*mine, *(ballot.question for ballot in workshop.ballots if ballot.id in wanted))


def filled(
    workshop: Workshop, given: Mapping[str, Answer | Blank], spent: AbstractSet[str]
) -> dict[str, Answer | Blank]:
    """What stands in each row: the answers given, and a blank in every other row that is written with them.

    Whether somebody was asked a question with a condition follows from their answers; once the answer it hangs on is counted
    (`spent`) nobody can tell any more, and the blank stays as it was.
    """
    found = dict(given)
    own = {question.id: question.id for question in workshop.flow.questions}
    for slots in (own, {name: question.id for name, question in workshop.at_tables.items()}):
        if any(slot in given for slot in slots.values()):
            found |= _blanks(workshop, slots, given, spent)
    return {name: answer for name, answer in found.items() if name not in spent}


def _blanks(
    workshop: Workshop, slots: Mapping[str, str], given: Mapping[str, Answer | Blank], spent: AbstractSet[str]
) -> dict[str, Blank]:
    """Slot -> blank, for the questions that have no answer. `slots`: the flow's question -> under which id it is answered."""
    real = {name: given[slot] for name, slot in slots.items() if slot in given}
    answers = {name: answer for name, answer in real.items() if not isinstance(answer, Blank)}
    asked = {question.id for question in visible(workshop.flow, Dialogue(answers=answers))}
    blanks: dict[str, Blank] = {}
    for question in workshop.flow.questions:
        condition, before = question.shown_if, real.get(question.id)
        if question.id in answers:
            continue
        if (condition is None and before is Blank.DUE) or (
            condition is not None and slots[condition.question] in spent
        ):
            blanks[slots[question.id]] = before if isinstance(before, Blank) else Blank.UNASKED
        else:
            is_due = condition is not None and question.id in asked
            blanks[slots[question.id]] = Blank.DUE if is_due else Blank.UNASKED
    return blanks
