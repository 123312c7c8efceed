"""What is left at the desk when a workshop is closed: read within two weeks and then told, or deleted; must not know chats or words.

At the close a send-out is made ready for what is not read yet. It begins when all is read and everybody has the result itself,
once, whoever looks, also where nothing was approved: whoever was told that it is being read hears how it ended. Every step is a
transaction of its own and can be repeated.
"""

from __future__ import annotations

from datetime import date

from storage.afterwards import Purpose
from storage.database import Database, Unit
from storage.values import BallotKind, Sendout, SendoutKind, SendoutState


def make_ready(unit: Unit, workshop_id: str) -> None:
    """At the close: if anything is still to be read, people will be told what was approved of it; `panel`: questions to it too."""
    unread = unit.texts.unread(workshop_id).keys()
    if unread:
        rounds = {ballot.id for ballot in unit.workshops.get(workshop_id).ballots if ballot.kind is BallotKind.ASK}
        unit.sendouts.hold(workshop_id, SendoutKind.TEXTS, {"panel": bool(unread & rounds)})


def told(unit: Unit, workshop_id: str) -> SendoutState | None:
    """How far everybody is told what was approved: DRAFT: once all is read; None: nothing was left to be read at the close."""
    sendout = unit.sendouts.only(workshop_id, SendoutKind.TEXTS)
    return sendout.state if sendout is not None else None


def end_desks(db: Database, today: date) -> list[str]:
    """Delete what nobody has approved in time, and rewrite the files; gives the workshops. Blocks: never call it in `Database.run`."""
    ended = db.run(lambda unit: _emptied(unit, today)).result()
    if ended:
        db.maintain()
    return ended


def _emptied(unit: Unit, today: date) -> list[str]:
    unit.groupings.end(today)
    overdue = unit.texts.overdue(today)
    for workshop_id in overdue:
        unit.texts.forget_unread(workshop_id)
        unit.texts.rewrite(workshop_id)
    return overdue


def begin_telling(unit: Unit) -> list[Sendout]:
    """Begin what was made ready, of every workshop whose texts are all read; gives what begins now."""
    busy = {s.workshop_id for s in unit.sendouts.running() if s.kind is SendoutKind.CLOSING}
    busy |= {workshop_id for workshop_id, _ in unit.groupings.due()}  # themes are told with the last one sorted in
    begun = []
    for ready in unit.sendouts.held(SendoutKind.TEXTS):
        if ready.workshop_id in busy or unit.texts.unread(ready.workshop_id):
            continue
        if unit.sendouts.launch(ready.id, total=unit.mailing.size(ready.workshop_id, Purpose.RESULT) or 0):
            begun.append(ready)
    return begun
