"""The links to presenters' screens, one a workshop; must not know what a screen shows.

A link is found by the SHA-256 of its token. So that the link that works can be shown again the token is kept too, sealed with the
workshop's key: whoever has the database alone has no link, and after the close nobody can show it again.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select

from storage.days import there
from storage.keys.sealing import Seal, Unreadable
from storage.keys.seals import Seals
from storage.tables import SCREEN, WORKSHOP

_SEALED = "screen"


class Screens:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, seals: Seals) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._seals = seals

    def open(self, workshop_id: str, token: str) -> None:
        """From now on this token, and no earlier one, leads to the workshop's screen."""
        self.close(workshop_id)
        digest, seal = digest_of(token), self._seal(workshop_id)
        sealed = None if seal is None else seal.close(_SEALED, digest, token.encode())
        self._connection.execute(insert(SCREEN).values(workshop_id=workshop_id, digest=digest, sealed=sealed))

    def token(self, workshop_id: str) -> str | None:
        """The token that leads to the workshop's screen; None where there is none, or where nobody can read it any more."""
        row = self._connection.execute(select(SCREEN).where(SCREEN.c.workshop_id == workshop_id)).one_or_none()
        seal = self._seal(workshop_id) if row is not None else None
        if row is None or row.sealed is None or seal is None:
            return None
        try:
            return seal.open(_SEALED, bytes(row.digest), bytes(row.sealed)).decode()
        except Unreadable:
            return None

    def mark(self, workshop_id: str) -> str:
        """A few letters by which a workshop's link is told from the one after it, and nothing more; "" where there is none."""
        mine = select(SCREEN.c.digest).where(SCREEN.c.workshop_id == workshop_id)
        digest = self._connection.execute(mine).scalar_one_or_none()
        return "" if digest is None else bytes(digest).hex()[:6]

    def _seal(self, workshop_id: str) -> Seal | None:
        return self._seals.usable((workshop_id,)).get(workshop_id)

    def workshop_of(self, token: str, today: date) -> str | None:
        """The workshop whose screen this token shows; None for a token that never worked or works no more.

        A link outlives its workshop until the end of the day on which that closed. What is compared in the database is
        the digest, so how long it takes says nothing about a token.
        """
        mine = _ALL.where(SCREEN.c.digest == digest_of(token))
        return next((row.workshop_id for row in self._connection.execute(mine).all() if _lives(row, today)), None)

    def links(self, today: date) -> dict[bytes, str]:
        """The workshop of every link that works, by the digest of its token."""
        return {
            bytes(row.digest): row.workshop_id for row in self._connection.execute(_ALL).all() if _lives(row, today)
        }

    def close(self, workshop_id: str) -> None:
        """The workshop's link leads nowhere any more."""
        self._connection.execute(delete(SCREEN).where(SCREEN.c.workshop_id == workshop_id))

    def sweep(self, today: date) -> int:
        """Delete the links of workshops that closed on an earlier day; gives their number."""
        over = [row.workshop_id for row in self._connection.execute(_ALL).all() if not _lives(row, today)]
        return self._connection.execute(delete(SCREEN).where(SCREEN.c.workshop_id.in_(over))).rowcount


_ALL: Select[Any] = select(SCREEN.c.digest, SCREEN.c.workshop_id, WORKSHOP.c.closed_on, WORKSHOP.c.zone).join(
    WORKSHOP, WORKSHOP.c.id == SCREEN.c.workshop_id
)


def _lives(row: Row[Any], today: date) -> bool:
    return row.closed_on is None or bool(row.closed_on >= there(today, row.zone))


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
