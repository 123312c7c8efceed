"""Deleting a closed workshop, act by act, each of which may be the last before a power cut; must not know chats or words.

Order: every row of it is deleted and it is written down that it was, in one transaction -> its mailing lists end, with their keys
-> the files are rewritten -> that is written down too. Whatever is cut short is finished by `end_lists` and `rewrite`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from storage.closing.expiring import end_lists
from storage.database import Database, Unit
from storage.values import ActionKind, Actor, Phase


class NotDeletable(Exception):
    """It is not closed yet, its close is not finished, or its people are still being written to."""


def delete_workshop(
    db: Database,
    workshop_id: str,
    today: date,
    by: Actor = Actor.ITSELF,
    owed: Callable[[Unit], None] | None = None,
) -> bool:
    """Delete all that is kept of a closed workshop; False when the files could not be rewritten now, see `rewrite`.

    `owed`: what is noted together with the deletion, from what it is about to delete.

    Blocks until everything is done: never call it inside `Database.run`. Raises NotDeletable, and LookupError for an unknown one.
    """
    db.run(lambda unit: _delete(unit, workshop_id, today, by, owed)).result()
    end_lists(db, today, workshop_id)
    return rewrite(db)


def may_be_deleted(unit: Unit, workshop_id: str) -> bool:
    """Whether it is closed and nothing of it is under way. Raises LookupError."""
    workshop = unit.workshops.get(workshop_id)
    return workshop.phase is Phase.CLOSED and not workshop.closing and not unit.sendouts.running(workshop_id)


def rewrite(db: Database) -> bool:
    """Rewrite the files where a deletion left rows on freed pages; False when another process was in the way. Blocks."""
    waiting = db.run(lambda unit: unit.deletions.unwritten()).result()
    if waiting and not db.maintain(everything=True):
        return False
    if waiting:
        db.run(lambda unit: unit.deletions.written(waiting)).result()
    return True


def _delete(unit: Unit, workshop_id: str, today: date, by: Actor, owed: Callable[[Unit], None] | None = None) -> None:
    if not may_be_deleted(unit, workshop_id):
        raise NotDeletable
    if owed is not None:
        owed(unit)
    unit.actions.note(workshop_id, ActionKind.DELETED, by, today)
    unit.mailing.end(workshop_id, today)
    unit.boards.retire(workshop_id)
    unit.deletions.delete(workshop_id, today)
