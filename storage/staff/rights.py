"""Facilitators and organisers: roles, chats, groups, polls; must not know anything about participants.

Staff are known by their Telegram ids, because what they may do is decided by them; that is told in the privacy notice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, false, func, insert, or_, select, update

from storage.staff.records import EVERYWHERE, Linked, Poll, StaffRecord
from storage.tables import ASKED, BOARD, BOARD_WISH, FOCUS, GRANT, GROUP, INVITE, POLL, SENDOUT, STAFF, WORKSHOP
from storage.values import Actor, Phase, Role, Workshop
from storage.workshops import Workshops

_ENDING = "null"
"""In the place of the counts of a poll that is being ended."""

_ROLES = select(GRANT.c.role).where(GRANT.c.user_id == bindparam("user"))
_ORGANISES = (GRANT.c.workshop_id == EVERYWHERE) & (GRANT.c.role == Role.ORGANISER.value)
_STEERS = _ROLES.where(or_(GRANT.c.workshop_id == bindparam("workshop"), _ORGANISES))
_LANGUAGE = select(STAFF.c.language).where(STAFF.c.user_id == bindparam("user"))
_FOCUS = select(FOCUS.c.workshop_id).where(FOCUS.c.chat_id == bindparam("chat"))
_PAGE = select(FOCUS.c.page).where(FOCUS.c.chat_id == bindparam("chat"))
_NO_WISH = delete(ASKED).where(ASKED.c.chat_id == bindparam("chat"))
_WISH = select(ASKED.c.wish).where(ASKED.c.chat_id == bindparam("chat"))
"""Statements of every step, made once: making one costs as much as running it."""


class Staff:
    """See the module. Every method works inside the unit's transaction."""

    def __init__(self, connection: Connection, workshops: Workshops) -> None:
        """Part of a `Unit`."""
        self._connection = connection
        self._workshops = workshops

    # Roles

    def grant(self, user_id: int, role: Role, workshop_id: str | None) -> None:
        """Give a role, for one workshop or in general; twice is once."""
        self._set(GRANT, {"user_id": user_id, "role": role.value, "workshop_id": workshop_id or EVERYWHERE}, {})

    def role(self, user_id: int) -> Role | None:
        """The highest role someone has anywhere; None for everyone else."""
        roles = set(self._connection.execute(_ROLES, {"user": user_id}).scalars())
        return next((role for role in (Role.ORGANISER, Role.FACILITATOR) if role.value in roles), None)

    def actor(self, user_id: int) -> Actor:
        """As whom somebody acts, for the list of what was done; ITSELF for who has no role."""
        role = self.role(user_id)
        return Actor.ITSELF if role is None else Actor(role.value)

    def steers(self, user_id: int, workshop_id: str) -> bool:
        """Whether someone may act on this workshop: any role for it, or organiser in general."""
        return self._connection.execute(_STEERS, {"user": user_id, "workshop": workshop_id}).first() is not None

    def workshops_of(self, user_id: int) -> list[Workshop]:
        """The workshops someone may act on, closed ones too, oldest first."""
        given = select(GRANT.c.workshop_id, GRANT.c.role).where(GRANT.c.user_id == user_id)
        roles = {(row.workshop_id, row.role) for row in self._connection.execute(given).all()}
        if (EVERYWHERE, Role.ORGANISER.value) in roles:
            return self._workshops.everything()
        return self._workshops.among({workshop_id for workshop_id, _ in roles})

    def granted(self, user_id: int) -> int:
        """How many workshops that are not closed name this person as one of those who steer them."""
        mine = select(GRANT.c.workshop_id).where(GRANT.c.user_id == user_id)
        running = select(func.count()).select_from(WORKSHOP)
        open_ones = running.where(WORKSHOP.c.id.in_(mine), WORKSHOP.c.phase != Phase.CLOSED.value)
        return int(self._connection.execute(open_ones).scalar_one())

    def held(self, user_id: int, chat_id: int) -> StaffRecord | None:
        """Every row about a member of staff and their private chat; None for who has none."""
        row = self._connection.execute(select(STAFF).where(STAFF.c.user_id == user_id)).one_or_none()
        given = (
            select(GRANT.c.role, GRANT.c.workshop_id).where(GRANT.c.user_id == user_id).order_by(GRANT.c.workshop_id)
        )
        grants = self._connection.execute(given).all()
        if row is None and not grants:
            return None
        return StaffRecord(
            chat_id=row.chat_id if row else None,
            language=row.language if row else None,
            roles=tuple((Role(role), self._title(workshop_id)) for role, workshop_id in grants),
            focus=self._title(self.focus(chat_id) or EVERYWHERE) or None,
            boards=tuple(sorted({*self._titles_in(BOARD, chat_id), *self._titles_in(BOARD_WISH, chat_id)} - {""})),
            polls=self._titles_in(POLL, chat_id),
            asked=self.asked(chat_id),
            sendouts=self._titles_in(SENDOUT, chat_id, "asked_in"),
            name=row.name if row else None,
            invitations=len(self._connection.execute(select(INVITE.c.digest).where(INVITE.c.made_by == user_id)).all()),
        )

    def _titles_in(self, table: Table, chat_id: int, column: str = "chat_id") -> tuple[str, ...]:
        here = select(table.c.workshop_id).where(table.c[column] == chat_id)
        return tuple(sorted(self._title(found) for found in self._connection.execute(here).scalars()))

    def _title(self, workshop_id: str) -> str:
        return self._workshops.get(workshop_id).title if workshop_id != EVERYWHERE else ""

    # Where they are

    def settle(self, user_id: int, chat_id: int, name: str) -> None:
        """The private chat of somebody who has taken a role, and the name on their phone; an empty one is not kept."""
        self._set(STAFF, {"user_id": user_id}, {"chat_id": chat_id, **({"name": name[:64]} if name else {})})

    def chats(self, workshop_id: str) -> list[int]:
        """The private chats of those with a role for this very workshop."""
        theirs = select(STAFF.c.chat_id).join(GRANT, GRANT.c.user_id == STAFF.c.user_id)
        known = theirs.where(GRANT.c.workshop_id == workshop_id, STAFF.c.chat_id.is_not(None))
        return sorted(set(self._connection.execute(known).scalars()))

    def menus(self) -> list[tuple[int, Role, str | None]]:
        """Private chat, role and chosen language of everybody who has a role and a chat."""
        known = select(STAFF).where(STAFF.c.chat_id.is_not(None)).order_by(STAFF.c.chat_id)
        rows = [(row, self.role(row.user_id)) for row in self._connection.execute(known).all()]
        return [(row.chat_id, role, row.language) for row, role in rows if role is not None]

    def language(self, user_id: int) -> str | None:
        """The language someone chose; None when they did not."""
        return self._connection.execute(_LANGUAGE, {"user": user_id}).scalar_one_or_none()

    def set_language(self, user_id: int, language: str) -> None:
        """The language someone chose."""
        self._set(STAFF, {"user_id": user_id}, {"language": language})

    def focus(self, chat_id: int) -> str | None:
        """The workshop last used in a chat."""
        return self._connection.execute(_FOCUS, {"chat": chat_id}).scalar_one_or_none()

    def set_focus(self, chat_id: int, workshop_id: str) -> None:
        """Commands in this chat mean this workshop from now on; a page that was open about another one is closed."""
        if self.focus(chat_id) != workshop_id:
            self._set(FOCUS, {"chat_id": chat_id}, {"workshop_id": workshop_id, "page": ""})

    def page(self, chat_id: int) -> str:
        """Which page is open on the board of the workshop last used in a chat: its name and arguments; "" for none."""
        return self._connection.execute(_PAGE, {"chat": chat_id}).scalar_one_or_none() or ""

    def open_at(self, names: Sequence[str]) -> list[int]:
        """The chats on whose boards a page of one of these names is open."""
        page = FOCUS.c.page
        mine = or_(false(), *(or_(page == name, page.like(f"{name}:%")) for name in names))
        return list(self._connection.execute(select(FOCUS.c.chat_id).where(mine).order_by(FOCUS.c.chat_id)).scalars())

    def set_page(self, chat_id: int, page: str) -> None:
        """Another page is open on the board, or ("") none; where no workshop was used there is nothing to open."""
        self._connection.execute(update(FOCUS).where(FOCUS.c.chat_id == chat_id).values(page=page))

    def asked(self, chat_id: int) -> str | None:
        """What was asked in a chat, so that the next words there are the answer to it."""
        return self._connection.execute(_WISH, {"chat": chat_id}).scalar_one_or_none()

    def set_asked(self, chat_id: int, wish: str | None) -> None:
        """Expect an answer in this chat, or (None) expect none any more."""
        if wish is None:
            self._connection.execute(_NO_WISH, {"chat": chat_id})
        else:
            self._set(ASKED, {"chat_id": chat_id}, {"wish": wish})

    def told(self, bot_id: int) -> str | None:
        """The digest of what Telegram was last told about the bot with this id; None when nothing."""
        return self.asked(bot_id)

    def set_told(self, bot_id: int, digest: str) -> None:
        """Remember it in the row of the bot's own chat: there is no such chat, so nothing else is ever expected in it."""
        self.set_asked(bot_id, digest)

    # Groups

    def link_group(self, chat_id: int, workshop_id: str, topic: int = 0) -> None:
        """The workshop posts to this group (a forum: in this topic), and to no other one; the group shows no other workshop."""
        either = or_(GROUP.c.chat_id == chat_id, GROUP.c.workshop_id == workshop_id)
        self._connection.execute(delete(GROUP).where(either))
        self.set_asked(chat_id, None)
        self._connection.execute(insert(GROUP).values(chat_id=chat_id, workshop_id=workshop_id, topic=topic))

    def groups(self) -> list[Linked]:
        """Every group that a workshop posts to."""
        rows = self._connection.execute(select(GROUP).order_by(GROUP.c.chat_id)).all()
        return [Linked(row.chat_id, row.workshop_id, row.topic) for row in rows]

    def group_of(self, workshop_id: str) -> int | None:
        """The group a workshop posts to."""
        mine = select(GROUP.c.chat_id).where(GROUP.c.workshop_id == workshop_id)
        return self._connection.execute(mine).scalar_one_or_none()

    def workshop_in(self, chat_id: int) -> str | None:
        """The workshop that posts to this group."""
        here = select(GROUP.c.workshop_id).where(GROUP.c.chat_id == chat_id)
        return self._connection.execute(here).scalar_one_or_none()

    def unlink_group(self, chat_id: int) -> str | None:
        """Nothing is posted to this group any more; the workshop that did, None when there was none."""
        workshop_id = self.workshop_in(chat_id)
        self._connection.execute(delete(GROUP).where(GROUP.c.chat_id == chat_id))
        return workshop_id

    def migrate_chat(self, old: int, new: int) -> None:
        """A group became a supergroup and has another id now. Its polls stay behind: nobody can reach them any more."""
        for table in (FOCUS, GROUP, ASKED):
            moved = select(table.c.chat_id).where(table.c.chat_id == old)
            if self._connection.execute(moved).first() is not None:
                self._connection.execute(delete(table).where(table.c.chat_id == new))
                self._connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))

    # Polls

    def add_poll(self, poll: Poll) -> None:
        """A native poll that was posted."""
        fields = {"id": poll.id, "workshop_id": poll.workshop_id, "question": poll.question}
        place = {"chat_id": poll.chat_id, "message_id": poll.message_id, "telegram_poll_id": poll.telegram_poll_id}
        outcome = {"closed": poll.closed, "counts": None if poll.counts is None else json.dumps(poll.counts)}
        options = json.dumps(poll.options, ensure_ascii=False)
        self._connection.execute(insert(POLL).values(options=options, **fields, **place, **outcome))

    def polls(self, workshop_id: str) -> list[Poll]:
        """A workshop's polls in the order of their messages."""
        mine = select(POLL).where(POLL.c.workshop_id == workshop_id).order_by(POLL.c.message_id, POLL.c.id)
        return [_poll(row) for row in self._connection.execute(mine).all()]

    def poll(self, poll_id: str) -> Poll | None:
        """The poll with our id."""
        row = self._connection.execute(select(POLL).where(POLL.c.id == poll_id)).one_or_none()
        return None if row is None else _poll(row)

    def ending_poll(self, poll_id: str) -> Poll | None:
        """The poll is being ended, which is gone on with after a start; None when it is over, or unknown."""
        is_open = (POLL.c.id == poll_id) & ~POLL.c.closed
        begun = self._connection.execute(update(POLL).where(is_open).values(counts=_ENDING)).rowcount
        return self.poll(poll_id) if begun else None

    def ending_polls(self) -> list[Poll]:
        """Those that are being ended."""
        mine = select(POLL).where(~POLL.c.closed, POLL.c.counts == _ENDING).order_by(POLL.c.id)
        return [_poll(row) for row in self._connection.execute(mine).all()]

    def close_poll(self, poll_id: str, counts: tuple[int, ...] | None) -> bool:
        """The poll is over, with these people per option; False when it was over before, and then nothing changes."""
        is_open = (POLL.c.id == poll_id) & ~POLL.c.closed
        values = {"closed": True, "counts": None if counts is None else json.dumps(counts)}
        return self._connection.execute(update(POLL).where(is_open).values(values)).rowcount == 1

    def _set(self, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
        """Update the row with this key, or make it. Writers are serial, so nothing comes between."""
        mine = [table.c[name] == value for name, value in key.items()]
        if self._connection.execute(select(*table.primary_key).where(*mine)).first() is None:
            self._connection.execute(insert(table).values(key | values))
        elif values:
            self._connection.execute(update(table).where(*mine).values(values))


def _poll(row: Row[Any]) -> Poll:
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name for a row as a mapping
    counts = None if row.counts in (None, _ENDING) else tuple(json.loads(row.counts))
    return Poll(**(fields | {"options": tuple(json.loads(row.options)), "counts": counts}))
