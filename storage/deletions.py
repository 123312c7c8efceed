"""What is left of a workshop that was deleted: that there was one, and what was done to it; must not know lists, boards or files.

Deleted is every row that names the workshop, in whatever table, so that a new table need not be thought of here. It stays known
that there was one, by its join code, because that is never given again, and what those who ran it did to it.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from sqlalchemy import Connection, Table, delete, insert, select, update

from storage.rows import METADATA
from storage.schema.beside import BESIDE
from storage.tables import ACTION, ASKED, DELETED, FLOW, GRANT, MAILING_LIST, STAFF, WORKSHOP
from storage.values import Deleted

_KEPT = (ACTION, DELETED)
_ENDED_BY_ITSELF = (MAILING_LIST,)
"""A list's row names its key until that is destroyed: see `storage.closing.expiring`."""

ABOUT_A_WORKSHOP: tuple[Table, ...] = tuple(
    table for table in METADATA.sorted_tables if "workshop_id" in table.c and table not in (*_KEPT, *_ENDED_BY_ITSELF)
)
"""The tables of which a deletion takes every row that names the workshop."""


class Deletions:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def delete(self, workshop_id: str, today: date) -> None:
        """Delete every row of a closed workshop, and staff who have a role in no other one."""
        mine = select(WORKSHOP.c.code).where(WORKSHOP.c.id == workshop_id)
        code = self._connection.execute(mine).scalar_one()
        for table in ABOUT_A_WORKSHOP:
            self._connection.execute(delete(table).where(table.c.workshop_id == workshop_id))
        self._connection.execute(delete(BESIDE).where(BESIDE.c.other_id == workshop_id))
        self._connection.execute(delete(WORKSHOP).where(WORKSHOP.c.id == workshop_id))
        self._connection.execute(delete(FLOW).where(FLOW.c.hash.not_in(select(WORKSHOP.c.flow_hash))))
        self._connection.execute(delete(ASKED).where(ASKED.c.wish.contains(workshop_id, autoescape=True)))
        self._connection.execute(delete(STAFF).where(STAFF.c.user_id.not_in(select(GRANT.c.user_id))))
        left = {"code": code, "workshop_id": workshop_id, "deleted_on": today}
        self._connection.execute(insert(DELETED).values(rewritten=False, **left))

    def of(self, code: str) -> Deleted | None:
        """The workshop that had this join code, in any case, if it was deleted."""
        mine = select(*(DELETED.c[field.name] for field in fields(Deleted))).where(
            DELETED.c.code == code.strip().upper()
        )
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else Deleted(*row)

    def codes(self) -> frozenset[str]:
        """The join codes of all that were deleted."""
        return frozenset(self._connection.execute(select(DELETED.c.code)).scalars())

    def unwritten(self) -> list[str]:
        """The ids of deleted workshops whose rows the files may still hold on freed pages."""
        return list(self._connection.execute(select(DELETED.c.workshop_id).where(~DELETED.c.rewritten)).scalars())

    def written(self, workshop_ids: list[str]) -> None:
        """The files were rewritten after these were deleted."""
        mine = update(DELETED).where(DELETED.c.workshop_id.in_(workshop_ids))
        self._connection.execute(mine.values(rewritten=True))
