"""What this room hands out and takes in, as frozen values; must not know tables or SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from storage.values import Role

INVITED_FOR = timedelta(days=7)
"""An invitation is good for so long: on the day it was made and the seven after it."""

EVERYWHERE = ""
"""Stands for "no particular workshop": a key column cannot be empty."""


@dataclass(frozen=True)
class Invite:
    """What a one-time link gave: a role, for one workshop or (None) in general."""

    role: Role
    workshop_id: str | None


@dataclass(frozen=True)
class Expired:
    """A one-time link that nobody has used while it was good."""

    until: date


@dataclass(frozen=True)
class OpenInvite:
    """A one-time link that can be used up to and including the day `until`. `handle`: by what it is told from the others."""

    handle: str
    role: Role
    workshop_id: str | None
    until: date


@dataclass(frozen=True)
class Member:
    """A member of staff. `name`: what stood on their phone when they took their role, "" where that is not known.

    `everywhere`: roles in general; `workshops`: the ids of those for which they have a role of their own.
    """

    user_id: int
    name: str
    everywhere: frozenset[Role]
    workshops: frozenset[str]

    @property
    def organises(self) -> bool:
        """Whether they may steer every workshop."""
        return Role.ORGANISER in self.everywhere


@dataclass(frozen=True)
class Withdrawn:
    """What somebody may not do any more. `workshops`: the ids of those that they do not steer any longer; `left`: their role now.

    `given`: the roles that were taken, by workshop (`EVERYWHERE`: in general). `dark`: those of `workshops`
    whose screen's link has ended.
    """

    user_id: int
    chat_id: int
    language: str | None
    left: Role | None
    given: tuple[tuple[str, Role], ...]
    workshops: frozenset[str]
    dark: frozenset[str]


@dataclass(frozen=True)
class StaffRecord:
    """Every row held about a member of staff; workshops by title, "" for a role in general.

    `boards`, `polls` and `sendouts`: of which workshops there is one in their chat, a title for each.
    """

    chat_id: int | None
    language: str | None
    roles: tuple[tuple[Role, str], ...]
    focus: str | None
    boards: tuple[str, ...]
    polls: tuple[str, ...]
    asked: str | None
    sendouts: tuple[str, ...] = ()
    name: str | None = None
    invitations: int = 0


@dataclass(frozen=True)
class Board:
    """A board: the message about a workshop that edits itself."""

    chat_id: int
    message_id: int


@dataclass(frozen=True)
class BoardWish:
    """A board that was asked for in a chat and has not arrived."""

    chat_id: int
    workshop_id: str
    number: int


@dataclass(frozen=True)
class Linked:
    """The group a workshop posts to. `topic`: where in a forum, 0 for none."""

    chat_id: int
    workshop_id: str
    topic: int = 0


@dataclass(frozen=True)
class Poll:
    """A native poll. `counts`: people per option, known once it is closed; running totals are never stored."""

    id: str
    workshop_id: str
    question: str
    options: tuple[str, ...]
    chat_id: int
    message_id: int
    telegram_poll_id: str
    closed: bool = False
    counts: tuple[int, ...] | None = None
