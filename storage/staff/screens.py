"""The links to presenters' screens: one a workshop, known by a digest alone; must not know what a screen shows."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import Connection, Select, delete, insert, select

from storage.tables import SCREEN, WORKSHOP


class Screens:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection) -> None:
        """Part of a `Unit`."""
        self._connection = connection

    def open(self, workshop_id: str, token: str) -> None:
        """From now on this token, and no earlier one, leads to the workshop's screen; only its SHA-256 is kept."""
        self.close(workshop_id)
        self._connection.execute(insert(SCREEN).values(workshop_id=workshop_id, digest=digest_of(token)))

    def workshop_of(self, token: str, today: date) -> str | None:
        """The workshop whose screen this token shows; None for a token that never worked or works no more.

        A link outlives its workshop until the end of the day (UTC) on which that closed. What is compared in the database is
        the digest, so how long it takes says nothing about a token.
        """
        found = _living(today).where(SCREEN.c.digest == digest_of(token))
        return self._connection.execute(found.with_only_columns(SCREEN.c.workshop_id)).scalar_one_or_none()

    def links(self, today: date) -> dict[bytes, str]:
        """The workshop of every link that works, by the digest of its token."""
        return {bytes(row.digest): row.workshop_id for row in self._connection.execute(_living(today)).all()}

    def close(self, workshop_id: str) -> None:
        """The workshop's link leads nowhere any more."""
        self._connection.execute(delete(SCREEN).where(SCREEN.c.workshop_id == workshop_id))

    def sweep(self, today: date) -> int:
        """Delete the links of workshops that closed on an earlier day; gives their number."""
        over = select(WORKSHOP.c.id).where(WORKSHOP.c.closed_on < today)
        return self._connection.execute(delete(SCREEN).where(SCREEN.c.workshop_id.in_(over))).rowcount


def _living(today: date) -> Select[tuple[bytes, str]]:
    lives = WORKSHOP.c.closed_on.is_(None) | (WORKSHOP.c.closed_on >= today)
    return (
        select(SCREEN.c.digest, SCREEN.c.workshop_id).join(WORKSHOP, WORKSHOP.c.id == SCREEN.c.workshop_id).where(lives)
    )


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
