"""The members of staff: who may what, and a role taken back with all that goes with it; must not know when that is allowed.

What goes with a role: the board in their chat, what they have in hand and are asked for, drafts and reports of messages to
everybody, the invitations they made, and the link to the screen, which works for whoever has it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update

from storage.staff.boards import Boards
from storage.staff.records import EVERYWHERE, Member, Withdrawn
from storage.staff.rights import Staff
from storage.staff.screens import Screens
from storage.tables import ASKED, BOARD, BOARD_WISH, FOCUS, GRANT, INVITE, SCREEN, SENDOUT, STAFF
from storage.values import Role, SendoutKind, SendoutState


class Members:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, staff: Staff, boards: Boards, screens: Screens) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._staff = staff
        self._boards = boards
        self._screens = screens

    def all(self) -> list[Member]:
        """Everybody who has a role, organisers first, then by name."""
        names = {row.user_id: row.name for row in self._connection.execute(select(STAFF.c.user_id, STAFF.c.name))}
        held: dict[int, set[tuple[str, Role]]] = {}
        for user_id, workshop_id, role in self._connection.execute(
            select(GRANT.c.user_id, GRANT.c.workshop_id, GRANT.c.role)
        ):
            held.setdefault(user_id, set()).add((workshop_id, Role(role)))
        members = [_member(user_id, names.get(user_id) or "", roles) for user_id, roles in held.items()]
        return sorted(members, key=lambda one: (not one.organises, one.name.casefold(), one.user_id))

    def get(self, user_id: int) -> Member | None:
        """The member of staff with this id, None for who has no role."""
        return next((one for one in self.all() if one.user_id == user_id), None)

    def withdraw(self, user_id: int, workshop_id: str | None, *, by_another: bool) -> Withdrawn | None:
        """Take somebody's role for one workshop, or (None) all their roles; None when they have none.

        `by_another`: somebody else takes it, so that the screen's link, which they may have kept, ends.
        """
        mine = GRANT.c.user_id == user_id
        if workshop_id is not None:
            mine &= GRANT.c.workshop_id == workshop_id
        given = list(self._connection.execute(select(GRANT.c.workshop_id, GRANT.c.role).where(mine)).all())
        if not given:
            return None
        row = self._connection.execute(select(STAFF).where(STAFF.c.user_id == user_id)).one_or_none()
        chat_id = user_id if row is None or row.chat_id is None else row.chat_id
        before = {workshop.id for workshop in self._staff.workshops_of(user_id)}
        organised = self._staff.role(user_id) is Role.ORGANISER
        self._connection.execute(delete(GRANT).where(mine))
        lost = before - {workshop.id for workshop in self._staff.workshops_of(user_id)}
        left = self._staff.role(user_id)
        dark = self._darkened(lost) if by_another else frozenset()
        self._let_go(user_id, chat_id, lost, organised=organised and left is not Role.ORGANISER)
        if left is None:
            self._connection.execute(delete(STAFF).where(STAFF.c.user_id == user_id))
        language = row.language if row is not None else None
        roles = tuple(sorted((workshop, Role(role)) for workshop, role in given))
        return Withdrawn(user_id, chat_id, language, left, roles, frozenset(lost), dark)

    def _darkened(self, workshops: set[str]) -> frozenset[str]:
        shown = select(SCREEN.c.workshop_id).where(SCREEN.c.workshop_id.in_(workshops))
        dark = frozenset(self._connection.execute(shown).scalars())
        for workshop_id in dark:
            self._screens.close(workshop_id)
        return dark

    def _let_go(self, user_id: int, chat_id: int, lost: set[str], *, organised: bool) -> None:
        """What they have in hand. `organised`: they were organisers and are none any more."""
        self._connection.execute(delete(ASKED).where(ASKED.c.chat_id == chat_id))
        self._connection.execute(delete(FOCUS).where(FOCUS.c.chat_id == chat_id, FOCUS.c.workshop_id.in_(lost)))
        shown = [
            name
            for table in (BOARD, BOARD_WISH)
            for name in self._connection.execute(
                select(table.c.workshop_id).where(table.c.chat_id == chat_id)
            ).scalars()
        ]
        if lost.intersection(shown):
            self._boards.drop(chat_id)
        asked = SENDOUT.c.asked_in == chat_id
        draft = asked & (SENDOUT.c.state == SendoutState.DRAFT.value)
        self._connection.execute(delete(SENDOUT).where(draft, SENDOUT.c.workshop_id.in_(lost)))
        self._connection.execute(update(SENDOUT).where(asked, SENDOUT.c.workshop_id.in_(lost)).values(asked_in=None))
        general = [EVERYWHERE] if organised else []
        mine = (INVITE.c.made_by == user_id) & INVITE.c.workshop_id.in_([*lost, *general])
        self._connection.execute(delete(INVITE).where(mine))
        if organised:
            self._connection.execute(delete(SENDOUT).where(draft, SENDOUT.c.kind == SendoutKind.NEWS.value))


def _member(user_id: int, name: str, roles: Iterable[tuple[str, Role]]) -> Member:
    everywhere = frozenset(role for workshop_id, role in roles if workshop_id == EVERYWHERE)
    return Member(user_id, name, everywhere, frozenset(w for w, _ in roles if w != EVERYWHERE))
