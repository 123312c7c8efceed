"""In which order an export lists what was asked, and what stands beside the flow; must not know answers, counts or words of people."""

from __future__ import annotations

from collections.abc import Iterator

from flows.definition.flow import Flow, Question
from storage.export.words.saying import Say, in_english
from storage.values import Ballot, BallotKind, Workshop


def in_rounds(workshop: Workshop) -> Flow:
    """All that was asked, a later round right after the one before it."""
    asked = workshop.everything
    later = [ballot for ballot in workshop.ballots if ballot.of is not None and _is_known(asked, ballot.of)]
    first = [question for question in asked.questions if all(question.id != ballot.id for ballot in later)]
    ordered = tuple(found for question in first for found in _with_later(question, later))
    return asked.model_copy(update={"questions": ordered})


def _with_later(question: Question, later: list[Ballot]) -> Iterator[Question]:
    yield question
    for ballot in later:
        if ballot.of == question.id:
            yield from _with_later(ballot.question, later)


def _is_known(flow: Flow, question_id: str) -> bool:
    return any(question.id == question_id for question in flow.questions)


def beside_the_flow(workshop: Workshop, t: Say = in_english) -> dict[str, str]:
    """Ballot -> what it was: a poll, a later round and of which question, or for the panel."""
    return {ballot.id: _what(workshop, ballot, t) for ballot in workshop.ballots}


def _what(workshop: Workshop, ballot: Ballot, t: Say) -> str:
    kinds = {
        BallotKind.POLL: t("Poll beside the questions"),
        BallotKind.ASK: t("Questions to the panel"),
        BallotKind.VOTE: t("Votes for the panel"),
    }
    kind = kinds[ballot.kind]
    if ballot.of is None:
        return kind
    number = _number(workshop, ballot)
    if number == 2:
        return t("{kind}: second round of {of}", kind=kind, of=ballot.of)
    return t("{kind}: round {number}, after {of}", kind=kind, number=number, of=ballot.of)


def _number(workshop: Workshop, ballot: Ballot) -> int:
    before = workshop.ballot(ballot.of) if ballot.of else None
    return 2 if before is None or before.of is None else 1 + _number(workshop, before)
