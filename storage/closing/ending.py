"""The close of a workshop, act by act, each of which may be the last before a power cut; must not know chats or words.

Order (anonymity rules, 3a): no more answers, drop-outs' answers join the rest -> final releases -> the mailing lists are
named -> where to reach people goes to the lists, roster, pending and spent are deleted, and the send-out that tells everybody
begins, all in one transaction -> the key is destroyed -> the files are rewritten. Every act can be repeated, so a close that
was cut short is finished by closing again (`Workshops.unfinished` lists those), and everybody is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from flows.definition.flow import Flow, Question
from flows.dialogue.agenda import closing_section
from flows.dialogue.answers import Answer
from flows.dialogue.standing import has_agreed
from storage.afterwards import Purpose
from storage.closing.reading import make_ready
from storage.database import Database, Unit
from storage.keys.stores import KeyUnreadable
from storage.values import ActionKind, Actor, ClosingReport, Release, SendoutKind

Leftovers = Callable[[Flow, dict[str, Any]], Mapping[str, Answer]]
"""What a dialogue in a flow leaves to be counted that was never submitted, by question."""


def close_workshop(
    db: Database,
    workshop_id: str,
    today: date,
    leftovers: Leftovers,
    by: Actor = Actor.ITSELF,
    *,
    without_key: bool = True,
    owed: Callable[[Unit], None] | None = None,
) -> ClosingReport:
    """Close for good and report. Terminal; on a closed workshop it only finishes what was cut short.

    Blocks until everything is done: never call it inside `Database.run`. `without_key`: if it has no key that can be read, it is
    closed all the same: what waited is dropped and earlier releases become final. Else KeyUnreadable is raised as long as
    anything is left that needs the key. `owed`: notes, in the last act, what follows. Raises LookupError for an unknown workshop.
    """
    if without_key:
        _give_up_key(db, workshop_id, today)
    db.run(lambda unit: _begin(unit, workshop_id, today, leftovers, by)).result()
    questions = db.run(lambda unit: unit.workshops.get(workshop_id)).result().everything.questions
    finals: dict[str, Release] = {}
    dropped: dict[str, int] = {}
    for question in questions:
        release, lost = db.run(partial(_finish, workshop_id=workshop_id, question=question)).result()
        finals |= {question.id: release} if release else {}
        dropped |= {question.id: lost} if lost else {}
    is_compacted = _destroy(db, workshop_id, today, owed)
    telling = db.run(lambda unit: _telling(unit, workshop_id)).result()
    return ClosingReport(finals, dropped, telling, compacted=is_compacted)


def _give_up_key(db: Database, workshop_id: str, today: date) -> None:
    """A key that can be read stays; of one that cannot nothing is left, and it is written down that it was gone."""
    if db.run(lambda unit: unit.workshops.has_key(workshop_id)).result():
        return
    db.keys.destroy(workshop_id)
    db.run(lambda unit: _note_lost_key(unit, workshop_id, today)).result()


def _note_lost_key(unit: Unit, workshop_id: str, today: date) -> None:
    """Once, and only where somebody's answers were lost with it."""
    is_noted = any(action.kind is ActionKind.KEY_LOST for action in unit.actions.of(workshop_id))
    if not is_noted and unit.people.has_any(workshop_id):
        unit.actions.note(workshop_id, ActionKind.KEY_LOST, Actor.ITSELF, today)


def _need_key(unit: Unit, workshop_id: str) -> None:
    """What is left of people is counted and handed over with the key; without it, it would be thrown away."""
    noted = (action.kind for action in unit.actions.of(workshop_id))
    if (
        not unit.workshops.has_key(workshop_id)
        and unit.people.has_any(workshop_id)
        and ActionKind.KEY_LOST not in noted
    ):
        raise KeyUnreadable("the key of a workshop that closes cannot be read")


def _begin(unit: Unit, workshop_id: str, today: date, leftovers: Leftovers, by: Actor) -> None:
    """Refuse further answers and hand in those of drop-outs, in one transaction."""
    workshop = unit.workshops.get(workshop_id)
    _need_key(unit, workshop_id)
    if unit.workshops.begin_closing(workshop_id, today):
        unit.actions.note(workshop_id, ActionKind.CLOSED, by, today)
        _end_section(unit, workshop_id)
        for ballot in workshop.ballots:
            unit.ballots.close(ballot)
        for draft in unit.ballots.drafts(workshop_id):
            unit.ballots.discard(draft)
        for person in unit.people.everyone(workshop_id):
            left = leftovers(workshop.flow, person.dialogue) if person.dialogue else {}
            table = workshop.paced and bool(person.chat.table)
            given = {workshop.slot(question, table=table): answer for question, answer in left.items()}
            unit.answers.put_while_closing(workshop, person.user_id, given)


def _end_section(unit: Unit, workshop_id: str) -> None:
    """Nothing is asked any more, and no time is left of what was."""
    stage = unit.stage.get(workshop_id)
    if closing_section(stage) != stage:
        unit.stage.set(workshop_id, closing_section(stage))


def _finish(unit: Unit, workshop_id: str, question: Question) -> tuple[Release | None, int]:
    """The final release of one question: a transaction each, so that other workshops go on in between."""
    _need_key(unit, workshop_id)
    workshop = unit.workshops.get(workshop_id)
    is_led = workshop.paced and any(question.id == own.id for own in workshop.flow.questions)
    was_asked = question.id in unit.stage.get(workshop_id).asked if is_led else None
    return unit.answers.counting(workshop_id).finish(question, was_asked=was_asked)


def _destroy(db: Database, workshop_id: str, today: date, owed: Callable[[Unit], None] | None) -> bool:
    """Nothing that leads to a person is left after this; False when the files could not be rewritten now."""
    if not db.run(lambda unit: unit.workshops.get(workshop_id)).result().closing:
        return True
    db.run(lambda unit: unit.mailing.prepare(workshop_id, today)).result()
    db.run(lambda unit: _forget_everyone(unit, workshop_id)).result()
    db.keys.destroy(workshop_id)
    is_compacted = db.maintain()
    db.run(lambda unit: _end(unit, workshop_id, owed)).result()
    return db.empty_log() and is_compacted


def _end(unit: Unit, workshop_id: str, owed: Callable[[Unit], None] | None) -> None:
    """The last act; what follows from the close is owed from then on."""
    unit.workshops.end_closing(workshop_id)
    if owed is not None:
        owed(unit)


def _forget_everyone(unit: Unit, workshop_id: str) -> None:
    _need_key(unit, workshop_id)
    _hand_over(unit, workshop_id)
    unit.people.forget_everyone(workshop_id)
    unit.texts.forget_hidden(workshop_id)
    unit.answers.counting(workshop_id).reshuffle()


def _hand_over(unit: Unit, workshop_id: str) -> None:
    """Everybody will be told the result; what came of it only those who have taken part and want to know."""
    unit.sendouts.forget_drafts(workshop_id)
    everyone, rules = unit.people.everyone(workshop_id), unit.workshops.get(workshop_id).rules
    wanting = [p for p in everyone if p.chat.news and has_agreed(p.dialogue, rules)]
    unit.mailing.hand_over(workshop_id, {Purpose.RESULT: everyone, Purpose.NEWS: wanting})
    if everyone:
        unit.sendouts.start(workshop_id, SendoutKind.CLOSING, {}, total=len(everyone))
    make_ready(unit, workshop_id)


def _telling(unit: Unit, workshop_id: str) -> str | None:
    running = unit.sendouts.running(workshop_id)
    return next((sendout.id for sendout in running if sendout.kind is SendoutKind.CLOSING), None)
