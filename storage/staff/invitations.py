"""Invitations: one-time links that give a role and end after a week; must not know who may make one, or what they look like.

Who made one is kept, so that nobody whose role was withdrawn comes back by a link of their own.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from sqlalchemy import Connection, delete, insert, select

from storage.staff.records import EVERYWHERE, INVITED_FOR, Expired, Invite, OpenInvite
from storage.staff.rights import Staff
from storage.tables import INVITE
from storage.values import Role

_REMEMBERED = timedelta(days=90)
"""For so long after its end it is still said that an invitation has expired, and not that there was none."""

_HANDLE = 8
"""Bytes of a digest that tell one open invitation from the others."""


class Invitations:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, staff: Staff) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._staff = staff

    def add(self, role: Role, workshop_id: str | None, token: str, today: date, by: int | None = None) -> date:
        """A one-time link; only the SHA-256 of its token is kept. Gives the last day on which it is good.

        `by`: the member of staff who makes it; None: the operator.
        """
        self._connection.execute(delete(INVITE).where(INVITE.c.until < today - _REMEMBERED))
        until = today + INVITED_FOR
        given = {"role": role.value, "workshop_id": workshop_id or EVERYWHERE, "until": until, "made_by": by}
        self._connection.execute(insert(INVITE).values(digest=_digest(token), **given))
        return until

    def redeem(self, token: str, user_id: int, chat_id: int, today: date, name: str = "") -> Invite | Expired | None:
        """Use a one-time link: the role is given and the link is gone. None when there is no such link any more."""
        mine = INVITE.c.digest == _digest(token)
        row = self._connection.execute(select(INVITE).where(mine)).one_or_none()
        if row is None:
            return None
        if row.until < today:
            return Expired(row.until)
        self._connection.execute(delete(INVITE).where(mine))
        invite = Invite(Role(row.role), row.workshop_id or None)
        self._staff.grant(user_id, invite.role, invite.workshop_id)
        self._staff.settle(user_id, chat_id, name)
        return invite

    def open(self, today: date, workshop_id: str | None = None) -> list[OpenInvite]:
        """Those that can be used, of one workshop or all, in the order in which they end."""
        wanted = select(INVITE).where(INVITE.c.until >= today)
        if workshop_id is not None:
            wanted = wanted.where(INVITE.c.workshop_id == workshop_id)
        rows = self._connection.execute(wanted.order_by(INVITE.c.until, INVITE.c.digest)).all()
        return [
            OpenInvite(row.digest[:_HANDLE].hex(), Role(row.role), row.workshop_id or None, row.until) for row in rows
        ]

    def withdraw(self, handle: str) -> OpenInvite | None:
        """Nobody can use this one any more; None when it was used or withdrawn before."""
        for row in self._connection.execute(select(INVITE)).all():
            if row.digest[:_HANDLE].hex() == handle:
                self._connection.execute(delete(INVITE).where(INVITE.c.digest == row.digest))
                return OpenInvite(handle, Role(row.role), row.workshop_id or None, row.until)
        return None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
