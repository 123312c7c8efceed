"""Check 11: days that were promised, and what a deletion may not leave; must not know where keys are, files or chats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from storage.audit.evidence import Finding, judge
from storage.days import months_after, there
from storage.deletions import ABOUT_A_WORKSHOP
from storage.tables import DELETED, MAILING_LIST, ROSTER, WORKSHOP
from storage.values import Deleted, Phase

_NAMED = (*ABOUT_A_WORKSHOP, MAILING_LIST)


def check_days(connection: Connection, workshop_id: str, today: date, most_months: int) -> Finding:
    """The day by which the key goes, the day by which all goes, and deletions of any workshop. `most_months`: the setting."""
    mine = select(WORKSHOP).where(WORKSHOP.c.id == workshop_id)
    workshop = connection.execute(mine).one()
    today = there(today, workshop.zone)
    months = min(workshop.kept_months or most_months, most_months)
    faults = [*_of_the_key(connection, workshop, today), *_of_the_rest(workshop, today, months)]
    deleted = list(connection.execute(select(DELETED.c.workshop_id)).scalars())
    faults += _left(connection, deleted)
    return judge(
        11, "days", faults, _good(workshop, months), "A day that was promised is over.", {"deletions": len(deleted)}
    )


def check_deleted(connection: Connection, gone: Deleted) -> Finding:
    """The same of a workshop that was deleted: there is nothing else to be looked at."""
    good = (
        f"Deleted on {gone.deleted_on}: no table names it but the list of what was done, and the files were rewritten."
    )
    return judge(
        11, "days", list(_left(connection, [gone.workshop_id])), good, "Something was left.", {"tables": len(_NAMED)}
    )


def _of_the_key(connection: Connection, workshop: Row[Any], today: date) -> Iterator[str]:
    """On the promised day itself the bot closes it, so that is not too late."""
    if workshop.phase != Phase.CLOSED:
        shown = select(func.count()).where(ROSTER.c.workshop_id == workshop.id)
        if workshop.key_until is None and connection.execute(shown).scalar_one():
            yield "somebody was shown a consent card, and no day by which the key goes is kept"
        if workshop.key_until is not None and today > workshop.key_until:
            yield f"the key was to go by {workshop.key_until}; start the bot, it closes the workshop"
    elif workshop.key_until is not None and workshop.closed_on > workshop.key_until:
        yield f"closed on {workshop.closed_on}, and the key was to go by {workshop.key_until}"


def _of_the_rest(workshop: Row[Any], today: date, months: int) -> Iterator[str]:
    over = months_after(workshop.closed_on, months) if workshop.closed_on is not None else None
    if over is not None and today > over:
        yield f"results, open answers and receipts were to be deleted on {over}; start the bot, it deletes them"


def _left(connection: Connection, workshop_ids: list[str]) -> Iterator[str]:
    """What names workshops that were deleted, and deletions that were cut short."""
    for table in _NAMED:
        rows = connection.execute(select(func.count()).where(table.c.workshop_id.in_(workshop_ids))).scalar_one()
        if rows:
            yield f"{table.name}: {rows} row(s) of a workshop that was deleted"
    kept = select(func.count()).where(WORKSHOP.c.id.in_(workshop_ids))
    if connection.execute(kept).scalar_one():
        yield "workshop: a row of one that was deleted"
    cut = select(func.count()).where(DELETED.c.workshop_id.in_(workshop_ids), ~DELETED.c.rewritten)
    if connection.execute(cut).scalar_one():
        yield "after a deletion the files were not rewritten; start the bot, it does so"


def _good(workshop: Row[Any], months: int) -> str:
    if workshop.closed_on is not None:
        said = f" The first consent card promised {workshop.key_until} at the latest." if workshop.key_until else ""
        return f"Closed on {workshop.closed_on}; kept until {months_after(workshop.closed_on, months)}.{said}"
    if workshop.key_until is None:
        return "Nobody was shown a consent card yet."
    return f"The key goes by {workshop.key_until}, as the first consent card said."
