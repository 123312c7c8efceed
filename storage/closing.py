"""The close of a workshop, act by act, each of which may be the last before a power cut; must not know chats or words.

Order (anonymity rules, 3a): no more answers, drop-outs' answers join the rest -> final releases -> roster, pending
and spent are deleted -> the key is destroyed -> the files are rewritten. Every act can be repeated, so a close that
was cut short is finished by closing again: `Workshops.unfinished` lists those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from flows.answers import Answer
from flows.definition import Question
from storage.database import Database, Unit
from storage.values import ActionKind, Actor, ChatState, ClosingReport, Release

Leftovers = Callable[[dict[str, Any]], Mapping[str, Answer]]
"""What a dialogue holds that was answered and never submitted, by question."""


def close_workshop(
    db: Database, workshop_id: str, today: date, leftovers: Leftovers, by: Actor = Actor.ITSELF
) -> ClosingReport:
    """Close for good and report. Terminal; on a closed workshop it only finishes what was cut short.

    Blocks until everything is done: never call it inside `Database.run`. Without its key (it was lost) a workshop
    closes too: what waited is dropped and earlier releases become final. Raises LookupError for an unknown workshop.
    """
    audience = db.run(lambda unit: _begin(unit, workshop_id, today, leftovers, by)).result()
    questions = db.run(lambda unit: unit.workshops.get(workshop_id)).result().everything.questions
    finals: dict[str, Release] = {}
    dropped: dict[str, int] = {}
    for question in questions:
        release, lost = db.run(partial(_finish, workshop_id=workshop_id, question=question)).result()
        finals |= {question.id: release} if release else {}
        dropped |= {question.id: lost} if lost else {}
    return ClosingReport(finals, dropped, audience, compacted=_destroy(db, workshop_id))


def _begin(unit: Unit, workshop_id: str, today: date, leftovers: Leftovers, by: Actor) -> tuple[ChatState, ...]:
    """Refuse further answers and hand in those of drop-outs, in one transaction; gives whom to tell."""
    workshop = unit.workshops.get(workshop_id)
    roster = unit.people.everyone(workshop_id)
    if unit.workshops.begin_closing(workshop_id, today):
        unit.actions.note(workshop_id, ActionKind.CLOSED, by, today)
        for ballot in workshop.ballots:
            unit.ballots.close(ballot)
        for person in roster:
            left = leftovers(person.dialogue) if person.dialogue else {}
            unit.answers.put_while_closing(workshop, person.user_id, left)
    return tuple(person.chat for person in roster)


def _finish(unit: Unit, workshop_id: str, question: Question) -> tuple[Release | None, int]:
    """The final release of one question: a transaction each, so that other workshops go on in between."""
    return unit.answers.counting(workshop_id).finish(question)


def _destroy(db: Database, workshop_id: str) -> bool:
    """Nothing that leads to a person is left after this; False when the files could not be rewritten now."""
    if not db.run(lambda unit: unit.workshops.get(workshop_id)).result().closing:
        return True
    db.run(lambda unit: _forget_everyone(unit, workshop_id)).result()
    db.keys.destroy(workshop_id)
    is_compacted = db.maintain()
    db.run(lambda unit: unit.workshops.end_closing(workshop_id)).result()
    return db.empty_log() and is_compacted


def _forget_everyone(unit: Unit, workshop_id: str) -> None:
    unit.people.forget_everyone(workshop_id)
    unit.answers.counting(workshop_id).reshuffle()
